"""What an extractor of a trait is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from pipeline.traits.passage import About, Passage

Trait = Literal["age", "group", "gender", "town", "diagnosis", "sport", "family", "origin", "language", "religion"]
TRAITS: tuple[Trait, ...] = get_args(Trait)
SINGLE = frozenset[Trait](("age", "group", "gender", "town"))  # a child has one of these, and may have more of others


@dataclass(frozen=True, slots=True)
class Sign:
    """A place in a passage that tells a trait. The value is a word of our own, or a label; never a name."""

    start: int
    end: int
    value: str
    about: About


class Extractor(ABC):
    """Reads one trait from what was said.

    In `examples`, {said|value|about} stands round what is read; a sentence without is a miss.
    """

    trait: ClassVar[Trait]
    unusual: ClassVar[frozenset[str]] = frozenset()  # values that may point at a child by themselves
    examples: ClassVar[tuple[str, ...]]

    @classmethod
    def broader(cls, value: str) -> str:
        """The value told more coarsely; "" where there is no way."""
        return ""

    @abstractmethod
    def signs(self, passage: Passage) -> Iterator[Sign]:
        """What a passage tells, in any order; places may not overlap."""
