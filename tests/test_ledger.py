"""The log itself: closed entries, a chain, one writer at a time, and what a crash leaves."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consent.fields import PURPOSES
from pipeline.errors import (
    BeginningMissing,
    CasusError,
    ClockBehind,
    EntryRefused,
    LogBroken,
    LogMissing,
    StorageFailed,
    TailTorn,
)
from pipeline.ledger.entries import Kind, Purpose, canonical, entry_in, line_of, made
from pipeline.ledger.log import Entry, Log, chained, commitment
from pipeline.ledger.salts import salt_of
from pipeline.ledger.telling import told
from pipeline.store import Study
from tests.ledgers import UNTIL, Clock, consent, small_study

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 29, 2, tzinfo=UTC)
DIGEST = "ab" * 32
FIELDS: dict[str, dict[str, Any]] = {  # of every kind, as callers give them
    "study": {"origin": "casus/" + "0f" * 16, "key": ""},
    "consent": {
        "case": "casus-04",
        "person": "leraar-1",
        "state": "given",
        "by": ("leraar-1",),
        "purposes": ("opnemen",),
        "day": date(2026, 3, 1),
        "until": UNTIL,
        "form": "volwassenen-1.0",
        "commitment": DIGEST,
    },
    "gate": {"case": "casus-04", "recording": "casus-04_cliënt-1", "state": "blocked", "reason": "NotSigned"},
    "stage": {"case": "casus-04", "recording": "", "stage": "identify", "digest": DIGEST},
    "review": {"case": "casus-04", "recording": "casus-04_leraar-1", "state": "approved", "digest": DIGEST},
    "release": {
        "case": "",
        "recording": "",
        "rests_on": {"casus-04_leraar-1": ("transcriberen",), "casus-05_kind-1": ("dossier inzien",)},
        "until": UNTIL,
        "seal": DIGEST,
        "files": {"overview.csv": DIGEST, "by-role/cliënt/casus-04_cliënt-1.txt": DIGEST},
    },
    "taken-back": {"case": "casus-04", "files": ("by-case/casus-04/leraar-1.txt",)},
    "withdrawal": {
        "case": "casus-04",
        "person": "kind-1",
        "purposes": (),
        "removed": {"audio": 2, "transcript": 3},
        "tombstones": (DIGEST,),
    },
    "retention": {"reason": "audio_until", "removed": {"audio": 2}},
    "recipient": {"commitment": DIGEST, "files": {"overview.csv": DIGEST}},
    "key": {"key": f"casus/{'0f' * 16}+0a0b0c0d+{'A' * 44}"},
    "repair": {"removed_bytes": 17},
}


def entry(kind: str, **fields: Any) -> Entry:
    return made(kind, 7, NOW, DIGEST, FIELDS[kind] | fields)  # type: ignore[arg-type]


# --- entries ------------------------------------------------------------------------------------------------


def test_every_kind_is_tried_here() -> None:
    assert FIELDS.keys() == set(get_args(Kind))
    assert set(get_args(Purpose)) == set(PURPOSES)


@pytest.mark.parametrize("kind", FIELDS)
def test_an_entry_is_one_canonical_line_and_comes_back_as_it_was(kind: str) -> None:
    written = entry(kind)
    line = line_of(written)
    assert b"\n" not in line and line == rfc8785.dumps(json.loads(line))
    assert entry_in(line, 7) == written
    assert json.loads(line).keys() >= {"v", "seq", "time", "prev", "kind", *FIELDS[kind]}
    for language in ("nl", "en"):
        assert told(written, language) and "None" not in told(written, language)


TEXTS = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF, exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=6,
)


@given(VALUES)
def test_our_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


NAMES = (
    *("Sanne", "Sanne Bakker", "sanne bakker", "dat vertel ik liever niet", "a\nb", "x" * 500),
    *("\U0001f600", "../x", "", " "),
)
MAY_BE_EMPTY = ("form", "commitment", "seal", "reason", "case", "recording")
PLACES_OF_TEXT = [
    (kind, field)
    for kind, fields in FIELDS.items()
    for field, value in fields.items()
    if isinstance(value, str | tuple | dict) and kind != "study"
]


@pytest.mark.parametrize(("kind", "field"), PLACES_OF_TEXT)
def test_no_name_or_free_text_gets_in_anywhere(kind: str, field: str) -> None:
    value = FIELDS[kind][field]
    for name in NAMES:
        if name == "" and isinstance(value, str) and field in MAY_BE_EMPTY:
            continue
        wrong: Any = name
        if isinstance(value, tuple | dict):
            wrong = (name,) if isinstance(value, tuple) else {name: next(iter(value.values()))}
        with pytest.raises(EntryRefused) as refused:
            entry(kind, **{field: wrong})
        told_ = refused.value.sentence("nl") + refused.value.sentence("en") + str(refused.value)
        assert field in told_ and (len(name) < 2 or name not in told_)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("gate", {"note": "x"}),
        ("gate", {"state": "perhaps"}),
        ("consent", {"until": "2026-02-30"}),
        ("consent", {"day": None}),
        ("withdrawal", {"removed": {"audio": -1}}),
        ("withdrawal", {"removed": {"audio": 1.5}}),
        ("repair", {"removed_bytes": True}),
        ("release", {"files": {"/etc/passwd": DIGEST}}),
        ("release", {"files": {"a/../b": DIGEST}}),
        ("release", {"files": {"a": "abc"}}),
        ("gossip", {}),
    ],
)
def test_what_does_not_belong_is_refused(kind: str, fields: dict[str, Any]) -> None:
    with pytest.raises(EntryRefused):
        made(kind, 1, NOW, DIGEST, FIELDS.get(kind, {}) | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"null",
        line_of(entry("gate")) + b" ",
        line_of(entry("gate")).replace(b'"v":1', b'"v":1,"v":1'),
        line_of(entry("gate")).replace(b'"v":1', b'"v":2'),
        line_of(entry("gate")).replace(b'"seq":7', b'"seq":7.0'),
        line_of(entry("gate")).replace(b"Z", b"+00:00"),
        line_of(entry("gate")).replace(b":00Z", b":00.5Z"),
        line_of(entry("gate")).replace("ë".encode(), b"\\u00eb"),
        line_of(entry("gate")).replace(b'"kind":"gate"', b'"kind":"gossip"'),
        line_of(entry("consent")).replace(b'"2041-01-01"', b'"2041-01-01T00:00:00"'),
    ],
)
def test_a_line_that_casus_would_not_write_is_no_entry(line: bytes) -> None:
    with pytest.raises(LogBroken):
        entry_in(line, 7)


# --- writing ------------------------------------------------------------------------------------------------


def test_the_first_entry_begins_the_log(tmp_path: Path) -> None:
    log = Log(tmp_path / "consent", Clock())
    written = log.append("gate", **FIELDS["gate"])
    assert written.seq == 1 and [e.kind for e in log.entries()] == ["study", "gate"]
    assert re.fullmatch(r"casus/[0-9a-f]{32}", log.first().origin)
    with pytest.raises(BeginningMissing):
        log.append("study", **FIELDS["study"])


def test_a_log_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    log = Log(tmp_path / "consent")
    for call in (lambda: list(log.entries()), log.repair, log.first):
        with pytest.raises(LogMissing):
            call()
    assert not log.folder.exists()


def test_an_entry_is_on_disk_with_one_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(tmp_path, Clock())
    log.append("gate", **FIELDS["gate"])
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    log.append("gate", **FIELDS["gate"])
    assert len(synced) == 1


def test_a_clock_that_goes_back_a_little_is_evened_out_and_a_lot_is_refused(tmp_path: Path) -> None:
    clock = Clock()
    log = Log(tmp_path, clock)
    first = log.append("gate", **FIELDS["gate"])
    clock.now -= timedelta(minutes=3)
    assert log.append("gate", **FIELDS["gate"]).time == first.time
    clock.now -= timedelta(hours=1)
    with pytest.raises(ClockBehind):
        log.append("gate", **FIELDS["gate"])
    assert len(list(log.entries())) == 3


def test_a_log_from_the_future_goes_on_after_an_explicit_repair(tmp_path: Path) -> None:
    log = Log(tmp_path, Clock(datetime(2036, 1, 1, tzinfo=UTC)))
    log.append("gate", **FIELDS["gate"])
    now = Log(tmp_path, Clock())
    with pytest.raises(ClockBehind):
        now.append("gate", **FIELDS["gate"])
    assert now.repair() and not now.repair()
    now.append("gate", **FIELDS["gate"])
    assert [e.kind for e in now.entries()] == ["study", "gate", "repair", "gate"]


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    log = Log(tmp_path, Clock())
    log.append("gate", **FIELDS["gate"])
    before = log.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, hard))  # half an entry fits
    try:
        with pytest.raises(StorageFailed):
            log.append("gate", **FIELDS["gate"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert log.path.read_bytes() == before
    assert log.append("gate", **FIELDS["gate"]).seq == 2


def _writes(folder: Path, count: int) -> None:
    for _ in range(count):
        Log(folder).append("gate", **FIELDS["gate"])


def test_two_processes_and_two_threads_write_one_chain(tmp_path: Path) -> None:
    begun = multiprocessing.get_context("fork")
    workers: list[Any] = [begun.Process(target=_writes, args=(tmp_path, 50)) for _ in range(2)]
    workers += [threading.Thread(target=_writes, args=(tmp_path, 50)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [entry.seq for entry in Log(tmp_path).entries()] == list(range(201))


class _BeingWritten(io.BytesIO):
    """A log of which, at the first look, only the first half of the last line is there."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if line and self.tell() == len(self.getvalue()) and not hasattr(self, "looked"):
            self.looked = True
            self.seek(-5, os.SEEK_CUR)
            return line[:-5]
        return line


def test_who_reads_while_somebody_writes_does_not_see_half_an_entry(tmp_path: Path) -> None:
    _writes(tmp_path, 2)
    stream = _BeingWritten((tmp_path / "log.jsonl").read_bytes())
    assert [entry.seq for _, entry in chained(stream)] == [0, 1, 2] and stream.looked


# --- what a crash leaves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 2, 40, 10_000])
def test_a_torn_last_line_is_told_and_mended_only_when_asked(tmp_path: Path, cut: int) -> None:
    log = Log(tmp_path, Clock())
    log.append("gate", **FIELDS["gate"])
    whole = log.path.read_bytes()
    log.append("stage", **FIELDS["stage"])
    torn = log.path.read_bytes()[: max(len(whole) + 1, log.path.stat().st_size - cut)]
    log.path.write_bytes(torn)
    for call in (lambda: list(log.entries()), lambda: log.append("gate", **FIELDS["gate"])):
        with pytest.raises(TailTorn):
            call()
    assert log.path.read_bytes() == torn
    assert log.repair() and not log.repair()
    *_, last = entries = list(log.entries())
    assert log.path.read_bytes().startswith(whole) and last.kind == "repair"
    kept = cut == 1  # only the newline was missing: that entry was whole
    assert [e.kind for e in entries[2:]] == (["stage", "repair"] if kept else ["repair"])
    assert getattr(last, "removed_bytes") == (0 if kept else len(torn) - len(whole))  # noqa: B009


def test_a_first_line_that_is_torn_is_mended_too(tmp_path: Path) -> None:
    log = Log(tmp_path, Clock())
    tmp_path.joinpath("log.jsonl").write_bytes(b'{"kind":"st')
    with pytest.raises(TailTorn):
        list(log.entries())
    assert log.repair() and [e.kind for e in log.entries()] == ["study", "repair"]


def test_repair_never_touches_a_line_that_is_whole(tmp_path: Path) -> None:
    log = Log(tmp_path, Clock())
    for _ in range(3):
        log.append("gate", **FIELDS["gate"])
    broken = log.path.read_bytes().replace(b"blocked", b"allowed")
    log.path.write_bytes(broken)
    assert not log.repair() and log.path.read_bytes() == broken
    log.path.write_bytes(broken[:-3] + b"?}\n")
    with pytest.raises(LogBroken):
        log.append("gate", **FIELDS["gate"])


WRITER = """
import json, sys
from pathlib import Path
from pipeline.ledger.log import Log
log, fields = Log(Path(sys.argv[1])), json.loads(sys.argv[2])
print(flush=True)
while True:
    log.append("gate", **fields)
"""


def test_kill_minus_nine_while_writing_never_leaves_half_an_entry_unseen(tmp_path: Path) -> None:
    rng, log = random.Random(9), Log(tmp_path)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WRITER, str(tmp_path), json.dumps(FIELDS["gate"])]
    for _ in range(4):
        writer = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert writer.stdout and writer.stdout.readline()
        time.sleep(rng.uniform(0.05, 0.2))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        try:
            before = len(list(log.entries()))
        except TailTorn:
            log.repair()
            before = len(list(log.entries()))
        assert log.append("gate", **FIELDS["gate"]).seq == before


# --- damage -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A log of a study."""
    return small_study(tmp_path_factory.mktemp("log")).log.path.read_bytes()


def _read(data: bytes, path: Path) -> list[Entry] | CasusError:
    path.write_bytes(data)
    try:
        return list(Log(path.parent).entries())
    except (LogBroken, LogMissing) as problem:
        return problem


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    log = Log(tmp_path / "whole", Clock())
    for kind in ("gate", "consent", "gate"):  # nothing comes after the last: that is what checkpoints are for
        log.append(kind, **FIELDS[kind])
    whole = log.path.read_bytes()
    for at in range(whole.rstrip(b"\n").rfind(b"\n") + 1):
        data = bytearray(whole)
        data[at] ^= 1 << at % 8
        assert isinstance(_read(bytes(data), tmp_path / "log.jsonl"), CasusError), at


@settings(max_examples=150)
@given(st.data())
def test_no_edit_of_the_bytes_passes_unless_it_only_cuts_the_end(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(len(whole), begin + 400)))
    put_in = data.draw(st.binary(max_size=20) | st.sampled_from(whole.splitlines(keepends=True)))
    damaged = whole[:begin] + put_in + whole[end:]
    found = _read(damaged, tmp_path_factory.getbasetemp() / "log.jsonl")
    if not isinstance(found, CasusError):
        assert whole.startswith(damaged)


# --- salts --------------------------------------------------------------------------------------------------


def test_a_case_has_one_salt_whoever_asks_first(tmp_path: Path) -> None:
    study = Study(tmp_path)
    salts: list[bytes] = []
    asking = [threading.Thread(target=lambda: salts.append(salt_of(study, "casus-01"))) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(set(salts)) == 1 and len(salts[0]) == 32
    assert salt_of(study, "casus-02") != salts[0]
    assert sorted(path.name for path in (study.vault / "salts").iterdir()) == ["casus-01", "casus-02"]
    assert commitment(salts[0], b"Sanne") != commitment(salt_of(study, "casus-02"), b"Sanne")


def test_consent_notes_say_what_was_agreed_in_both_languages(tmp_path: Path) -> None:
    log = Log(tmp_path, Clock())
    consent(log, "casus-01", "kind-1", "opnemen", "delen", by=("moeder-1", "vader-1"))
    _, entry_ = log.entries()
    assert "(door moeder-1, vader-1): opnemen, delen, tot en met 2041-01-01" in told(entry_, "nl")
    assert "consent given 2026-03-01 (by moeder-1, vader-1)" in told(entry_, "en")
