"""Days of the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import before
from pipeline.recognisers.numerals import ORDINALS, value_of
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

MONTHS = frozenset(
    str.split(
        "januari februari maart april mei juni juli augustus september oktober november december jan feb mrt apr "
        "jun jul aug sept sep okt nov dec"
    )
)
_WRITTEN = re.compile(r"(?<![\d-])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?![\d-])")
_CENTURIES = frozenset(["negentien", "twintig", "tweeduizend", "negentienhonderd"])


class Dates(Recogniser):
    """A day and a month, said or written, with the year if it follows."""

    label = "date"
    kinds = ("DATE",)
    examples = (
        "Ze is geboren op [drie mei tweeduizend elf], dus toen.",
        "Op [14 november] hebben we overlegd.",
        "Op [22-09-2023] is hij besproken.",
        "dat was de [eenentwintigste juni] of zo",
        "geboren op [9 februari 2014] is hij",
        "de [derde van de vierde] dus",
        "Hij is negen jaar en zit in groep 5, al sinds 2019.",
        "In maart mag het weer, twee keer.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Days with their month."""
        for match in _WRITTEN.finditer(reading.text):
            yield Span(match.start(), match.end(), "DATE", 0.9)
        words = reading.words
        for at, token in enumerate(words):
            if token.norm not in MONTHS or not at:
                continue
            first = at - 1
            if words[first].norm in ("van", "-") and first:
                first -= 1
            if _is_day(words, first):
                last = year_after(words, at)
                yield Span(words[first].start, words[last].end, "DATE", 0.9)
        for at in range(3, len(words)):
            day, *between, month = (word.norm for word in words[at - 3 : at + 1])
            if between == ["van", "de"] and day in ORDINALS and ORDINALS.get(month, 13) < 13:
                yield Span(words[at - 3].start, words[year_after(words, at)].end, "DATE", 0.7)


def _is_day(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    if word.norm in {"een", "één"}:  # "een mei" is no date, "op een mei" is
        return before(words, at) in {"op", "tot", "vanaf", "van", "sinds"}
    value = value_of(word)
    return word.norm in ORDINALS or (value is not None and 1 <= int(value) <= 31)


def year_after(words: Sequence[Token], at: int) -> int:
    """The last token of the year that follows token `at`; `at` itself where none does."""
    following = at + 1
    if following >= len(words):
        return at
    token = words[following]
    if re.fullmatch(r"(?:19|20)\d\d", token.text):
        return following
    value = value_of(token)
    if value is None or not token.word:
        return at
    if token.norm in _CENTURIES:
        second = value_of(words[following + 1]) if following + 1 < len(words) else None
        return following + 1 if second is not None and int(second) < 100 else following
    return following if 1900 <= int(value) < 2100 else at
