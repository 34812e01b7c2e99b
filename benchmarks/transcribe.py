"""Our whole pipeline beside the `whisper` command: same checkpoint, same audio, same options, one run.

python -m benchmarks.transcribe [--model demo.pt] [--only casus-01]

`casus run` takes a fresh copy of the demo study from inbox to release; then `whisper` gets the recordings that were
transcribed. Processor seconds are printed too: on a machine with other work, wall times say little.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from rapidfuzz.distance import Levenshtein

from demo.prepare import ROOT, prepare
from pipeline.config import TranscribeSettings, read_settings
from pipeline.model import Verbatim
from pipeline.store import Study

CASUS = (sys.executable, "-c", "from pipeline.cli import main; main()")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of all processors together."""

    wall: float
    processor: float


def timed(command: Sequence[str], path: Path | None = None) -> Cost:
    """Run a command to its end; with a folder in front of PATH it is somebody else's, and its progress bars go away."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if path else None)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def whisper_command(model: Path, settings: TranscribeSettings, output: Path, audio: Iterable[Path]) -> list[str]:
    """`whisper` with our options; it uses all cores by itself."""
    options = {
        "model": model,
        "language": settings.language,
        "beam_size": settings.beam_size,
        "best_of": settings.beam_size,
        "condition_on_previous_text": False,
        "initial_prompt": settings.prompt,
        "carry_initial_prompt": True,
        "word_timestamps": True,
        "fp16": False,
        "device": "cpu",
        "verbose": False,
        "output_format": "json",
        "output_dir": output,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "whisper", *flags, *map(str, audio)]


def errors(heard: dict[str, str]) -> str:
    """Word error rate over these recordings, against what was said."""
    wrong = spoken = 0
    for recording, text in heard.items():
        truth = json.loads((ROOT / "demo" / "truth" / f"{recording}.json").read_text())
        said = plain(" ".join(turn["text"] for turn in truth["turns"]))
        wrong += Levenshtein.distance(said, plain(text))
        spoken += len(said)
    return f"{wrong / max(1, spoken):.1%} word errors"


def plain(text: str) -> list[str]:
    """Words in small letters, without punctuation."""
    return re.findall(r"[\w'-]+", text.lower())


def main() -> None:
    """Print times, their ratio, real-time factors, coverage and word errors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, help="another checkpoint than the demo's")
    parser.add_argument("--only", default="", help="recordings of the demo whose path holds this")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = Study(prepare(folder))
        model = folder / "models" / "demo.pt"
        if arguments.model:
            shutil.copyfile(arguments.model, model)
        for path in study.inbox.rglob("*"):
            if path.is_file() and arguments.only not in str(path.relative_to(study.inbox)):
                path.unlink()
        ours = timed([*CASUS, "run", "--study", str(study.root)])
        loaded = [
            study.load(Verbatim, "heard", r.id) for r in study.recordings() if study.product("heard", r.id).exists()
        ]
        audio = {verbatim.recording.id: study.audio(verbatim.recording) for verbatim in loaded}
        (folder / "bin").mkdir()
        (folder / "bin" / "ffmpeg").symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
        options = read_settings(study.root).transcribe
        theirs = timed(whisper_command(model, options, folder / "whisper", audio.values()), folder / "bin")

        seconds = sum(verbatim.figures.duration for verbatim in loaded)
        speech = sum(verbatim.figures.speech for verbatim in loaded)
        worded = sum(verbatim.figures.worded for verbatim in loaded)
        retried = sum(verbatim.figures.windows_retried for verbatim in loaded)
        windows = sum(verbatim.figures.windows for verbatim in loaded)
        print(f"{len(loaded)} recordings, {seconds:.0f} s, {os.cpu_count()} cores")
        our_text = {verbatim.recording.id: " ".join(block.text for block in verbatim.blocks) for verbatim in loaded}
        files = {recording: folder / "whisper" / f"{recording}.json" for recording in audio}
        their_text = {recording: json.loads(path.read_text())["text"] for recording, path in files.items()}
        for title, cost, text in (("casus run", ours, our_text), ("whisper", theirs, their_text)):
            factor = f"real-time factor {cost.wall / seconds:.2f}"
            print(f"{title:10} {cost.wall:7.1f} s, processor {cost.processor:7.1f} s, {factor}, {errors(text)}")
        print(f"ratio      {ours.wall / theirs.wall:.2f} wall, {ours.processor / theirs.processor:.2f} processor")
        print(f"coverage   {worded / speech:.1%} of {speech:.0f} s of speech has words; {retried} of {windows} again")


if __name__ == "__main__":
    main()
