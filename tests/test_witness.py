"""What the flow writes in the consent log: every fact once, its sum what the gate says, whatever is cut off."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cli.ledger import sign_at_the_end
from pipeline.config import read_settings
from pipeline.consent.gate import refusal
from pipeline.consent.records import ConsentFiles
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import (
    ConsentExpired,
    ConsentWithdrawn,
    LogBroken,
    NoPermission,
    PermissionsContradict,
    PurposeNotGiven,
)
from pipeline.holding import fragment
from pipeline.ledger.audit import audit
from pipeline.ledger.entries import ConsentEntry, Entry, GateEntry, ReleaseEntry, ReviewEntry, TakenBackEntry
from pipeline.ledger.keyring import begin
from pipeline.ledger.keys import public_file, read_public
from pipeline.ledger.log import Log
from pipeline.ledger.standing import ENDED, Standing
from pipeline.model import ConsentRecord, Objection, Permission, Person
from pipeline.model.consent import ObjectionKind
from pipeline.review import approve
from pipeline.run import run_study
from pipeline.store import Study, digest_of_file, write
from pipeline.wiring import tools_for
from pipeline.witness import Witness
from tests import redacted as make
from tests.conftest import ROOT, run_casus
from tests.studies import SETTINGS

TODAY = date(2026, 11, 29)
START, END = date(2026, 1, 1), date(2041, 1, 1)
OWN = ("opnemen", "transcriberen", "delen", "citeren")
CHILD = (*OWN, "andere informanten spreken", "dossier inzien")
PASSPHRASE = "vier woorden zijn genoeg"  # noqa: S105
PERSONS = (
    Person("kind-1", "kind", "Daan Visser", (), "8-11"),
    Person("moeder-1", "moeder", "Petra Visser"),
    Person("vader-1", "vader", "Joost Visser"),
    Person("leraar-1", "leraar", "Anneke Bakker"),
)


def record(case: str = "casus-01", *objections: Objection) -> ConsentRecord:
    return ConsentRecord(
        case=case,
        persons=PERSONS,
        authority=("moeder-1",),
        permissions=(
            Permission("kind-1", CHILD, (("moeder-1", START),), START, END, "ouders-1.0"),
            Permission("moeder-1", OWN, (("moeder-1", START),), START, END, "volwassenen-1.0"),
            Permission("leraar-1", OWN, (("leraar-1", START),), START, END, "volwassenen-1.0"),
        ),
        objections=objections,
    )


def fresh(root: Path) -> Study:
    """A study with nothing in it, and nothing of an earlier example."""
    shutil.rmtree(root, ignore_errors=True)
    return Study(root / "study")


def tell(study: Study, made: ConsentRecord, today: date = TODAY) -> None:
    """Put a record in the vault, and have a new process's witness say what is new."""
    write(study.consent(made.case), record_as_yaml(made))
    witness_of(study).consented([made.case], ConsentFiles(study), today)


def witness_of(study: Study) -> Witness:
    return Witness(study, Log(study.root / "consent"))


def entries(study: Study) -> list[Entry]:
    return list(Log(study.root / "consent").entries())


def states(study: Study) -> list[tuple[str, str]]:
    return [(one.person, one.state) for one in entries(study) if isinstance(one, ConsentEntry)]


def summed(study: Study) -> Standing:
    standing = Standing()
    for entry in entries(study):
        standing.note(entry)
    return standing


# --- consent ------------------------------------------------------------------------------------------------


def test_every_fact_is_told_once_in_order_of_time(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    no = Objection("leraar-1", "leraar-1", "withdrawn", date(2026, 6, 1), ("citeren",))
    for _ in range(3):
        tell(study, record("casus-01", no))
    given_ = [("kind-1", "given"), ("moeder-1", "given"), ("leraar-1", "given")]
    assert states(study) == [*given_, ("leraar-1", "withdrawn")]
    tell(study, record("casus-02"))
    assert states(study)[4:] == given_


def test_a_withdrawal_that_somebody_takes_out_of_the_record_is_told_as_a_change(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    no = Objection("leraar-1", "leraar-1", "withdrawn", date(2026, 6, 1))
    tell(study, record("casus-01", no))
    tell(study, record())
    assert states(study)[-1] == ("leraar-1", "changed")
    assert set(summed(study).consents["casus-01", "leraar-1"].values()) == {END}
    tell(study, record("casus-01", no))  # and back
    assert set(summed(study).consents["casus-01", "leraar-1"].values()) == {ENDED}


def test_a_signature_that_comes_and_goes_is_told_each_time(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    one = record()
    both = tuple(replace(p, signed=(*p.signed, ("vader-1", START))) for p in one.permissions if p.person == "kind-1")
    for made in (one, replace(one, permissions=(*both, *one.permissions[1:])), one):
        before = len(entries(study)) if made is not one or study.root.exists() else 0
        tell(study, made)
        assert len(entries(study)) > before
        length = len(entries(study))
        tell(study, made)
        assert len(entries(study)) == length


def test_a_record_that_is_gone_ends_what_it_said_and_makes_no_new_salt(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    tell(study, record())
    study.consent("casus-01").unlink()
    shutil.rmtree(study.vault / "salts")
    for _ in range(2):
        witness_of(study).consented([], ConsentFiles(study), TODAY)
    assert [state for _, state in states(study)].count("changed") == 3
    assert {day for (_, given_) in summed(study).consents.items() for day in given_.values()} == {ENDED}
    assert not (study.vault / "salts").exists()


def test_a_record_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    tell(study, record())
    before = entries(study)
    write(study.consent("casus-01"), b"casus: [")
    witness_of(study).consented(["casus-01"], ConsentFiles(study), TODAY)
    assert entries(study) == before


def test_what_is_only_said_for_later_is_told_on_its_day(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    no = Objection("leraar-1", "leraar-1", "withdrawn", date(2026, 12, 24))
    tell(study, record("casus-01", no))
    assert ("leraar-1", "withdrawn") not in states(study)
    tell(study, record("casus-01", no), date(2026, 12, 24))
    assert states(study)[-1] == ("leraar-1", "withdrawn")


days = st.sampled_from([date(2026, month, 1) for month in (1, 3, 5, 7)] + [TODAY, date(2027, 3, 1)])
purposes = st.lists(st.sampled_from(OWN[:3]), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def permissions(draw: st.DrawFn) -> Permission:
    person, signers = draw(st.sampled_from([("leraar-1", ["leraar-1"]), ("kind-1", ["moeder-1", "vader-1"])]))
    start, end = draw(days), draw(st.sampled_from([date(2026, 9, 1), date(2035, 1, 1), END]))
    start = min(start, end)
    signed = tuple((who, min(draw(days), end)) for who in draw(st.sets(st.sampled_from(signers)).map(sorted)))
    gone = draw(st.none() | days)
    return Permission(person, draw(purposes), signed, start, end, "ouders-1.0", gone)


@st.composite
def objections(draw: st.DrawFn) -> Objection:
    person, by = draw(st.sampled_from([("leraar-1", "leraar-1"), ("kind-1", "moeder-1"), ("kind-1", "vader-1")]))
    kind: ObjectionKind = draw(st.sampled_from(get_args(ObjectionKind)))
    return Objection(person, by, kind, draw(days), draw(st.just(()) | purposes))


records = st.builds(
    lambda yes, no: replace(record("casus-01", *no), authority=("moeder-1", "vader-1"), permissions=tuple(yes)),
    st.lists(permissions(), min_size=1, max_size=4),
    st.lists(objections(), max_size=3),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(records, min_size=1, max_size=4))
def test_after_any_edits_of_a_record_the_log_comes_to_what_the_gate_says(
    tmp_path: Path, edits: list[ConsentRecord]
) -> None:
    study = fresh(tmp_path)
    for made in edits:
        tell(study, made)
        once = entries(study) if (study.root / "consent").exists() else []
        tell(study, made)
        assert (entries(study) if once else []) == once
        consents = summed(study).consents if once else {}
        read = ConsentFiles(study)("casus-01")
        for person in ("leraar-1", "kind-1"):
            until = consents.get(("casus-01", person), {})
            for purpose in OWN:
                no, holds = refusal(read, person, purpose, TODAY), until.get(purpose, ENDED) >= TODAY
                if no is None:
                    assert holds
                elif isinstance(
                    no, ConsentWithdrawn | ConsentExpired | PermissionsContradict | PurposeNotGiven | NoPermission
                ):
                    assert not holds, no


# --- gate, release, sound -----------------------------------------------------------------------------------


def test_the_gates_answer_is_told_when_it_changes_also_from_many_threads(tmp_path: Path) -> None:
    witness = witness_of(fresh(tmp_path))
    many = [make.recording("casus-01", role, number=n) for role in ("leraar", "ouder") for n in (1, 2, 3)]
    no = ConsentExpired(person="leraar-1", purpose="delen", day=TODAY)
    for refused in (None, None, no, None):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda one, why=refused: witness.answered(one, why), many * 4))
    told = [one for one in entries(witness.study) if isinstance(one, GateEntry)]
    assert len(told) == 3 * len(many)
    assert sorted(one.reason for one in told) == [""] * 12 + ["ConsentExpired"] * 6


def test_what_lies_in_the_release_is_told_once_and_again_after_it_was_away(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    one = replace(make.transcript(make.turn("Ja.")), rests_on=(("leraar-1", ("transcriberen",)),), until=END)
    case, name = one.redacted.recording.case, one.redacted.recording.id.partition("_")[2]
    files = {f"by-case/{case}/{name}.txt": "ab" * 32, "overview.csv": "cd" * 32, "packs/all.pdf": "ef" * 32}
    for lying in (files, files, {}, files, {**files, "overview.csv": "00" * 32}):
        witness_of(study).released([one] if lying else [], lying)
    told = [one for one in entries(study) if isinstance(one, ReleaseEntry | TakenBackEntry)]
    assert [one.kind for one in told] == ["release", "release", "taken-back", "release", "release", "release"]
    assert dict.fromkeys(files) == dict.fromkeys(summed(study).files)


def test_sound_is_told_apart_from_the_release_and_when_it_is_replaced(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    one = replace(
        make.transcript(make.turn("Ja.")),
        persons=("leraar-1",),
        rests_on=(("leraar-1", ("transcriberen",)),),
        until=END,
    )
    place = f"{one.redacted.recording.case}/{one.redacted.recording.id.partition('_')[2]}.wav"
    for digest in ("ab", "ab", "cd", "", "ab"):
        witness_of(study).shared([one], {place: digest * 32} if digest else {})
        witness_of(study).released([], {})
    told = [one for one in entries(study) if isinstance(one, ReleaseEntry | TakenBackEntry)]
    assert [one.kind for one in told] == ["release", "release", "taken-back", "release"]
    assert all("geluid delen" in one.rests_on["leraar-1"] for one in told if isinstance(one, ReleaseEntry))


def test_what_a_deletion_took_out_of_the_release_is_told_before_it(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    write(study.release / "overview.csv", b"x")
    witness_of(study).released([], {"overview.csv": "ab" * 32, "cases.csv": "cd" * 32})
    write(study.sound / "casus-01/leraar-1.wav", b"x")
    witness_of(study).write("retention", reason="everything", removed={"audio": 1})
    assert [one.kind for one in entries(study)[-2:]] == ["taken-back", "retention"]
    assert set(summed(study).files) == {"overview.csv"}


def test_of_a_log_that_does_not_hold_what_can_be_read_counts(tmp_path: Path) -> None:
    study = fresh(tmp_path)
    tell(study, record())
    lines = (study.root / "consent/log.jsonl").read_bytes().splitlines(keepends=True)
    write(study.root / "consent/log.jsonl", b"".join((*lines[:2], lines[2].replace(b"given", b"taken"), *lines[3:])))
    witness_of(study).answered(make.recording("casus-01", "leraar"), None)  # the work goes on; signing refuses
    with pytest.raises(LogBroken):
        entries(study)


# --- as a person would --------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    """Two cases of transcripts made elsewhere, with consent and a key."""
    monkeypatch.setenv("CASUS_PASSPHRASE", PASSPHRASE)
    study = Study(tmp_path / "studie")
    told = (
        SETTINGS.format(model="tiny", review="none") + 'writers = ["txt", "json"]\nstudy_writers = ["csv", "parquet"]\n'
    )
    write(study.root / "study.toml", (told + '[log]\nkey = "../sleutel.pem"\n').encode())
    study.make()
    begin(Log(study.root / "consent"), tmp_path / "sleutel.pem", PASSPHRASE)
    for case in ("casus-01", "casus-02"):
        write(study.consent(case), record_as_yaml(record(case)))
    for count, place in enumerate(("casus-01/moeder", "casus-01/leraar", "casus-02/leraar"), start=2):
        said = f"I: Hoe gaat het met Daan?\nR: Ja nou eh, dat gaat wel goed, {count} keer, zei Anneke.\n"
        write(study.inbox / place / "2026-05-13 gesprek.txt", said.encode())
    return study


def casus(study: Study, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run_casus(study.root.parent, *arguments, "--study", str(study.root))
    assert done.returncode == 0, done.stderr + done.stdout
    return done


def run(study: Study) -> None:
    """What the command does, in this process."""
    told = read_settings(study.root)
    with study.locked(), tools_for(study, told) as (tools, over):
        assert run_study(tools, over).exit_code == 0
    sign_at_the_end(study, told, quiet=True)


def found(study: Study) -> list[str]:
    """What an audit of a copy of only what an auditor gets finds."""
    stick = study.root.parent / "stick"
    shutil.rmtree(stick, ignore_errors=True)
    for folder in ("consent", "release", "sound"):
        if (study.root / folder).exists():
            shutil.copytree(study.root / folder, stick / folder)
    public = read_public(public_file(study.root.parent / "sleutel.pem"))
    return [type(one).__name__ for one in audit(stick, public, [], date.today()).findings]


def test_a_study_is_in_order_for_the_auditor_through_all_of_its_life(small: Study) -> None:
    assert "Logboek ondertekend" in casus(small, "run").stdout
    key = str(public_file(small.root.parent / "sleutel.pem"))
    assert run_casus(small.root, "audit", str(small.root), "--key", key).returncode == 0
    assert found(small) == []
    before = len(entries(small))
    run(small)
    assert len(entries(small)) == before and found(small) == []

    casus(small, "pack", "--role", "leraar")
    run(small)
    assert found(small) == [] and any(place.startswith("packs/") for place in summed(small).files)

    path = next((small.release / "by-case/casus-02").glob("*.txt"))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"2026-05", b"2026-06", 1))
    assert run_casus(small.root, "audit", str(small.root), "--key", key).returncode == 11
    run(small)  # mends it
    assert path.read_bytes() == whole and found(small) == []

    digest = digest_of_file(small.product("verbatim", "casus-02_leraar-1"))
    small.save("held", "casus-02_leraar-1", (fragment("2-2", False, digest, None),))
    run(small)
    assert path.read_bytes() != whole and found(small) == []

    casus(small, "consent", "withdraw", "casus-01", "leraar-1", "--yes")
    assert run_casus(small.root, "log", "sign", "--study", str(small.root)).returncode == 0
    assert found(small) == []
    assert not [place for place in summed(small).files if "casus-01" in place and "leraar-1" in place]

    write(small.consent("casus-01"), record_as_yaml(record()))  # as if nobody had withdrawn
    run(small)
    assert states(small)[-1] == ("leraar-1", "changed") and found(small) == []

    small.consent("casus-02").unlink()
    run(small)
    assert found(small) == [] and not (small.release / "by-case/casus-02").exists()


def test_what_somebody_approves_and_reopens_is_told(small: Study) -> None:
    settings_ = small.root / "study.toml"
    write(settings_, settings_.read_bytes().replace(b'review = "none"', b'review = "required"'))
    run(small)
    assert not small.release.exists()
    approve(small, "casus-02_leraar-1")
    run(small)
    assert found(small) == [] and (small.release / "by-case/casus-02/leraar-1.txt").exists()
    casus(small, "hold", "casus-02_leraar-1", "1-1")  # nobody approved it without this fragment
    run(small)
    assert found(small) == [] and not small.release.exists()
    told = [(one.recording, one.state) for one in entries(small) if isinstance(one, ReviewEntry)]
    assert told == [("casus-02_leraar-1", "approved"), ("casus-02_leraar-1", "reopened")]


def test_killed_at_any_moment_the_next_run_says_what_was_left_unsaid(small: Study) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", "--study", str(small.root)]
    for size in (12, 20):  # entries of the log that are there when the process is killed
        process = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None and (small.root / "consent/log.jsonl").read_bytes().count(b"\n") < size:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    run(small)
    assert found(small) == []


def test_a_line_that_a_kill_cut_off_is_removed_by_the_next_run_and_noted(small: Study) -> None:
    run(small)
    log = small.root / "consent/log.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"case":"casus-01","ki')
    run(small)
    after = log.read_bytes()
    assert after.startswith(whole) and b'"kind":"repair"' in after and after.endswith(b"\n")
    assert found(small) == []


def test_what_was_released_before_the_kill_and_not_told_is_told_by_the_next_run(small: Study) -> None:
    run(small)
    log = small.root / "consent/log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if b'"kind":"release"' in line)
    log.write_bytes(b"".join(lines[:at]))  # as a kill between mirror and log would leave it
    shutil.rmtree(small.root / "consent/checkpoints")
    run(small)
    assert found(small) == []
