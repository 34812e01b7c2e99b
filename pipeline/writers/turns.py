"""Every turn of the study as a row, for R and Python: columns with one type each, in every language the same names.

What each column holds: `docs/qda.md`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, get_args

from pipeline.config import Settings
from pipeline.errors import ParquetMissing
from pipeline.model import Mark, RedactedBlock, StudyFile, Transcript
from pipeline.verbatim import is_filler, repetitions
from pipeline.writers.facts import plain
from pipeline.writers.overview import cell

Type = Literal["text", "whole", "seconds"]
MARKS: tuple[Mark, ...] = get_args(Mark)
COLUMNS: dict[str, Type] = {
    "case": "text",
    "transcript": "text",
    "role": "text",
    "detail": "text",
    "month": "text",
    "number": "whole",
    "kind": "text",
    "speaker": "text",
    "start": "seconds",
    "end": "seconds",
    "text": "text",
    "words": "whole",
    "labels": "whole",
    "fillers": "whole",
    "repetitions": "whole",
    **dict.fromkeys(MARKS, "whole"),
}
Value = str | int | float | None


def write_turns(study: StudyFile, _settings: Settings) -> dict[str, bytes]:
    """The study as "turns.csv": UTF-8, commas, points. Text that a spreadsheet would compute has an apostrophe."""
    page = io.StringIO(newline="")
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in _rows(study))
    return {"turns.csv": page.getvalue().encode()}


def write_parquet(study: StudyFile, _settings: Settings) -> dict[str, bytes]:
    """The same as "turns.parquet", with types and with text as it is. Raises ParquetMissing."""
    try:
        import pyarrow as arrow
        from pyarrow.parquet import write_table
    except ImportError:
        raise ParquetMissing() from None
    types: dict[Type, Any] = {"text": arrow.string(), "whole": arrow.int32(), "seconds": arrow.float64()}
    columns: list[tuple[Value, ...]] = list(zip(*_rows(study), strict=True)) or [()] * len(COLUMNS)
    table = arrow.table(
        [arrow.array(values, types[kind]) for values, kind in zip(columns, COLUMNS.values(), strict=True)],
        names=list(COLUMNS),
    )
    made = arrow.BufferOutputStream()
    write_table(table, made)
    return {"turns.parquet": made.getvalue().to_pybytes()}


def _rows(study: StudyFile) -> Iterator[tuple[Value, ...]]:
    for case in study.cases:
        for transcript in case.transcripts:
            yield from _turns(transcript)


def _turns(transcript: Transcript) -> Iterator[tuple[Value, ...]]:
    """One transcript in the order of its blocks, numbered as in its txt."""
    recording = transcript.redacted.recording
    told = (recording.id, recording.role, recording.detail, transcript.month)
    same = tuple(plain(value) or None for value in (recording.case, *told))
    for number, block in enumerate(transcript.redacted.blocks, start=1):
        yield (*same, number, block.kind, block.speaker and plain(block.speaker), *_told(block))


def _told(block: RedactedBlock) -> tuple[Value, ...]:
    """Times, text and counts of one block. Where nobody speaks there is nothing to count but words and labels."""
    texts = [plain(piece.text) for piece in block.pieces]
    words = ["" if piece.label else text for piece, text in zip(block.pieces, texts, strict=True)]
    marks = Counter(mark for piece in block.pieces for mark in piece.marks)
    spoken = block.kind == "turn"
    return (
        None if block.start is None else round(float(block.start), 3),
        None if block.end is None else round(float(block.end), 3),
        " ".join(filter(None, texts)) or None,
        sum(map(bool, words)),
        sum(piece.label is not None for piece in block.pieces),
        sum(map(is_filler, words)) if spoken else 0,
        len(repetitions(words)) if spoken else 0,
        *(marks[mark] for mark in MARKS),
    )
