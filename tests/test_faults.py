"""Promise 6, nothing is lost: real processes, really killed; a disk that is really full; two at once."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.casts import random_cast
from tests.studies import Casus, empty_study, spoken, write_cast_record, write_wav

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", "--study"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
KILLS_A_STUDY = 4
STUDIES = 5


def one_minute_study(root: Path, model: Path) -> Path:
    """About a minute of speech in two recordings of one case, with consent."""
    study = empty_study(root, model)
    cast = random_cast(4711)
    write_cast_record(study, "casus-01", cast)
    for role in ("leraar", "ouder"):
        dialogue, performance = spoken(role, cast, seed=8)
        word = {"ouder": dialogue.played_by["R"]}.get(role, role)
        write_wav(study.inbox / f"casus-01_{word}_2026-05-13.wav", performance.audio)
    return root


def release_digests(root: Path) -> dict[str, str]:
    """Every released file and its digest."""
    files = sorted(path for path in (root / "release").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run(root: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, str(root)], env=ENVIRONMENT, capture_output=True, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, demo_model: Path) -> tuple[Path, dict[str, str], float]:
    """A fresh study, what its release looks like when nothing disturbs it, and how long that took."""
    fresh = one_minute_study(tmp_path_factory.mktemp("fresh") / "study", demo_model)
    done = tmp_path_factory.mktemp("done") / "study"
    shutil.copytree(fresh, done)
    begun = time.monotonic()
    assert run(done).returncode == 0
    released = release_digests(done)
    assert len(released) == 20  # two recordings, three formats and consent, by case and by role; four of the study
    return fresh, released, time.monotonic() - begun


@pytest.mark.parametrize("number", range(STUDIES))
def test_a_study_killed_at_any_moment_ends_up_the_same(
    number: int, undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    fresh, released, seconds = undisturbed
    rng = random.Random(number)
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    for _ in range(KILLS_A_STUDY):
        process = subprocess.Popen([*COMMAND, str(root)], env=ENVIRONMENT, stdout=-3, stderr=-3, start_new_session=True)
        time.sleep(rng.uniform(0.1, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert run(root).returncode == 0
    assert release_digests(root) == released
    assert not list((root / "inbox").glob("*.wav"))


def test_ctrl_c_stops_with_130_and_the_next_run_goes_on(
    undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    fresh, released, _ = undisturbed
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    process = subprocess.Popen([*COMMAND, str(root)], env=ENVIRONMENT, stdout=-3, stderr=subprocess.PIPE)
    while not list((root / "vault" / "audio").glob("*.wav")):  # in the middle of its work
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert run(root).returncode == 0
    assert release_digests(root) == released


def test_two_runs_at_once_do_not_work_on_one_study(
    undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    fresh, released, _ = undisturbed
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    both = [subprocess.Popen([*COMMAND, str(root)], env=ENVIRONMENT, stdout=-3, stderr=-3) for _ in range(2)]
    assert sorted(process.wait() for process in both) == [0, 7]
    assert release_digests(root) == released


def test_a_full_disk_loses_nothing(undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path) -> None:
    fresh, released, _ = undisturbed
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    limit = 400_000  # bytes a file may have: the recordings do not fit

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = run(root, preexec_fn=small_files)
    assert full.returncode == 7
    assert b"Traceback" not in full.stderr
    assert len(list((root / "inbox").glob("*.wav"))) == 2
    assert run(root).returncode == 0
    assert release_digests(root) == released


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_small_disk_that_fills_up_half_way_loses_nothing(
    undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path
) -> None:
    fresh, released, _ = undisturbed
    mount = tmp_path / "disk"
    mount.mkdir()
    need = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
    size = int(need * 1.6)  # originals fit, decoded audio does not
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(mount)], capture_output=True
    ).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        shutil.copytree(fresh, mount / "study")
        full = run(mount / "study")
        assert full.returncode == 7, full.stderr
        assert b"Traceback" not in full.stderr
        subprocess.run(["mount", "-o", f"remount,size={need * 6}", str(mount)], check=True)
        assert run(mount / "study").returncode == 0
        assert release_digests(mount / "study") == released
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_second_run_does_no_work(
    undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path, casus: Casus
) -> None:
    fresh, _, _ = undisturbed
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    assert casus("run", "--study", str(root)).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file() and path.name != ".lock"}
    again = casus("run", "--study", str(root))
    assert "niets te doen" in again.stdout
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file() and path.name != ".lock"}
    assert after == before


def test_a_changed_setting_reruns_only_what_depends_on_it(
    undisturbed: tuple[Path, dict[str, str], float], tmp_path: Path, casus: Casus
) -> None:
    fresh, _, _ = undisturbed
    root = tmp_path / "study"
    shutil.copytree(fresh, root)
    assert casus("run", "--study", str(root)).returncode == 0
    heard = {path: path.stat().st_mtime_ns for path in (root / "vault" / "heard").iterdir()}
    settings = root / "study.toml"
    settings.write_text(settings.read_text() + '\n[redact]\nstyle = "xx"\n')
    assert casus("run", "--study", str(root)).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (root / "vault" / "heard").iterdir()} == heard
    text = (root / "release" / "by-case" / "casus-01" / "leraar-1.txt").read_text()
    assert "XX" in text
    assert "[LEERKRACHT" not in text
