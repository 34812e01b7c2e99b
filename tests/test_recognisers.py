"""Recognisers: their own examples, what is known beforehand, and numbers with a test of their own."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import ConsentRecord, Permission, Person
from pipeline.recognisers import RECOGNISERS
from pipeline.recognisers.citizen_numbers import passes_eleven_test
from pipeline.recognisers.forms import person_forms
from pipeline.recognisers.known import KnownForm, KnownNames, forms_of
from pipeline.recognisers.lexicon import is_name, is_verb, is_word
from pipeline.recognisers.overlaps import settle
from pipeline.recognisers.phonetic import normal, sound
from pipeline.recognisers.reading import DutchEngine, Recogniser, Span

RECORD = ConsentRecord(
    case="casus-01",
    persons=(
        Person("kind-1", "kind", "Sanne van der Meulen", ("San",)),
        Person("moeder-1", "moeder", "Roos de Wit"),
        Person("vader-1", "vader", "Bas van der Meulen"),
        Person("leraar-1", "leraar", "Wil Hoekstra"),
        Person("hulp-1", "hulpverlener", "Jan-Willem Postma"),
        Person("broer-1", "broer", "Jayden van der Meulen"),
        Person("zus-1", "zus", "Zoë Bakker-de Vries"),
    ),
    authority=("moeder-1",),
    permissions=(Permission("kind-1", ("opnemen",), (), date(2026, 1, 1), date(2030, 1, 1), "f"),),
    schools=("obs De Regenboog",),
    institutions=("Stichting De Hoeksteen", "Centrum voor Jeugd en Gezin Kanaleneiland"),
    places=("Delfzijl", "Best"),
    other_names=("Tineke",),
)
KNOWN = KnownNames(forms_of(RECORD))
ENGINE = DutchEngine()


@pytest.mark.parametrize(
    ("kind", "example"), [(kind, example) for kind in RECOGNISERS for example in kind.examples], ids=lambda value: ""
)
def test_every_recogniser_finds_what_its_examples_mark_and_nothing_else(kind: type[Recogniser], example: str) -> None:
    text = re.sub(r"[\[\]]", "", example)
    results = kind().analyze(text, [], ENGINE.process_text(text, "nl"))
    found = [text[result.start : result.end] for result in sorted(results) if result.score >= 0.5]
    assert found == re.findall(r"\[(.*?)\]", example), kind.label


def test_every_recogniser_has_hits_and_misses_and_a_label_of_its_own() -> None:
    assert len({kind.label for kind in RECOGNISERS}) == len(RECOGNISERS)
    for kind in RECOGNISERS:
        assert any("[" not in example for example in kind.examples), kind.label
        assert kind.label == "known" or any("[" in example for example in kind.examples), kind.label


@pytest.mark.parametrize(
    ("said", "found", "entity", "how"),
    [
        ("dat zei SANNE ook", "SANNE", "kind-1", "exact"),
        ("Sannes moeder", "Sannes", "kind-1", "possessive"),
        ("Bas' fiets", "Bas", "vader-1", "exact"),
        ("zoë's jas", "zoë", "zus-1", "possessive"),
        ("ja Sannetje doet dat", "Sannetje", "kind-1", "diminutive"),
        ("dan komt bas'je binnen", "bas'je", "vader-1", "diminutive"),
        ("op de Sanne-dag", "Sanne", "kind-1", "exact"),
        ("zoe was er", "zoe", "zus-1", "exact"),
        ("gemeld door S. van der Meulen gisteren", "S. van der Meulen", "kind-1", "initials"),
        ("mevrouw vandermeulen", "vandermeulen", None, "joined"),
        ("nou jay den was druk", "jay den", "broer-1", "split"),
        ("met S-A-N-N-E dus", "S-A-N-N-E", "kind-1", "spelled"),
        ("ja zanne zegt dat", "zanne", "kind-1", "fuzzy"),
        ("dat jeden komt", "jeden", "broer-1", "fuzzy"),
        ("sanne van der meulem belde", "sanne van der meulem", "kind-1", "fuzzy"),
        ("bij mevrouw de Vries", "de Vries", "zus-1", "exact"),
        ("met willem erbij", "willem", "hulp-1", "exact"),
        ("naar de regenboog toe", "de regenboog", "school-1", "exact"),
        ("bij de regen boog", "de regen boog", "school-1", "split"),
        ("naar het cjg kanaleneiland", "cjg kanaleneiland", "institution-2", "exact"),
        ("hij woont in Best nu", "Best", "place-2", "exact"),
    ],
)
def test_a_known_name_is_found_however_it_is_said(said: str, found: str, entity: str | None, how: str) -> None:
    hits = [hit for hit in KNOWN.search(said) if hit.score >= 0.5]
    assert [(said[hit.start : hit.end], hit.entity, hit.how) for hit in hits] == [(found, entity, how)]


def test_a_name_that_several_share_is_nobodys_in_particular() -> None:
    (hit,) = KNOWN.search("meneer van der Meulen kwam")
    assert hit.entities == ("broer-1", "kind-1", "vader-1")
    assert hit.entity is None


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("juf wil is lief", True),
        ("Wil heeft dat gezegd", True),
        ("en Wil zei dat", True),
        ("soms wil ik gewoon niet", False),
        ("Wil je nog koffie?", False),
        ("wat ik van roos heb gehoord", True),
        ("dan krijg je roos aan de lijn", True),
        ("ze heeft een roos gekregen", False),
        ("de roos staat in een vaas", False),
        ("na een regenboog in de lucht", False),
        ("dat is het beste voor haar", False),
    ],
)
def test_a_name_that_is_a_word_is_masked_where_its_surroundings_say_so(said: str, masked: bool) -> None:
    hits = [hit for hit in KNOWN.search(said) if hit.how == "exact"]
    assert [hit.score >= 0.5 for hit in hits] == ([masked] if "beste" not in said else [])


def test_a_fuzzy_hit_that_is_an_ordinary_word_never_masks_by_itself() -> None:
    names = KnownNames([KnownForm("Daan", "PERSON", "a"), KnownForm("Mark", "PERSON", "b")])
    assert names.search("en dan doen we dat") == []
    assert names.search("met de juf aan tafel") == []
    (park,) = names.search("we gingen naar een park kijken")
    assert park.score < 0.5
    (dan,) = names.search("ik was met Dan daar")  # the capital is odd: ask
    assert dan.score < 0.5


words = st.text(string.ascii_lowercase + "éëï", min_size=2, max_size=9)
names_ = st.lists(words.map(str.title), min_size=1, max_size=3).map(" ".join)


@given(names_, st.lists(words, max_size=4), st.lists(words, max_size=4), st.sampled_from([str, str.upper, str.lower]))
@settings(max_examples=150, deadline=None)
def test_every_exact_form_is_found_in_any_case_at_any_place(
    form: str, left: list[str], right: list[str], case: type[str]
) -> None:
    text = " ".join([*left, case(form), *right])
    start = len(" ".join([*left, ""])) if left else 0
    covered = {
        at for hit in KnownNames([KnownForm(form, "PERSON", "p")]).search(text) for at in range(hit.start, hit.end)
    }
    assert {at for at in range(start, start + len(form)) if text[at].isalnum()} <= covered


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_hits_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for hit in KNOWN.search(text + " Sanne " + text):
        assert at <= hit.start < hit.end <= len(text) * 2 + 7
        at = hit.end


spans = st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from([0.2, 0.4, 0.6, 0.9])).map(
    lambda made: Span(made[0], min(made[0] + made[1], 24), "PERSON", made[2])
)


@given(st.lists(spans, max_size=8))
@settings(deadline=None)
def test_settling_uncovers_nothing_and_leaves_no_overlap(proposed: list[Span]) -> None:
    text = "bbb cccc ffff gggg hhhh kk"  # no piece of it is a tussenvoegsel
    settled = settle(proposed, text)
    places = [at for span in settled for at in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert set(places) >= {at for span in proposed for at in range(span.start, span.end) if text[at].isalnum()}


@given(st.integers(0, 99_999_999), st.integers(0, 9))
def test_the_eleven_test_finds_every_wrong_digit_and_every_swap(first: int, place: int) -> None:
    digits = f"{first:08d}"
    total = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True))
    if total % 11 == 10 or (first == 0):
        return
    number = digits + str(total % 11)
    assert passes_eleven_test(number)
    at = place % 9
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert not passes_eleven_test(wrong)
    assert not passes_eleven_test(number[:8])


def test_words_and_names_are_told_apart() -> None:
    assert all(
        map(is_word, ["gedragsvragenlijst", "doelenkaart", "ib'er", "effe", "kindjes", "Syrische", "e\u0301e\u0301n"])
    )
    assert not any(map(is_word, ["zanne", "jayden", "mohammed", "bram", "milan", "oosterveld", "Kanaleneiland"]))
    assert is_name("roos") and is_name("utrecht") and not is_name("karakter")
    assert is_verb("vertelde") and is_verb("loopt") and not is_verb("roos")


def test_names_that_sound_alike_share_a_key() -> None:
    for one, other in [("Jayden", "jeden"), ("Ties", "Tys"), ("Fatma", "Fathma"), ("Joy", "djoi"), ("Zoë", "soe")]:
        assert sound(one) == sound(other)
    assert normal("Zoë’s") == "zoe's"


def test_forms_hold_the_ways_people_say_a_name() -> None:
    texts = {form.text for form in forms_of(RECORD)}
    assert {"Sanne van der Meulen", "Sanne", "San", "van der Meulen", "Meulen", "Jan-Willem", "Willem"} <= texts
    assert {"Bakker-de Vries", "Bakker", "de Vries", "De Regenboog", "Regenboog", "De Hoeksteen"} <= texts
    assert "CJG Kanaleneiland" in texts
    assert "Wit" not in texts  # hardly ever said alone, and the word is said a lot


def test_nothing_that_holds_a_name_shows_it() -> None:
    assert "Sanne" not in repr(forms_of(RECORD)) + repr(KNOWN) + repr(KNOWN.search("Sanne"))
    assert "Sanne" not in repr(ENGINE.process_text("Sanne", "nl", KNOWN).words)


def test_a_surname_alone_never_makes_its_particle_a_name() -> None:
    assert set(person_forms("van Leeuwen")) == {"van Leeuwen"}  # lions are a word
    assert set(person_forms("van der Meulen")) == {"van der Meulen", "Meulen"}
    assert "El" not in set(person_forms("El Amrani"))


def test_ben_is_somebody_and_ben_ali_is_a_surname() -> None:
    known = KnownNames(forms_of(ConsentRecord("casus-01", (Person("leraar-1", "leraar", "Ben de Wit"),), (), ())))
    scores = [hit.score for hit in known.search("Ik ben Ben, ik ben de meester.")]
    assert [score >= 0.5 for score in scores] == [False, True, False]
    assert "Ben" not in person_forms("Yassin Ben Ali") and "Ben Ali" in person_forms("Yassin Ben Ali")


def test_a_pet_name_is_not_a_whole_name_misheard() -> None:
    known = KnownNames(forms_of(ConsentRecord("casus-01", (Person("broer-1", "broer", "Sem Smit"),), (), ())))
    assert known.search("Toen lachte semmie.") == []
    assert [hit.entity for hit in known.search("Toen lachte semsmid.")] == ["broer-1"]
