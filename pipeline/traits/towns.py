"""Where a child lives, by label; and the province of a Dutch town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.leaks import find_leaks
from pipeline.model import Entity, Register
from pipeline.recognisers.phonetic import normal
from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.kept import lines_of
from pipeline.traits.passage import About, Passage

_NEAR = 130  # characters before a label
_LIVES = re.compile(r"(?<!\w)(?:(?P<one>woont|woonachtig)|woon|wonen|woonplaats)(?!\w)[^.?!]{0,120}$", re.IGNORECASE)
_LEFT = re.compile(
    r"(?<!\w)(?:kwam|kwamen|verhuisd|vroeger|woonde|woonden|gewoond|oude school|ging|werkt?|werkte)(?!\w)[^.?!]{0,60}$",
    re.IGNORECASE,
)


class Towns(Extractor):
    """ "we wonen in [PLAATS-1]"; the value is a label."""

    trait = "town"
    examples = (
        "[KIND-1] gaat goed. We wonen in {[PLAATS-1]|PLAATS-1|child}.",
        "[KIND-1] woont met zijn broer [BROER-1] in {[PLAATS-1]|PLAATS-1|child}.",
        "Oma woont in {[PLAATS-2]|PLAATS-2|unclear}, dat is niet ver.",
        "Hij kwam van [SCHOOL-1] in {[PLAATS-2]|PLAATS-2|other}.",
        "in {[PLAATS-1]|PLAATS-1|unclear} is het druk",
        "we wonen bij [SCHOOL-1]",
    )

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Every label of a place; where somebody lives counts before where somebody was."""
        for start, end, label in passage.labels:
            if label in passage.cast.places:
                yield Sign(start, end, label, _about(passage, start))


def _about(passage: Passage, at: int) -> About:
    """Whether the child lives in the place that is named here."""
    if lives := _LIVES.search(passage.text, max(at - _NEAR, 0), at):
        if lives["one"]:  # of the mother's house nobody can tell
            return "unclear" if passage.about(lives.start()) == "other" else "child"
        return "other" if passage.about_family(lives.start()) == "other" else "child"
    return "other" if _LEFT.search(passage.text, max(at - _NEAR, 0), at) else "unclear"


@dataclass(frozen=True, slots=True)
class Town:
    """A town or municipality of the list."""

    name: str = field(repr=False)  # one spelling for all ways to write it
    province: str
    large: bool  # more than 100,000 inhabitants


def town_of(entity: Entity) -> Town | None:
    """The town a place stands for: by its whole name, or by the first words of it ("Almere Poort")."""
    for form in entity.forms:
        words = _words(form.text)
        for length in range(len(words), 0, -1):
            if town := _towns().get(words[:length]):
                return town
    return None


def shown_province(entity: Entity, register: Register) -> str:
    """The province that may stand in a label; "" where it is not known, or would show a name of the case."""
    town = town_of(entity)
    if town is None:
        return ""
    said = {word for entity in register.entities for form in entity.forms for word in _words(form.text)}
    leaks = find_leaks(f"[{entity.label}, {town.province}]", register)
    return "" if leaks or not said.isdisjoint(_words(town.province)) else town.province


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", normal(text)))


@cache
def _towns() -> dict[tuple[str, ...], Town]:
    """All towns by their words; names that lie in two provinces are left out."""
    found: dict[tuple[str, ...], set[Town]] = {}
    province = ""
    for line in lines_of("towns.txt"):
        if line.startswith("["):
            province = line.strip("[]")
            continue
        for place in filter(None, (part.strip() for part in line.split(","))):
            names = place.rstrip("*").split("/")
            for name in names:
                found.setdefault(_words(name), set()).add(Town(names[0], province, place.endswith("*")))
    return {words: next(iter(towns)) for words, towns in found.items() if len({town.province for town in towns}) == 1}
