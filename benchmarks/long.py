"""Memory against length: `casus transcribe` on recordings of 10 minutes and of hours, made of the demo's talk.

python -m benchmarks.long [--hours 3] [--spoken 0.05] [--engine faster-whisper] [--window 7] [--beam 1]

With `--spoken` only so large a part of the hours has talk, in stretches of a minute; the ten minutes are all talk.
Peak memory is that of `casus` and its processes together (resident, read twenty times a second).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.transcribe import CASUS, ENGINES
from demo.prepare import ROOT, prepare
from pipeline.model import Verbatim
from pipeline.store import Study

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TALK = "casus-01/leraar/2026-05-13 opname.m4a"


def lengthened(talk: Path, target: Path, seconds: float, spoken: float = 1.0) -> None:
    """The same talk over and over, 16 kHz mono WAV, written a piece at a time; `spoken`: how much of the time."""
    import imageio_ffmpeg

    command, written = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error"], ["-ar", "16000", "-ac", "1"]
    if spoken < 1:
        pause = talk.with_suffix(".wav")
        padded = ["-i", str(talk), "-af", f"atrim=end=60,apad=whole_dur={60 / spoken}"]
        subprocess.run([*command, *padded, *written, str(pause)], check=True)
        talk = pause
    looped = ["-stream_loop", "-1", "-i", str(talk), "-t", str(seconds)]
    subprocess.run([*command, *looped, *written, str(target)], check=True)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def peak_of(
    command: list[str], shown: bool = False, held: Callable[[int], int] = _resident, every: float = 0.05
) -> tuple[int, float]:
    """Bytes that a command and its children held at most, and its seconds; what it prints is `shown` or not.

    `held`: the bytes of one process, asked `every` so many seconds.
    """
    begun, peak = time.monotonic(), 0
    out = None if shown else subprocess.DEVNULL
    running = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=out)
    while running.poll() is None:
        peak = max(peak, sum(held(pid) for pid in _family(running.pid)))
        time.sleep(every)
    assert running.returncode == 0
    return peak, time.monotonic() - begun


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(child))]


def shared_once(pid: int) -> int:
    """Bytes of a process, and its part of what it shares with others; slow to find out."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)


def main() -> None:
    """Print memory, time and what was written down, for both lengths."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--spoken", type=float, default=1.0, help="the part of these hours in which somebody speaks")
    parser.add_argument("--engine", choices=ENGINES, default="faster-whisper")
    parser.add_argument("--window", type=float, default=7.0, help="seconds that are heard in one go")
    parser.add_argument("--beam", type=int, default=5, help="fewer are quicker and take less memory at any length")
    arguments = parser.parse_args()
    peaks = []
    for minutes, spoken in ((10.0, 1.0), (60 * arguments.hours, arguments.spoken)):
        with tempfile.TemporaryDirectory() as name:
            study = Study(prepare(Path(name)))
            settings = study.root / "study.toml"
            engine = f'[transcribe]\nengine = "{arguments.engine}"\nbeam_size = {arguments.beam}'
            text = settings.read_text().replace("[transcribe]", engine, 1)
            settings.write_text(text.replace("window_seconds = 7.0", f"window_seconds = {arguments.window}"))
            talk = (study.inbox / _TALK).rename(Path(name) / "talk.m4a")
            for path in study.inbox.rglob("*"):
                if path.is_file():
                    path.unlink()
            lengthened(talk, study.inbox / "casus-01_leraar_2026-05-13.wav", 60 * minutes, spoken)
            subprocess.run(
                [*CASUS, "intake", "--study", str(study.root)],
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                check=True,
                stdout=subprocess.DEVNULL,
            )
            peak, seconds = peak_of([*CASUS, "transcribe", "--study", str(study.root)])
            (recording,) = study.recordings()
            figures = study.load(Verbatim, "heard", recording.id).figures
            peaks.append(peak)
            print(
                f"{figures.duration / 60:6.0f} min: {peak / 1e6:.0f} MB at most, {seconds:.0f} s; "
                f"{figures.speech:.0f} s of speech, {figures.worded / figures.speech:.1%} of it in words, "
                f"{figures.windows} windows",
                flush=True,
            )
    print(f"{(peaks[1] - peaks[0]) / 1e6:+.0f} MB for {arguments.hours:g} hours instead of 10 minutes")


if __name__ == "__main__":
    main()
