"""Numbers as people say them, for patterns: "negen", "9", "één"."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.recognisers.numerals import CARDINALS, ORDINALS
from pipeline.recognisers.phonetic import normal


def words(low: int, high: int, of: dict[str, int] = CARDINALS) -> str:
    """A pattern for number words between two values, the longest first."""
    fitting = sorted((word for word, value in of.items() if low <= value <= high), key=lambda word: -len(word))
    return "|".join("[eé][eé]n" if word == "een" else word for word in fitting)


def cardinals(low: int, high: int) -> str:
    """A pattern for a number between two values; one in digits may have any value."""
    return rf"(?:(?<!\w)(?:{words(low, high)})(?!\w)|(?<![\w.,:/;-])\d{{1,2}}(?!\w|[.,:;/-]\d))"


def ordinals(low: int, high: int) -> str:
    """A pattern for "vierde" between two values, or "4e"."""
    return rf"(?:(?<!\w)(?:{words(low, high, ORDINALS)})(?!\w)|(?<!\w)\d{{1,2}}(?:e|de|ste)(?!\w))"


def folded(said: str) -> str:
    """Without case and accents, and without the letters that a pattern in any case takes for "i", "k" and "s"."""
    return normal(said.casefold().replace("ı", "i"))


@lru_cache(maxsize=4096)
def words_in(text: str) -> frozenset[str]:
    """The words of a text, folded. Where none fits, a slow pattern need not be tried."""
    return frozenset(map(folded, re.findall(r"\w+", text)))


def value_of(said: str) -> int:
    """What a number says; -1 when it is none."""
    word = folded(said)
    digits = word.rstrip("dest")
    return int(digits) if digits.isdigit() else CARDINALS.get(word, ORDINALS.get(word, -1))
