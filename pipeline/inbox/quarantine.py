"""What cannot be used: kept unchanged in the vault, with a note beside it that says why and what to do.

The folder is called after the content ("q-1a2b3c4d"): a file name may hold a child's name, and stays inside.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import CasusError, Language, StorageFailed
from pipeline.model import Recording
from pipeline.store import StateFile, Study, digest_of_file, write

NOTES: dict[Language, str] = {"nl": "LEES MIJ.txt", "en": "READ ME.txt"}
_AFTER: dict[Language, str] = {
    "nl": "Het bestand staat hiernaast, ongewijzigd. Verwijder deze map als zij niet meer nodig is.",
    "en": "The file lies beside this note, unchanged. Remove this folder when it is no longer needed.",
}
_LONGEST_NAME = 120  # bytes


def id_of(digest: str) -> str:
    """How console, log and state call a file that has no recording id."""
    return f"q-{digest[:8]}"


def folder_of(study: Study, digest: str) -> Path:
    """Where this content lies when it is laid aside."""
    return study.quarantine / id_of(digest)


@contextmanager
def told_as_storage() -> Iterator[None]:
    """Raise what the disk refuses as StorageFailed, without the path: it may name somebody."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(where="vault", problem=error.strerror or "?") from None


def copy_in(source: Path, target: Path, digest: str) -> bool:
    """Copy beside the target, sync, swap in. False, and no target, where the copy has another SHA-256.

    Raises OSError.
    """
    if digest_of_file(target) == digest:
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".half-{target.name}")
    try:
        with source.open("rb") as original, half.open("wb") as copy:
            shutil.copyfileobj(original, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        if digest_of_file(half) != digest:
            return False
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    sync(target.parent)
    return True


def sync(folder: Path) -> None:
    """Have the disk remember which files a folder holds, before another copy is removed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lay_aside(
    study: Study, source: Path, name: str, digest: str, error: CasusError, language: Language, where: str = ""
) -> bool:
    """Copy a file into quarantine with a note; the same content comes to lie in the same folder.

    False where the file changed meanwhile. Raises OSError, StorageFailed.
    """
    folder = folder_of(study, digest)
    target = folder / safe_name(name)
    if digest_of_file(target) not in ("", digest):
        target = folder / safe_name(f"{digest[8:16]} {name}")
    if not copy_in(source, target, digest):
        return False
    note = [error.sentence(language), error.remedy(language), "", _AFTER[language]]
    if where:
        note.insert(3, f"inbox/{where}")
    write(folder / NOTES[language], ("\n".join(note) + "\n").encode("utf-8", "replace"))
    return True


def to_quarantine(study: Study, recording: Recording, error: CasusError, language: Language) -> str:
    """Take a placed recording out again because it cannot be read; returns the quarantine's id, which status shows.

    The recording's id is never given to another recording. Raises StorageFailed.
    """
    original = study.original(recording)
    with told_as_storage():
        if original.exists():
            lay_aside(study, original, original.name, recording.digest, error, language)
        remember(study, recording.digest, error)
        retire(study, recording)
    return id_of(recording.digest)


def retire(study: Study, recording: Recording) -> None:
    """Drop a recording: what is kept of it is that its id was used. Raises OSError."""
    placed, dropped = study.product("recordings", recording.id), study.product("retired", recording.id)
    dropped.parent.mkdir(parents=True, exist_ok=True)
    if placed.exists():
        placed.replace(dropped)
    for file in (study.original(recording), study.audio(recording), _state(study, recording.id)):
        file.unlink(missing_ok=True)


def retired(study: Study) -> tuple[Recording, ...]:
    """Recordings that were dropped again, sorted by id."""
    return tuple(
        study.load(Recording, "retired", path.stem) for path in sorted((study.vault / "retired").glob("*.json"))
    )


def remember(study: Study, digest: str, error: CasusError) -> None:
    """Have the status show what lies in quarantine."""
    details = tuple(sorted(error.details.items()))
    study.save_state(StateFile(id_of(digest), "intake", error.state, type(error).__name__, details))


def clear(study: Study, digest: str) -> None:
    """Content that lay in quarantine found its place: take the copies and the note away. Raises OSError."""
    folder = folder_of(study, digest)
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir()):
        if file.name in NOTES.values() or digest_of_file(file) == digest:
            file.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
    tidy(study)


def tidy(study: Study) -> None:
    """Forget the state of what no longer lies in quarantine, and remove what a killed run left half done.

    Raises OSError.
    """
    dropped = {recording.id: recording.digest for recording in retired(study)}
    for state in study.states():
        shown = id_of(dropped[state.recording]) if state.recording in dropped else state.recording
        if shown.startswith("q-") and not (study.quarantine / shown).exists():
            _state(study, state.recording).unlink(missing_ok=True)
    for recording in retired(study):
        study.original(recording).unlink(missing_ok=True)
    for half in (*study.vault.rglob(".half-*"), *study.work.rglob(".half-*")):
        half.unlink()


def safe_name(name: str) -> str:
    """A file name that every system can hold, still readable: no separators, no control characters, not too long."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = "".join(letter if letter.isprintable() else "_" for letter in text)
    text = re.sub(r'[\\/:*?"<>|]', "_", text).strip(" .") or "_"
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = text, "", ""
    room = _LONGEST_NAME - len((dot + ending).encode())
    text = stem.encode()[:room].decode(errors="ignore") + dot + ending
    return f"_{text}" if text in NOTES.values() else text


def _state(study: Study, subject: str) -> Path:
    return study.work / "states" / f"{subject}.json"
