"""Words that stand for a known name though they are not spelled so: misheard, or with an ending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.recognisers.phonetic import sound

_DIMINUTIVES = ("etje", "tje", "pje", "kje", "je", "ke", "'je")


def without_ending(word: str, known: Collection[str]) -> tuple[str, Literal["possessive", "diminutive"]]:
    """The known form under a possessive or diminutive ending ("" if there is none), and which of the two."""
    for ending in ("'s", "s"):
        bare = word.removesuffix(ending).replace("'", "")
        if word.endswith(ending) and len(bare) > 1 and bare in known:
            return bare, "possessive"
    plain = word.removesuffix("s") if word.endswith("jes") else word
    for ending in _DIMINUTIVES if plain.endswith("e") else ():
        bare = plain.removesuffix(ending).replace("'", "")
        if plain.endswith(ending) and len(bare) > 1:
            if bare in known:
                return bare, "diminutive"
            if bare[-1] == bare[-2] and bare[:-1] in known:  # Bram, Brammetje
                return bare[:-1], "diminutive"
    return "", "possessive"


def nearly(word: str, key: str) -> bool:
    """Whether a word may be a known form misheard: the same sound, or a letter or two apart."""
    if len(key) > 2 and sound(word) == sound(key):
        return True
    return len(key) > 3 and OSA.distance(word, key, score_cutoff=2) <= _allowed(key)


def nearly_joined(word: str, key: str) -> bool:
    """Whether a word may be a whole name, first and last, said in one breath: no more than a letter off."""
    return sound(word) == sound(key) or OSA.distance(word, key, score_cutoff=1) <= 1


class Ear:
    """Known forms by sound and spelling."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._spelled = sorted(key for key in keys if len(key) > 3)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for key in sorted(keys):
            if len(key) > 2 and len(sound(key)) > 1:
                self._by_sound[sound(key)].append(key)
        self.nearest = lru_cache(maxsize=50_000)(self._nearest)

    def _nearest(self, word: str) -> str:
        """The form nearest to a word by sound or spelling; "" if none is near, or the word is one itself."""
        if len(word) < 3 or word in self._keys:
            return ""
        alike = self._by_sound.get(sound(word), [])
        if alike:
            return min(alike, key=lambda key: (OSA.distance(word, key), key))
        for key, distance, _ in process.extract(word, self._spelled, scorer=OSA.distance, score_cutoff=2, limit=5):
            if distance <= _allowed(key):
                return str(key)
        bare = word.removesuffix("s")
        return self._nearest(bare) if word != bare and len(bare) > 4 else ""


def _allowed(key: str) -> int:
    """How many letters may differ: one, and two from seven letters."""
    return 1 if len(key) < 7 else 2
