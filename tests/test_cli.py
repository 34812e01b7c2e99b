"""`casus` as the steward meets it: bad input gets a sentence, a remedy and an exit code, and the others go on."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from demo.casts import random_cast
from pipeline import __version__, screen
from pipeline.cli import app
from pipeline.config import read_settings
from pipeline.errors import CasusError, NoSuchSentence, QueueOpen, RespondentUnknown, SettingsWrong
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


# --- what is said -----------------------------------------------------------------------------------------


@pytest.fixture
def dossiers(tmp_path: Path) -> Study:
    """Two cases with a page of their file; in each a doubtful name, and only the first has a consent record."""
    study = empty_study(tmp_path / "study", review="required")
    write_cast_record(study, "casus-01", CAST)
    for case in ("casus-01", "casus-02"):
        page = study.inbox / f"{case}_dossier.txt"
        page.write_text(f"Het ging goed, zei Xavira. Ook Xavira was blij.\n\nBlad {case}.\n", encoding="utf-8")
    return study


def withdraw_the_child(study: Study) -> None:
    path = study.consent("casus-01")
    text = path.read_text(encoding="utf-8")
    before, after = text.split("voor: kind-1")
    after = re.sub(r"^( +)geldig_tot", r"\1ingetrokken: 2026-07-01\n\1geldig_tot", after, count=1, flags=re.MULTILINE)
    path.write_text(f"{before}voor: kind-1{after}", encoding="utf-8")


def test_a_recording_without_a_transcript_is_told_why_and_what_to_do(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    assert casus("intake", *here).returncode == 0
    new = casus("show", "casus-02_dossier-1", *here)
    assert new.returncode == 10 and "casus-02_dossier-1" in new.stderr and "casus run" in new.stderr
    assert casus("run", *here).returncode == 0
    waits = casus("show", "casus-02_dossier-1", *here)
    assert waits.returncode == 10 and waits.stdout == "" and "casus consent new casus-02" in waits.stderr
    withdraw_the_child(dossiers)
    assert casus("run", *here).returncode == 0
    withdrawn = casus("show", "casus-01_dossier-1", *here)
    assert withdrawn.returncode == 10 and "ingetrokken op 2026-07-01" in withdrawn.stderr
    assert "casus consent withdraw" in withdrawn.stderr and "bestaat niet" not in withdrawn.stderr


def test_a_transcript_is_shown_in_the_reading_that_is_asked_for(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    settings = dossiers.root / "study.toml"
    settings.write_text(settings.read_text().replace('review = "required"', 'review = "none"'))
    assert casus("run", *here).returncode == 0
    ask = ("show", "casus-01_dossier-1", "--convention")
    assert casus(*ask, "woordelijk", *here).stdout == casus(*ask[:2], *here).stdout
    missing = casus(*ask, "leesbaar", *here)
    assert missing.returncode == 3 and missing.stdout == "" and '"txt:leesbaar"' in missing.stderr
    settings.write_text(settings.read_text().replace("[release]", '[release]\nwriters = ["txt", "txt:leesbaar"]'))
    assert casus("release", *here).returncode == 0
    assert "Blad casus-01." in casus(*ask, "leesbaar", *here).stdout
    assert casus(*ask, "mooi", *here).returncode == 2


def test_what_was_typed_is_not_repeated_where_it_does_not_exist(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    for typed in (("show", "Noor_leraar-1"), ("risk", "Noor"), ("review", "approve", "Noor")):
        said = casus(*typed, *here)
        assert said.returncode == 2 and "casus status" in said.stderr and "Noor" not in said.stderr, typed


@pytest.mark.parametrize("case", ["Casus-2", "Noor", "CASUS-01", "../../x", "casus 01"])
def test_what_is_no_case_is_told_how_a_case_is_called_and_not_repeated(
    casus: Casus, dossiers: Study, case: str
) -> None:
    here = ("--study", str(dossiers.root))
    for typed in (("consent", "new", case), ("consent", "show", case), ("redact-text", "--case", case)):
        said = casus(*typed, *here, stdin="")
        assert said.returncode == 2 and "woord-nummer" in said.stderr and "casus-04" in said.stderr
        assert case not in said.stderr and "consent new" not in said.stderr


def test_settings_that_cannot_be_read_are_no_fault_of_the_disk_and_leave_nothing(casus: Casus, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[study]\nnaam = "x"\n', encoding="utf-8")
    for settings, told in ((tmp_path / "nope", "nope"), (tmp_path, "gelezen"), (wrong, "study.")):
        said = casus("init", str(tmp_path / "new"), "--settings", str(settings))
        assert said.returncode == 3 and told in said.stderr and "schrijven" not in said.stderr
        assert not (tmp_path / "new").exists()


SETTINGS_WRONG = [  # what is in study.toml, what is said of it in Dutch and in English
    ('[redact]\nstile = "xx"', "redact.stile: deze sleutel is er niet", "redact.stile: there is no such key"),
    ('[redact]\nstyle = "bold"', "redact.style: kies uit: label, xx", "redact.style: choose from: label, xx"),
    ("[redact]\nmask_from = 2", "redact.mask_from: hoogstens 1", "redact.mask_from: at most 1"),
    ("[transcribe]\nbeam_size = 0", "transcribe.beam_size: minstens 1", "transcribe.beam_size: at least 1"),
    ("[transcribe]\nbeam_size = 2.5", "hier hoort een heel getal", "a whole number belongs here"),
    ('[transcribe]\ngap_seconds = "x"', "hier hoort een getal", "a number belongs here"),
    ("[transcribe]\nwindow_seconds = 1", "meer dan 1", "more than 1"),
    ("[transcribe]\nspeech_threshold = 1", "minder dan 1", "less than 1"),
    (f'[transcribe]\nprompt = "{"x" * 65}"', "hoogstens 64 tekens", "at most 64 characters"),
    ('[release]\nwriters = "txt"', "hier hoort een lijst", "a list belongs here"),
    ("[release]\nwriters = [3]", "release.writers.0: kies uit: txt, json, vtt", "choose from: txt, json, vtt"),
    ("[transcribe]\nmodel = 3", "hier hoort tekst", "text belongs here"),
    ('[intake]\nkeep_inbox = "soms"', "hier hoort true of false", "true or false belongs here"),
    ("roles = 3", "roles: hier horen sleutels", "roles: keys belong here"),
    ("redact = 3", "redact: hier horen sleutels", "redact: keys belong here"),
    ('[redact]\nvoters = ["spacey:x"]', "spacy:MAP", "spacy:FOLDER"),
    ("[redact]\nstyle = xx", "TOML: regel 5", "TOML: line 5"),
    ('[redact]\nstyle = "xx', "TOML: regel 5", "TOML: line 5"),
    ("[machine]\n[machine]", "regel 5 staat iets voor de tweede keer", "line 5 has something for the second time"),
]


@pytest.mark.parametrize(("text", "dutch", "english"), SETTINGS_WRONG, ids=[row[0][:24] for row in SETTINGS_WRONG])
def test_a_fault_in_the_settings_is_told_in_plain_dutch_and_english(
    tmp_path: Path, text: str, dutch: str, english: str
) -> None:
    top = "" if text.startswith("[") else f"{text}\n"
    text = f'{top}[study]\nname = "x"\n\n{"" if top else text}'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsWrong) as told:
        read_settings(tmp_path)
    assert dutch in told.value.sentence("nl") and english in told.value.sentence("en")
    assert "nput" not in told.value.sentence("nl") + told.value.sentence("en")


def test_settings_without_a_name_or_in_other_letters_are_told_so(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text("[study]\n", encoding="utf-8")
    with pytest.raises(SettingsWrong, match=r"study\.name: this key is missing") as told:
        read_settings(tmp_path)
    assert "study.name: deze sleutel ontbreekt" in told.value.sentence("nl")
    path.write_bytes('[study]\n# caf\xe9\nname = "x"\n'.encode("latin-1"))
    with pytest.raises(SettingsWrong, match="line 2 is not UTF-8") as told:
        read_settings(tmp_path)
    assert "regel 2 is geen UTF-8" in told.value.sentence("nl")
    path.write_bytes('\ufeff[study]\r\nname = "x"\r\n'.encode())  # as Windows saves it
    assert read_settings(tmp_path).study.name == "x"


def on_a_screen(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command says to a person who sits at the screen."""
    monkeypatch.setattr(screen, "on_a_screen", lambda: True)
    monkeypatch.setattr(screen, "out", Console(width=300))
    return CliRunner().invoke(app, arguments).output


def test_the_queue_of_a_case_shows_no_other_case(
    casus: Casus, dossiers: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cast_record(dossiers, "casus-02", CAST)
    assert casus("run", "--study", str(dossiers.root)).returncode == 0
    shown = on_a_screen(monkeypatch, "review", "list", "casus-01", "--study", str(dossiers.root))
    assert "approve casus-01_dossier-1" in shown and "casus-02" not in shown
    both = on_a_screen(monkeypatch, "review", "list", "--study", str(dossiers.root))
    assert "approve casus-01_dossier-1" in both and "approve casus-02_dossier-1" in both


@pytest.mark.parametrize("only", ["a", "1,b", ",", "1-3"])
def test_sentences_that_are_no_numbers_are_refused_with_an_example(casus: Casus, dossiers: Study, only: str) -> None:
    said = casus("review", "accept", "0" * 12, "--only", only, "--study", str(dossiers.root))
    assert said.returncode == 2 and "--only 1,3" in said.stderr and "…" not in said.stderr


@pytest.mark.parametrize(
    ("call", "dutch", "english"),
    [
        (lambda: screen.tell_kept(1, 1), "1 twijfelwoord is blijven staan", "1 doubtful word stayed"),
        (lambda: screen.tell_kept(2, 0), "2 twijfelwoorden zijn blijven staan", "2 doubtful words stayed"),
        (lambda: screen.labelled("casus-01", "A-2", ["A-1"], "A-1"), "A-1 heet ook zo", "A-1 is called so too"),
        (lambda: screen.labelled("casus-01", "A-3", ["A-1", "B-1"], "A-1"), "A-1 en B-1 heten ook zo", "are called so"),
    ],
)
def test_one_is_told_as_one_and_several_as_several(
    call: Callable[[], None], dutch: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, wanted in (("nl", dutch), ("en", english)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen, "language", language)
            patch.setattr(screen, "out", Console(width=300))
            patch.setattr(screen, "err", Console(width=300, stderr=True))
            call()
        told = capsys.readouterr()
        assert wanted in told.out + told.err


@pytest.mark.parametrize(
    "error",
    [
        QueueOpen(recording="casus-01_leraar-1", count=1),
        NoSuchSentence(item="0" * 12, count=1),
        RespondentUnknown(recording="casus-01_leraar-1", role="leraar", count=1),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_about_one_thing_speaks_of_one(error: CasusError) -> None:
    told = f"{error.sentence('nl')} {error.remedy('nl')} {error.sentence('en')} {error.remedy('en')}"
    assert not re.search(r"\b1 (?:twijfelgevallen|personen|persons|doubtful spots|tot en met|to )|1,1", told)


def test_the_advice_to_merge_fills_in_the_case_and_keeps_the_oldest_label(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    assert casus("register", "add", "casus-01", "Kees", "--role", "vriend", *here).returncode == 0
    said = casus("register", "add", "casus-01", "Kees", "--role", "hulpverlener", *here)
    assert "casus register merge casus-01 VRIEND-1 HULPVERLENER-1" in said.stdout
    named = casus("register", "add", "casus-01", "Kees", "--to", "HULPVERLENER-1", *here)
    assert "casus register merge casus-01 HULPVERLENER-1 VRIEND-1" in named.stdout


def test_files_that_wait_in_the_inbox_are_counted_and_the_run_advised(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    said = casus("status", *here).stdout
    assert "In inbox/ liggen 2 bestanden" in said and "casus run" in said and "leg ze in inbox/" not in said
    (dossiers.inbox / "casus-02_dossier.txt").unlink()
    assert "In inbox/ ligt 1 bestand" in casus("status", *here).stdout
    assert casus("run", *here).returncode == 0
    assert "In inbox/" not in casus("status", *here).stdout
    (dossiers.inbox / "casus-03_dossier.txt").write_text("Het ging.\n", encoding="utf-8")
    again = casus("status", *here).stdout
    assert "casus-01_dossier-1" in again and "In inbox/ ligt 1 bestand" in again


def test_an_empty_study_says_where_recordings_go(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    assert "leg ze in inbox/" in casus("status", "--study", str(study.root)).stdout


def test_a_file_that_was_never_placed_has_no_case_in_the_table(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    (dossiers.inbox / "casus-01_moeder_2026-05-13.m4a").write_bytes(b"")
    (dossiers.inbox / "casus-02_dossier.txt").unlink()
    (dossiers.inbox / "vrijdag.wav").write_bytes(b"RIFF")
    shutil.copy(dossiers.inbox / "casus-01_dossier.txt", dossiers.inbox / "casus-07_dossier.txt")
    assert casus("run", *here).returncode == 0
    rows = json.loads(casus("status", *here, "--json").stdout)
    laid_aside = [row for row in rows if row["state"] == "quarantined"]
    assert len(laid_aside) == 3 and {(row["case"], row["role"]) for row in laid_aside} == {("-", "-")}


def test_the_end_of_a_run_says_what_is_released(casus: Casus, dossiers: Study) -> None:
    here = ("--study", str(dossiers.root))
    nothing = casus("run", *here).stdout
    assert "Er is niets uitgegeven" in nothing and "Uitgegeven:" not in nothing
    settings = dossiers.root / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"required"', '"none"'), encoding="utf-8")
    assert "Uitgegeven: 1 transcript, in " in casus("run", *here).stdout
    (dossiers.release / "mijn aantekeningen.docx").write_bytes(b"x")
    write_cast_record(dossiers, "casus-02", CAST)
    two = casus("run", *here).stdout
    assert "Uitgegeven: 2 transcripten, in " in two
    assert "In release/ staat 1 bestand dat niet van ons is" in two and "aantekeningen" not in two
    settings.write_text(settings.read_text(encoding="utf-8").replace('"none"', '"required"'), encoding="utf-8")
    assert "Er is niets uitgegeven" in casus("release", *here).stdout
