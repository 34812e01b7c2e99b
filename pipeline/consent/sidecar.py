"""The consent that a released transcript rests on, as a file beside it, tied to the files it belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.consent.forms import KnownForm
from pipeline.consent.jsonld import jsonld_bytes, read_jsonld, summary_jsonld
from pipeline.errors import NotConsentJson
from pipeline.model import ConsentRecord, Transcript
from pipeline.store import digest_of, to_json

_STUDIES = uuid.UUID("3f0d3f5a-6f0e-5c5e-9d0a-2f6f1c7f7a10")  # of ids in releases: the same study, the same ids


@dataclass(frozen=True, slots=True)
class Tied:
    """What a consent file says of the files beside it: their SHA-256, by what follows the transcript's name."""

    recording: str
    files: Mapping[str, str]


def agreed(transcript: Transcript, record: ConsentRecord, settings: Settings, forms: Sequence[KnownForm]) -> bytes:
    """The consent of who is heard in a transcript, as JSON-LD."""
    namespace = uuid.uuid5(_STUDIES, settings.study.name)
    return jsonld_bytes(summary_jsonld(transcript, record, settings, namespace, forms))


def sidecar(transcript: Transcript, files: Mapping[str, bytes]) -> bytes:
    """That consent, with the digests of its record, of the transcript as it was reviewed and of the transcript's files.

    Raises NotConsentJson.
    """
    document = read_jsonld(transcript.agreed)
    document["@graph"].append(
        {
            "@type": "casus:Release",
            "casus:transcript": transcript.redacted.recording.id,
            "casus:record": transcript.consent.record_digest,
            "casus:receipt": digest_of(to_json(transcript.redacted)),
            "casus:files": [
                {"casus:file": name.partition(".")[2], "casus:sha256": digest_of(data)}
                for name, data in sorted(files.items())
            ],
        }
    )
    return jsonld_bytes(document)


def tied(data: bytes) -> Tied:
    """What such a file ties together. Raises NotConsentJson."""
    for node in read_jsonld(data).get("@graph", ()):
        if isinstance(node, dict) and node.get("@type") == "casus:Release":
            try:
                files = {one["casus:file"]: one["casus:sha256"] for one in node["casus:files"]}
                return Tied(node["casus:transcript"], files)
            except (KeyError, TypeError):
                break
    raise NotConsentJson(problem="er staat niet in waar het bij hoort", problem_en="it does not say what it belongs to")
