"""What everybody agreed to, per transcript, beside the transcripts themselves."""

from __future__ import annotations

import json

from pipeline.model import StudyFile, Transcript
from pipeline.writers.facts import plain, stem


def consent_json(study: StudyFile) -> bytes:
    """For what consent was given, until when and signed by whom, in roles; names nobody."""
    transcripts = [_one(transcript) for case in study.cases for transcript in case.transcripts]
    return json.dumps({"version": 1, "transcripts": transcripts}, ensure_ascii=False, indent=1).encode() + b"\n"


def _one(transcript: Transcript) -> dict[str, object]:
    recording, consent = transcript.redacted.recording, transcript.consent
    return {
        "transcript": f"{recording.case}/{stem(transcript.redacted)}",
        "role": plain(recording.role),
        "review": transcript.review,
        "purposes": [plain(purpose) for purpose in consent.purposes],
        "valid_until": consent.valid_until,
        "signed_by": [plain(role) for role in consent.signed_by],
        "form": plain(consent.form),
    }
