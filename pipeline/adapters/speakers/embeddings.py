"""Voices told apart by a small network that comes inside a wheel: embeddings of windows, clustered, then per word."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError
from importlib.metadata import files as files_of
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.adapters.answering import Answering, Json
from pipeline.adapters.sound import samples

if TYPE_CHECKING:
    import torch

    from pipeline.adapters.speakers.network import VoiceNetwork

HOW = "make speakers"
_JOINED = 0.3  # seconds: words this near are one piece of speech
_LONGEST = 60.0  # seconds of a piece looked at in one go
_HOP = 30  # frames between windows
_SHORTEST = 0.6  # seconds: shorter windows say too little to cluster by
_BATCH = 64
_MOST = 2000  # windows that are clustered; of a longer recording, as many spread evenly

Times = NDArray[np.float64]


def files(_models: Path) -> tuple[Path, ...]:
    """The weights inside the installed package, which itself is never imported; its usual place where it is absent."""
    try:
        found = [Path(str(file.locate())) for file in files_of("resemblyzer") or () if file.name == "pretrained.pt"]
    except PackageNotFoundError:
        found = []
    return tuple(found)


def load(order: Json) -> Answering:
    """What tells voices apart, with the network in memory. One thread: the sums then never depend on the machine."""
    import torch

    from pipeline.adapters.speakers.network import VoiceNetwork

    torch.set_num_threads(1)
    network = VoiceNetwork(Path(order["files"][0]))

    def answer(question: Json) -> Json:
        words = np.array(question["words"], np.float64).reshape(-1, 2)
        return {"spoken": _spoken(network, question["audio"], words, question["count"]) if len(words) else []}

    return answer


def _spoken(network: VoiceNetwork, audio: str, words: Times, count: int) -> list[list[float]]:
    """[start, end, voice] of each run of words by one voice; nothing where there is too little to tell voices by."""
    from pipeline.adapters.speakers.clustering import assign, voices

    times, windows = _windows(network, audio, _pieces(words))
    long = np.flatnonzero(times[:, 1] - times[:, 0] >= _SHORTEST)
    middles = voices(windows[_some(long if len(long) > 1 else np.arange(len(times)))].astype(np.float32), count)
    if len(middles) < count:
        return []
    parts = np.array_split(windows, 1 + len(windows) // _MOST)
    scores = _of_words(words, times, np.concatenate([part.astype(np.float32) @ middles.T for part in parts]))
    pauses = np.concatenate([[0.0], words[1:, 0] - words[:-1, 1]])
    said = assign(scores, pauses)
    runs = np.split(np.arange(len(words)), np.flatnonzero((np.diff(said) != 0) | (pauses[1:] >= _JOINED)) + 1)
    return [[float(words[run[0], 0]), float(words[run, 1].max()), int(said[run[0]])] for run in runs]


def _some(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """At most so many of these, spread evenly."""
    kept: NDArray[np.int64] = numbers[np.linspace(0, len(numbers) - 1, min(len(numbers), _MOST)).round().astype(int)]
    return kept


def _pieces(words: Times) -> list[tuple[float, float]]:
    """Speech without a pause in it, in seconds."""
    found: list[tuple[float, float]] = []
    for start, end in words.tolist():
        if found and start - found[-1][1] < _JOINED and end - found[-1][0] < _LONGEST:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _windows(
    network: VoiceNetwork, audio: str, pieces: Sequence[tuple[float, float]]
) -> tuple[Times, NDArray[np.float16]]:
    """Times of each window (n, 2), and its embedding (n, 256) in half precision. Audio is read a piece at a time."""
    times: list[tuple[float, float]] = []
    done: list[tuple[list[int], NDArray[np.float16]]] = []
    waiting: dict[int, list[tuple[int, torch.Tensor]]] = {}  # by length: windows of one length go together

    def flush(length: int) -> None:
        import torch

        numbers, mels = zip(*waiting.pop(length), strict=True)
        done.append((list(numbers), network.embed(torch.stack(mels)).astype(np.float16)))

    with wave.open(audio, "rb") as stream:
        for start, end in pieces:
            for first, last, mel in _of_piece(network, stream, start, end):
                waiting.setdefault(len(mel), []).append((len(times), mel))
                times.append((first, last))
                if len(waiting[len(mel)]) == _BATCH:
                    flush(len(mel))
    for length in list(waiting):
        flush(length)
    found = np.empty((len(times), done[0][1].shape[1]), np.float16)
    for numbers, embedded in done:
        found[numbers] = embedded
    return np.array(times), found


def _of_piece(
    network: VoiceNetwork, stream: wave.Wave_read, start: float, end: float
) -> Iterator[tuple[float, float, torch.Tensor]]:
    """Start, end and mel frames of each window of a piece; one shorter window where it is short."""
    from pipeline.adapters.speakers.network import FRAME, RATE, WINDOW

    mono = samples(stream, start, end).mean(axis=1) if end > start else np.zeros(0, np.float32)
    mel = network.mel(np.pad(mono, (0, max(0, 4 * FRAME - len(mono)))))
    last = max(0, len(mel) - WINDOW)
    for at in [*range(0, last, _HOP), last]:
        part = mel[at : at + WINDOW].clone()
        yield start + at * FRAME / RATE, start + (at + len(part) - 1) * FRAME / RATE, part


def _of_words(words: Times, times: Times, scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores of each word: those of the windows over its middle, the nearer a window's own middle the more."""
    middles = words.mean(axis=1)
    centres, halves = times.mean(axis=1), np.maximum(0.05, (times[:, 1] - times[:, 0]) / 2)
    found = np.empty((len(words), scores.shape[1]))
    first = np.searchsorted(centres, middles - halves.max(), "left")
    last = np.searchsorted(centres, middles + halves.max(), "right")
    for word, (low, high, middle) in enumerate(zip(first, last, middles, strict=True)):
        weights = np.maximum(0, 1.05 - np.abs(centres[low:high] - middle) / halves[low:high]) ** 3
        if not weights.any():
            low = int(np.abs(centres - middle).argmin())
            high, weights = low + 1, np.ones(1)
        found[word] = weights @ scores[low:high] / weights.sum()
    return found
