"""What a page for people shows around the words of a transcript, and the words themselves; worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.config import Settings
from pipeline.model import BlockKind, Figures, Recording, Redacted, Third, Transcript
from pipeline.verbatim import tidied
from pipeline.writers.facts import (
    about,
    agreed,
    clock,
    engine,
    has_times,
    labels,
    marks,
    per_hundred,
    pieces,
    plain,
    worded_share,
)
from pipeline.writers.paragraphs import paragraphs
from pipeline.writers.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Line:
    """One block as it is read."""

    kind: BlockKind
    text: str = field(repr=False)
    time: str = ""  # when a turn starts, "00:03:31"
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A transcript for paper. Texts are plain: one line, NFC."""

    title: str  # "casus-01 · leraar (juf) · 2026-05"
    case: str
    role: str
    month: str  # "2026-05"; "" where unknown
    minutes: str  # "31,1"; "" where nothing has times
    words: int  # said, without labels
    facts: dict[str, str]  # what it is, what was agreed, how it was made
    remarks: tuple[str, ...]
    legend: tuple[str, ...]
    consent: str  # what was agreed, in one line
    lines: tuple[Line, ...] = field(repr=False)


def page_of(transcript: Transcript, settings: Settings) -> Page:
    """All that is shown of a transcript, in the study's language and convention."""
    words, redacted, consent = wording(settings), transcript.redacted, transcript.consent
    facts = about(redacted, words, settings.release.convention) | agreed(transcript, words) | made(redacted, settings)
    month = transcript.month or words.unknown
    agreement = f"{words.consent_for} {', '.join(consent.purposes)}; {words.valid_until.lower()} {consent.valid_until}"
    return Page(
        title=plain(" · ".join((redacted.recording.case, _role(redacted.recording), month))),
        case=plain(redacted.recording.case),
        role=plain(_role(redacted.recording)),
        month=transcript.month,
        minutes=words.number(redacted.figures.duration / 60) if has_times(redacted) else "",
        words=sum(piece.label is None for piece in pieces(redacted)),
        facts={name: plain(value) or "-" for name, value in facts.items()},
        remarks=remarks(redacted, settings),
        legend=legend(redacted, words),
        consent=plain(agreement),
        lines=tuple(_lines(redacted, settings)),
    )


def _role(recording: Recording) -> str:
    return f"{recording.role} ({recording.detail})" if recording.detail else recording.role


def _lines(redacted: Redacted, settings: Settings) -> list[Line]:
    """Every block; a turn with its speaker and the time at which it starts."""
    return [
        Line(one.kind, one.text, clock(one.start) if one.start is not None else "", one.speaker)
        if one.kind == "turn"
        else Line(one.kind, one.text)
        for one in paragraphs(redacted, settings, times=True)
    ]


def made(redacted: Redacted, settings: Settings) -> dict[str, str]:
    """How a transcript was made and how well that went, in header lines: name and value."""
    words, kind = wording(settings), redacted.recording.kind
    masking = settings.redact.model_dump() | {"dates": words.dates[settings.redact.dates]}
    return {
        words.engine if kind == "audio" else words.source: engine(redacted, settings),
        words.settings: words.settings_line.format(language=redacted.language, **masking),
        **(_measured(redacted.figures, words) if kind == "audio" else {}),
        **(_marked(redacted.figures, words) if kind != "document" else {}),
        words.labels: ", ".join(label if label == "XX" else f"[{label}]" for label in labels(redacted)),
    }


def remarks(redacted: Redacted, settings: Settings) -> tuple[str, ...]:
    """What whoever reads it must know."""
    words, kind = wording(settings), redacted.recording.kind
    late = tidied(redacted.figures.thirds)
    told = {
        words.pseudonymised: True,
        words.imported: kind == "transcript",
        words.demo: kind == "audio" and settings.study.demo,
        words.not_separated: any(block.kind == "turn" and block.speaker is None for block in redacted.blocks),
        words.tidied.format(thirds=words.and_the.join(words.thirds[at] for at in late)): bool(late),
    }
    return tuple(line for line, holds in told.items() if holds)


def legend(redacted: Redacted, words: Wording) -> tuple[str, ...]:
    """What the signs in it mean; of the marks, those that occur."""
    occur = marks(redacted)
    own = words.legend_of_document if redacted.recording.kind == "document" else words.legend
    return (*own, *(line for mark, line in words.legend_of_marks.items() if mark in occur))


def _measured(figures: Figures, words: Wording) -> dict[str, str]:
    """What became of the speech in the recording, in header lines."""
    return {
        words.figures: words.figures_line.format(
            speech=words.number(figures.speech),
            share=words.number(100 * worded_share(figures)),
            gaps=words.number(figures.gaps),
        ),
        words.attempts: "; ".join(
            (words.retried if at else words.first_try).format(count=count, temperature=words.number(at))
            for at, count in figures.temperatures
        ),
    }


def _marked(figures: Figures, words: Wording) -> dict[str, str]:
    """What is doubtful in the words, and how literal they are, in header lines."""
    thirds = " - ".join(_literal(third, words) for third in figures.thirds)
    return {
        words.marked: "; ".join(f"{count} {words.marks[mark]}" for mark, count in figures.marks) or words.none,
        words.hesitations: words.hesitations_line.format(thirds=thirds) if thirds else "",
    }


def _literal(third: Third, words: Wording) -> str:
    counts = third.fillers, third.repetitions, third.broken
    return " / ".join(words.number(per_hundred(count, third)) for count in counts)
