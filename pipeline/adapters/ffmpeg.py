"""Decoding with the ffmpeg that comes inside the imageio-ffmpeg wheel."""

from __future__ import annotations

import re
import signal
import subprocess
import wave
from pathlib import Path

from pipeline.adapters.containers import cut_off, promised
from pipeline.errors import EmptyFile, NoSound, StopsHalfway, StorageFailed, ToolMissing
from pipeline.store import whole

# Only containers of sound and video: a playlist could make ffmpeg open other files, or reach out.
_CONTAINERS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,asf,au,avi,caf,dss,eac3,flac,flv,loas,matroska,mov,mp3,mpeg,mpegts,ogg,tta,w64,wav"
)
_QUIET = ("-hide_banner", "-nostdin", "-nostats", "-y")
_GUARDED = (*_QUIET, "-protocol_whitelist", "file", "-format_whitelist", _CONTAINERS)
_FIRST_TRACK = ("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")
_SHAPE = ("-af", "aformat=sample_fmts=s16:sample_rates=16000:channel_layouts=mono|stereo")
_WAV = (*_SHAPE, "-c:a", "pcm_s16le", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "wav")

_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d\.\d+)", re.MULTILINE)
_CUT = ("partial file", "ended prematurely")
_DAMAGED = ("Decoding error", "Error submitting packet")
_FULL = ("No space left on device", "File too large", "Disk quota exceeded", "Read-only file system")


class Ffmpeg:
    """Turns any recording, or the sound of a video, into 16 kHz 16-bit WAV without its metadata."""

    def __call__(self, source: Path, target: Path, recording: str) -> float:
        """Write `target` (complete or absent) and return its seconds.

        Mono stays mono; stereo stays stereo, and more channels become it.
        Raises EmptyFile, NoSound, StopsHalfway, ToolMissing, StorageFailed.
        """
        if not source.stat().st_size:
            raise EmptyFile(recording=recording)
        with whole(target) as half:
            return _decode(source, half, recording)


def _decode(source: Path, half: Path, recording: str) -> float:
    # What ffmpeg says may hold tags of the file: it is looked at here, and goes nowhere.
    ended, said = _run("-i", f"file:{source}", *_FIRST_TRACK, *_WAV, f"file:{half}")
    problems = said.rpartition("\nStream mapping:\n")[2]
    if full := next((problem for problem in _FULL if problem in problems), None):
        raise StorageFailed(where=half.parent.name, problem=full)
    if ended < 0:  # killed: what it wrote is a part, with the head of a whole
        raise StorageFailed(where=half.parent.name, problem=f"ffmpeg {signal.Signals(-ended).name}")
    seconds = _seconds(half)
    if not seconds:
        raise NoSound(recording=recording)
    length = promised(source, seconds) or _declared(said)
    missing = 0.25 if any(sign in problems for sign in _DAMAGED) else max(1.0, 0.02 * length)
    if length - seconds > missing or any(sign in problems for sign in _CUT) or cut_off(source):
        known = f"{length:.0f}" if length - seconds >= 0.5 else "?"
        raise StopsHalfway(recording=recording, stops=f"{seconds:.0f}", length=known)
    return seconds


def _run(*arguments: str) -> tuple[int, str]:
    """How ffmpeg ended and what it said. Raises ToolMissing."""
    import imageio_ffmpeg

    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
        command = [program, *_GUARDED, *arguments]
        done = subprocess.run(command, capture_output=True, check=False, restore_signals=False)
    except (RuntimeError, FileNotFoundError, PermissionError):
        raise ToolMissing(tool="ffmpeg", how="pip install imageio-ffmpeg") from None
    return done.returncode, done.stderr.decode("utf-8", "replace")


def _declared(said: str) -> float:
    """How long the container says it is, in seconds; 0 where it does not say."""
    found = _DURATION.search(said)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else 0.0


def _seconds(audio: Path) -> float:
    """How long a WAV is; 0 where there is none."""
    try:
        with wave.open(str(audio), "rb") as stream:
            return stream.getnframes() / stream.getframerate()
    except (wave.Error, EOFError):
        return 0.0
