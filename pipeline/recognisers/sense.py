"""What the words around a word say it is: a name of somebody, of a school, of a place; or no name.

A small network over the neighbours of a word and its own shape, never the word itself: so that it says of "Storm", and
of a name nobody has heard before, what the sentence says. Trained by `training/train_sense.py`.
"""

from __future__ import annotations

import io
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pipeline.model import FindingKind
from pipeline.recognisers.lexicon import common, is_name, is_word, jargon, word_class
from pipeline.recognisers.page import PARTICLES, Token, tokens_of

Known = Literal["", "person", "thing"]  # what a word is the name of, by what is known beforehand
KINDS: tuple[FindingKind | None, ...] = (None, "PERSON", "SCHOOL", "INSTITUTION", "PLACE", "STREET")
AROUND = 5  # words to the left, and as many to the right
EDGE, UNSEEN = "|", "~"
_AT_ONCE = 2048  # words: more would take much memory where a document is one line
_PLACES = np.arange(2 * AROUND)
_STEPS = np.array([step for step in range(2 * AROUND + 1) if step != AROUND])
Rows = NDArray[np.int64]
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sense:
    """How likely a word is a name where it stands, 0 to 1, and of what kind if it is one."""

    name: float = 0.0
    kind: FindingKind = "PERSON"


@dataclass(frozen=True)
class Network:
    """What it knows by name, and its layers; several networks vote."""

    rows: Mapping[str, int] = field(repr=False)
    layers: tuple[Mapping[str, Numbers], ...] = field(repr=False)


def sense_at(text: str, place: int, known: Known = "") -> Sense:
    """The sense of one word: token number `place` of the text, which somebody or something is known to be called."""
    senses = _senses(text, known)
    if place not in senses:
        senses |= _judged(text, [place], known)
    return senses[place]


@lru_cache(maxsize=2048)
def _senses(text: str, known: Known) -> dict[int, Sense]:
    """Those that are asked for most, at once: words that nobody is known by and that are not among the most common."""
    if known:
        return {}
    places = [at for at, token in enumerate(tokens_of(text)) if token.word and may_be_name(token.norm)]
    chunks = (places[at : at + _AT_ONCE] for at in range(0, len(places), _AT_ONCE))
    return {at: sense for chunk in chunks for at, sense in _judged(text, chunk, known).items()}


@lru_cache(maxsize=50_000)
def may_be_name(norm: str) -> bool:
    """Whether a word is asked about in every text: an ordinary one that is neither very common nor jargon."""
    return len(norm) > 1 and norm not in common() and norm not in jargon() and norm not in PARTICLES and is_word(norm)


def _judged(text: str, places: Sequence[int], known: Known) -> dict[int, Sense]:
    network = _network()
    around, shape = inputs_of(_page(text), places, [known] * len(places), network.rows)
    shares = np.mean([_shares(around, shape, layer) for layer in network.layers], axis=0)
    best = shares[:, 1:].argmax(axis=1) + 1
    return {
        at: Sense(round(float(1 - share[0]), 4), KINDS[kind] or "PERSON")
        for at, share, kind in zip(places, shares, best, strict=True)
    }


@dataclass(frozen=True)
class Page:
    """A text as the network reads it."""

    tokens: tuple[Token, ...] = field(repr=False)
    rows: Rows = field(repr=False)  # of every token, with edges on both sides
    cased: bool  # whether it has a capital inside a sentence


def page_of(text: str, rows: Mapping[str, int]) -> Page:
    """Read a text, once for all its words."""
    tokens = tokens_of(text)
    edge = [rows[EDGE]] * AROUND
    padded = np.array([*edge, *(_row_of(token, rows) for token in tokens), *edge])
    return Page(tokens, padded, any(token.capital and not token.initial for token in tokens))


@lru_cache(maxsize=2048)
def _page(text: str) -> Page:
    return page_of(text, _network().rows)


def inputs_of(page: Page, places: Sequence[int], known: Sequence[Known], rows: Mapping[str, int]) -> tuple[Rows, Rows]:
    """Rows of the table for the neighbours, (places, 2 * AROUND), and the shape, (places, 8), of words of a text."""
    around = page.rows[np.array(places)[:, None] + _STEPS]
    shapes = (shape_of(page.tokens[at], page.cased, who) for at, who in zip(places, known, strict=True))
    return around, np.array([[rows.get(one, rows[UNSEEN]) for one in shape] for shape in shapes])


def neighbour_of(token: Token) -> tuple[str, str]:
    """A neighbour as the network sees it: the word itself if it is a frequent one, else what it can be."""
    if token.word:
        return token.norm, _kind_of_word(token.norm)
    return ("0" if token.text.isdigit() else token.text), UNSEEN


def shape_of(token: Token, cased: bool, known: Known) -> tuple[str, ...]:
    """A word's own shape: its capital, what it can be elsewhere, its ending and length, and whether it is known."""
    if not token.word:
        return ("mark",) * 8
    case = ("initial" if token.initial else "capital") if token.capital else ("lower" if cased else "uncased")
    own, *others = _form(token.norm)
    whose = f"known {known or 'nobody'}"
    return f"case {case}", f"own {own}", f"both {case} {own}", *others, whose, f"{whose} {own}"


def _row_of(token: Token, rows: Mapping[str, int]) -> int:
    if token.word and token.norm in rows:
        return rows[token.norm]
    word, kind = neighbour_of(token)
    return rows.get(word, rows.get(kind, rows[UNSEEN]))


@lru_cache(maxsize=50_000)
def _kind_of_word(norm: str) -> str:
    return f"~{word_class(norm)}" if is_word(norm) else "~new"


@lru_cache(maxsize=50_000)
def _form(norm: str) -> tuple[str, str, str, str]:
    own = "particle" if norm in PARTICLES else ""
    if not own and norm in common():
        own = next((section for section in ("verbs", "everyday", "adverbs") if norm in common(section)), "common")
    own = own or (f"word {word_class(norm)}" if is_word(norm) else "new")
    return own + " name" * is_name(norm), f"end {norm[-3:]}", f"last {norm[-2:]}", f"size {min(len(norm), 12)}"


def _shares(around: Rows, shape: Rows, layer: Mapping[str, Numbers]) -> Numbers:
    """The share of each kind, (tokens, kinds)."""
    seen = layer["seen"]  # what every row adds to the hidden layer in every place: (places, rows, hidden)
    hidden = seen[_PLACES, around].sum(axis=1) + seen[-1, shape].sum(axis=1) + layer["in_bias"]
    odds = np.maximum(hidden, 0) @ layer["out"] + layer["out_bias"]
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _unrolled(layer: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    """The first layer multiplied out beforehand: a sum over the words seen, where a product would be slow."""
    table = layer["table"]
    weights = layer["in"].reshape(2 * AROUND + 1, table.shape[1], -1)
    return {**layer, "seen": np.stack([table @ weight for weight in weights])}


@cache
def _network() -> Network:
    data = lzma.decompress((files("pipeline.recognisers") / "data" / "sense.npz.xz").read_bytes())
    with np.load(io.BytesIO(data)) as stored:
        names = stored["names"].tobytes().decode().split("\n")
        arrays = {name: stored[name].astype(np.float32) for name in stored.files if name != "names"}
    votes = sorted({name.split("/")[0] for name in arrays})
    layers = (
        _unrolled(
            {name.removeprefix(f"{vote}/"): array for name, array in arrays.items() if name.startswith(f"{vote}/")}
        )
        for vote in votes
    )
    return Network({name: row for row, name in enumerate(names)}, tuple(layers))
