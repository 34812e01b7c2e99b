"""Training speech for the demo model: the dialogues spoken again and again by other casts.

Writes `speech.i16` (mono 16 kHz samples, one recording after another) and `index.json` to a folder.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from demo.audio_files import read_audio, write_audio
from demo.casts import Cast, random_cast
from demo.perform import Performance, perform, voices_for
from demo.script import FOLDER, ROLES, Dialogue, Line, new_dialogue, read_dialogue, written_dialogues
from demo.speech import RATE, Audio

RESERVED = 900_000
"""Seeds from here on are for measuring and never for training."""

_SUFFIXES = (".opus", ".mp3", ".m4a")
_DRILLS = 14
_NICKNAMED = 0.8


@dataclass(frozen=True)
class Heard:
    """A sentence of the corpus: its text, its first and last sample, its word starts in seconds."""

    text: str
    first: int
    last: int
    words: tuple[float, ...]


def training_dialogues(count: int, first_seed: int = 0, drills: bool = False) -> Iterator[tuple[int, Dialogue, Cast]]:
    """Seeds, dialogues and casts: written, assembled and name drills in turn, or drills only."""
    written = written_dialogues()
    for seed in range(first_seed, first_seed + count):
        cast = random_cast(seed)
        kind = 4 if drills else seed % 5
        if kind in (0, 1):
            path = written[(seed // 5 * 2 + kind) % len(written)]
            yield seed, read_dialogue(path, cast), cast
        elif kind in (2, 3):
            role = ROLES[(seed // 5 * 2 + kind) % len(ROLES)]
            yield seed, new_dialogue(role, cast, seed, exchanges=10), cast
        else:
            yield seed, name_drill(seed), cast


def name_drill(seed: int) -> Dialogue:
    """Lines of many dialogues, each with a new cast: full of names, and no story to guess them by.

    Nicknames are rare elsewhere, so those who have one, and the dialogue that asks for it, are preferred.
    """
    rng = random.Random(f"drill {seed}")
    lines: list[Line] = []
    for _ in range(_DRILLS):
        other = random_cast(rng.randrange(RESERVED))
        while not other.people["kind"].nickname and rng.random() < _NICKNAMED:
            other = random_cast(rng.randrange(RESERVED))
        if other.people["kind"].nickname and rng.random() < 0.6:
            dialogue = read_dialogue(FOLDER / "04_kind.txt", other)
        elif rng.random() < 0.5:
            dialogue = read_dialogue(rng.choice(written_dialogues()), other)
        else:
            dialogue = new_dialogue(rng.choice(ROLES), other, rng.randrange(RESERVED))
        lines += _named_lines(dialogue, other.people["kind"].nickname, rng)
    part = rng.choice(["moeder", "vader", "kind", "leraar"])
    return Dialogue("kind", {"R": part}, tuple(lines))


def _named_lines(dialogue: Dialogue, nickname: str, rng: random.Random) -> list[Line]:
    """Two lines with names, one of them with the nickname where it is said at all."""
    named = [line for line in dialogue.lines if line.names]
    nicknamed = [line for line in named if any(name.surface == nickname for name in line.names)]
    chosen = rng.sample(nicknamed, min(1, len(nicknamed))) + rng.sample(named, min(2, len(named)))
    return [Line("I" if rng.random() < 0.3 else "R", line.text, line.names) for line in chosen[:2]]


def coded(audio: Audio, suffix: str, folder: Path) -> Audio:
    """The samples after a round trip through a compressed format, same shape."""
    path = folder / f"speech{suffix}"
    write_audio(path, audio)
    back = read_audio(path)[: len(audio)]
    return np.pad(back, (0, len(audio) - len(back)))


def sentences_of(performance: Performance, offset: int) -> list[Heard]:
    """The sentences of a recording that begins at sample `offset` of the corpus."""
    return [
        Heard(
            sentence.text,
            offset + round(sentence.start * RATE),
            offset + round(sentence.end * RATE),
            tuple(round(start - sentence.start, 3) for _, start in sentence.words),
        )
        for turn in performance.turns
        for sentence in turn.sentences
    ]


def write_corpus(folder: Path, count: int, first_seed: int, drills: bool, coded_share: float = 0.5) -> None:
    """Writes `count` recordings to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    index: list[list[list[object]]] = []
    offset = 0
    with tempfile.TemporaryDirectory() as scratch, (folder / "speech.i16").open("wb") as file:
        for seed, dialogue, cast in training_dialogues(count, first_seed, drills):
            rng = random.Random(f"corpus {seed}")
            noise = rng.choice([0.0, 0.0008, 0.0008, 0.003])
            voices = voices_for(dialogue, cast, seed)
            performance = perform(dialogue, cast, voices, seed, noise=noise)
            audio = performance.audio
            if rng.random() < coded_share:
                audio = coded(audio, rng.choice(_SUFFIXES), Path(scratch))
            (np.clip(audio, -1, 1) * 32767).astype("<i2").tofile(file)
            heard = sentences_of(performance, offset)
            index.append([[h.text, h.first, h.last, h.words] for h in heard])
            offset += len(audio)
    (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")


def read_corpus(
    folder: Path,
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int16]], list[list[Heard]]]:
    """The samples (memory-mapped int16, 16 kHz) and the sentences of every recording."""
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    recordings = [[Heard(t, a, b, tuple(w)) for t, a, b, w in recording] for recording in index]
    return np.memmap(folder / "speech.i16", np.int16, "r"), recordings


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--recordings", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--drills", action="store_true", help="nothing but name drills")
    args = parser.parse_args()
    write_corpus(args.folder, args.recordings, args.first_seed, args.drills)


if __name__ == "__main__":
    main()
