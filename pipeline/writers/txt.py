"""The transcript as plain text, to be read and marked on paper. UTF-8, LF, about 100 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from pipeline.config import Settings
from pipeline.model import CaseFile, Redacted, RedactedCase
from pipeline.seal import EMPTY
from pipeline.writers.facts import about, agreed, clock, plain, stem
from pipeline.writers.page import legend, made, remarks
from pipeline.writers.reading import read, stretch
from pipeline.writers.wording import wording

COLUMNS = 100
NAMES = 18  # columns for the names of header lines


def write_txt(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as text with a header, by file name ("leraar-1.txt")."""
    words = wording(settings)
    return {
        f"{stem(one.redacted)}.txt": _page(_lines(agreed(one, words) | {words.seal: EMPTY}), one.redacted, settings)
        for one in case.transcripts
    }


def write_concept(case: RedactedCase, settings: Settings) -> dict[str, bytes]:
    """The same for transcripts that nobody approved yet, headed as such: for the vault only."""
    words = wording(settings)
    pages = {}
    for redacted in case.transcripts:
        warning = f"{words.not_reviewed} ({words.open_items.format(count=len(redacted.queue))})\n\n"
        pages[f"{stem(redacted)}.txt"] = warning.encode() + _page([], redacted, settings)
    return pages


def _page(consent: list[str], redacted: Redacted, settings: Settings) -> bytes:
    """The whole file: what it is, how it was made, how to read it, the text."""
    words = wording(settings)
    head = [
        *_lines(about(redacted, words, settings.release.convention)),
        *consent,
        *_lines(made(redacted, settings)),
        "",
        *remarks(redacted, settings),
        *legend(redacted, words),
    ]
    return "\n".join([*head, "", "-" * COLUMNS, "", *_body(redacted, settings), ""]).encode()


def _body(redacted: Redacted, settings: Settings) -> Iterator[str]:
    """Numbered blocks, wrapped with a hanging indent."""
    words = wording(settings)
    digits = len(str(len(redacted.blocks)))
    speakers = max((len(block.speaker or "-") for block in redacted.blocks), default=1) + 1
    for number, (block, said) in enumerate(read(redacted.blocks, settings.release), start=1):
        first = f"{number:>{digits}}  "
        text = " ".join(one.text for one in said)
        if block.kind == "turn":
            first += f"{clock(block.start)}  " if block.start is not None else ""
            first += f"{(block.speaker or '-') + ':':<{speakers}}  "
        elif block.kind in ("gap", "silence", "held"):
            text = stretch(block, words, f"{clock(block.start or 0)}-{clock(block.end or 0)}")
        elif block.kind == "heading":
            if number > 1:
                yield ""
            text = f"== {text} =="
        yield from _wrapped(first, text)


def _lines(said: dict[str, str]) -> list[str]:
    """Header lines: name and value."""
    return [line for name, value in said.items() for line in _wrapped(f"{name:<{NAMES}}", plain(value) or "-")]


def _wrapped(first: str, text: str) -> list[str]:
    """Text behind `first`, broken between words only; further lines are indented as far."""
    lines = wrap(text, COLUMNS - len(first), break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{first if at == 0 else ' ' * len(first)}{plain(line)}".rstrip() for at, line in enumerate(lines)]
