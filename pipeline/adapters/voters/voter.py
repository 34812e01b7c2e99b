"""The parent's side of a voter: what it is, what it proposes in a text, and what to do when its process ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pipeline.adapters.machine import physical_cores
from pipeline.adapters.one_process import OneProcess
from pipeline.adapters.process import Died, Json, Process
from pipeline.errors import VoterMissing, VoterStopped
from pipeline.ports import Vote, Voter
from pipeline.store import Study, digest_of, digest_of_file

_CHILD = "pipeline.adapters.voters.child"
_LONGEST = 20_000  # characters asked about at once: a document on one line would take a model's memory


def voters_for(names: tuple[str, ...], study: Study) -> tuple[Voter, ...]:
    """The voters that the settings name, in that order; nothing starts before it is asked."""
    return tuple(_voter(name, study) for name in names)


def _voter(name: str, study: Study) -> Voter:
    kind, _, place = name.partition(":")
    if kind == "deduce":  # a program without a model; its lists are kept where nobody else can write
        python = study.root / place / "bin" / "python" if place else Path(sys.executable)
        return VoterProcess(kind, study.vault / "voters" / kind, python)
    return VoterProcess(kind, study.root / place, model=study.root / place)


class VoterProcess:
    """A voter in a process of its own, which is started when it is needed and replaced when it dies.

    `folder` is what the child loads from; `model`, where there is one, must exist and is part of the identity.
    """

    def __init__(self, name: str, folder: Path, python: Path = Path(sys.executable), model: Path | None = None) -> None:
        self.name = name
        self._order = {"kind": name, "folder": str(folder)}
        self._python = python
        self._model = model
        self._process = OneProcess(self._started)

    @cached_property
    def identity(self) -> str:
        """Kind, versions and the digest of the model. Raises VoterMissing, VoterStopped."""
        if self._model is not None and not self._model.is_dir():
            raise VoterMissing(voter=self.name, what=self._model)
        versions: dict[str, str] = self._ask({})["versions"]
        for package, version in versions.items():
            if not version:
                raise VoterMissing(voter=self.name, what=package)
        told = [self.name, *(f"{package} {version}" for package, version in versions.items())]
        return ", ".join(told + ([f"model sha256:{_digest(self._model)}"] if self._model else []))

    def __call__(self, text: str) -> tuple[Vote, ...]:
        """What the voter takes for a name in a text. Raises VoterMissing, VoterStopped."""
        return tuple(
            Vote(at + start, at + end, kind, score)
            for at, piece in _pieces(text)
            for start, end, kind, score in self._ask({"text": piece})["votes"]
        )

    def close(self) -> None:
        """End its process, in the middle of a text too."""
        self._process.close()

    def _ask(self, question: Json) -> Json:
        """The answer; KeyboardInterrupt where we are closed meanwhile."""
        try:
            return self._process.ask(question)
        except Died as died:
            raise VoterStopped(voter=self.name, problem=died) from None

    def _started(self) -> Process:
        try:
            return Process(self._order, physical_cores(), _CHILD, self._python)
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            raise VoterMissing(voter=self.name, what=self._python) from None


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces that end at a space, each with its place; nothing where there is no letter or number."""
    at = 0
    while at < len(text):
        end = text.rfind(" ", at, at + _LONGEST) + 1 if len(text) - at > _LONGEST else len(text)
        piece = text[at : end or at + _LONGEST]
        if any(map(str.isalnum, piece)):
            yield at, piece
        at += len(piece)


def _digest(folder: Path) -> str:
    """One digest of all files in a folder and their names, 12 characters; hidden files are no part of a model."""
    files = sorted(
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return digest_of("\n".join(f"{name} {digest_of_file(folder / name)}" for name in files).encode())[:12]
