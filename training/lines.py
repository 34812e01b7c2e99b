"""Marked talk: sentences in which every name stands in braces, and other casts for the same sentences.

{P:Sanne} a person, {S:De Sprong} a school, {I:Veilig Thuis Noord} an institution, {L:Assen} a place, {R:Dorpsstraat 3}
a street.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model import FindingKind
from pipeline.recognisers.page import PARTICLES, tokens_of
from pipeline.recognisers.phonetic import normal

FOLDER = Path(__file__).parent / "lines"
_CODES: dict[str, FindingKind] = {"P": "PERSON", "S": "SCHOOL", "I": "INSTITUTION", "L": "PLACE", "R": "STREET"}
_MARK = re.compile(r"\{([PSILR]):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence, and the kind of every character that belongs to a name."""

    text: str = field(repr=False)
    names: tuple[tuple[int, int, FindingKind], ...]  # start, end, kind


@dataclass(frozen=True)
class Pools:
    """Where other names come from."""

    names: tuple[str, ...] = field(repr=False)  # what Dutch lists know as names
    strange: tuple[str, ...] = field(repr=False)  # what no list knows
    words: tuple[str, ...] = field(repr=False)  # what is a Dutch word


def read_lines(folder: Path = FOLDER) -> list[Marked]:
    """Every marked sentence of the folder, in order."""
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [unmarked(line) for line in lines if line.strip() and not line.startswith("#")]


def unmarked(line: str) -> Marked:
    """The sentence without its braces, and where the names were."""
    text, names, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        names.append((len(text), len(text) + len(match[2]), _CODES[match[1]]))
        text += match[2]
        last = match.end()
    return Marked(text + line[last:], tuple(names))


def recast(marked: Marked, pools: Pools, rng: random.Random) -> Marked:
    """The same sentence about others: every word of a name may become another name, a strange one, or a Dutch word."""
    text, names, last = "", [], 0
    for start, end, kind in marked.names:
        text += marked.text[last:start]
        said = _other(marked.text[start:end], pools, rng) if rng.random() < 0.8 else marked.text[start:end]
        names.append((len(text), len(text) + len(said), kind))
        text += said
        last = end
    return Marked(text + marked.text[last:], tuple(names))


def _other(said: str, pools: Pools, rng: random.Random) -> str:
    """Other words in the same case; particles, numbers and what is joined by marks stay."""
    out = []
    for word in said.split(" "):
        if not word.isalpha() or normal(word) in PARTICLES or len(word) < 2:
            out.append(word)
            continue
        pool = rng.choices((pools.names, pools.strange, pools.words), (3, 3, 4))[0]
        new = rng.choice(pool)
        out.append(new.capitalize() if word[0].isupper() else new)
    return " ".join(out)


def spoken_ways(marked: Marked, rng: random.Random) -> Iterator[Marked]:
    """As written; and as a recogniser writes it, without capitals and now and then without marks."""
    yield marked
    yield Marked(marked.text.lower(), marked.names)
    if any(mark in marked.text for mark in ".,?!"):
        keep = [at for at, char in enumerate(marked.text) if char not in ".,?!:;…"]
        moved = {old: new for new, old in enumerate(keep)}
        names = []
        for start, end, kind in marked.names:
            inner = [moved[at] for at in range(start, end) if at in moved]
            if inner:
                names.append((inner[0], inner[-1] + 1, kind))
        yield Marked("".join(marked.text[at] for at in keep).lower(), tuple(names))
    if marked.names and rng.random() < 0.2:  # a name that was heard as a word
        start, end, _ = rng.choice(marked.names)
        text = marked.text[:start] + marked.text[start:end].lower() + marked.text[end:]
        yield Marked(text, marked.names)


def kinds_of(marked: Marked) -> list[FindingKind | None]:
    """For every token of the sentence what it is part of."""
    return [
        next((kind for start, end, kind in marked.names if start < token.end and token.start < end), None)
        for token in tokens_of(marked.text)
    ]
