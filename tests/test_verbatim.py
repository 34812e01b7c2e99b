"""Fillers and repetitions: what a listener hears as such, and nothing that Dutch means or needs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Third
from pipeline.verbatim import ends_sentence, hesitations, is_filler, repetitions, tidied


def without(text: str) -> str:
    """The text without fillers and repetitions; punctuation stays where it was."""
    words = text.split()
    gone = {at for start, end in repetitions(words) for at in range(start, end)}
    return " ".join(word for at, word in enumerate(words) if at not in gone and not is_filler(word))


@pytest.mark.parametrize("word", "eh Eh, ehm uh Uh. uhm... euh euhm hm Hmm mm mhm mmm eeeh uuuhm um, «eh» EH?".split())
def test_a_sound_made_while_thinking_is_a_filler(word: str) -> None:
    assert is_filler(word)


MEANINGFUL = """ja nou hè hè, hoor zeg maar ach oh o ah aha he hé nja mama mee me em uhu um's meh uur EHBO m h e uh-huh
    [EH] [EH], - ..."""


@pytest.mark.parametrize("word", ["", *MEANINGFUL.split()])
def test_what_has_a_meaning_is_no_filler(word: str) -> None:
    assert not is_filler(word)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ik ik heb dat gezien.", "ik heb dat gezien."),
        ("nou, dat, dat weet ik uh niet.", "nou, dat weet ik niet."),
        ("de de de school", "de school"),
        ("ik heb, ik heb gezegd", "ik heb gezegd"),
        ("Met hem gaat het, gaat het eigenlijk best goed.", "Met hem gaat het eigenlijk best goed."),
        ("Hij stond eh, hij stond al zes maanden", "hij stond al zes maanden"),
        ("Ik doe dit nu, uh, nu negen jaar.", "Ik doe dit nu negen jaar."),
        ("doelen die ze zelf, uh, zelf kon halen", "doelen die ze zelf kon halen"),
        ("om vraagt als het, eh, als het te druk wordt", "om vraagt als het te druk wordt"),
        ("Toen wisten we, toen wisten we allemaal wat", "toen wisten we allemaal wat"),
        ("wij hebben toen ook wij hebben toen ook gebeld", "wij hebben toen ook gebeld"),
        ("dat... dat is zo", "dat is zo"),
        ("op uh op maandag", "op maandag"),
        ("’k ’k weet het", "’k weet het"),
        ("ik ik heb, ik heb ik heb het gezien", "ik heb het gezien"),
        ("om drie, om drie uur", "om drie uur"),
        ("we gingen naar de, de school", "we gingen naar de school"),
        ("en op, op maandag ging het", "en op maandag ging het"),
        ("ik heb, ik heb, eh, gezegd", "ik heb, gezegd"),
        ("zonder dat ik, zonder dat ik iets hoef", "zonder dat ik iets hoef"),
        ("en toen heb ik, heb ik echt gezeten", "en toen heb ik echt gezeten"),
    ],
)
def test_what_is_said_again_at_once_is_a_repetition(said: str, left: str) -> None:
    assert without(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "ik denk dat dat goed is",
        "de kinderen die die school kennen",
        "als zij zij aan zij staan",
        "dat er er een is",
        "als je je best doet",
        "of het het waard is",
        "dat zijn zijn ouders",
        "hij staat op op maandag",
        "daar zit hij in in de klas",
        "geef haar haar jas",
        "als hij er is, is het rustig",
        "wat we doen doen we samen",
        "wie het heeft, heeft geluk",
        "het was heel heel moeilijk",
        "veel veel beter",
        "ja ja dat weet ik",
        "nee, nee, dat niet hoor",
        "zo zo gaat dat dan",
        "nou nou rustig maar",
        "langzaam langzaam ging het beter",
        "nul zes zes zes acht",
        "nul zes nul zes twaalf achttien vijftig",
        "5 mei 5 5 juni",
        "hi hi zei hij",
        "ja hoor, ja hoor, dat kan",
        "heel veel, heel veel geduld",
        "stap voor stap voor stap verder",
        "keer op keer op keer misging",
        "steeds meer en meer en meer kinderen",
        "die en die en die bellen",
        "Dat weet ik niet. Niet echt.",
        "Zo is het. Zo is het altijd.",
        "Dat is het, dat is het.",
        "ik weet het niet, ik weet het niet!",
        "wil hij dat? dat weet ik niet",
        "dan zeg ik: ik ga weg",
        "dan moet je bellen, bellen, bellen",
        "een school een huis een school",
        "dat ben ik, ik ben gezinsbegeleider",
        "die zit daar maar, maar zijn ogen gaan",
        "hoe zeg je dat, dat je niet hoort",
        "past Truus op, op donderdag mijn schoonzus",
        "een klap van Van der Molen",
        "net als ik, ik was ook zo",
        "zei ik, ik ga u niet bellen",
        "vroeger elke dag, elke dag huilen",
        "zelf doen, zelf doen, dat was het",
        "klik klak klik klak met die pen",
        "apart, en apart, en nog verder apart",
        "dan roept ie juf [PERSOON-1] juf [PERSOON-1] en dan",
        "heel veel heel veel geduld",
    ],
)
def test_what_is_grammar_or_meant_is_none(said: str) -> None:
    assert repetitions(said.split()) == ()


def test_a_span_reaches_up_to_where_it_is_said_again() -> None:
    assert repetitions("en ik uh, ik heb, ik heb dat".split()) == ((1, 3), (3, 5))
    assert repetitions("ik ik ik ga".split()) == ((0, 1), (1, 2))
    assert repetitions([]) == repetitions(["ik"]) == repetitions(["eh"]) == ()


def test_what_is_no_word_is_never_said_again() -> None:
    assert repetitions(["met", "", "met", "", "ga"]) == ()
    assert repetitions(["", "", "ga"]) == repetitions(["-", "-", "ga"]) == ()


@pytest.mark.parametrize(("word", "ends"), [("ja.", True), ("wat?”", True), ("dat...", False), ("ja,", False)])
def test_trailing_off_is_no_end_of_a_sentence(word: str, ends: bool) -> None:
    assert ends_sentence(word) is ends


@pytest.mark.parametrize(
    ("thirds", "late"),
    [
        ((Third(1000, 40, 15, 5), Third(1000, 38, 14, 6), Third(1000, 12, 3, 0)), (2,)),
        ((Third(1000, 40, 15, 5), Third(900, 5, 1, 0), Third(1100, 0, 0, 0)), (1, 2)),
        ((Third(1000, 40, 15, 5), Third(1000, 25, 10, 0), Third(1000, 70, 20, 9)), ()),  # more than half; more
        ((Third(60, 4, 0, 0), Third(60, 1, 0, 0), Third(60, 0, 0, 0)), ()),  # chance, in a short recording
        ((Third(1000, 0, 0, 0), Third(1000, 0, 0, 0), Third(1000, 0, 0, 0)), ()),
        ((Third(), Third(1000, 9, 0, 0), Third()), ()),
        ((), ()),
    ],
)
def test_a_third_that_is_much_cleaner_than_the_first_is_seen(thirds: tuple[Third, ...], late: tuple[int, ...]) -> None:
    assert tidied(thirds) == late


def test_chance_alone_seldom_makes_a_third_look_tidied() -> None:
    random, seen, tries = Random(4), 0, 400
    for _ in range(tries):
        words = random.choice([80, 300, 2000])
        counts = [sum(random.random() < 0.05 for _ in range(words)) for _ in range(3)]
        seen += bool(tidied([Third(words, count) for count in counts]))
    assert seen <= tries * 0.02


@given(st.builds(Third, *[st.integers(0, 10**6)] * 4), st.builds(Third, *[st.integers(0, 10**6)] * 4))
@settings(deadline=None, max_examples=30)
def test_any_counts_are_taken(first: Third, last: Third) -> None:
    late = tidied((first, first, last))
    assert late in ((), (2,)) and not (late and hesitations(last) * first.words > hesitations(first) * last.words)


spoken = st.lists(
    st.sampled_from("ik ik heb heb, dat dat, dat... eh uh, eh. de en op ja zes. keer nu Ik".split()), max_size=25
)


@given(spoken)
@settings(deadline=None, max_examples=400)
def test_without_its_repetitions_a_turn_has_none(words: list[str]) -> None:
    spans = repetitions(words)
    gone = {at for start, end in spans for at in range(start, end)}
    left = [word for at, word in enumerate(words) if at not in gone]
    assert repetitions(left) == ()
    assert all(0 <= start < end < len(words) for start, end in spans) and list(spans) == sorted(set(spans))


@given(spoken)
@settings(deadline=None)
def test_only_fillers_and_words_that_come_again_are_left_out(words: list[str]) -> None:
    for start, end in repetitions(words):
        said = [word.strip(",. ").lower() for word in words[start:end] if not is_filler(word)]
        assert set(said) <= {word.strip(",. ").lower() for word in words[end : end + 12]}
        assert not any(map(ends_sentence, words[start:end]))
