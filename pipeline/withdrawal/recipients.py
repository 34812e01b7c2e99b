"""Who was given which released files: whom to tell of a withdrawal. Kept in the vault, for it names people."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.errors import NobodyNamed, NothingThere
from pipeline.store import Study, digest_of_file, read_json, to_json, write
from pipeline.withdrawal.plan import Log
from pipeline.withdrawal.traces import concerns

_FOLDERS = ("release", "sound", "archive")


@dataclass(frozen=True, slots=True)
class Handed:
    """What one recipient was given on one day."""

    to: str = field(repr=False)
    day: date
    files: tuple[str, ...]  # places in the study, with slashes
    salt: str  # of the commitment in the log


def handed_over(study: Study) -> tuple[Handed, ...]:
    """Everything that was ever handed over, in order. Raises VaultDamaged."""
    try:
        return read_json(tuple[Handed, ...], study.vault / "recipients.json")
    except FileNotFoundError:
        return ()


def hand_over(study: Study, places: Sequence[str], to: str, day: date, log: Log) -> Handed:
    """Remember who was given what lies at these places (files or folders in release/, sound/ or archive/).

    Raises NothingThere, NobodyNamed, StorageFailed, VaultDamaged.
    """
    if not (to := " ".join(to.split())):
        raise NobodyNamed
    found = {path for number, place in enumerate(places, 1) for path in _files_at(study, place, number)}
    files = tuple(path.relative_to(study.root.resolve()).as_posix() for path in sorted(found))
    digests = {place.removeprefix("release/"): digest_of_file(study.root / place) for place in files}
    salt = secrets.token_bytes(32)
    handed = Handed(to, day, files, salt.hex())
    write(study.vault / "recipients.json", to_json((*handed_over(study), handed)))
    told = f"{to}\n{day.isoformat()}".encode()
    log("recipient", commitment=hmac.digest(salt, told, hashlib.sha256).hex(), files=digests)
    return handed


def to_tell(study: Study, recordings: Collection[str]) -> tuple[Handed, ...]:
    """Who was given anything of these recordings, and what of it. Raises VaultDamaged."""
    return tuple(
        replace(handed, files=files)
        for handed in handed_over(study)
        if (files := tuple(file for file in handed.files if concerns(file, recordings)))
    )


def _files_at(study: Study, place: str, number: int) -> Iterator[Path]:
    """The files at a place, which may be told from the study or from inside `release/`. Raises NothingThere."""
    roots = [(study.root / folder).resolve() for folder in _FOLDERS]
    for path in (study.root / place, study.release / place, Path.cwd() / place):
        there = path.resolve()
        if there.exists() and any(there.is_relative_to(root) for root in roots):
            yield from (file for file in (there, *there.rglob("*")) if file.is_file())
            return
    raise NothingThere(number=number)
