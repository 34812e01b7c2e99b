"""Consent as JSON-LD in the shape of ISO/IEC TS 27560, in words of the Data Privacy Vocabulary 2.3. Names nobody.

One `dpv:ConsentRecord` for each person whose data it is; people are called by their ids in the record (`leraar-1`) and
by UUIDs that only the study's own random namespace gives. What nobody knows is left out rather than made up.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NoReturn

from pipeline.config import Settings
from pipeline.consent.paper import KnownForm
from pipeline.consent.terms import CONTEXT, GUARDIANS, METHODS, RECORD, STATES, TERMS, Method
from pipeline.errors import NotConsentJson, VaultDamaged
from pipeline.model import ConsentRecord, Permission, Person, Transcript
from pipeline.store import Study, write

Node = dict[str, Any]
Days = Callable[[date], str]


def as_jsonld(record: ConsentRecord, settings: Settings, namespace: uuid.UUID, forms: Sequence[KnownForm] = ()) -> Node:
    """The whole record of a case: a graph with a consent record for each person for whom there is consent.

    `namespace` is the study's (`study_namespace`); `forms` are those it made, whose digests stand in for the
    record's where that has none.
    """
    persons = _in_order(record)
    return _document(_Case(record, settings, namespace, tuple(forms), date.isoformat), persons)


def summary_jsonld(
    transcript: Transcript,
    record: ConsentRecord,
    settings: Settings,
    namespace: uuid.UUID,
    forms: Sequence[KnownForm] = (),
) -> Node:
    """The same for who is heard in one released transcript; days are told as months, as in its header."""
    persons = [person for person in _in_order(record) if person.id in transcript.persons]
    return _document(_Case(record, settings, namespace, tuple(forms), lambda day: f"{day:%Y-%m}"), persons)


def jsonld_bytes(document: Node) -> bytes:
    """Canonical JSON (RFC 8785): the same consent gives the same bytes."""
    import rfc8785

    return rfc8785.dumps(document)


def read_jsonld(data: bytes) -> Node:
    """Read such a document back; whatever JSON readers do not agree on is refused. Raises NotConsentJson."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse("het is geen JSON", "it is no JSON")
    if not isinstance(value, dict):
        _refuse("het is geen object", "it is no object")
    return value


def study_namespace(study: Study) -> uuid.UUID:
    """What the study's ids are made from: random, made on first use, kept in the vault.

    Raises VaultDamaged, StorageFailed.
    """
    path = study.vault / "consent-ids"
    if not path.exists():
        write(path, f"{uuid.uuid4()}\n".encode())
    try:
        return uuid.UUID(path.read_bytes().decode("ascii").strip())
    except (OSError, ValueError):
        raise VaultDamaged(file=path.name) from None


class _Case:
    """What all nodes of one document are made from."""

    def __init__(
        self, record: ConsentRecord, settings: Settings, namespace: uuid.UUID, forms: tuple[KnownForm, ...], day: Days
    ) -> None:
        self.record, self.settings, self.forms, self.day = record, settings, forms, day
        self._namespace = namespace
        self.which = 0 if settings.study.language == "nl" else 1
        self.months = day is not date.isoformat

    def id(self, *parts: str) -> str:
        """A UUID for something of this case."""
        return f"urn:uuid:{uuid.uuid5(self._namespace, '/'.join((self.record.case, *parts)))}"

    def moment(self, day: date) -> Node | str:
        """A day as RDF has it."""
        return {"@type": "xsd:gYearMonth", "@value": self.day(day)} if self.months else f"{day}T00:00:00Z"

    def until(self, day: date) -> Node:
        """A duration that ends on a day."""
        return {"@type": "dpv:UntilTimeDuration", "rdf:value": self.day(day)}


def _document(case: _Case, persons: Iterable[Person]) -> Node:
    return {"@context": CONTEXT, "@graph": [_record(case, person) for person in persons]}


def _in_order(record: ConsentRecord) -> list[Person]:
    """Everybody of whom consent says anything."""
    told = {permission.person for permission in record.permissions} | {said.person for said in record.objections}
    return sorted((person for person in record.persons if person.id in told), key=lambda person: person.id)


def _record(case: _Case, person: Person) -> Node:
    own = [permission for permission in case.record.permissions if permission.person == person.id]
    about = [said for said in case.record.objections if said.person == person.id]
    told = {purpose for permission in own for purpose in permission.purposes}
    told |= {purpose for said in about for purpose in said.purposes}
    if any(not said.purposes for said in about) and not told:
        told = set(TERMS)  # a no to everything, before there was a yes to anything
    exercised = f"mailto:{case.settings.contact.email}" if case.settings.contact.email else ""
    identifier = case.id(person.id, "record")
    return _filled(
        {
            "@id": identifier,
            "@type": "dpv:ConsentRecord",
            "dct:identifier": identifier.removeprefix("urn:uuid:"),
            "dct:conformsTo": RECORD,
            "dpv:hasDataSubject": _subject(case, person),
            "dpv:hasDataController": _controller(case),
            "dpv:hasJurisdiction": "loc:NL",
            "dpv:hasApplicableLaw": "legal-eu:law-GDPR",
            "dpv:hasAuthority": {"@id": "legal-nl:DPA-NL"},
            "dpv:hasNotice": _once_each(_notice(case, permission) for permission in own),
            "dpv:hasProcess": [_process(case, person, purpose) for purpose in TERMS if purpose in told],
            "dpv:hasConsentControl": _filled({"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": exercised}),
            "dpv:hasRight": [
                _filled({"@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"], "dpv:isExercisedAt": exercised})
            ],
        }
    )


def _subject(case: _Case, person: Person) -> Node:
    child = person.role == "kind"
    return {
        "@id": case.id(person.id),
        "@type": ["dpv:DataSubject", "dpv:Child"] if child else ["dpv:DataSubject"],
        "dct:identifier": f"{case.record.case}/{person.id}",
    }


def _controller(case: _Case) -> Node:
    contact = case.settings.contact
    officer = {"@type": "dpv:DataProtectionOfficer", "dpv:hasContact": contact.privacy_officer}
    return _filled(
        {
            "@type": "dpv:DataController",
            "dpv:hasName": contact.organisation or case.settings.study.name,
            "dpv:hasAddress": contact.address,
            "dpv:hasContact": [way for way in (contact.email, contact.phone) if way],
            "dpv:hasDataProtectionOfficer": officer if contact.privacy_officer else None,
        }
    )


def _notice(case: _Case, permission: Permission) -> Node:
    """Which form was explained, in which version and language, and which text that was."""
    made = {(one.form, one.language): one.sha256 for one in case.forms}
    digest = permission.form_digest or made.get((permission.form, permission.language), "")
    return _filled(
        {
            "@id": f"urn:sha256:{digest}" if digest else "",
            "@type": "dpv:ConsentNotice",
            "dct:title": permission.form,
            "dct:hasVersion": permission.form.rpartition("-")[2],
            "dct:language": permission.language,
        }
    )


def _process(case: _Case, person: Person, purpose: str) -> Node:
    terms, retention = TERMS[purpose], case.settings.retention
    ends = {"audio": retention.audio_until, "names": retention.everything_until, "text": None}[terms.kept]
    kept = case.until(ends) if ends else {"@type": "dpv:IndeterminateDuration"}
    return {
        "@id": case.id(person.id, purpose),
        "@type": "dpv:Process",
        "dct:title": purpose,
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "skos:broader": "dpv:AcademicResearch",
            "dct:description": terms.described[case.which],
        },
        "dpv:hasPersonalData": list(terms.data),
        "dpv:hasProcessing": list(terms.processing),
        "dpv:hasLegalBasis": ["eu-gdpr:A6-1-a", "eu-gdpr:A9-2-a"],
        "dpv:hasRecipient": {"@type": terms.recipient},
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": "dpv:WithinDevice"},
            {"@type": "dpv:StorageDuration", "dpv:hasDuration": kept},
        ],
        "dpv:hasConsentStatus": _events(case, person, purpose),
    }


def _events(case: _Case, person: Person, purpose: str) -> list[Node]:
    """What was said about a purpose, in order of time; on one day a yes comes before a no."""
    events: list[tuple[date, int, Node]] = []
    own = [p for p in case.record.permissions if p.person == person.id and purpose in p.purposes]
    for number, permission in enumerate(sorted(own, key=lambda p: (p.valid_from, p.valid_until))):
        state = "renewed" if number else "given"
        for day in sorted({day for _, day in permission.signed}):
            signers = [signer for signer, on in permission.signed if on == day]
            events.append((day, 0, _event(case, person, state, day, signers, "signature", permission)))
        if permission.assent is not None:
            said = _event(case, person, state, permission.assent, [person.id], "assent", permission)
            events.append((permission.assent, 0, said))
        if permission.withdrawn_on is not None:
            by = list(dict.fromkeys(signer for signer, _ in permission.signed))
            ended = _event(case, person, "withdrawn", permission.withdrawn_on, by, "")
            events.append((permission.withdrawn_on, 1, ended))
    for no in case.record.objections:
        if no.person == person.id and (not no.purposes or purpose in no.purposes):
            method: Method = "resistance" if no.kind == "resisted" else ""
            events.append((no.on, 1, _event(case, person, no.kind, no.on, [no.by], method)))
    return [event for _, _, event in sorted(events, key=lambda event: event[:2])]


def _event(
    case: _Case,
    person: Person,
    state: str,
    day: date,
    by: Sequence[str],
    method: Method,
    permission: Permission | None = None,
) -> Node:
    types = ["dpv:" + STATES[state], *(["dpv:ExplicitlyExpressedConsent"] if permission else [])]
    return _filled(
        {
            "@type": types,
            "dpv:isIndicatedAtTime": case.moment(day),
            "dpv:isIndicatedBy": [_who(case, person, id_) for id_ in by],
            "dpv:hasIndicationMethod": METHODS[method][case.which],
            "dct:valid": f"{case.day(permission.valid_from)}/{case.day(permission.valid_until)}" if permission else "",
            "dpv:hasDuration": case.until(permission.valid_until) if permission else None,
        }
    )


def _who(case: _Case, subject: Person, id_: str) -> Node:
    """Who said it: the person themselves, or for the child somebody with authority, and what showed that."""
    role = next((person.role for person in case.record.persons if person.id == id_), "")
    if id_ == subject.id:
        return {"@id": case.id(id_), "@type": "dpv:DataSubject"}
    holds = id_ in case.record.authority
    seen = case.record.authority_seen_on
    return _filled(
        {
            "@id": case.id(id_),
            "@type": "dpv:GuardianOfDataSubject" if role in GUARDIANS else "dpv:ParentOfDataSubject" if holds else "",
            "dct:identifier": f"{case.record.case}/{id_}",
            "casus:parentalAuthority": True if holds else None,
            "dpv:hasJustification": f"{METHODS['authority'][case.which]} {case.day(seen)}" if holds and seen else "",
        }
    )


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [])}


def _once_each(nodes: Iterable[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found += [] if node in found else [node]
    return found


def _once(pairs: list[tuple[str, Any]]) -> Node:
    """Of a key that is there twice, one reader takes the first and another the last."""
    if len({key for key, _ in pairs}) < len(pairs):
        _refuse("er staat een sleutel twee keer in", "a key is in it twice")
    return dict(pairs)


def _no_number(_: str) -> NoReturn:
    _refuse("er staat een getal in dat er geen is", "it has a number that is none")


def _refuse(nl: str, en: str) -> NoReturn:
    raise NotConsentJson(problem=nl, problem_en=en)
