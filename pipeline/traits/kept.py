"""Lists of words that we keep, and extractors that look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.numbers import folded, words_in
from pipeline.traits.passage import Passage

_DATA = files("pipeline.traits") / "data"
_NEAR = 120  # characters: talk that was written down without full stops has no sentences
_NOT = re.compile(r"(?<!\w)(?:geen|niet|nooit|zonder)(?:\s+\w+){0,2}\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A value of a list: its broad class, whether it is unusual, and all ways to say it."""

    value: str
    broad: str
    unusual: bool
    forms: tuple[str, ...]


def lines_of(file: str) -> list[str]:
    """The lines of a list that are no remarks."""
    text = (_DATA / file).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def kept(file: str) -> tuple[Kept, ...]:
    """All values of a list."""
    found = []
    for line in lines_of(file):
        value, broad, forms = (part.strip() for part in line.removeprefix("!").split("|"))
        others = tuple(form.strip() for form in forms.split(",") if form.strip())
        found.append(Kept(value, broad, line.startswith("!"), (value, *others)))
    return tuple(found)


def unusual_of(file: str) -> frozenset[str]:
    """The values of a list that may point at a child by themselves."""
    return frozenset(one.value for one in kept(file) if one.unusual)


@cache
def broad_of(file: str) -> dict[str, str]:
    """The broad class of each value."""
    return {one.value: one.broad for one in kept(file)}


@cache
def _pattern(file: str) -> re.Pattern[str]:
    forms = sorted({form for one in kept(file) for form in one.forms}, key=lambda form: (-len(form), form))
    either = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w])", re.IGNORECASE)


@cache
def _first_words(file: str) -> frozenset[str]:
    """What every form of a list begins with."""
    return frozenset(folded(re.split(r"\W", form, maxsplit=1)[0]) for one in kept(file) for form in one.forms)


@cache
def _values(file: str) -> dict[str, str]:
    return {folded(form): one.value for one in kept(file) for form in one.forms}


def denied(text: str, at: int) -> bool:
    """Whether what stands here is said not to be: "geen ADHD"."""
    return _NOT.search(text, max(at - 40, 0), at) is not None


class Listed(Extractor):
    """Looks for the words of a list; what is denied ("geen ADHD") does not count."""

    file: ClassVar[str]
    cue: ClassVar[re.Pattern[str] | None] = None  # must stand in the same sentence
    unless: ClassVar[re.Pattern[str] | None] = None  # must not follow
    shared: ClassVar[bool] = False  # by the household: said of a parent, it is the child's too

    @classmethod
    def broader(cls, value: str) -> str:
        """The broad class that the list gives."""
        return broad_of(cls.file)[value]

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Every word of the list that is said of somebody."""
        if _first_words(self.file).isdisjoint(words_in(passage.text)):
            return
        for match in _pattern(self.file).finditer(passage.text):
            start, end = match.span()
            if denied(passage.text, start) or (self.unless and self.unless.match(passage.text, end)):
                continue
            if self.cue is None or self.cue.search(_sentence(passage.text, start, end)):
                value = _values(self.file)[folded(" ".join(match[0].split()))]
                yield Sign(start, end, value, passage.about_family(start) if self.shared else passage.about(start))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place."""
    first, last = max(start - _NEAR, 0), end + _NEAR
    begin = max(first, *(text.rfind(mark, first, start) + 1 for mark in ".?!"))
    ends = [at for mark in ".?!" if (at := text.find(mark, end, last)) >= 0]
    return text[begin : min(ends, default=last)]
