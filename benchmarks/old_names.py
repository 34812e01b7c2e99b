"""How somebody of the gold is called, and whether a mention of them can be said with another name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.recognisers.page import PARTICLES
from pipeline.recognisers.phonetic import normal

_DIMINUTIVES = ("etje", "tje", "pje", "je")


@dataclass(frozen=True, slots=True)
class Name:
    """A first name and a surname; either may be unknown."""

    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)

    @property
    def full(self) -> str:
        """Both, as a consent record has them."""
        return f"{self.given} {self.family}".strip()


def name_from(text: str, titled: bool = False) -> Name:
    """The parts of a name as written: "Jan van Dijk"; one word after "mevrouw" is a surname."""
    words = text.split()
    if len(words) == 1 and not titled:
        return Name(given=text)
    starts = (at for at, word in enumerate(words) if normal(word) in PARTICLES)
    at = 0 if titled and not _is_initial(words[0]) else next(starts, len(words) - 1)
    given = " ".join(words[:at])
    return Name("" if _is_initial(given) else given, " ".join(words[at:]))


def name_of(mentions: Iterable[tuple[str, bool]]) -> Name:
    """All that mentions of one person, each perhaps after a title, tell of the name."""
    given = family = ""
    for text, titled in sorted(mentions, key=lambda mention: -len(mention[0].split())):
        name = name_from(text, titled)
        known = {normal(given), normal(family)}
        given = given or (name.given if normal(name.given) not in known else "")
        family = family or name.family
    return Name(given, family)


def said_anew(said: str, old: Name, new: Name) -> tuple[str, str] | None:
    """A mention with the new name for the old one, and what comes after its span; None: it cannot be carried over.

    Case is kept: all lower, or a capital in front.
    """
    found = _ways(old, new).get(normal(said))
    if found is None:
        return None
    anew, after = found
    if said == said.lower():
        return (anew.lower(), after) if len(anew.lower()) == len(anew) else None
    return anew[:1].upper() + anew[1:] if said[:1].isupper() else anew, after


def _ways(old: Name, new: Name) -> dict[str, tuple[str, str]]:
    """How the old name may be said, and how the new one is said so."""
    given, family = normal(old.given), normal(old.family)
    ways: dict[str, tuple[str, str]] = {}
    if given:
        ways |= {f"{given}{ending}": (_small(new.given), "") for ending in _DIMINUTIVES}
        ways |= {f"{given}s": _possessive(new.given), given: (new.given, "")}
    if family:
        initials = given[:1] or "abcdefghijklmnopqrstuvwxyz"
        ways |= {f"{one}. {family}": (f"{new.given[:1]}. {new.family}", "") for one in initials}
        ways |= {
            f"{family}s": _possessive(new.family),
            _bare(family): (_bare(new.family), ""),
            family: (new.family, ""),
        }
    if given and family:
        ways[f"{given} {family}"] = (new.full, "")
    return ways


def _bare(family: str) -> str:
    words = family.split()
    while len(words) > 1 and normal(words[0]) in PARTICLES:
        words = words[1:]
    return " ".join(words)


def _possessive(name: str) -> tuple[str, str]:
    """ "Sannes", "Anna" + "'s", "Bas" + "'"."""
    if normal(name).endswith(("s", "x", "z")):
        return name, "'"
    return (name, "'s") if normal(name).endswith(tuple("aiouy")) else (f"{name}s", "")


def _small(name: str) -> str:
    """ "Roosje", "Sannetje", "Timpje"."""
    ending = "tje" if re.search(r"[aeiouynlrw]$", normal(name)) else "pje" if name.endswith("m") else "je"
    return name + ending


def _is_initial(text: str) -> bool:
    return bool(re.fullmatch(r"(?:\w\.\s?)+|\w", text))
