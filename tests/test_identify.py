"""Who is who: one person, one label; two persons, two; nothing found goes uncovered."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import CaseMaterial, Decision, FindingKind, Register, Verbatim
from pipeline.stages.identify import identify
from pipeline.store import digest_of, to_json
from tests.casework import found, label_of, material, read, record, redact, said, tools_for

KNOWN = (("kind-1", "kind"), ("moeder-1", "moeder"), ("vader-1", "vader"), ("leraar-1", "leraar"))
NAMES = ("Sanne", "Wouter", "Fatima", "Jayden", "Oumaima", "Thijs", "Mohammed", "Marieke", "Zeynep", "Priyanka")
LINES = (
    "Ja, {0} was toen thuis en {1} ook.",
    "eh nou {0} die zei dat {2} het niet wilde",
    "Met {1}, {2} en {0} ging het goed.",
    "En {3} belde {0} elke week, zeg maar.",
    "{2} {3} {0}",
)
casts = st.permutations(NAMES)
lines = st.lists(st.sampled_from(LINES), min_size=1, max_size=4)
interviews = st.lists(lines, min_size=2, max_size=4)
FAST = settings(max_examples=40, deadline=None)


def case_of(names: list[str], interviews: list[list[str]], unknown: int = 2) -> CaseMaterial:
    """A case where four slots are filled by the first names; the last `unknown` of them are in no record."""
    cast = names[:4]
    verbatims = [
        said(f"{role}-1", *(line.format(*cast) for line in lines))
        for role, lines in zip(("dossier", "leraar", "moeder", "vader"), interviews, strict=False)
    ]
    findings = [
        [
            found(verbatim, name, block=number, nth=nth)
            for number, block in enumerate(verbatim.blocks, 1)
            for name in cast[4 - unknown :]
            for nth in range(1, block.text.count(name) + 1)
        ]
        for verbatim in verbatims
    ]
    persons = [(*known, name) for known, name in zip(KNOWN, cast[: 4 - unknown], strict=False)]
    return material(verbatims, findings, record(*persons))


def with_labels(case: CaseMaterial, labels: dict[str, str]) -> list[list[str]]:
    """The case's turns with each name replaced by hand."""
    turns = []
    for verbatim in case.verbatims:
        texts = [block.text for block in verbatim.blocks]
        for name, label in labels.items():
            texts = [text.replace(name, f"[{label}]") for text in texts]
        turns.append(texts)
    return turns


@FAST
@given(casts, interviews)
def test_one_person_has_one_label_in_every_interview_and_the_dossier(names: list[str], talk: list[list[str]]) -> None:
    case = case_of(names, talk)
    identified, transcripts = redact(case)
    spoken = " ".join(block.text for verbatim in case.verbatims for block in verbatim.blocks)
    labels = {name: label_of(identified, name) for name in names[:4] if name in spoken}
    assert [read(redacted) for redacted in transcripts] == with_labels(case, labels)
    assert len(set(labels.values())) == len(labels), "two persons never share one"


@FAST
@given(casts, casts, interviews)
def test_labels_say_nothing_of_the_names_so_nothing_links_two_cases(
    one: list[str], other: list[str], talk: list[list[str]]
) -> None:
    first, second = (redact(case_of(names, talk))[1] for names in (one, other))
    assert [read(redacted) for redacted in first] == [read(redacted) for redacted in second]


@FAST
@given(casts, interviews, st.integers(1, 3))
def test_labels_never_change_when_persons_and_recordings_are_added(
    names: list[str], talk: list[list[str]], later: int
) -> None:
    whole = case_of(names, talk)
    early = replace(whole, verbatims=whole.verbatims[-1:], findings=whole.findings[-1:])
    before = identify(early, tools_for())
    more = tuple((*known, name) for known, name in zip(KNOWN[2:], names[5 : 5 + later], strict=False))
    persons = whole.record.persons[:1] + record(*more).persons + whole.record.persons[1:]
    after = identify(
        replace(whole, record=replace(whole.record, persons=persons), register=before.register), tools_for()
    )
    labels = {entity.id: entity.label for entity in after.register.entities}
    assert all(labels[entity.id] == entity.label for entity in before.register.entities)
    assert len(set(labels.values())) == len(labels)
    recording = early.verbatims[0].recording.id
    assert before.mentions == tuple(mention for mention in after.mentions if mention.recording == recording)


messy = st.lists(
    st.sampled_from(
        "Sanne sanne Sanne's Sannes Tom Tim Jordan Meulen, van der de Vries juf meester mevrouw oma mijn broer(tje) "
        "in Zwolle Regenboog wil Roos roos en ik Even even. Jeden Saane Tom, zei".split(" ")
    ),
    min_size=1,
    max_size=14,
).map(" ".join)
kinds: st.SearchStrategy[FindingKind] = st.sampled_from(["PERSON", "PERSON", "PERSON", "PLACE", "SCHOOL", "DATE"])


@st.composite
def messy_cases(draw: st.DrawFn) -> CaseMaterial:
    """Anything may be said, and anything may be proposed as a name, with any score."""
    verbatims = [said(f"{role}-1", *draw(st.lists(messy, min_size=1, max_size=3))) for role in ("kind", "moeder")]
    findings = []
    for verbatim in verbatims:
        spans = []
        for number, block in enumerate(verbatim.blocks, 1):
            for _ in range(draw(st.integers(0, 4))):
                words = block.text.split(" ")
                first = draw(st.integers(0, len(words) - 1))
                last = draw(st.integers(first, min(first + 2, len(words) - 1)))
                start, end = len(" ".join(words[:first])) + bool(first), len(" ".join(words[: last + 1]))
                spans.append(
                    replace(
                        found(verbatim, block.text[0], block=number),
                        start=start,
                        end=end,
                        kind=draw(kinds),
                        score=draw(st.sampled_from([0.3, 0.6, 0.9])),
                    )
                )
        findings.append(spans)
    persons = draw(
        st.sampled_from(
            [
                (),
                (("kind-1", "kind", "Sanne van der Meulen"), ("moeder-1", "moeder", "Petra van der Meulen")),
                (
                    ("kind-1", "kind", "Jordan"),
                    ("vriend-1", "vriend", "Jordan de Vries"),
                    ("leraar-1", "leraar", "Wil"),
                ),
            ]
        )
    )
    places = draw(st.sampled_from([(), ("Zwolle",), ("Jordan", "Zwolle")]))
    return material(verbatims, findings, record(*persons, places=places, schools=("De Regenboog",)))


@settings(max_examples=150, deadline=None)
@given(messy_cases(), st.sampled_from(["none", "required"]))
def test_identifying_again_with_its_own_register_changes_nothing(case: CaseMaterial, review: str) -> None:
    once = identify(case, tools_for(review))
    again = identify(replace(case, register=once.register), tools_for(review))
    assert again.register == once.register
    assert again.mentions == once.mentions


@settings(max_examples=150, deadline=None)
@given(messy_cases())
def test_nothing_found_goes_uncovered_and_mentions_never_overlap(case: CaseMaterial) -> None:
    identified = identify(case, tools_for("required"))
    for verbatim, findings in zip(case.verbatims, case.findings, strict=True):
        for block in verbatim.blocks:
            mine = [m for m in identified.mentions if (m.recording, m.block) == (verbatim.recording.id, block.id)]
            covered = [place for mention in mine for place in range(mention.start, mention.end)]
            assert len(covered) == len(set(covered))
            for span in findings.spans:
                if span.block == block.id:
                    for word in re.finditer(r"\w+", block.text):
                        inside = span.start <= word.start() and word.end() <= span.end
                        if inside and word[0] not in {
                            "van",
                            "der",
                            "de",
                            "in",
                        }:  # a tussenvoegsel by itself says nothing
                            assert set(range(*word.span())) <= set(covered)


def test_with_review_none_nothing_is_left_in_the_queue() -> None:
    talk = said("moeder-1", "Jordan kwam, en Even later niet.")
    case = material(
        [talk], [[found(talk, "Even", score=0.3)]], record(("k", "kind", "Jordan"), ("v", "vriend", "Jordan"))
    )
    assert [len(redacted.queue) for redacted in redact(case)[1]] == [0]
    assert [len(redacted.queue) for redacted in redact(case, tools_for("required"))[1]] == [2]
    assert read(redact(case)[1][0]) == ["[KIND-1/VRIEND-1] kwam, en [PERSOON] later niet."]


def test_tom_and_tim_are_two_people_and_tim_is_asked_about() -> None:
    talk = said("moeder-1", "Tom zat naast Tim.", "Tom Tim en Sanne.")
    finds = [found(talk, "Tim"), found(talk, "Tom Tim", block=2)]
    case = material([talk], [finds], record(("broer-1", "broer", "Tom"), ("kind-1", "kind", "Sanne")))
    identified, (redacted,) = redact(case, tools_for("required"))
    assert read(redacted) == ["[BROER-1] zat naast [VRIEND-1].", "[BROER-1] [VRIEND-1] en [KIND-1]."]
    assert {mention.label for mention in identified.mentions if mention.doubt} == {"VRIEND-1"}


def test_two_jordans_are_never_merged_and_a_bare_jordan_is_asked_about() -> None:
    talk = said("moeder-1", "Jordan Visser en Jordan Bos.", "Toen kwam Jordan weer.")
    case = material([talk], [], record(("kind-1", "kind", "Jordan Visser"), ("vriend-1", "vriend", "Jordan Bos")))
    identified, (redacted,) = redact(case, tools_for("required"))
    assert read(redacted) == ["[KIND-1] en [VRIEND-1].", "Toen kwam [KIND-1/VRIEND-1] weer."]
    assert [mention.reason for mention in identified.mentions if mention.doubt] == ["shared"]


def test_a_teacher_with_the_childs_name_is_somebody_else() -> None:
    talk = said("moeder-1", "Sanne zit bij juf Sanne in de klas.")
    finds = [found(talk, "Sanne"), found(talk, "Sanne", nth=2)]
    _, (redacted,) = redact(material([talk], [finds], record(("kind-1", "kind", "Sanne"))), tools_for("required"))
    assert read(redacted) == ["[KIND-1/LEERKRACHT-1] zit bij juf [LEERKRACHT-1] in de klas."]


def test_a_name_of_a_person_and_a_place_is_two_entities() -> None:
    talk = said("kind-1", "We wonen in Milaan.", "Mijn broer Milaan is twaalf.")
    finds = [found(talk, "Milaan", "PLACE"), found(talk, "Milaan", block=2)]
    identified, (redacted,) = redact(material([talk], [finds]))
    assert read(redacted) == ["We wonen in [PLAATS-1].", "Mijn broer [BROER-1] is twaalf."]
    assert {entity.kind for entity in identified.register.entities} == {"PLACE", "PERSON"}


def test_first_name_full_name_and_a_misheard_surname_are_one_person() -> None:
    talk = said("leraar-1", "Sanne van der Meulen, dus Sanne van der Meulem.", "Met Sanne ging het.")
    _, (redacted,) = redact(material([talk], [], record(("kind-1", "kind", "Sanne van der Meulen"))))
    assert read(redacted) == ["[KIND-1], dus [KIND-1].", "Met [KIND-1] ging het."]


def test_somebody_new_keeps_the_label_when_the_surname_is_heard_later() -> None:
    first, later = said("moeder-1", "Haar broertje Joost dus."), said("vader-1", "Joost Postma is acht.")
    _, transcripts = redact(material([first, later], [[found(first, "Joost")], [found(later, "Joost Postma")]]))
    assert [read(redacted) for redacted in transcripts] == [["Haar broertje [BROER-1] dus."], ["[BROER-1] is acht."]]


def test_a_first_name_and_a_surname_that_others_bear_too_are_one_label() -> None:
    talk = said("moeder-1", "Mijn man Yassin dus.", "Toen kwam Yassin el Amrani ook.")
    family = record(("kind-1", "kind", "Mohammed el Amrani"), ("moeder-1", "moeder", "Fatma el Amrani"))
    finds = [found(talk, "Yassin"), found(talk, "Yassin", block=2), found(talk, "el Amrani", block=2)]
    _, (redacted,) = redact(material([talk], [finds], family), tools_for("required"))
    assert read(redacted) == ["Mijn man [PARTNER-1] dus.", "Toen kwam [PARTNER-1] ook."]
    assert redacted.queue == ()


def test_the_van_of_a_surname_is_nobody() -> None:
    talk = said("moeder-1", "Bij dokter van Leeuwen kregen we niks van iemand.")
    _, (redacted,) = redact(material([talk], [[found(talk, "van Leeuwen")]]), tools_for("required"))
    assert read(redacted) == ["Bij dokter [ARTS-1] kregen we niks van iemand."]


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("mevrouw van der Meulen belde", "mevrouw [MOEDER] belde"),
        ("meneer van der Meulen belde", "meneer [VADER] belde"),
        ("familie van der Meulen belde", "familie [KIND-1/MOEDER/VADER] belde"),
    ],
)
def test_a_title_tells_whose_shared_surname_it_is(line: str, masked: str) -> None:
    family = record(
        ("kind-1", "kind", "Sanne van der Meulen"),
        ("moeder-1", "moeder", "Petra van der Meulen"),
        ("vader-1", "vader", "Wouter van der Meulen"),
    )
    _, (redacted,) = redact(material([said("leraar-1", line)], [], family))
    assert read(redacted) == [masked]


@pytest.mark.parametrize(
    ("line", "name", "kind", "label"),
    [
        ("en toen zei juf Zeynep dat", "Zeynep", "PERSON", "LEERKRACHT-1"),
        ("van meester Zeynep niet", "Zeynep", "PERSON", "LEERKRACHT-1"),
        ("haar broertje Zeynep is acht", "Zeynep", "PERSON", "BROER-1"),
        ("mijn zus heet Zeynep en", "Zeynep", "PERSON", "TANTE-1"),
        ("Zeynep, haar vriendin, ook", "Zeynep", "PERSON", "VRIEND-1"),
        ("bij oma Zeynep thuis", "Zeynep", "PERSON", "OMA"),
        ("met dr. Zeynep gepraat", "Zeynep", "PERSON", "ARTS-1"),
        ("en Zeynep van Jeugdhulp Drenthe", "Zeynep", "PERSON", "HULPVERLENER-1"),
        ("de intern begeleider Zeynep zag", "Zeynep", "PERSON", "IB-1"),
        ("toen was Zeynep weg", "Zeynep", "PERSON", "PERSOON-1"),
        ("op De Zeester was het", "De Zeester", "SCHOOL", "SCHOOL-1"),
        ("bij Karakterrijk Oost", "Karakterrijk Oost", "INSTITUTION", "INSTELLING-1"),
        ("in de Zeynepstraat", "Zeynepstraat", "STREET", "STRAAT-1"),
        ("op 3 mei was", "3 mei", "DATE", "DATUM"),
        ("bel 0612345678 maar", "0612345678", "PHONE", "TELEFOON"),
    ],
)
def test_a_new_name_gets_its_role_from_its_surroundings(line: str, name: str, kind: FindingKind, label: str) -> None:
    talk = said("moeder-1", line)
    _, (redacted,) = redact(material([talk], [[found(talk, name, kind)]]))
    assert read(redacted) == [line.replace(name, f"[{label}]")]


def test_a_study_in_english_gets_english_labels() -> None:
    talk = said("moeder-1", "Sanne and her mother.")
    _, (redacted,) = redact(material([talk], [], record(("kind-1", "kind", "Sanne"))), tools_for(language="en"))
    assert read(redacted) == ["[CHILD-1] and her mother."]


def test_a_number_is_not_given_twice_and_a_renamed_person_keeps_theirs() -> None:
    consent = record(("kind-1", "kind", "Sanne"), ("broer-1", "broer", "Wouter"))
    register = identify(material([], [], consent), tools_for()).register
    emptied = replace(register, entities=(register.entities[0], replace(register.entities[1], forms=(), person=None)))
    later = record(("kind-1", "kind", "Fatima"), ("broer-2", "broer", "Thijs"))
    after = identify(material([], [], later, emptied), tools_for())
    assert [label_of(after, name) for name in ("Sanne", "Fatima", "Thijs")] == ["KIND-1", "KIND-1", "BROER-2"]


def test_an_ordinary_word_taken_for_a_name_once_does_not_flood_the_case() -> None:
    talk = said(
        "moeder-1", "En toen zei Vervolgens niemand iets.", "We gingen vervolgens naar huis, en vervolgens weg."
    )
    identified, (redacted,) = redact(material([talk], [[found(talk, "Vervolgens")]]), tools_for("required"))
    assert read(redacted)[1] == "We gingen vervolgens naar huis, en vervolgens weg."
    assert identified.register.entities == ()
    assert len(redacted.queue) == 1


def decision(verbatim: Verbatim, kind: str, start: int, end: int, block: str = "b1") -> Decision:
    digest = digest_of(to_json(verbatim))
    return Decision("word" if kind == "word" else "name", verbatim.recording.id, digest, block, start, end)


def test_a_decided_word_stays_at_that_very_place_and_a_decided_name_is_certain() -> None:
    talk = said("moeder-1", "ik wil dat wil het doet")
    case = material([talk], [], record(("oom-1", "oom", "Wil")))
    decided = replace(case, decisions=(decision(talk, "word", 3, 6), decision(talk, "name", 11, 14)))
    identified, (redacted,) = redact(decided, tools_for("required"))
    assert read(redacted) == ["ik wil dat [OOM-1] het doet"]
    assert [piece.decided for piece in redacted.blocks[0].pieces] == [False, True, False, False, False, False]
    assert [mention.doubt for mention in identified.mentions] == [""]


def test_a_decision_on_an_earlier_verbatim_returns_to_the_queue() -> None:
    talk, earlier = said("moeder-1", "ik wil dat"), said("moeder-1", "ik wil het")
    case = material([talk], [], record(("oom-1", "oom", "Wil")), decisions=[decision(earlier, "word", 3, 6)])
    _, (redacted,) = redact(case, tools_for("required"))
    assert read(redacted) == ["ik [OOM-1] dat"]
    assert len(redacted.queue) == 1


def test_a_name_pointed_out_by_a_reviewer_is_looked_for_everywhere() -> None:
    talk = said("moeder-1", "daar was Roos bij", "en toen ging Roos weg")
    case = material([talk], [[found(talk, "Roos", score=0.4)]], decisions=[decision(talk, "name", 9, 13)])
    identified, (redacted,) = redact(case, tools_for("required"))
    assert read(redacted) == ["daar was [PERSOON-1] bij", "en toen ging [PERSOON-1] weg"]
    assert [form.origin for form in identified.register.entities[0].forms] == ["reviewer"]


def test_a_person_met_before_the_record_named_them_keeps_their_label() -> None:
    talk = said("kind-1", "Mijn broer Joost dus.")
    before = identify(material([talk], [[found(talk, "Joost")]]), tools_for()).register
    after = identify(material([talk], [], record(("broer-1", "broer", "Joost Postma")), before), tools_for()).register
    assert [(entity.label, entity.person) for entity in after.entities] == [("BROER-1", "broer-1")]


def test_an_empty_case_has_an_empty_register() -> None:
    assert identify(material([]), tools_for()).register == Register("casus-04")


def test_a_meneer_and_a_mevrouw_of_one_surname_are_two() -> None:
    talk = said("moeder-1", "Meneer Postma en mevrouw Postma kwamen.", "Juf Sjoerd niet, meester Sjoerd wel.")
    finds = [found(talk, "Postma", nth=1), found(talk, "Postma", nth=2)]
    finds += [found(talk, "Sjoerd", block=2, nth=1), found(talk, "Sjoerd", block=2, nth=2)]
    identified, (redacted,) = redact(material([talk], [finds]))
    assert read(redacted)[0] == "Meneer [PERSOON-1] en mevrouw [PERSOON-2] kwamen."
    assert read(redacted)[1] == "Juf [LEERKRACHT-1] niet, meester [LEERKRACHT-2] wel."
    again, _ = redact(material([talk], [finds], register=identified.register))
    assert again.register == identified.register


def test_a_friend_is_not_the_brother_of_the_same_name() -> None:
    talk = said("moeder-1", "Haar vriend Jordan kwam.")
    two = record(("broer-1", "broer", "Jordan de Vries"), ("other-1", "persoon", "Jordan Smit"))
    _, (redacted,) = redact(material([talk], consent=two), tools_for("required"))
    assert [item.doubt for item in redacted.queue] == ["who"]


def test_where_nobody_reviews_only_a_child_s_transcript_asks_questions() -> None:
    talks = [said("kind-1", "Gisteren kwam Joost weer."), said("leraar-1", "Gisteren kwam Joost weer.")]
    case = material(talks, [[found(talk, "Joost", score=0.3)] for talk in talks])
    _, (child, teacher) = redact(case, tools_for("none"))
    assert [item.doubt for item in child.queue] == ["name"] and teacher.queue == ()
    assert "Joost" not in read(child)[0] + read(teacher)[0]
