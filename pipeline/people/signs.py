"""What the words around a name say of whose it is: evidence, strong and weak, for a role."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.labels import Group, group_of
from pipeline.people.relations import Voice

STRONG, FAIR, WEAK, HINT = 3, 2, 1, 0

FORMAL = frozenset(str.split("mevrouw mevrouwtje mevr mw mrs ms miss meneer mijnheer dhr heer hr mr"))
_TOKEN = re.compile(r"[^\W\d_][\w'-]*|\d+|[^\w\s]")
_TWO_WORDS = re.compile(r"\b(interne?|adjunct) (?=begeleid|directeur)")
_SHORTENED = re.compile(r"\b(drs?|mw|mevr|dhr|hr|mrs?|ms)\.")
_WINDOW = 90  # characters on either side
_GENERAL = ("kind", "vriend", "leraar", "hulpverlener", "ouder", "partner", "persoon")  # yield to what says more


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of evidence: "juf Anja" is a strong one that she is a teacher."""

    role: str
    weight: int  # STRONG, FAIR, WEAK or HINT


@dataclass(frozen=True, slots=True)
class Around:
    """A name's surroundings in small letters: words and marks, the nearest first on either side."""

    left: tuple[str, ...] = field(repr=False)
    right: tuple[str, ...] = field(repr=False)
    voice: Voice
    formal: str = ""  # "mevrouw", "meneer": taken out of `left`
    many: bool = False  # the name has more than one word
    possessive: bool = False  # "Jaydens", "Bas'"

    def right_is(self, *options: str | frozenset[str], at: int = 0) -> bool:
        """Whether these words follow one another on the right, from `at`."""
        return _are(self.right, options, at)

    def left_is(self, *options: str | frozenset[str], at: int = 0) -> bool:
        """Whether these words stand on the left, the nearest first, from `at`."""
        return _are(self.left, options, at)


def around(text: str, start: int, end: int, voice: Voice) -> Around:
    """What stands around text[start:end]."""
    name = text[start:end]
    left = _tokens(text[max(start - _WINDOW, 0) : start])
    formal = left.pop() if left and left[-1] in FORMAL else ""
    if formal in ("heer", "hr") and left and left[-1] == "de":
        left.pop()
    return Around(
        formal=formal,
        left=tuple(reversed(left)),
        right=tuple(_tokens(text[end : end + _WINDOW])),
        voice=voice,
        many=" " in name,
        possessive=name[-1:] in "sS'’" or text[end : end + 2].casefold() in ("'s", "’s"),
    )


def best_role(signs: Iterable[Sign]) -> str:
    """The role for which most speaks: strong evidence before weak, then more before less; "persoon" for none."""
    groups: dict[Group, Counter[int]] = defaultdict(Counter)
    roles: dict[str, Counter[int]] = defaultdict(Counter)
    for sign in signs:
        groups[group_of(sign.role)][sign.weight] += 1
        roles[sign.role][sign.weight] += 1
    if not groups:
        return "persoon"
    best = max(groups, key=lambda group: _ranked(groups[group]))
    mine = [role for role in roles if group_of(role) == best]
    said = [role for role in mine if role not in _GENERAL and roles[role][STRONG]] or mine
    return max(said, key=lambda role: (_ranked(roles[role]), role not in _GENERAL))


def _ranked(counts: Counter[int]) -> tuple[int, int, int, int]:
    return counts[STRONG], counts[FAIR], counts[WEAK], counts[HINT]


def _tokens(text: str) -> list[str]:
    plain = text.lower().replace("’", "'").replace("‘", "'")
    return _TOKEN.findall(_TWO_WORDS.sub(r"\1-", _SHORTENED.sub(r"\1", plain)))


def _are(words: tuple[str, ...], options: tuple[str | frozenset[str], ...], at: int) -> bool:
    if len(words) < at + len(options):
        return False
    return all(
        word == option if isinstance(option, str) else word in option
        for word, option in zip(words[at:], options, strict=False)
    )


def marks(words: tuple[str, ...], limit: int) -> Iterator[str]:
    """Words up to the end of the sentence, at most `limit`."""
    for word in words[:limit]:
        if word in ".?!;":
            return
        yield word
