"""No consent, no ears: the records, the questions and the gate."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import ROLES
from pipeline.consent import fields
from pipeline.consent.ask import ask_record
from pipeline.consent.fields import PURPOSES
from pipeline.consent.gate import describe, refusal, refusal_for, respondents
from pipeline.consent.records import ConsentFiles, read_record, record_from
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import (
    ConsentRecordExists,
    ConsentRecordWrong,
    NoConsentRecord,
    NotACase,
    PersonNotInRecord,
    RespondentUnknown,
)
from pipeline.model import ConsentRecord, Permission, Person, Recording
from pipeline.store import Study, digest_of
from tests.studies import Casus, empty_study

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "consent" / "examples").glob("*.yaml"))
DEMO = sorted((ROOT / "demo" / "study" / "vault" / "consent").glob("*.yaml"))
EXAMPLE = EXAMPLES[0].read_text(encoding="utf-8")
NAMES = ("sanne", "meulen", "roos", "wit", "jeroen", "hoekstra", "daan", "regenboog", "noord", "zwolle", "max")

BEFORE, DAY, TODAY, AFTER = date(2026, 2, 1), date(2026, 4, 1), date(2026, 11, 23), date(2050, 1, 1)
SIGNED = date(2026, 3, 1)


def permission(person: str, *signers: str, **other: Any) -> Permission:
    given_ = Permission(
        person, PURPOSES, tuple((s, SIGNED) for s in signers or (person,)), SIGNED, date(2041, 3, 1), "ouders-1.0"
    )
    return replace(given_, **other)


RECORD = ConsentRecord(
    case="casus-01",
    persons=(
        Person("kind-1", "kind", "Sanne", age_band="8-11"),
        Person("moeder-1", "moeder", "Roos"),
        Person("vader-1", "vader", "Jeroen"),
        Person("leraar-1", "leraar", "Wil"),
        Person("hulpverlener-1", "hulpverlener", "Karin"),
        Person("broer-1", "broer", "Daan"),
    ),
    authority=("moeder-1", "vader-1"),
    permissions=(
        permission("kind-1", "moeder-1", "vader-1"),
        *(permission(person) for person in ("moeder-1", "vader-1", "leraar-1", "hulpverlener-1")),
    ),
)


def with_permission(person: str, **changes: Any) -> ConsentRecord:
    return replace(
        RECORD, permissions=tuple(replace(p, **changes) if p.person == person else p for p in RECORD.permissions)
    )


def aged(band: str, record: ConsentRecord = RECORD) -> ConsentRecord:
    child, *rest = record.persons
    return replace(record, persons=(replace(child, age_band=band), *rest))


def interview(role: str, detail: str = "", persons: tuple[str, ...] = (), on: date | None = DAY) -> Recording:
    return Recording(f"casus-01_{role}-1", "casus-01", role, detail, persons, on, "0" * 64, ".wav", "audio")


DOCUMENT = Recording("casus-01_dossier-1", "casus-01", "dossier", "", (), None, "0" * 64, ".txt", "document")

# --- the record -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES + DEMO, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_record_we_ship_is_valid_for_the_reader_and_for_the_schema(path: Path) -> None:
    schema = json.loads((ROOT / "consent" / "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.load(path.read_bytes(), yaml.BaseLoader), schema)  # noqa: S506
    assert read_record(path).digest == digest_of(path.read_bytes())


def test_schema_and_reader_know_the_same_fields() -> None:
    schema = json.loads((ROOT / "consent" / "record.schema.json").read_text(encoding="utf-8"))
    below = schema["$defs"]
    for shape, (required, optional) in (
        (schema, fields.FIELDS),
        (below["persoon"], fields.PERSON_FIELDS),
        (below["toestemming"], fields.PERMISSION_FIELDS),
        (below["bezwaar"], fields.OBJECTION_FIELDS),
        (below["gezien"], (fields.SEEN_FIELDS, ())),
    ):
        assert list(shape["properties"]) and set(shape["properties"]) == {*required, *optional}
        assert set(shape["required"]) == set(required)
    assert below["doelen"]["items"]["enum"] == list(PURPOSES)
    assert below["bezwaar"]["properties"]["wat"]["enum"] == list(fields.OBJECTIONS)
    assert below["persoon"]["properties"]["geslacht"]["enum"] == list(fields.GENDERS)


def test_a_record_says_who_signed_what_and_when() -> None:
    record = read_record(EXAMPLES[0])
    child = record.permissions[0]
    assert child.signed == (("moeder-1", date(2026, 3, 1)), ("vader-1", date(2026, 3, 2)))
    assert record.persons[0].nicknames == ("San",) and record.persons[0].age_band == "8-11"
    assert record.permissions[2].withdrawn_on == date(2026, 7, 1)
    assert record.schools == ("obs De Regenboog",)


WRONG = [  # what is replaced by what, how many lines below the first one the mistake is, its key
    ("leeftijd: 8-11", "leeftyd: 8-11", 0, "personen"),
    ("    rol: kind\n", "    rol: kind\n    rol: kind\n", 1, "rol"),
    ("gezag: [", "Sanne van der Meulen: [", 0, "YAML"),
    ("casus: casus-01", "casus: casus-09", 0, "casus"),
    ("casus: casus-01", "casus: familie Meulen", 0, "casus"),
    ("rol: broer", "rol: daan", 0, "rol"),
    ("id: broer-1", "id: daan-1", 0, "id"),
    ("id: broer-1", "id: vader-1", 0, "id"),
    ("rol: broer", "rol: kind", 0, "rol"),
    ("leeftijd: 8-11", "leeftijd: acht", 0, "leeftijd"),
    ("gezag: [moeder-1, vader-1]", "gezag: [moeder-1, Sanne]", 0, "gezag"),
    ("gezag: [moeder-1, vader-1]", "gezag: moeder-1", 0, "gezag"),
    ("gezag: [moeder-1, vader-1]", "gezag: [moeder-1, moeder-1]", 0, "gezag"),
    ("gezag: [moeder-1, vader-1]", "gezag: []", 0, "gezag"),
    ("voor: leraar-1", "voor: Wil Hoekstra", 0, "voor"),
    ("dossier inzien, citeren", "dossier lezen, citeren", 0, "doelen"),
    ("{leraar-1: 2026-03-10}", "{Hoekstra: 2026-03-10}", 0, "getekend"),
    ("{leraar-1: 2026-03-10}", "{leraar-1: 10 maart}", 0, "getekend"),
    ("{leraar-1: 2026-03-10}", "{leraar-1: 2042-03-10}", 0, "getekend"),
    ("{leraar-1: 2026-03-10}", "{leraar-1: 2026-03-10, leraar-1: 2026-03-11}", 0, "getekend"),
    ("geldig_tot: 2041-03-10", "geldig_tot: 2025-03-10", 0, "geldig_tot"),
    ("geldig_tot: 2041-03-10", "geldig_tot: 2041-02-30", 0, "geldig_tot"),
    ("ingetrokken: 2026-07-01", "ingetrokken: ja", 0, "ingetrokken"),
    ("formulier: ouders-1.0", "formulier: van Sanne", 0, "formulier"),
    ("naam: Daan", "naam: [Daan]", 0, "naam"),
    ("naam: Daan", "naam:", 0, "naam"),
    ("naam: Daan", "", -2, "naam"),
    ("plaatsen: [Zwolle]", "plaatsen: *a", 0, "YAML"),
    ("plaatsen: [Zwolle]", "plaatsen: [Zwolle", 1, "YAML"),
    ("plaatsen: [Zwolle]", "plaatsen: {<<: [Zwolle]}", 0, "plaatsen"),
    ("andere_namen: [Max]", "andere_namen: [Max]\n---\ncasus: casus-01", 1, "YAML"),
]


@pytest.mark.parametrize(("old", "new", "below", "key"), WRONG, ids=lambda value: str(value)[:30])
def test_a_mistake_in_a_record_is_told_by_line_and_key_and_never_by_name(
    old: str, new: str, below: int, key: str
) -> None:
    line = EXAMPLE[: EXAMPLE.index(old)].count("\n") + 1 + below
    with pytest.raises(ConsentRecordWrong) as told:
        record_from(EXAMPLE.replace(old, new, 1).encode(), "casus-01.yaml")
    details = told.value.details
    assert (details["file"], details["line"], details["key"]) == ("casus-01.yaml", str(line), key)
    assert_nameless(told.value)


def assert_nameless(error: ConsentRecordWrong) -> None:
    told = f"{error} {error.sentence('nl')} {error.remedy('nl')} {error.sentence('en')} {error!r}".casefold()
    assert not set(NAMES) & set(re.findall(r"\w+", told))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_happens_to_a_record_it_is_read_or_refused_without_a_name(data: st.DataObject) -> None:
    lines = EXAMPLE.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(("drop", "twice", "swap", "cut", "indent", "colon")))
        if what == "drop" and len(lines) > 1:
            del lines[at]
        elif what == "twice":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at], lines[-1] = lines[-1], lines[at]
        elif what == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
        else:
            lines[at] = "  " + lines[at] if what == "indent" else lines[at].replace(":", "", 1)
    try:
        record_from("".join(lines).encode(), "casus-01.yaml")
    except ConsentRecordWrong as wrong:
        assert_nameless(wrong)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="[]{}&*!|>-: \n'\"#%@,?abc", max_size=200).map(str.encode))
def test_any_bytes_are_a_record_or_a_known_error(data: bytes) -> None:
    with pytest.raises(ConsentRecordWrong):
        record_from(data, "casus-01.yaml")


def test_bombs_are_refused() -> None:
    laughs = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9))
    for text in (laughs, "[" * 5000, "a: " * 5000, "casus: " + "x" * 300_000):
        with pytest.raises(ConsentRecordWrong):
            record_from(text.encode(), "casus-01.yaml")


NAME = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
WRITTEN = st.one_of(NAME, st.sampled_from(("No", "null", "~", "2026-01-01", "- x", "a: b", "#1", "'", "*a", "Zoë")))


@settings(max_examples=100, deadline=None)
@given(st.lists(WRITTEN, min_size=2, max_size=5))
def test_a_record_that_is_written_is_read_back_the_same(names: list[str]) -> None:
    named = [name for name in names if all(word not in name.casefold() for word in ("kind", "moeder"))] or ["Sanne"]
    record = replace(
        RECORD,
        persons=tuple(replace(p, name=named[0], nicknames=tuple(named)) for p in RECORD.persons),
        other_names=tuple(named),
    )
    back = record_from(record_as_yaml(record), "casus-01.yaml")
    normal = record_from(record_as_yaml(back), "casus-01.yaml")
    assert replace(normal, digest=back.digest) == back
    assert [unicodedata.normalize("NFC", name) for name in named] == list(back.other_names)
    assert replace(back, persons=(), other_names=(), digest="") == replace(record, persons=(), other_names=())


def test_a_case_without_a_record_has_no_consent_and_what_is_no_case_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NoConsentRecord):
        ConsentFiles(Study(tmp_path))("casus-01")
    for case in ("../casus-01", "casus-01/..", "", "CASUS-01", "Noor", "casus-01\n"):
        with pytest.raises(NotACase) as told:
            ConsentFiles(Study(tmp_path))(case)
        assert told.value.details == {}


# --- the gate ---------------------------------------------------------------------------------------------

OTHER = permission("leraar-1", withdrawn_on=SIGNED)
TABLE: list[tuple[str, ConsentRecord, str, date, str]] = [
    ("a teacher who signed", RECORD, "leraar-1", DAY, ""),
    ("a child for whom both signed", RECORD, "kind-1", DAY, ""),
    ("nobody", RECORD, "ib-1", DAY, "NoPermission"),
    ("a brother without consent", RECORD, "broer-1", DAY, "NoPermission"),
    ("another purpose", with_permission("leraar-1", purposes=("delen",)), "leraar-1", DAY, "PurposeNotGiven"),
    ("nobody signed", with_permission("leraar-1", signed=()), "leraar-1", DAY, "NotSigned"),
    ("somebody else signed", with_permission("leraar-1", signed=(("ib-1", SIGNED),)), "leraar-1", DAY, "NotSigned"),
    ("one parent signed", with_permission("kind-1", signed=(("vader-1", SIGNED),)), "kind-1", DAY, "NotSigned"),
    ("the child signed alone", with_permission("kind-1", signed=(("kind-1", SIGNED),)), "kind-1", DAY, "NotSigned"),
    ("nobody has authority", replace(RECORD, authority=()), "kind-1", DAY, "NoAuthority"),
    ("signed later", with_permission("leraar-1", signed=(("leraar-1", TODAY),)), "leraar-1", DAY, "SignedLater"),
    ("signed that day", with_permission("leraar-1", signed=(("leraar-1", DAY),)), "leraar-1", DAY, ""),
    ("not yet valid", RECORD, "leraar-1", BEFORE, "NotYetValid"),
    ("valid on the first day", RECORD, "leraar-1", SIGNED, ""),
    ("valid on the last day", RECORD, "leraar-1", date(2041, 3, 1), ""),
    ("expired", RECORD, "leraar-1", AFTER, "ConsentExpired"),
    ("withdrawn before", with_permission("leraar-1", withdrawn_on=SIGNED), "leraar-1", DAY, "ConsentWithdrawn"),
    ("withdrawn that day", with_permission("leraar-1", withdrawn_on=DAY), "leraar-1", DAY, "ConsentWithdrawn"),
    ("withdrawn later", with_permission("leraar-1", withdrawn_on=TODAY), "leraar-1", DAY, ""),
    ("two that agree", replace(RECORD, permissions=RECORD.permissions * 2), "leraar-1", DAY, ""),
    (
        "two that contradict",
        replace(RECORD, permissions=(*RECORD.permissions, OTHER)),
        "leraar-1",
        DAY,
        "PermissionsContradict",
    ),
    ("a child of unknown age", aged(""), "kind-1", DAY, "AgeMissing"),
    ("a child of 16 who did not sign", aged("16-17"), "kind-1", DAY, "NotSigned"),
    ("a child of 16+ who did not sign", aged("16+"), "kind-1", DAY, "NotSigned"),
    ("a child who may be 16 and did not sign", aged("12-16"), "kind-1", DAY, "NotSigned"),
    (
        "a child of 16 who signed too",
        aged("16-17", with_permission("kind-1", signed=tuple((s, SIGNED) for s in ("kind-1", "moeder-1", "vader-1")))),
        "kind-1",
        DAY,
        "",
    ),
    ("a person who is not listed", replace(RECORD, persons=()), "leraar-1", DAY, "NoPermission"),
]


@pytest.mark.parametrize(("name", "record", "person", "when", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_the_gate_in_a_table(name: str, record: ConsentRecord, person: str, when: date, expected: str) -> None:
    told = refusal(record, person, "opnemen", when)
    assert (type(told).__name__ if told else "") == expected
    if told:
        assert told.exit_code == 4 and told.state in ("blocked", "withdrawn")
        assert told.sentence("nl") and told.remedy("nl") and told.sentence("en") and told.remedy("en")


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
IDS = tuple(person.id for person in RECORD.persons)


@st.composite
def some_record(draw: st.DrawFn) -> ConsentRecord:
    """A record with at most one permission a person: more can contradict each other."""
    permissions = []
    for person in draw(st.sets(st.sampled_from(IDS))):
        start = draw(DAYS)
        permissions.append(
            Permission(
                person=person,
                purposes=tuple(draw(st.sets(st.sampled_from(PURPOSES), min_size=1))),
                signed=tuple((who, draw(DAYS)) for who in sorted(draw(st.sets(st.sampled_from(IDS))))),
                valid_from=start,
                valid_until=draw(st.dates(start, date(2028, 12, 31))),
                form="ouders-1.0",
                withdrawn_on=draw(st.none() | DAYS),
            )
        )
    bands = st.sampled_from(("", "8-11", "12-16", "16-17", "16+", "18+"))
    return replace(
        RECORD,
        persons=tuple(replace(person, age_band=draw(bands)) for person in RECORD.persons),
        authority=tuple(sorted(draw(st.sets(st.sampled_from(("moeder-1", "vader-1")))))),
        permissions=tuple(permissions),
    )


def with_less(record: ConsentRecord) -> list[ConsentRecord]:
    """The record without one thing that somebody gave: a consent, a purpose, a signature, a person, an age."""
    less = []
    for index, one in enumerate(record.permissions):
        others = (record.permissions[:index], record.permissions[index + 1 :])
        smaller: list[tuple[Permission, ...]] = [()]
        smaller += [(replace(one, purposes=tuple(p for p in one.purposes if p != gone)),) for gone in one.purposes]
        smaller += [(replace(one, signed=tuple(s for s in one.signed if s != gone)),) for gone in one.signed]
        smaller += [(replace(one, valid_until=one.valid_from),)]
        less += [replace(record, permissions=(*others[0], *permission_, *others[1])) for permission_ in smaller]
    for index, person in enumerate(record.persons):
        rest = (record.persons[:index], record.persons[index + 1 :])
        less.append(replace(record, persons=(*rest[0], *rest[1])))
        less.append(replace(record, persons=(*rest[0], replace(person, age_band=""), *rest[1])))
    return less


@settings(max_examples=120, deadline=None)
@given(some_record(), st.sampled_from(IDS), st.sampled_from(PURPOSES[:3]), DAYS)
def test_taking_away_what_somebody_gave_never_turns_a_refusal_into_permission(
    record: ConsentRecord, person: str, purpose: str, when: date
) -> None:
    if refusal(record, person, purpose, when) is not None:
        assert all(refusal(less, person, purpose, when) is not None for less in with_less(record))
    else:
        one = next(p for p in record.permissions if p.person == person)
        gone = replace(
            record, permissions=tuple(replace(p, withdrawn_on=when) if p is one else p for p in record.permissions)
        )
        assert refusal(gone, person, purpose, when) is not None
        assert refusal(replace(record, permissions=()), person, purpose, when) is not None


# --- who speaks -------------------------------------------------------------------------------------------

SPEAKS: list[tuple[Recording, tuple[str, ...] | None]] = [
    (interview("leraar"), ("leraar-1",)),
    (interview("leraar", "juf"), ("leraar-1",)),
    (interview("ouder", "moeder"), ("moeder-1",)),
    (interview("ouder", "mama"), ("moeder-1",)),
    (interview("ouder", "ouders"), ("moeder-1", "vader-1")),
    (interview("ouder", "vader en moeder"), ("vader-1", "moeder-1")),
    (interview("ouder"), None),
    (interview("ouder", "voogd"), None),
    (interview("ouder", persons=("vader-1",)), ("vader-1",)),
    (interview("ouder", persons=("vader-2",)), None),
    (interview("kind", "leerling"), ("kind-1",)),
    (interview("ib"), None),
]


@pytest.mark.parametrize(("recording", "expected"), SPEAKS, ids=lambda value: getattr(value, "detail", None))
def test_who_speaks_is_one_person_of_the_record_or_nobody_we_know(
    recording: Recording, expected: tuple[str, ...] | None
) -> None:
    if expected is None:
        with pytest.raises(RespondentUnknown):
            respondents(recording, RECORD, ROLES)
    else:
        assert respondents(recording, RECORD, ROLES) == expected


def test_a_person_of_the_file_name_who_is_not_in_the_record_is_told_with_the_ids_there_are() -> None:
    second = replace(RECORD, persons=(*RECORD.persons, Person("leraar-2", "leraar", "Ingrid")))
    with pytest.raises(PersonNotInRecord) as told:
        respondents(interview("leraar", persons=("leraar-1", "leraar-7")), second, ROLES)
    assert "kent leraar-7 niet" in told.value.sentence("nl") and "leraar-1, leraar-2" in told.value.sentence("nl")
    assert "leraar-1, leraar-2" in told.value.sentence("en")
    with pytest.raises(PersonNotInRecord) as told:
        respondents(interview("ib", persons=("ib-1",)), second, ROLES)
    assert "niemand" in told.value.sentence("nl") and "nobody" in told.value.sentence("en")


def test_a_mother_is_never_looked_for_among_fathers() -> None:
    only_father = replace(RECORD, persons=tuple(p for p in RECORD.persons if p.role != "moeder"))
    with pytest.raises(RespondentUnknown):
        respondents(interview("ouder", "moeder"), only_father, ROLES)


def without(person: str, purpose: str) -> ConsentRecord:
    return with_permission(person, purposes=tuple(p for p in PURPOSES if p != purpose))


FOR: list[tuple[Recording, ConsentRecord, str]] = [
    (interview("leraar"), RECORD, ""),
    (interview("leraar", on=None), RECORD, "DateMissing"),
    (interview("leraar", on=BEFORE), RECORD, "NotYetValid"),
    (interview("ouder"), RECORD, "RespondentUnknown"),
    (interview("leraar"), without("kind-1", "andere informanten spreken"), "PurposeNotGiven"),
    (interview("ouder", "moeder"), without("kind-1", "andere informanten spreken"), ""),
    (interview("leraar"), without("leraar-1", "transcriberen"), "PurposeNotGiven"),
    (interview("leraar"), with_permission("leraar-1", withdrawn_on=date(2026, 7, 1)), "ConsentWithdrawn"),
    (interview("leraar"), with_permission("kind-1", withdrawn_on=date(2026, 7, 1)), "ConsentWithdrawn"),
    (interview("leraar"), without("leraar-1", "delen"), ""),
    (interview("ouder", "ouders"), without("vader-1", "opnemen"), "PurposeNotGiven"),
    (DOCUMENT, RECORD, ""),
    (DOCUMENT, without("kind-1", "dossier inzien"), "PurposeNotGiven"),
    (DOCUMENT, replace(RECORD, permissions=RECORD.permissions[1:]), "ChildUnclear"),
    (interview("leraar"), replace(RECORD, permissions=RECORD.permissions[1:]), "ChildUnclear"),
]


@pytest.mark.parametrize(("recording", "record", "expected"), FOR)
def test_what_a_recording_needs(recording: Recording, record: ConsentRecord, expected: str) -> None:
    told = refusal_for(recording, record, TODAY, roles=ROLES)
    assert (type(told).__name__ if told else "") == expected


def test_what_a_record_allows_is_described_without_names() -> None:
    record = read_record(EXAMPLES[0])
    for language, word in (("nl", "ingetrokken"), ("en", "withdrew")):
        text = describe(record, TODAY, language)  # type: ignore[arg-type]
        assert "leraar-1" in text and "transcriberen" in text and word in text
        assert not set(NAMES) & set(re.findall(r"\w+", text.casefold()))


# --- the questions ----------------------------------------------------------------------------------------


def answering(answers: dict[str, str]) -> Callable[[str], str]:
    """Answers by the longest beginning of a question; empty otherwise."""
    return lambda question: next((answers[k] for k in sorted(answers, key=len, reverse=True) if k in question), "")


ANSWERS = {
    "naam van het kind": "Sanne van der Meulen",
    "Leeftijd": "8-11",
    "Naam van moeder": "Roos",
    "Naam van vader": "Jeroen",
    "Naam van leraar": "Wil, Ingrid",
    "gezag": "moeder-1, vader-1",
    "getekend door": "2026-03-01",
    "waarvoor": "alles",
    "geldig tot": "2041-03-01",
    "formulier": "ouders-1.0",
    "broers": "Daan",
}


def test_the_questions_make_a_record_that_opens_the_gate(tmp_path: Path) -> None:
    study = Study(tmp_path)
    path = ask_record(study, "casus-01", answering(ANSWERS))
    record = ConsentFiles(study)("casus-01")
    assert path == study.consent("casus-01")
    assert [person.id for person in record.persons] == [
        *("kind-1", "moeder-1", "vader-1", "leraar-1", "leraar-2", "broer-1")
    ]
    assert refusal_for(interview("kind"), record, TODAY, roles=ROLES) is None
    assert refusal_for(interview("leraar", persons=("leraar-2",)), record, TODAY, roles=ROLES) is None


def test_an_answer_that_cannot_be_is_asked_again(tmp_path: Path) -> None:
    asked: list[str] = []
    good = answering(ANSWERS)

    def first_nonsense(question: str) -> str:
        asked.append(question)
        again = sum(question.endswith(earlier) for earlier in asked[:-1])
        optional = any(word in question for word in ("leeg", "gezag"))
        return good(question) if again or optional else "\x07onzin"

    ask_record(Study(tmp_path), "casus-01", first_nonsense)
    assert sum(question.startswith("Dat is") for question in asked) >= 3


def test_questions_never_overwrite_a_record_or_leave_the_folder(tmp_path: Path) -> None:
    study = Study(tmp_path)
    path = ask_record(study, "casus-01", answering(ANSWERS))
    before = path.read_bytes()
    with pytest.raises(ConsentRecordExists):
        ask_record(study, "casus-01", answering(ANSWERS))
    with pytest.raises(NotACase):
        ask_record(study, "../casus-02", answering(ANSWERS))
    assert path.read_bytes() == before


# --- checking them ----------------------------------------------------------------------------------------


def test_a_check_without_records_says_so(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    said = casus("consent", "check", "--study", str(study.root))
    assert said.returncode == 0 and "geen toestemmingsbestand" in said.stdout and "casus consent new" in said.stdout


def test_a_record_that_is_not_read_for_its_file_name_is_told_and_only_a_case_is_named(
    casus: Casus, tmp_path: Path
) -> None:
    study = empty_study(tmp_path / "study")
    folder = study.consent("casus-01").parent
    folder.mkdir()
    shutil.copy(EXAMPLES[0], study.consent("casus-01"))
    for name in ("casus-03.yml", "Sanne.yaml", ".casus-05.yml", "LEESMIJ.md"):
        shutil.copy(EXAMPLES[0], folder / name)
    said = casus("consent", "check", "--study", str(study.root))
    assert said.returncode == 4 and "casus-01: in orde" in said.stdout
    assert "casus-03.yml" in said.stderr and ".yaml" in said.stderr
    assert said.stderr.count("wordt niet gelezen") == 2 and "casus-05" not in said.stderr
    assert not set(NAMES) & set(re.findall(r"\w+", (said.stdout + said.stderr).casefold()))


def test_two_records_of_one_case_are_told(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    study.consent("casus-01").parent.mkdir()
    shutil.copy(EXAMPLES[0], study.consent("casus-01"))
    study.consent("casus-1").write_text(EXAMPLE.replace("casus: casus-01", "casus: casus-1"), encoding="utf-8")
    said = casus("consent", "check", "--study", str(study.root))
    assert said.returncode == 4 and "casus-01 en casus-1 zijn twee bestanden voor een casus" in said.stderr
