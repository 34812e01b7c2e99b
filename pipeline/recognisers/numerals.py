"""Dutch number words, and runs of them: how people say telephone numbers, dates and postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.recognisers.page import Token

_UNITS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
_SMALL = dict(zip((*_UNITS.split(), "achttien", "negentien"), range(20), strict=True))
_TENS = dict(
    zip(
        ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"],
        range(20, 100, 10),
        strict=True,
    )
)
_COMPOUND = {
    unit + joint + ten: _TENS[ten] + _SMALL[unit]
    for unit in _UNITS.split()[1:10]
    for ten in _TENS
    for joint in ("en", " en ", "ën")
}
CARDINALS: dict[str, int] = {**_SMALL, **_TENS, **_COMPOUND}
_HUNDREDS = {"honderd": 100, "tweeduizend": 2000, "negentienhonderd": 1900, "duizend": 1000}
ORDINALS: dict[str, int] = {
    **{"eerste": 1, "derde": 3, "achtste": 8},
    **{word + "de": value for word, value in _SMALL.items() if value in (2, 4, 5, 6, 7, 9, 10, 11, 12) or value > 12},
    **{word + "ste": value for word, value in (*_TENS.items(), *_COMPOUND.items()) if value < 32},
}
_SEPARATORS = frozenset(str.split(", - . / ( ) +"))


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers next to each other, said or written; `first` to `last` are tokens, inclusive."""

    first: int
    last: int
    values: tuple[str, ...] = field(repr=False)  # "06", "12", "34"

    @property
    def digits(self) -> str:
        """All digits in a row."""
        return "".join(self.values)


def value_of(token: Token) -> str | None:
    """The digits of a number or number word; None for anything else."""
    if token.text.isdigit() and token.text.isascii():
        return token.text
    if not token.word:
        return None
    value = CARDINALS.get(token.norm, _HUNDREDS.get(token.norm))
    if value is None and token.norm.startswith("tweeduizend"):
        rest = CARDINALS.get(token.norm.removeprefix("tweeduizend").removeprefix("en"))
        value = 2000 + rest if rest is not None else None
    if value is None and token.norm.startswith("negentien"):
        rest = CARDINALS.get(token.norm.removeprefix("negentien").removeprefix("honderd"))
        value = 1900 + rest if rest is not None else None
    return None if value is None else str(value)


def number_runs(tokens: Sequence[Token]) -> tuple[Run, ...]:
    """All runs of numbers in a text, in order."""
    runs: list[Run] = []
    first, last, values = -1, -1, []
    for place, token in enumerate(tokens):
        value = value_of(token)
        if value is not None:
            if first < 0:
                first = place
            last = place
            values.append(value)
        elif first >= 0 and token.text not in _SEPARATORS:
            runs.append(Run(first, last, tuple(values)))
            first, values = -1, []
    if first >= 0:
        runs.append(Run(first, last, tuple(values)))
    return tuple(runs)
