"""Dutch speech from espeak-ng, called through its shared library.

The library comes inside the `espeakng-loader` wheel, so no system package is needed. Calling it
directly is some thirty times quicker than starting the `espeak-ng` command for every sentence.
"""

from __future__ import annotations

import _ctypes
import ctypes
from dataclasses import dataclass
from typing import Any

import espeakng_loader
import numpy as np
import soxr
from numpy.typing import NDArray

RATE = 16_000
"""Sample rate of everything made here, in hertz."""

Audio = NDArray[np.float32]

_SYNCHRONOUS = 2
_SPEED, _PITCH = 1, 3
_UTF8 = 1
_END, _WORD = 0, 1
_QUIET = 0.005
_PEAK = 0.6


@dataclass(frozen=True)
class Voice:
    """A speaker: an espeak-ng voice with variant, its speed in words a minute and pitch (0-99)."""

    name: str
    speed: int = 160
    pitch: int = 50


VOICES = (
    Voice("nl", 160, 45),
    Voice("nl+m3", 155, 40),
    Voice("nl+f2", 160, 50),
    Voice("nl+f4", 165, 52),
    Voice("nl+f1", 158, 48),
    Voice("nl+Andrea", 162, 50),
    Voice("nl+max", 155, 45),
    Voice("nl+paul", 160, 42),
    Voice("nl+steph", 160, 55),
    Voice("nl+linda", 158, 50),
    Voice("nl+m7", 152, 40),
)
"""The voices of the demo; the demo speech model knows these and no others."""


@dataclass(frozen=True)
class Spoken:
    """Speech with the moment each word starts.

    `audio` is mono float32 at 16 kHz; `starts` has one (character offset, seconds) per word.
    """

    audio: Audio
    starts: tuple[tuple[int, float], ...]


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Engine:
    """espeak-ng as just loaded: it says the same text the same way.

    The library keeps hidden state from one call to the next, so the same sentence comes out a
    little different the second time. Unloading it and seeding its random numbers undoes that.
    """

    def __init__(self) -> None:
        self.library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        self.chunks: list[NDArray[np.int16]] = []
        self.words: list[tuple[int, int]] = []
        # espeak-ng keeps only the address: the callback must stay referenced from here.
        self.callback = _Callback(self._collect)
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate = int(self.library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0))
        if self.rate <= 0:
            raise RuntimeError("espeak-ng did not start")
        self.library.espeak_SetSynthCallback(self.callback)
        self.library.espeak_ng_SetRandSeed(1)

    def close(self) -> None:
        """Unload the library, and its state with it."""
        self.library.espeak_Terminate()
        _ctypes.dlclose(self.library._handle)

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if count > 0 and samples:
            self.chunks.append(np.ctypeslib.as_array(samples, shape=(count,)).copy())
        index = 0
        while events[index].type != _END:
            event = events[index]
            if event.type == _WORD:
                self.words.append((event.text_position - 1, event.audio_position))
            index += 1
        return 0

    def speak(self, text: str, voice: Voice) -> tuple[NDArray[np.int16], list[tuple[int, int]]]:
        """Samples at the engine's own rate, and (character offset, milliseconds) of each word."""
        self.chunks, self.words = [], []
        if self.library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice.name!r}")
        self.library.espeak_SetParameter(_SPEED, voice.speed, 0)
        self.library.espeak_SetParameter(_PITCH, voice.pitch, 0)
        data = text.encode() + b"\0"
        self.library.espeak_Synth(data, len(data), 0, 0, 0, _UTF8, None, None)
        self.library.espeak_Synchronize()
        if not self.chunks:
            raise ValueError("nothing to say")
        return np.concatenate(self.chunks), self.words


def speak(text: str, voice: Voice) -> Spoken:
    """Speech without the silence around it, peak 0.6, with the start of every word in seconds."""
    engine = _Engine()
    try:
        samples, words = engine.speak(text, voice)
    finally:
        engine.close()
    audio: Audio = soxr.resample(samples.astype(np.float32) / np.float32(32768), engine.rate, RATE)
    loud = np.flatnonzero(np.abs(audio) > _QUIET)
    if not len(loud):
        raise ValueError("nothing to say")
    first, last = max(0, int(loud[0]) - RATE // 50), int(loud[-1]) + RATE // 20
    audio = audio[first:last] * np.float32(_PEAK / float(np.abs(audio).max()))
    limit = len(audio) / RATE
    starts = ((at, min(limit, max(0.0, ms / 1000 - first / RATE))) for at, ms in words)
    return Spoken(audio.astype(np.float32), tuple(starts))


def say(text: str, voice: Voice) -> Audio:
    """Speech as mono float32 at 16 kHz."""
    return speak(text, voice).audio
