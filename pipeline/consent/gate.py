"""May this be done, with this person's data, on this day? Whatever is not plainly allowed is refused. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pipeline.config import ROLES
from pipeline.errors import (
    AgeMissing,
    CasusError,
    ChildUnclear,
    ConsentExpired,
    ConsentWithdrawn,
    DateMissing,
    Language,
    NoAuthority,
    NoPermission,
    NotSigned,
    NotYetValid,
    PermissionsContradict,
    PersonNotInRecord,
    PurposeNotGiven,
    RespondentUnknown,
    SignedLater,
)
from pipeline.model import ConsentRecord, Permission, Person, Recording

_ADULTS = frozenset(word for role in ("ouder", "leraar", "hulpverlener", "ib") for word in (role, *ROLES[role]))
_OWN_SIGNATURE_FROM = 16
_ADULT_FROM = 18
_ALSO = {"mama": "moeder", "papa": "vader"}

Roles = Mapping[str, tuple[str, ...]]


def refusal(record: ConsentRecord, person: str, purpose: str, when: date) -> CasusError | None:
    """Why `purpose` is not allowed for this person on this day; None: it is allowed."""
    own = [permission for permission in record.permissions if permission.person == person]
    given = [permission for permission in own if purpose in permission.purposes]
    if not own:
        return NoPermission(person=person)
    if not given:
        return PurposeNotGiven(person=person, purpose=purpose)
    current = [permission for permission in given if permission.valid_from <= when <= permission.valid_until]
    answers = [_refusal(record, permission, purpose, when) for permission in current or given]
    refused = next((answer for answer in answers if answer), None)
    if refused and not all(answers):
        return PermissionsContradict(person=person, purpose=purpose, day=when)
    return refused


def refusal_for(recording: Recording, record: ConsentRecord, when: date, *, roles: Roles) -> CasusError | None:
    """Why this recording may not be processed or released on this day; None: it may.

    A recording needs, of everyone who speaks, `opnemen` on the day of recording and `transcriberen` today, and
    unless the child or a parent speaks also the child's `andere informanten spreken` on both days. A document
    needs the child's `dossier inzien`. A release is read by the team that asked: `delen`, `citeren` and
    `archiveren` stand in its header and bind whoever goes further.
    """
    child = _child(record)
    asked: list[tuple[str, str, date]] = []
    if recording.kind == "document":
        if isinstance(child, CasusError):
            return child
        asked = [(child.id, "dossier inzien", when)]
    else:
        if recording.recorded_on is None:
            return DateMissing(recording=recording.id)
        try:
            speakers = respondents(recording, record, roles)
        except RespondentUnknown as unknown:
            return unknown
        for speaker in speakers:
            asked += [(speaker, "opnemen", recording.recorded_on), (speaker, "transcriberen", when)]
        if recording.role not in ("kind", "ouder"):
            if isinstance(child, CasusError):
                return child
            asked += [(child.id, "andere informanten spreken", day) for day in (recording.recorded_on, when)]
    return next((no for person, purpose, day in asked if (no := refusal(record, person, purpose, day))), None)


def sound_refusal(recording: Recording, record: ConsentRecord, when: date, *, roles: Roles) -> CasusError | None:
    """Why the sound of this recording, without the names in it, may not be shared on this day; None: it may.

    A voice is its owner's: besides what a release needs, everyone who speaks must allow `geluid delen`.
    """
    if refused := refusal_for(recording, record, when, roles=roles):
        return refused
    speakers = respondents(recording, record, roles)
    return next((no for speaker in speakers if (no := refusal(record, speaker, "geluid delen", when))), None)


def respondents(recording: Recording, record: ConsentRecord, roles: Roles) -> tuple[str, ...]:
    """Ids of who speaks: as the file name says, or the one person of the record who fits.

    Raises RespondentUnknown, PersonNotInRecord.
    """
    same_role = [p for p in record.persons if p.role == recording.role or p.role in roles.get(recording.role, ())]
    if recording.persons:
        known = {person.id for person in record.persons}
        if missing := [person for person in recording.persons if person not in known]:
            raise _not_there(recording, missing, [person.id for person in same_role])
        return recording.persons
    if recording.detail == "ouders":
        if len(same_role) != 2:
            raise _unknown(recording, len(same_role))
        return tuple(person.id for person in same_role)
    found: list[str] = []
    for word in recording.detail.split(" en "):
        fitting = [p for p in same_role if p.role == _ALSO.get(word, word)] if word else same_role
        # "juf" may be written down as plain "leraar"; but a moeder is never looked for among vaders.
        fitting = fitting or [p for p in same_role if p.role == recording.role]
        if len(fitting) != 1 or fitting[0].id in found:
            raise _unknown(recording, len(fitting))
        found.append(fitting[0].id)
    return tuple(found)


def _unknown(recording: Recording, count: int) -> RespondentUnknown:
    return RespondentUnknown(recording=recording.id, role=recording.detail or recording.role, count=count)


def _not_there(recording: Recording, missing: list[str], ids: list[str]) -> PersonNotInRecord:
    nl, en = (", ".join(ids) or nobody for nobody in ("niemand", "nobody"))
    return PersonNotInRecord(recording=recording.id, role=recording.role, person=", ".join(missing), ids=nl, ids_en=en)


def _child(record: ConsentRecord) -> Person | ChildUnclear:
    signed_for = {permission.person for permission in record.permissions}
    children = [person for person in record.persons if person.role == "kind" and person.id in signed_for]
    return children[0] if len(children) == 1 else ChildUnclear(case=record.case, count=len(children))


def _refusal(record: ConsentRecord, permission: Permission, purpose: str, when: date) -> CasusError | None:
    person, about = permission.person, {"person": permission.person, "purpose": purpose, "day": when}
    if permission.withdrawn_on is not None and permission.withdrawn_on <= when:
        return ConsentWithdrawn(person=person, day=permission.withdrawn_on)
    if when < permission.valid_from:
        return NotYetValid(**about)
    if when > permission.valid_until:
        return ConsentExpired(**about)
    signers = _signers(record, person)
    if isinstance(signers, CasusError):
        return signers
    signed = dict(permission.signed)
    for signer in signers:
        if signer not in signed:
            return NotSigned(person=person, signer=signer)
        if signed[signer] > when:
            return SignedLater(signer=signer, **about)
    return None


def _signers(record: ConsentRecord, person_id: str) -> tuple[str, ...] | CasusError:
    """Who must sign: an adult alone, for a child all who have authority, from 16 the child as well."""
    person = next((person for person in record.persons if person.id == person_id), None)
    if person is None:
        return NoPermission(person=person_id)
    ages = [int(number) for number in re.findall(r"\d+", person.age_band)]
    if person.role in _ADULTS or (ages and min(ages) >= _ADULT_FROM):
        return (person_id,)
    if not ages:
        return AgeMissing(person=person_id)
    if not record.authority:
        return NoAuthority(person=person_id)
    signs_too = max(ages) >= _OWN_SIGNATURE_FROM or person.age_band.endswith("+")
    return (*record.authority, person_id) if signs_too else record.authority


def describe(record: ConsentRecord, when: date, language: Language) -> str:
    """What the record allows on this day: a line per person and purpose, in ids and purposes, without names."""
    nl = language == "nl"
    lines = [f"{record.case}, {when}", ("gezag: " if nl else "authority: ") + (", ".join(record.authority) or "-")]
    for person in record.persons:
        own = [permission for permission in record.permissions if permission.person == person.id]
        lines += ["", f"{person.id} ({person.role})"]
        for permission in own:
            signed = ", ".join(f"{signer} {day}" for signer, day in permission.signed) or "-"
            term = f"{permission.valid_from} {'t/m' if nl else 'to'} {permission.valid_until}"
            lines.append(f"  {permission.form}: {'getekend' if nl else 'signed'} {signed}; {term}")
        for purpose in sorted({purpose for permission in own for purpose in permission.purposes}):
            no = refusal(record, person.id, purpose, when)
            lines.append(f"    {purpose}: {no.sentence(language) if no else 'ja' if nl else 'yes'}")
        if not own:
            lines.append("  geen toestemming" if nl else "  no consent")
    return "\n".join(lines)
