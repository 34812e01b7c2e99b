"""Postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.lexicon import is_word
from pipeline.recognisers.reading import Reading, Recogniser, Span

_WRITTEN = re.compile(r"(?<!\d)[1-9]\d{3}\s?([A-Za-z]{2})(?![\w'’])")
_UNITS = frozenset(str.split("km cm mm kg mg ml gb mb kw ha"))


class Postcodes(Recogniser):
    """Four digits and two letters, said or written."""

    label = "postcode"
    kinds = ("POSTCODE",)
    examples = (
        "We wonen op [9671 KM] daar.",
        "postcode [dertien zestien b n] in de stad",
        "het is [1316bn] geloof ik",
        "Dat was 1500 km en 2019 en 2020 ook.",
        "dertien zestien is een tijd",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Written ones, and numbers of four digits before two single letters."""
        for match in _WRITTEN.finditer(reading.text):
            letters = match.group(1)
            if letters.isupper() or (letters.lower() not in _UNITS and not is_word(letters)):
                yield Span(match.start(), match.end(), "POSTCODE", 0.9)
        words = reading.words
        for run in reading.numbers:
            letters = words[run.last + 1 : run.last + 3]
            if len(run.digits) == 4 and len(letters) == 2 and all(len(t.text) == 1 and t.word for t in letters):
                yield Span(words[run.first].start, letters[-1].end, "POSTCODE", 0.9)
