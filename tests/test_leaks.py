"""The second detector finds every form of the register, however it is written, and nothing after masking."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.leaks
from pipeline.leaks import find_leaks, leaks_in
from pipeline.model import Entity, FindingKind, Form, Piece, Redacted, RedactedBlock, Register
from tests.casework import found, material, record, redact, said, tools_for


def entity(number: int, kind: FindingKind, label: str, *forms: str) -> Entity:
    return Entity(f"E{number}", kind, "persoon", label, tuple(Form(form, "consent") for form in forms))


REGISTER = Register(
    "casus-04",
    (
        entity(1, "PERSON", "KIND-1", "Sanne van der Meulen", "San"),
        entity(2, "PERSON", "MOEDER", "Zoë El Amrani"),
        entity(3, "PERSON", "VADER", "Jean-Luc D'Hondt"),
        entity(4, "PERSON", "LEERKRACHT-1", "Łukasz Groß"),
        entity(5, "SCHOOL", "SCHOOL-1", "'t Kompas"),
        entity(6, "INSTITUTION", "INSTELLING-1", "Jeugdzorg Noord-Oost"),
        entity(7, "PLACE", "PLAATS-1", "Den Haag"),
        entity(8, "PERSON", "OOM", "Rob de Groot"),
    ),
)
FORMS = [(form.text, entity.label) for entity in REGISTER.entities for form in entity.forms]
DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": lambda form: form,
    "upper case": str.upper,
    "lower case": str.lower,
    "no accents": lambda form: form.replace("ë", "e").replace("Ł", "L").replace("ß", "ss"),
    "composed otherwise": lambda form: unicodedata.normalize("NFD", form),
    "soft hyphens": lambda form: "\u00ad".join(form),
    "zero width": lambda form: "\u200b".join(form),
    "wide letters": lambda form: "".join(chr(ord(c) + 0xFEE0) if "a" <= c.lower() <= "z" else c for c in form),
    "hyphens for spaces": lambda form: form.replace(" ", "-"),
    "spaces for hyphens": lambda form: form.replace("-", " "),
    "many spaces": lambda form: form.replace(" ", " \u00a0\n "),
    "underscores": lambda form: form.replace(" ", "_"),
    "other apostrophe": lambda form: form.replace("'", "’"),
    "possessive": lambda form: form + "s",
    "possessive with apostrophe": lambda form: form + "’s",
    "broken off": lambda form: form[:-2] + "-" + form[-2:],
}
around = st.sampled_from(["", " ", "(", "«", "…", ". ", "_", "2019-", "[KIND-1] ", "[X] "])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FORMS), st.sampled_from(sorted(DISGUISES)), around, around)
def test_any_form_of_the_register_is_found_however_it_is_written(
    form: tuple[str, str], disguise: str, before: str, behind: str
) -> None:
    text, label = form
    planted = f"Ja{before or ' '}{DISGUISES[disguise](text)}{behind or ' '}was er."
    leaks = [leak for leak in find_leaks(planted, REGISTER) if leak.label == label]
    start, end = len(f"Ja{before or ' '}"), len(planted) - len(f"{behind or ' '}was er.")
    assert any(leak.start <= start + 3 and leak.end >= end - 3 for leak in leaks)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("en sanne zei", "KIND-1"),
        ("mevrouw Meulen", "KIND-1"),
        ("van der meulen", "KIND-1"),
        ("casus-04_sanne.txt", "KIND-1"),
        ("Sanne2.docx", "KIND-1"),
        ("ZOE", "MOEDER"),
        ("el amrani", "MOEDER"),
        ("meneer Groot", "OOM"),
        ("bel 06-12345678", "telefoon"),
        ("bel +31 6 12 34 56 78", "telefoon"),
        ("bsn 111222333", "bsn"),
        ("bsn 1112.22.333", "bsn"),
        ("op 8011 AB", "postcode"),
        ("mail a.b@school.nl even", "e-mail"),
    ],
)
def test_parts_of_names_and_identifiers_are_found(text: str, label: str) -> None:
    assert {leak.label for leak in find_leaks(text, REGISTER)} == {label}


@pytest.mark.parametrize(
    "text",
    [
        "[KIND-1] en [MOEDER] en [KIND-1/MOEDER]",
        "een grote groot gebouw van der de",
        "sandaal, sannefeest, kompas",
        "in 2019 was het 12:30 en 1234567,89 euro, 123456789012",
        "sha256 0f3ac81112223330",
        "",
    ],
)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert find_leaks(text, REGISTER) == []


def test_a_label_of_another_case_is_no_shelter_and_names_do_not_join_over_a_label() -> None:
    assert [leak.label for leak in find_leaks("[SANNE] was er", REGISTER)] == ["KIND-1"]
    assert find_leaks("den [KIND-1] haag", REGISTER) == []


def test_only_the_very_occurrence_that_was_decided_is_passed_over() -> None:
    def piece(text: str, decided: bool = False) -> Piece:
        return Piece(text, decided=decided)

    talk = said("moeder-1", "x")
    pieces = (piece("San"), piece("gaat,", True), piece("San", True), piece("den", True), piece("Haag"))
    redacted = Redacted(talk.recording, (RedactedBlock("b1", "turn", pieces),), (), talk.figures, "", "nl")
    assert [(leak.block, leak.start, leak.label) for leak in leaks_in(redacted, REGISTER)] == [
        ("b1", 0, "KIND-1"),
        ("b1", 14, "PLAATS-1"),
    ]


def test_a_name_is_found_whatever_marks_stand_between_its_parts() -> None:
    register = Register(
        "casus-04", (entity(1, "PERSON", "KIND-1", "Tim Roest"), entity(2, "PLACE", "PLAATS-1", "Den Haag"))
    )
    talk = said("moeder-1", "x")

    def leaks(*pieces: Piece) -> list[tuple[int, int, str]]:
        of = Redacted(talk.recording, (RedactedBlock("b1", "turn", pieces),), (), talk.figures, "", "nl")
        return [(leak.start, leak.end, leak.label) for leak in leaks_in(of, register)]

    den, haag = Piece("Den", marks=("overlap", "doubtful")), Piece("Haag", marks=("outside",))
    assert leaks(den, haag) == [(0, 8, "PLAATS-1")]
    broken = Piece("Ti", marks=("overlap", "broken"))
    assert leaks(broken, Piece("m.", marks=("overlap",))) == leaks(broken, Piece("m")) == [(0, 4, "KIND-1")]
    assert leaks(Piece("Ti"), Piece("m")) == leaks(broken, Piece("en")) == []


@pytest.mark.parametrize(
    "text",
    ["//Tim//", "//Tim Roest//", "(Tim?) ‹Roest›", "//Ti- m//", "{Tim}", "~Roest~.", "//(Tim?)// {Roest}", "Tim-"],
)
def test_marks_in_what_is_written_hide_no_name(text: str) -> None:
    register = Register("casus-04", (entity(1, "PERSON", "KIND-1", "Tim Roest"),))
    assert {leak.label for leak in find_leaks(f"Ja (3 s) {text} was er.", register)} == {"KIND-1"}


hidden = st.sampled_from(sorted(DISGUISES))
words = st.sampled_from("ja eh toen wil groot de van met juf mevrouw naar Groot Roos dus.".split(" "))
KNOWN = record(
    ("kind-1", "kind", "Sanne van der Meulen"),
    ("moeder-1", "moeder", "Zoë El Amrani"),
    ("leraar-1", "leraar", "Łukasz Groß"),
    ("oom-1", "oom", "Wil de Groot"),
    schools=("'t Kompas",),
    institutions=("Jeugdzorg Noord-Oost",),
    places=("Den Haag",),
)
NAMES = ("Sanne van der Meulen", "Sanne", "Zoë", "El Amrani", "Łukasz", "Wil", "'t Kompas", "Jeugdzorg Noord-Oost")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(words, st.tuples(st.sampled_from(NAMES), hidden)), min_size=1, max_size=12))
def test_after_identify_and_mask_nothing_is_left_to_find(talk: list[str | tuple[str, str]]) -> None:
    line = " ".join(part if isinstance(part, str) else DISGUISES[part[1]](part[0]) for part in talk)
    spoken = said("moeder-1", line, "Toen kwam Priyanka nog.")
    identified, (redacted,) = redact(material([spoken], [[found(spoken, "Priyanka", block=2)]], KNOWN), tools_for())
    assert leaks_in(redacted, identified.register) == []
    assert "Priyanka" in {form.text for entity in identified.register.entities for form in entity.forms}


def test_the_second_detector_shares_no_code_with_the_first() -> None:
    source = ast.parse(Path(pipeline.leaks.__file__).read_text(encoding="utf-8"))
    ours = {node.module for node in ast.walk(source) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in ours if name.startswith("pipeline")} == {"pipeline.model"}
