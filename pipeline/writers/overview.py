"""The study in rows: one per released transcript, and one per case; as two CSV files and as one workbook.

UTF-8 with a byte order mark, so that Excel sees the accents.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pipeline.config import Settings
from pipeline.model import StudyFile, Transcript
from pipeline.verbatim import hesitations, tidied
from pipeline.writers.cases import case_head, case_row
from pipeline.writers.columns import columns
from pipeline.writers.facts import has_times, labelled, per_hundred, plain, unintelligible, worded, worded_share
from pipeline.writers.wording import Wording, wording
from pipeline.writers.workbook import Cell, workbook

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what a spreadsheet would compute


def write_overview(study: StudyFile, settings: Settings) -> dict[str, bytes]:
    """The whole study as "overview.csv" (transcripts) and "cases.csv", in the order of cases and transcripts."""
    words = wording(settings)
    return {"overview.csv": _csv(_transcripts(study, words), words), "cases.csv": _csv(_cases(study, settings), words)}


def write_workbook(study: StudyFile, settings: Settings) -> dict[str, bytes]:
    """The same two tables as the two sheets of "overview.xlsx", with numbers as numbers."""
    of_transcripts, of_cases = columns(settings).sheets
    sheets = {of_transcripts: _transcripts(study, wording(settings)), of_cases: _cases(study, settings)}
    return {"overview.xlsx": workbook(sheets)}


def cell(text: str) -> str:
    """Text that a spreadsheet shows and does not compute: an apostrophe in front; one that was there gets another."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _csv(rows: Iterable[Sequence[Cell]], words: Wording) -> bytes:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=words.separator, lineterminator="\n").writerows(
        [_written(value, words) for value in row] for row in rows
    )
    return page.getvalue().encode("utf-8-sig")


def _written(value: Cell, words: Wording) -> str:
    """A value as this language writes it."""
    if isinstance(value, float):
        return words.number(value)
    return str(value) if isinstance(value, int) else cell(plain(value))


def _transcripts(study: StudyFile, words: Wording) -> list[Sequence[Cell]]:
    return [words.overview, *(_row(transcript, words) for case in study.cases for transcript in case.transcripts)]


def _cases(study: StudyFile, settings: Settings) -> list[Sequence[Cell]]:
    return [case_head(settings), *(case_row(case, settings) for case in study.cases)]


def _row(transcript: Transcript, words: Wording) -> tuple[Cell, ...]:
    """What can be counted in one transcript; times of speech only where there was any to hear."""
    redacted = transcript.redacted
    recording, figures, audio = redacted.recording, redacted.figures, redacted.recording.kind == "audio"
    marks, thirds = dict(figures.marks), figures.thirds or (None,) * 3
    return (
        recording.case,
        recording.role,
        recording.detail,
        transcript.month,
        figures.duration / 60 if has_times(redacted) else "",
        worded(redacted),
        labelled(redacted),
        unintelligible(redacted),
        figures.speech if audio else "",
        100 * worded_share(figures) if audio else "",
        transcript.consent.valid_until,
        words.reviews[transcript.review],
        *(marks.get(mark, 0) if recording.kind != "document" else "" for mark in words.marks),
        *(per_hundred(hesitations(third), third) if third else "" for third in thirds),
        " ".join(str(at + 1) for at in tidied(figures.thirds)),
    )
