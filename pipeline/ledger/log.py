"""The log: a file that only grows, in which every line holds the digest of the line before it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import (
    BeginningMissing,
    ChainBroken,
    ClockBehind,
    ClockWentBack,
    EntryOutOfPlace,
    LogBroken,
    LogMissing,
    StorageFailed,
    TailTorn,
)
from pipeline.ledger.checkpoints import Checkpoint
from pipeline.ledger.entries import NOTHING_BEFORE, Entry, Kind, StudyEntry, commitment, entry_in, line_of, made
from pipeline.ledger.keys import SigningKey, new_origin
from pipeline.ledger.signing import sign

__all__ = ["Entry", "Log", "chained", "commitment"]

LONGEST = 1 << 24  # bytes of a line
_DRIFT = timedelta(minutes=5)  # that a clock may be set back without anybody being told
_BLOCK = 1 << 16


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Log:
    """The log in the folder `consent/` of a study. Nothing is read until asked for."""

    folder: Path
    clock: Callable[[], datetime] = _now

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / "log.jsonl"

    def append(self, kind: Kind, **fields: object) -> Entry:
        """Write an entry, on disk when this returns; the first one begins the log.

        One writer at a time: others wait. Raises EntryRefused, ClockBehind, TailTorn, LogBroken, StorageFailed.
        """
        with self._held(make=True) as stream:
            last = _last(stream, stream.seek(0, os.SEEK_END))
            return _write(stream, self._next(last, kind, fields), stream.seek(0, os.SEEK_END))

    def entries(self) -> Iterator[Entry]:
        """Every entry in order, each checked as it is read. Raises LogMissing, LogBroken and what is below it."""
        return (entry for _, entry in self.lines())

    def lines(self) -> Iterator[tuple[bytes, Entry]]:
        """The same, with the bytes of each line."""
        try:
            with self.path.open("rb", buffering=1 << 20) as stream:
                yield from chained(stream)
        except FileNotFoundError:
            raise LogMissing from None

    def first(self) -> StudyEntry:
        """Which study this is the log of. Raises LogMissing, LogBroken."""
        for entry in self.entries():
            if isinstance(entry, StudyEntry):
                return entry
        raise LogMissing

    def sign(self, key: SigningKey) -> Checkpoint:
        """Sign the log as it is now; see `signing.sign`. Nothing can be written to it meanwhile."""
        with self._held():
            return sign(self.folder, self.lines(), key)

    def repair(self) -> bool:
        """Remove what a crash left of the last line, or set the time right; noted in the log. False: no need.

        A line of which only the newline is missing is kept. Raises LogBroken, StorageFailed.
        """
        with self._held() as stream:
            size = stream.seek(0, os.SEEK_END)
            end = _end_of_lines(stream, size)
            last = _last(stream, end)
            stream.seek(end)
            tail = stream.readall()
            if last and tail and _follows(tail, last):
                _write_at(stream, size, b"\n")
                end, last, tail = size + 1, _last(stream, size + 1), b""
            elif not tail and not (last and last[1].time > self.clock() + _DRIFT):
                return False
            _write(stream, self._next(last, "repair", {"removed_bytes": len(tail)}), end)
            return True

    def mend_tail(self) -> bool:
        """Remove what a kill left of the last line, noted in the log; False: the last line is whole.

        Raises LogBroken, StorageFailed.
        """
        try:
            with self.path.open("rb") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(size - 1, 0))
                torn = stream.read(1) not in (b"", b"\n")
        except FileNotFoundError:
            return False
        return torn and self.repair()

    def _next(self, last: tuple[bytes, Entry] | None, kind: Kind, fields: dict[str, object]) -> list[Entry]:
        """What comes after the last line: the entry, and before it the beginning of the log where there is none."""
        now = self.clock().replace(microsecond=0)
        if last is None and kind != "study":
            first = made("study", 0, now, NOTHING_BEFORE, {"origin": new_origin()})
            return [first, made(kind, 1, now, _digest(line_of(first)), fields)]
        if last is None:
            return [made(kind, 0, now, NOTHING_BEFORE, fields)]
        line, entry = last
        if kind == "study":
            raise BeginningMissing(entry=entry.seq + 1)
        if kind != "repair":
            if entry.time - now > _DRIFT:
                raise ClockBehind(last=f"{entry.time:%Y-%m-%d %H:%M} UTC")
            now = max(now, entry.time)
        return [made(kind, entry.seq + 1, now, _digest(line), fields)]

    @contextlib.contextmanager
    def _held(self, make: bool = False) -> Iterator[FileIO]:
        """The file, held against other writers. Raises LogMissing, StorageFailed."""
        try:
            new = not self.path.exists()
            if new and not make:
                raise LogMissing
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileIO(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as stream:
                if new:
                    _sync_folder(self.folder)
                fcntl.flock(stream, fcntl.LOCK_EX)
                yield stream
        except OSError as error:
            raise StorageFailed(where=self.folder.name, problem=error.strerror or "?") from None


def chained(stream: BinaryIO) -> Iterator[tuple[bytes, Entry]]:
    """The lines of a log and what they say; stops at the first that does not follow. Raises LogBroken, TailTorn."""
    number, before, latest = 0, NOTHING_BEFORE, datetime.min.replace(tzinfo=UTC)
    while line := stream.readline(LONGEST):
        if not line.endswith(b"\n"):
            line = _once_more(stream, line)
        if not line.endswith(b"\n"):
            raise TailTorn(entry=number) if len(line) < LONGEST else LogBroken(entry=number)
        line = line[:-1]
        entry = entry_in(line, number)
        if (number == 0) != isinstance(entry, StudyEntry):
            raise BeginningMissing(entry=number)
        if entry.seq != number:
            raise EntryOutOfPlace(entry=number, number=entry.seq)
        if entry.prev != before:
            raise ChainBroken(entry=number)
        if entry.time < latest and entry.kind != "repair":
            raise ClockWentBack(entry=number)
        yield line, entry
        number, before, latest = number + 1, _digest(line), entry.time
    if not number:
        raise LogMissing


def _once_more(stream: BinaryIO, line: bytes) -> bytes:
    """The same line a moment later: somebody may be writing it just now."""
    time.sleep(0.01)
    stream.seek(-len(line), os.SEEK_CUR)
    return stream.readline(LONGEST)


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _follows(tail: bytes, last: tuple[bytes, Entry]) -> bool:
    """Whether what stands after the last newline is a whole line."""
    line, entry = last
    try:
        found = entry_in(tail, entry.seq + 1)
    except LogBroken:
        return False
    return (found.seq, found.prev) == (entry.seq + 1, _digest(line))


def _end_of_lines(stream: FileIO, size: int) -> int:
    """Where the last whole line ends, in bytes; 0 where there is none."""
    at = size
    while at:
        begin = max(0, at - _BLOCK)
        stream.seek(begin)
        found = stream.read(at - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        at = begin
    return 0


def _last(stream: FileIO, end: int) -> tuple[bytes, Entry] | None:
    """The last line of those that end at `end`; None in an empty log. Raises TailTorn, LogBroken."""
    if not end:
        return None
    stream.seek(end - 1)
    if stream.read(1) != b"\n":
        raise TailTorn(entry="?")
    begin = _end_of_lines(stream, end - 1)
    stream.seek(begin)
    line = stream.read(end - 1 - begin)
    try:
        return line, entry_in(line, 0)
    except LogBroken:
        stream.seek(0)
        raise LogBroken(entry=stream.read(begin).count(b"\n")) from None


def _write(stream: FileIO, entries: list[Entry], at: int) -> Entry:
    """Put entries at `at`, and nothing after them."""
    _write_at(stream, at, b"".join(line_of(entry) + b"\n" for entry in entries))
    return entries[-1]


def _write_at(stream: FileIO, at: int, data: bytes) -> None:
    """Write, cut off what stood behind it, sync; what did not fit is taken out again. Raises OSError."""
    stream.seek(at)
    done = 0
    try:
        while done < len(data):
            done += stream.write(data[done:])
        stream.truncate()
        os.fsync(stream.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            stream.truncate(at)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
