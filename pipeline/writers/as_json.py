"""The transcript as JSON, for programs: `transcript.schema.json` beside this file says what is in it.

It holds everything and knows no conventions: both readings follow from it.
"""

from __future__ import annotations

from dataclasses import asdict

from pipeline.config import Settings
from pipeline.model import CaseFile, Piece, RedactedBlock, Transcript
from pipeline.seal import EMPTY
from pipeline.store import to_json
from pipeline.verbatim import tidied
from pipeline.writers.facts import engine, labels, plain, receipt, stem, worded_share

VERSION = 3  # of the format


def write_json(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as JSON, by file name ("leraar-1.json")."""
    return {
        f"{stem(transcript.redacted)}.json": to_json(_content(transcript, settings)) for transcript in case.transcripts
    }


def _content(transcript: Transcript, settings: Settings) -> dict[str, object]:
    """The whole document, in the order a person would read it."""
    redacted, consent = transcript.redacted, transcript.consent
    recording, figures = redacted.recording, redacted.figures
    return {
        "version": VERSION,
        "case": plain(recording.case),
        "role": plain(recording.role),
        "detail": plain(recording.detail),
        "kind": recording.kind,
        "month": transcript.month or None,
        "language": redacted.language,
        "pseudonymised": True,
        "demo": settings.study.demo,
        "review": transcript.review,
        "consent": {
            "purposes": [plain(purpose) for purpose in consent.purposes],
            "valid_until": consent.valid_until,
            "signed_by": [plain(role) for role in consent.signed_by],
            "form": plain(consent.form),
            "record_sha256": consent.record_digest,
        },
        "engine": engine(redacted, settings),
        "figures": {
            "duration": _seconds(figures.duration),
            "speech": _seconds(figures.speech),
            "worded": _seconds(figures.worded),
            "worded_share": round(worded_share(figures), 4),
            "gaps": _seconds(figures.gaps),
            "windows": figures.windows,
            "windows_retried": figures.windows_retried,
            "temperatures": [{"temperature": at, "windows": count} for at, count in figures.temperatures],
            "marks": dict(figures.marks),
            "thirds": [asdict(third) for third in figures.thirds],
            "tidied": [at + 1 for at in tidied(figures.thirds)],
        },
        "labels": list(labels(redacted)),
        "blocks": [_block(number, block) for number, block in enumerate(redacted.blocks, start=1)],
        "receipts": {"redacted_sha256": receipt(redacted)},
        "seal": EMPTY,
    }


def _block(number: int, block: RedactedBlock) -> dict[str, object]:
    return {
        "number": number,
        "kind": block.kind,
        "speaker": block.speaker,
        "start": _seconds(block.start),
        "end": _seconds(block.end),
        "pieces": [_piece(piece) for piece in block.pieces],
    }


def _piece(piece: Piece) -> dict[str, object]:
    return {
        "text": plain(piece.text),
        "start": _seconds(piece.start),
        "end": _seconds(piece.end),
        "label": piece.label,
        "marks": list(piece.marks),
    }


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
