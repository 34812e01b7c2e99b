"""What will be deleted, listed before anything is: also the journal of a deletion that is not finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from pipeline.config import Settings
from pipeline.inbox.placing import cases_in
from pipeline.inbox.quarantine import NOTES, retired
from pipeline.model import ConsentRecord
from pipeline.store import Study, digest_of_file
from pipeline.withdrawal.rules import scope_of
from pipeline.withdrawal.traces import WITHOUT_NAMES, counted, shared, strangers, taken_back, traces


class Log(Protocol):
    """Where it is written down that something was deleted."""

    def __call__(
        self, kind: Literal["withdrawal", "taken-back", "retention", "recipient"], /, **fields: object
    ) -> object:
        """Append one entry."""


Reason = Literal["withdrawal", "audio", "blocked", "everything"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes and why. Ids, digests and paths of ours; names nobody."""

    reason: Reason
    day: date
    case: str = ""
    person: str = ""  # whose data it is
    by: str = ""  # who said so
    purposes: tuple[str, ...] = ()  # none: all
    whole: bool = False  # the case goes
    recordings: tuple[str, ...] = ()  # these go
    silent: tuple[str, ...] = ()  # of these only the sound goes
    concerned: tuple[str, ...] = ()  # whoever was given something of these must know
    others: tuple[str, ...] = ()  # ids of who else is heard in what goes
    digests: tuple[str, ...] = ()  # SHA-256 of the originals, by which copies are found
    files: tuple[str, ...] = ()  # relative to the study; folders go whole
    taken_back: tuple[str, ...] = ()  # of these, what we made to leave, as the log calls it
    inbox: int = 0  # copies there: their names may name somebody
    unplaced: int = 0  # in quarantine, of this case, but nobody knows whose
    strangers: int = 0  # among what was made to leave, files that we did not make and that may hold it too
    prepared: bool = False  # what stays is written; from here on files go

    @property
    def removed(self) -> dict[str, int]:
        """How many files of each kind go."""
        return dict(counted(self.files)) | ({"inbox": self.inbox} if self.inbox else {})


def withdrawal(
    study: Study,
    record: ConsentRecord,
    by: str,
    day: date,
    settings: Settings,
    purposes: tuple[str, ...] = (),
    own: bool = False,
) -> Plan:
    """What a withdrawal deletes. Raises NoSuchPerson, NotTheirs, WhoSpoke, VaultDamaged."""
    case = record.case
    there = [one for one in (*study.recordings(), *retired(study)) if one.case == case]
    scope = scope_of(record, there, by, purposes, own, settings)
    gone = [one for one in there if one.id in scope.recordings]
    digests = {one.digest for one in gone}
    files: set[str] = set()
    loose = [folder for folder in _set_aside(study) if case in _cases_of(folder)]
    if scope.whole:
        digests |= {digest for folder in loose for digest in digests_in(folder)}
        digests |= {digest for path, digest in in_inbox(study) if case in _cases_in_path(study, path)}
        files.update(traces(study, scope.recordings, case))
    elif gone:
        files.update(traces(study, scope.recordings))
        # These hold all of the case, and are made again.
        rebuilt = (f"vault/redacted/{case}.json", f"work/receipts/redact/{case}.json")
        files.update(path for path in rebuilt if (study.root / path).is_file())
        files.update(traces(study, (), case, below=("vault/scratch/picture",)))
    if gone or scope.whole:
        files.update(shared(study))
    elif scope.archive:
        files.update(path for path in shared(study) if path.startswith("archive/"))
    files.update(traces(study, scope.silent, below=WITHOUT_NAMES))
    placed = {one.digest for one in there}
    mine = [folder for folder in _set_aside(study) if not digests.isdisjoint(digests_in(folder))]
    files.update(aside(study, mine))
    return Plan(
        "withdrawal",
        day,
        case,
        scope.person,
        by,
        purposes,
        scope.whole,
        scope.recordings,
        concerned=scope.concerned,
        others=scope.others,
        digests=tuple(sorted(digests)),
        files=tuple(sorted(files)),
        taken_back=taken_back(study, files),
        inbox=sum(1 for _, digest in in_inbox(study) if digest in digests),
        strangers=len(strangers(study) - files) if gone or scope.whole else 0,
        unplaced=0 if scope.whole or not gone else sum(1 for folder in loose if not digests_in(folder) <= placed),
    )


def aside(study: Study, folders: list[Path]) -> Iterator[str]:
    """Folders of quarantine, and what the status keeps of them."""
    for folder in folders:
        yield folder.relative_to(study.root).as_posix()
        state = study.work / "states" / f"{folder.name}.json"
        if state.is_file():
            yield state.relative_to(study.root).as_posix()


def in_inbox(study: Study) -> Iterator[tuple[Path, str]]:
    """Every file in the inbox with its SHA-256."""
    for path in sorted(study.inbox.rglob("*")) if study.inbox.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield path, digest_of_file(path)


def _set_aside(study: Study) -> list[Path]:
    """The folders of quarantine."""
    return sorted(folder for folder in study.quarantine.glob("q-*") if folder.is_dir())


def digests_in(folder: Path) -> set[str]:
    """SHA-256 of every file in a folder of quarantine but the note."""
    return {digest_of_file(file) for file in folder.iterdir() if file.name not in NOTES.values()}


def _cases_of(folder: Path) -> set[str]:
    """The cases that a folder of quarantine speaks of: in names, and in its note."""
    notes = [file.read_text(encoding="utf-8", errors="replace") for file in folder.iterdir() if file.suffix == ".txt"]
    return {case for text in (*notes, *(file.name for file in folder.iterdir())) for case in cases_in(text)}


def _cases_in_path(study: Study, path: Path) -> set[str]:
    return cases_in(path.relative_to(study.inbox).as_posix())
