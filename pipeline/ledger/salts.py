"""A salt for every case: without it, nobody can tell what a commitment in the log stood for."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pipeline.errors import VaultDamaged
from pipeline.store import Study, whole

_LENGTH = 32


def salt_of(study: Study, case: str) -> bytes:
    """The salt of a case, 32 random bytes; made when it is first asked for. Raises VaultDamaged, StorageFailed."""
    path = salt_file(study, case)
    if not path.exists():
        mine = path.with_name(f".{case}-{os.urandom(8).hex()}")
        with whole(mine) as half:
            half.write_bytes(os.urandom(_LENGTH))
        with contextlib.suppress(FileExistsError):  # somebody was first: theirs it is
            os.link(mine, path)
        mine.unlink()
    salt = path.read_bytes()
    if len(salt) != _LENGTH:
        raise VaultDamaged(file=path.name)
    return salt


def salt_file(study: Study, case: str) -> Path:
    """Where it lies; withdrawal of a whole case deletes it."""
    return study.vault / "salts" / case
