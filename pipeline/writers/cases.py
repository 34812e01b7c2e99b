"""The study's table of respondents: who was spoken to in each case, what is missing, and until when it may be used."""

from __future__ import annotations

from pipeline.config import Settings
from pipeline.model import CaseFile, Transcript
from pipeline.writers.columns import Columns, columns
from pipeline.writers.facts import has_times, labelled, stem, unintelligible, worded
from pipeline.writers.workbook import Cell

PARENT = "ouder"  # the role whose respondents are told apart
CALLED = {"mama": "moeder", "papa": "vader"}


def case_head(settings: Settings) -> tuple[str, ...]:
    """The names of the columns; one for each role of the study."""
    words = columns(settings)
    return (
        words.case,
        *words.child,
        *settings.roles,
        words.parents,
        words.complete,
        words.missing,
        words.until,
        *words.counted,
    )


def case_row(case: CaseFile, settings: Settings) -> tuple[Cell, ...]:
    """One case: counts of its released transcripts, and what they hold together."""
    words, transcripts = columns(settings), case.transcripts
    roles = [of.redacted.recording.role for of in transcripts]
    missing = [role for role in settings.table.complete if role not in roles]
    return (
        case.case,
        case.facts.year_group,
        case.facts.age_band,
        words.genders[case.facts.gender],
        *(roles.count(role) for role in settings.roles),
        _parents(transcripts, settings, words),
        words.no if missing else words.yes,
        ", ".join(missing),
        ", ".join(f"{stem(of.redacted)} {of.consent.valid_until}" for of in transcripts),
        sum(of.redacted.figures.duration for of in transcripts if has_times(of.redacted)) / 60,
        sum(worded(of.redacted) for of in transcripts),
        sum(labelled(of.redacted) for of in transcripts),
        sum(unintelligible(of.redacted) for of in transcripts),
    )


def _parents(transcripts: tuple[Transcript, ...], settings: Settings, words: Columns) -> str:
    """Which of the parents are heard: by the word the researcher used, or by their ids in the consent record."""
    known = {*settings.roles.get(PARENT, ())} - {PARENT, f"{PARENT}s"}
    heard: dict[str, None] = {}
    for of in transcripts:
        recording = of.redacted.recording
        if recording.role == PARENT:
            called = (recording.detail, *(person.rstrip("-0123456789") for person in of.persons))
            heard |= {CALLED.get(one, one): None for one in map(str.casefold, called) if one in known}
    return words.both if set(heard) == {"moeder", "vader"} else ", ".join(heard)
