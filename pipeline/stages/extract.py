"""From a document of the child's file to its headings, paragraphs and rows."""

from __future__ import annotations

from itertools import count

from pipeline.consent.gate import refusal_for
from pipeline.documents.apart import read_apart
from pipeline.model import Block, Figures, Recording, Verbatim, Word
from pipeline.ports import Tools


def extract(recording: Recording, tools: Tools) -> Verbatim:
    """Read a document of the child's file: its words without times, and marks for what was not read.

    Asks for consent before the document is opened. Raises what the gate refuses with, and what `read_document` and
    `read_apart` raise.
    """
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    language = tools.settings.study.language
    parts = read_apart(tools.study.original(recording), recording.suffix, recording.id, language)
    number = count(1)
    blocks = tuple(
        Block(f"b{at:04}", part.kind, tuple(Word(f"w{next(number):05}", word) for word in part.text.split()))
        for at, part in enumerate(parts, 1)
    )
    kind = recording.suffix.removeprefix(".")
    return Verbatim(recording, tools.settings.transcribe.language, blocks, Figures(), f"document: {kind}")
