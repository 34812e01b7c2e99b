"""Who is who can be put right by a person: labels stay, nothing is lost, and the next run follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from demo.casts import random_cast
from pipeline import screen
from pipeline.cli import app
from pipeline.errors import (
    BothOfRecord,
    CasusError,
    DifferentKinds,
    FormOfRecord,
    NameEmpty,
    NameInUse,
    NotCalledSo,
    NotIgnored,
    OnlyForm,
    SameLabel,
    UnknownLabel,
    UnknownRole,
)
from pipeline.model import CaseMaterial, Decision, Form, RedactedCase, Register
from pipeline.people import editing
from pipeline.people.editing import redirected
from pipeline.stages.identify import identify
from pipeline.store import Study
from tests.casework import CASE, found, label_of, material, read, record, redact, said, tools_for
from tests.studies import Casus, empty_study, spoken, write_cast_record, write_wav
from tests.test_identify import messy_cases

TALK = said("leraar-1", "Toen was Joost er, met Jeroen Postma.", "Joost zei dat.", "We fietsten naar Emmen toe.")
FINDS = [
    found(TALK, "Joost"),
    found(TALK, "Jeroen Postma"),
    found(TALK, "Joost", block=2),
    found(TALK, "Emmen", "PLACE", block=3),
]
KNOWN = record(("kind-1", "kind", "Sanne van der Meulen"), ("broer-1", "broer", "Wouter van der Meulen"))


def after(change: Callable[[Register], Register], case: CaseMaterial | None = None) -> list[str]:
    """The case's turns when its register was changed after the first run."""
    case = case or material([TALK], [FINDS], KNOWN)
    register = change(identify(case, tools_for()).register)
    return read(redact(replace(case, register=register))[1][0])


def changed(change: Callable[[Register], Register]) -> Register:
    return change(identify(material([TALK], [FINDS], KNOWN), tools_for()).register)


def label(register: Register, name: str) -> str:
    return label_of(identify(material([], [], record(), register), tools_for()), name)


def test_somebody_added_has_all_parts_of_the_name_and_renumbers_nobody() -> None:
    before = changed(lambda register: register)
    added, entity = editing.add(before, ["Kees de Groot", "Keesje"], "broertje", "nl")
    assert entity.label == "BROER-2"
    assert {form.text for form in entity.forms} >= {"Kees de Groot", "Kees", "de Groot", "Keesje"}
    assert {form.origin for form in entity.forms} == {"researcher"}
    assert added.entities[:-1] == before.entities


@pytest.mark.parametrize(
    ("role", "label", "kind"),
    [
        ("juf", "LEERKRACHT-1", "PERSON"),
        ("school", "SCHOOL-1", "SCHOOL"),
        ("instelling", "INSTELLING-1", "INSTITUTION"),
        ("plaats", "PLAATS-2", "PLACE"),
        ("straat", "STRAAT-1", "STREET"),
        ("persoon", "PERSOON-3", "PERSON"),
    ],
)
def test_any_word_for_a_role_or_a_kind_of_thing_will_do(role: str, label: str, kind: str) -> None:
    _, entity = editing.add(changed(lambda register: register), ["Zonnehof"], role, "nl")
    assert (entity.label, entity.kind) == (label, kind)


def test_a_school_that_was_added_is_found_without_its_head_and_article() -> None:
    talk = said("moeder-1", "Hij zit op De Zonnehof nu.")
    register, _ = editing.add(Register(CASE), ["obs De Zonnehof"], "school", "nl")
    assert read(redact(material([talk], [], record(), register))[1][0]) == ["Hij zit op [SCHOOL-1] nu."]


def test_another_name_for_somebody_is_theirs_everywhere() -> None:
    assert after(lambda r: editing.call(r, "kind-1", ["Joost"]), material([TALK], [], KNOWN))[:2] == [
        "Toen was [KIND-1] er, met Jeroen Postma.",
        "[KIND-1] zei dat.",
    ]


def test_two_who_are_one_have_one_label_and_the_other_is_never_given_again() -> None:
    joined = changed(lambda r: editing.merge(r, label(r, "Joost"), label(r, "Jeroen Postma")))
    assert joined.retired == ("PERSOON-2",)
    assert after(lambda _: joined)[:2] == ["Toen was [PERSOON-1] er, met [PERSOON-1].", "[PERSOON-1] zei dat."]
    assert editing.add(joined, ["Anja"], "persoon", "nl")[1].label == "PERSOON-3"
    assert {entity.id for entity in joined.entities}.isdisjoint({editing.add(joined, ["Anja"], "juf", "nl")[1].id})


def test_a_merge_holds_though_a_title_sets_them_apart() -> None:
    talk = said("moeder-1", "Sanne zit bij juf Sanne in de klas.")
    case = material([talk], [[found(talk, "Sanne", nth=2)]], record(("kind-1", "kind", "Sanne")))
    assert after(lambda r: r, case) == ["[KIND-1/LEERKRACHT-1] zit bij juf [LEERKRACHT-1] in de klas."]
    assert after(lambda r: editing.merge(r, "KIND-1", "LEERKRACHT-1"), case) == [
        "[KIND-1] zit bij juf [KIND-1] in de klas."
    ]


def test_somebody_met_before_takes_over_who_the_record_names_and_keeps_the_label() -> None:
    joined = changed(lambda r: editing.merge(r, "PERSOON-1", "KIND-1"))
    again = identify(material([TALK], [FINDS], KNOWN, joined), tools_for()).register
    assert [(e.label, e.person) for e in again.entities if e.person == "kind-1"] == [("PERSOON-1", "kind-1")]


def test_a_name_that_is_somebody_elses_gets_a_label_of_its_own() -> None:
    register = changed(lambda r: editing.call(r, "KIND-1", ["Joost", "Jeroen Postma"]))
    apart, entity = editing.split(register, "KIND-1", "joost", "vriendje", "nl")
    assert (entity.label, [form.text for form in entity.forms]) == ("VRIEND-1", ["Joost"])
    assert "Joost" not in {form.text for form in editing.labelled(apart, "KIND-1").forms}


def test_a_word_that_names_nobody_is_left_alone_and_who_was_only_that_word_goes() -> None:
    ignored = changed(lambda r: editing.ignore(r, "emmen"))
    assert (ignored.ignored, ignored.retired) == (("emmen",), ("PLAATS-1",))
    assert after(lambda _: ignored)[2] == "We fietsten naar Emmen toe."
    assert after(lambda _: editing.heed(ignored, "Emmen"))[2] == "We fietsten naar [PLAATS-2] toe."


def test_a_word_that_becomes_a_known_name_is_no_longer_ignored() -> None:
    register, _ = editing.add(editing.ignore(Register(CASE), "Joost"), ["Joost"], "juf", "nl")
    assert register.ignored == ()
    later = replace(KNOWN, persons=(*KNOWN.persons, record(("o", "oom", "Joost")).persons[0]))
    case = material([TALK], [FINDS], later, editing.ignore(Register(CASE), "Joost"))
    assert read(redact(case)[1][0])[1] == "[OOM-1] zei dat."


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda r: editing.merge(r, "KIND-1", "BROER-1"), BothOfRecord),
        (lambda r: editing.merge(r, "KIND-1", "PLAATS-1"), DifferentKinds),
        (lambda r: editing.merge(r, "KIND-1", "kind-1"), SameLabel),
        (lambda r: editing.merge(r, "KIND-1", "Jansen"), UnknownLabel),
        (lambda r: editing.split(r, "KIND-1", "Sanne", "", "nl"), FormOfRecord),
        (lambda r: editing.split(r, "KIND-1", "Jansen", "", "nl"), NotCalledSo),
        (lambda r: editing.split(r, "PERSOON-1", "Joost", "", "nl"), OnlyForm),
        (lambda r: editing.split(r, "PERSOON-1", "Joost", "piloot", "nl"), UnknownRole),
        (lambda r: editing.ignore(r, "Sanne"), FormOfRecord),
        (lambda r: editing.ignore(editing.add(r, ["Kees Jansen"], "oom", "nl")[0], "kees"), NameInUse),
        (lambda r: editing.ignore(r, "Sannes"), FormOfRecord),
        (lambda r: editing.ignore(r, "Jeroen"), NameInUse),
        (lambda r: editing.ignore(r, "..."), NameEmpty),
        (lambda r: editing.heed(r, "Jansen"), NotIgnored),
        (lambda r: editing.add(r, ["Jansen"], "piloot", "nl"), UnknownRole),
        (lambda r: editing.add(r, ["  "], "oom", "nl"), NameEmpty),
        (lambda r: editing.call(r, "OOM-9", ["Jansen"]), UnknownLabel),
    ],
)
def test_what_cannot_be_is_refused_and_no_name_is_repeated(
    change: Callable[[Register], Register], error: type[CasusError]
) -> None:
    with pytest.raises(error) as refused:
        changed(change)
    for language in ("nl", "en"):
        spoken = refused.value.sentence(language) + refused.value.remedy(language)
        assert not any(name in spoken for name in ("Sanne", "Joost", "Jansen", "jansen", "Jeroen"))


def test_decisions_follow_who_was_merged_and_are_asked_again_for_who_went() -> None:
    def decided(entity: str, start: int) -> Decision:
        return Decision("name", TALK.recording.id, "0", "b1", start, start + 3, entity)

    register = Register(CASE, changed(lambda r: r).entities[:1])
    decisions = (decided("E1", 0), decided("E9", 5), decided("", 9))
    assert [d.entity for d in redirected(decisions, register)] == ["E1", ""]
    assert [d.entity for d in redirected(decisions, register, into="E1")] == ["E1", "E1", ""]


edits = st.lists(
    st.tuples(
        st.sampled_from(["add", "merge", "split", "ignore", "heed", "call"]), st.integers(0, 30), st.integers(0, 30)
    ),
    max_size=6,
)
NAMES = ("Sanne", "Tom Visser", "Jordan", "Tim", "De Regenboog", "Roos de Wit", "Zwolle", "Jeden")


def edited(register: Register, what: str, one: int, two: int) -> Register:
    """Any edit, unless it is refused."""
    entities = register.entities or editing.add(register, ["Kees"], "oom", "nl")[0].entities
    first, second = entities[one % len(entities)], entities[two % len(entities)]
    name = NAMES[one % len(NAMES)]
    forms = first.forms or (Form("Kees", "interview"),)
    try:
        if what == "add":
            return editing.add(register, [name], ("broer", "juf", "school", "plaats")[two % 4], "nl")[0]
        if what == "call":
            return editing.call(register, second.label, [name])
        if what == "merge":
            return editing.merge(register, first.label, second.label)
        if what == "split":
            return editing.split(register, first.label, forms[two % len(forms)].text, "", "nl")[0]
        change = editing.ignore if what == "ignore" else editing.heed
        return change(register, name.split()[0])
    except CasusError:
        return register


@settings(max_examples=200, deadline=None)
@given(messy_cases(), edits)
def test_whatever_is_changed_identifying_twice_gives_the_same_and_labels_never_change_hands(
    case: CaseMaterial, changes: list[tuple[str, int, int]]
) -> None:
    register = identify(case, tools_for("required")).register
    given_to = {entity.label: entity.id for entity in register.entities}
    for change in changes:
        register = edited(register, *change)
        once = identify(replace(case, register=register), tools_for("required"))
        again = identify(replace(case, register=once.register), tools_for("required"))
        assert (again.register, again.mentions) == (once.register, once.mentions)
        register = once.register
        labels = [entity.label for entity in register.entities]
        assert len(set(labels)) == len(labels) and not set(labels) & set(register.retired)
        assert len({entity.id for entity in register.entities}) == len(labels)
        persons = [entity.person for entity in register.entities if entity.person]
        assert len(set(persons)) == len(persons), "the same person never has two"
        for entity in register.entities:
            assert given_to.setdefault(entity.label, entity.id) == entity.id


CAST, OTHER = random_cast(77), random_cast(78)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two cases with a page of the child's file each: nothing to listen to."""
    made = empty_study(tmp_path / "study")
    for case, cast in (("casus-01", CAST), ("casus-02", OTHER)):
        write_cast_record(made, case, cast)
        folder = made.inbox / case / "dossier"
        folder.mkdir(parents=True)
        child = cast.people["kind"].first
        (folder / "groep 6.txt").write_text(f"Met {child} ging het goed, zei Xavira. Ook Xavira was blij.\n")
    return made


def state_of(study: Study) -> dict[str, tuple[bytes, int]]:
    """Every product and receipt but states: what it holds and when it was written."""
    files = [path for root in (study.vault, study.work / "receipts") for path in root.rglob("*.json")]
    return {str(path.relative_to(study.root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def rewritten(study: Study, casus: Casus) -> set[str]:
    """What the next run writes."""
    before = state_of(study)
    assert casus("run", "--study", str(study.root)).returncode == 0
    return {name for name, state in state_of(study).items() if before.get(name) != state}


def test_a_changed_register_redoes_only_the_redaction_of_its_case(casus: Casus, study: Study, demo_model: Path) -> None:
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text().replace('"tiny"', f'"{demo_model}"'))
    write_wav(study.inbox / "casus-01_leraar_2026-05-13.wav", spoken("leraar", CAST, 3, exchanges=1)[1].audio)
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert rewritten(study, casus) == set()
    assert casus("register", "add", "casus-01", "Xavira", "--role", "juf", "--study", str(study.root)).returncode == 0
    assert rewritten(study, casus) == {
        "vault/register/casus-01.json",
        "vault/redacted/casus-01.json",
        "work/receipts/redact/casus-01.json",
        "work/receipts/release/by-case/casus-01.json",
        "work/receipts/release/study.json",
    }
    (dossier, _) = study.load(RedactedCase, "redacted", "casus-01").transcripts
    assert "LEERKRACHT" in " ".join(read(dossier))


def test_a_merge_and_an_ignored_word_are_followed_by_the_next_run(casus: Casus, study: Study) -> None:
    here = ("--study", str(study.root))
    assert casus("run", *here).returncode == 0
    assert casus("register", "merge", "casus-01", "KIND-1", "PERSOON-1", *here).returncode == 0
    assert casus("run", *here).returncode == 0
    (dossier,) = study.load(RedactedCase, "redacted", "casus-01").transcripts
    assert read(dossier) == ["Met [KIND-1] ging het goed, zei [KIND-1]. Ook [KIND-1] was blij."]
    assert casus("register", "ignore", "casus-02", *here, stdin="Xavira\n").returncode == 0
    assert casus("run", *here).returncode == 0
    (dossier,) = study.load(RedactedCase, "redacted", "casus-02").transcripts
    assert read(dossier) == ["Met [KIND-1] ging het goed, zei Xavira. Ook Xavira was blij."]


def test_names_are_asked_at_a_prompt_when_they_are_left_out(casus: Casus, study: Study) -> None:
    said = casus(
        "register", "add", "casus-01", "--also", "-", "--role", "oom", "--study", str(study.root), stdin="Kees\nKe\n"
    )
    assert said.returncode == 0
    (entity,) = study.register("casus-01").entities
    assert [form.text for form in entity.forms] == ["Kees", "Ke"]


def test_the_register_is_shown_on_a_screen_only(casus: Casus, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = casus("register", "show", "casus-01", "--study", str(study.root))
    assert piped.returncode == 2 and CAST.people["kind"].first not in piped.stdout + piped.stderr
    assert casus("run", "--study", str(study.root)).returncode == 0
    monkeypatch.setattr(screen, "on_a_screen", lambda: True)
    monkeypatch.setattr(screen, "out", Console(width=300))
    shown = CliRunner().invoke(app, ["register", "show", "casus-01", "--study", str(study.root)])
    assert f"{CAST.people['kind'].first} (toestemming)" in shown.output and "Xavira (interview)" in shown.output


def test_a_refused_change_is_a_sentence_and_an_exit_code_and_changes_nothing(casus: Casus, study: Study) -> None:
    assert casus("run", "--study", str(study.root)).returncode == 0
    before = state_of(study)
    said = casus("register", "merge", "casus-01", "KIND-1", "MOEDER", "--study", str(study.root))
    assert said.returncode == 2 and "vault/consent/casus-01.yaml" in said.stderr
    assert casus("register", "ignore", "casus-99", "Kees", "--study", str(study.root)).returncode == 2
    assert state_of(study) == before
