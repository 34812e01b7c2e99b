"""Marks that a listener should check: nothing is changed, what is made up stands out, what people say does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.accounting import thirds
from pipeline.marking import marked
from pipeline.model import Block, Mark, Third, Word
from pipeline.recognisers.lexicon import is_word


def words(text: str, sure: float = 0.9) -> list[Word]:
    return [Word(f"w{n}", word, float(n), n + 0.8, sure) for n, word in enumerate(text.split())]


def moved(text: str, seconds: float) -> list[Word]:
    return [replace(w, start=(w.start or 0) + seconds, end=(w.end or 0) + seconds) for w in words(text)]


def with_mark(mark: Mark, text: str) -> str:
    return " ".join(word.text for word in marked(words(text), 0.3, is_word) if mark in word.marks)


@pytest.mark.parametrize(
    ("said", "loop"),
    [
        ("en toen en toen en toen en toen en toen ging het", "en toen en toen en toen en toen"),
        ("ja " * 9 + "hoor", "ja " * 8),
        ("ik weet het niet meer. " * 5, "ik weet het niet meer. " * 4),
        ("dat is wat ik er nu van vind, " * 3, "dat is wat ik er nu van vind, " * 2),
        ("ja, ja, ja, ja, hoor", ""),
        ("ik weet het niet, ik weet het niet, ik weet het niet", ""),
        ("nee nee nee nee dat niet, dat niet, dat niet", ""),
    ],
)
def test_what_nobody_says_so_often_is_marked_but_for_the_first_time(said: str, loop: str) -> None:
    assert with_mark("loop", said) == loop.strip()


@pytest.mark.parametrize(
    ("said", "stock"),
    [
        (
            "Ja. Ondertitels ingediend door de Amara.org gemeenschap",
            "Ondertitels ingediend door de Amara.org gemeenschap",
        ),
        ("TV GELDERLAND 2021 en toen", "TV GELDERLAND 2021"),
        ("Bedankt voor het kijken!", "Bedankt voor het kijken!"),
        ("Bedankt voor het gesprek, en voor het kijken naar Tim.", ""),
        ("Wij wonen in Gelderland en kijken tv.", ""),
    ],
)
def test_credits_of_subtitles_are_marked(said: str, stock: str) -> None:
    assert with_mark("stock", said) == stock


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ("van de gemeenteraa gemeenteraad uit", "gemeenteraa"),
        ("van de gemeenteraa, eh, gemeenteraad uit", "gemeenteraa,"),
        ("de bege begeleiding", "bege"),
        ("de hulpver- nou ja", "hulpver-"),
        ("de voor- en nadelen", ""),
        ("de deur van het hetzelfde huis", ""),
        ("naar school schooltje", ""),
        ("eh eh ehm ja", ""),
        ("de bege. Begeleiding", ""),
    ],
)
def test_broken_off_words_are_marked(said: str, broken: str) -> None:
    assert with_mark("broken", said) == broken


def test_words_that_the_recogniser_doubts_are_marked() -> None:
    sure, unsure = words("ja hoor"), [replace(word, confidence=0.1) for word in words("wat zegt")]
    typed = [replace(word, confidence=None) for word in words("nou ja")]
    found = [word.marks for word in marked([*sure, *unsure, *typed], 0.3, is_word)]
    assert found == [(), (), ("doubtful",), ("doubtful",), (), ()]


SOME = "ja nou eh de gemeenteraa gemeenteraad bedankt voor het kijken ... niet."


@given(st.lists(st.sampled_from(SOME.split()), max_size=60))
def test_marks_change_no_word(texts: list[str]) -> None:
    before = words(" ".join(texts))
    after = marked(before, 0.3, is_word)
    assert [replace(word, marks=()) for word in after] == before
    assert all(len(set(word.marks)) == len(word.marks) for word in after)


def test_the_thermometer_reads_each_third_by_itself() -> None:
    full = marked(words("eh ik ik weet de gemeenteraa gemeenteraad niet eh ja"), 0.3, is_word)
    later = [word for at in (10, 20) for word in moved("ik weet het nu ook niet meer hoor dag dag", at)]
    turns = [Block("b1", "turn", full), Block("b2", "gap"), Block("b3", "turn", tuple(later))]
    assert thirds(turns) == (Third(10, 2, 1, 1), Third(10), Third(10))


def test_without_times_the_thirds_are_of_the_words() -> None:
    typed = tuple(Word(f"w{n}", text) for n, text in enumerate(["eh"] * 3 + ["ja"] * 6))
    assert thirds([Block("b1", "turn", typed)]) == (Third(3, 3), Third(3), Third(3))
    assert thirds([]) == (Third(), Third(), Third())
