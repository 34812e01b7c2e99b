"""Where somebody speaks, by the Silero model that comes inside the faster-whisper wheel."""

from __future__ import annotations

import wave
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.adapters.sound import samples, seconds
from pipeline.ports import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK = 600.0  # seconds looked at in one go: memory does not grow with the recording
_PAUSE, _PAD = 300, 150  # milliseconds
_LONGEST = 25.0  # a longer stretch is cut at its deepest dip
_NEAR = 1.0  # seconds from the end of a block in which speech is not known to be over
_LEVEL, _LIFT = -25.0, 30.0  # dBFS that soft passages are lifted to, by so many decibels at most
_STEP = 0.5  # seconds of which the level is measured


class Silero:
    """Finds where somebody speaks; `threshold` is the probability from which a sound is speech."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self.identity = (
            f"silero of faster-whisper {version('faster-whisper')}, threshold {threshold}, "
            f"pause {_PAUSE} ms, margin {_PAD} ms, longest {_LONGEST:.0f} s, lifted to {_LEVEL:.0f} dBFS"
        )

    def __call__(self, audio: Path) -> tuple[Stretch, ...]:
        """Stretches of speech, in order, not overlapping; their margins of 0.15 s included."""
        found: list[Stretch] = []
        with wave.open(str(audio), "rb") as stream:
            at, length = 0.0, seconds(stream)
            while at < length:
                end = min(at + _BLOCK, length)
                block = self._block(stream, at, end)
                if end < length and block and block[-1].end > end - _NEAR and block[-1].start > at:
                    # It may go on: hear it again, whole.
                    last = block.pop()
                    end = max(last.start - 0.1, block[-1].end if block else at + 0.01)
                found += block
                at = end
        return tuple(found)

    def _block(self, stream: wave.Wave_read, start: float, end: float) -> list[Stretch]:
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        rate = stream.getframerate()
        mono = _lifted(samples(stream, start, end).mean(axis=1), round(_STEP * rate))
        options = VadOptions(
            threshold=self._threshold,
            min_silence_duration_ms=_PAUSE,
            speech_pad_ms=_PAD,
            max_speech_duration_s=_LONGEST,
        )
        found = get_speech_timestamps(mono, options, rate)
        return [Stretch(round(start + s["start"] / rate, 3), round(start + s["end"] / rate, 3)) for s in found]


def _lifted(mono: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """The same with soft passages made louder: beside a near voice, one far from the microphone is not heard.

    Only the voice finder hears this; noise without a voice stays noise to it, however loud.
    """
    import numpy as np

    parts = np.pad(mono, (0, -len(mono) % step)).reshape(-1, step)
    level = 10 * np.log10((parts**2).mean(axis=1) + 1e-12)
    around = np.pad(level, 1, mode="edge")
    lift = np.clip(_LEVEL - np.max([around[:-2], level, around[2:]], axis=0), 0, _LIFT)
    middles = (np.arange(len(lift)) + 0.5) * step
    factor = 10 ** (np.interp(np.arange(len(mono)), middles, lift).astype(np.float32) / 20)
    lifted: NDArray[np.float32] = np.clip(mono * factor, -1, 1)
    return lifted
