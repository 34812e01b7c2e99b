"""What lies in the inbox: which files are whole, and which can be a recording or a document."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from pipeline.errors import EmptyFile, InboxIsVault, OnlyText, UnknownKind
from pipeline.model import RecordingKind
from pipeline.store import Study

AUDIO = frozenset(".wav .mp3 .m4a .aac .ogg .opus .flac .wma .webm .mp4 .mov .3gp .amr .aif .aiff".split())
TRANSCRIPTS = frozenset(".vtt .srt .json .docx .html .htm .txt".split())
DOCUMENTS = frozenset(".txt .md .csv .docx .odt .pdf .xlsx .eml .html .htm".split())  # some of both, by their role
_OTHER_DOCUMENTS = frozenset(".doc .dot .rtf .pages .xls .ods .ppt .pptx .odp .msg .docm .xlsm .wpd".split())
_PASSED_OVER = (
    *(".*", "~*", "*~", "thumbs.db", "desktop.ini"),
    *("*.part", "*.partial", "*.crdownload", "*.download", "*.tmp", "leesmij*", "lees mij*", "readme*", "read me*"),
)
_NO_SOUND = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
)
_NO_SOUND_EITHER = (b"Rar!", b"\xd0\xcf\x11\xe0", b"<!DOCTYPE", b"<!doctype", b"<html", b"{\\rtf", b"SQLite format 3")
_SOUND = (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"#!AMR", b"FORM")
_QUIET_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.3


@dataclass(frozen=True)
class Arrival:
    """A file in the inbox. Its path may name somebody, so it is never shown; `number` counts the inbox's files."""

    path: Path
    parts: tuple[str, ...]  # folders and name below the inbox, without the ending
    number: int
    ordinary: bool  # a file of its own: no link, pipe or device
    still: bool  # nobody is writing it

    @property
    def suffix(self) -> str:
        """The ending, with its dot, lower case."""
        return self.path.suffix.lower()

    def kind(self, file: str) -> RecordingKind:
        """What it can be, by its ending and first bytes; what it says is read with consent only.

        `file` is how errors call it.

        Raises EmptyFile, OnlyText, UnknownKind, OSError.
        """
        with self.path.open("rb") as stream:
            head = stream.read(4096)
        if not head:
            raise EmptyFile(recording=file)
        if self.suffix in _OTHER_DOCUMENTS:
            raise OnlyText(file=file)
        if self.suffix in (DOCUMENTS | TRANSCRIPTS) - {".txt"}:
            return "document" if self.suffix in DOCUMENTS else "transcript"
        if head.startswith(_NO_SOUND + _NO_SOUND_EITHER):
            raise UnknownKind(file=file)
        if self.suffix in AUDIO:
            return "audio"
        if self.suffix == ".txt" and not head.startswith(_SOUND):
            return "document"
        raise UnknownKind(file=file)


def check_inbox(study: Study) -> None:
    """Raises InboxIsVault where emptying the inbox would empty the study."""
    inbox = study.inbox.resolve()
    others = [folder.resolve() for folder in (study.vault, study.work, study.release)]
    if inbox == study.root.resolve() or any(inbox.is_relative_to(o) or o.is_relative_to(inbox) for o in others):
        raise InboxIsVault()


def arrivals(study: Study) -> tuple[Arrival, ...]:
    """Everything that was dropped, in order of path; what systems and half-done copies leave is passed over.

    Files of the last seconds are looked at twice; one that changed in between is not still.
    """
    paths = sorted(_below(study.inbox), key=os.fsencode)
    first = {path: _look(path) for path in paths}
    now = time.time()
    fresh = [path for path, seen in first.items() if seen and seen.st_mtime > now - _QUIET_SECONDS]
    if fresh:
        time.sleep(_LOOK_AGAIN_SECONDS)
    changed = {path for path in fresh if not same_look(_look(path), first[path])}
    return tuple(
        Arrival(
            path=path,
            parts=(*path.relative_to(study.inbox).parts[:-1], path.stem),
            number=number,
            ordinary=stat.S_ISREG(seen.st_mode),
            still=path not in changed,
        )
        for number, (path, seen) in enumerate(first.items(), start=1)
        if seen
    )


def dropped(study: Study) -> int:
    """How many files lie in the inbox, without looking into them."""
    return sum(1 for _ in _below(study.inbox)) if study.inbox.is_dir() else 0


def same_look(one: os.stat_result | None, other: os.stat_result | None) -> bool:
    """Whether two looks saw the same file, unchanged."""
    if one is None or other is None:
        return False
    return (one.st_ino, one.st_size, one.st_mtime_ns) == (other.st_ino, other.st_size, other.st_mtime_ns)


def _look(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _below(top: Path) -> Iterator[Path]:
    folders = [top]
    while folders:
        for path in folders.pop().iterdir():
            if any(fnmatch(path.name.lower(), pattern) for pattern in _PASSED_OVER):
                continue
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            else:
                yield path
