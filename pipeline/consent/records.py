"""The consent record of a case: one short YAML that a steward reads and writes by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pipeline.config import ROLES
from pipeline.consent.yaml_lines import Problem, Value, read_yaml
from pipeline.errors import ConsentFileNotRead, NoConsentRecord, NotACase, VaultDamaged
from pipeline.model import ConsentRecord, Permission, Person
from pipeline.store import Study, digest_of

PURPOSES = (
    "opnemen",
    "transcriberen",
    "andere informanten spreken",
    "dossier inzien",
    "citeren",
    "delen",
    "archiveren",
    "geluid delen",
)
FIELDS = (
    ("casus", "personen", "toestemmingen"),
    ("gezag", "scholen", "instellingen", "plaatsen", "andere_namen"),
)
PERSON_FIELDS = (("id", "rol", "naam"), ("roepnamen", "leeftijd"))
PERMISSION_FIELDS = (
    ("voor", "doelen", "getekend", "geldig_van", "geldig_tot", "formulier"),
    ("ingetrokken",),
)

CASE = re.compile(r"[a-z]+-\d+", re.ASCII)
_PERSON_ID = re.compile(r"[a-z]+(-[a-z]+)*-[1-9]\d*", re.ASCII)
_ROLE = re.compile(r"[a-z]+([ '-][a-z]+)*", re.ASCII)
AGE = re.compile(r"\d{1,2}(-\d{1,2}|\+)?", re.ASCII)
FORM = re.compile(r"[a-z]+(-[a-z]+)*-\d+(\.\d+)*", re.ASCII)
_FAMILY = ("broer", "zus", "oma", "opa", "oom", "tante", "neef", "nicht", "vriend", "vriendin", "buurman", "buurvrouw")
_ROLE_WORDS = frozenset(_FAMILY).union(ROLES, *ROLES.values())

_OTHER_CASE: Problem = ("de casus is niet die van de bestandsnaam", "the case is not that of the file name")
_NO_CASE: Problem = ("een casus heet woord-nummer, zoals casus-04", "a case is called word-number, like casus-04")
_NO_ID: Problem = ("een id is rol-nummer, zoals leraar-1", "an id is role-number, like leraar-1")
_NO_ROLE: Problem = ("een rol is een kleine-letterwoord, zoals leraar", "a role is a lower-case word, like leraar")
_IS_NAME: Problem = ("dit is ook een naam uit dit bestand", "this is also a name of this file")
_SAME_ID: Problem = ("deze id is al gebruikt", "this id is used already")
_TWO_CHILDREN: Problem = (
    "er is al een kind; broers en zussen hebben rol broer of zus",
    "there is a child already; siblings have role broer or zus",
)
_NO_AGE: Problem = ("een leeftijd is een groep, zoals 8-11 of 16+", "an age is a band, like 8-11 or 16+")
_NO_FORM: Problem = ("een formulier heet woord-versie, zoals ouders-1.0", "a form is word-version, like ouders-1.0")
_NO_PERSON: Problem = ("deze id staat niet onder personen", "this id is not under personen")
_NO_PURPOSE: Problem = (f"een doel is een van: {', '.join(PURPOSES)}", f"a purpose is one of: {', '.join(PURPOSES)}")
_NOTHING: Problem = ("deze lijst is leeg", "this list is empty")
_DOUBLE: Problem = ("hier staat iets twee keer", "something is here twice")
_ENDS_FIRST: Problem = ("geldig_tot ligt voor geldig_van", "geldig_tot is before geldig_van")
_SIGNED_LATE: Problem = ("getekend na geldig_tot", "signed after geldig_tot")


@dataclass(frozen=True, slots=True)
class ConsentFiles:
    """The consent records in a study's vault."""

    study: Study

    def __call__(self, case: str) -> ConsentRecord:
        """The record of one case. Raises NotACase, NoConsentRecord, ConsentRecordWrong, VaultDamaged."""
        if not CASE.fullmatch(case):
            raise NotACase
        path = self.study.consent(case)
        if not path.is_file():
            raise NoConsentRecord(case=case)
        return read_record(path)


def record_files(study: Study) -> tuple[Path, ...]:
    """Everything among the consent records that is one by its ending, or nearly so, sorted by name."""
    there = sorted((study.vault / "consent").glob("*"))
    return tuple(path for path in there if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith("."))


def check_record(path: Path) -> ConsentRecord:
    """Read a record, if it is called as one. Raises ConsentFileNotRead, ConsentRecordWrong, VaultDamaged."""
    if path.suffix == ".yaml" and CASE.fullmatch(path.stem):
        return read_record(path)
    if CASE.fullmatch(path.stem):
        raise ConsentFileNotRead(file=path.name, file_en=path.name)
    raise ConsentFileNotRead(file="Een bestand in vault/consent", file_en="A file in vault/consent")  # it may be a name


def read_record(path: Path) -> ConsentRecord:
    """Read and check a record. Raises ConsentRecordWrong (line and key, never a name), VaultDamaged."""
    try:
        data = path.read_bytes()
    except OSError:
        raise VaultDamaged(file=path.name) from None
    return record_from(data, path.name)


def record_from(data: bytes, file: str) -> ConsentRecord:
    """Check what such a file holds. Raises ConsentRecordWrong."""
    whole = read_yaml(data, file)
    top = whole.fields(*FIELDS)
    case = top["casus"].text()
    if not CASE.fullmatch(case):
        top["casus"].wrong(_NO_CASE)
    if file != f"{case}.yaml":
        top["casus"].wrong(_OTHER_CASE)
    names = {key: top[key].texts() if key in top else () for key in FIELDS[1][1:]}
    persons = _persons(top["personen"], tuple(name for texts in names.values() for name in texts))
    ids = tuple(person.id for person in persons)
    return ConsentRecord(
        case=case,
        persons=persons,
        authority=_chosen(top["gezag"], ids, _NO_PERSON) if "gezag" in top else (),
        permissions=tuple(_permission(item, ids) for item in top["toestemmingen"].items()),
        schools=names["scholen"],
        institutions=names["instellingen"],
        places=names["plaatsen"],
        other_names=names["andere_namen"],
        digest=digest_of(data),
    )


def record_as_yaml(record: ConsentRecord) -> bytes:
    """The record as a file; reading it back gives the same record."""
    persons = [
        {"id": p.id, "rol": p.role, "naam": p.name, "roepnamen": list(p.nicknames), "leeftijd": p.age_band}
        for p in record.persons
    ]
    permissions = [
        {
            "voor": p.person,
            "doelen": list(p.purposes),
            "getekend": dict(p.signed),
            "geldig_van": p.valid_from,
            "geldig_tot": p.valid_until,
            "formulier": p.form,
            "ingetrokken": p.withdrawn_on,
        }
        for p in record.permissions
    ]
    value: dict[str, Any] = {
        "casus": record.case,
        "personen": [_filled(person) for person in persons],
        **_filled({"gezag": list(record.authority)}),
        "toestemmingen": [_filled(permission) for permission in permissions],
        "scholen": list(record.schools),
        "instellingen": list(record.institutions),
        "plaatsen": list(record.places),
        "andere_namen": list(record.other_names),
    }
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text.encode()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", [], None)}


def _persons(value: Value, other_names: tuple[str, ...]) -> tuple[Person, ...]:
    persons: list[Person] = []
    rows = [item.fields(*PERSON_FIELDS) for item in value.items()]
    called = [row["naam"].text() for row in rows] + [
        n for row in rows if "roepnamen" in row for n in row["roepnamen"].texts()
    ]
    names = {word for name in (*called, *other_names) for word in re.findall(r"\w+", name.casefold())}
    for row in rows:
        id_, role = row["id"].text(), row["rol"].text()
        if not _PERSON_ID.fullmatch(id_):
            row["id"].wrong(_NO_ID)
        if not _ROLE.fullmatch(role):
            row["rol"].wrong(_NO_ROLE)
        # Ids and roles stand in logs and labels, so neither may be what somebody is called.
        for key in ("id", "rol"):
            if (set(re.findall(r"[a-z]+", row[key].text())) & names) - _ROLE_WORDS:
                row[key].wrong(_IS_NAME)
        if any(person.id == id_ for person in persons):
            row["id"].wrong(_SAME_ID)
        if role == "kind" and any(person.role == "kind" for person in persons):
            row["rol"].wrong(_TWO_CHILDREN)
        age = row["leeftijd"].text() if "leeftijd" in row else ""
        if age and not AGE.fullmatch(age):
            row["leeftijd"].wrong(_NO_AGE)
        nicknames = row["roepnamen"].texts() if "roepnamen" in row else ()
        persons.append(Person(id_, role, row["naam"].text(), nicknames, age))
    return tuple(persons)


def _permission(value: Value, ids: tuple[str, ...]) -> Permission:
    row = value.fields(*PERMISSION_FIELDS)
    if row["voor"].text() not in ids:
        row["voor"].wrong(_NO_PERSON)
    signed: list[tuple[str, date]] = []
    valid_from, valid_until = row["geldig_van"].day(), row["geldig_tot"].day()
    if valid_until < valid_from:
        row["geldig_tot"].wrong(_ENDS_FIRST)
    if not FORM.fullmatch(row["formulier"].text()):
        row["formulier"].wrong(_NO_FORM)
    for signer, day in row["getekend"].pairs():
        if signer.text() not in ids:
            signer.wrong(_NO_PERSON)
        if day.day() > valid_until:
            day.wrong(_SIGNED_LATE)
        signed.append((signer.text(), day.day()))
    return Permission(
        person=row["voor"].text(),
        purposes=_chosen(row["doelen"], PURPOSES, _NO_PURPOSE),
        signed=tuple(signed),
        valid_from=valid_from,
        valid_until=valid_until,
        form=row["formulier"].text(),
        withdrawn_on=row["ingetrokken"].day() if "ingetrokken" in row else None,
    )


def _chosen(value: Value, among: tuple[str, ...], otherwise: Problem) -> tuple[str, ...]:
    items = value.items()
    if not items:
        value.wrong(_NOTHING)
    for item in items:
        if item.text() not in among:
            item.wrong(otherwise)
    texts = value.texts()
    if len(set(texts)) < len(texts):
        value.wrong(_DOUBLE)
    return texts
