"""What more than one writer says of a transcript, worked out once."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from pipeline.config import Settings
from pipeline.model import Figures, Piece, Redacted, Transcript
from pipeline.writers.wording import Wording


def stem(redacted: Redacted) -> str:
    """The transcript's name within its case: "leraar-1"."""
    return redacted.recording.id.removeprefix(f"{redacted.recording.case}_")


def plain(text: str) -> str:
    """One line of NFC: white space is a space, control characters become U+FFFD, a lone accent gets a carrier."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    visible = "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in words)
    return f"\u25cc{visible}" if visible and unicodedata.combining(visible[0]) else visible


def shown(piece: Piece) -> str:
    """The piece as it is read: words where nobody was heard stand between ‹ and ›; "" when there is nothing."""
    text = plain(piece.text)
    return f"‹{text}›" if text and "outside" in piece.marks else text


def pieces(redacted: Redacted) -> tuple[Piece, ...]:
    """Every piece of a transcript, in order."""
    return tuple(piece for block in redacted.blocks for piece in block.pieces)


def labels(redacted: Redacted) -> tuple[str, ...]:
    """The labels that occur, KIND-2 before KIND-10. A piece may stand for several names."""
    found = {label for piece in pieces(redacted) for label in (piece.label or "").split()}
    return tuple(sorted(found, key=lambda label: (label.rstrip("0123456789"), len(label), label)))


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


def engine(redacted: Redacted, settings: Settings) -> str:
    """The engine line without folders: a path may hold a user's name."""
    model = settings.transcribe.model
    return plain(re.sub(r"[^\s=]*[/\\]", "", redacted.engine.replace(model, PurePath(model).name)))


def month(redacted: Redacted) -> str:
    """Year and month of the recording, "2026-05"; "" where unknown."""
    day = redacted.recording.recorded_on
    return day.strftime("%Y-%m") if day else ""


def about(redacted: Redacted, words: Wording) -> dict[str, str]:
    """What this is a transcript of, in header lines: name and value."""
    recording, whole = redacted.recording, int(redacted.figures.duration)
    lines = {
        words.case: recording.case,
        words.role: f"{recording.role} ({recording.detail})" if recording.detail else recording.role,
        words.month: month(redacted) or words.unknown,
    }
    return lines | ({words.duration: f"{whole // 60:02}:{whole % 60:02}"} if has_times(redacted) else {})


def agreed(transcript: Transcript, words: Wording) -> dict[str, str]:
    """What was agreed to, by whom (roles), and whether a person read it, in header lines."""
    consent = transcript.consent
    return {
        words.consent_for: ", ".join(consent.purposes),
        words.valid_until: consent.valid_until,
        words.signed_by: ", ".join(consent.signed_by),
        words.form: consent.form,
        words.record: consent.record_digest[:12],
        words.review: words.reviews[transcript.review],
    }
