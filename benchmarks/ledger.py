"""The consent log against its length: what an audit takes of 100,000 and of a million entries, and what an entry costs.

python -m benchmarks.ledger [--entries 1000000]

Each audit runs in a process of its own: chain, entries, checkpoint, root, and whose consent holds. Memory is that
process's peak; seconds of processor are what it takes when nothing else runs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipeline.ledger.audit import audit
from pipeline.ledger.entries import NOTHING_BEFORE, Kind, line_of, made
from pipeline.ledger.keys import SigningKey, make_key, new_origin, public_file, read_public
from pipeline.ledger.log import Log

ROOT = Path(__file__).parent.parent
PASSPHRASE = "een zin voor de meting"  # noqa: S105
CASES = 1000
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def written(folder: Path, count: int, key: SigningKey) -> Log:
    """A log of so many entries about a thousand cases, in sevens: consents, then what was done with an interview."""
    log, prev = Log(folder / "consent"), NOTHING_BEFORE
    log.folder.mkdir(parents=True)
    with log.path.open("wb") as stream:
        for seq in range(count):
            kind, fields = _entry(seq, key)
            line = line_of(made(kind, seq, BEGUN + timedelta(seconds=seq), prev, fields))
            stream.write(line + b"\n")
            prev = hashlib.sha256(line).hexdigest()
    return log


def _entry(seq: int, key: SigningKey) -> tuple[Kind, dict[str, object]]:
    if seq == 0:
        return "study", {"origin": key.name, "key": key.public.line}
    case = f"casus-{seq // 7 % CASES + 1}"
    recording, digest = f"{case}_leraar-1", "ab" * 32
    if seq % 7 < 3:
        person = f"{('kind', 'leraar', 'moeder')[seq % 7]}-1"
        about = {"by": [person], "purposes": ["opnemen", "transcriberen", "delen"], "day": date(2026, 1, 1)}
        more = {"state": "given", "until": date(2041, 1, 1), "form": "ouders-1.0", "commitment": digest}
        return "consent", {"case": case, "person": person} | about | more
    if seq % 7 < 5:
        return "gate", {"case": case, "recording": recording, "state": "waiting", "reason": "DateMissing"}
    if seq % 7 == 5:
        return "stage", {"case": case, "recording": recording, "stage": "transcribe", "digest": digest}
    return "review", {"case": case, "recording": recording, "state": "approved", "digest": digest}


def verify(folder: Path) -> None:
    """Audit, in a process of its own, and print seconds and peak memory."""
    key = read_public(folder / "key.pub")
    before = _peak()
    begun, cpu = time.monotonic(), time.process_time()
    result = audit(folder, key, [], date(2026, 6, 1))
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu
    assert not result.findings and result.signed == result.entries
    memory = f"{_peak():.0f} MB at most ({before:.0f} before it began)"
    print(f"{result.entries:>9,} entries: {seconds:.1f} s, {cpu:.1f} s of processor, {memory}", flush=True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Write logs, audit them, append to the longest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--verify", type=Path, help="audit this folder and no more")
    arguments = parser.parse_args()
    if arguments.verify:
        verify(arguments.verify)
        return
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for count in (arguments.entries // 10, arguments.entries):
            folder = Path(name) / str(count)
            folder.mkdir()
            key = make_key(folder / "key", new_origin(), PASSPHRASE)
            log = written(folder, count, key)
            assert public_file(folder / "key").exists() and log.sign(key).size == count
            command = [sys.executable, "-m", "benchmarks.ledger", "--verify", str(folder)]
            subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        begun, cpu = time.monotonic(), time.process_time()
        for seq in range(1000):
            kind, fields = _entry(seq + 7, key)
            log.append(kind, **fields)
        cpu, wall = time.process_time() - cpu, time.monotonic() - begun
        print(f"an entry, appended to {count:,}: {cpu:.2f} ms of processor, {wall:.2f} ms with its sync to disk")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
