"""Writing a consent record: whole, or one line into what a steward wrote, whose comments stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from pipeline.consent import fields as f
from pipeline.consent.records import read_record, record_from
from pipeline.errors import ConsentRecordWrong
from pipeline.model import ConsentRecord, Objection, Permission, Person
from pipeline.store import write

_GENDER_OF_CHILD = {"f": "meisje", "m": "jongen", "": ""}
_WHAT = {kind: word for word, kind in f.OBJECTIONS.items()}


def record_as_yaml(record: ConsentRecord) -> bytes:
    """The record as a file; reading it back gives the same record."""
    seen = {"bron": record.authority_seen, "op": record.authority_seen_on} if record.authority_seen else None
    value: dict[str, Any] = {
        "casus": record.case,
        "personen": [_person(person) for person in record.persons],
        **_filled({"gezag": list(record.authority), "gezag_gezien": seen}),
        "toestemmingen": [_permission(permission) for permission in record.permissions],
        **_filled({"bezwaren": [_objection(objection) for objection in record.objections]}),
        "scholen": list(record.schools),
        "instellingen": list(record.institutions),
        "plaatsen": list(record.places),
        "andere_namen": list(record.other_names),
    }
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000).encode()


def add_objection(path: Path, objection: Objection) -> None:
    """Write an objection into a record; the same one is written once.

    Raises ConsentRecordWrong, VaultDamaged, StorageFailed.
    """
    record = read_record(path)
    if objection in record.objections:
        return
    wanted = replace(record, objections=(objection, *record.objections))
    _put(path, _with_item(path.read_bytes(), "bezwaren", _objection(objection)), wanted)


def add_permission(path: Path, permission: Permission) -> None:
    """Write a new consent into a record; older ones of that person end the day before.

    Raises ConsentRecordWrong, VaultDamaged, StorageFailed.
    """
    record, data = read_record(path), path.read_bytes()
    last = permission.valid_from - timedelta(days=1)
    ended = tuple(_ended(one, last) if one.person == permission.person else one for one in record.permissions)
    for number in reversed(range(len(ended))):
        if ended[number] != record.permissions[number]:
            data = _with_last_day(data, number, last)
    wanted = replace(record, permissions=(permission, *ended))
    _put(path, _with_item(data, "toestemmingen", _permission(permission)), wanted)


def _ended(permission: Permission, last: date) -> Permission:
    ends = permission.valid_from <= last < permission.valid_until and all(day <= last for _, day in permission.signed)
    return replace(permission, valid_until=last) if ends else permission


def _put(path: Path, data: bytes, wanted: ConsentRecord) -> None:
    """Write the changed text if it says what it should; otherwise the whole record anew, without its comments."""
    try:
        says = replace(record_from(data, path.name), digest="") == replace(wanted, digest="")
    except ConsentRecordWrong:
        says = False
    write(path, data if says else record_as_yaml(wanted))


def _with_item(data: bytes, key: str, item: dict[str, Any]) -> bytes:
    """The text with one more item, on one line, at the head of the list under a key."""
    line = yaml.dump(item, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=True)
    text = data.decode()
    for name, value in _pairs(text):
        if name.value == key and isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
            at = value.start_mark.index
            indent = " " * value.start_mark.column
            return f"{text[:at]}- {line.strip()}\n{indent}{text[at:]}".encode()
    newline = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{newline}{key}:\n  - {line.strip()}\n".encode()


def _with_last_day(data: bytes, number: int, last: date) -> bytes:
    """The text with another last day for a consent, counted from 0."""
    text = data.decode()
    consents = next(value for name, value in _pairs(text) if name.value == "toestemmingen")
    fields = consents.value[number].value
    day = next(value for name, value in fields if name.value == "geldig_tot")
    return f"{text[: day.start_mark.index]}{last}{text[day.end_mark.index :]}".encode()


def _pairs(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    node = yaml.compose(text, yaml.SafeLoader)
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _person(person: Person) -> dict[str, Any]:
    return _filled(
        {
            "id": person.id,
            "rol": person.role,
            "naam": person.name,
            "roepnamen": list(person.nicknames),
            "leeftijd": person.age_band,
            "geboren": person.born,
            "geslacht": _GENDER_OF_CHILD[person.gender],
            "groep": person.year_group,
        }
    )


def _permission(permission: Permission) -> dict[str, Any]:
    return _filled(
        {
            "voor": permission.person,
            "doelen": list(permission.purposes),
            "getekend": dict(permission.signed),
            "instemming": permission.assent,
            "geldig_van": permission.valid_from,
            "geldig_tot": permission.valid_until,
            "formulier": permission.form,
            "taal": permission.language,
            "formulier_sha256": permission.form_digest,
            "ingetrokken": permission.withdrawn_on,
        }
    )


def _objection(objection: Objection) -> dict[str, Any]:
    return _filled(
        {
            "voor": objection.person,
            "door": objection.by,
            "wat": _WHAT[objection.kind],
            "op": objection.on,
            "doelen": list(objection.purposes),
        }
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", [], None)}
