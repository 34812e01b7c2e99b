"""Give a log its key, and later another one."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import KeyThere, LogMissing
from pipeline.ledger.entries import KeyEntry, StudyEntry
from pipeline.ledger.keys import PublicKey, SigningKey, make_key, new_origin
from pipeline.ledger.log import Log


def begin(log: Log, path: Path, passphrase: str) -> PublicKey:
    """Make the first key of a log in the file `path`, and note its public half in the log.

    Raises KeyThere, KeyExists, PassphraseShort, StorageFailed, and what reading the log raises.
    """
    try:
        origin = log.first().origin
    except LogMissing:
        key = make_key(path, new_origin(), passphrase).public
        log.append("study", origin=key.name, key=key.line)
        return key
    if any(isinstance(entry, StudyEntry | KeyEntry) and entry.key for entry in log.entries()):
        raise KeyThere
    key = make_key(path, origin, passphrase).public
    log.append("key", key=key.line)
    return key


def rotate(log: Log, old: SigningKey | None, path: Path, passphrase: str) -> PublicKey:
    """Make another key in the file `path`; the old one signs for it, and signs no more after that.

    Without the old one, which is lost, nobody signs for the new key: an auditor must get it in person. Raises
    KeyNotOfLog, KeyExists, PassphraseShort, StorageFailed, and what reading and signing the log raises.
    """
    if old:
        log.sign(old)  # refuses what is not the key of this log, before anything is made
    new = make_key(path, log.first().origin, passphrase)
    log.append("key", key=new.public.line)
    log.sign(old or new)
    return new.public
