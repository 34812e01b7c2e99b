"""What the log says is released now, and on whose consent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.errors import (
    CasusError,
    FileChanged,
    FileExpired,
    FileGone,
    FileTakenBack,
    FileUnknown,
    FileWithdrawn,
    FileWithoutConsent,
)
from pipeline.ledger.entries import ConsentEntry, Entry, ReleaseEntry, TakenBackEntry, WithdrawalEntry
from pipeline.store import digest_of_file

ENDED = date.min


class Standing:
    """The sum of all entries; the last word about a file or a purpose counts."""

    def __init__(self) -> None:
        self.files: dict[str, ReleaseEntry] = {}  # by place
        self._taken_back: set[str] = set()
        self.consents: dict[tuple[str, str], dict[str, date]] = {}  # of a person of a case, per purpose: until when

    def note(self, entry: Entry) -> None:
        """Take one more entry into account."""
        if isinstance(entry, ReleaseEntry):
            self.files |= dict.fromkeys(entry.files, entry)
        elif isinstance(entry, TakenBackEntry):
            for place in entry.files:
                self.files.pop(place, None)
            self._taken_back |= set(entry.files)
        elif isinstance(entry, ConsentEntry | WithdrawalEntry):
            given = self.consents.setdefault((entry.case, entry.person), {})
            if isinstance(entry, ConsentEntry) and entry.state in ("given", "renewed", "changed"):
                if entry.state == "changed":
                    given.update(dict.fromkeys(given, ENDED))
                given.update(dict.fromkeys(entry.purposes, entry.until or date.max))
            else:
                given.update({purpose: ENDED for purpose in given if purpose in (entry.purposes or given)})

    def problem(self, place: str, digest: str, today: date) -> CasusError | None:
        """What is wrong with the file with this digest at this place; None: it may lie there today."""
        entry = self.files.get(place)
        if entry is None:
            if place in self._taken_back:
                return FileTakenBack(place=place)
            return FileUnknown(where=self._where(place), digest=digest[:12] or "-")
        if digest != entry.files[place]:
            return FileChanged(place=place)
        if entry.until < today:
            return FileExpired(place=place, until=entry.until)
        return next((no for person in entry.rests_on if (no := self._refused(entry, person, place, today))), None)

    def _refused(self, entry: ReleaseEntry, person: str, place: str, today: date) -> CasusError | None:
        case, _, own = person.rpartition("_")
        about = {"place": place, "person": own, "case": case or entry.case}
        given = self.consents.get((about["case"], own), {})
        until = [given.get(purpose) for purpose in entry.rests_on[person]]
        if ENDED in until:
            return FileWithdrawn(**about)
        known = [day for day in until if day is not None]
        if not known or len(known) < len(until):
            return FileWithoutConsent(**about)
        return FileExpired(place=place, until=min(known)) if min(known) < today else None

    def _where(self, place: str) -> str:
        """A folder of which the log knows the name: others may be called after people."""
        known = {str(parent) for other in self.files for parent in Path(other).parents}
        return next((str(parent) for parent in Path(place).parents if str(parent) in known - {"."}), "release")


def check_files(folder: Path, standing: Standing, today: date) -> Iterator[CasusError | None]:
    """For every file in `release/` and `sound/` of this copy of a study, and every one that should be there."""
    there = dict(_lying(folder))
    for place in sorted(there.keys() | standing.files.keys()):
        yield standing.problem(place, there[place], today) if place in there else FileGone(place=place)


def _lying(folder: Path) -> Iterator[tuple[str, str]]:
    """Place and digest of every file; no digest for what cannot be read and for links, which lead elsewhere."""
    for top, before in (("release", ""), ("sound", "sound/")):
        for parent, folders, names in os.walk(folder / top):
            links = [name for name in folders if (Path(parent) / name).is_symlink()]
            for name in [*names, *links]:
                path = Path(parent) / name
                yield before + path.relative_to(folder / top).as_posix(), _digest(path)


def _digest(path: Path) -> str:
    try:
        return "" if path.is_symlink() or not path.is_file() else digest_of_file(path)
    except OSError:
        return ""
