"""The study on disk: where everything lies, files that are complete or absent, receipts.

`vault/` (0700) holds whatever is not yet released; `work/` holds states and digests only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import StorageFailed, StudyBusy, VaultDamaged
from pipeline.model import Decision, Held, Recording, Register

T = TypeVar("T")
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a stage was done: with which code, settings and inputs, and what came out (digests)."""

    stage: str
    version: str
    settings: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StateFile:
    """Where a recording stands: the error's class name and details, or the stage it reached."""

    recording: str
    stage: str
    state: str
    error: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerDecision:
    """What a person decided about the voices of one recording."""

    interviewers: int | None = None  # heard in this recording, where the settings say otherwise
    voices: str = ""  # digest of who said what when the names were given; others need names of their own
    names: tuple[tuple[str, str], ...] = ()  # ("S1", "I"), ...; empty: as proposed


@dataclass(frozen=True, slots=True)
class Kept:
    """Since when a recording is here, and what became of its sound: what retention counts with."""

    taken_in: date
    stopped_since: date | None = None  # consent allows it no longer, or not yet
    warned_on: date | None = None  # that it will be deleted for that
    sound_deleted: date | None = None  # what was written down stays


@dataclass(frozen=True, slots=True)
class Spent:
    """How long a stage worked on a recording or a case. In no receipt: it is never twice the same."""

    stage: str
    subject: str
    seconds: float


def digest_of(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, hexadecimal; "" where there is none."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _adapter(type_: Any) -> TypeAdapter[Any]:
    """Made once for each type: making one takes milliseconds."""
    if type_ not in _ADAPTERS:
        _ADAPTERS[type_] = TypeAdapter(type_)
    return _ADAPTERS[type_]


def to_json(value: object) -> bytes:
    """A frozen dataclass of `model` (or a tuple of them, or a dict) as indented JSON with a final newline."""
    return _adapter(type(value)).dump_json(value, indent=1) + b"\n"


def write(path: Path, data: bytes) -> None:
    """Write beside the target, sync, swap in: a file is complete or absent. Raises StorageFailed."""
    with whole(path) as half:
        half.write_bytes(data)


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside the target, to be written by whoever asks; then synced and swapped in. Raises StorageFailed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".half-")
        os.close(handle)
        half = Path(name)
        try:
            yield half
            with half.open("rb") as stream:
                os.fsync(stream.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise StorageFailed(where=path.parent.name, problem=error.strerror or "?") from None


@dataclass(frozen=True)
class Scratch:
    """What a stage has done so far of one recording; gone when the stage is done."""

    folder: Path

    def load(self, type_: type[T], name: str, key: str) -> T | None:
        """What was kept under this name, if `key` (what it was made from) is still the same."""
        try:
            before, _, data = (self.folder / name).read_bytes().partition(b"\n")
            return _adapter(type_).validate_json(data) if before.decode() == key else None
        except (FileNotFoundError, ValidationError):
            return None

    def save(self, name: str, key: str, value: object) -> None:
        """Keep it; `key` is one line. Raises StorageFailed."""
        write(self.folder / name, key.encode() + b"\n" + to_json(value))

    def clear(self) -> None:
        """Throw it all away."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class Study:
    """A study folder. Paths only; nothing is read until asked for."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where researchers drop files."""
        return self.root / "inbox"

    @property
    def vault(self) -> Path:
        """Everything that is not released."""
        return self.root / "vault"

    @property
    def quarantine(self) -> Path:
        """What could not be placed or read, each with a note beside it."""
        return self.vault / "quarantine"

    @property
    def work(self) -> Path:
        """States, receipts, how long stages took: digests and numbers only."""
        return self.root / "work"

    @property
    def release(self) -> Path:
        """What may leave."""
        return self.root / "release"

    @property
    def reports(self) -> Path:
        """Pages about the study as a whole; no names, no text of transcripts."""
        return self.root / "reports"

    @property
    def sound(self) -> Path:
        """Recordings without names that may be shared."""
        return self.root / "sound"

    @property
    def archive(self) -> Path:
        """The dataset that may be archived."""
        return self.root / "archive"

    def original(self, recording: Recording) -> Path:
        """The bytes as they were dropped."""
        return self.vault / "originals" / f"{recording.id}{recording.suffix}"

    def audio(self, recording: Recording) -> Path:
        """Decoded audio: 16 kHz, 16 bit, one or two channels."""
        return self.vault / "audio" / f"{recording.id}.wav"

    def consent(self, case: str) -> Path:
        """The consent record of a case."""
        return self.vault / "consent" / f"{case}.yaml"

    def product(self, kind: str, subject: str) -> Path:
        """What a stage made of a recording or case: kind is "recordings", "verbatim", "findings", ..."""
        return self.vault / kind / f"{subject}.json"

    def scratch(self, stage: str, recording: str) -> Scratch:
        """Where a stage keeps what it has done so far."""
        return Scratch(self.vault / "scratch" / stage / recording)

    def make(self) -> None:
        """Make the folders that are missing, closed to others. Raises StorageFailed."""
        try:
            for folder in (self.inbox, self.vault):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
            self.work.mkdir(exist_ok=True)
        except OSError as error:
            raise StorageFailed(where=self.root.name, problem=error.strerror or "?") from None

    def save(self, kind: str, subject: str, value: object) -> str:
        """Write a product; returns its digest."""
        data = to_json(value)
        write(self.product(kind, subject), data)
        return digest_of(data)

    def load(self, type_: type[T], kind: str, subject: str) -> T:
        """Read a product back. Raises VaultDamaged, FileNotFoundError."""
        return read_json(type_, self.product(kind, subject))

    def recordings(self) -> tuple[Recording, ...]:
        """All recordings that intake placed, sorted by id."""
        return tuple(read_json(Recording, path) for path in sorted((self.vault / "recordings").glob("*.json")))

    def register(self, case: str) -> Register:
        """Who is who in a case; empty before the first run."""
        try:
            return self.load(Register, "register", case)
        except FileNotFoundError:
            return Register(case)

    def decisions(self, case: str) -> tuple[Decision, ...]:
        """What reviewers decided in a case."""
        try:
            return self.load(tuple[Decision, ...], "decisions", case)
        except FileNotFoundError:
            return ()

    def speaker_decision(self, recording: str) -> SpeakerDecision:
        """What a person decided about the voices of a recording; nothing, before that."""
        try:
            return self.load(SpeakerDecision, "speakers", recording)
        except FileNotFoundError:
            return SpeakerDecision()

    def kept(self, recording: str) -> Kept | None:
        """Since when a recording is here; None where that was never written down."""
        try:
            return self.load(Kept, "kept", recording)
        except FileNotFoundError:
            return None

    def is_silent(self, recording: str) -> bool:
        """Whether retention deleted the sound of a recording."""
        kept = self.kept(recording)
        return kept is not None and kept.sound_deleted is not None

    def held(self, recording: str) -> tuple[Held, ...]:
        """What a person holds back of a recording."""
        try:
            return self.load(tuple[Held, ...], "held", recording)
        except FileNotFoundError:
            return ()

    def receipt(self, stage: str, subject: str) -> Receipt | None:
        """The receipt of a stage, if there is a whole one."""
        try:
            return read_json(Receipt, self.work / "receipts" / stage / f"{subject}.json")
        except (FileNotFoundError, VaultDamaged):
            return None

    def forget(self, stage: str, subject: str) -> None:
        """Let a stage be done again."""
        (self.work / "receipts" / stage / f"{subject}.json").unlink(missing_ok=True)

    def save_receipt(self, subject: str, receipt: Receipt) -> None:
        """Write last, when all outputs are in place."""
        write(self.work / "receipts" / receipt.stage / f"{subject}.json", to_json(receipt))

    def save_spent(self, spent: Spent) -> None:
        """Remember how long a stage took the last time. Raises StorageFailed."""
        write(self.work / "times" / spent.stage / f"{spent.subject}.json", to_json(spent))

    def spent(self) -> tuple[Spent, ...]:
        """How long each stage took the last time, sorted by stage and subject; what cannot be read is left out."""
        found = []
        for path in sorted((self.work / "times").glob("*/*.json")):
            with contextlib.suppress(FileNotFoundError, VaultDamaged):
                found.append(read_json(Spent, path))
        return tuple(found)

    def state(self, recording: str) -> StateFile | None:
        """Where a recording stands after the last run."""
        try:
            return read_json(StateFile, self.work / "states" / f"{recording}.json")
        except (FileNotFoundError, VaultDamaged):
            return None

    def states(self) -> tuple[StateFile, ...]:
        """Every state that was remembered, sorted by recording."""
        return tuple(s for path in sorted((self.work / "states").glob("*.json")) if (s := self.state(path.stem)))

    def save_state(self, state: StateFile) -> None:
        """Remember where a recording stands; nothing is written where nothing changed."""
        if self.state(state.recording) != state:
            write(self.work / "states" / f"{state.recording}.json", to_json(state))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One run at a time; the lock goes with the process. Raises StudyBusy, StorageFailed."""
        try:
            self.work.mkdir(parents=True, exist_ok=True)
            stream = (self.work / ".lock").open("w")
        except OSError as error:
            raise StorageFailed(where=self.root.name, problem=error.strerror or "?") from None
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StudyBusy() from None
            yield


def read_json(type_: type[T], path: Path) -> T:
    """Read what `to_json` wrote. Raises VaultDamaged (without the text), FileNotFoundError."""
    data = path.read_bytes()
    try:
        found: T = _adapter(type_).validate_json(data)
    except ValidationError:
        raise VaultDamaged(file=path.name) from None
    return found
