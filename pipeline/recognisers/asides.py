"""What a typist puts between brackets and nobody said: "(unv.)", "[inaudible 00:12:03]", "(3s)", "[Musik]"."""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}\)")
_TIME = re.compile(r"\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?")
_WORDS = frozenset(
    "unv onv onverst onverstaanbaar unverst unverständlich inaudible unintelligible indistinct niet te verstaan x xx "
    "xxx crosstalk overlap door elkaar tegelijk musik music muziek lacht lachen lachend gelach laughs laughing "
    "laughter applaus applause pauze pause stilte stil silence zucht zuchten sighs huilt huilen crying hoest hoesten "
    "kucht kuchen coughs fluistert fluisterend whispers geluid geluiden ruis noise blank audio telefoon gaat s sec "
    "secs seconde seconden second seconds min minuut minuten minute minutes en and".split()
)


def asides_in(text: str) -> list[tuple[int, int]]:
    """Where they stand, brackets included.

    A name or a number between brackets is none: every word must be known as one, besides a time and a count.
    """
    return [found.span() for found in _BRACKETS.finditer(text) if _is_aside(found[0])]


def _is_aside(text: str) -> bool:
    rest = _TIME.sub(" ", text.lower())
    words, numbers = re.findall(r"[^\W\d_]+", rest), re.findall(r"\d+", rest)
    return bool(words) and all(word in _WORDS for word in words) and sum(map(len, numbers)) <= 2
