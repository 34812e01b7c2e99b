"""What is left of what was withdrawn: enough to refuse the same file again, and nothing that tells what it was.

Of each original there is a HMAC-SHA256 under a random key of the study: without the vault it cannot be recognised.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import date

from pipeline.store import Study, read_json, to_json, write


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One withdrawal, or what retention deleted. Names nobody."""

    day: date
    case: str
    person: str  # id of whose data it was; "" where retention deleted
    recordings: tuple[str, ...]  # ids, which are never given again
    digests: tuple[str, ...]  # of the originals, under the study's key; hexadecimal
    whole: bool = False  # nothing of the case stayed


@dataclass(frozen=True, slots=True)
class Tombstones:
    """All of a study, and the key under which they know a file."""

    key: str = ""
    stones: tuple[Tombstone, ...] = ()

    def known_as(self, digest: str) -> str:
        """What a SHA-256 is called here."""
        return hmac.digest(bytes.fromhex(self.key), digest.encode(), "sha256").hex()

    def of(self, digest: str) -> Tombstone | None:
        """The tombstone of a file with this SHA-256; None: it was never withdrawn."""
        called = self.known_as(digest) if self.stones else ""
        return next((stone for stone in self.stones if called in stone.digests), None)

    @property
    def used(self) -> tuple[str, ...]:
        """Ids of recordings that were, sorted."""
        return tuple(sorted({id_ for stone in self.stones for id_ in stone.recordings}))


def tombstones(study: Study) -> Tombstones:
    """All tombstones of a study. Raises VaultDamaged."""
    try:
        return read_json(Tombstones, study.vault / "tombstones.json")
    except FileNotFoundError:
        return Tombstones()


def bury(study: Study, stone: Tombstone, digests: tuple[str, ...]) -> Tombstone:
    """Keep a tombstone with these SHA-256 in it; the same one again is kept once. Raises StorageFailed."""
    there = tombstones(study)
    there = there if there.key else replace(there, key=secrets.token_hex(32))
    stone = replace(stone, digests=tuple(sorted(map(there.known_as, set(digests)))))
    if stone not in there.stones:
        write(study.vault / "tombstones.json", to_json(replace(there, stones=(*there.stones, stone))))
    return stone
