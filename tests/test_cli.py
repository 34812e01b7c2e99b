"""`casus` as the steward meets it: bad input gets a sentence, a remedy and an exit code, and the others go on."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from demo.casts import random_cast
from pipeline import __version__
from pipeline.store import Study
from tests.studies import Casus, empty_study, spoken, write_cast_record, write_wav

CAST = random_cast(77)


@pytest.fixture
def study(tmp_path: Path, demo_model: Path) -> Study:
    """A study with consent for one case and a short interview with the teacher in the inbox."""
    study = empty_study(tmp_path / "study", demo_model)
    write_cast_record(study, "casus-01", CAST)
    write_wav(study.inbox / "casus-01_leraar_2026-05-13.wav", spoken("leraar", CAST, 3, exchanges=1)[1].audio)
    return study


def states(casus: Casus, study: Study) -> dict[str, str]:
    said = casus("status", "--study", str(study.root), "--json")
    return {row["recording"]: row["state"] for row in json.loads(said.stdout)}


def test_the_version_is_told(casus: Casus) -> None:
    assert casus("--version").stdout.strip() == f"casus {__version__}"


def test_a_folder_that_is_no_study_is_refused(casus: Casus, tmp_path: Path) -> None:
    said = casus("run", "--study", str(tmp_path))
    assert said.returncode == 3 and "casus init" in said.stderr


def test_a_new_study_is_closed_to_others_and_explains_itself(casus: Casus, tmp_path: Path) -> None:
    assert casus("init", str(tmp_path / "new")).returncode == 0
    for folder in ("inbox", "vault"):
        assert stat.S_IMODE((tmp_path / "new" / folder).stat().st_mode) == 0o700
    assert "casus-04" in (tmp_path / "new" / "inbox" / "LEESMIJ.txt").read_text(encoding="utf-8")
    assert casus("init", str(tmp_path / "new")).returncode == 3


def test_a_study_in_a_git_checkout_is_refused(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    said = casus("init", str(tmp_path / "inside"))
    assert said.returncode == 3 and not (tmp_path / "inside").exists()


def test_a_misspelt_setting_names_the_file_and_the_key(casus: Casus, study: Study) -> None:
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text() + "\n[redact]\nstile = 'xx'\n")
    said = casus("run", "--study", str(study.root))
    assert said.returncode == 3 and "study.toml" in said.stderr and "redact.stile" in said.stderr


def test_a_case_without_a_record_waits_and_the_others_go_on(casus: Casus, study: Study) -> None:
    write_wav(study.inbox / "casus-02_leraar_2026-05-13.wav", spoken("leraar", CAST, 4, exchanges=1)[1].audio)
    said = casus("run", "--study", str(study.root))
    assert said.returncode == 0
    assert "casus consent new casus-02" in said.stdout
    assert states(casus, study) == {"casus-01_leraar-1": "released", "casus-02_leraar-1": "waiting"}
    assert casus("status", "--study", str(study.root), "--strict").returncode == 10


def test_a_typo_in_a_record_names_its_line_and_never_its_text(casus: Casus, study: Study) -> None:
    path = study.consent("casus-01")
    path.write_text(path.read_text().replace("gezag:", "gezach:"))
    said = casus("consent", "check", "--study", str(study.root))
    assert said.returncode == 4 and "regel" in said.stderr and "gezag" in said.stderr
    assert CAST.people["kind"].first not in said.stdout + said.stderr
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert states(casus, study) == {"casus-01_leraar-1": "waiting"}


@pytest.mark.parametrize("damage", ["missing", "corrupt"])
def test_a_model_that_is_not_there_or_broken_is_never_fetched(
    casus: Casus, study: Study, tmp_path: Path, demo_model: Path, damage: str
) -> None:
    broken = tmp_path / "broken.pt"
    if damage == "corrupt":
        broken.write_bytes(demo_model.read_bytes()[:100_000])
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text().replace(str(demo_model), str(broken)))
    said = casus("run", "--study", str(study.root))
    assert said.returncode == 5
    assert states(casus, study) == {"casus-01_leraar-1": "failed"}
    settings.write_text(settings.read_text().replace(str(broken), str(demo_model)))
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert states(casus, study) == {"casus-01_leraar-1": "released"}


def test_files_that_are_no_recordings_go_to_quarantine_and_the_others_go_on(casus: Casus, study: Study) -> None:
    (study.inbox / "casus-01_moeder_2026-05-13.m4a").write_bytes(b"")
    (study.inbox / "casus-01_vader_2026-05-13.mp3").write_bytes(b"geen geluid " * 1000)
    (study.inbox / "Sannes gesprek \U0001f600.wav").write_bytes(b"RIFF")
    assert casus("run", "--study", str(study.root)).returncode == 0
    found = states(casus, study)
    assert found.pop("casus-01_leraar-1") == "released"
    assert set(found.values()) == {"quarantined"} and len(found) == 3
    said = casus("status", "--study", str(study.root))
    assert "Sannes" not in said.stdout
    assert len(list(study.quarantine.rglob("LEES*"))) == 3


def test_an_inbox_that_is_the_vault_is_refused(casus: Casus, study: Study) -> None:
    shutil.rmtree(study.inbox)
    study.inbox.symlink_to(study.vault)
    said = casus("run", "--study", str(study.root))
    assert said.returncode == 3 and study.consent("casus-01").is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_study_says_so(casus: Casus, study: Study) -> None:
    study.root.chmod(0o500)
    assert casus("run", "--study", str(study.root)).returncode == 7


def test_what_shows_names_refuses_to_be_piped(casus: Casus, study: Study) -> None:
    said = casus("review", "list", "--study", str(study.root))
    assert said.returncode == 2 and said.stdout == ""


def test_review_decides_what_is_released(casus: Casus, tmp_path: Path, demo_model: Path) -> None:
    study = empty_study(tmp_path / "study", demo_model, review="required")
    write_cast_record(study, "casus-01", CAST)
    (study.inbox / "casus-01_dossier.txt").write_text("Verslag\n\nHet ging heel goed op school.\n", encoding="utf-8")
    casus("run", "--study", str(study.root))
    assert states(casus, study) == {"casus-01_dossier-1": "concept"}
    concept = (study.vault / "concept" / "casus-01" / "dossier-1.txt").read_text(encoding="utf-8")
    assert concept.startswith("NIET NAGEKEKEN")
    assert not list(study.release.rglob("dossier*"))
    assert casus("review", "approve", "casus-01_dossier-1", "--study", str(study.root)).returncode == 0
    assert casus("release", "--study", str(study.root)).returncode == 0
    assert states(casus, study) == {"casus-01_dossier-1": "released"}
    assert casus("show", "casus-01_dossier-1", "--study", str(study.root)).returncode == 0
    assert casus("redact", "--study", str(study.root)).returncode == 0  # nothing changed, so nothing is taken back
    assert states(casus, study) == {"casus-01_dossier-1": "released"}


def test_a_withdrawn_consent_takes_the_release_back(casus: Casus, study: Study) -> None:
    casus("run", "--study", str(study.root))
    assert list(study.release.rglob("leraar-1.txt"))
    path = study.consent("casus-01")
    text = path.read_text()
    before, after = text.split("voor: leraar-1")
    after = re.sub(r"^( +)geldig_tot", r"\1ingetrokken: 2026-07-01\n\1geldig_tot", after, count=1, flags=re.MULTILINE)
    path.write_text(before + "voor: leraar-1" + after)
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert states(casus, study) == {"casus-01_leraar-1": "withdrawn"}
    assert not list(study.release.rglob("leraar-1*"))
