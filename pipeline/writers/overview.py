"""One row per released transcript, for a spreadsheet. UTF-8 with a byte order mark, so that Excel sees the accents."""

from __future__ import annotations

import csv
import io

from pipeline.config import Settings
from pipeline.model import StudyFile, Transcript
from pipeline.verbatim import hesitations, tidied
from pipeline.writers.facts import has_times, per_hundred, pieces, plain, worded_share
from pipeline.writers.wording import Wording, wording

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what a spreadsheet would compute


def write_overview(study: StudyFile, settings: Settings) -> dict[str, bytes]:
    """The whole study as "overview.csv", in the order of cases and transcripts."""
    words = wording(settings)
    page = io.StringIO(newline="")
    rows = csv.writer(page, delimiter=words.separator, lineterminator="\n")
    rows.writerow(words.overview)
    for case in study.cases:
        rows.writerows([_cell(value) for value in _row(transcript, words)] for transcript in case.transcripts)
    return {"overview.csv": page.getvalue().encode("utf-8-sig")}


def _row(transcript: Transcript, words: Wording) -> tuple[str, ...]:
    """What can be counted in one transcript; times of speech only where there was any to hear."""
    redacted = transcript.redacted
    recording, figures, audio = redacted.recording, redacted.figures, redacted.recording.kind == "audio"
    said, marks, thirds = pieces(redacted), dict(figures.marks), figures.thirds or (None,) * 3
    return (
        recording.case,
        recording.role,
        recording.detail,
        transcript.month,
        words.number(figures.duration / 60) if has_times(redacted) else "",
        str(sum(piece.label is None for piece in said)),
        str(sum(piece.label is not None for piece in said)),
        str(sum(block.kind == "gap" for block in redacted.blocks)),
        words.number(figures.speech) if audio else "",
        words.number(100 * worded_share(figures)) if audio else "",
        transcript.consent.valid_until,
        words.reviews[transcript.review],
        *(str(marks.get(mark, 0)) if recording.kind != "document" else "" for mark in words.marks),
        *(words.number(per_hundred(hesitations(third), third)) if third else "" for third in thirds),
        " ".join(str(at + 1) for at in tidied(figures.thirds)),
    )


def _cell(value: str) -> str:
    """A value that stays a value: a spreadsheet takes a leading apostrophe for "this is text"."""
    text = plain(value)
    return f"'{text}" if text.startswith(FORMULA) else text
