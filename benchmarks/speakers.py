"""How well speakers are told apart, on made interviews with known turns, and what that costs.

    python -m benchmarks.speakers               a table of conditions, over several casts and voices
    python -m benchmarks.speakers --hours 6     one long recording: time and memory

The words and their times come from the truth, so no recogniser is at work: as in a transcript, no word starts before
the one before it ends. espeak's voices are no people: read the figures side by side, not as a promise.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.diarisation import Said, diarisation_errors, matched
from demo.casts import random_cast
from demo.perform import Performance, Turn, perform, voices_for
from demo.script import new_dialogue, read_dialogue, written_dialogues
from demo.speech import RATE, Audio
from pipeline.adapters.speakers.channels import Channels
from pipeline.adapters.speakers.finder import FinderProcess
from pipeline.model import Block, Figures, Recording, Verbatim, Word
from pipeline.ports import SpeakerFinder
from tests.studies import write_wav

ROLES = ("leraar", "kind", "hulpverlener", "ib")
TWO = [(role, seed) for role in ROLES for seed in (501, 502, 503)]  # seen by nobody while thresholds were chosen
THREE = [("ouders", seed) for seed in range(511, 517)]
_NOISE = 0.0008


@dataclass(frozen=True)
class Take:
    """A recording with its truth: sentences and words, each with who says it."""

    audio: Audio
    sentences: tuple[Said, ...]
    words: tuple[Said, ...]


@dataclass(frozen=True)
class Result:
    """One recording told apart."""

    rate: float
    missed: float
    confused: float
    words_right: float
    voices: int
    seconds: float
    length: float


def performance(role: str, seed: int, stereo: bool = False, exchanges: int = 10) -> Performance:
    """A made interview; "ouders" has three speakers."""
    cast = random_cast(seed)
    if role == "ouders":
        dialogue = read_dialogue(written_dialogues()[0], cast)
    else:
        dialogue = new_dialogue(role, cast, seed, exchanges)
    return perform(dialogue, cast, voices_for(dialogue, cast, seed), seed, stereo=stereo)


def take(made: Performance, seed: int, overlap: float = 0.0, pause: float | None = None) -> Take:
    """The performance with its turns laid anew: that share of all speech said together, and pauses this long."""
    shifts = _overlaps(made.turns, overlap, random.Random(seed))
    at, pieces, before = 0.5, [], made.turns[0]
    for number, turn in enumerate(made.turns):
        if number:
            rest = turn.start - before.end if pause is None else pause
            at += -shifts[number] if number in shifts else rest
        pieces.append((turn, at - turn.start))
        at, before = at + turn.end - turn.start, turn
    shape = (round((at + 0.5) * RATE), *made.audio.shape[1:])
    audio = np.random.default_rng(seed).normal(0, _NOISE, shape).astype(np.float32)
    for turn, shift in pieces:
        said = made.audio[round(turn.start * RATE) : round(turn.end * RATE)]
        audio[round((turn.start + shift) * RATE) :][: len(said)] += said
    return Take(
        audio,
        tuple((s.start + shift, s.end + shift, turn.speaker) for turn, shift in pieces for s in turn.sentences),
        tuple(sorted(word for turn, shift in pieces for word in _words(turn, shift))),
    )


def _overlaps(turns: Sequence[Turn], share: float, rng: random.Random) -> dict[int, float]:
    """Turns that start before the one before ends, and by how much."""
    left = share * sum(turn.end - turn.start for turn in turns)
    found: dict[int, float] = {}
    for number in rng.sample(range(1, len(turns)), len(turns) - 1):
        room = 0.45 * min(turn.end - turn.start for turn in turns[number - 1 : number + 1])
        found[number] = min(rng.uniform(0.3, 1.5), room, left)
        left -= found[number]
        if left <= 0:
            break
    return {number: shift for number, shift in found.items() if share}


def _words(turn: Turn, shift: float) -> Iterator[Said]:
    for sentence in turn.sentences:
        starts = [start for _, start in sentence.words] + [sentence.end]
        for start, end in pairwise(starts):
            yield start + shift, max(start + 0.02, end) + shift, turn.speaker


def verbatim_of(words: Sequence[Said], length: float) -> Verbatim:
    """What a recogniser would make of it: one word after another."""
    said: list[Word] = []
    for number, (start, end, _) in enumerate(words):
        first = max(start, said[-1].end or 0.0) if said else start
        said.append(Word(f"w{number:05}", "-", first, max(first, end)))
    recording = Recording("casus-01_leraar-1", "casus-01", "leraar", "", (), None, "0", ".wav", "audio")
    block = Block("b0001", "turn", tuple(said), said[0].start, said[-1].end)
    return Verbatim(recording, "nl", (block,), Figures(duration=length), "truth")


def told_apart(finder: SpeakerFinder, made: Take, count: int, folder: Path) -> Result:
    """What the finder makes of a take."""
    write_wav(folder / "take.wav", made.audio)
    length = len(made.audio) / RATE
    verbatim = verbatim_of(made.words, length)
    started = time.perf_counter()
    spoken = finder(folder / "take.wav", verbatim, count)
    seconds = time.perf_counter() - started
    found = [(by.stretch.start, by.stretch.end, by.speaker) for by in spoken]
    errors = diarisation_errors(made.sentences, found)
    together: dict[tuple[str, str], float] = {}
    for word, (_, _, who) in zip(verbatim.blocks[0].words, made.words, strict=True):
        pair = who, _said_by(word, found)
        together[pair] = together.get(pair, 0) + 1
    right = sum(together.get(pair, 0) for pair in matched(together).items()) / len(made.words)
    voices = len({who for _, _, who in found})
    return Result(
        errors.rate, errors.missed / errors.speech, errors.confused / errors.speech, right, voices, seconds, length
    )


def _said_by(word: Word, found: Sequence[Said]) -> str:
    start, end = word.start or 0.0, word.end or 0.0
    return max(found, key=lambda by: min(end, by[1]) - max(start, by[0]), default=(0.0, 0.0, ""))[2]


def table(folder: Path) -> None:
    """Every condition over all casts."""
    embeddings = FinderProcess("embeddings", Path())
    conditions: list[tuple[str, list[tuple[str, int]], float, float | None, bool, bool]] = [
        ("two voices", TWO, 0.0, None, True, False),
        ("two voices, 10 % together", TWO, 0.1, None, True, False),
        ("two voices, no pause at a change", TWO, 0.0, 0.05, True, False),
        ("two voices, count unknown", TWO, 0.0, None, False, False),
        ("three voices", THREE, 0.0, None, True, False),
        ("three voices, 10 % together", THREE, 0.1, None, True, False),
        ("three voices, told two", THREE, 0.0, None, True, False),
        ("two channels", TWO, 0.0, None, True, True),
        ("two channels, 10 % together", TWO, 0.1, None, True, True),
    ]
    print(f"{'':34}{'DER mean':>9}{'worst':>7}{'missed':>8}{'confused':>10}{'words':>7}{'worst':>7}{'cost':>7}  voices")
    for name, casts, overlap, pause, known, stereo in conditions:
        finder: SpeakerFinder = Channels() if stereo else embeddings
        results = []
        for role, seed in casts:
            made = take(performance(role, seed, stereo), seed, overlap, pause)
            count = 2 if name.endswith("told two") else len({who for _, _, who in made.words})
            results.append(told_apart(finder, made, count if known else 0, folder))
        print(f"{name:34}{_row(results)}", flush=True)
    embeddings.close()


def _row(results: Sequence[Result]) -> str:
    def mean(what: Callable[[Result], float]) -> float:
        return fmean(map(what, results))

    cost = sum(result.seconds for result in results) / sum(result.length for result in results)
    return (
        f"{mean(lambda r: r.rate):>9.1%}{max(r.rate for r in results):>7.1%}"
        f"{mean(lambda r: r.missed):>8.1%}{mean(lambda r: r.confused):>10.1%}"
        f"{mean(lambda r: r.words_right):>7.1%}{min(r.words_right for r in results):>7.1%}{cost:>7.3f}  "
        + " ".join(str(result.voices) for result in results)
    )


def long(hours: float, folder: Path) -> None:
    """One recording of so many hours: the same interview over and over."""
    once = take(performance("leraar", 2), 2)
    length = len(once.audio) / RATE
    times = round(hours * 3600 / length)
    words = [(s + n * length, e + n * length, who) for n in range(times) for s, e, who in once.words]
    made = replace(once, audio=np.tile(once.audio, times), words=tuple(words))
    finder = FinderProcess("embeddings", Path())
    write_wav(folder / "take.wav", made.audio)
    started = time.perf_counter()
    spoken = finder(folder / "take.wav", verbatim_of(words, times * length), 2)
    seconds = time.perf_counter() - started
    status = Path(f"/proc/{finder.pid}/status").read_text(encoding="utf-8")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    finder.close()
    voices = len({by.speaker for by in spoken})
    print(f"{times * length / 3600:.1f} hours: {seconds:.0f} s, {seconds / times / length:.3f} of its length, ", end="")
    print(f"{peak:.0f} MB at most, {len(words)} words, {voices} voices")


def main() -> None:
    """Print the table, or what a long recording costs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=float, default=0.0)
    hours = options.parse_args().hours
    with tempfile.TemporaryDirectory() as folder:
        if hours:
            long(hours, Path(folder))
        else:
            table(Path(folder))


if __name__ == "__main__":
    main()
