"""Interviews as MAXQDA, ATLAS.ti and NVivo import them: plain text in which speakers and times are recognised.

A dossier is no interview: those programs take its txt. What each of them asks for, and where that is written, is in
`docs/qda.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.model import CaseFile, Transcript
from pipeline.writers.facts import has_times, stem
from pipeline.writers.paragraphs import Paragraph, paragraphs

HEAD = ("Timespan", "Speaker", "Content")  # NVivo's own fields, in every language


def write_maxqda(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each interview as "leraar-1.maxqda.txt": "#00:03:31-4# I: ...", as f4 writes it, empty lines between.

    MAXQDA takes whatever stands before the first colon of a paragraph for a speaker, so that every paragraph has one
    and a gap tells no times.
    """
    return {
        f"{stem(of.redacted)}.maxqda.txt": _lines(_said(of, settings, "#{}-{}# "), "\n\n") for of in _interviews(case)
    }


def write_atlas(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each interview as "leraar-1.atlas.txt": "[00:03:31.4] I: ..."."""
    return {f"{stem(of.redacted)}.atlas.txt": _lines(_said(of, settings, "[{}.{}] "), "\n") for of in _interviews(case)}


def write_nvivo(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each interview that has times as "leraar-1.nvivo.txt": rows of time span, speaker and text, parted by tabs."""
    return {
        f"{stem(of.redacted)}.nvivo.txt": _lines(_rows(of, settings), "\n")
        for of in _interviews(case)
        if has_times(of.redacted)
    }


def _interviews(case: CaseFile) -> Iterator[Transcript]:
    return (of for of in case.transcripts if of.redacted.recording.kind != "document")


def _said(of: Transcript, settings: Settings, stamp: str) -> Iterator[str]:
    """Paragraphs with the time they begin, where they have one."""
    for one in paragraphs(of.redacted, settings, times=False):
        time = "" if one.start is None else stamp.format(*_clock(one.start))
        yield f"{time}{one.speaker}: {one.text}".rstrip()


def _rows(of: Transcript, settings: Settings) -> Iterator[str]:
    """The head, and a row for every paragraph. One without times gets the moment at which the one before ended."""
    yield "\t".join(HEAD)
    at = 0.0
    for one in paragraphs(of.redacted, settings, times=False):
        start, at = _span(one, at)
        yield "\t".join((f"{'.'.join(_clock(start))}-{'.'.join(_clock(at))}", one.speaker, one.text))


def _span(one: Paragraph, before: float) -> tuple[float, float]:
    """Start and end in seconds, at least a tenth apart."""
    start = before if one.start is None else one.start
    return start, max(start + 0.1, start if one.end is None else one.end)


def _clock(seconds: float) -> tuple[str, str]:
    """Seconds as hh:mm:ss and tenths, rounded down."""
    tenths = int(seconds * 10 + 1e-6)
    whole = tenths // 10
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}", str(tenths % 10)


def _lines(lines: Iterator[str], between: str) -> bytes:
    return (between.join(lines) + "\n").encode()
