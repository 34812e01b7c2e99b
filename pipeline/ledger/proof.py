"""Proof that one entry is in the log, for whoever it is about: it shows nothing of the other entries."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, ValidationError

from pipeline.errors import CasusError, NoSuchEntry, ProofUnreadable, ProofWrong
from pipeline.ledger.checkpoints import Checkpoint, checkpoint_in, checkpoints_in
from pipeline.ledger.entries import Entry, entry_in
from pipeline.ledger.keys import PublicKey
from pipeline.ledger.log import Log
from pipeline.ledger.merkle import consistency, consistent, includes, inclusion, leaf, root_of


class Proof(BaseModel):
    """An entry, its path to the root of a signed checkpoint, and the path to there from a checkpoint held before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["casus-proof-1"]
    entry: str  # the line
    index: int
    path: tuple[Base64Bytes, ...]
    checkpoint: str
    since: int  # size of the checkpoint held before; 0: none
    since_path: tuple[Base64Bytes, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof shows."""

    entry: Entry
    size: int  # entries that were signed along with it
    since: int  # size of the checkpoint held before that is part of the same history; 0: none was given


def prove(folder: Path, key: PublicKey, index: int, held: Checkpoint | None) -> bytes:
    """A proof of entry `index` of the log in `folder`, in the last checkpoint that `key` signed.

    `held`: a checkpoint that the reader has, which the proof then connects to. Raises NoSuchEntry, ProofWrong where the
    log does not agree with the checkpoints, and what reading the log raises.
    """
    checkpoint = _last_signed(folder, key)
    if checkpoint is None or not 0 <= index < checkpoint.size:
        raise NoSuchEntry(entry=index)
    leaves, shown = [], b""
    for line, entry in Log(folder).lines():
        if entry.seq < checkpoint.size:
            leaves.append(leaf(line))
        if entry.seq == index:
            shown = line
    since = held.size if held and 0 < held.size <= len(leaves) else 0
    if root_of(leaves) != checkpoint.root or (held and since == 0):
        raise ProofWrong
    proof = {
        "format": "casus-proof-1",
        "entry": shown.decode(),
        "index": index,
        "path": _coded(inclusion(index, leaves)),
        "checkpoint": checkpoint.note,
        "since": since,
        "since_path": _coded(consistency(since, leaves) if since else ()),
    }
    made = json.dumps(proof, ensure_ascii=False, indent=1).encode() + b"\n"
    check_proof(made, key, held)
    return made


def check_proof(data: bytes, key: PublicKey, held: Checkpoint | None) -> Proven:
    """What a proof shows, with nothing but a public key. Raises ProofUnreadable, ProofWrong, and what signatures raise.

    `held`: a checkpoint of the reader's own, which must be part of the same history.
    """
    try:
        proof = Proof.model_validate_json(data)
        entry = entry_in(proof.entry.encode(), proof.index)
    except (ValidationError, CasusError):
        raise ProofUnreadable from None
    checkpoint = checkpoint_in(proof.checkpoint.encode(), "-")
    checkpoint.signer([key])
    line = leaf(proof.entry.encode())
    if entry.seq != proof.index or checkpoint.origin != key.name:
        raise ProofWrong
    if not includes(line, proof.index, checkpoint.size, proof.path, checkpoint.root):
        raise ProofWrong
    if held:
        if held.size != proof.since or held.origin != key.name:
            raise ProofWrong
        if not consistent(held.size, held.root, checkpoint.size, checkpoint.root, proof.since_path):
            raise ProofWrong
    return Proven(entry, checkpoint.size, held.size if held else 0)


def _last_signed(folder: Path, key: PublicKey) -> Checkpoint | None:
    for checkpoint in reversed(checkpoints_in(folder)[0]):
        try:
            checkpoint.signer([key])
            return checkpoint
        except CasusError:
            continue
    return None


def _coded(path: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(step).decode() for step in path]
