"""Names as they are said: folded words, and the ways in which a form may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from pipeline.model import FindingKind
from pipeline.recognisers.context import TITLES
from pipeline.recognisers.page import INNER_PARTICLES, PARTICLES

_RARE_PARTICLES = {"aan", "bij", "onder", "over", "uit", "voor", "tot", "vom", "zu", "zum", "des", "les"}
_RARE_PARTICLES |= {"della", "abu"}
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})
_APOSTROPHES = "'’‘`´"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_JOINED = re.compile(r"[^\W\d_]+(?:[-‐‑]\s?[^\W\d_]+)+|[^\W\d_]+|\d+")
_HYPHENS = re.compile(r"[-‐‑\s]")
_ENDINGS = ("s", "etje", "tje", "pje", "kje", "je", "ke")

Said = tuple[str, int, int]  # a word without case and accents, and where it stands in the text


@dataclass(frozen=True, slots=True)
class Call:
    """One way to call somebody: the whole form, a first name in it, or the surname."""

    words: tuple[str, ...] = field(repr=False)
    part: Literal["whole", "given", "surname"]
    capital: bool = False  # only where it starts with a capital: "Groot" of "de Groot"


def words_of(text: str, joined: bool = False) -> list[Said]:
    """The words and numbers of a text; `joined`: hyphens inside words are taken out ("San-ne")."""
    folded, places = _folded(text)
    pattern = _JOINED if joined else _WORD
    if places is None and not joined:
        return [(match[0], match.start(), match.end()) for match in pattern.finditer(folded)]
    return [
        (_HYPHENS.sub("", match[0]), _place(places, match.start()), _place(places, match.end() - 1) + 1)
        for match in pattern.finditer(folded)
    ]


def has_hyphen(text: str) -> bool:
    """Whether `joined` may make a difference to the words of a text."""
    return any(hyphen in _folded(text)[0] for hyphen in "-‐‑")


@lru_cache(maxsize=20_000)
def normal(text: str) -> tuple[str, ...]:
    """A name's words without case, accents, and a possessive behind an apostrophe."""
    return tuple(word for word, _, _ in _without_possessive(text, words_of(text)))


def name_in(text: str, start: int, end: int) -> tuple[int, int]:
    """The name in a span: without titles before it, a possessive 's behind it, or itself again ("Tim Tim")."""
    span = text[start:end]
    words = words_of(span)
    while len(words) > 1 and words[0][0] in TITLES:
        words = words[1:]
    if len({word for word, _, _ in words}) == 1:
        words = words[:1]
    words = _without_possessive(span, words)
    return (start + words[0][1], start + words[-1][2]) if words else (start, end)


def _without_possessive(text: str, words: list[Said]) -> list[Said]:
    """The words without an s behind an apostrophe."""
    possessive = len(words) > 1 and words[-1][0] == "s" and text[words[-1][1] - 1] in _APOSTROPHES
    return words[:-1] if possessive else words


def is_particle(word: str) -> bool:
    """Whether this is a tussenvoegsel or its like, and no name by itself."""
    return word in PARTICLES or word in _RARE_PARTICLES


def calls(text: str, kind: FindingKind) -> Iterator[Call]:
    """The form itself; of a person's full name the first names and the surname; of a thing its name without article."""
    for joined in (False, True):
        whole = tuple(word for word, _, _ in words_of(text, joined))
        if sum(map(len, whole)) > 1:
            yield Call(whole, "surname" if kind == "PERSON" and is_particle(whole[0]) else "whole")
            yield Call(("".join(whole),), "whole")
    if kind != "PERSON":
        core = without_article(normal(text))
        if sum(map(len, core)) > 2:
            yield Call(core, "whole", capital=core != normal(text))
        return
    spaced = [words for word in text.split() if (words := normal(word))]
    if len(spaced) < 2:
        return
    particles = (at for at, word in enumerate(spaced) if is_particle(word[0]) or (at and word[0] in INNER_PARTICLES))
    cut = next(particles, len(spaced) - 1)
    for given in spaced[:cut]:
        if sum(map(len, given)) > 2 and given[0] not in TITLES:
            yield Call(given, "given")
    yield Call(tuple(part for word in spaced[cut:] for part in word), "surname")
    core = tuple(part for word in spaced[cut:] if not is_particle(word[0]) for part in word)
    if cut + 1 < len(spaced) and sum(map(len, core)) > 2:
        yield Call(core, "surname", capital=True)


def without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a school or institution without "de" or "het" before them."""
    return words[1:] if len(words) > 1 and words[0] in ("de", "het", "t", "the") else words


def has_surname(text: str) -> bool:
    """Whether a person's form says more than a first name."""
    return any(call.part == "surname" for call in calls(text, "PERSON"))


def bases(word: str) -> Iterator[str]:
    """What a word may be a possessive or a diminutive of."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            yield word.removesuffix(ending)


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with whole words at its ends, a possessive 's with it, and no punctuation around it."""
    start, end = max(start, 0), min(end, len(text))
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return start, start
    while start and _inside(text[start - 1]):
        start -= 1
    while end < len(text) and _inside(text[end]):
        end += 1
    if possessive := re.match(rf"[{_APOSTROPHES}]s(?!\w)", text[end:]):
        end += possessive.end()
    return start, end


def _inside(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Me", "Cf")


@lru_cache(maxsize=8)
def _folded(text: str) -> tuple[str, list[int] | None]:
    """A text without case and accents, and the place of each letter in it; None: they are where they were."""
    if text.isascii():
        return text.lower(), None
    pieces = [_fold(char) for char in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(map(len, pieces)):
        return folded, None
    return folded, [at for at, piece in enumerate(pieces) for _ in piece]


def _place(places: list[int] | None, at: int) -> int:
    return at if places is None else places[at]


@cache
def _fold(char: str) -> str:
    """A character without case, accents and strokes; "" for what is not seen (soft hyphen, zero width)."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_STROKES)
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
