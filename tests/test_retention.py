"""Nothing is kept longer than agreed: sound first, never without a warning, and what was written down goes on."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.config import Settings, read_settings
from pipeline.consent.records import ConsentFiles
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import SoundDeleted, StudyEnded
from pipeline.model import ConsentRecord
from pipeline.on_request import run_bleep
from pipeline.run import run_cases, run_recordings, run_study
from pipeline.stages.bleep import How
from pipeline.stages.intake import take_in
from pipeline.stages.transcribe import begin_anew
from pipeline.status import rows
from pipeline.store import Kept, Study, write
from pipeline.withdrawal import doing, retention
from pipeline.withdrawal.plan import Plan
from tests.conftest import run_casus
from tests.withdrawn import SAID, SECRETS, TODAY, Laid, Script, drop, everything, found, original, tools_of, whole_study

SPOKEN = sorted(id_ for id_ in SAID if "\n" not in SAID[id_])
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return whole_study(tmp_path_factory.mktemp("made") / "study")


@pytest.fixture
def study(made: Study, tmp_path: Path) -> Study:
    shutil.copytree(made.root, tmp_path / "study", copy_function=os.link)
    for recording in SAID:  # taken in on the day the tests count from
        Study(tmp_path / "study").save("kept", recording, Kept(TODAY))
    return Study(tmp_path / "study")


def with_rules(study: Study, **rules: object) -> Settings:
    """Write these rules in the study's settings."""
    lines = "".join(f"{key} = {value}\n" for key, value in rules.items())
    text = (study.root / "study.toml").read_text().partition("[retention]")[0]
    write(study.root / "study.toml", f"{text}[retention]\n{lines}".encode())
    return read_settings(study.root)


def do(study: Study, today: date) -> list[Plan]:
    """What `casus retention --yes` does."""
    told, rules = [], read_settings(study.root)
    for plan in retention.due(study, rules, ConsentFiles(study), today):
        doing.carry_out(plan, study, rules, lambda kind, /, **fields: told.append((kind, fields)))
        assert told[-1] == ("retention", {"reason": plan.reason, "removed": plan.removed})
    retention.warn(study, rules, ConsentFiles(study), today)
    return list(retention.due(study, rules, ConsentFiles(study), today))


def ahead(study: Study, today: date) -> str:
    return "\n".join(retention.foreseen(study, read_settings(study.root), ConsentFiles(study), today))


def sound(study: Study) -> list[str]:
    """Every file that holds sound, wherever it lies."""
    return [name for name, data in everything(study.root) if data[:4] in (b"RIFF", b"deco")]


def refusing(study: Study, case: str) -> ConsentRecord:
    """Take the signatures from a record; gives what it was."""
    record = ConsentFiles(study)(case)
    bare = replace(record, permissions=tuple(replace(p, signed=()) for p in record.permissions))
    write(study.consent(case), record_as_yaml(bare))
    return record


# --- sound ------------------------------------------------------------------------------------------------


def test_after_audio_until_no_sound_is_left_and_the_transcripts_stay_released(study: Study) -> None:
    with_rules(study, audio_until=TODAY)
    run_study(tools_of(study, TODAY))  # the consent beside each transcript tells that term
    before = {name: data for name, data in everything(study.root) if name.startswith("release/")}
    assert do(study, TODAY) == [] and len(sound(study)) > 20
    assert do(study, TODAY + DAY) == [] and sound(study) == []
    assert found(study.root, "zeepaardjezeepaardje") == []  # what the original of a recording holds, also in scratch
    after = run_study(tools_of(study, TODAY + DAY))
    assert {one.subject: one.state for one in after.outcomes} == dict.fromkeys(SAID, "released")
    assert {name: data for name, data in everything(study.root) if name.startswith("release/")} == before
    told = {row.recording: row.reason for row in rows(study, "nl")}
    assert all(("geluid is verwijderd" in told[id_]) == (id_ in SPOKEN) for id_ in SAID)
    assert ahead(study, TODAY + DAY) == ""


def test_a_recording_without_sound_is_not_transcribed_again_whatever_changes(study: Study) -> None:
    with_rules(study, audio_until=TODAY)
    do(study, TODAY + DAY)
    other = replace(tools_of(study, TODAY + DAY), transcribe=Script("another engine"))
    outcomes = run_cases(other, run_recordings(other)).outcomes
    assert {one.subject: one.state for one in outcomes} == dict.fromkeys(SAID, "released")
    with pytest.raises(SoundDeleted):
        begin_anew("casus-01_leraar-1", study)
    became = dict(run_bleep(other, Laid(), How(), "casus-01_leraar-1"))
    assert isinstance(became["casus-01_leraar-1"], SoundDeleted) and sound(study) == []


def test_the_same_file_dropped_again_is_a_duplicate_and_does_not_stay(study: Study) -> None:
    rules = with_rules(study, audio_until=TODAY)
    do(study, TODAY + DAY)
    rules = rules.model_copy(update={"intake": rules.intake.model_copy(update={"keep_inbox": False})})
    path = drop(study, "casus-01_leraar_2026-05-13.wav", original("casus-01_leraar-1"))
    assert "casus-01_leraar-1" in [one.duplicate_of for one in take_in(study, rules)]
    assert not path.exists() and sound(study) == []


def test_what_was_never_written_down_goes_whole_and_may_come_again(study: Study) -> None:
    with_rules(study, audio_until=TODAY)
    study.product("verbatim", "casus-01_leraar-1").unlink()
    (plan,) = retention.due(study, read_settings(study.root), ConsentFiles(study), TODAY + DAY)
    assert plan.recordings == ("casus-01_leraar-1",) and "casus-01_leraar-1" not in plan.silent
    do(study, TODAY + DAY)
    assert not study.product("recordings", "casus-01_leraar-1").exists()
    drop(study, "casus-01_leraar_2026-05-13.wav", original("casus-01_leraar-1"))
    placed = [one.recording.id for one in take_in(study, read_settings(study.root)) if one.recording]
    assert "casus-01_leraar-2" in placed  # numbers are never given again


# --- consent that does not come -----------------------------------------------------------------------------


def test_sound_that_waits_for_consent_goes_only_after_a_warning(study: Study) -> None:
    with_rules(study, blocked_days=90, warn_days=14)
    refusing(study, "casus-02")
    for product in ("heard", "voices", "verbatim"):
        study.product(product, "casus-02_leraar-1").unlink()
    study.product("redacted", "casus-02").unlink()
    (study.release / "study.qdpx").unlink()
    assert do(study, TODAY + 75 * DAY) == [] and ahead(study, TODAY + 75 * DAY) == ""
    assert do(study, TODAY + 76 * DAY) == []
    last = TODAY + 90 * DAY
    assert f"casus-02_leraar-1: wacht te lang op toestemming; geluid weg vanaf {last}" in ahead(study, TODAY + 76 * DAY)
    assert do(study, last - DAY) == [] and study.product("recordings", "casus-02_leraar-1").exists()
    assert do(study, last) == [] and found(study.root, *SECRETS["casus-02_leraar-1"][:1]) == []
    assert {row.recording for row in rows(study, "nl")} == set(SAID) - {"casus-02_leraar-1"}


def test_who_ran_nothing_for_months_is_warned_first(study: Study) -> None:
    with_rules(study, blocked_days=90, warn_days=14)
    refusing(study, "casus-02")
    study.product("heard", "casus-02_leraar-1").unlink()
    late = TODAY + 400 * DAY
    assert retention.due(study, read_settings(study.root), ConsentFiles(study), late) == ()
    do(study, late)
    assert study.original(study.recordings()[-1]).is_file()
    assert retention.due(study, read_settings(study.root), ConsentFiles(study), late + 13 * DAY) == ()
    assert len(retention.due(study, read_settings(study.root), ConsentFiles(study), late + 14 * DAY)) == 1


def test_what_consent_allowed_before_is_not_deleted_the_day_after_it_ends(study: Study) -> None:
    with_rules(study, blocked_days=90, warn_days=14)
    late = TODAY + 400 * DAY
    assert do(study, late) == []
    was = refusing(study, "casus-02")
    assert do(study, late + DAY) == [] and do(study, late + 90 * DAY) == []
    write(study.consent("casus-02"), record_as_yaml(was))
    do(study, late + 91 * DAY)  # consent came after all: counting begins anew
    kept = study.kept("casus-02_leraar-1")
    assert kept and kept.stopped_since is None and kept.warned_on is None
    refusing(study, "casus-02")
    do(study, late + 92 * DAY)
    assert retention.due(study, read_settings(study.root), ConsentFiles(study), late + 181 * DAY) == ()
    do(study, late + 181 * DAY)
    assert do(study, late + 195 * DAY) == []
    assert study.is_silent("casus-02_leraar-1") and study.product("verbatim", "casus-02_leraar-1").is_file()


def test_a_study_of_before_days_were_kept_counts_from_now(study: Study) -> None:
    with_rules(study, blocked_days=90, warn_days=0)
    refusing(study, "casus-02")
    study.product("heard", "casus-02_leraar-1").unlink()
    study.product("kept", "casus-02_leraar-1").unlink()
    late = TODAY + 400 * DAY
    os.utime(study.product("recordings", "casus-02_leraar-1"), (0, 0))  # times of files say nothing
    assert do(study, late) == []
    kept = study.kept("casus-02_leraar-1")
    assert kept and kept.taken_in == late


@given(
    st.integers(1, 60),
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=6),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sound_goes_never_before_its_term_and_its_warning(
    study: Study, blocked: int, warn: int, looks: list[tuple[int, bool]]
) -> None:
    rules = with_rules(study, blocked_days=blocked, warn_days=warn)
    study.save("kept", "casus-02_leraar-1", Kept(TODAY))
    allowed = ConsentFiles(study)("casus-02")
    today, told, since = TODAY, None, None
    try:
        for days, is_allowed in looks:
            today += days * DAY
            if not is_allowed:
                refusing(study, "casus-02")
            else:
                write(study.consent("casus-02"), record_as_yaml(allowed))
            since = None if is_allowed else since or today
            plans = retention.due(study, rules, ConsentFiles(study), today)
            if plans:
                assert since and today >= since + blocked * DAY
                assert warn == 0 or (told and today >= told + warn * DAY)
                return
            terms = retention.warn(study, rules, ConsentFiles(study), today)
            (term,) = (one for one in terms if one.recording.case == "casus-02")
            told = term.kept.warned_on
            assert (term.ends is None) == is_allowed
    finally:
        write(study.consent("casus-02"), record_as_yaml(allowed))


# --- everything -------------------------------------------------------------------------------------------


def test_after_everything_until_only_the_release_and_what_proves_it_stay(study: Study) -> None:
    with_rules(study, everything_until=TODAY)
    write(study.root / "consent" / "log.jsonl", b"{}\n")
    release = {name: data for name, data in everything(study.root) if name.startswith("release/")}
    assert "alle persoonsgegevens mag tot en met" in ahead(study, TODAY)
    assert do(study, TODAY + DAY) == []
    secrets = [secret for id_ in SAID for secret in SECRETS[id_][1:]]
    assert found(study.root, *secrets, "Sanne", "Hogeveld", "Bram", "Yassin") == [] and sound(study) == []
    assert {name: data for name, data in everything(study.root) if name.startswith("release/")} == release
    left = {name for name, _ in everything(study.root) if not name.startswith("release/")}
    assert left == {"study.toml", "consent/log.jsonl", "vault/ended.json", "work/release.json"}
    with pytest.raises(StudyEnded):
        doing.make_ready(study, read_settings(study.root), lambda kind, /, **fields: None)
    assert "verwijderd op" in ahead(study, TODAY + DAY)


def test_an_ended_study_refuses_to_run_and_keeps_its_release(study: Study) -> None:
    with_rules(study, everything_until=TODAY)
    do(study, TODAY + DAY)
    release = {name: data for name, data in everything(study.root) if name.startswith("release/")}
    ran = run_casus(study.root, "run", "--study", ".")
    assert ran.returncode == 4 and "bewaartermijn" in ran.stderr
    assert {name: data for name, data in everything(study.root) if name.startswith("release/")} == release


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_shows_asks_and_deletes(study: Study, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def casus(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["casus", *arguments, "--study", str(study.root)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ending:
            main()
        return (int(ending.value.code or 0), *capsys.readouterr())

    assert casus("retention") == (0, "Er hoeft niets weg.\n", "")
    with_rules(study, audio_until=date.today() - DAY)
    before = dict(everything(study.root))
    code, out, _ = casus("retention", "--dry-run")
    assert code == 0 and "vault/originals/casus-01_leraar-1.wav" in out and "Sanne" not in out
    assert casus("retention", stdin="nee\n")[0] == 2
    assert {n: d for n, d in everything(study.root) if "kept" not in n and n != "work/.lock"} == {
        n: d for n, d in before.items() if "kept" not in n and n != "work/.lock"
    }
    assert "het geluid mag tot en met" in casus("status")[1]
    assert casus("retention", stdin="ja\n")[0] == 0 and sound(study) == []
    assert casus("retention", "--yes") == (0, "Er hoeft niets weg.\n", "")
