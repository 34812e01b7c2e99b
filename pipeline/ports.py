"""What we ask of the outside. Adapters answer; `wiring` joins the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol, cast

from pipeline.config import Settings
from pipeline.errors import CasusError
from pipeline.model import ConsentRecord, FindingKind, Recording, Redacted, Transcript, Verbatim, Word
from pipeline.store import Receipt, Study


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of audio, in seconds from the start of the recording."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sound:
    """A decoded recording, and what a recogniser is told about it."""

    path: Path
    recording: str
    digest: str  # of the original: it fixes random draws
    hints: str = field(default="", repr=False)  # names it may expect, in the prompt of every window


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser heard in one window. Word times count from the start of the recording."""

    window: Stretch
    words: tuple[Word, ...]
    temperature: float  # at which the words were decoded; above 0 the first try had failed


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Who spoke when, before anybody knows who asks: "S1", "S2" in order of first appearance. May overlap."""

    stretch: Stretch
    speaker: str


@dataclass(frozen=True, slots=True)
class Vote:
    """What a voter takes for a name: a place in the text it was given, the kind, and how sure it is (0 to 1)."""

    start: int
    end: int
    kind: FindingKind
    score: float


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine has. Memory in bytes; cores that this process may use."""

    cores: int
    memory: int
    gpu: bool


@dataclass(frozen=True, slots=True)
class MachinePlan(Machine):
    """How it will be used: recognisers side by side, and threads of each."""

    workers: int
    threads: int


class Decoder(Protocol):
    """Turns any recording into 16 kHz 16-bit WAV of one or two channels, without its metadata."""

    def __call__(self, source: Path, target: Path, recording: str) -> float:
        """Write `target` (complete or absent) and return its seconds. Raises NotReadable, ToolMissing."""


class VoiceFinder(Protocol):
    """Finds where somebody speaks."""

    @property
    def identity(self) -> str:
        """Engine, version and options: part of the receipt."""

    def __call__(self, audio: Path) -> tuple[Stretch, ...]:
        """Stretches of speech, in order, not overlapping."""


class Transcriber(Protocol):
    """Writes down what it hears, word for word."""

    @property
    def identity(self) -> str:
        """Engine, version, model digest, options and threads: part of the receipt. Raises ModelMissing."""

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        """Decode each window, in order. The same windows in one call give the same words.

        Raises TranscriberDied, ModelMissing, ModelDamaged.
        """

    def close(self) -> None:
        """End its processes."""


class SpeakerFinder(Protocol):
    """Tells voices apart, or says nothing where it cannot."""

    @property
    def identity(self) -> str:
        """Method and version: part of the receipt. Raises SpeakerFinderMissing."""

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        """Stretches in order of time; empty: nobody can tell. Raises SpeakerFinderMissing, SpeakerFinderStopped.

        `count` people are expected, as far as the consent record knows; 0: nobody knows. There may be more voices.
        """

    def close(self) -> None:
        """End its process."""


class Voter(Protocol):
    """An optional second opinion on names: what it alone says, a person decides."""

    @property
    def name(self) -> str:
        """Its kind: "spacy", "deduce". Names nobody."""

    @property
    def identity(self) -> str:
        """Kind, versions and model digest: part of the receipt. Raises VoterMissing, VoterStopped."""

    def __call__(self, text: str) -> tuple[Vote, ...]:
        """What it takes for names in one block's text. Raises VoterMissing, VoterStopped."""

    def close(self) -> None:
        """End its process."""


class Bleeper(Protocol):
    """Puts a tone, or silence, in the place of sound; nothing of what was there stays under it."""

    @property
    def identity(self) -> str:
        """What comes in the place of sound: part of the receipt."""

    def __call__(self, source: Path, target: Path, tones: Sequence[Stretch], silences: Sequence[Stretch]) -> float:
        """Write `target` (complete or absent), as long as the source, and return its seconds. Raises StorageFailed."""


class ConsentBook(Protocol):
    """The consent records of a study."""

    def __call__(self, case: str) -> ConsentRecord:
        """The record of one case. Raises NoConsentRecord, ConsentRecordWrong."""


class Mapper(Protocol):
    """Anything shaped like `map`: one after another, many side by side, in other processes, or a cluster."""

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterator[Any]:
        """Results in the order of the items."""


class Witness(Protocol):
    """Writes in the consent log what was done, each thing once. Raises StorageFailed and what the log raises."""

    def answered(self, recording: Recording, refused: CasusError | None) -> None:
        """What the gate said of a recording today."""

    def done(self, receipt: Receipt, case: str, recording: str = "") -> None:
        """A stage did its work, with a recording or, where none is named, with a case."""

    def reviewed(self, redacted: Redacted, approved: bool) -> None:
        """Whether a person approved exactly this transcript."""

    def consented(self, cases: Iterable[str], book: ConsentBook, today: date) -> None:
        """What the records of these cases say that was not said before, and what those that are gone no longer say."""

    def released(self, transcripts: Iterable[Transcript], files: Mapping[str, str]) -> None:
        """What lies in the release now, by place, with its SHA-256."""

    def shared(self, transcripts: Iterable[Transcript], files: Mapping[str, str]) -> None:
        """What lies in `sound/` now, by place, with its SHA-256, and the transcripts that some of it belongs to."""


class Nobody:
    """A witness that writes nothing down, where there is no log: in tests and measurements."""

    def __getattr__(self, _: str) -> Callable[..., None]:
        return lambda *_, **__: None


@dataclass(frozen=True)
class Tools:
    """Everything a stage may use."""

    settings: Settings
    study: Study
    decode: Decoder
    find_voice: VoiceFinder
    transcribe: Transcriber
    find_speakers: SpeakerFinder
    consent: ConsentBook
    today: date
    voters: tuple[Voter, ...] = ()
    witness: Witness = field(default_factory=lambda: cast(Witness, Nobody()))
    progress: Callable[[str, float, float], None] = lambda *_: None  # recording, seconds heard, seconds in all
    spread: Mapper = map  # over processes, for long work of our own; what goes in and comes out can be pickled
