"""`casus bleep` as the steward meets it, on the demo model: from a spoken interview to sound without names."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demo.casts import random_cast
from pipeline.config import read_settings
from pipeline.consent.writing import record_as_yaml
from pipeline.leaks import find_leaks
from pipeline.model import RedactedCase
from pipeline.stages.rehear import rehear
from pipeline.store import Study
from pipeline.wiring import tools_for
from tests.conftest import ROOT, run_casus
from tests.studies import Casus, empty_study, record_of, spoken, write_wav

CAST = random_cast(77)
SOUND = "casus-01/leraar-1.wav"
TEACHER = "casus-01_leraar-1"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, demo_model: Path) -> Study:
    """A study after `casus run`: the teacher allows sound to be shared, the parent does not."""
    study = empty_study(tmp_path_factory.mktemp("ran") / "study", demo_model)
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text().replace("[transcribe]", '[transcribe]\nengine = "faster-whisper"'))
    record = record_of("casus-01", CAST)
    text = record_as_yaml(record).decode()
    before, after = text.split("voor: leraar-1")
    study.consent("casus-01").parent.mkdir(parents=True, exist_ok=True)
    shares = after.replace("  - delen\n", "  - delen\n  - geluid delen\n", 1)
    study.consent("casus-01").write_text(f"{before}voor: leraar-1{shares}", encoding="utf-8")
    dialogue, performance = spoken("leraar", CAST, 3, exchanges=2)
    write_wav(study.inbox / "casus-01_leraar_2026-05-13.wav", performance.audio)
    dialogue, performance = spoken("ouder", CAST, 5, exchanges=1)
    write_wav(study.inbox / f"casus-01_{dialogue.played_by['R']}_2026-05-14.wav", performance.audio)
    (study.inbox / "casus-01_dossier.txt").write_text("Het ging goed op school.\n", encoding="utf-8")
    assert run_casus(study.root.parent, "run", "--study", str(study.root)).returncode == 0
    return study


@pytest.fixture(scope="module")
def shared(ran: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, str]:
    """The same after `casus bleep --all`, and what that said."""
    study = copied(ran, tmp_path_factory.mktemp("shared"))
    said = run_casus(study.root.parent, "bleep", "--all", "--study", str(study.root))
    assert said.returncode == 0, said.stderr
    return study, said.stdout


def copied(study: Study, folder: Path) -> Study:
    shutil.copytree(study.root, folder / "study")
    return Study(folder / "study")


def samples(path: Path) -> Any:
    with wave.open(str(path), "rb") as stream:
        return np.frombuffer(stream.readframes(stream.getnframes()), "<i2").astype(float)


def sounds(study: Study) -> list[str]:
    return sorted(path.relative_to(study.sound).as_posix() for path in study.sound.rglob("*") if path.is_file())


def test_all_that_may_be_shared_is_and_of_the_others_it_says_why(shared: tuple[Study, str]) -> None:
    study, said = shared
    assert sounds(study) == [SOUND]
    assert re.search(rf"{TEACHER}: \d+ s weggehaald \(namen: [1-9]", said)
    assert re.search(r"casus-01_ouder-1: De toestemming van (moeder|vader)-1 geldt niet voor 'geluid delen'\.", said)
    assert "dossier" not in said


def test_every_name_of_the_transcript_is_a_tone_and_nothing_else(shared: tuple[Study, str]) -> None:
    study, _ = shared
    before = samples(study.vault / "audio" / f"{TEACHER}.wav")
    after = samples(study.sound / SOUND)
    assert before.shape == after.shape
    (transcript,) = (
        one for one in study.load(RedactedCase, "redacted", "casus-01").transcripts if one.recording.id == TEACHER
    )
    names = [piece for block in transcript.blocks for piece in block.pieces if piece.label]
    assert len(names) > 3
    for piece in names:
        part = slice(round(((piece.start or 0) - 0.15) * 16000), round(((piece.end or 0) + 0.15) * 16000))
        heard = after[part]
        power = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) ** 2
        hertz = np.fft.rfftfreq(len(heard), 1 / 16000)
        assert power[(hertz > 900) & (hertz < 1100)].sum() / power.sum() > 0.999
        assert abs(np.corrcoef(heard, before[part])[0, 1]) < 0.1
    kept = (before == after) & (before != 0)
    assert kept.mean() > 0.3  # and the rest of what was said is as it was


def test_heard_again_there_is_no_name_in_it(shared: tuple[Study, str]) -> None:
    study, _ = shared
    register = study.register("casus-01")
    (recording,) = (one for one in study.recordings() if one.id == TEACHER)
    seconds = len(samples(study.sound / SOUND)) / 16000
    with tools_for(study, read_settings(study.root)) as (tools, _over):
        plain = rehear(study.audio(recording), seconds, recording, tools)
        bare = rehear(study.sound / SOUND, seconds, recording, tools)
    assert sum(len(find_leaks(block.text, register)) for block in plain.blocks) > 3
    assert [leak.label for block in bare.blocks for leak in find_leaks(block.text, register)] == []


def test_the_file_names_nobody_and_holds_nothing_but_sound(shared: tuple[Study, str]) -> None:
    study, said = shared
    data = (study.sound / SOUND).read_bytes()
    assert data[:4] == b"RIFF" and data[36:40] == b"data" and int.from_bytes(data[40:44], "little") == len(data) - 44
    for person in CAST.people.values():
        assert person.first not in said
    assert not list((study.vault / "bleeped").glob("*.wav"))


def test_a_second_time_there_is_nothing_to_do(shared: tuple[Study, str], casus: Casus, tmp_path: Path) -> None:
    study = copied(shared[0], tmp_path)
    stamp = (study.sound / SOUND).stat().st_mtime_ns
    said = casus("bleep", TEACHER, "--study", str(study.root))
    assert said.returncode == 0 and "al bij" in said.stdout
    run = casus("run", "--study", str(study.root))
    assert "niets te doen" in run.stdout and (study.sound / SOUND).stat().st_mtime_ns == stamp


def test_one_recording_that_may_not_be_shared_is_refused_with_the_reason(ran: Study, casus: Casus) -> None:
    here = ("--study", str(ran.root))
    parent = casus("bleep", "casus-01_ouder-1", *here)
    assert parent.returncode == 4 and "geluid delen" in parent.stderr and "Vraag die toestemming" in parent.stderr
    dossier = casus("bleep", "casus-01_dossier-1", *here)
    assert dossier.returncode == 2 and "geen geluidsopname" in dossier.stderr
    nobody = casus("bleep", "Noor", *here)
    assert nobody.returncode == 2 and "Noor" not in nobody.stderr
    assert casus("bleep", *here).returncode == 2 and casus("bleep", TEACHER, "--all", *here).returncode == 2
    assert casus("bleep", TEACHER, "--margin", "0.1", *here).returncode == 2
    assert not ran.sound.exists()


def test_what_nobody_approved_has_no_sound(ran: Study, casus: Casus, tmp_path: Path) -> None:
    study = copied(ran, tmp_path)
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text().replace('review = "none"', 'review = "required"'))
    said = casus("bleep", TEACHER, "--study", str(study.root))
    assert said.returncode == 10 and "nog niet uitgegeven" in said.stderr and not study.sound.exists()


def test_withdrawn_consent_takes_the_sound_back(shared: tuple[Study, str], casus: Casus, tmp_path: Path) -> None:
    study = copied(shared[0], tmp_path)
    text = study.consent("casus-01").read_text()
    before, after = text.split("voor: leraar-1")
    after = re.sub(r"^( +)geldig_tot", r"\1ingetrokken: 2026-07-01\n\1geldig_tot", after, count=1, flags=re.MULTILINE)
    study.consent("casus-01").write_text(f"{before}voor: leraar-1{after}")
    said = casus("run", "--study", str(study.root))
    assert said.returncode == 0 and "Teruggenomen uit sound/: 1" in said.stdout
    assert sounds(study) == [] and not list((study.vault / "bleeped").glob("*"))
    assert casus("bleep", TEACHER, "--study", str(study.root)).returncode == 4


def test_a_transcript_that_changed_takes_its_sound_along(
    shared: tuple[Study, str], casus: Casus, tmp_path: Path
) -> None:
    study = copied(shared[0], tmp_path)
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text() + '\n[redact]\nstyle = "xx"\n')
    assert casus("release", "--study", str(study.root)).returncode == 0
    assert sounds(study) == []


def test_killed_in_the_middle_nothing_half_is_shared_and_the_next_call_goes_on(
    ran: Study, casus: Casus, tmp_path: Path
) -> None:
    study = copied(ran, tmp_path)
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "bleep", TEACHER, "--study"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, str(study.root)], env=environment, stdout=-3, stderr=-3)
    while not list((study.vault / "bleeped").glob("*.wav")):  # it listens now
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not study.sound.exists()
    assert casus("release", "--study", str(study.root)).returncode == 0
    assert not list((study.vault / "bleeped").glob("*"))
    assert casus("bleep", TEACHER, "--with", "silence", "--study", str(study.root)).returncode == 0
    assert sounds(study) == [SOUND]
