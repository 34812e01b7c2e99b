"""Promise 8, withdrawn means gone: every trace of whoever withdrew, nothing of anybody else, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.config import read_settings
from pipeline.consent.fields import PURPOSES
from pipeline.consent.records import ConsentFiles
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import NoSuchPerson, NothingThere, NotTheirs, PurposeUnknown, WhoSpoke, WithdrawnAgain
from pipeline.inbox.tombstones import tombstones
from pipeline.ledger.log import Log
from pipeline.ledger.standing import Standing
from pipeline.model import CaseMaterial, Entity, Form, RedactedCase, Register
from pipeline.packs import Pack, ask_for, asked
from pipeline.people.names import normal
from pipeline.report.writing import write_report
from pipeline.run import run_cases, run_recordings
from pipeline.stages import FIND
from pipeline.stages.identify import who_is_who
from pipeline.stages.intake import take_in
from pipeline.status import rows
from pipeline.store import Spent, Study, digest_of, digest_of_file, write
from pipeline.withdrawal import doing, objecting
from pipeline.withdrawal.plan import Plan, withdrawal
from pipeline.withdrawal.recipients import hand_over, handed_over, to_tell
from pipeline.withdrawal.rules import ALL, RULES
from pipeline.withdrawal.traces import KINDS, kind_of
from pipeline.withdrawal.unsaid import Said, without_told
from pipeline.withdrawal.wording import KIND_NAMES, plan_lines
from pipeline.witness import Witness
from tests.casework import CASE, material, record, said, tools_for
from tests.casework import found as span
from tests.studies import Casus
from tests.withdrawn import (
    OF_CASE,
    SAID,
    SECRETS,
    TODAY,
    drop,
    everything,
    found,
    original,
    tools_of,
    whole_study,
)

ROOT = Path(__file__).parent.parent
OF = {  # recordings by what the table says
    "casus": [id_ for id_ in SAID if id_.startswith("casus-01")],
    "opnamen van anderen": ["casus-01_hulpverlener-1", "casus-01_leraar-1"],
    "dossierstukken": ["casus-01_dossier-1"],
    "archief": [],
    "geluid": [],
    "niets": [],
}
OWN = {"kind-1": ["casus-01_kind-1"], "leraar-1": ["casus-01_leraar-1"]}
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The whole study, made once; to be copied."""
    study = whole_study(tmp_path_factory.mktemp("made") / "study")
    write(study.root / "archive" / "proef.zip", b"PK")
    write(study.work / "archive.json", b'[["proef.zip", "00"]]')
    return study


@pytest.fixture
def study(made: Study, tmp_path: Path) -> Study:
    shutil.copytree(made.root, tmp_path / "study", copy_function=os.link)
    return Study(tmp_path / "study")


@pytest.fixture
def casus(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Casus:
    """`casus` in this process, which is quicker; a test that kills takes a real one."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["casus", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            main()
        return subprocess.CompletedProcess(arguments, int(ending.value.code or 0), *capsys.readouterr())

    return run


def plan_of(study: Study, by: str, *purposes: str, own: bool = False, case: str = "casus-01") -> Plan:
    return withdrawal(study, ConsentFiles(study)(case), by, TODAY, read_settings(study.root), purposes, own)


def withdrawn(study: Study, by: str, *purposes: str, own: bool = False) -> list[tuple[str, dict[str, Any]]]:
    """Withdraw, release again as the command does, and give what the log was told."""
    told: list[tuple[str, dict[str, Any]]] = []
    plan = plan_of(study, by, *purposes, own=own)
    doing.carry_out(plan, study, read_settings(study.root), lambda kind, /, **fields: told.append((kind, fields)))
    again(study)
    return told


def again(study: Study) -> None:
    tools = tools_of(study)
    run_cases(tools, run_recordings(tools, stages=(FIND,)))


def released(study: Study) -> set[str]:
    """Recordings in the release, by either of their places."""
    by_case = {f"{path.parent.name}_{path.name.partition('.')[0]}" for path in study.release.glob("by-case/*/*")}
    assert by_case == {path.name.partition(".")[0] for path in study.release.glob("by-role/*/*")}
    return by_case


def labels(study: Study) -> dict[str, list[str]]:
    """The labels of every transcript of the first case, in order."""
    redacted = study.load(RedactedCase, "redacted", "casus-01")
    return {
        one.recording.id: [piece.label for block in one.blocks for piece in block.pieces if piece.label]
        for one in redacted.transcripts
    }


def nobody(_kind: str, /, **_fields: object) -> None:
    """A log that nobody reads."""


# --- the table --------------------------------------------------------------------------------------------


def table() -> list[tuple[str, str, str]]:
    """Who, purpose and what goes, as docs/withdrawal.md says."""
    page = (ROOT / "docs" / "withdrawal.md").read_text(encoding="utf-8")
    lines = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in page.splitlines()]
    return [(line[0], line[1], line[2]) for line in lines if line[0] in ("kind", "zelf") and len(line) == 5]


def test_the_table_of_the_page_is_the_table_of_the_code() -> None:
    told = {(who, ALL if purpose == "alles" else purpose): goes for who, purpose, goes in table()}
    assert len(told) == len(table()) and told == RULES
    assert {purpose for who, purpose in RULES if who == "kind"} == {ALL, *PURPOSES}


@pytest.mark.parametrize(("who", "purpose", "goes"), table(), ids=lambda value: value)
def test_what_the_page_says_goes_is_what_the_plan_lists(study: Study, who: str, purpose: str, goes: str) -> None:
    asked = () if purpose == "alles" else (purpose,)
    speaking = [("moeder-1", False), ("kind-1", False)] if who == "kind" else [("leraar-1", False), ("kind-1", True)]
    for by, own in speaking:
        plan = plan_of(study, by, *asked, own=own)
        person = "kind-1" if who == "kind" else by
        assert plan.person == person and plan.by == by and plan.whole == (goes == "casus")
        assert list(plan.recordings) == sorted(OF.get(goes, OWN[person]))
        stems = {path.rpartition("/")[2].partition(".")[0] for path in plan.files if path.startswith("vault/verbatim")}
        assert stems == set(plan.recordings)
        assert ("archive/proef.zip" in plan.files) == bool(goes == "archief" or plan.recordings)
        if goes == "geluid":
            name = person
            assert plan.files == (
                f"sound/casus-01/{name}.wav",
                f"vault/bleeped/casus-01_{name}.json",
                f"work/receipts/bleep/casus-01_{name}.json",
            )
        if goes == "niets":
            assert plan.files == ()


@pytest.mark.parametrize("purpose", sorted({p for w, p in RULES if w == "kind"} - {p for w, p in RULES if w == "zelf"}))
def test_what_the_page_does_not_list_is_refused(study: Study, purpose: str) -> None:
    for by, own in [("leraar-1", False), ("moeder-1", True), ("kind-1", True)]:
        with pytest.raises(NotTheirs):
            plan_of(study, by, purpose, own=own)


# --- gone -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "purposes", "own", "gone"),
    [
        ("leraar-1", (), False, ["casus-01_leraar-1"]),
        ("hulpverlener-1", ("transcriberen",), False, ["casus-01_hulpverlener-1"]),
        ("vader-1", ("opnemen",), True, ["casus-01_ouder-2"]),  # with the mother, who is heard in it too
        ("moeder-1", (), True, ["casus-01_ouder-1", "casus-01_ouder-2"]),
        ("vader-1", ("andere informanten spreken",), False, OF["opnamen van anderen"]),
        ("moeder-1", ("dossier inzien", "opnemen"), False, ["casus-01_dossier-1", "casus-01_kind-1"]),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_after_a_withdrawal_nothing_of_it_is_found_anywhere_and_all_else_stands(
    study: Study, by: str, purposes: tuple[str, ...], own: bool, gone: list[str]
) -> None:
    before, plan = labels(study), plan_of(study, by, *purposes, own=own)
    digests = {digest_of_file(study.root / path) for path in plan.files if (study.root / path).is_file()}
    digests -= {digest_of_file(study.root / path) for path in plan.files if path.endswith((".json", ".csv"))}
    stays = {path: data for path, data in everything(study.root) if path.startswith("vault/verbatim/")}
    secrets = [secret for id_ in gone for secret in SECRETS[id_]]
    secrets += [*digests, *(digest_of(original(id_))[:8] for id_ in gone)]
    told: list[tuple[str, dict[str, Any]]] = []
    doing.carry_out(plan, study, read_settings(study.root), lambda kind, /, **fields: told.append((kind, fields)))
    assert found(study.root, *secrets) == [] and released(study).isdisjoint(gone)
    again(study)
    assert found(study.root, *secrets) == []
    rest = [id_ for id_ in SAID if id_ not in gone]
    assert released(study) == set(rest)
    for id_ in rest:
        assert {secret for secret, _ in found(study.vault, *SECRETS[id_])} == set(SECRETS[id_])
        assert stays[f"vault/verbatim/{id_}.json"] == study.product("verbatim", id_).read_bytes()
    assert labels(study) == {id_: given for id_, given in before.items() if id_ not in gone}
    assert found(study.release, *OF_CASE, *(name for id_ in SAID for name in SECRETS[id_][1:])) == []
    assert (study.sound / "casus-02" / "leraar-1.wav").is_file()
    ((kind, fields),) = [one for one in told if one[0] == "withdrawal"]
    assert kind == "withdrawal" and fields["removed"]["originals"] == len(gone) == len(fields["tombstones"])
    assert not (study.vault / "withdrawal.json").exists()


def test_a_whole_case_leaves_a_tombstone_and_the_other_case_to_the_byte(study: Study) -> None:
    other = {name: data for name, data in everything(study.root) if "casus-02" in name}
    write(study.vault / "salts" / "casus-01", b"zout")
    drop(study, "casus 1 gesprek met Sanne.wav", b"RIFF....WAVE never placed")  # nobody knows whose, but of this case
    aside = study.quarantine / "q-12345678"
    write(aside / "opname.wav", b"RIFF....WAVE nobody could place kwartelei")
    write(aside / "LEES MIJ.txt", b"Twee rollen.\n\ninbox/casus-01 leraar moeder.wav\n")
    withdrawn(study, "vader-1")
    secrets = [secret for id_ in OF["casus"] for secret in SECRETS[id_]]
    assert found(study.root, *secrets, "Sanne", "Els Zwaluwe", "Hogeveld", "Tirza", "Beukenrode") == []
    left = [name for name, data in everything(study.root) if "casus-01" in name or b"casus-01" in data]
    assert sorted(re.sub(r"_\w{6}\.txt$", "", name) for name in left) == [
        "vault/tombstones.json",
        "vault/withdrawals/2026-06-01_casus-01_kind-1",
    ]
    assert {name: data for name, data in everything(study.root) if "casus-02" in name} == other
    assert not (study.vault / "salts").exists() and released(study) == {"casus-02_leraar-1"}


def test_a_name_that_others_say_stays_masked_and_that_of_nobody_else_goes_with_its_label(study: Study) -> None:
    before = {entity.label: entity for entity in study.register("casus-01").entities}
    theirs = next(label for label, entity in before.items() if entity.forms[0].text == "Tirza Okkerman")
    shared = next(label for label, entity in before.items() if entity.forms[0].text == "Yassin")
    withdrawn(study, "leraar-1")
    after = study.register("casus-01")
    assert theirs not in {entity.label for entity in after.entities} and theirs in after.retired
    assert shared in {entity.label for entity in after.entities} and shared in labels(study)["casus-01_ouder-1"]
    assert "Anja Hogeveld" in study.consent("casus-01").read_text(encoding="utf-8")


def test_decisions_and_approvals_of_others_stay(study: Study) -> None:
    from pipeline.review import approve

    for recording in ("casus-01_leraar-1", "casus-01_ouder-1"):
        approve(study, recording)
    withdrawn(study, "leraar-1")
    assert [decision.recording for decision in study.decisions("casus-01")] == ["casus-01_ouder-1"]


def test_only_what_a_purpose_made_goes(study: Study) -> None:
    before = dict(everything(study.root))
    doing.carry_out(plan_of(study, "leraar-1", "geluid delen"), study, read_settings(study.root), nobody)
    after = {name for name, _ in everything(study.root)}
    again(study)
    assert before.keys() - after == {
        "sound/casus-01/leraar-1.wav",
        "vault/bleeped/casus-01_leraar-1.json",
        "work/receipts/bleep/casus-01_leraar-1.json",
    }
    assert "geluid delen" not in (study.release / "by-case/casus-01/leraar-1.json").read_text()
    assert "geluid delen" in before["release/by-case/casus-01/leraar-1.json"].decode()


def test_half_written_files_of_a_killed_run_go_too(study: Study) -> None:
    for folder in ("vault/verbatim", "work/states", "release/by-case/casus-01", "vault/originals"):
        (study.root / folder / ".half-a1b2").write_bytes(b"zeepaardje")
    withdrawn(study, "leraar-1")
    assert found(study.root, "zeepaardje") == []


def test_what_was_dropped_again_under_another_role_goes_too(study: Study) -> None:
    one = next(recording for recording in study.recordings() if recording.id == "casus-01_leraar-1")
    study.save("retired", "casus-01_ib-1", replace(one, id="casus-01_ib-1", role="ib", recorded_on=None))
    withdrawn(study, "leraar-1")
    assert found(study.root, digest_of(original("casus-01_leraar-1"))) == []
    assert tombstones(study).used == ("casus-01_ib-1", "casus-01_leraar-1")


def test_what_was_made_of_everybody_goes_too_and_is_taken_back_in_the_log(study: Study) -> None:
    ask_for([Pack(case="casus-01"), Pack()], study)
    study.save("held", "casus-01_leraar-1", ())
    study.save_spent(Spent("find", "casus-01_leraar-1", 1.0))
    witness = Witness(study, Log(study.root / "consent"))
    tools = replace(tools_of(study), witness=witness)
    run_cases(tools, run_recordings(tools, stages=(FIND,)))
    write_report(study, tools.settings, TODAY, "")
    made = [f"release/{name}" for name in ("packs/all.docx", "packs/by-case/casus-01.docx", "study.qdpx")]
    made += ["vault/scratch/picture/casus-01", "reports/study.html"]
    assert [path for path in made if not (study.root / path).exists()] == []
    plan = plan_of(study, "leraar-1")
    doing.carry_out(plan, study, tools.settings, witness.write)
    assert [path for path in made if (study.root / path).exists()] == []
    left = {
        name for name, data in everything(study.root) if "casus-01_leraar-1" in name or b"casus-01_leraar-1" in data
    }
    assert {re.sub(r"_\w{6}\.txt$", "", name) for name in left} == {
        "consent/log.jsonl",
        "vault/tombstones.json",
        "vault/withdrawals/2026-06-01_casus-01_leraar-1",
    }
    sides = {"overview.csv", "packs/all.docx", "by-role/leraar/casus-01_leraar-1.txt", "sound/casus-01/leraar-1.wav"}
    assert sides < set(plan.taken_back)
    standing = Standing()
    for entry in Log(study.root / "consent").entries():
        standing.note(entry)
    assert standing.files.keys().isdisjoint(plan.taken_back)
    run_cases(tools, run_recordings(tools, stages=(FIND,)))
    withdrawn(study, "moeder-1")
    assert asked(study) == (Pack(),)


def test_what_others_put_among_our_files_is_told_and_not_touched(study: Study) -> None:
    theirs = study.release / "aantekeningen.docx"
    theirs.write_bytes(b"mine")
    plan = plan_of(study, "leraar-1")
    assert plan.strangers == 1 and any("niet van ons zijn: 1" in line for line in plan_lines(plan, "nl"))
    withdrawn(study, "leraar-1")
    assert theirs.read_bytes() == b"mine"


def test_what_goes_is_counted_by_kinds_that_name_nobody() -> None:
    assert set(KIND_NAMES) == {*KINDS, "other"}
    assert kind_of("vault/Sanne/brief.txt") == kind_of("vault/Sanne.txt") == "other"
    assert kind_of("vault/originals/casus-01_leraar-1.wav") == "originals"


# --- never again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["casus-01_leraar_2026-05-13.wav", "casus-02/moeder/gesprek.wav", "Sanne.mp3"])
def test_the_same_file_is_refused_and_does_not_stay(study: Study, name: str) -> None:
    withdrawn(study, "leraar-1")
    path = drop(study, name, original("casus-01_leraar-1"))
    refused = [one.error for one in take_in(study, read_settings(study.root)) if one.error]
    assert [type(error) for error in refused] == [WithdrawnAgain] and not path.exists()
    assert "Sanne" not in refused[0].sentence("nl") + refused[0].remedy("nl")
    assert found(study.root, "zeepaardje") == [] and not study.product("recordings", "casus-01_leraar-1").exists()


def test_another_file_of_that_person_gets_a_new_number_and_waits_at_the_gate(study: Study) -> None:
    withdrawn(study, "leraar-1")
    drop(study, "casus-01_leraar_2026-05-20.wav", b"RIFF....WAVE another day")
    (taken,) = (one for one in take_in(study, read_settings(study.root)) if one.recording)
    assert taken.recording and taken.recording.id == "casus-01_leraar-2"
    again(study)
    (row,) = (row for row in rows(study, "nl") if row.recording == "casus-01_leraar-2")
    assert row.state == "withdrawn"


def test_twice_is_once(study: Study, casus: Casus) -> None:
    command = ("consent", "withdraw", "casus-01", "leraar-1", "--yes", "--study", str(study.root))
    first = casus(*command)
    assert first.returncode == 0 and "casus-01_leraar-1" in first.stdout
    after = dict(everything(study.root))
    second = casus(*command)
    assert second.returncode == 0 and "niets (meer) in te trekken" in second.stdout
    assert dict(everything(study.root)) == after
    for _ in range(2):
        whole = casus("consent", "withdraw", "casus-01", "moeder-1", "--yes", "--study", str(study.root))
        assert whole.returncode == 0, whole.stderr
    assert "niets (meer)" in whole.stdout


# --- never half -------------------------------------------------------------------------------------------


def killed_at(number: int, act: Callable[[], None]) -> bool:
    """Do this in a process that kills itself before its nth call that changes a file; whether it was killed."""
    child = os.fork()
    if child == 0:
        calls = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal calls
            writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if event in ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "shutil.rmtree") or writes:
                calls += 1
                if calls == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def tree(study: Study) -> dict[str, bytes]:
    """Every file but the tombstones, whose key is drawn anew, and their folder times."""
    return {name: data for name, data in everything(study.root) if name != "vault/tombstones.json"}


@pytest.mark.parametrize("by", ["leraar-1", "moeder-1"])
def test_a_withdrawal_killed_anywhere_did_not_begin_or_is_finished_by_the_next_command(
    study: Study, tmp_path: Path, by: str
) -> None:
    rules, plan, before = read_settings(study.root), plan_of(study, by), tree(study)
    whole = Study(tmp_path / "whole")
    shutil.copytree(study.root, whole.root, copy_function=os.link)
    doing.carry_out(plan, whole, rules, nobody)
    assert found(whole.root, *SECRETS["casus-01_leraar-1"]) == []
    number, finished, undone = 1, 0, 0
    while True:
        one = Study(tmp_path / "one")
        shutil.copytree(study.root, one.root, copy_function=os.link)
        killed = killed_at(number, lambda: doing.carry_out(plan, one, rules, nobody))  # noqa: B023
        if not killed:
            break
        if doing.pending(one) is None and tree(one).keys() >= before.keys():
            undone += 1
            for half in one.root.rglob(".half-*"):
                half.unlink()
            assert tree(one) == before
        else:
            finished += 1
            doing.finish(one, rules, nobody)
            assert tree(one) == tree(whole), number
            assert tombstones(one).of(digest_of(original("casus-01_leraar-1")))
        shutil.rmtree(one.root)
        number += 2 if number < 20 else 20
    assert undone >= 1 and finished >= 8


def test_the_next_command_goes_on_and_status_says_so(study: Study, casus: Casus) -> None:
    rules, plan = read_settings(study.root), plan_of(study, "leraar-1")
    assert killed_at(30, lambda: doing.carry_out(plan, study, rules, nobody))
    assert "nog niet af" in casus("status", "--study", str(study.root)).stdout
    assert found(study.root, *SECRETS["casus-01_leraar-1"]) != []
    done = casus("release", "--study", str(study.root))
    assert done.returncode == 0, done.stderr
    assert found(study.root, *SECRETS["casus-01_leraar-1"]) == []
    assert "nog niet af" not in casus("status", "--study", str(study.root)).stdout


def test_the_real_command_killed_in_the_middle_leaves_nothing_half(study: Study, casus: Casus) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "consent", "withdraw", "casus-01"]
    options = {"env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "leraar-1", "--yes", "--study", str(study.root)], **options)  # type: ignore[call-overload]
    while process.poll() is None and not (study.vault / "withdrawal.json").exists():
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert casus("release", "--study", str(study.root)).returncode == 0
    assert found(study.root, *SECRETS["casus-01_leraar-1"]) == []
    assert released(study) == {id_ for id_ in SAID if id_ != "casus-01_leraar-1"}


# --- bad input --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("casus-01", "Sanne"), 2, "casus consent show casus-01"),
        (("casus-01", "leraar-1", "--purpose", "alles"), 2, "archiveren"),
        (("casus-01", "leraar-1", "--purpose", "dossier inzien"), 2, "gezag"),
        (("casus-01", "leraar-1", "--day", "2999-01-01"), 2, "toekomst"),
        (("casus-01", "leraar-1", "--day", "gisteren"), 2, "day"),
        (("casus-09", "leraar-1"), 4, "casus-09"),
        (("Sanne", "leraar-1"), 2, "casus-04"),
        (("casus-01", "leraar-1"), 2, "niets verwijderd"),  # nobody said yes
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    study: Study, casus: Casus, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = dict(everything(study.root))
    answer = casus("consent", "withdraw", *arguments, "--study", str(study.root))
    assert answer.returncode == code and said in answer.stderr and "Sanne" not in answer.stderr
    assert {name: data for name, data in everything(study.root) if name != "work/.lock"} == before


def test_a_dry_run_changes_nothing_and_names_nobody(study: Study, casus: Casus) -> None:
    before = dict(everything(study.root))
    plan = casus("consent", "withdraw", "casus-01", "moeder-1", "--dry-run", "--study", str(study.root))
    assert plan.returncode == 0 and "vault/consent/casus-01.yaml" in plan.stdout
    for name in (*OF_CASE, *(secret for id_ in SAID for secret in SECRETS[id_])):
        assert name.lower() not in plan.stdout.lower()
    assert {name: data for name, data in everything(study.root) if name != "work/.lock"} == before


def test_a_study_that_is_worked_on_is_left_alone(study: Study, casus: Casus) -> None:
    with study.locked():
        assert casus("consent", "withdraw", "casus-01", "leraar-1", "--yes", "--study", str(study.root)).returncode == 7
    assert found(study.root, "zeepaardje") != []


def test_somebody_who_was_never_recorded_withdraws_all_the_same(study: Study) -> None:
    plan = plan_of(study, "moeder-1", own=True, case="casus-02")
    assert plan.files == () and plan.recordings == ()
    doing.carry_out(plan, study, read_settings(study.root), nobody)
    assert objecting.is_noted(ConsentFiles(study)("casus-02"), doing.objection_of(plan))


def test_where_nobody_can_tell_who_speaks_nothing_is_guessed(study: Study) -> None:
    record = ConsentFiles(study)("casus-01")
    teachers = (replace(record.persons[3], id="leraar-2", name="Ans Vonk"), *record.persons)
    write(study.consent("casus-01"), record_as_yaml(replace(record, persons=teachers)))
    with pytest.raises(WhoSpoke):
        plan_of(study, "leraar-1")
    assert plan_of(study, "hulpverlener-1").recordings == ("casus-01_hulpverlener-1",)
    assert plan_of(study, "moeder-1").whole  # the whole case needs nobody to be known


def test_unknown_people_and_purposes_are_not_repeated(study: Study) -> None:
    for error, by, purpose in ((NoSuchPerson, "Sanne", ()), (PurposeUnknown, "leraar-1", ("Sanne",))):
        with pytest.raises(error) as refused:
            plan_of(study, by, *purpose)
        assert "Sanne" not in f"{refused.value} {refused.value.details}"


# --- whom to tell -----------------------------------------------------------------------------------------


def test_whoever_was_given_something_is_named_at_a_withdrawal(study: Study, casus: Casus) -> None:
    here = ("--study", str(study.root))
    given = casus("handed-over", "by-case/casus-01", "release/overview.csv", "--to", "Universiteit Dommelen", *here)
    assert given.returncode == 0
    assert casus("handed-over", "by-case/casus-02", "--to", "Anderen BV", *here).returncode == 0
    assert "Universiteit Dommelen" in casus("handed-over", *here).stdout
    said = casus("consent", "withdraw", "casus-01", "leraar-1", "--yes", *here).stdout
    assert "Universiteit Dommelen" in said and "by-case/casus-01/leraar-1.txt" in said and "Anderen" not in said
    assert "release/by-case/casus-01/ouder-1.txt" not in said.partition("Licht in")[2]
    (note,) = (study.vault / "withdrawals").iterdir()
    assert "Universiteit Dommelen" in note.read_text(encoding="utf-8")


def test_the_log_is_told_of_a_recipient_without_the_name(study: Study) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    hand_over(study, ["sound/casus-01"], " Jan  de Boer ", date(2026, 6, 1), lambda k, /, **f: told.append((k, f)))
    ((kind, fields),) = told
    assert (
        kind == "recipient" and len(fields["commitment"]) == 64 and min(fields["files"]) == "sound/casus-01/kind-1.wav"
    )
    assert "Boer" not in str(told) and handed_over(study)[0].to == "Jan de Boer"
    assert "Boer" not in repr(handed_over(study)) and to_tell(study, ["casus-02_leraar-1"]) == ()


@pytest.mark.parametrize(
    "place", ["by-case/casus-09", "../vault/consent", "vault/consent/casus-01.yaml", "/etc/hostname"]
)
def test_only_what_was_made_to_leave_can_be_handed_over(study: Study, place: str) -> None:
    with pytest.raises(NothingThere):
        hand_over(study, ["by-case/casus-01", place], "Iemand", TODAY, nobody)
    assert handed_over(study) == ()


# --- names that only they brought -------------------------------------------------------------------------

NAMES = "Quincy Quincys Quinsy Yassin Yassins Yassine Tirza Radboud Zoraida Femke Tichelaar Bleumink Sanne".split()
FRAMES = ("Toen kwam {} binnen.", "Zijn broer {} ook.", "juf {} zei dat.", "En {} niet.", "mijn vriend {} lacht.")


def case_of(spoken: dict[str, list[tuple[str, str]]], register: Register | None = None) -> CaseMaterial:
    """A case in which each recording says these names in these sentences, all of them found."""
    verbatims = [said(id_, *(frame.format(name) for frame, name in lines)) for id_, lines in spoken.items()]
    spans = [
        [span(verbatim, name, block=at) for at, (_, name) in enumerate(lines, 1)]
        for verbatim, lines in zip(verbatims, spoken.values(), strict=True)
    ]
    child = record(("kind-1", "kind", "Sanne de Wit"), ("leraar-1", "leraar", "Anja Vonk"))
    return material(verbatims, spans, child, register)


def undoubted(case: CaseMaterial) -> dict[tuple[str, str, int], str]:
    known = {entity.label for entity in case.register.entities}
    found = who_is_who(case, tools_for().settings).mentions
    return {(m.recording, m.block, m.start): m.label for m in found if not m.doubt and m.label in known}


lines = st.lists(st.tuples(st.sampled_from(FRAMES), st.sampled_from(NAMES)), min_size=1, max_size=5)


@given(st.lists(lines, min_size=2, max_size=4), st.data())
@settings(max_examples=40, deadline=None)
def test_whoever_is_still_named_keeps_the_label_and_no_name_stays_that_nobody_else_said(
    talks: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    spoken = {f"leraar-{number}": talk for number, talk in enumerate(talks, 1)}
    whole = case_of(spoken)
    register = who_is_who(whole, tools_for().settings).register
    gone = data.draw(st.sets(st.sampled_from(sorted(spoken)), min_size=1, max_size=len(spoken)))
    rest = case_of({id_: talk for id_, talk in spoken.items() if id_ not in gone}, register)
    withdrawn_talk = Said(one for one in whole.verbatims if one.recording.id.partition("_")[2] in gone)
    left = without_told(rest, withdrawn_talk, tools_for().settings)
    words = {word for verbatim in rest.verbatims for block in verbatim.blocks for word in normal(block.text)}
    assert all(f.origin == "consent" or words.issuperset(normal(f.text)) for e in left.entities for f in e.forms)
    after = replace(rest, register=left)
    assert {place: label for place, label in undoubted(rest).items() if undoubted(after).get(place) != label} == {}
    here = {entity.label for entity in left.entities}
    assert here.isdisjoint(left.retired) and {entity.label for entity in register.entities} == here | {*left.retired}
    assert without_told(after, withdrawn_talk, tools_for().settings) == left


def test_whoever_remains_under_another_form_of_a_name_keeps_the_label_without_the_name() -> None:
    spoken = {"leraar-1": [(FRAMES[0], "Quincy"), (FRAMES[3], "Quincy")], "moeder-1": [(FRAMES[3], "Quincys")]}
    whole = case_of(spoken)
    register = who_is_who(whole, tools_for().settings).register
    rest = case_of({"moeder-1": spoken["moeder-1"]}, register)
    assert (before := undoubted(rest)) and list(before.values()) == [e.label for e in register.entities][2:]
    left = without_told(rest, Said(whole.verbatims[:1]), tools_for().settings)
    assert undoubted(replace(rest, register=left)) == before
    assert [form.text for form in left.entities[-1].forms] == ["Quincys"]


def test_what_a_researcher_typed_stays_unless_only_the_withdrawn_said_it() -> None:
    typed = Entity("E9", "PERSON", "persoon", "PERSOON-9", (Form("Radboud", "researcher"),))
    kept = Entity("E8", "PERSON", "persoon", "PERSOON-8", (Form("Wubbo", "researcher"),))
    whole = case_of({"leraar-1": [(FRAMES[0], "Radboud")], "moeder-1": [(FRAMES[0], "Yassin")]})
    register = Register(CASE, (typed, kept), ignored=("tulp", "radboud"), words=("Binnen", "Niet"))
    rest = case_of({"moeder-1": [(FRAMES[0], "Yassin")]}, register)
    left = without_told(rest, Said(whole.verbatims[:1]), tools_for().settings)
    assert [entity.label for entity in left.entities] == ["PERSOON-8"] and left.retired == ("PERSOON-9",)
    assert left.ignored == ("tulp",) and left.words == ("Binnen", "Niet")  # "binnen" is said by the mother as well
