"""Our whole pipeline beside the `whisper` command and plain faster-whisper: same checkpoint, audio, options and run.

python -m benchmarks.transcribe [--engine openai-whisper|faster-whisper] [--widened] [--window 28] [--same-windows]
                                [--only casus-01]

`casus run` takes a fresh copy of the demo study from inbox to release, with each engine; then the peers get the
recordings that were transcribed. With `--widened` the model has the size of whisper's `small` and computes the same.
The peers hear 30 s at a time, which the demo's model never learned; with `--window 28` we do as well, as with a real
model, and err as much as they. With `--same-windows` they are told where to listen, window by window as we do, so that
all hear well and do the same work. Processor seconds are printed too: beside other work, wall times say little.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from benchmarks.literal import covered, fillers_kept, word_errors
from benchmarks.widen import write_widened
from demo.prepare import ROOT, prepare
from pipeline.accounting import marked_blocks, thirds, windows
from pipeline.adapters.engines.conversion import converted
from pipeline.adapters.silero import Silero
from pipeline.config import TranscribeSettings, read_settings
from pipeline.model import Verbatim
from pipeline.recognisers.lexicon import is_word
from pipeline.store import Study, digest_of_file

CASUS = (sys.executable, "-c", "from pipeline.cli import main; main()")
ENGINES = ("openai-whisper", "faster-whisper")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of all processors together."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Run:
    """A study taken from inbox to release, the cost of all that comes after hearing, and of a run without work."""

    cost: Cost
    rest: Cost
    idle: Cost
    study: Study
    verbatims: tuple[Verbatim, ...]

    @property
    def texts(self) -> dict[str, str]:
        """What was heard in each recording."""
        return {v.recording.id: " ".join(block.text for block in v.blocks) for v in self.verbatims}


def timed(command: Sequence[str], path: Path | None = None) -> Cost:
    """Run a command to its end; with a folder in front of PATH it is somebody else's, and its progress bars go away."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if path else None)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def keep_only(only: str, study: Study) -> None:
    """Take out of the inbox what has not this in its path."""
    for path in study.inbox.rglob("*"):
        if path.is_file() and only not in str(path.relative_to(study.inbox)):
            path.unlink()


def run_study(folder: Path, engine: str, only: str, model: Path, window: float) -> Run:
    """The demo study with this engine and model, from inbox to release."""
    study = Study(prepare(folder))
    settings = study.root / "study.toml"
    text = settings.read_text().replace("[transcribe]", f'[transcribe]\nengine = "{engine}"', 1)
    text = text.replace("../models/demo.pt", str(model)).replace("window_seconds = 7.0", f"window_seconds = {window}")
    settings.write_text(text)
    keep_only(only, study)
    cost = timed([*CASUS, "run", "--study", str(study.root)])
    for after in ("find", "redact"):
        shutil.rmtree(study.work / "receipts" / after)
    rest, idle = (timed([*CASUS, "run", "--study", str(study.root)]) for _ in range(2))
    recordings = (r for r in study.recordings() if study.product("heard", r.id).exists())
    return Run(cost, rest, idle, study, tuple(study.load(Verbatim, "heard", recording.id) for recording in recordings))


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


def show(title: str, cost: Cost, seconds: float, texts: Mapping[str, str]) -> None:
    """One line: time, real-time factor, errors, fillers kept in each third."""
    thirds = ", ".join(f"{kept}/{spoken}" for kept, spoken in fillers_kept(dict(texts)))
    times = f"{cost.wall:7.1f} s, processor {cost.processor:7.1f} s, real-time factor {cost.wall / seconds:.3f}"
    print(f"{title:22} {times}, {word_errors(dict(texts)):.1%} word errors, fillers kept {thirds}", flush=True)


def account_for(engine: str, run: Run) -> None:
    """One line: what became of every second of speech, and what the rest of the pipeline costs beside hearing."""
    found = covered(run.verbatims)
    words, gaps, neither = (part / found.speech for part in (found.words, found.gaps, found.neither))
    again, windows_heard = (
        sum(getattr(v.figures, name) for v in run.verbatims) for name in ("windows_retried", "windows")
    )
    begun = time.process_time()
    for verbatim in run.verbatims:  # accounting, with the list of words it reads
        thirds(marked_blocks(verbatim.blocks, 0.3, is_word))
    beside = run.rest.processor - run.idle.processor + time.process_time() - begun
    share = beside / (run.cost.processor - beside)
    print(
        f"{engine}: {found.speech:.0f} s spoken: {words:.2%} in words, {gaps:.2%} in gaps, {neither:.2%} in neither; "
        f"{again} of {windows_heard} windows again; accounting and redaction cost {share:.1%} of hearing"
    )


def peers(
    folder: Path, model: Path, converted_model: Path, audio: Mapping[str, Path], clips: Mapping[str, str]
) -> dict[str, tuple[Cost, Path]]:
    """What the others cost, and where their texts are; `clips`: where to listen in each recording, empty: all of it."""
    for name in ("bin", "whisper", "faster-whisper"):
        (folder / name).mkdir(parents=True)
    (folder / "bin" / "ffmpeg").symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    options = read_settings(folder.parent / "first" / "study").transcribe
    told = options.prompt, json.dumps(clips), *map(str, audio.values())
    command = [sys.executable, "-m", "benchmarks.peers.run_whisper", str(model), str(folder / "whisper"), *told]
    commands = {
        "whisper": command if clips else whisper_command(model, options, folder / "whisper", audio.values()),
        "faster-whisper": [
            *(sys.executable, "-m", "benchmarks.peers.run_faster_whisper"),
            *(str(converted_model), str(folder / "faster-whisper"), *told),
        ],
    }
    return {name: (timed(command, folder / "bin"), folder / name) for name, command in commands.items()}


def clips_of(verbatims: Iterable[Verbatim], study: Study) -> dict[str, str]:
    """Where we listened, as the peers take it."""
    settings = read_settings(study.root).transcribe
    find_voice = Silero(settings.speech_threshold)
    found = {}
    for verbatim in verbatims:
        speech = find_voice(study.audio(verbatim.recording))
        parts = windows(speech, verbatim.figures.duration, settings)
        found[verbatim.recording.id] = ",".join(f"{part.start:.2f},{part.end:.2f}" for part in parts)
    return found


def main() -> None:
    """Print times, their ratios, word errors, fillers, coverage and the cost of everything but hearing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=ENGINES, action="append", help="one engine instead of both")
    parser.add_argument("--widened", action="store_true", help="the demo's model, the size of small")
    parser.add_argument("--only", default="", help="recordings of the demo whose path holds this")
    parser.add_argument("--window", type=float, default=7.0, help="seconds that are heard in one go")
    parser.add_argument("--same-windows", action="store_true", help="the peers listen where we do")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / "first")
        model = folder / "model.pt"
        demo = folder / "first" / "models" / "demo.pt"
        (write_widened if arguments.widened else shutil.copyfile)(demo, model)
        ready = converted(model, model.stem, digest_of_file(model))  # once for each model, as fetching is
        engines = arguments.engine or ENGINES
        options = arguments.only, model, arguments.window
        runs = {engine: run_study(folder / engine, engine, *options) for engine in engines}
        first = next(iter(runs.values()))
        audio = {v.recording.id: first.study.audio(v.recording) for v in first.verbatims}
        seconds = sum(verbatim.figures.duration for verbatim in first.verbatims)
        size = model.stat().st_size / 1e6
        print(f"{len(audio)} recordings, {seconds:.0f} s, {os.cpu_count()} cores, a model of {size:.0f} MB")
        for engine, run in runs.items():
            show(f"casus, {engine}", run.cost, seconds, run.texts)
        clips = clips_of(first.verbatims, first.study) if arguments.same_windows else {}
        others = peers(folder / "peers", model, ready, audio, clips)
        for peer, (cost, texts) in others.items():
            heard = {recording: json.loads((texts / f"{recording}.json").read_text())["text"] for recording in audio}
            show(peer, cost, seconds, heard)
        for engine, run in runs.items():
            for peer, (cost, _) in others.items():
                wall, processor = run.cost.wall / cost.wall, run.cost.processor / cost.processor
                print(f"casus with {engine} / {peer}: {wall:.2f} wall, {processor:.2f} processor")
            account_for(engine, run)


if __name__ == "__main__":
    main()
