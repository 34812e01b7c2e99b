"""Verify a copy of a study's `consent/` and `release/` with nothing but a public key and kept checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import (
    CasusError,
    KeyUnknown,
    LogBroken,
    LogMissing,
    NothingSigned,
    OtherStudy,
    TailUnsigned,
)
from pipeline.ledger.checkpoints import Checkpoint, checkpoints_in, read_checkpoint
from pipeline.ledger.entries import RepairEntry
from pipeline.ledger.keys import PublicKey
from pipeline.ledger.log import Log
from pipeline.ledger.signing import Replay, vouched
from pipeline.ledger.stamps import Stamped, check_stamps
from pipeline.ledger.standing import Standing, check_files


@dataclass(frozen=True, slots=True)
class Audited:
    """What was looked at, and what was found. Names nobody."""

    key: PublicKey
    day: date
    entries: int
    period: tuple[datetime, datetime] | None  # of the first and the last entry that could be read
    signed: int  # entries that the key vouches for
    checkpoints: tuple[str, ...]  # in the folder, that the log agrees with
    kept: tuple[int, ...]  # sizes of the auditor's own, that the log agrees with
    files: int | None  # None: not looked at, for the log cannot be read to its end
    repairs: int
    stamped: Stamped
    findings: tuple[CasusError, ...]


def audit(folder: Path, key: PublicKey, kept: Sequence[Path], today: date, roots: Path | None = None) -> Audited:
    """Check the log, everything signed, and everything released; whatever is wrong is in `findings`.

    `kept`: checkpoints that the auditor took along before. `roots`: certificates she trusts for timestamps; those in
    the folder otherwise. Raises CertificatesNotRead.
    """
    log = Log(folder / "consent")
    checkpoints, findings = checkpoints_in(log.folder)
    own = _read(kept, findings)
    replay, standing, repairs, whole = Replay([*checkpoints, *own]), Standing(), 0, True
    period: tuple[datetime, datetime] | None = None
    try:
        for _, entry in replay.through(log.lines()):
            standing.note(entry)
            repairs += isinstance(entry, RepairEntry)
            period = (period[0] if period else entry.time, entry.time)
    except (LogBroken, LogMissing) as broken:
        findings.append(broken)
        whole = False
    known = key in [known for _, known in replay.keys]
    if replay.origin and replay.origin != key.name:
        findings.append(OtherStudy(what="log.jsonl"))
    elif whole and not known:
        findings.append(KeyUnknown())
    there, mine = (_agreeing(those, replay, whole, findings) for those in (checkpoints, own))
    reach = vouched(key, sorted([*there, *mine], key=lambda checkpoint: checkpoint.size), replay.keys)
    findings += reach.problems
    if whole and known and reach.size < replay.tree.size:
        findings.append(TailUnsigned(count=replay.tree.size - reach.size) if reach.size else NothingSigned())
    files = list(check_files(folder, standing, today)) if whole else None
    stamped = check_stamps(log.folder, there, roots)
    return Audited(
        key=key,
        day=today,
        entries=replay.tree.size,
        period=period,
        signed=reach.size,
        checkpoints=tuple(checkpoint.name for checkpoint in there),
        kept=tuple(checkpoint.size for checkpoint in mine),
        files=None if files is None else len(files),
        repairs=repairs,
        stamped=stamped,
        findings=(*findings, *filter(None, files or ()), *stamped.problems),
    )


def _read(kept: Sequence[Path], findings: list[CasusError]) -> list[Checkpoint]:
    """The auditor's own checkpoints; told by their number, for she may have called the files anything."""
    found = []
    for number, path in enumerate(kept, start=1):
        try:
            found.append(read_checkpoint(path, f"--checkpoint {number}"))
        except CasusError as problem:
            findings.append(problem)
    return found


def _agreeing(
    checkpoints: Sequence[Checkpoint], replay: Replay, whole: bool, findings: list[CasusError]
) -> list[Checkpoint]:
    """Those that the log agrees with. What lies beyond a break in the log cannot be judged, and is left out."""
    agreeing = []
    for checkpoint in checkpoints:
        if not whole and checkpoint.size > replay.tree.size:
            continue
        if problem := replay.against(checkpoint):
            findings.append(problem)
        else:
            agreeing.append(checkpoint)
    return agreeing
