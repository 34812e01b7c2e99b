"""Sign the log, but never against what was signed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import (
    CasusError,
    CheckpointAhead,
    CheckpointRefuted,
    KeyNotOfLog,
    KeyNotRead,
    KeyUnvouched,
    LogBroken,
    LogMissing,
    OldKeyUsed,
    OtherStudy,
)
from pipeline.ledger.checkpoints import Checkpoint, checkpoints_in, keep, signed
from pipeline.ledger.entries import Entry, KeyEntry, StudyEntry
from pipeline.ledger.keys import PublicKey, SigningKey, public_key
from pipeline.ledger.merkle import Tree, leaf


class Replay:
    """A log as it is read from its beginning: how many entries, the root at sizes asked for, which keys it names."""

    def __init__(self, checkpoints: Iterable[Checkpoint]) -> None:
        self.origin = ""
        self.tree = Tree()
        self.roots = {0: self.tree.root}
        self.keys: list[tuple[int, PublicKey]] = []  # with the number of the entry that names it
        self._sizes = frozenset(checkpoint.size for checkpoint in checkpoints)

    def through(self, lines: Iterable[tuple[bytes, Entry]]) -> Iterator[tuple[bytes, Entry]]:
        """Every line, once it is counted. Raises what `lines` raises, LogBroken."""
        for line, entry in lines:
            self.tree.add(leaf(line))
            if self.tree.size in self._sizes:
                self.roots[self.tree.size] = self.tree.root
            if isinstance(entry, StudyEntry):
                self.origin = entry.origin
            if isinstance(entry, StudyEntry | KeyEntry) and entry.key:
                try:
                    self.keys.append((entry.seq, public_key(entry.key)))
                except KeyNotRead:
                    raise LogBroken(entry=entry.seq) from None
            yield line, entry

    def against(self, checkpoint: Checkpoint) -> CasusError | None:
        """What speaks against a checkpoint, its signature apart; None: the log begins with what it says."""
        if checkpoint.origin != self.origin:
            return OtherStudy(what=checkpoint.name)
        if checkpoint.size > self.tree.size:
            return CheckpointAhead(checkpoint=checkpoint.name, size=checkpoint.size, entries=self.tree.size)
        if self.roots.get(checkpoint.size) != checkpoint.root:
            return CheckpointRefuted(checkpoint=checkpoint.name, size=checkpoint.size)
        return None


def sign(folder: Path, lines: Iterable[tuple[bytes, Entry]], key: SigningKey) -> Checkpoint:
    """Sign the log in `folder` as it is: the checkpoint is kept beside it.

    Raises LogMissing, LogBroken; CheckpointAhead, CheckpointRefuted, CheckpointUnreadable, OtherStudy where the log is
    not what was signed before; KeyNotOfLog; StorageFailed.
    """
    checkpoints, wrong = checkpoints_in(folder)
    replay = Replay(checkpoints)
    for _ in replay.through(lines):
        pass
    for problem in [*wrong, *filter(None, map(replay.against, checkpoints))]:
        raise problem
    if not replay.tree.size:
        raise LogMissing
    if not _may_sign(key.public, replay.keys, checkpoints):
        raise KeyNotOfLog
    if checkpoints and checkpoints[-1].size == replay.tree.size:
        return checkpoints[-1]
    made = signed(replay.origin, replay.tree.size, replay.tree.root, key)
    keep(made, folder)
    return made


def _may_sign(key: PublicKey, keys: Sequence[tuple[int, PublicKey]], checkpoints: Sequence[Checkpoint]) -> bool:
    """The key named last signs; the one before it, only to confirm it."""
    named = [known for _, known in keys]
    if named[-1:] == [key]:
        return True
    confirmed = any(checkpoint.size > keys[-1][0] for checkpoint in checkpoints) if keys else True
    return named[-2:-1] == [key] and not confirmed


@dataclass(frozen=True, slots=True)
class Vouched:
    """How far the auditor's key reaches: so many entries are signed, by that key or by what it confirmed."""

    size: int
    problems: tuple[CasusError, ...]


def vouched(key: PublicKey, checkpoints: Iterable[Checkpoint], keys: Sequence[tuple[int, PublicKey]]) -> Vouched:
    """Follow the keys from the auditor's own, over checkpoints that the log agrees with, from small to large.

    A key counts from the checkpoint on in which the key before it signed for its entry; older keys than the auditor's
    need not be followed, since hers signed the entries that name them.
    """
    start = next((at for at, (_, known) in enumerate(keys) if known == key), None)
    if start is None:
        return Vouched(0, ())
    confirmed: set[int] = {0, start}  # places in `keys`
    seen: set[int] = {0}  # keys whose entry some checkpoint holds
    size, problems = 0, list[CasusError]()
    for checkpoint in checkpoints:
        named = [known for entry, known in keys if entry < checkpoint.size]
        try:
            by = named.index(checkpoint.signer(named))
        except CasusError as problem:
            problems.append(problem)
            continue
        newest = len(named) - 1
        if by == newest - 1 and newest not in seen:
            confirmed.add(newest)
        elif by != newest:
            problems.append(OldKeyUsed(checkpoint=checkpoint.name))
            continue
        seen.add(newest)
        unconfirmed = [at for at in range(start + 1, by + 1) if at not in confirmed]
        if unconfirmed:
            problems.append(KeyUnvouched(entry=keys[unconfirmed[0]][0]))
        elif by >= start:
            size = checkpoint.size
    once = {problem.sentence("en"): problem for problem in problems}
    return Vouched(size, tuple(once.values()))
