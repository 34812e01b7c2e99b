"""What the page shows, worked out before anything is drawn. Names nobody: ids, labels, days and counts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.model import ObjectionKind, Third
from pipeline.status import Row
from pipeline.traits.extractor import Trait

Who = Literal["researcher", "reviewer", "steward"]


@dataclass(frozen=True, slots=True)
class Step:
    """What waits for somebody: the same command, for one or more recordings."""

    who: Who
    state: str  # a key of `status.STATES`; "unread": files in the inbox
    next: str
    reason: str
    subjects: tuple[str, ...]  # recordings, or files in quarantine


@dataclass(frozen=True, slots=True)
class Read:
    """One transcript in figures. Times in seconds."""

    recording: str
    name: str  # within its case: "leraar-1"
    timed: bool  # it has a place in a recording
    heard: bool  # the recording was listened to here, so that gaps are known
    duration: float
    words: int  # that stayed
    gaps: int
    gap_seconds: float
    worded: float  # share of the speech that became words, 0 to 1
    thirds: tuple[Third, ...]
    tidied: tuple[int, ...]  # thirds with far fewer hesitations than the first
    queue: int  # places still to be decided


@dataclass(frozen=True, slots=True)
class Rare:
    """What points at a child of this case without its name, in kinds and counts; values stay in the vault."""

    told: tuple[tuple[Trait, int], ...]  # how often each was told
    unusual: tuple[Trait, ...]  # unusual by itself
    combinations: int  # that too few cases share
    rarest: tuple[tuple[tuple[Trait, ...], int], ...]  # kinds together, and how many cases share them


@dataclass(frozen=True, slots=True)
class Agreed:
    """One permission of one person."""

    person: str
    form: str
    purposes: tuple[str, ...]
    signed: tuple[tuple[str, date], ...]
    valid_from: date
    valid_until: date
    ended: tuple[tuple[date, ObjectionKind, str], ...]  # day, what was said, by whom
    now: str  # why it does not hold today; "": it does


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent of one case, and when it was recorded."""

    agreed: tuple[Agreed, ...] = ()
    recorded: tuple[tuple[str, date], ...] = ()  # whose data, or the recording where that is not known; and the day
    problem: str = ""  # why the record cannot be read


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    name: str
    rows: tuple[Row, ...]
    read: tuple[Read, ...]
    labels: tuple[tuple[str, int], ...]  # how often each stands in the transcripts
    rare: Rare | None
    consent: Consent


@dataclass(frozen=True, slots=True)
class Layer:
    """What one recogniser found."""

    name: str  # the recogniser's own: "known-fuzzy"
    places: int
    cases: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long a stage took, over all recordings (or cases) of which that is known."""

    stage: str
    subjects: int
    seconds: float
    heard: float  # seconds of audio in it; 0 where it reads none


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole study on one day."""

    name: str
    today: date
    demo: bool
    roles: tuple[str, ...]  # that occur or are expected, in the order of the settings
    complete: tuple[str, ...]  # roles that a complete case has
    cases: tuple[Case, ...]
    elsewhere: tuple[Row, ...]  # in quarantine, of no case
    steps: tuple[Step, ...]
    layers: tuple[Layer, ...]
    took: tuple[Took, ...]
    k: int  # what fewer cases share is rare
    compared: int
    machine: str  # how this machine is used, in words
