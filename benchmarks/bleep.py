"""How much of every name spoken in the demo is gone from its sound: `python -m benchmarks.bleep STUDY`.

The study is a demo study after `casus run` and `casus bleep --all`. A name's time is from the start of its first word
to the start of the word behind its last, as the computer voice spoke them.
"""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np

from demo.prepare import ROOT

_HEARD = 0.05  # seconds; less is no syllable
_FRAME = 0.01  # seconds
_LOUD = 32768 * 10 ** (-50 / 20)  # the room's noise is at -61 decibels, voices are about -25


def kept(study: Path, recording: str) -> Any:
    """For every hundredth of a second whether a voice of the recording is still there."""
    case, _, name = recording.partition("_")
    files = (study / "vault" / "audio" / f"{recording}.wav", study / "sound" / case / f"{name}.wav")
    before, after = map(frames, files)
    loud = np.sqrt((before.astype(float) ** 2).mean(axis=1)).max(axis=1) > _LOUD
    return loud & ((before == after).mean(axis=(1, 2)) > 0.5)


def frames(path: Path) -> Any:
    """Samples, shape (frame, sample, channel)."""
    with wave.open(str(path), "rb") as stream:
        size, channels = round(_FRAME * stream.getframerate()), stream.getnchannels()
        data = np.frombuffer(stream.readframes(stream.getnframes()), "<i2")
    return data[: len(data) // (size * channels) * size * channels].reshape(-1, size, channels)


def names(truth: dict[str, Any]) -> list[tuple[float, float]]:
    """When each name was spoken."""
    found = []
    for turn in truth["turns"]:
        at, places = 0, []
        for word, start in turn["words"]:
            begin = turn["text"].index(word, at)
            at = begin + len(word)
            places.append((begin, at, start))
        ends = [*(start for _, _, start in places[1:]), turn["end"]]
        for name in turn["names"]:
            touched = [n for n, (begin, end, _) in enumerate(places) if begin < name["end"] and name["start"] < end]
            found.append((places[touched[0]][2], ends[touched[-1]]))
    return found


def main() -> None:
    """A line for each recording, and the sum."""
    study = Path(sys.argv[1])
    spoken = gone = 0
    left_over = 0.0
    for path in sorted((study / "sound").rglob("*.wav")):
        recording = f"{path.parent.name}_{path.stem}"
        truth = json.loads((ROOT / "demo" / "truth" / f"{recording}.json").read_text(encoding="utf-8"))
        stays = kept(study, recording)
        left = [stays[round(start / _FRAME) : round(end / _FRAME)].sum() * _FRAME for start, end in names(truth)]
        spoken, gone = spoken + len(left), gone + sum(seconds < _HEARD for seconds in left)
        left_over = max(left_over, *left)
        print(f"{recording:26} names {len(left):3}  left: {[float(round(s, 2)) for s in left if s >= _HEARD]}")
    print(f"names gone: {gone} of {spoken}; most that is left of one: {left_over:.2f} s")


if __name__ == "__main__":
    main()
