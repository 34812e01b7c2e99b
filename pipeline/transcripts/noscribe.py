"""What noScribe writes: text, and web pages of which the anchors hold the times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.transcripts.page import Page, Reader, Utterance, is_html
from pipeline.transcripts.typed import turns

_HEADER = re.compile(r"\bnoScribe vers", re.IGNORECASE)
_ANCHOR = re.compile(r"ts_(\d+)_(\d+)(?:_|$)")
_BEGINNING = 4000  # characters; with the styles of a web page before it


def _fits(page: Page) -> bool:
    return _HEADER.search(page.text[: 10 * _BEGINNING if is_html(page) else _BEGINNING]) is not None


def _read(page: Page) -> list[Utterance]:
    """Its turns, without the header: title, path of the recording, options."""
    lines = list(_page_lines(page.text)) if is_html(page) else page.lines
    header = next(at for at, line in enumerate(lines) if _HEADER.search(line))
    end = next((at for at, line in enumerate(lines[header:], header) if not line), len(lines))
    return turns(["" for _ in lines[:end]] + lines[end:], page, whoever=True)


def _page_lines(text: str) -> Iterator[str]:
    """Each paragraph of the web page, an empty line behind it; anchors become time marks before and behind."""
    from lxml import html

    for paragraph in html.document_fromstring(text).iter("p"):
        yield from (line.strip() for line in _marked(paragraph).split("\n"))
        yield ""


def _marked(element: Any) -> str:
    inner = (element.text or "").replace("\n", " ")
    for child in element:
        if isinstance(child.tag, str):
            inner += "\n" if child.tag == "br" else _marked(child)
        inner += (child.tail or "").replace("\n", " ")
    times = _ANCHOR.match(element.get("name") or "") if element.tag == "a" else None
    return f"[{_clock(times[1])}] {inner} [{_clock(times[2])}]" if times else inner


def _clock(milliseconds: str) -> str:
    whole, rest = divmod(int(milliseconds), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:03}"


NOSCRIBE = Reader("noscribe", _fits, _read)
