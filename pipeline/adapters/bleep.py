"""A tone, or silence, in the place of sound, by pydub: a piece at a time, for pydub holds what it edits in memory."""

from __future__ import annotations

import warnings
import wave
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import ceil, floor
from pathlib import Path

from pipeline.ports import Stretch
from pipeline.store import whole

_HERTZ = 1000  # a whole number of periods in a millisecond: pieces of tone join without a click
_LEVEL = -20.0  # decibels under full scale; always the same, so that it tells nothing of the voice
_FADE = 10  # milliseconds
_BLOCK = 60  # seconds held in memory

Read = Callable[[int], bytes]  # so many frames


class Bleep:
    """Replaces stretches of 16-bit WAV. Nothing of what was there is mixed in."""

    identity = f"tone {_HERTZ} Hz {_LEVEL:.0f} dB, fade {_FADE} ms"

    def __call__(self, source: Path, target: Path, tones: Sequence[Stretch], silences: Sequence[Stretch]) -> float:
        """Write `target` (complete or absent), as long as the source, and return its seconds. Raises StorageFailed."""
        with whole(target) as half, wave.open(str(source), "rb") as sound, wave.open(str(half), "wb") as out:
            out.setparams(sound.getparams())
            rate, length = sound.getframerate(), sound.getnframes()
            tone, silence = _tone(rate, sound.getnchannels()), bytes(rate * sound.getnchannels() * 2)
            at = 0
            for first, last, second in _parts(tones, tone, silences, silence, rate):
                first = min(max(at, first), length)
                last = max(first, last if last < length - rate // 100 else length)  # no scrap at the end
                _write(out, sound.readframes, (at, first), length)
                _write(out, _over(second, rate), (first, last), length)
                sound.setpos(last)
                at = last
            _write(out, sound.readframes, (at, length), length)
        return length / rate


def _parts(
    tones: Sequence[Stretch], tone: bytes, silences: Sequence[Stretch], silence: bytes, rate: int
) -> Iterator[tuple[int, int, bytes]]:
    """First frame, frame behind the last, and a second of what comes there; in order, in whole milliseconds."""
    both = chain(((one, tone) for one in tones), ((one, silence) for one in silences))
    for one, second in sorted(both, key=lambda pair: pair[0].start):
        yield floor(one.start * 1000) * rate // 1000, ceil(one.end * 1000) * rate // 1000, second


def _write(out: wave.Wave_write, read: Read, frames: tuple[int, int], length: int) -> None:
    """Write these frames, faded where they meet something else."""
    rate, count = out.getframerate(), frames[1] - frames[0]
    fade = min(_FADE, count * 500 // rate) * rate // 1000
    head, tail = fade if frames[0] else 0, fade if frames[1] < length else 0
    if head:
        out.writeframesraw(_faded(read(head), out, coming=True))
    left = count - head - tail
    while left > 0:
        out.writeframesraw(read(min(left, _BLOCK * rate)))
        left -= _BLOCK * rate
    if tail:
        out.writeframesraw(_faded(read(tail), out, coming=False))


def _over(second: bytes, rate: int) -> Read:
    """Reads a second over and over."""
    return lambda count: (second * -(-count // rate))[: count * len(second) // rate]


def _tone(rate: int, channels: int) -> bytes:
    """A second of tone."""
    _quietly()
    from pydub.generators import Sine

    return bytes(Sine(_HERTZ, sample_rate=rate).to_audio_segment(1000, _LEVEL).set_channels(channels).raw_data)


def _faded(data: bytes, out: wave.Wave_write, coming: bool) -> bytes:
    """All of this sound as it comes up, or dies away."""
    _quietly()
    from pydub import AudioSegment

    piece = AudioSegment(data, sample_width=2, frame_rate=out.getframerate(), channels=out.getnchannels())
    return bytes((piece.fade_in if coming else piece.fade_out)(len(piece)).raw_data)


def _quietly() -> None:
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="pydub")  # it looks for an ffmpeg on the PATH
