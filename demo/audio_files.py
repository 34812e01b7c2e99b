"""Audio files through the ffmpeg binary of `imageio-ffmpeg`: written without dates, read as 16 kHz mono."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from demo.speech import RATE, Audio

CODECS = {
    ".wav": ["-c:a", "pcm_s16le"],
    ".mp3": ["-c:a", "libmp3lame", "-b:a", "48k"],
    ".m4a": ["-c:a", "aac", "-b:a", "48k"],
    ".opus": ["-c:a", "libopus", "-b:a", "24k"],
    ".ogg": ["-c:a", "libopus", "-b:a", "24k"],
}
"""What ffmpeg is told for each kind of file."""

# One thread and no dates, versions or tags: the same samples give the same bytes.
_SAME_BYTES = ["-threads", "1", "-map_metadata", "-1", "-fflags", "+bitexact"]
_SAME_BYTES += ["-flags:a", "+bitexact"]


def write_audio(path: Path, audio: Audio) -> None:
    """Writes samples of shape (n,) or (n, channels) at 16 kHz in the format of the suffix."""
    channels = 1 if audio.ndim == 1 else audio.shape[1]
    command = [*_ffmpeg(), "-f", "s16le", "-ar", str(RATE), "-ac", str(channels), "-i", "pipe:0"]
    command += [*CODECS[path.suffix], *_SAME_BYTES, str(path)]
    subprocess.run(command, input=_pcm(audio), check=True)


def read_audio(path: Path) -> Audio:
    """The samples of a file as mono float32 at 16 kHz, shape (n,)."""
    command = [*_ffmpeg(), "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", str(RATE), "pipe:1"]
    pcm = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)


def _ffmpeg() -> list[str]:
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-nostdin"]


def _pcm(audio: Audio) -> bytes:
    return (np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes()
