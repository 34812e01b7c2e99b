"""What more than one writer says of a transcript, worked out once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePath

from pipeline.config import Convention, Settings
from pipeline.model import Figures, Mark, Piece, Redacted, Third, Transcript
from pipeline.store import digest_of, to_json
from pipeline.writers.wording import Wording


def stem(redacted: Redacted) -> str:
    """The transcript's name within its case: "leraar-1"."""
    return redacted.recording.id.removeprefix(f"{redacted.recording.case}_")


@lru_cache(maxsize=10_000)  # most texts are words, and come back
def plain(text: str) -> str:
    """One line of NFC: white space is a space, what no file may hold becomes U+FFFD, a lone accent gets a carrier."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    visible = words if words.isprintable() else "".join("\ufffd" if _unfit(letter) else letter for letter in words)
    return f"\u25cc{visible}" if visible and unicodedata.combining(visible[0]) else visible


def _unfit(letter: str) -> bool:
    """A control character, half of a pair, or what XML forbids."""
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff"


def pieces(redacted: Redacted) -> tuple[Piece, ...]:
    """Every piece of a transcript, in order."""
    return tuple(piece for block in redacted.blocks for piece in block.pieces)


def labels(redacted: Redacted) -> tuple[str, ...]:
    """The labels that occur, KIND-2 before KIND-10. A piece may stand for several names."""
    found = {label for piece in pieces(redacted) for label in (piece.label or "").split()}
    return tuple(sorted(found, key=lambda label: (label.rstrip("0123456789"), len(label), label)))


def worded(redacted: Redacted) -> int:
    """How many words stand in it, labels not counted."""
    return sum(piece.label is None for piece in pieces(redacted))


def labelled(redacted: Redacted) -> int:
    """How often a label stands in it."""
    return sum(piece.label is not None for piece in pieces(redacted))


def unintelligible(redacted: Redacted) -> int:
    """How many stretches of speech have no words."""
    return sum(block.kind == "gap" for block in redacted.blocks)


def clock(seconds: float) -> str:
    """Seconds as hh:mm:ss, rounded down."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def worded_share(figures: Figures) -> float:
    """How much of the speech became words, 0 to 1; 1 where nobody spoke."""
    return min(1.0, figures.worded / figures.speech) if figures.speech else 1.0


def has_times(redacted: Redacted) -> bool:
    """Whether its turns have a place in a recording: a transcript made elsewhere may have none."""
    kind = redacted.recording.kind
    return kind == "audio" or (kind == "transcript" and redacted.figures.duration > 0)


def marks(redacted: Redacted) -> frozenset[Mark]:
    """The marks that occur."""
    return frozenset(mark for piece in pieces(redacted) for mark in piece.marks)


def per_hundred(count: int, third: Third) -> float:
    """So many in every 100 words of a third; 0 where there are no words."""
    return 100 * count / third.words if third.words else 0.0


def engine(redacted: Redacted, settings: Settings) -> str:
    """The engine line without folders: a path may hold a user's name."""
    model = settings.transcribe.model
    return plain(re.sub(r"[^\s=]*[/\\]", "", redacted.engine.replace(model, PurePath(model).name)))


def month(redacted: Redacted) -> str:
    """Year and month of the recording, "2026-05"; "" where unknown."""
    day = redacted.recording.recorded_on
    return day.strftime("%Y-%m") if day else ""


def about(redacted: Redacted, words: Wording, convention: Convention) -> dict[str, str]:
    """What this is a transcript of and how it is to be read, in header lines: name and value."""
    recording, whole = redacted.recording, int(redacted.figures.duration)
    lines = {
        words.case: recording.case,
        words.role: f"{recording.role} ({recording.detail})" if recording.detail else recording.role,
        words.month: month(redacted) or words.unknown,
    }
    if has_times(redacted):
        lines[words.duration] = f"{whole // 60:02}:{whole % 60:02}"
    if recording.kind != "document":
        lines[words.convention] = words.convention_lines[convention]
    return lines


def receipt(redacted: Redacted) -> str:
    """What ties a file to the very transcript that was reviewed: its SHA-256, hexadecimal."""
    return digest_of(to_json(redacted))


def agreed(transcript: Transcript, words: Wording) -> dict[str, str]:
    """What was agreed to, by whom (roles), and whether a person read it, in header lines."""
    consent = transcript.consent
    return {
        words.consent_for: ", ".join(consent.purposes),
        words.valid_until: consent.valid_until,
        words.signed_by: ", ".join(consent.signed_by),
        words.form: consent.form,
        words.record: consent.record_digest[:12],
        words.receipt: receipt(transcript.redacted)[:12],
        words.review: words.reviews[transcript.review],
    }
