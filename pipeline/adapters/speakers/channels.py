"""Who spoke when, in a recording that gave each person a channel."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from itertools import groupby
from math import log10
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np

from pipeline.adapters.sound import samples, seconds
from pipeline.model import Verbatim, Word
from pipeline.ports import SpokenBy, Stretch

_APART = 6.0  # decibels between two speakers: less is one room, heard twice
_UNSURE = 2.0  # decibels from the middle: such a word is given to who spoke before it
_SILENT = 1e-7  # power of a channel in which nothing is heard
_SAME = 0.95  # correlation from which one channel is a copy of the other
_LAG = 0.5  # seconds by which a copy may be later
_BLOCK, _BLOCKS = 10.0, 20  # seconds compared in one go, and how many times, spread over the recording


class Channels:
    """Tells two speakers apart by the channel that is louder; says nothing where channels do not differ."""

    identity = f"channels, {_APART:.0f} dB apart, unsure within {_UNSURE:.0f} dB, correlation under {_SAME}"

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        """Who spoke when. Empty for mono, and for one sound in both channels, be it louder or later in one."""
        words = [word for block in verbatim.blocks for word in block.words]
        with wave.open(str(audio), "rb") as stream:
            if stream.getnchannels() != 2 or _is_copy(stream):
                return ()
            louder = [_louder(stream, word) for word in words]
        middle = _middle(louder)
        if middle is None:
            return ()
        sides = _sides(louder, middle)
        runs = groupby(zip(words, sides, strict=True), key=lambda pair: pair[1])
        return tuple(_spoken("S1" if side == sides[0] else "S2", [word for word, _ in run]) for side, run in runs)

    def close(self) -> None:
        """Nothing to end."""


def _is_copy(stream: wave.Wave_read) -> bool:
    """Whether one channel is the other, at one loudness and one delay throughout."""
    rate, last = stream.getframerate(), max(0.0, seconds(stream) - _BLOCK)
    size, reach = 2 * int(_BLOCK * rate), int(_LAG * rate)
    together, power = np.zeros(size // 2 + 1, np.complex128), np.zeros(2)
    for start in np.linspace(0.0, last, _BLOCKS if last else 1):
        heard = samples(stream, float(start), float(start) + _BLOCK)
        first, second = np.fft.rfft(heard, size, axis=0).T
        together += first.conj() * second
        power += (heard.astype(np.float64) ** 2).sum(axis=0)
    at_lag = np.abs(np.fft.irfft(together))
    highest = max(at_lag[: reach + 1].max(), at_lag[-reach:].max())
    return bool(highest > _SAME * np.sqrt(power.prod()))


def _louder(stream: wave.Wave_read, word: Word) -> float:
    """How much louder the first channel is than the second while this word is said, in decibels."""
    start = word.start or 0.0
    heard = samples(stream, start, max(word.end or 0.0, start + 0.05))
    if not len(heard):
        return 0.0
    first, second = (heard**2).mean(axis=0) + _SILENT
    return 10 * log10(first / second)


def _middle(louder: Sequence[float]) -> float | None:
    """What parts the words in two groups; None where they are one."""
    if len(louder) < 4:
        return None
    low, high = min(louder), max(louder)
    for _ in range(10):
        middle = (low + high) / 2
        below = [value for value in louder if value <= middle]
        above = [value for value in louder if value > middle]
        if min(len(below), len(above)) < 2:
            return None
        low, high = fmean(below), fmean(above)
    spread = max(pstdev(below), pstdev(above))
    return (low + high) / 2 if high - low >= max(_APART, 2 * spread) else None


def _sides(louder: Sequence[float], middle: float) -> list[bool]:
    """For each word whether it was said into the first channel."""
    sides: list[bool] = []
    for value in louder:
        unsure = sides and abs(value - middle) < _UNSURE
        sides.append(sides[-1] if unsure else value > middle)
    return sides


def _spoken(speaker: str, words: Sequence[Word]) -> SpokenBy:
    return SpokenBy(Stretch(words[0].start or 0.0, words[-1].end or 0.0), speaker)
