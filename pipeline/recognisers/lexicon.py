"""What is an ordinary Dutch word? OpenTaal's list, our own jargon list, and compounds of both."""

from __future__ import annotations

import gc
import lzma
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.recognisers.phonetic import normal

_DATA = files("pipeline.recognisers") / "data"
_ENDINGS = (
    "'s",
    "s",
    "'er",
    "'ers",
    "je",
    "jes",
    "tje",
    "tjes",
    "etje",
    "pje",
    "er",
    "e",
    "en",
    "n",
    "te",
    "ten",
    "de",
    "den",
)
_LINKS = ("", "s", "e", "en", "n")
# Second halves of surnames and places: an unlisted compound that ends so is more likely a name than a word.
_NAME_ENDINGS = tuple(
    str.split(
        "veld huizen land dam dijk burg burgh hof berg kamp horst woude drecht graaf poort meer straat laan weg plein "
        "singel gracht kade wijk brink"
    )
)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Lower-case words, and the lower-cased forms of those written with one capital."""
    lines = lzma.decompress((_DATA / "opentaal.txt.xz").read_bytes()).decode().splitlines()
    lower = frozenset(line for line in lines if line.islower())
    names = frozenset(line.lower() for line in lines if line[:1].isupper() and line[1:] == line[1:].lower())
    found = lower, names
    gc.freeze()  # these stay: to look for garbage among them costs a fifth of the time
    return found


def _plain(file: str) -> list[str]:
    text = (_DATA / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words_of(file: str) -> frozenset[str]:
    return frozenset(word for line in _plain(file) for word in line.split())


@cache
def jargon() -> frozenset[str]:
    """Words of school, care and speech that name nobody."""
    return _words_of("jargon.txt")


@cache
def first_names() -> frozenset[str]:
    """First names that are rare words as well."""
    return _words_of("first_names.txt")


@cache
def word_names() -> frozenset[str]:
    """First names that are words as often."""
    return _words_of("word_names.txt")


@cache
def common(*sections: str) -> frozenset[str]:
    """Very common words; of some sections only ("pronouns", "verbs", ...), or of all."""
    found: set[str] = set()
    section = ""
    for line in _plain("common.txt"):
        if line.startswith("["):
            section = line.strip("[]")
        elif not sections or section in sections:
            found.update(line.split())
    return frozenset(found | {normal(word) for word in found})


@lru_cache(maxsize=100_000)
def is_word(text: str) -> bool:
    """Whether this is an ordinary Dutch word, an inflection of one, or a compound of two; first names are none."""
    word = _lowered(text)
    if word in first_names():
        return False
    return _listed(word) or (not is_name(word) and (_inflected(word) or _compound(word)))


@lru_cache(maxsize=100_000)
def is_listed(text: str) -> bool:
    """Whether this is in a list of Dutch words, first names among them: "een mees in de dakgoot"."""
    return _listed(_lowered(text))


@lru_cache(maxsize=100_000)
def is_name(text: str) -> bool:
    """Whether OpenTaal knows this word with a capital (a name, a place, a brand), or it is a first name as well."""
    word = _lowered(text)
    return word in _words()[1] or word in word_names()


@lru_cache(maxsize=100_000)
def is_verb(text: str) -> bool:
    """Whether this looks like what one person does or did: "vertelde", "speelt"."""
    word = normal(text)
    if word in common("verbs"):
        return True
    if not _listed(word):
        return False
    stems = [word[:-1]] if word.endswith("t") else [word[:-2]] if word.endswith(("de", "te")) else []
    return any(_listed(stem) and _listed(infinitive) for stem in stems for infinitive in _infinitives(stem))


@lru_cache(maxsize=100_000)
def word_class(text: str) -> str:
    """What a word can be, by the forms that the list has beside it: N noun, A adjective, V verb, P a plural."""
    word = normal(text)
    stem = _hardened(word)
    noun = any(_listed(stem + ending) for ending in ("je", "tje", "pje", "etje", stem[-1:] + "etje"))
    adjective = (
        sum(map(_listed, (word + "er", word + "st", word + "ste", word[:-1] + "er" if word[-1:] == "e" else ""))) > 1
    )
    infinitive = word.endswith("en") and (_listed(word[:-2] + "t") or _listed(_closed(word[:-2]) + "t"))
    verb = infinitive or is_verb(text) or (_listed(word + "t") and any(map(_listed, _infinitives(word))))
    plural = any(
        word.endswith(end)
        and any(_listed(one + "je") or _listed(one + "tje") for one in _stems(word.removesuffix(end)))
        for end in ("en", "s")
    )
    return "N" * noun + "A" * adjective + "V" * verb + "P" * plural


@lru_cache(maxsize=100_000)
def is_inflected(text: str) -> bool:
    """Whether this may be the plural or another inflection of a word: "dieren", "rode"."""
    word = normal(text)
    return word.endswith(("e", "en", "s")) and any(
        _listed(stem) for end in ("e", "en", "s") if word.endswith(end) for stem in _stems(word.removesuffix(end))
    )


def _lowered(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower().replace("’", "'").replace("‘", "'"))


def _listed(word: str) -> bool:
    return word in _words()[0] or word in jargon() or word in common()


def _inflected(word: str) -> bool:
    return any(
        word.endswith(ending) and len(word) - len(ending) >= 4 and _listed(word[: -len(ending)]) for ending in _ENDINGS
    )


def _compound(word: str) -> bool:
    if len(word) < 9 or word.endswith(_NAME_ENDINGS):
        return False
    for cut in range(3, len(word) - 3):
        if not _listed(word[cut:]) or len(word) - cut < 4:
            continue
        first = word[:cut]
        if any(
            first.endswith(link) and len(first) - len(link) >= 3 and _listed(first[: len(first) - len(link)])
            for link in _LINKS
        ):
            return True
    return False


def _hardened(word: str) -> str:
    """huiz -> huis: what a diminutive is made of."""
    return word[:-1] + {"z": "s", "v": "f"}.get(word[-1:], word[-1:])


def _closed(stem: str) -> str:
    """lop -> loop: the long vowel of an open syllable, written in full."""
    return stem[:-1] + stem[-2:] if len(stem) > 2 and stem[-2] in "aeou" else stem


def _stems(rest: str) -> tuple[str, ...]:
    """rod -> rod, rood; vlagg -> vlag; huiz -> huis."""
    hard = _hardened(rest)
    return (
        (rest, hard, rest[:-1] if rest[-1:] == rest[-2:-1] else rest, rest[:-1] + rest[-2:-1] + rest[-1:])
        if len(rest) > 2
        else ()
    )


def _infinitives(stem: str) -> tuple[str, ...]:
    """speel -> speelen, spelen, speellen: one of them is a word if the stem is a verb's."""
    single = stem[:-2] + stem[-1] if len(stem) > 3 and stem[-2] == stem[-3] else stem
    return (stem + "en", single + "en", stem + stem[-1:] + "en")
