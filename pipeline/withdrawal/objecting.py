"""That somebody took consent back, in the consent record."""

from __future__ import annotations

from pipeline.model import ConsentRecord, Objection


def is_noted(record: ConsentRecord, objection: Objection) -> bool:
    """Whether the record says so already, and whoever said so did not say yes again later."""
    return any(
        (one.person, one.by, one.kind) == (objection.person, objection.by, objection.kind)
        and one.on <= objection.on
        and (not one.purposes or (objection.purposes and set(objection.purposes) <= set(one.purposes)))
        and not _agreed_after(record, one)
        for one in record.objections
    )


def _agreed_after(record: ConsentRecord, objection: Objection) -> bool:
    return any(
        day > objection.on
        for permission in record.permissions
        if permission.person == objection.person
        for who, day in (*permission.signed, (permission.person, permission.assent))
        if who == objection.by and day
    )
