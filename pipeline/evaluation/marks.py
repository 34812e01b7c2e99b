"""Characters that are masked, and the words of an utterance counted by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluation.gold import GoldMention, Stretch, Utterance
from pipeline.evaluation.guesses import Guess

_TOKEN = re.compile(r"\w+")
_BESIDE = frozenset(
    str.split(
        "de het een t d s n van der den obs cbs rkbs ikc sbo vso so daltonschool basisschool stichting praktijk juf "
        "juffrouw meester meneer mevrouw mw dhr heer dokter dr huisarts opa oma oom tante mama papa moeder vader "
        "moskee postcode bsn"
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of an utterance: a mention that was missed, or a word that was wrongly masked. Holds no text."""

    utterance: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of an utterance, counted."""

    right: int  # masked, and part of a mention
    other: int  # part of none
    wrong: tuple[Place, ...]  # of these, masked


def count_words(utterance: Utterance, masked: bytearray) -> Tokens:
    """Hold the words of an utterance against its mentions, by which characters are masked."""
    text = utterance.text
    mentions, neutral = covered(text, utterance.spans), covered(text, utterance.neutral)
    places = [match.span() for match in _TOKEN.finditer(text)]
    named = [any(mentions[start:end]) for start, end in places]
    passed = _beside([text[start:end].lower() for start, end in places], named)
    right = other = 0
    wrong: list[Place] = []
    for (start, end), is_named, is_passed in zip(places, named, passed, strict=True):
        is_neutral, is_masked = any(neutral[start:end]), any(masked[start:end])
        other += not is_named and not is_neutral
        right += is_named and is_masked
        if is_masked and not is_neutral and not is_passed:
            wrong.append(Place(utterance.id, start, end))
    return Tokens(right, other, tuple(wrong))


def _beside(words: Sequence[str], named: Sequence[bool]) -> list[bool]:
    """Which tokens are part of a mention, or an article, title or the like that touches one."""
    passed = list(named)
    for at in range(1, len(words)):
        passed[at] = passed[at] or (passed[at - 1] and words[at] in _BESIDE)
    for at in range(len(words) - 2, -1, -1):
        passed[at] = passed[at] or (passed[at + 1] and words[at] in _BESIDE)
    return passed


def covered(text: str, spans: Iterable[Guess | GoldMention | Stretch]) -> bytearray:
    """A mark for each character: whether a span holds it."""
    marks = bytearray(len(text))
    for span in spans:
        start, end = max(span.start, 0), min(span.end, len(text))
        marks[start:end] = b"\1" * (end - start)
    return marks


def is_covered(text: str, marks: bytearray, start: int, end: int) -> bool:
    """Whether every letter and digit between is masked."""
    return all(marks[at] for at in range(start, end) if text[at].isalnum())
