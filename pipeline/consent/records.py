"""The consent record of a case: one short YAML that a steward reads and writes by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline.consent import fields as f
from pipeline.consent.yaml_lines import Problem, Value, read_yaml
from pipeline.errors import ConsentFileNotRead, NoConsentRecord, NotACase, TwoRecords, VaultDamaged
from pipeline.model import ConsentRecord, Objection, Permission, Person, Thresholds
from pipeline.model.consent import DEFAULT_AGES
from pipeline.store import Study, digest_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ConsentFiles:
    """The consent records in a study's vault, as they are to be judged: with this study's ages and forms."""

    study: Study
    thresholds: Thresholds = DEFAULT_AGES
    forms: frozenset[tuple[str, str]] = frozenset()  # (form, SHA-256) of the forms this study wrote

    def __call__(self, case: str) -> ConsentRecord:
        """The record of one case. Raises NotACase, NoConsentRecord, ConsentRecordWrong, VaultDamaged."""
        if not f.CASE.fullmatch(case):
            raise NotACase
        path = self.study.consent(case)
        if not path.is_file():
            raise NoConsentRecord(case=case)
        record = read_record(path)
        permissions = tuple(
            replace(one, form_known=not one.form_digest or (one.form, one.form_digest) in self.forms)
            for one in record.permissions
        )
        return replace(record, permissions=permissions, thresholds=self.thresholds)


def record_files(study: Study) -> tuple[Path, ...]:
    """Everything among the consent records that is one by its ending, or nearly so, sorted by name."""
    there = sorted((study.vault / "consent").glob("*"))
    return tuple(path for path in there if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith("."))


def double_records(files: Iterable[Path]) -> Iterator[TwoRecords]:
    """Records of one case under two numbers that are one: casus-4 and casus-04."""
    first: dict[tuple[str, int], str] = {}
    for stem in (path.stem for path in files if f.CASE.fullmatch(path.stem)):
        word, _, number = stem.rpartition("-")
        before = first.setdefault((word, int(number)), stem)
        if before != stem:
            yield TwoRecords(one=before, other=stem)


def check_record(path: Path) -> ConsentRecord:
    """Read a record, if it is called as one. Raises ConsentFileNotRead, ConsentRecordWrong, VaultDamaged."""
    if path.suffix == ".yaml" and f.CASE.fullmatch(path.stem):
        return read_record(path)
    if f.CASE.fullmatch(path.stem):
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
    top = whole.fields(*f.FIELDS)
    case = _like(top["casus"], f.CASE, f.NO_CASE)
    if file != f"{case}.yaml":
        top["casus"].wrong(f.OTHER_CASE)
    names = {key: top[key].texts() if key in top else () for key in f.NAMES}
    persons = _persons(top["personen"], tuple(name for texts in names.values() for name in texts))
    ids = tuple(person.id for person in persons)
    authority = _chosen(top["gezag"], ids, f.NO_PERSON) if "gezag" in top else ()
    seen = top["gezag_gezien"].fields(f.SEEN_FIELDS) if "gezag_gezien" in top else None
    return ConsentRecord(
        case=case,
        persons=persons,
        authority=authority,
        permissions=tuple(_permission(item, ids) for item in top["toestemmingen"].items()),
        schools=names["scholen"],
        institutions=names["instellingen"],
        places=names["plaatsen"],
        other_names=names["andere_namen"],
        digest=digest_of(data),
        objections=_objections(top["bezwaren"], persons, authority) if "bezwaren" in top else (),
        authority_seen=_like(seen["bron"], f.SOURCE, f.NO_SOURCE) if seen else "",
        authority_seen_on=seen["op"].day() if seen else None,
    )


def _persons(value: Value, other_names: tuple[str, ...]) -> tuple[Person, ...]:
    persons: list[Person] = []
    rows = [item.fields(*f.PERSON_FIELDS) for item in value.items()]
    called = [row["naam"].text() for row in rows] + [
        n for row in rows if "roepnamen" in row for n in row["roepnamen"].texts()
    ]
    names = {word for name in (*called, *other_names) for word in re.findall(r"\w+", name.casefold())}
    for row in rows:
        id_, role = _like(row["id"], f.PERSON_ID, f.NO_ID), _like(row["rol"], f.ROLE, f.NO_ROLE)
        # Ids and roles stand in logs and labels, so neither may be what somebody is called.
        for key in ("id", "rol"):
            if (set(re.findall(r"[a-z]+", row[key].text())) & names) - f.ROLE_WORDS:
                row[key].wrong(f.IS_NAME)
        if any(person.id == id_ for person in persons):
            row["id"].wrong(f.SAME_ID)
        if role == "kind" and any(person.role == "kind" for person in persons):
            row["rol"].wrong(f.TWO_CHILDREN)
        persons.append(
            Person(
                id=id_,
                role=role,
                name=row["naam"].text(),
                nicknames=row["roepnamen"].texts() if "roepnamen" in row else (),
                age_band=_maybe(row, "leeftijd", f.AGE, f.NO_AGE),
                born=_maybe(row, "geboren", f.BORN, f.NO_MONTH),
                gender=_one_of(row["geslacht"], f.GENDERS, f.NO_GENDER) if "geslacht" in row else "",
                year_group=_maybe(row, "groep", f.GROUP, f.NO_GROUP),
            )
        )
    return tuple(persons)


def _permission(value: Value, ids: tuple[str, ...]) -> Permission:
    row = value.fields(*f.PERMISSION_FIELDS)
    if row["voor"].text() not in ids:
        row["voor"].wrong(f.NO_PERSON)
    valid_from, valid_until = row["geldig_van"].day(), row["geldig_tot"].day()
    if valid_until < valid_from:
        row["geldig_tot"].wrong(f.ENDS_FIRST)
    signed: list[tuple[str, date]] = []
    for signer, day in row["getekend"].pairs():
        if signer.text() not in ids:
            signer.wrong(f.NO_PERSON)
        if day.day() > valid_until:
            day.wrong(f.SIGNED_LATE)
        signed.append((signer.text(), day.day()))
    return Permission(
        person=row["voor"].text(),
        purposes=_chosen(row["doelen"], f.PURPOSES, f.NO_PURPOSE),
        signed=tuple(signed),
        valid_from=valid_from,
        valid_until=valid_until,
        form=_like(row["formulier"], f.FORM, f.NO_FORM),
        withdrawn_on=row["ingetrokken"].day() if "ingetrokken" in row else None,
        assent=row["instemming"].day() if "instemming" in row else None,
        language=_maybe(row, "taal", f.LANGUAGE, f.NO_LANGUAGE),
        form_digest=_maybe(row, "formulier_sha256", f.SHA256, f.NO_SHA256),
    )


def _objections(value: Value, persons: tuple[Person, ...], authority: tuple[str, ...]) -> tuple[Objection, ...]:
    found = []
    for item in value.items():
        row = item.fields(*f.OBJECTION_FIELDS)
        about = next((person for person in persons if person.id == row["voor"].text()), None)
        if about is None:
            row["voor"].wrong(f.NO_PERSON)
        if row["door"].text() not in (about.id, *(authority if about.role == "kind" else ())):
            row["door"].wrong(f.NOT_THEIRS)
        purposes = _chosen(row["doelen"], f.PURPOSES, f.NO_PURPOSE) if "doelen" in row else ()
        what = _one_of(row["wat"], f.OBJECTIONS, f.NO_OBJECTION)
        found.append(Objection(about.id, row["door"].text(), what, row["op"].day(), purposes))
    return tuple(found)


def _like(value: Value, pattern: re.Pattern[str], otherwise: Problem) -> str:
    text = value.text()
    if not pattern.fullmatch(text):
        value.wrong(otherwise)
    return text


def _maybe(row: Mapping[str, Value], key: str, pattern: re.Pattern[str], otherwise: Problem) -> str:
    return _like(row[key], pattern, otherwise) if key in row else ""


def _one_of(value: Value, among: Mapping[str, T], otherwise: Problem) -> T:
    if value.text() not in among:
        value.wrong(otherwise)
    return among[value.text()]


def _chosen(value: Value, among: tuple[str, ...], otherwise: Problem) -> tuple[str, ...]:
    items = value.items()
    if not items:
        value.wrong(f.NOTHING)
    for item in items:
        if item.text() not in among:
            item.wrong(otherwise)
    texts = value.texts()
    if len(set(texts)) < len(texts):
        value.wrong(f.DOUBLE)
    return texts
