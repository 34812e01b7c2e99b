"""A key for how a Dutch name sounds, so that "Jeden" and "Jayden" meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SOUNDS = (  # in this order: longer spellings first
    ("sch", "s"), ("dzs", "j"), ("dzj", "j"), ("dj", "j"), ("tsj", "c"), ("sj", "s"), ("sh", "s"), ("ch", "g"),
    ("ou", "u"), ("oe", "u"), ("uw", "u"), ("eau", "o"), ("ij", "i"), ("ei", "i"), ("ey", "i"), ("ay", "e"),
    ("ai", "e"), ("ea", "i"), ("ie", "i"), ("y", "i"), ("ph", "f"), ("v", "f"), ("z", "s"), ("c", "k"), ("q", "k"),
    ("x", "ks"), ("th", "t"), ("d", "t"), ("h", ""), ("w", "f"), ("j", "i"),
)  # fmt: skip


def normal(text: str) -> str:
    """Lower case, straight apostrophes, no accents."""
    text = text.lower()
    if text.isascii():
        return text.replace("`", "'")
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def sound(text: str) -> str:
    """The Dutch phonetic key: spellings that sound alike share one."""
    key = normal(text)
    for spelling, letter in _SOUNDS:
        key = key.replace(spelling, letter)
    key = re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", key))
    return f"{key[:-1]}p" if key.endswith("b") else key  # a last b sounds like p: "Ajoep"
