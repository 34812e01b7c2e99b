"""A small study with a log and a release, made by hand; and ways to tamper with it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.ledger.entries import NOTHING_BEFORE, canonical
from pipeline.ledger.keyring import begin
from pipeline.ledger.keys import PublicKey, SigningKey, public_file, read_key
from pipeline.ledger.log import Log
from pipeline.store import digest_of

PASSPHRASE = "vier woorden zijn genoeg"  # noqa: S105
TODAY = date(2026, 11, 29)
UNTIL = date(2041, 1, 1)
OWN = ("opnemen", "transcriberen")
SETTINGS = '[study]\nname = "Proef"\n[log]\nkey = "../sleutel.pem"\n'


@dataclass
class Clock:
    """A clock that ticks a minute each time somebody looks."""

    now: datetime = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class Small:
    """The study, its log and key, and what the auditor has: a public key and a checkpoint of before the release."""

    root: Path
    log: Log
    key: SigningKey
    pub: Path
    kept: Path
    clock: Clock

    @property
    def public(self) -> PublicKey:
        return self.key.public

    def sign(self) -> Path:
        made = self.log.sign(self.key)
        return self.root / "consent" / "checkpoints" / made.name

    def copy(self, to: Path) -> Path:
        """What goes on a stick: no vault, no settings."""
        for folder in ("consent", "release"):
            shutil.copytree(self.root / folder, to / folder)
        return to


def small_study(root: Path) -> Small:
    """Two cases: consent, an interview through the stages, reviewed, released; signed twice."""
    study = root / "study"
    study.mkdir(parents=True)
    (study / "study.toml").write_text(SETTINGS)
    begin(Log(study / "consent", Clock()), root / "sleutel.pem", PASSPHRASE)
    return filled(study, root / "sleutel.pem")


def filled(study: Path, key: Path) -> Small:
    """The same, in a study that has its key; the rest of its life goes by within the hour."""
    begun = Log(study / "consent")
    clock = Clock(next(begun.entries()).time)
    log = Log(begun.folder, clock)
    signing = read_key(key, log.first().origin, lambda: PASSPHRASE)
    small = Small(study, log, signing, public_file(key), study.parent / "bewaard.checkpoint", clock)
    for case in ("casus-01", "casus-02"):
        consent(log, case, "kind-1", "andere informanten spreken", "dossier inzien", by=("moeder-1", "vader-1"))
        consent(log, case, "leraar-1", *OWN)
    shutil.copy(small.sign(), small.kept)
    for case in ("casus-01", "casus-02"):
        recording = f"{case}_leraar-1"
        log.append("gate", case=case, recording=recording, state="waiting", reason="DateMissing")
        log.append("gate", case=case, recording=recording, state="allowed", reason="")
        log.append("stage", case=case, recording=recording, stage="transcribe", digest="ab" * 32)
        log.append("review", case=case, recording=recording, state="approved", digest="cd" * 32)
        released(small, case)
    small.sign()
    return small


def consent(log: Log, case: str, person: str, *purposes: str, **more: Any) -> None:
    fields: dict[str, Any] = {"state": "given", "by": (person,), "day": date(2026, 3, 1), "until": UNTIL}
    fields |= {"form": "ouders-1.0", "commitment": "ef" * 32} | more
    log.append("consent", case=case, person=person, purposes=purposes, **fields)


def released(small: Small, case: str, text: str = "I: goedemorgen", **more: Any) -> None:
    """Put a transcript in the release, by case and by role, and note it."""
    files = {}
    for place in (f"by-case/{case}/leraar-1.txt", f"by-role/leraar/{case}_leraar-1.txt"):
        path = small.root / "release" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        files[place] = digest_of(text.encode())
    about: dict[str, Any] = {"rests_on": {"leraar-1": OWN}, "until": UNTIL, "seal": "12" * 32}
    small.log.append("release", case=case, recording=f"{case}_leraar-1", files=files, **(about | more))


# --- tampering ----------------------------------------------------------------------------------------------


def lines_of(folder: Path) -> list[bytes]:
    return (folder / "consent" / "log.jsonl").read_bytes().splitlines()


def put(folder: Path, lines: list[bytes]) -> None:
    (folder / "consent" / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


def changed(line: bytes, **fields: Any) -> bytes:
    return canonical(json.loads(line) | fields)


def rechained(lines: list[bytes]) -> list[bytes]:
    """The same, numbered and chained anew, as somebody would who knows how."""
    done: list[bytes] = []
    for number, line in enumerate(lines):
        prev = hashlib.sha256(done[-1]).hexdigest() if done else NOTHING_BEFORE
        done.append(changed(line, seq=number, prev=prev))
    return done


def edited(how: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    """An attack that does something to the lines of the log."""
    return lambda folder: put(folder, how(lines_of(folder)))


def checkpoints(folder: Path) -> list[Path]:
    return sorted((folder / "consent" / "checkpoints").glob("*.checkpoint"))
