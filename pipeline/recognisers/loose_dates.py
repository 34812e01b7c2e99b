"""Years and months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.context import before
from pipeline.recognisers.dates import MONTHS, year_after
from pipeline.recognisers.numerals import value_of
from pipeline.recognisers.reading import Reading, Recogniser, Span


class LooseDates(Recogniser):
    """A year, or a month with its year; taken out only where the study asks for all dates."""

    label = "date-loose"
    kinds = ("DATE",)
    examples = (
        "Hij zit hier al sinds [2019] ongeveer.",
        "in [maart tweeduizend twaalf] begon het",
        "Dat was in [september] al.",
        "Hij is negen en zit in groep 5.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Years and months."""
        words = reading.words
        for at, token in enumerate(words):
            if token.norm in MONTHS and len(token.norm) > 4:
                yield Span(token.start, words[year_after(words, at)].end, "DATE", 0.8)
            elif token.norm == "mei" and before(words, at) in {"in", "sinds", "tot", "begin", "eind", "vanaf", "half"}:
                yield Span(token.start, words[year_after(words, at)].end, "DATE", 0.7)
            elif re.fullmatch(r"(?:19|20)\d\d", token.text):
                yield Span(token.start, token.end, "DATE", 0.8)
            elif (
                token.norm.startswith(("tweeduizend", "negentienhonderd"))
                and value_of(token)
                and before(words, at) not in MONTHS
            ):
                yield Span(token.start, words[year_after(words, at - 1)].end, "DATE", 0.7)
