"""From a document of the child's file to its paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from pipeline.consent.gate import refusal_for
from pipeline.decoding import decoded
from pipeline.errors import EmptyFile, NotPlainText
from pipeline.model import Block, BlockKind, Figures, Recording, Verbatim, Word
from pipeline.ports import Tools

_WRAPPED = 60  # a line this long was broken off by an editor: the next one carries on
_HEADING = 70  # characters; longer lines are sentences
_ITEM = re.compile(r"[-*•·]\s|\d+[.)]\s|#")


def extract(recording: Recording, tools: Tools) -> Verbatim:
    """Read a plain text of the child's file: paragraphs and headings, words without times.

    Asks for consent before the document is opened. Raises what the gate refuses with, EmptyFile, NotPlainText.
    """
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    if recording.suffix != ".txt":
        raise NotPlainText(recording=recording.id)
    text = decoded(tools.study.original(recording).read_bytes())
    if text is None:
        raise NotPlainText(recording=recording.id)
    number = count(1)
    blocks = tuple(
        Block(f"b{at:04}", kind, tuple(Word(f"w{next(number):05}", word) for word in words.split()))
        for at, (kind, words) in enumerate(_pieces(text), 1)
    )
    if not blocks:
        raise EmptyFile(recording=recording.id)
    return Verbatim(recording, tools.settings.transcribe.language, blocks, Figures(), "plain text")


def _pieces(text: str) -> Iterator[tuple[BlockKind, str]]:
    """Headings and paragraphs, in order."""
    for chunk in re.split(r"\n\s*\n", "\n".join(text.splitlines())):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        paragraph: list[str] = []
        for line in lines:
            if _is_heading(line, alone=len(lines) == 1):
                if paragraph:
                    yield "paragraph", " ".join(paragraph)
                paragraph = []
                yield "heading", line.lstrip("#").strip()
            elif paragraph and (len(paragraph[-1]) < _WRAPPED or _ITEM.match(line)):
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
