"""What a consent record tells an auditor: everything that was said, and what it comes to. Without names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.consent.gate import refusal
from pipeline.errors import ConsentWithdrawn, PermissionsContradict
from pipeline.model import ConsentRecord

Fields = dict[str, Any]


def facts(record: ConsentRecord, today: date) -> tuple[Fields, ...]:
    """Everything that was said until today, in order of time; on one day a yes comes before a no."""
    found: list[tuple[date, int, Fields]] = []
    seen = set[str]()
    for one in sorted(record.permissions, key=lambda one: one.valid_from):
        state = "renewed" if one.person in seen else "given"
        seen.add(one.person)
        signed = max((day for _, day in one.signed), default=one.valid_from)
        by = tuple(who for who, _ in one.signed)
        about: Fields = {"person": one.person, "by": by, "purposes": one.purposes}
        yes = about | {"state": state, "day": signed, "until": one.valid_until, "form": one.form}
        found.append((max(signed, one.valid_from), 0, yes))
        if one.withdrawn_on:
            found.append((one.withdrawn_on, 1, about | {"state": "withdrawn", "day": one.withdrawn_on}))
    for no in record.objections:
        about = {"person": no.person, "by": (no.by,), "purposes": no.purposes}
        found.append((no.on, 1, about | {"state": no.kind, "day": no.on}))
    return tuple(fact for when, _, fact in sorted(found, key=lambda one: one[:2]) if when <= today)


def standing(record: ConsentRecord, person: str, today: date) -> dict[str, date]:
    """Until when each purpose holds that was given and that nobody stopped, as the gate judges it today.

    What holds may still wait for something, or be over: only a no, and what was never given, is left out.
    """
    given = [one for one in record.permissions if one.person == person and one.valid_from <= today]
    until: dict[str, date] = {}
    for one in given:
        for purpose in one.purposes:
            if not isinstance(refusal(record, person, purpose, today), ConsentWithdrawn | PermissionsContradict):
                until[purpose] = max(until.get(purpose, date.min), one.valid_until)
    return until


def signers(record: ConsentRecord, person: str) -> tuple[str, ...]:
    """Everybody who signed for somebody."""
    own = (one for one in record.permissions if one.person == person)
    return tuple(dict.fromkeys(who for one in own for who, _ in one.signed))


def restated(person: str, by: tuple[str, ...], holds: Mapping[str, date], today: date) -> tuple[Fields, ...]:
    """All that a person's consents come to: an entry for each day on which something ends.

    The first replaces all there was.
    """
    about: Fields = {"person": person, "by": by, "day": today}
    terms = {day: tuple(one for one, until in holds.items() if until == day) for day in sorted(holds.values())}
    if not terms:
        return (about | {"state": "changed", "purposes": ()},)
    return tuple(
        about | {"state": "renewed" if at else "changed", "until": day, "purposes": purposes}
        for at, (day, purposes) in enumerate(terms.items())
    )
