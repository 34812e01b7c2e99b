"""Streets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.lexicon import is_word
from pipeline.recognisers.numerals import value_of
from pipeline.recognisers.reading import Reading, Recogniser, Span

_STREET = re.compile(
    r"(?:straat|laan|weg|singel|gracht|plein|dijk|kade|dreef|steeg|pad|hof|park|plantsoen|burgwal)(?:'s)?$"
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
        "We verhuisden naar de [Lange Voorstraat 8b], dichtbij.",
        "Hij was onderweg naar het schoolplein op straat.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Words that end like a street and are no Dutch word, or have a number or a capital."""
        words = reading.words
        for at, token in enumerate(words):
            ending = _STREET.search(token.norm) if token.word else None
            if ending is None or len(token.norm) - len(ending.group()) < 2:
                continue
            last = at
            while last + 1 < len(words) and words[last + 1].start == words[last].end + 1 and value_of(words[last + 1]):
                last += 1
            cased = token.capital and not token.initial
            if last == at and not cased and is_word(token.text):
                continue
            first = at
            while first and words[first].near and words[first - 1].capital and not words[first - 1].initial:
                first -= 1
            end = words[last].end
            if last > at:
                suffix = _NUMBER_SUFFIX.match(reading.text, end)
                end = suffix.end() if suffix and suffix.group().strip() else end
            yield Span(words[first].start, end, "STREET", 0.8)
