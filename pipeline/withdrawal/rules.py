"""Who withdraws what, and what goes for it: the table of docs/withdrawal.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.config import Settings
from pipeline.consent.fields import PURPOSES
from pipeline.consent.gate import respondents
from pipeline.errors import NoSuchPerson, NotTheirs, PurposeUnknown, RespondentUnknown, WhoSpoke
from pipeline.model import ConsentRecord, Recording

Who = Literal["kind", "zelf"]  # for the child; for oneself
Goes = Literal["casus", "eigen opnamen", "opnamen van anderen", "dossierstukken", "geluid", "archief", "niets"]
ALL = ""  # every purpose

RULES: dict[tuple[Who, str], Goes] = {
    ("kind", ALL): "casus",
    ("kind", "opnemen"): "eigen opnamen",
    ("kind", "transcriberen"): "eigen opnamen",
    ("kind", "andere informanten spreken"): "opnamen van anderen",
    ("kind", "dossier inzien"): "dossierstukken",
    ("kind", "citeren"): "niets",
    ("kind", "delen"): "niets",
    ("kind", "archiveren"): "archief",
    ("kind", "geluid delen"): "geluid",
    ("zelf", ALL): "eigen opnamen",
    ("zelf", "opnemen"): "eigen opnamen",
    ("zelf", "transcriberen"): "eigen opnamen",
    ("zelf", "citeren"): "niets",
    ("zelf", "delen"): "niets",
    ("zelf", "archiveren"): "archief",
    ("zelf", "geluid delen"): "geluid",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What one withdrawal is about. Ids only."""

    person: str  # whose data it is
    purposes: tuple[str, ...]  # none: all
    whole: bool = False  # the case goes
    recordings: tuple[str, ...] = ()  # these go
    silent: tuple[str, ...] = ()  # of these the sound without names goes
    archive: bool = False  # what was made to be archived goes
    concerned: tuple[str, ...] = ()  # whoever was given something of these must know
    others: tuple[str, ...] = ()  # who are heard in what goes, besides this person


def scope_of(
    record: ConsentRecord,
    recordings: Iterable[Recording],
    by: str,
    purposes: tuple[str, ...],
    own: bool,
    settings: Settings,
) -> Scope:
    """What goes when `by` withdraws these purposes (none: all) for the child, or with `own` for themselves.

    `recordings`: all of the case, those that were dropped again included. Whoever has no authority over the child
    and is not the child withdraws for themselves. Raises NoSuchPerson, PurposeUnknown, NotTheirs, WhoSpoke.
    """
    persons = {person.id: person for person in record.persons}
    if by not in persons:
        raise NoSuchPerson(case=record.case)
    if not set(purposes) <= set(PURPOSES):
        raise PurposeUnknown(purposes=", ".join(PURPOSES))
    child = next((person.id for person in record.persons if person.role == "kind"), "")
    for_child = not own and bool(child) and by in (child, *record.authority)
    who: Who = "kind" if for_child else "zelf"
    person = child if for_child else by
    everything = tuple(recordings)
    goes = tuple(_rule(who, purpose, by) for purpose in purposes or (ALL,))
    if "casus" in goes:
        ids = tuple(sorted(one.id for one in everything))
        return Scope(person, purposes, True, ids, archive=True, concerned=ids)
    mine = {one.id for one in everything if _is_heard(person, one, record, settings)}
    gone = {
        one.id
        for one in everything
        if ("eigen opnamen" in goes and one.id in mine and one.kind != "document")
        or ("opnamen van anderen" in goes and one.kind != "document" and one.role not in ("kind", "ouder"))
        or ("dossierstukken" in goes and one.kind == "document")
    }
    same = {one.digest for one in everything if one.id in gone}
    gone |= {one.id for one in everything if one.digest in same}  # dropped before under another role
    heard = {id_ for one in everything if one.id in gone for id_ in _heard(one, record, settings) or ()}
    return Scope(
        person,
        purposes,
        recordings=tuple(sorted(gone)),
        silent=tuple(sorted(mine - gone)) if "geluid" in goes else (),
        archive="archief" in goes,
        concerned=tuple(sorted(gone | mine)),
        others=tuple(sorted(heard - {person})),
    )


def _rule(who: Who, purpose: str, by: str) -> Goes:
    goes = RULES.get((who, purpose))
    if goes is None:
        raise NotTheirs(person=by, purpose=purpose)
    return goes


def _is_heard(person: str, recording: Recording, record: ConsentRecord, settings: Settings) -> bool:
    """Whether somebody is heard, or a document is about them. Raises WhoSpoke where nobody can tell."""
    heard = _heard(recording, record, settings)
    if heard is not None:
        return person in heard
    role = next(one.role for one in record.persons if one.id == person)
    if role == recording.role or role in settings.roles.get(recording.role, ()):
        raise WhoSpoke(recording=recording.id, person=person)
    return False


def _heard(recording: Recording, record: ConsentRecord, settings: Settings) -> tuple[str, ...] | None:
    """Who is heard; of a document, the child; None where nobody can tell."""
    if recording.kind == "document":
        return tuple(one.id for one in record.persons if one.role == "kind")
    try:
        return recording.persons or respondents(recording, record, settings.roles)
    except RespondentUnknown:
        return None
