"""How much of what was spoken in the demo stands in a transcript: words, fillers, seconds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from demo.prepare import ROOT
from pipeline.model import Verbatim
from pipeline.verbatim import is_filler

LONGEST_WORD = 3.0  # seconds; a longer one covers nothing
BESIDE = 1.0  # seconds of speech without words that count with the word beside them, as `gap_seconds` has it
_STEP = 100  # steps a second


@dataclass(frozen=True)
class Covered:
    """Seconds of speech, as the synthesis made it, and what stands for them."""

    speech: float
    words: float
    gaps: float

    @property
    def neither(self) -> float:
        """Seconds that vanished."""
        return self.speech - self.words - self.gaps


@cache
def turns(recording: str) -> list[dict[str, Any]]:
    """What was really said."""
    truth = json.loads((ROOT / "demo" / "truth" / f"{recording}.json").read_text())
    said: list[dict[str, Any]] = truth["turns"]
    return said


def word_errors(texts: dict[str, str]) -> float:
    """Word error rate over these recordings, against what was said."""
    wrong = spoken = 0
    for recording, text in texts.items():
        said = plain(" ".join(turn["text"] for turn in turns(recording)))
        wrong += Levenshtein.distance(said, plain(text))
        spoken += len(said)
    return wrong / max(1, spoken)


def fillers_kept(texts: dict[str, str]) -> tuple[tuple[int, int], ...]:
    """For each third of the recordings: fillers that stand where they were spoken, and fillers spoken."""
    counts = [[0, 0] for _ in range(3)]
    for recording, text in texts.items():
        said = plain(" ".join(turn["text"] for turn in turns(recording)))
        heard = plain(text)
        kept = {
            at
            for block in Levenshtein.opcodes(said, heard)
            if block.tag == "equal"
            for at in range(block.src_start, block.src_end)
        }
        for at, word in enumerate(said):
            if is_filler(word):
                counts[3 * at // len(said)][0] += at in kept
                counts[3 * at // len(said)][1] += 1
    return tuple((kept, spoken) for kept, spoken in counts)


def covered(verbatims: Iterable[Verbatim]) -> Covered:
    """What became of every second of speech."""
    total = np.zeros(3)
    for verbatim in verbatims:
        length = int(verbatim.figures.duration * _STEP) + _STEP
        speech = _line(((turn["start"], turn["end"]) for turn in turns(verbatim.recording.id)), length)
        times = [(w.start or 0.0, w.end or 0.0) for block in verbatim.blocks for w in block.words]
        worded = _line((t for t in times if t[1] - t[0] <= LONGEST_WORD), length)
        gaps = _line(((b.start or 0.0, b.end or 0.0) for b in verbatim.blocks if b.kind == "gap"), length) & ~worded
        worded |= _short(speech & ~worded & ~gaps)
        total += [speech.sum(), (speech & worded).sum(), (speech & gaps).sum()]
    return Covered(*(float(value) / _STEP for value in total))


def plain(text: str) -> list[str]:
    """Words in small letters, without punctuation."""
    return re.findall(r"[\w'-]+", text.lower())


def _line(stretches: Iterable[tuple[float, float]], length: int) -> NDArray[np.bool_]:
    line = np.zeros(length, bool)
    for start, end in stretches:
        line[int(start * _STEP) : int(np.ceil(end * _STEP))] = True
    return line


def _short(line: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The stretches of a line that are shorter than `BESIDE`."""
    found = np.zeros_like(line)
    edges: Sequence[int] = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(int))).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found[start:end] = end - start < BESIDE * _STEP
    return found
