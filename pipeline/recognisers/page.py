"""A text cut into words, once, for all recognisers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.recognisers.phonetic import normal

_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"
_TOKEN = re.compile(rf"{_LETTER}+(?:['’‘]{_LETTER}+)*|['’‘][stnkm](?!\w)|\d+|[^\w\s]|_")
_ENDS = frozenset('.?!:…‘"“”„•*–—|([')
_ABBREVIATIONS = frozenset(str.split("dr drs mr mw mevr dhr prof ing ir st ds nr fam"))


# Tussenvoegsels, and the article-like words of surnames from elsewhere.
PARTICLES = frozenset(
    str.split("van der den de het 't el al ten ter te in op la le di da du von bin ibn van't s t d op't do dos das del")
)
# "Yassin Ben Ali" has one in the middle, and Ben is somebody.
INNER_PARTICLES = PARTICLES | {"ben"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with its place in the text."""

    start: int
    end: int
    text: str = field(repr=False)
    norm: str = field(repr=False)  # lower case, no accents
    word: bool  # letters
    capital: bool
    initial: bool  # the first word of a sentence, whose capital says nothing
    near: bool  # only a space or hyphen between this and the word before


@lru_cache(maxsize=2048)  # who is who reads a case again: an interview has some hundreds of blocks
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order."""
    found: list[Token] = []
    initial = True
    before: Token | None = None
    for match in _TOKEN.finditer(text):
        piece, start, end = match.group(), match.start(), match.end()
        word = piece[0].isalpha() or (len(piece) > 1 and piece[0] in "'’‘")
        near = before is not None and before.word and start == before.end + 1 and text[before.end] == " "
        token = Token(start, end, piece, normal(piece), word, piece[0].isupper(), initial and word, near)
        if word or piece.isdigit():
            initial = False
        elif piece in _ENDS:
            initial = not (piece == "." and before is not None and _shortened(before))
        found.append(token)
        before = token
    return tuple(found)


def _shortened(token: Token) -> bool:
    """Whether the full stop after this word ends no sentence: "dr.", "S."."""
    return token.norm in _ABBREVIATIONS or (len(token.text) == 1 and token.capital)
