"""Names as a recogniser may mishear them: one letter or sound off."""

from __future__ import annotations

import random
from collections.abc import Iterator

_SOUNDS = tuple(
    tuple(pair.split("/"))
    for pair in str.split(
        "ie/i i/ie ij/ei ei/ij ou/au au/ou c/k k/c s/z z/s f/v v/f d/t t/d y/i i/y j/y th/t t/th ks/x x/ks e/a a/e "
        "o/oo oo/o aa/a a/aa ee/e e/ee oe/u u/oe h/ sj/sh sh/sj ck/k g/ch qu/kw w/v"
    )
)


def misspelt(name: str, draw: random.Random) -> str:
    """The name with one plausible slip in its longest word; a word of fewer than three letters stays."""
    words = name.split(" ")
    at = max(range(len(words)), key=lambda place: len(words[place]))
    ways = sorted({way for way in _slips(words[at]) if way.casefold() != words[at].casefold()})
    if len(words[at]) > 2 and ways:
        words[at] = draw.choice(ways)
    return " ".join(words)


def _slips(word: str) -> Iterator[str]:
    """The word with another letter for a sound, a letter doubled or dropped, or two swapped."""
    for at in range(len(word)):
        for old, new in _SOUNDS:
            if word[at : at + len(old)].lower() == old:
                slip = word[:at] + new + word[at + len(old) :]
                yield slip[:1].upper() + slip[1:] if word[:1].isupper() else slip
        if at and word[at].isalpha():
            yield word[:at] + word[at] + word[at:]
            yield word[:at] + word[at + 1 :]
        if at and at + 1 < len(word) and word[at + 1].isalpha() and word[at].isalpha():
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
