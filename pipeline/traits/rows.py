"""What is told of each case, in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import RedactedCase, Register
from pipeline.traits import EXTRACTORS
from pipeline.traits.extractor import SINGLE, Extractor, Sign, Trait
from pipeline.traits.passage import passages
from pipeline.traits.towns import shown_province, town_of

Place = tuple[str, str]  # recording and block


@dataclass(frozen=True, slots=True)
class Fact:
    """One trait of a case. Cases share it when trait and value are the same."""

    trait: Trait
    value: str = field(repr=False)  # of a town its name: for comparing, never for showing
    shown: str = field(compare=False)  # names nobody and no town
    broad: str = field(default="", compare=False, repr=False)  # the value told more coarsely; "": there is no way
    broad_shown: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.shown

    def coarser(self) -> Fact:
        """The fact told more coarsely; itself where that cannot be."""
        return Fact(self.trait, self.broad, self.broad_shown) if self.broad else self


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, and where it was told."""

    fact: Fact
    places: tuple[Place, ...]  # one for each time it was told
    of_child: bool  # said of the child; False: nobody can tell of whom
    unusual: bool  # may point at a child by itself, in our own judgement


@dataclass(frozen=True, slots=True)
class Row:
    """All that is told of one case."""

    case: str
    told: tuple[Told, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, each once."""
        return tuple(dict.fromkeys(told.fact for told in self.told))

    def with_coarser(self, trait: Trait) -> Row:
        """The row with one trait told more coarsely."""
        return Row(
            self.case,
            tuple(replace(one, fact=one.fact.coarser()) if one.fact.trait == trait else one for one in self.told),
        )


def row_of(case: RedactedCase) -> Row:
    """Read a case: what is said of the child; where nothing is, what is said most often of who may be the child."""
    pages = [
        ((transcript.recording.id, block), page)
        for transcript in case.transcripts
        for block, page in passages(transcript, case.register)
    ]
    told = []
    for kind in EXTRACTORS:
        signs = [(place, sign) for place, page in pages for sign in kind().signs(page)]
        told += list(_told(kind, signs, case.register))
    return Row(case.case, tuple(told))


def _told(kind: type[Extractor], signs: Sequence[tuple[Place, Sign]], register: Register) -> Iterator[Told]:
    """The values of one trait that count."""
    for about in ("child", "unclear"):
        times = Counter(sign.value for _, sign in signs if sign.about == about)
        wanted = times.most_common(1 if about == "unclear" or kind.trait in SINGLE else None)
        for value, _ in wanted:
            places = tuple(place for place, sign in signs if sign.about == about and sign.value == value)
            fact = _town(value, register) if kind.trait == "town" else _fact(kind, value)
            yield Told(fact, places, about == "child", value in kind.unusual)
        if wanted:
            return


def _fact(kind: type[Extractor], value: str) -> Fact:
    broad = kind.broader(value)
    return Fact(kind.trait, value, value, broad, broad)


def _town(label: str, register: Register) -> Fact:
    """A town is compared by its name, and shown by its label and size."""
    entity = next(entity for entity in register.entities if entity.label == label)
    town = town_of(entity)
    if town is None:
        return Fact("town", entity.forms[0].text.casefold(), label)
    shown = f"{label} ({'grote' if town.large else 'kleine'} plaats)"
    return Fact("town", town.name, shown, town.province, shown_province(entity, register) or label)
