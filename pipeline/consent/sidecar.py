"""The consent that a released transcript rests on, as a file beside it, tied to the files it belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from pipeline.config import ContactSettings, Settings
from pipeline.consent.jsonld import as_jsonld, jsonld_bytes, read_jsonld, summary_jsonld
from pipeline.consent.paper import KnownForm
from pipeline.consent.terms import TERMS
from pipeline.errors import NotConsentJson
from pipeline.model import ConsentRecord, Objection, ObjectionKind, Permission, Person, Transcript
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


def vocabulary(settings: Settings) -> bytes:
    """A consent file with everything in it that stands there whatever the people: keys, terms, sentences of ours."""
    day = date.min
    persons = tuple(Person(role, role, "") for role in ("kind", "moeder", "voogd"))
    signed = tuple((person.id, day) for person in persons)
    given = Permission("kind", tuple(TERMS), signed, day, day, "", withdrawn_on=day, assent=day)
    said = tuple(Objection("kind", "kind", kind, day) for kind in get_args(ObjectionKind))
    record = ConsentRecord("", persons, ("moeder",), (given, given), objections=said, authority_seen_on=day)
    unnamed = settings.study.model_copy(update={"name": "-"})
    bare = settings.model_copy(update={"contact": ContactSettings(), "study": unnamed})
    document = as_jsonld(record, bare, _STUDIES)
    document["@graph"].append(_release("", "", "", {"": b""}))
    return jsonld_bytes(document)


def sidecar(transcript: Transcript, files: Mapping[str, bytes]) -> bytes:
    """That consent, with the digests of its record, of the transcript as it was reviewed and of the transcript's files.

    Raises NotConsentJson.
    """
    document = read_jsonld(transcript.agreed)
    redacted = transcript.redacted
    tie = _release(redacted.recording.id, transcript.consent.record_digest, digest_of(to_json(redacted)), files)
    document["@graph"].append(tie)
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


def _release(recording: str, record: str, receipt: str, files: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "@type": "casus:Release",
        "casus:transcript": recording,
        "casus:record": record,
        "casus:receipt": receipt,
        "casus:files": [
            {"casus:file": name.partition(".")[2], "casus:sha256": digest_of(data)}
            for name, data in sorted(files.items())
        ],
    }
