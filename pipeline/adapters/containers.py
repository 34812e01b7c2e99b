"""Signs in a container that its end is missing, where ffmpeg takes what is left for the whole."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

_UNKNOWN = 0x7FFF_F000  # recorders that stream write a size like this, or nothing, before the sound
_PAGE = 1 << 16  # an Ogg page is shorter
_SEGMENTS = 26  # where the head of an Ogg page says how many lengths follow


def promised(source: Path, seconds: float) -> float:
    """The seconds that the head of a WAV promises, when `seconds` of it could be read; 0 where it does not say."""
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="pydub")  # it looks for an ffmpeg on the PATH
    from pydub.audio_segment import extract_wav_headers

    with source.open("rb") as stream:
        head = stream.read(1 << 16)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return 0.0
    sound = extract_wav_headers(head)[-1]
    there = source.stat().st_size - sound.position - 8
    if sound.id != b"data" or not 0 < sound.size < _UNKNOWN or there <= 0:
        return 0.0
    return float(max(seconds, seconds * sound.size / there))


def cut_off(source: Path) -> bool:
    """Whether this is an Ogg file that ends inside a page."""
    with source.open("rb") as stream:
        if stream.read(4) != b"OggS":
            return False
        stream.seek(max(0, source.stat().st_size - 2 * _PAGE), os.SEEK_SET)
        tail = stream.read()
    page = tail[tail.rfind(b"OggS") :]
    segments = page[_SEGMENTS] if len(page) > _SEGMENTS else 255
    lengths = page[_SEGMENTS + 1 : _SEGMENTS + 1 + segments]
    return len(page) < _SEGMENTS + 1 + segments + sum(lengths)
