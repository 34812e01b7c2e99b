"""Files as they come from recorders, telephones and broken copies, made with the same ffmpeg."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg

TONE = ("-f", "lavfi", "-i", "sine=440:duration=12:sample_rate=44100")
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=12")


def make(path: Path, *arguments: str) -> Path:
    """A file made by ffmpeg: a tone of 12 s unless the arguments bring their own input."""
    source = () if "-i" in arguments else TONE
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-nostdin", "-y", *source, *arguments, str(path)], check=True)
    return path


def cut_short(path: Path, share: float = 0.6) -> Path:
    """The first part of a file, as a broken copy leaves it."""
    part = path.with_name(f"cut-{path.name}")
    data = path.read_bytes()
    part.write_bytes(data[: int(len(data) * share)])
    return part
