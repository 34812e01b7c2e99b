"""What somebody agreed to, as a consent record tells it. Names are kept out of `repr`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Gender = Literal["", "f", "m"]
ObjectionKind = Literal["withdrawn", "refused", "resisted"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a consent record."""

    id: str
    role: str  # as written: "kind", "moeder", "leraar", "broer", ...
    name: str = field(repr=False)
    nicknames: tuple[str, ...] = field(default=(), repr=False)
    age_band: str = ""  # "8-11", "16+"
    born: str = ""  # "2014" or "2014-05", where that is known; it outweighs the band
    gender: Gender = ""  # of the child, for the study's table
    year_group: str = ""  # of the child, for the study's table: "groep 6"


@dataclass(frozen=True, slots=True)
class Permission:
    """One person's consent: for what, signed by whom and when, valid until when."""

    person: str
    purposes: tuple[str, ...]
    signed: tuple[tuple[str, date], ...]  # (person id, day)
    valid_from: date
    valid_until: date
    form: str  # "ouders-1.0": which form was explained, and its version
    withdrawn_on: date | None = None  # the whole of it; what ends less is an `Objection`
    assent: date | None = None  # the day on which the child said yes itself
    language: str = ""  # in which the form was explained
    form_digest: str = ""  # SHA-256 of the form that was explained
    form_known: bool = True  # False: no form of this study has that digest


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody took consent back, refused it, or showed that they do not want it."""

    person: str  # whose data it is about
    by: str  # who said so: they themselves, or somebody with authority over the child
    kind: ObjectionKind
    on: date
    purposes: tuple[str, ...] = ()  # none: all


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which age, in years, who must say yes."""

    assent: int = 12  # the child agrees as well
    own: int = 16  # the child consents as well
    adult: int = 18  # nobody else consents


DEFAULT_AGES = Thresholds()


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """The consent of one case, and the names known beforehand."""

    case: str
    persons: tuple[Person, ...]
    authority: tuple[str, ...]  # ids of who holds parental authority over the child
    permissions: tuple[Permission, ...]
    schools: tuple[str, ...] = field(default=(), repr=False)
    institutions: tuple[str, ...] = field(default=(), repr=False)
    places: tuple[str, ...] = field(default=(), repr=False)
    other_names: tuple[str, ...] = field(default=(), repr=False)
    digest: str = ""  # SHA-256 of the file
    objections: tuple[Objection, ...] = ()
    authority_seen: str = ""  # what showed who has authority: "gezagsregister"
    authority_seen_on: date | None = None
    thresholds: Thresholds = Thresholds()  # of the study's settings
