"""What the files of the voters share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """A span as the voter's own program names it."""

    start: int
    end: int
    label: str
    score: float = 1.0  # 0 to 1


Tagger = Callable[[str], Iterable[Tag]]

# What the common corpora call a name, and which kind of finding that is. Dates and numbers are left to our own
# recognisers: theirs count "gisteren" and "groep zes" too.
NAMES = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "LOC": "PLACE",
    "GPE": "PLACE",
    "FAC": "PLACE",
    "ORG": "INSTITUTION",
}


@dataclass(frozen=True)
class Kind:
    """One kind of voter: what it needs, what its labels mean, and how it is loaded from a folder."""

    packages: tuple[str, ...]
    labels: Mapping[str, str]
    load: Callable[[str], Tagger]
