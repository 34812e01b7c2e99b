"""Trains the demo speech model on the corpus, from given weights or from nothing.

`python -m demo.train_model CORPUS... --start WEIGHTS --minutes 45 --out demo/model/demo.pt.xz`

Two workers, each with a copy of the weights, learn side by side and never wait for each other.
"""

from __future__ import annotations

import argparse
import math
import random
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor, nn
from whisper.model import Whisper
from whisper.tokenizer import get_tokenizer

from demo.corpus import Heard, read_corpus
from demo.small_model import FRAMES, Rows, encoded, new_model, off_the_mark, save, take_weights, watch_attention
from demo.speech import RATE
from demo.windows import FRAMES_A_SECOND, Batch, Window, cut_window, make_batch

_WORKERS = 2
_REPLAYS, _KEPT = 3, 25
"""The encoder costs most: each batch goes through the decoder some three times more."""
_SAVED_EVERY = 420


@dataclass(frozen=True)
class Size:
    """A shape of batch: encoder frames (50 a second), windows in it, their longest seconds."""

    frames: int
    windows: int
    longest: tuple[float, float]


SHORT = Size(250, 20, (1.5, 4.9))
MIDDLE = Size(400, 12, (4.0, 7.9))
LONG = Size(480, 10, (5.5, 9.4))
FRAME = Size(FRAMES, 4, (2.0, 9.4))
"""Whisper's own 30 s frame, mostly empty. Few sizes: each one is compiled anew."""


@dataclass(frozen=True)
class Stage:
    """A part of training until the share `until` of the time; `sizes` with the chance of each.

    `blanked` is the share of the decoder's words that it does not get to see, so that it listens.
    """

    until: float
    sizes: tuple[tuple[Size, float], ...]
    blanked: float


STAGES = (
    Stage(0.08, ((SHORT, 1.0),), 0.15),
    Stage(0.75, ((SHORT, 0.30), (MIDDLE, 0.40), (LONG, 0.27), (FRAME, 0.03)), 0.12),
    Stage(1.01, ((SHORT, 0.15), (MIDDLE, 0.40), (LONG, 0.30), (FRAME, 0.15)), 0.05),
)
"""Short windows lock the attention to the sound; the last stage learns whisper's frame."""


def train(
    corpora: list[tuple[NDArray[np.int16], list[list[Heard]]]],
    start: Path | None,
    minutes: float,
    out: Path,
    rate: float,
) -> None:
    """Trains for so many minutes; leaves what there is in `out` every seven."""
    torch.manual_seed(1)
    tokenizer = get_tokenizer(True, language="nl", task="transcribe")
    sentences = {heard.text for _, index in corpora for recording in index for heard in recording}
    rows = Rows(tokenizer, sentences)
    model = new_model(len(rows))
    if start:
        take_weights(model, start, rows)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    began = saved = time.monotonic()
    losses: list[tuple[float, float]] = []
    turn = threading.Lock()

    def draw(stage: Stage, rng: random.Random) -> Batch:
        size = rng.choices([s for s, _ in stage.sizes], [chance for _, chance in stage.sizes])[0]
        windows: list[Window] = []
        while len(windows) < size.windows:
            samples, index = rng.choice(corpora)
            window = cut_window(samples, rng.choice(index), rng.uniform(*size.longest), rng)
            if len(window.audio) / RATE * FRAMES_A_SECOND <= size.frames:
                windows.append(window)
        return make_batch(windows, size.frames, tokenizer, rows.ids, rng)

    def step(copy: Whisper, attention: list[Tensor], batch: Batch, blanked: float, sound: Tensor | None) -> Tensor:
        with turn:
            copy.load_state_dict(model.state_dict())
        loss, aside, heard = _learn(copy, batch, attention, blanked, sound)
        with turn:
            for ours, theirs in zip(model.parameters(), copy.parameters(), strict=True):
                ours.grad = theirs.grad
            optimizer.step()
            if sound is None:
                losses.append((loss, aside))
                if len(losses) % 25 == 0:
                    text, off = np.mean(losses[-25:], axis=0)
                    spent = time.monotonic() - began
                    print(f"{len(losses)} steps, {spent:.0f} s: text {text:.3f}, aside {off:.3f}", flush=True)
        return heard

    def work(number: int) -> None:
        nonlocal saved
        rng = random.Random(number)
        copy = new_model(len(rows))
        attention = watch_attention(copy)
        kept: deque[tuple[Batch, Tensor]] = deque(maxlen=_KEPT)
        while (done := (time.monotonic() - began) / 60 / minutes) < 1:
            stage = next(stage for stage in STAGES if done < stage.until)
            warm = min(1, (len(losses) + 1) / 30)
            for group in optimizer.param_groups:
                group["lr"] = rate * warm * (0.48 * (1 + math.cos(math.pi * done)) + 0.04)
            batch = draw(stage, rng)
            kept.append((batch, step(copy, attention, batch, stage.blanked, None)))
            for again, sound in rng.choices(kept, k=_REPLAYS):
                step(copy, attention, again, stage.blanked, sound)
            with turn:
                if time.monotonic() - saved > _SAVED_EVERY:
                    save(model, rows, draw(STAGES[0], rng), out)
                    saved = time.monotonic()

    with ThreadPoolExecutor(_WORKERS) as pool:
        for result in [pool.submit(work, number) for number in range(_WORKERS)]:
            result.result()
    save(model, rows, draw(STAGES[-1], random.Random(0)), out)


def _learn(
    copy: Whisper, batch: Batch, attention: list[Tensor], blanked: float, sound: Tensor | None
) -> tuple[float, float, Tensor]:
    """Leaves gradients in the copy; gives the loss of text and of attention, and the encoder's output.

    With `sound`, the encoder's output of some steps ago, only the decoder learns.
    """
    blank = (torch.rand(batch.inputs.shape) < blanked) & (batch.spans[:, :, 0] >= 0)
    attention.clear()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heard = encoded(copy, batch.mel) if sound is None else sound
        logits = copy.decoder(batch.inputs.masked_fill(blank, 0), heard)
    loss = F.cross_entropy(logits.float().flatten(0, 1), batch.targets.flatten(), label_smoothing=0.05)
    aside = off_the_mark(attention, batch)
    copy.zero_grad()
    (loss + 0.3 * aside).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(copy.parameters(), 1.0)
    return loss.item(), aside.item(), heard.detach()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--start", type=Path, default=None, help="weights to start from")
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--out", type=Path, default=Path("demo/model/demo.pt.xz"))
    parser.add_argument("--rate", type=float, default=6e-4, help="highest learning rate")
    args = parser.parse_args()
    # One thread for each worker: they never wait for each other when other work takes a core.
    torch.set_num_threads(1)
    train([read_corpus(f) for f in args.corpora], args.start, args.minutes, args.out, args.rate)


if __name__ == "__main__":
    main()
