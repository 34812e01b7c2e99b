"""Samples of decoded audio, a piece at a time: memory does not grow with the recording."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def seconds(stream: wave.Wave_read) -> float:
    """How long the audio is."""
    return stream.getnframes() / stream.getframerate()


def samples(stream: wave.Wave_read, start: float, end: float) -> NDArray[np.float32]:
    """Samples between two times in seconds, from -1 to 1, shape (n, channels)."""
    import numpy as np

    rate = stream.getframerate()
    first = min(round(start * rate), stream.getnframes())
    stream.setpos(first)
    data = stream.readframes(max(0, round(end * rate) - first))
    return np.frombuffer(data, dtype="<i2").reshape(-1, stream.getnchannels()).astype(np.float32) / np.float32(32768)
