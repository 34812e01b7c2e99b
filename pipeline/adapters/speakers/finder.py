"""The finder that a study's settings ask for."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.adapters.machine import physical_cores
from pipeline.adapters.one_process import OneProcess
from pipeline.adapters.process import Died, Process
from pipeline.adapters.speakers.channels import Channels
from pipeline.adapters.speakers.kinds import KINDS
from pipeline.config import SpeakerSettings
from pipeline.errors import ModelDamaged, SpeakerFinderMissing, SpeakerFinderStopped
from pipeline.model import Verbatim
from pipeline.ports import SpeakerFinder, SpokenBy, Stretch
from pipeline.store import digest_of_file

_CHILD = "pipeline.adapters.speakers.child"


def speaker_finder(settings: SpeakerSettings, study: Path) -> SpeakerFinder:
    """What tells voices apart in this study; nothing starts before it is asked."""
    match settings.finder:
        case "none":
            return FirstThatCan(())
        case "channels":
            return Channels()
        case "auto":
            embeddings = FinderProcess("embeddings", study / settings.models)
            return FirstThatCan((Channels(), *([] if embeddings.lacking else [embeddings])))
        case kind:
            return FinderProcess(kind, study / settings.models)


class FirstThatCan:
    """The answer of the first finder that has one."""

    def __init__(self, finders: tuple[SpeakerFinder, ...]) -> None:
        self._finders = finders

    @property
    def identity(self) -> str:
        """All of them, in order; "nobody" where there are none."""
        return "; else ".join(finder.identity for finder in self._finders) or "nobody"

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        """Who spoke when; empty where none of them can tell."""
        found = (finder(audio, verbatim, count) for finder in self._finders)
        return next((spoken for spoken in found if spoken), ())

    def close(self) -> None:
        """End what they started."""
        for finder in self._finders:
            finder.close()


class FinderProcess:
    """A finder in a process of its own, which starts when it is needed and is replaced once when it dies."""

    def __init__(self, name: str, models: Path) -> None:
        self._name = name
        self._kind = KINDS[name]
        self._files = self._kind.files(models)
        self._process = OneProcess(self._started)

    @property
    def pid(self) -> int | None:
        """The number of its process; None before it was asked anything."""
        return self._process.pid

    @cached_property
    def lacking(self) -> str:
        """The package or file that is not on this machine; "" where all is there."""
        try:
            version(self._kind.package)
        except PackageNotFoundError:
            return self._kind.package
        if not self._files:
            return self._kind.package
        return next((str(file) for file in self._files if not file.is_file()), "")

    @cached_property
    def identity(self) -> str:
        """Kind, version and the digests of its model. Raises SpeakerFinderMissing."""
        if self.lacking:
            raise self._missing(self.lacking)
        told = ", ".join(f"{file.name} sha256:{digest_of_file(file)[:12]}" for file in self._files)
        return f"{self._name}, {self._kind.package} {version(self._kind.package)}, {told}"

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        """Who spoke when. Raises SpeakerFinderMissing, SpeakerFinderStopped."""
        words = [[word.start, word.end] for block in verbatim.blocks for word in block.words]
        try:
            answer = self._process.ask({"audio": str(audio), "words": words, "count": count})
        except ModelDamaged:
            raise self._missing(", ".join(file.name for file in self._files)) from None
        except Died as died:
            raise SpeakerFinderStopped(recording=verbatim.recording.id, finder=self._name, problem=died) from None
        return _in_order([(float(start), float(end), str(voice)) for start, end, voice in answer["spoken"]])

    def close(self) -> None:
        """End its process, in the middle of a recording too."""
        self._process.close()

    def _started(self) -> Process:
        if self.lacking:
            raise self._missing(self.lacking)
        threads = physical_cores()
        files = [str(file) for file in self._files]
        return Process({"kind": self._name, "name": self._name, "files": files, "threads": threads}, threads, _CHILD)

    def _missing(self, what: str) -> SpeakerFinderMissing:
        return SpeakerFinderMissing(finder=self._name, what=what, how=self._kind.how)


def _in_order(spoken: list[tuple[float, float, str]]) -> tuple[SpokenBy, ...]:
    """Stretches in order of time, their voices named by first appearance."""
    spoken.sort()
    names: dict[str, str] = {}
    for _, _, voice in spoken:
        names.setdefault(voice, f"S{len(names) + 1}")
    return tuple(SpokenBy(Stretch(start, end), names[voice]) for start, end, voice in spoken)
