"""May this be done, with this person's data, on this day? Whatever is not plainly allowed is refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.config import ROLES
from pipeline.consent.ages import ages
from pipeline.errors import (
    AgeMissing,
    AssentMissing,
    CasusError,
    ChildResists,
    ChildUnclear,
    ConsentExpired,
    ConsentRefused,
    ConsentWithdrawn,
    DateMissing,
    FormUnknown,
    Language,
    NoAuthority,
    NoPermission,
    NotSigned,
    NotYetValid,
    OwnConsentMissing,
    PermissionsContradict,
    PersonNotInRecord,
    PurposeNotGiven,
    RespondentUnknown,
    SignedLater,
)
from pipeline.model import ConsentRecord, ObjectionKind, Permission, Person, Recording

_ADULTS = frozenset(word for role in ("ouder", "leraar", "hulpverlener", "ib") for word in (role, *ROLES[role]))
_ALSO = {"mama": "moeder", "papa": "vader"}

_OBJECTIONS: Mapping[ObjectionKind, type[ConsentWithdrawn]] = {
    "withdrawn": ConsentWithdrawn,
    "refused": ConsentRefused,
    "resisted": ChildResists,
}

_TOLD: Mapping[ObjectionKind, tuple[str, str]] = {
    "withdrawn": ("ingetrokken", "withdrawn"),
    "refused": ("geweigerd", "refused"),
    "resisted": ("verzet", "resistance"),
}

Roles = Mapping[str, tuple[str, ...]]


def refusal(record: ConsentRecord, person: str, purpose: str, when: date) -> CasusError | None:
    """Why `purpose` is not allowed for this person on this day; None: it is allowed.

    Of two consents that count on a day both must allow it, unless the one that does was given by everybody after the
    other was stopped.
    """
    own = [permission for permission in record.permissions if permission.person == person]
    given = [permission for permission in own if purpose in permission.purposes]
    if not given and (objection := _stopped(record, person, (), purpose, when)):
        return objection
    if not own:
        return NoPermission(person=person)
    if not given:
        return PurposeNotGiven(person=person, purpose=purpose)
    current = [permission for permission in given if permission.valid_from <= when <= permission.valid_until]
    answers = [(one, _refusal(record, one, purpose, when)) for one in current or given]
    allowing = [one for one, no in answers if no is None]
    refused = [no for one, no in answers if no and not any(_after(no, newer) for newer in allowing)]
    if refused and allowing:
        return PermissionsContradict(person=person, purpose=purpose, day=when)
    return refused[0] if refused else None


def _after(refused: CasusError, permission: Permission) -> bool:
    """Whether everybody signed this consent after the other was stopped."""
    if not isinstance(refused, ConsentWithdrawn):
        return False
    return bool(permission.signed) and all(
        day > date.fromisoformat(refused.details["day"]) for _, day in permission.signed
    )


def refusal_for(recording: Recording, record: ConsentRecord, when: date, *, roles: Roles) -> CasusError | None:
    """Why this recording may not be processed or released on this day; None: it may.

    A recording needs, of everyone who speaks, `opnemen` on the day of recording and `transcriberen` today, and
    unless the child or a parent speaks also the child's `andere informanten spreken` on both days. A document
    needs the child's `dossier inzien`. A release is read by the team that asked: `delen`, `citeren` and
    `archiveren` stand in its header and bind whoever goes further.
    """
    try:
        asked = _asked(recording, record, when, roles)
    except CasusError as unclear:
        return unclear
    return next((no for person, purpose, day in asked if (no := refusal(record, person, purpose, day))), None)


def rests_on(recording: Recording, record: ConsentRecord, roles: Roles) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whose consent a release of this recording rests on, and for what: what is asked for the day of release.

    Raises what `refusal_for` gives.
    """
    purposes: dict[str, tuple[str, ...]] = {}
    for person, purpose, day in _asked(recording, record, date.max, roles):
        if day == date.max:
            purposes[person] = (*purposes.get(person, ()), purpose)
    return tuple(purposes.items())


def _asked(recording: Recording, record: ConsentRecord, when: date, roles: Roles) -> list[tuple[str, str, date]]:
    """Whose consent is needed, for what and on which day. Raises ChildUnclear, DateMissing, RespondentUnknown."""
    child = _child(record)
    if recording.kind == "document":
        if isinstance(child, CasusError):
            raise child
        return [(child.id, "dossier inzien", when)]
    if recording.recorded_on is None:
        raise DateMissing(recording=recording.id)
    asked: list[tuple[str, str, date]] = []
    for speaker in respondents(recording, record, roles):
        asked += [(speaker, "opnemen", recording.recorded_on), (speaker, "transcriberen", when)]
    if recording.role not in ("kind", "ouder"):
        if isinstance(child, CasusError):
            raise child
        asked += [(child.id, "andere informanten spreken", day) for day in (recording.recorded_on, when)]
    return asked


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
    """Why this one consent does not allow it."""
    person, about = permission.person, {"person": permission.person, "purpose": purpose, "day": when}
    if permission.withdrawn_on is not None and permission.withdrawn_on <= when:
        return ConsentWithdrawn(person=person, day=permission.withdrawn_on)
    if stopped := _stopped(record, person, _yes(permission), purpose, when):
        return stopped
    if when < permission.valid_from:
        return NotYetValid(**about)
    if when > permission.valid_until:
        return ConsentExpired(**about)
    if not permission.form_known:
        return FormUnknown(person=person, form=permission.form)
    if missing := _unsigned(record, permission, purpose, when):
        return missing
    return None


def _stopped(
    record: ConsentRecord, person: str, said_yes: Sequence[tuple[str, date]], purpose: str, when: date
) -> CasusError | None:
    """The last objection on or before this day that whoever made it did not take back by saying yes later."""
    standing = [
        one
        for one in record.objections
        if one.person == person
        and one.on <= when
        and purpose in (one.purposes or (purpose,))
        and not any(who == one.by and day > one.on for who, day in said_yes)
    ]
    if not standing:
        return None
    last = max(standing, key=lambda one: one.on)
    return _OBJECTIONS[last.kind](person=person, by=last.by, day=last.on, purpose=purpose)


def _yes(permission: Permission) -> list[tuple[str, date]]:
    """Who said yes to this consent on which day: by signing, or as a child that agreed."""
    return [*permission.signed, *([(permission.person, permission.assent)] if permission.assent else [])]


def _unsigned(record: ConsentRecord, permission: Permission, purpose: str, when: date) -> CasusError | None:
    """Who must have said yes by this day and did not: an adult alone; for a child all who have authority.

    From one age the child agrees as well, from another it consents itself, and what it signed before does not count
    as that.
    """
    about = {"person": permission.person, "purpose": purpose, "day": when}
    signed = dict(permission.signed)
    person = next((person for person in record.persons if person.id == permission.person), None)
    if person is None:
        return NoPermission(person=permission.person)
    age, limits = ages(person, record, when), record.thresholds
    signers: tuple[str, ...] = (person.id,)
    if person.role not in _ADULTS and (age is None or age.least < limits.adult):
        if age is None:
            return AgeMissing(person=person.id)
        if not record.authority:
            return NoAuthority(person=person.id)
        signers = (*record.authority, person.id) if age.most >= limits.own else record.authority
        yes = min((day for who, day in _yes(permission) if who == person.id), default=None)
        if limits.assent <= age.most < limits.own and (yes is None or yes > when):
            return AssentMissing(person=person.id, age=limits.assent)
    for signer in signers:
        if signer not in signed:
            return NotSigned(person=person.id, signer=signer)
        if signed[signer] > when:
            return SignedLater(signer=signer, **about)
    if person.id in signers and person.role not in _ADULTS:
        then = ages(person, record, signed[person.id])
        if then is not None and then.most < limits.own:
            return OwnConsentMissing(person=person.id, age=limits.own)
    return None


def describe(record: ConsentRecord, when: date, language: Language) -> str:
    """What the record allows on this day: a line per person and purpose, in ids and purposes, without names."""
    nl = language == "nl"
    seen = (
        f" ({'gezien' if nl else 'seen'}: {record.authority_seen} {record.authority_seen_on})"
        if record.authority_seen
        else ""
    )
    holders = ", ".join(record.authority) or "-"
    lines = [f"{record.case}, {when}", f"{'gezag' if nl else 'authority'}: {holders}{seen}"]
    for person in record.persons:
        own = [permission for permission in record.permissions if permission.person == person.id]
        lines += ["", f"{person.id} ({person.role})"]
        for permission in own:
            signed = ", ".join(f"{signer} {day}" for signer, day in permission.signed) or "-"
            if permission.assent:
                signed += f"; {'stemde in' if nl else 'assented'} {permission.assent}"
            term = f"{permission.valid_from} {'t/m' if nl else 'to'} {permission.valid_until}"
            lines.append(f"  {permission.form}: {'getekend' if nl else 'signed'} {signed}; {term}")
        for purpose in sorted({purpose for permission in own for purpose in permission.purposes}):
            no = refusal(record, person.id, purpose, when)
            lines.append(f"    {purpose}: {no.sentence(language) if no else 'ja' if nl else 'yes'}")
        for one in (one for one in record.objections if one.person == person.id):
            what = _TOLD[one.kind][0 if nl else 1]
            lines.append(f"  {what}: {one.by} {one.on}" + (f" ({', '.join(one.purposes)})" if one.purposes else ""))
        if not own:
            lines.append("  geen toestemming" if nl else "  no consent")
    return "\n".join(lines)
