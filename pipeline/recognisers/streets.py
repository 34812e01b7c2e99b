"""Streets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import before, is_capitalised, with_particles
from pipeline.recognisers.lexicon import is_word
from pipeline.recognisers.numerals import value_of
from pipeline.recognisers.page import PARTICLES, Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

_STREET = re.compile(
    r"(?:straat|laan|weg|singel|gracht|plein|dijk|kade|dreef|steeg|pad|hof|park|plantsoen|burgwal)(?:'s)?$"
)
_DESCRIBED = frozenset(
    str.split(
        "oude nieuwe lange korte grote kleine hoge lage brede rode witte groene zwarte eerste tweede derde vierde"
    )
)
_NUMBER_SUFFIX = re.compile(r"\s?[a-zA-Z]?\b(?![\w'’])")


class Streets(Recogniser):
    """A street, with its number where there is one."""

    label = "street"
    kinds = ("STREET",)
    examples = (
        "We wonen aan de [Kastanjelaan] daar.",
        "de buurvrouw van de [Waalbandijk 112] heeft gebeld",
        "in de [dorpsstraat twaalf] woont hij",
        "bij de [rode kruislaan] om de hoek",
        "We verhuisden naar de [Lange Voorstraat 8b], dichtbij.",
        "Zij woont nu [De Drift 48], Drachten, en eerst [Singel 47] te Schiedam.",
        "Hij was onderweg naar het schoolplein op straat.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Words that end like a street and are no Dutch word, or have a number or a capital."""
        words = reading.words
        for at, token in enumerate(words):
            ending = _STREET.search(token.norm) if token.word else None
            if ending is None or len(token.norm) - len(ending.group()) < 2:
                if _has_address(words, at):
                    yield Span(words[with_particles(words, at)].start, words[at + 1].end, "STREET", 0.7)
                continue
            last = at
            if at + 2 < len(words) and words[at + 1].near and words[at + 1].capital and value_of(words[at + 2]):
                last += 1  # "Reeweg Oost 118"
            while last + 1 < len(words) and words[last + 1].start == words[last].end + 1 and value_of(words[last + 1]):
                last += 1
            cased = token.capital and not token.initial
            if last == at and not cased and is_word(token.text):
                continue
            first = at
            while first and words[first].near and words[first - 1].capital and not words[first - 1].initial:
                first -= 1
            if first == at and before(words, at) in _DESCRIBED and before(words, at, 2) in {"de", "het"}:
                first -= 1
            end = words[last].end
            if last > at:
                suffix = _NUMBER_SUFFIX.match(reading.text, end)
                end = suffix.end() if suffix and suffix.group().strip() else end
            yield Span(words[first].start, end, "STREET", 0.8)


def _has_address(words: Sequence[Token], at: int) -> bool:
    """ "De Drift 48, Drachten": a name with a house number, and a comma or a postcode after it."""
    if at + 2 >= len(words) or not is_capitalised(words[at]) or words[at + 1].start != words[at].end + 1:
        return False
    number, following = words[at + 1], words[at + 2]
    article = at > 0 and words[at - 1].norm in PARTICLES and words[at - 1].capital
    numbered = number.text.isdigit() and len(number.text) < 4
    return numbered and (following.text == "te" or (article and following.text == ","))
