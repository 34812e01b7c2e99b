"""The text of a Word document as it reads now: insertions are text; deletions, comments and properties are not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pipeline.decoding import composed
from pipeline.documents.archive import Archive
from pipeline.errors import HasMacros, NoWordFile, TooLarge
from pipeline.transcripts.page import CLOCK

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def text_of(data: bytes, recording: str) -> str:
    """Its paragraphs, a line each; a row of a table is one line: "Anna: wat zij zei".

    Raises NoWordFile, HasMacros, TooLarge.
    """
    from docx import Document

    try:
        Archive(data, recording)
        body = Document(io.BytesIO(data)).element.body
    except (HasMacros, TooLarge):
        raise
    except Exception:  # a damaged archive breaks python-docx, zipfile and lxml in many ways, and messages hold text
        raise NoWordFile(recording=recording) from None
    return composed("\n".join(_lines(body)))


def _lines(element: Any) -> Iterator[str]:
    """Everything below an element that is not a paragraph, in order."""
    for child in element:
        if child.tag == f"{_W}p":
            yield from _text(child, child).split("\n")
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag in _GONE for above in box.iterancestors()):
                    yield from _lines(box)
        elif child.tag == f"{_W}tr":
            yield _row([" ".join(_lines(cell)).strip() for cell in child if cell.tag == f"{_W}tc"])
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _lines(child)


def _text(element: Any, paragraph: Any) -> str:
    """The text of a paragraph, without the boxes that hang on it."""
    text = ""
    for child in element:
        if child.tag == f"{_W}t":
            text += child.text or ""
        elif child.tag in _SIGNS and element.tag == f"{_W}r":
            text += _SIGNS[child.tag]
        elif child.tag not in _GONE and child.tag != f"{_W}txbxContent":
            text += _text(child, paragraph)
    return text


def _row(cells: list[str]) -> str:
    """A row as a line of typed text: its time in brackets, who speaks before a colon."""
    times = [cell for cell in cells if re.fullmatch(rf"[\[(#]?{CLOCK}[\])#]?", cell)]
    told = [cell for cell in cells if cell and cell not in times]
    stamp = f"[{times[0].strip('[(#)]')}] " if times else ""
    if len(told) > 1:
        return f"{stamp}{told[0].rstrip(':')}: {' '.join(told[1:])}"
    return stamp + "".join(told)
