"""Batches for training the demo model: stretches of the corpus as spectrograms, tokens and times."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import whisper
from numpy.typing import NDArray
from torch import Tensor
from whisper.tokenizer import Tokenizer

from demo.corpus import Heard
from demo.speech import RATE

PROMPT = "Eh, ja, nou, dat, dat weet ik uh niet."
FRAMES_A_SECOND = 50
"""Encoder frames, after the convolution that halves the spectrogram's 100 a second."""

_IGNORE = -100
_AT_COMMA = 0.15
_ROUNDED_TOKENS = 16


@dataclass(frozen=True)
class Window:
    """A stretch of speech to learn: samples, and sentences with seconds within the stretch.

    Each sentence is (start, end, words) with words as (word, start).
    """

    audio: NDArray[np.float32]
    sentences: tuple[tuple[float, float, tuple[tuple[str, float], ...]], ...]


@dataclass(frozen=True)
class Batch:
    """What one step learns from.

    `mel` (n, 80, 2 frames); `inputs` and `targets` (n, tokens), targets -100 where nothing is
    learned; `spans` (n, tokens, 2) the encoder frames in which each target is spoken, or -1.
    """

    mel: Tensor
    inputs: Tensor
    targets: Tensor
    spans: Tensor


def cut_window(samples: NDArray[np.int16], recording: Sequence[Heard], longest: float, rng: random.Random) -> Window:
    """A stretch of whole sentences of at most `longest` seconds, sometimes cut at a comma."""
    first = rng.randrange(len(recording))
    last = first
    while last + 1 < len(recording) and (recording[last + 1].last - recording[first].first) / RATE < longest - 0.6:
        last += 1
    before = recording[first - 1].last if first else max(0, recording[first].first - RATE)
    after = recording[last + 1].first if last + 1 < len(recording) else recording[last].last + RATE
    start = recording[first].first - int(rng.uniform(0.02, 0.5) * RATE)
    start = max(start, (before + recording[first].first) // 2, 0)
    end = recording[last].last + int(rng.uniform(0.02, 0.5) * RATE)
    end = min(end, (after + recording[last].last) // 2, len(samples))
    timed = [
        [(word, heard.first / RATE + at) for word, at in zip(heard.text.split(), heard.words, strict=True)]
        for heard in recording[first : last + 1]
    ]
    ends = [heard.last / RATE for heard in recording[first : last + 1]]
    if rng.random() < _AT_COMMA and (at := _comma(timed[0], rng)):
        timed[0] = timed[0][at:]
        start = int((timed[0][0][1] - 0.12) * RATE)
    if rng.random() < _AT_COMMA and (at := _comma(timed[-1], rng)):
        ends[-1] = timed[-1][at][1] - 0.15
        timed[-1] = timed[-1][:at]
        end = int((ends[-1] + 0.08) * RATE)
    audio = samples[start:end].astype(np.float32) / np.float32(32768)
    begin = start / RATE
    return Window(
        _disturbed(audio, rng),
        tuple(
            (words[0][1] - begin, stop - begin, tuple((word, at - begin) for word, at in words))
            for words, stop in zip(timed, ends, strict=True)
        ),
    )


def make_batch(
    windows: Sequence[Window],
    frames: int,
    tokenizer: Tokenizer,
    ids: dict[int, int],
    rng: random.Random,
) -> Batch:
    """Windows as one batch of `frames` encoder frames; `ids` maps whisper's tokens to the rows used.

    The spectrogram is filled up with zeros, as whisper's `transcribe` does.
    """
    mel = torch.zeros(len(windows), 80, 2 * frames)
    rows: list[tuple[list[int], list[int], list[tuple[int, int]]]] = []
    for row, window in enumerate(windows):
        length = min(2 * frames, len(window.audio) // 160)
        mel[row, :, :length] = whisper.log_mel_spectrogram(window.audio, padding=400)[:, :length]
        rows.append(_tokens(window, tokenizer, ids, rng))
    longest = max(len(inputs) for inputs, _, _ in rows)
    longest = -(-longest // _ROUNDED_TOKENS) * _ROUNDED_TOKENS
    end = ids[tokenizer.eot]
    return Batch(
        mel,
        torch.tensor([a + [end] * (longest - len(a)) for a, _, _ in rows]),
        torch.tensor([b + [_IGNORE] * (longest - len(b)) for _, b, _ in rows]),
        torch.tensor([c + [(-1, -1)] * (longest - len(c)) for _, _, c in rows]),
    )


def text_tokens(tokenizer: Tokenizer, text: str) -> list[int]:
    """The tokens of a sentence as whisper writes it, with a space before."""
    return list(tokenizer.encode(" " + text))


def _tokens(
    window: Window, tokenizer: Tokenizer, ids: dict[int, int], rng: random.Random
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    timestamps = rng.random() < 0.75
    # Word times come from a pass without timestamps and without prompt: that must be learned too.
    prompted = rng.random() < (0.85 if timestamps else 0.3)
    head = [tokenizer.sot_prev, *text_tokens(tokenizer, PROMPT)] if prompted else []
    head += list(tokenizer.sot_sequence) + ([] if timestamps else [tokenizer.no_timestamps])
    body: list[int] = []
    spans: list[tuple[int, int]] = []
    for start, end, words in window.sentences:
        if timestamps:
            body.append(tokenizer.timestamp_begin + max(0, round(start / 0.02)))
            spans.append((-1, -1))
        for index, (word, at) in enumerate(words):
            until = words[index + 1][1] if index + 1 < len(words) else end
            tokens = text_tokens(tokenizer, word)
            body += tokens
            spans += [_frames(at, until, place, len(tokens)) for place in range(len(tokens))]
        if timestamps:
            body.append(tokenizer.timestamp_begin + min(1500, round(end / 0.02)))
            spans.append((-1, -1))
    sequence = [ids[token] for token in [*head, *body, tokenizer.eot]]
    skip = len(head) - 1
    return (
        sequence[:-1],
        [_IGNORE] * skip + sequence[skip + 1 :],
        [(-1, -1)] * skip + spans + [(-1, -1)],
    )


def _frames(start: float, end: float, place: int, pieces: int) -> tuple[int, int]:
    """First and last frame of the `place`-th of the equal pieces of a word, with a little room."""
    length = max(0.08, end - start) / pieces
    first = start + place * length
    return (
        max(0, int((first - 0.06) * FRAMES_A_SECOND)),
        int((first + length + 0.06) * FRAMES_A_SECOND),
    )


def _comma(words: Sequence[tuple[str, float]], rng: random.Random) -> int:
    """The position after one of the sentence's commas, or 0."""
    places = [i + 1 for i, (word, _) in enumerate(words[:-1]) if word.endswith(",")]
    return rng.choice(places) if places else 0


def _disturbed(audio: NDArray[np.float32], rng: random.Random) -> NDArray[np.float32]:
    audio = audio * np.float32(rng.uniform(0.4, 1.3))
    if rng.random() < 0.5:
        draw = np.random.default_rng(rng.randrange(2**31))
        noise = draw.normal(0, rng.uniform(0.0002, 0.004), len(audio))
        audio = audio + noise.astype(np.float32)
    return audio
