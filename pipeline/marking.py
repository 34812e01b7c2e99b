"""Marks on words that a listener should check: what a recogniser is known to make up, doubts, and broken-off words.

Nothing is changed or left out. Pure, and Dutch.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.model import Mark, Word
from pipeline.verbatim import ends_sentence, is_filler

_LONGEST_LOOP = 30  # words in what is said over and over
_TIMES = {1: 6, 2: 5} | dict.fromkeys(range(3, 8), 4)  # as often as nobody says so many words in a row
_OF_LONGER = 3  # times that nobody says eight words or more in a row
_JOINING = ("en", "of")  # "voor- en nadelen" breaks nothing off
_EDGES = re.compile(r"^\W+|\W+$")

# Credits of the subtitles that recognisers learned from: what they write where nobody speaks. Each was reported, with
# Dutch recordings, by several users of whisper. Without accents, capitals or punctuation; the longest first.
_STOCK = tuple(
    sorted(
        (
            tuple(line.split())
            for line in (
                "ondertitels ingediend door de amara.org gemeenschap",
                "ondertitels ingediend door het amara.org gemeenschap",
                "ondertitels door de amara.org gemeenschap",
                "ondertiteld door de amara.org gemeenschap",
                "ondertiteling door de amara.org gemeenschap",
                "amara.org gemeenschap",
                "tv gelderland",
                "tv gelderland 2021",
                "tv gelderland 2022",
                "tv gelderland 2023",
                "nederlandse ondertiteling",
                "ondertiteling tt888",
                "bedankt voor het kijken",
                "bedankt voor het kijken en tot de volgende keer",
                "dank u wel voor het kijken",
                "dank u voor het kijken",
                "dank je wel voor het kijken",
                "dankjewel voor het kijken",
                "dank u wel voor het luisteren",
                "vergeet niet te abonneren",
                "abonneer je op mijn kanaal",
                "alle rechten voorbehouden",
            )
        ),
        key=len,
        reverse=True,
    )
)


def marked(words: Sequence[Word], doubt_below: float, is_word: Callable[[str], bool]) -> tuple[Word, ...]:
    """The same words with marks added; `is_word` knows Dutch words, so that a broken-off one stands out."""
    bare = [_bare(word.text) for word in words]
    sure = [1.0 if word.confidence is None else word.confidence for word in words]
    marks: tuple[tuple[Mark, set[int]], ...] = (
        ("loop", _loops(bare)),
        ("stock", _stock(bare)),
        ("doubtful", {at for at, value in enumerate(sure) if value < doubt_below}),
        ("broken", _broken([word.text for word in words], bare, is_word)),
    )
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark, places in marks:
        for at in places:
            found[at].append(mark)
    return tuple(replace(word, marks=(*word.marks, *found.get(at, ()))) for at, word in enumerate(words))


def _loops(bare: Sequence[str]) -> set[int]:
    """Words said over and over, but for the first time."""
    places: set[int] = set()
    for length in range(1, _LONGEST_LOOP + 1):
        same = 0
        for at in range(length, len(bare) + 1):
            if at < len(bare) and bare[at] == bare[at - length]:
                same += 1
                continue
            if same // length + 1 >= _TIMES.get(length, _OF_LONGER):
                places.update(range(at - same, at))
            same = 0
    return places


def _stock(bare: Sequence[str]) -> set[int]:
    places: set[int] = set()
    for at in range(len(bare)):
        phrase = next((phrase for phrase in _STOCK if tuple(bare[at : at + len(phrase)]) == phrase), ())
        places.update(range(at, at + len(phrase)))
    return places


def _broken(texts: Sequence[str], bare: Sequence[str], is_word: Callable[[str], bool]) -> set[int]:
    """Words that stop before their end: the next one begins with them and they are no word, or a hyphen ends them."""
    places: set[int] = set()
    for at, word in enumerate(bare):
        if not word or is_filler(texts[at]):
            continue
        follows = next((bare[n] for n in range(at + 1, len(bare)) if not is_filler(texts[n])), "")
        if texts[at].rstrip(",.…").endswith(("-", "–")):
            stops = follows not in _JOINING
        else:
            begins = follows != word and follows.startswith(word) and word.isalpha()
            stops = begins and not ends_sentence(texts[at]) and not is_word(word)
        if stops:
            places.add(at)
    return places


def _bare(text: str) -> str:
    """The word in small letters without the punctuation around it."""
    return _EDGES.sub("", text.casefold())
