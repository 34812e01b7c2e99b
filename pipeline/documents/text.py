"""Plain text (txt, md) and tables as text (csv)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from pipeline.decoding import decoded
from pipeline.documents.written import PartKind, Reader, Written, said
from pipeline.errors import NotPlainText

_WRAPPED = 60  # characters: a line this long was broken off by an editor
_HEADING = 70  # characters; longer lines are sentences
_ROW = re.compile(r"\|.+\|.*\|")  # of a table in Markdown
_RULE = re.compile(r"[|:\- ]+")
_ITEM = re.compile(r"[-*•·]\s|\d+[.)]\s|#")


def _read(data: bytes, written: Written) -> None:
    for kind, words in paragraphs(_text(data, written)):
        written.add(kind, words)


def _read_table(data: bytes, written: Written) -> None:
    text = _text(data, written)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)))
    except csv.Error:
        raise NotPlainText(recording=written.recording) from None
    for row in rows:
        written.row([said(cell) for cell in row])


def _text(data: bytes, written: Written) -> str:
    """The text. Raises NotPlainText."""
    text = decoded(data)
    if text is None:
        raise NotPlainText(recording=written.recording)
    return text


def _delimiter(text: str) -> str:
    """What parts the cells: the one that is there most often in the first lines, a Dutch spreadsheet's first."""
    head = text[:4096]
    return max((";", ",", "\t"), key=head.count)


def paragraphs(text: str, wrapped: int = _WRAPPED) -> Iterator[tuple[PartKind, str]]:
    """Headings and paragraphs, in order; a line of `wrapped` characters or more is carried on by the next."""
    for chunk in re.split(r"\n\s*\n", "\n".join(text.splitlines())):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        yield from _pieces(lines, wrapped)


def _pieces(lines: Sequence[str], wrapped: int) -> Iterator[tuple[PartKind, str]]:
    """The same for lines with no empty one between them."""
    paragraph: list[str] = []
    for line in lines:
        if _ROW.fullmatch(line):
            if paragraph:
                yield "paragraph", " ".join(paragraph)
            paragraph = []
            if not _RULE.fullmatch(line):
                yield "row", line.strip("| ")
        elif _is_heading(line, alone=len(lines) == 1):
            if paragraph:
                yield "paragraph", " ".join(paragraph)
            paragraph = []
            yield "heading", line.lstrip("#").strip()
        elif paragraph and (len(paragraph[-1]) < wrapped or _ITEM.match(line)):
            yield "paragraph", " ".join(paragraph)
            paragraph = [line]
        else:
            paragraph.append(line)
    if paragraph:
        yield "paragraph", " ".join(paragraph)


def _is_heading(line: str, alone: bool) -> bool:
    """A line marked with #, in capitals, or a short one by itself that does not end as a sentence does."""
    if line.startswith("#"):
        return bool(line.lstrip("#").strip())
    short = len(line) <= _HEADING and line[-1] not in ".?!;,"
    letters = [character for character in line if character.isalpha()]
    return short and len(letters) > 1 and (alone or line.isupper()) and ": " not in line


TEXT = Reader((".txt", ".md"), _read)
TABLE = Reader((".csv",), _read_table)
