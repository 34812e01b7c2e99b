"""That somebody took consent back, in the consent record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.consent.records import read_record, record_as_yaml
from pipeline.model import ConsentRecord, Objection, Permission
from pipeline.store import write


def is_noted(record: ConsentRecord, objection: Objection) -> bool:
    """Whether the record says so already."""
    return _without(record, objection) == record


def note(path: Path, objection: Objection) -> None:
    """Write it in the record; once. Raises ConsentRecordWrong, VaultDamaged, StorageFailed."""
    record = read_record(path)
    if not is_noted(record, objection):
        write(path, record_as_yaml(_without(record, objection)))


def _without(record: ConsentRecord, objection: Objection) -> ConsentRecord:
    """The record in which this is no longer permitted."""

    def left(permission: Permission) -> Permission:
        if permission.person != objection.person:
            return permission
        if not objection.purposes:
            return replace(permission, withdrawn_on=permission.withdrawn_on or objection.on)
        return replace(permission, purposes=tuple(p for p in permission.purposes if p not in objection.purposes))

    permissions = (left(permission) for permission in record.permissions)
    return replace(record, permissions=tuple(one for one in permissions if one.purposes))
