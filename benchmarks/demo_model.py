"""How well the demo speech model hears: word errors, names, and the moments of words.

Run from the repository root: `python -m benchmarks.demo_model`. It decodes as the pipeline does:
windows cut in pauses that Silero finds, one after the other, beam 5, a prompt with fillers.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import whisper
from faster_whisper.vad import VadOptions, get_speech_timestamps
from rapidfuzz.distance import Levenshtein

from demo.audio_files import read_audio, write_audio
from demo.casts import random_cast
from demo.corpus import RESERVED
from demo.perform import perform, truth_of, voices_for
from demo.script import ROLES, new_dialogue
from demo.speech import RATE, Audio
from demo.unpack import unpacked

PROMPT = "Eh, ja, nou, dat, dat weet ik uh niet."
DEMO = Path("demo")
_PAD = 0.2


@dataclass
class Score:
    """Counts over recordings; `late` holds the seconds between a word's true and heard start."""

    words: int = 0
    errors: int = 0
    right: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        names = self.right + sum(self.missed.values())
        late = np.abs(self.late) if self.late else np.zeros(1)
        return (
            f"{self.words} words, word error rate {self.errors / max(1, self.words):.1%}, "
            f"names right {self.right} of {names}, word starts off by "
            f"{np.median(late):.2f} s (median), {np.quantile(late, 0.95):.2f} s (95 %), "
            f"within a second {np.mean(late < 1):.1%}"
        )


def windows(audio: Audio, longest: float) -> list[tuple[float, float]]:
    """Start and end in seconds of windows that end in pauses and last `longest` seconds at most."""
    options = VadOptions(
        threshold=0.35,
        min_silence_duration_ms=200,
        speech_pad_ms=200,
        max_speech_duration_s=longest,
    )
    speech = get_speech_timestamps(audio, options, sampling_rate=RATE)
    merged: list[tuple[float, float]] = []
    for part in speech:
        start, end = part["start"] / RATE, part["end"] / RATE
        if merged and end - merged[-1][0] <= longest:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def hear(model: Any, audio: Audio, longest: float) -> list[tuple[str, float, float]]:
    """The words heard in a recording with their start and end in seconds."""
    words: list[tuple[str, float, float]] = []
    for start, end in windows(audio, longest):
        result = model.transcribe(
            audio[int(start * RATE) : int(end * RATE)],
            language="nl",
            beam_size=5,
            temperature=(0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
            condition_on_previous_text=False,
            word_timestamps=True,
            initial_prompt=PROMPT,
            fp16=False,
        )
        words += [
            (word["word"].strip(), start + word["start"], start + word["end"])
            for segment in result["segments"]
            for word in segment["words"]
        ]
    return words


def plain(word: str) -> str:
    """A word without case and punctuation."""
    return re.sub(r"[^\w']", "", word.lower())


def score(turns: list[dict[str, Any]], heard: list[tuple[str, float, float]], total: Score) -> None:
    """Adds one recording's words, names and word starts to the total."""
    said = [(plain(word), start) for turn in turns for word, start in turn["words"]]
    named = _named_words(turns)
    got = [(plain(word), start) for word, start, _ in heard if plain(word)]
    matched: dict[int, int] = {}
    blocks = Levenshtein.opcodes([w for w, _ in said], [w for w, _ in got])
    for block in blocks:
        if block.tag == "equal":
            pairs = zip(
                range(block.src_start, block.src_end),
                range(block.dest_start, block.dest_end),
                strict=True,
            )
            matched |= dict(pairs)
        else:
            total.errors += max(block.src_end - block.src_start, block.dest_end - block.dest_start)
    total.words += len(said)
    total.late += [got[there][1] - said[here][1] for here, there in matched.items()]
    for surface, places in named:
        if all(place in matched for place in places):
            total.right += 1
        else:
            total.missed[surface] += 1


def _named_words(turns: list[dict[str, Any]]) -> list[tuple[str, list[int]]]:
    """Every name spoken with the positions of its words in the recording."""
    found, before = [], 0
    for turn in turns:
        spans = [match.span() for match in re.finditer(r"\S+", turn["text"])]
        for name in turn["names"]:
            inside = [before + i for i, (a, b) in enumerate(spans) if a < name["end"] and name["start"] < b]
            found.append((name["surface"], inside))
        before += len(spans)
    return found


def demo_recordings() -> Iterable[tuple[str, Audio, list[dict[str, Any]]]]:
    """The committed recordings that can be heard, decoded from their files, with their truth."""
    for path in sorted((DEMO / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if truth.get("turns"):
            yield path.stem, read_audio(DEMO / "study" / truth["file"]), truth["turns"]


def new_recordings(count: int) -> Iterable[tuple[str, Audio, list[dict[str, Any]]]]:
    """Dialogues put together for casts that training never saw, through Opus, MP3 and AAC."""
    with tempfile.TemporaryDirectory() as folder:
        for index in range(count):
            seed, role = RESERVED + index, ROLES[index % len(ROLES)]
            cast = random_cast(seed)
            dialogue = new_dialogue(role, cast, seed)
            spoken = perform(dialogue, cast, voices_for(dialogue, cast, seed), seed)
            path = Path(folder) / f"{index}{('.opus', '.mp3', '.m4a')[index % 3]}"
            write_audio(path, spoken.audio)
            yield f"new {role} {seed}", read_audio(path), truth_of(spoken)


def main() -> None:
    """Command line: prints one line per recording and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=DEMO / "model" / "demo.pt.xz")
    parser.add_argument("--longest", type=float, default=7.0, help="longest window, seconds")
    parser.add_argument("--new", type=int, default=10, help="how many new dialogues")
    parser.add_argument("--show", action="store_true", help="print what was heard")
    args = parser.parse_args()
    with unpacked(args.model) as weights:
        model = whisper.load_model(str(weights), device="cpu")
    for title, recordings in (
        ("demo recordings", demo_recordings()),
        ("new dialogues", new_recordings(args.new)),
    ):
        total = Score()
        for name, audio, turns in recordings:
            one = Score()
            heard = hear(model, audio, args.longest)
            score(turns, heard, one)
            score(turns, heard, total)
            print(f"  {name}: {one.errors / max(1, one.words):.1%} {dict(one.missed)}", flush=True)
            if args.show:
                print("   ", " ".join(word for word, _, _ in heard))
        print(f"{title}, windows of {args.longest:g} s: {total}")
        print(f"  misheard: {dict(total.missed)}")


if __name__ == "__main__":
    main()
