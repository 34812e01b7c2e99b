"""The demo study from inbox to release, through the real command, held against what was really spoken."""

from __future__ import annotations

import json
import subprocess

import pytest

from demo.judge import Judgement, committed_truths, judge, plain
from demo.prepare import PASSPHRASE, ROOT, prepare
from pipeline.consent.records import ConsentFiles
from pipeline.errors import error_named
from pipeline.ledger.keys import public_file
from pipeline.store import Study
from tests.conftest import run_casus

CASES = ("casus-01", "casus-02", "casus-03")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, subprocess.CompletedProcess[str]]:
    """The demo study after one run, and what the run said."""
    study = Study(prepare(tmp_path_factory.mktemp("demo")))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CASUS_PASSPHRASE", PASSPHRASE)
        return study, run_casus(study.root.parent, "run", "--study", str(study.root))


@pytest.fixture(scope="module")
def judged(ran: tuple[Study, subprocess.CompletedProcess[str]]) -> Judgement:
    study, _ = ran
    return judge(study, committed_truths(ROOT / "demo" / "truth"), map(ConsentFiles(study), CASES))


@pytest.fixture(scope="module")
def rows(ran: tuple[Study, subprocess.CompletedProcess[str]]) -> list[dict[str, str]]:
    study, _ = ran
    said = run_casus(study.root.parent, "status", "--study", str(study.root), "--json")
    return list(json.loads(said.stdout))


def test_the_run_succeeds_and_empties_the_inbox(ran: tuple[Study, subprocess.CompletedProcess[str]]) -> None:
    study, said = ran
    assert said.returncode == 0, said.stderr
    assert [path for path in study.inbox.rglob("*") if path.is_file() and not path.name.startswith("LEESMIJ")] == []


def test_every_kind_of_end_is_shown_with_a_reason_and_a_next_step(rows: list[dict[str, str]]) -> None:
    assert {row["state"] for row in rows} == {"released", "blocked", "withdrawn", "quarantined"}
    assert all(row["reason"] and row["next"] for row in rows if row["state"] != "released")
    assert sum(row["state"] == "released" for row in rows) >= 10
    assert sum(row["state"] == "quarantined" for row in rows) == 2  # the unknown name and the broken file
    assert {row["role"] for row in rows} >= {"ouder", "leraar", "hulpverlener", "kind", "ib", "dossier"}


@pytest.mark.parametrize(
    ("recording", "state", "error"),
    [
        ("casus-03_hulpverlener-1", "withdrawn", "ConsentWithdrawn"),
        ("casus-03_ib-1", "withdrawn", "ConsentRefused"),
        ("casus-04_kind-1", "blocked", "NotSigned"),
        ("casus-04_ouder-1", "blocked", "ConsentExpired"),
    ],
)
def test_each_way_of_having_no_consent_has_its_own_reason_and_next_step(
    ran: tuple[Study, subprocess.CompletedProcess[str]],
    rows: list[dict[str, str]],
    recording: str,
    state: str,
    error: str,
) -> None:
    there = ran[0].state(recording)
    assert there is not None and (there.state, there.error) == (state, error)
    (row,) = (row for row in rows if row["recording"] == recording)
    no = error_named(error, dict(there.details))
    assert (row["reason"], row["next"]) == (no.sentence("nl"), no.remedy("nl"))


def test_the_log_is_signed_and_the_auditor_finds_all_in_order(
    ran: tuple[Study, subprocess.CompletedProcess[str]],
) -> None:
    study, said = ran
    assert "Logboek ondertekend" in said.stdout
    public = public_file(study.root.parent / "sleutel.pem")
    audited = run_casus(study.root.parent, "audit", str(study.root), "--key", str(public))
    assert audited.returncode == 0 and "Alles klopt" in audited.stdout, audited.stdout + audited.stderr


def test_what_has_no_consent_was_never_decoded(
    ran: tuple[Study, subprocess.CompletedProcess[str]], rows: list[dict[str, str]]
) -> None:
    study, _ = ran
    for row in rows:
        if row["state"] in ("blocked", "withdrawn"):
            assert not (study.vault / "audio" / f"{row['recording']}.wav").exists()


def test_no_name_of_a_record_that_was_recognised_survives(judged: Judgement) -> None:
    assert len(judged.known_right) > 50
    assert [n.recording for n in judged.known_right if not n.hidden] == []
    assert judged.survivors == ()


def test_nearly_all_misheard_names_are_masked_or_queued(judged: Judgement) -> None:
    hidden = sum(name.hidden for name in judged.near_wrong)
    assert hidden >= 0.97 * len(judged.near_wrong)


def test_the_console_names_nobody(ran: tuple[Study, subprocess.CompletedProcess[str]]) -> None:
    study, said = ran
    console = {plain(word) for word in (said.stdout + said.stderr).split()}
    for record in map(ConsentFiles(study), CASES):
        for person in record.persons:
            assert not console & {plain(part) for part in person.name.split() if part[0].isupper()}


def test_every_second_is_accounted_for(judged: Judgement) -> None:
    assert judged.worded + judged.gaps == pytest.approx(judged.speech, abs=0.05)
    assert judged.worded >= 0.97 * judged.speech


def test_one_child_one_label_in_all_interviews_and_the_dossier(judged: Judgement) -> None:
    assert judged.labels_of_child == dict.fromkeys(CASES, frozenset({"KIND-1"}))
    child = [name for name in judged.names if name.entity == "kind-1" and name.right]
    assert {name.label for name in child} == {"KIND-1"}


def test_the_dossier_says_the_same_label(ran: tuple[Study, subprocess.CompletedProcess[str]]) -> None:
    study, _ = ran
    for case in CASES:
        dossiers = list((study.release / "by-case" / case).glob("dossier-*.txt"))
        assert dossiers
        assert all("[KIND-1]" in path.read_text(encoding="utf-8") for path in dossiers)


def test_the_demo_model_hears_its_own_voices(judged: Judgement) -> None:
    assert judged.word_error_rate < 0.10
