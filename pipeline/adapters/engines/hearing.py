"""What every engine's windows go through: decoded together; what looks wrong once more, as whisper would do.

Imports nothing of ours but the words that travel between processes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE, HOP = 16_000, 160  # samples a second; samples from one frame of a spectrogram to the next

# whisper's own limits: beyond these what was decoded is a loop, a guess, or nothing.
_REPETITIVE = 2.4
_UNLIKELY = -1.0
_SILENT = 0.6


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one window gave. `logprob` is the average of its tokens; `silence` the probability that nobody speaks."""

    tokens: tuple[int, ...]
    text: str = field(repr=False)
    logprob: float
    silence: float

    @property
    def repetitive(self) -> bool:
        """Whether the text packs so well that it must be a loop."""
        data = self.text.encode()
        return bool(data) and len(data) / len(zlib.compress(data)) > _REPETITIVE

    @property
    def nothing(self) -> bool:
        """Whether this was most likely made up where nobody speaks."""
        return not self.tokens or (self.silence > _SILENT and self.logprob < _UNLIKELY)

    @property
    def wrong(self) -> bool:
        """Whether another try may give something better."""
        return (self.repetitive or self.logprob < _UNLIKELY) and not self.nothing


@dataclass(frozen=True, slots=True)
class Timed:
    """A word with its seconds from the start of the window, and how sure the model is (0 to 1)."""

    text: str = field(repr=False)  # with the space before it, where there is one
    start: float
    end: float
    sure: float


class Engine(Protocol):
    """A loaded model. `heard` is what `listen` gave for a batch of windows; `which` are places in that batch."""

    def listen(self, windows: Sequence[Samples]) -> Any:
        """Encode windows of mono sound at 16 kHz, each at most 30 s."""

    def decode(
        self, heard: Any, which: Sequence[int], temperature: float, prompt: str, draws: int
    ) -> tuple[Decoded, ...]:
        """The text of these windows. At temperature 0 by beam search; above it sampled, `draws` fixing the draws."""

    def align(
        self, heard: Any, which: Sequence[int], decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> tuple[tuple[Timed, ...], ...]:
        """The words of these windows, in order; `seconds` is how long each lasts."""


def hear(
    engine: Engine, windows: Sequence[Samples], temperatures: Sequence[float], prompt: str, seeds: Sequence[str]
) -> list[dict[str, Any]]:
    """The words of each window (text, start, end, sureness) and the temperature at which it was decoded."""
    heard = engine.listen(windows)
    lasting = [len(window) / RATE for window in windows]
    draws = [int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) for seed in seeds]

    def settled(which: Sequence[int], warmth: Sequence[float], told: str) -> dict[int, tuple[Sequence[Timed], float]]:
        """Words and temperature of those windows in which anything was heard."""
        tries: dict[int, list[Decoded]] = {at: [] for at in which}
        again = list(which)
        for temperature in warmth:
            for at, one in zip(again, engine.decode(heard, again, temperature, told, draws[again[0]]), strict=True):
                tries[at].append(one)
            if not (again := [at for at in again if tries[at][-1].wrong]):
                break
        best = {at: _best(found) for at, found in tries.items()}
        said = [at for at in which if not best[at].nothing]
        words = engine.align(heard, said, [best[at] for at in said], [lasting[at] for at in said]) if said else ()
        return {at: (one, warmth[len(tries[at]) - 1]) for at, one in zip(said, words, strict=True) if one}

    found = settled(range(len(windows)), temperatures, prompt)
    if skipped := [at for at in range(len(windows)) if at not in found]:  # once more, otherwise
        found |= settled(skipped, [t for t in temperatures if t > 0] or [0.2], "")
    nothing: tuple[Sequence[Timed], float] = ((), 0.0)
    answers = [found.get(at, nothing) for at in range(len(windows))]
    return [{"words": _whole(words), "temperature": temperature} for words, temperature in answers]


def _best(tries: Sequence[Decoded]) -> Decoded:
    """The last try; where that is wrong too, the likeliest of those that do not loop."""
    if not tries[-1].wrong:
        return tries[-1]
    return max([one for one in tries if not one.repetitive] or tries, key=lambda one: one.logprob)


def _whole(pieces: Sequence[Timed]) -> list[list[Any]]:
    """Word pieces joined; one that starts without a space belongs to the word before ("Anne" + "-Marie")."""
    words: list[list[Any]] = []
    for piece in pieces:
        if words and not piece.text[:1].isspace():
            words[-1] = [words[-1][0] + piece.text, words[-1][1], piece.end, min(words[-1][3], piece.sure)]
        elif piece.text.strip():
            words.append([piece.text, piece.start, piece.end, piece.sure])
    return [
        [text.strip(), round(float(start), 3), round(float(end), 3), round(sure, 4)] for text, start, end, sure in words
    ]
