"""Traits: every extractor's examples, who shares what, and telling it more coarsely."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from demo.casts import random_cast
from pipeline.consent.writing import record_as_yaml
from pipeline.leaks import leaks_in
from pipeline.model import Entity, Form, Piece, Recording, RedactedCase, Register
from pipeline.stages.mask import labelled
from pipeline.store import Study
from pipeline.traits import EXTRACTORS, ages, kept, towns
from pipeline.traits.ages import Ages
from pipeline.traits.extractor import TRAITS, Extractor, Trait
from pipeline.traits.generalise import generalised
from pipeline.traits.numbers import words_in
from pipeline.traits.passage import Cast, Passage
from pipeline.traits.rarity import count_shared, rarest
from pipeline.traits.risks import Risks, compared
from pipeline.traits.rows import Fact, Row, Told, row_of
from pipeline.traits.towns import shown_province, town_of
from pipeline.traits.wording import rare_line, remarks
from tests import redacted as made
from tests.casework import material, record, redact, said
from tests.studies import Casus, empty_study, record_of

CAST = Cast(
    child=frozenset({"KIND-1"}),
    family=frozenset({"BROER-1", "ZUS-1", "MOEDER", "VADER"}),
    teachers=frozenset({"LEERKRACHT-1"}),
    others=frozenset({"VRIEND-1", "PERSOON"}),
    places=frozenset({"PLAATS-1", "PLAATS-2"}),
)
LABEL = re.compile(r"\[([^\[\]]+)\]")
PARENT = made.recording(role="ouder")
TEACHER, CHILD, FILE = made.recording(), made.recording(role="kind"), made.recording(role="dossier")


def passage_of(text: str, recording: Recording = PARENT, **more: Any) -> Passage:
    """A block of this text; what stands in brackets is a label."""
    labels = tuple((match.start(), match.end(), match[1].split(",")[0]) for match in LABEL.finditer(text))
    return Passage(recording, text, labels, CAST, **more)


def read(kind: type[Extractor], text: str, recording: Recording = PARENT, **more: Any) -> list[tuple[str, str, str]]:
    """What is read from a text: what was said, the value, about whom."""
    signs = sorted(kind().signs(passage_of(text, recording, **more)), key=lambda sign: sign.start)
    return [(text[sign.start : sign.end], sign.value, sign.about) for sign in signs]


EXAMPLES = [(kind, example) for kind in EXTRACTORS for example in kind.examples]


@pytest.mark.parametrize(("kind", "example"), EXAMPLES, ids=lambda value: "")
def test_every_extractor_reads_what_its_examples_mark_and_nothing_else(kind: type[Extractor], example: str) -> None:
    wanted = [tuple(marked.split("|")) for marked in re.findall(r"\{(.*?)\}", example)]
    text = re.sub(r"\{(.*?)\|.*?\}", r"\1", example)
    assert read(kind, text) == wanted


def test_every_extractor_has_hits_and_misses_and_a_trait_of_its_own() -> None:
    assert len({kind.trait for kind in EXTRACTORS}) == len(EXTRACTORS)
    for kind in EXTRACTORS:
        assert any("{" in example for example in kind.examples), kind.trait
        assert any("{" not in example for example in kind.examples), kind.trait


@pytest.mark.parametrize(
    ("kind", "said", "recording", "wanted"),
    [
        ("group", "Ik sta voor groep vijf.", TEACHER, [("groep vijf", "5", "unclear")]),
        ("group", "[BROER-1] is druk, ik heb groep vijf.", TEACHER, [("groep vijf", "5", "other")]),
        ("age", "Ik ben tien. Bijna elf.", CHILD, [("tien", "10", "child"), ("elf", "11", "unclear")]),
        ("age", "Leeftijd: negen jaar", FILE, [("negen jaar", "9", "child")]),
        ("sport", "Met voetbal zit ik in de E2.", CHILD, [("voetbal", "voetbal", "child")]),
        ("family", "Zelf ben ik gescheiden.", TEACHER, [("gescheiden", "gescheiden ouders", "other")]),
        ("family", "Ik ben gescheiden.", PARENT, [("gescheiden", "gescheiden ouders", "child")]),
        ("diagnosis", "De juf van [KIND-1] zegt dat hij ADHD heeft.", PARENT, [("ADHD", "ADHD", "child")]),
        ("diagnosis", "De vader van [KIND-1] heeft ADHD.", PARENT, [("ADHD", "ADHD", "other")]),
        ("diagnosis", "[KIND-1/BROER-1] heeft ADHD.", PARENT, [("ADHD", "ADHD", "unclear")]),
        ("diagnosis", "XX heeft ADHD.", PARENT, [("ADHD", "ADHD", "unclear")]),
    ],
)
def test_who_speaks_and_who_was_named_last_decide_of_whom_it_is_said(
    kind: str, said: str, recording: Recording, wanted: list[tuple[str, str, str]]
) -> None:
    (extractor,) = [one for one in EXTRACTORS if one.trait == kind]
    passage = passage_of(said, recording)
    if "XX" in said:
        passage = replace(passage, labels=((0, 2, "XX"),))
    signs = sorted(extractor().signs(passage), key=lambda sign: sign.start)
    assert [(said[sign.start : sign.end], sign.value, sign.about) for sign in signs] == wanted


def test_an_age_that_answers_a_question_is_an_age() -> None:
    assert read(Ages, "Eh, negen.", CHILD, before="Hoe oud ben je?") == [("negen", "9", "child")]
    assert read(Ages, "Ja, negen keer.", CHILD, before="Hoe oud ben je?") == []
    assert read(Ages, "Eh, negen.", CHILD, before="Hoe vaak ga je?") == []


def test_the_list_of_towns_has_every_municipality_in_its_province() -> None:
    text = Path(towns.__file__).with_name("data").joinpath("towns.txt").read_text(encoding="utf-8")
    municipalities = re.findall(r"# municipalities\n(.*?)# towns", text, re.DOTALL)
    assert len(municipalities) == 12
    names = [name.strip("* ") for part in municipalities for name in re.split(r"[,\n]", part) if name.strip()]
    assert len(names) == len(set(names)) + 1 == 342  # Bergen is one in Noord-Holland and one in Limburg
    for name, province in {
        "almere poort": "Flevoland",
        "Súdwest-Fryslân": "Friesland",
        "SUDWEST FRYSLAN": "Friesland",
        "den bosch": "Noord-Brabant",
        "'s-Hertogenbosch": "Noord-Brabant",
        "Bergen": None,
        "Bergen op Zoom": "Noord-Brabant",
        "Kanaleneiland": None,
    }.items():
        town = town_of(place(1, name))
        assert (town and town.province) == province


def place(number: int, *forms: str) -> Entity:
    return Entity(f"P{number}", "PLACE", "plaats", f"PLAATS-{number}", tuple(Form(form, "consent") for form in forms))


def register(case: str, *places: str) -> Register:
    persons = (("KIND-1", "kind", "Sanne"), ("BROER-1", "broer", "Tom"), ("LEERKRACHT-1", "leraar", "Els"))
    entities = [
        Entity(f"E{n}", "PERSON", role, label, (Form(name, "consent"),))
        for n, (label, role, name) in enumerate(persons)
    ]
    return Register(case, (*entities, *(place(number, name) for number, name in enumerate(places, 1))))


def case(number: int, town: str, *lines: str, role: str = "ouder") -> RedactedCase:
    name = f"casus-0{number}"
    blocks = [made.turn(line, 10.0 * at, block=f"b{at}") for at, line in enumerate(lines, 1)]
    transcript = made.redacted(*blocks, of=made.recording(name, role))
    return RedactedCase(name, register(name, town), (transcript,))


STUDY = (
    case(1, "Zwolle", "We wonen in [PLAATS-1].", "[KIND-1] is negen en hij heeft ADHD.", "[KIND-1] zit op voetbal."),
    case(2, "Zwolle", "We wonen in [PLAATS-1].", "[KIND-1] is tien en hij heeft ADHD.", "[KIND-1] zit op judo."),
    case(3, "Kampen", "We wonen in [PLAATS-1].", "[KIND-1] is elf en hij heeft ADHD.", "[KIND-1] zit op judo."),
    case(4, "Assen", "[BROER-1] is twaalf.", "[KIND-1] is negen en ze heeft epilepsie.", "We wonen in [PLAATS-1]."),
    case(5, "Assen", "We wonen in [PLAATS-1].", "[KIND-1] is negen.", "Een tweeling, [KIND-1] en [BROER-1]."),
)


def compare(**sections: dict[str, Any]) -> Risks:
    return compared([row_of(one) for one in STUDY], made.settings(**sections))


def test_a_row_says_what_is_told_of_the_child_and_where() -> None:
    row = row_of(STUDY[3])
    assert [(t.fact.trait, t.fact.shown, t.of_child, t.unusual, t.places) for t in row.told] == [
        ("age", "9", True, False, (("casus-04_ouder-1", "b2"),)),
        ("gender", "meisje", True, False, (("casus-04_ouder-1", "b2"),)),
        ("town", "PLAATS-1 (kleine plaats)", True, False, (("casus-04_ouder-1", "b3"),)),
        ("diagnosis", "epilepsie", True, True, (("casus-04_ouder-1", "b2"),)),
    ]
    assert "Assen" not in repr(row)


EXACT = {
    "casus-01": (
        21,
        [
            "sport of hobby voetbal: 1",
            "leeftijd 9 + geslacht jongen: 1",
            "leeftijd 9 + plaats PLAATS-1 (grote plaats): 1",
            "leeftijd 9 + diagnose ADHD: 1",
            "plaats PLAATS-1 (grote plaats): 2",
        ],
        ("town", 21, 17, 1),  # Zwolle and Kampen are one province
    ),
    "casus-02": (
        22,
        [
            "leeftijd 10: 1",
            "plaats PLAATS-1 (grote plaats) + sport of hobby judo: 1",
            "plaats PLAATS-1 (grote plaats): 2",
            "sport of hobby judo: 2",
        ],
        ("age", 22, 18, 1),
    ),
    "casus-03": (
        22,
        ["leeftijd 11: 1", "plaats PLAATS-1 (kleine plaats): 1", "sport of hobby judo: 2"],
        ("age", 22, 18, 1),
    ),
    "casus-04": (13, ["geslacht meisje: 1", "diagnose epilepsie: 1", "plaats PLAATS-1 (kleine plaats): 2"], None),
    "casus-05": (6, ["gezin tweeling: 1", "plaats PLAATS-1 (kleine plaats): 2"], None),
}


def test_the_table_of_five_cases_is_exact() -> None:
    risks = compare()
    assert risks.compared == 5 and risks.k == 3
    shown = {
        risk.row.case: (
            risk.rare,
            [rare_line(one, "nl") for one in risk.rarest],
            risk.advice and (risk.advice.trait, risk.advice.before, risk.advice.after, risk.advice.lowest),
        )
        for risk in risks.cases
    }
    assert shown == EXACT


def test_with_one_case_nothing_is_compared_and_k_never_exceeds_the_cases() -> None:
    rows = [row_of(one) for one in STUDY]
    one = compared(rows[:1], made.settings())
    assert one.k == 1 and [risk.rarest for risk in one.cases] == [()]
    (alone, *_) = remarks(one, "nl")
    assert "één casus" in alone and "niets te vergelijken" in alone and "zeldzaam is" not in alone
    assert "nothing to compare" in remarks(one, "en")[0]
    assert not any("Vergeleken: 1" in line for line in remarks(one, "nl"))
    two = remarks(compared(rows[:2], made.settings()), "nl")[0]
    assert "zeldzaam is minder dan 2" in two and "release.k_anonymity is 3, maar er zijn 2 casussen" in two
    five = remarks(compared(rows, made.settings()), "nl")[0]
    assert "zeldzaam is minder dan 3 (release.k_anonymity)" in five


def test_a_shared_value_counts_every_case_that_has_it() -> None:
    rows = [row_of(one) for one in STUDY]
    counts = count_shared(rows)
    shared = {(row.case, str(one)): counts[frozenset([one])] for row in rows for one in row.facts}
    assert shared["casus-01", "9"] == shared["casus-01", "ADHD"] == shared["casus-01", "jongen"] == 3
    small = "PLAATS-1 (kleine plaats)"  # the same label is another town in another case
    assert (shared["casus-03", small], shared["casus-04", small], shared["casus-05", small]) == (1, 2, 2)


odd = st.sampled_from(
    [("s", "ſ"), ("i", "ı"), ("i", "İ"), ("k", "\u212a"), ("e", "e\u0301"), (" ", "\u00a0"), ("n", "N")]
)


@given(st.sampled_from(EXAMPLES), odd)
@settings(max_examples=200, deadline=None)
def test_odd_letters_break_no_extractor(example: tuple[type[Extractor], str], letters: tuple[str, str]) -> None:
    kind, marked = example
    text = re.sub(r"\{(.*?)\|.*?\}", r"\1", marked).replace(*letters)
    assert all(re.fullmatch(r"[^-]\S*.*", value) for _, value, _ in read(kind, text))


def test_a_long_line_of_fillers_comes_to_an_end() -> None:
    for kind in EXTRACTORS:
        for line in ("hij is" + " nu," * 3000, "is " + "nu " * 3000, "in Polen " * 3000, "groep drie en " * 3000):
            list(kind().signs(passage_of(line)))


values = st.sampled_from(["a", "b", "c"])
tables = st.lists(st.lists(st.tuples(st.sampled_from(TRAITS[:5]), values), max_size=5), min_size=1, max_size=6)


NUMBERS = [
    "één",
    "eén jaar",
    "ÉÉN",
    "een en twintig jaar",
    "drieëntwintig",
    "acht-jarige",
    "3;4",
    "٣",
    "zesde",
    "hij is",
]
SAID = [word for _, example in EXAMPLES for word in re.sub(r"{([^|{}]*)\|[^{}]*}", r"\1", example).split()]


@given(st.lists(st.sampled_from([*SAID, *NUMBERS]), min_size=1, max_size=9).map(" ".join), st.booleans(), odd)
@example("een negenjarige jongen", False, ("x", "x"))
@example("hij is eén jaar", False, ("x", "x"))
@example("een kind van [LEEFTIJD 8-11]", False, ("x", "x"))
@settings(max_examples=200, deadline=None)
def test_looking_at_the_words_before_a_pattern_is_tried_misses_nothing(
    text: str, loud: bool, letters: tuple[str, str]
) -> None:
    passage = passage_of(text.upper() if loud else text.replace(*letters))
    quick = [list(kind().signs(passage)) for kind in EXTRACTORS]
    with pytest.MonkeyPatch.context() as patch:
        everything = words_in(passage.text) | {"-"}
        for module in (ages, kept):
            patch.setattr(module, "words_in", lambda _: everything)
        patch.setattr(ages, "_TOLD_BY", everything)
        patch.setattr(kept, "_first_words", lambda _: everything)
        assert [list(kind().signs(passage)) for kind in EXTRACTORS] == quick


@given(tables, st.integers(2, 4))
@settings(max_examples=100, deadline=None)
def test_the_rarest_combinations_are_rare_minimal_and_counted_right(
    table: list[list[tuple[Trait, str]]], k: int
) -> None:
    rows = [
        Row(f"c{n}", tuple(Told(Fact(trait, value, value), (), True, False) for trait, value in facts))
        for n, facts in enumerate(table)
    ]
    counts = count_shared(rows)
    for row in rows:
        found = {frozenset(one.facts): one.cases for one in rarest(row, counts, k)}
        for size in (1, 2, 3):
            for group in map(frozenset, combinations(row.facts, size)):
                shared = sum(group <= set(other.facts) for other in rows)
                parts = [frozenset(part) for n in range(1, size) for part in combinations(group, n)]
                smaller = any(sum(part <= set(other.facts) for other in rows) <= shared for part in parts)
                assert (group in found) == (shared < k and not smaller)
                assert found.get(group, shared) == shared


WORDS = (
    "ja eh toen is hij ze was van groep negen tien jaar acht 8 3/4 zeven en, bijna jongen oud. keer [KIND-1] [PLAATS-1]"
).split()
lines = st.lists(
    st.sampled_from(WORDS) | st.text("abc()[]-.,;é ", min_size=1, max_size=6).map(lambda t: t.replace(" ", "") or "x"),
    min_size=1,
    max_size=14,
)
everything = made.settings(redact={"generalise": ["ages", "groups", "towns"]})


@given(st.lists(lines, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_generalising_changes_no_other_word_and_offsets_map_back(talk: list[list[str]]) -> None:
    blocks = [made.turn(" ".join(line), 10.0 * at, block=f"b{at}") for at, line in enumerate(talk)]
    before = made.redacted(*blocks, of=made.recording(role="ouder"))
    known = register("casus-01", "Zwolle")
    after = generalised(before, known, everything)
    assert generalised(after, known, everything) == after
    assert replace(after, blocks=before.blocks) == before
    for old, new in zip(before.blocks, after.blocks, strict=True):
        left = list(old.pieces)
        for piece in new.pieces:
            run = [left.pop(0)]
            while run[-1].end != piece.end:
                run.append(left.pop(0))
            assert (piece.start, piece.end) == (run[0].start, run[-1].end)
            said = " ".join(one.text for one in run)
            outside = re.split(
                r"\[(?:LEEFTIJD \d+-\d+|(?:ONDER|MIDDEN|BOVEN)BOUW)\]", piece.text.replace(", Overijssel]", "]")
            )
            assert said.startswith(outside[0]) and said.endswith(outside[-1])
            assert len(outside) > 1 or said == outside[0]
        assert not left


@pytest.mark.parametrize(
    ("said", "coarse"),
    [
        ("[KIND-1] (negen jaar), bijna tien.", "[KIND-1] ([LEEFTIJD 8-11]), bijna [LEEFTIJD 8-11]."),
        ("een negenjarig meisje uit groep 3/4,", "een [LEEFTIJD 8-11] meisje uit [MIDDENBOUW],"),
        ("ik ben 43 en zij is drie", "ik ben [LEEFTIJD 40-49] en zij is [LEEFTIJD 0-3]"),
        ("hij zit in groep acht of de brugklas.", "hij zit in [BOVENBOUW] of de [VOORTGEZET-ONDERWIJS]."),
        (
            "We wonen in [PLAATS-1], acht jaar al, om negen uur.",
            "We wonen in [PLAATS-1, Overijssel], acht jaar al, om negen uur.",
        ),
    ],
)
def test_ages_groups_and_towns_are_told_more_coarsely(said: str, coarse: str) -> None:
    before = made.redacted(made.turn(said), of=made.recording(role="ouder"))
    (block,) = generalised(before, register("casus-01", "Zwolle"), everything).blocks
    assert block.text == coarse
    assert leaks_in(replace(before, blocks=(block,)), register("casus-01", "Zwolle")) == []
    assert generalised(before, register("casus-01", "Zwolle"), made.settings()) == before


def test_a_coarse_age_is_one_piece_with_the_times_of_its_words_and_a_label_without_spaces() -> None:
    before = made.redacted(made.turn("Hij is negen jaar, ja"), of=made.recording(role="ouder"))
    (block,) = generalised(before, register("casus-01"), everything).blocks
    assert block.pieces[2] == Piece("[LEEFTIJD 8-11],", 1.0, 1.9, "LEEFTIJD")
    english = made.settings(study={"language": "en"}, redact={"generalise": ["ages"]})
    (block,) = generalised(before, register("casus-01"), english).blocks
    assert block.pieces[2] == Piece("[AGED 8-11],", 1.0, 1.9, "AGED")


town_names = st.sampled_from(
    [
        "Groningen",
        "Utrecht",
        "Zwolle",
        "Winschoten",
        "Zeist",
        "Almere",
        "Den Haag Zuid",
        "Goes",
        "Heerlen",
        "Ede",
        "Hoorn",
    ]
)


@given(st.lists(town_names, min_size=1, max_size=4, unique=True), st.sampled_from(["Els", "Plaats", "van der Plaats"]))
@settings(max_examples=100, deadline=None)
def test_no_form_of_the_register_shows_up_in_the_label_of_a_place(names: list[str], teacher: str) -> None:
    known = register("casus-01", *names)
    known = replace(
        known, entities=(*known.entities, Entity("E9", "PERSON", "persoon", "PERSOON-1", (Form(teacher, "interview"),)))
    )
    spoken = " ".join(f"in [PLAATS-{number}] dus" for number in range(1, len(names) + 1))
    after = generalised(made.redacted(made.turn(spoken)), known, everything)
    assert leaks_in(after, known) == []
    folded = after.blocks[0].text.casefold()
    assert not any(form.text.casefold() in folded for e in known.entities if e.kind == "PLACE" for form in e.forms)


def test_a_town_with_the_name_of_its_province_keeps_its_plain_label() -> None:
    assert shown_province(place(1, "Groningen"), register("c", "Groningen")) == ""
    assert shown_province(place(2, "Winschoten"), register("c", "Groningen", "Winschoten")) == ""
    assert shown_province(place(1, "Winschoten"), register("c", "Winschoten")) == "Groningen"


def test_what_was_generalised_is_read_as_such() -> None:
    coarse = [
        replace(one, transcripts=tuple(generalised(t, one.register, everything) for t in one.transcripts))
        for one in STUDY
    ]
    ages = [told.fact.shown for one in coarse for told in row_of(one).told if told.fact.trait == "age"]
    assert ages == ["8-11"] * 5
    raw, less = compare(), compared([row_of(one) for one in coarse], everything)
    assert sum(risk.rare for risk in less.cases) < sum(risk.rare for risk in raw.cases)


def test_masking_generalises_and_the_setting_makes_only_redaction_run_again() -> None:
    from pipeline.stages import EXTRACT, REDACT, SPEAKERS, TRANSCRIBE, VOICES

    plain = made.settings()
    for stage in (TRANSCRIBE, VOICES, SPEAKERS, EXTRACT):
        assert stage.settings(plain) == stage.settings(everything)
    assert REDACT[-1].settings(plain) != REDACT[-1].settings(everything)
    talk = said("moeder-1", "Sanne is negen jaar.")
    identified, _ = redact(material([talk], [], record(("kind-1", "kind", "Sanne"))))
    assert labelled(identified, everything).transcripts[0].blocks[0].text == "[KIND-1] is [LEEFTIJD 8-11]."


DOSSIERS = {
    "casus-01": ("Winschoten", "Sanne is negen en zit in groep zes. Ze heeft ADHD. Sanne zit op voetbal."),
    "casus-02": ("Winschoten", "Sanne is negen en zit in groep zes. Ze heeft epilepsie. Sanne zit op judo."),
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two cases with a file that can be read, and one that waits for consent."""
    made_study = empty_study(tmp_path / "study")
    for name, (town, text) in DOSSIERS.items():
        known = record_of(name, random_cast(5))
        persons = tuple(replace(p, name="Sanne", nicknames=()) if p.role == "kind" else p for p in known.persons)
        path = made_study.consent(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(record_as_yaml(replace(known, persons=persons, places=(town,))))
        page = made_study.inbox / f"{name}_dossier_2026-05-13.txt"
        page.write_text(f"Sanne woont in {town}.\n\n{text}\n", encoding="utf-8")
    (made_study.inbox / "casus-03_dossier_2026-05-13.txt").write_text("Hij is acht.\n", encoding="utf-8")
    return made_study


def test_casus_risk_shows_and_generalises_without_a_name(casus: Casus, study: Study) -> None:
    root = str(study.root)
    early = casus("risk", "--study", root)
    assert early.returncode == 0 and "casus redact" in early.stdout
    assert casus("run", "--study", root).returncode == 0
    page = casus("risk", "--study", root)
    assert page.returncode == 0, page.stderr
    assert "diagnose epilepsie (1x) !" in page.stdout and "leeftijd 9 (1x)" in page.stdout
    assert "plaats PLAATS-1 (kleine plaats) (1x)" in page.stdout and "casus-03" in page.stdout
    assert "Met zo weinig casussen" in page.stdout
    one = casus("risk", "casus-02", "--study", root)
    assert "diagnose epilepsie: casus-02_dossier-1 b0002" in one.stdout and "casus-01" not in one.stdout
    told = json.loads(casus("risk", "--study", root, "--json").stdout)
    assert told["compared"] == 2 and told["waiting"] == ["casus-03"] and told["k"] == 2
    assert [one["case"] for one in told["cases"]] == ["casus-01", "casus-02"]
    for output in (page.stdout, one.stdout, json.dumps(told)):
        assert not re.search("Sanne|Winschoten|Groningen", output)
    assert casus("risk", "casus-03", "--study", root).returncode == 10
    assert casus("risk", "casus-99", "--study", root).returncode == 2

    settings_file = study.root / "study.toml"
    text = settings_file.read_text(encoding="utf-8") + '[redact]\ngeneralise = ["ages", "groups", "towns"]\n'
    settings_file.write_text(text, encoding="utf-8")
    assert casus("run", "--study", root).returncode == 0
    released = (study.release / "by-case" / "casus-01" / "dossier-1.txt").read_text(encoding="utf-8")
    assert "[KIND-1] woont in [PLAATS-1, Groningen]." in released
    assert "[KIND-1] is [LEEFTIJD 8-11] en zit in [BOVENBOUW]." in released
    assert "leeftijd 8-11 (1x)" in casus("risk", "--study", root).stdout
