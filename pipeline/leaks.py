"""The second detector: looks for what the register knows in text that is about to be written.

It shares no code with the recognisers, so that a mistake there is not repeated here. It knows no Dutch and weighs
no context: whole words, any case, any accents, joined or split by hyphens, spaces or apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Entity, Redacted, Register

_PARTICLES = frozenset(
    "van de der den het ten ter te 't in op aan bij onder over uit voor tot von vom zu zum du des la le les da das do "
    "dos del della di el al bin ibn abu s t d van't op't".split()
)
_INNER = _PARTICLES | {"ben"}  # "Yassin Ben Ali"; but Ben de Wit is Ben
_TITLES = frozenset(
    "juf juffrouw juffie meester mevrouw mevr mw meneer mijnheer dhr heer dr drs dokter oma opa tante oom".split()
)
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d"})
_APART = re.compile(r"[^\W\d_]+|\d+")
_JOINED = re.compile(r"[^\W\d_]+(?:[-‐‑]\s?[^\W\d_]+)+|[^\W\d_]+|\d+")
_HYPHENS = re.compile(r"[-‐‑\s]")
_IDENTIFIERS = (
    ("e-mail", re.compile(r"[^\s@<>\[\]]+@[^\s@<>\[\]]+\.[^\W\d_]{2,}")),
    (
        "telefoon",
        re.compile(r"(?<![\w.,])(?:\+|00)31[ -]?\(?0?\)?(?:[ -]?\d){9}(?!\w)|(?<![\w.,])0(?:[ -]?\d){9}(?!\w)"),
    ),
    ("bsn", re.compile(r"(?<![\w.,-])(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\w|[.,]\d)")),
    ("postcode", re.compile(r"(?<![\w.,-])[1-9]\d{3}(?:[  ]?[A-Z]{2}|[a-z]{2})(?!\w)")),
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something known still stands. Holds no text."""

    start: int
    end: int
    label: str  # of the entity: "KIND-1"; or "e-mail", "telefoon", "bsn", "postcode"
    block: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words in a row that give an entity away."""

    words: tuple[str, ...]
    label: str
    capital: bool = False  # only where it starts with a capital: "Groot" of "de Groot"


def leaks_in(redacted: Redacted, register: Register) -> list[Leak]:
    """What is still in a transcript, by block; occurrences that a person decided to be a word are left out.

    A word that is broken off is also read together with the next: "Ti-" and "m" are Tim, whatever marks stand between.
    """
    found = []
    for block in redacted.blocks:
        decided: list[tuple[int, int]] = []
        undecided: list[tuple[int, int]] = []
        at = 0
        for piece in block.pieces:
            (decided if piece.decided else undecided).append((at, at + len(piece.text)))
            at += len(piece.text) + 1
        broken = "".join(piece.text + ("-" if "broken" in piece.marks else " ") for piece in block.pieces)
        for leak in _in_order({leak for text in {block.text, broken[:-1]} for leak in find_leaks(text, register)}):
            if not decided or any(start < leak.end and leak.start < end for start, end in undecided):
                found.append(Leak(leak.start, leak.end, leak.label, block.id))
    return found


def find_leaks(text: str, register: Register) -> list[Leak]:
    """Every form of the register, every first name and surname in one, and every identifier, in order of place.

    For anything that is written: text, headers, metadata, file names. The register's own labels in brackets are
    skipped.
    """
    labels = {entity.label for entity in register.entities}
    shown = _without_labels(text, labels)
    phrases = _phrases(register)
    found = {leak for joined in (False, True) for leak in _named(shown, phrases, joined)}
    return _in_order(found | set(_numbered(shown)))


def first_leak(text: str, register: Register, harmless: str) -> Leak | None:
    """The first known thing in `text` that does not stand in `harmless` in the same words."""
    leaks = find_leaks(text, register)
    return not_passed(leaks, text, passed_in(harmless, register)) if leaks else None


def not_passed(leaks: Iterable[Leak], text: str, passed: Collection[str]) -> Leak | None:
    """The first whose words are not passed."""
    return next((leak for leak in leaks if text[leak.start : leak.end].casefold() not in passed), None)


def passed_in(harmless: str, register: Register) -> frozenset[str]:
    """The known things that stand in harmless words, without case."""
    return frozenset(harmless[leak.start : leak.end].casefold() for leak in find_leaks(harmless, register))


def _in_order(leaks: set[Leak]) -> list[Leak]:
    return sorted(leaks, key=lambda leak: (leak.start, leak.end, leak.label))


def _without_labels(text: str, labels: set[str]) -> str:
    """The text with other letters for labels, so that places stay the same and no name spans a label."""

    def other(match: re.Match[str]) -> str:
        known = all(label in labels for label in match[1].split("/"))
        return f" {'ƨ' * len(match[1])} " if known else match[0]

    return re.sub(r"\[([^\[\]\s]+)\]", other, text)


def _named(text: str, phrases: dict[str, tuple[_Phrase, ...]], joined: bool) -> Iterator[Leak]:
    """Phrases found; `joined`: hyphens inside words are taken out first ("San-ne")."""
    words = _words(text, joined)
    spoken = [
        (at, phrase)
        for at, word in enumerate(words)
        if word in phrases
        for phrase in phrases[word]
        if len(phrase.words) == 1 or tuple(words[at : at + len(phrase.words)]) == phrase.words
    ]
    places = _places(text, joined) if spoken else []  # only now: it takes longer than all the rest
    for at, phrase in spoken:
        start, end = places[at][0], places[at + len(phrase.words) - 1][1]
        if text[start].isupper() or not phrase.capital:
            yield Leak(start, end, phrase.label)


def _numbered(text: str) -> Iterator[Leak]:
    """E-mail addresses, telephone numbers, citizen numbers and postcodes."""
    for label, pattern in _IDENTIFIERS:
        for match in pattern.finditer(text) if label != "e-mail" or "@" in text else ():
            if label != "bsn" or _eleven(match[0]):
                yield Leak(*match.span(), label)


def _eleven(text: str) -> bool:
    """The eleven-test of a citizen service number."""
    digits = [int(char) for char in text if char.isdigit()]
    return sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


@lru_cache(maxsize=16)
def _phrases(register: Register) -> dict[str, tuple[_Phrase, ...]]:
    """Everything that gives somebody away, by its first word."""
    book: dict[str, set[_Phrase]] = {}
    for entity in register.entities:
        for phrase in _of(entity):
            for words in (phrase.words, (*phrase.words[:-1], f"{phrase.words[-1]}s")):
                book.setdefault(words[0], set()).add(_Phrase(words, phrase.label, phrase.capital))
    return {first: tuple(sorted(found, key=lambda phrase: phrase.words)) for first, found in book.items()}


def _of(entity: Entity) -> Iterator[_Phrase]:
    """Whole forms, and for persons the first names and the surname in them."""
    for form in entity.forms:
        for joined in (False, True):
            whole = tuple(_words(form.text, joined))
            if sum(map(len, whole)) > 1:
                yield _Phrase(whole, entity.label)
                yield _Phrase(("".join(whole),), entity.label)
        if entity.kind == "PERSON":
            for part, capital in _parts(form.text.split()):
                words = tuple(_words(part, joined=False))
                if sum(map(len, words)) > 2:
                    yield _Phrase(words, entity.label, capital)


def _parts(words: list[str]) -> Iterator[tuple[str, bool]]:
    """First names; the surname with its particles; and without them, which counts with a capital only."""
    if len(words) < 2:
        return
    particles = [at for at, w in enumerate(words) if w.lower().replace("’", "'") in (_INNER if at else _PARTICLES)]
    cut = particles[0] if particles else len(words) - 1
    for word in words[:cut]:
        if word.lower().strip(".") not in _TITLES:
            yield word, False
    yield " ".join(words[cut:]), False
    core = [word for at, word in enumerate(words[cut:], start=cut) if at not in particles]
    if particles and core:
        yield " ".join(core), True


class _Folds(dict[int, str]):
    """Every character without case, accents and strokes; "" for what is not seen (soft hyphen, zero width)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_STROKES)
        shown = (letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
        self[code] = char.lower() if char.isascii() else "".join(shown)
        return self[code]


_FOLDS = _Folds()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def _words(text: str, joined: bool) -> list[str]:
    """Folded words. Underscores, dots and digits part words, as in file names."""
    words = (_JOINED if joined else _APART).findall(_folded(text))
    return [word if word.isalnum() else _HYPHENS.sub("", word) for word in words] if joined else words


def _places(text: str, joined: bool) -> list[tuple[int, int]]:
    """Where each of these words stands in the text, end exclusive."""
    letters = [at for at, char in enumerate(text) for _ in _FOLDS[ord(char)]]
    found = (_JOINED if joined else _APART).finditer(_folded(text))
    return [(letters[match.start()], letters[match.end() - 1] + 1) for match in found]
