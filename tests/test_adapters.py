"""Decoding, finding voices and speakers, and a recogniser in a process of its own: with real files and processes."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from demo.speech import VOICES, Audio, say
from pipeline.adapters.ffmpeg import Ffmpeg
from pipeline.adapters.silero import Silero
from pipeline.adapters.speakers.channels import Channels
from pipeline.errors import (
    CasusError,
    EmptyFile,
    NoSound,
    StopsHalfway,
    StorageFailed,
)
from pipeline.model import Block, Figures, Recording, Verbatim, Word
from tests.bad_audio import PICTURE, TONE, cut_short, make
from tests.studies import write_wav

RATE = 16_000
SENTENCES = ("Goed, zeg maar, ik heb het hem gevraagd.", "Hoe gaat het nu bij Luuk in de klas?")


# --- decoding ---------------------------------------------------------------------------------------------


def shape(path: Path) -> tuple[int, int, int]:
    with wave.open(str(path)) as stream:
        return stream.getframerate(), stream.getsampwidth(), stream.getnchannels()


@pytest.mark.parametrize(
    ("name", "arguments", "channels"),
    [
        ("eight.wav", ("-ar", "8000"), 1),
        ("high.wav", ("-ar", "96000", "-c:a", "pcm_s24le"), 1),
        ("stereo.mp3", ("-ac", "2"), 2),
        ("tagged.mp3", ("-metadata", "title=Gesprek met Sanne: partial file, Duration: 09:00:00.00"), 1),
        ("phone.m4a", (), 1),
        ("voice.opus", ("-c:a", "libopus"), 1),
        ("six.flac", ("-ac", "6"), 2),
        ("video.mp4", (*PICTURE, *TONE), 1),
    ],
)
def test_any_recording_and_the_sound_of_a_video_becomes_16_khz_wav(
    tmp_path: Path, name: str, arguments: tuple[str, ...], channels: int
) -> None:
    target = tmp_path / "audio" / "out.wav"
    seconds = Ffmpeg()(make(tmp_path / name, *arguments), target, "casus-01_leraar-1")
    assert seconds == pytest.approx(12, abs=0.2)
    assert shape(target) == (RATE, 2, channels)
    assert b"Sanne" not in target.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["out.wav"]


def test_three_seconds_of_silence_is_decoded_like_any_other(tmp_path: Path) -> None:
    write_wav(tmp_path / "quiet.wav", np.zeros(3 * RATE))
    assert Ffmpeg()(tmp_path / "quiet.wav", tmp_path / "out.wav", "r") == 3.0


def test_a_stream_whose_recorder_never_wrote_its_length_is_read_whole(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.wav", "-bitexact")
    data = bytearray(whole.read_bytes())
    data[40:44] = b"\xff\xff\xff\xff"
    (tmp_path / "stream.wav").write_bytes(data)
    assert Ffmpeg()(tmp_path / "stream.wav", tmp_path / "out.wav", "r") == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.opus", "a.webm", "a.aiff", "front.m4a"])
def test_a_recording_that_stops_halfway_is_refused_never_silently_halved(tmp_path: Path, name: str) -> None:
    extra = ("-movflags", "+faststart") if name == "front.m4a" else ()
    cut = cut_short(make(tmp_path / name, *extra))
    with pytest.raises(StopsHalfway):
        Ffmpeg()(cut, tmp_path / "out.wav", "r")
    assert not (tmp_path / "out.wav").exists()
    assert not list(tmp_path.glob(".half-*"))


def test_files_without_sound_are_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.wav").touch()
    (tmp_path / "letter.mp3").write_text("Beste juf,\n" * 500)
    (tmp_path / "noise.m4a").write_bytes(bytes(range(256)) * 64)
    make(tmp_path / "mute.mp4", *PICTURE)
    cut_short(make(tmp_path / "end.m4a"))
    with pytest.raises(EmptyFile):
        Ffmpeg()(tmp_path / "zero.wav", tmp_path / "out.wav", "r")
    for name in ("letter.mp3", "noise.m4a", "mute.mp4", "cut-end.m4a"):
        with pytest.raises(NoSound):
            Ffmpeg()(tmp_path / name, tmp_path / "out.wav", "r")
    assert not (tmp_path / "out.wav").exists()


def test_a_playlist_cannot_make_it_open_another_recording(tmp_path: Path) -> None:
    other = make(tmp_path / "other.mp3")
    (tmp_path / "list.mp3").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:12\n#EXTINF:12,\n{other}\n#EXT-X-ENDLIST\n")
    (tmp_path / "concat.wav").write_text("ffconcat version 1.0\nfile other.mp3\n")
    for name in ("list.mp3", "concat.wav"):
        with pytest.raises(NoSound):
            Ffmpeg()(tmp_path / name, tmp_path / "out.wav", "r")


def test_a_disk_that_fills_up_is_told_apart_from_a_bad_recording(tmp_path: Path) -> None:
    make(tmp_path / "a.mp3")
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.adapters.ffmpeg import Ffmpeg\n"
        "from pipeline.errors import StorageFailed\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: Ffmpeg()(Path('a.mp3').resolve(), Path('out/out.wav').resolve(), 'r')\n"
        "except StorageFailed as error: sys.exit(0 if error.details['where'] == 'out' else 3)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
    assert done.returncode == 0
    assert not list((tmp_path / "out").iterdir())
    with pytest.raises(StorageFailed):
        Ffmpeg()(tmp_path / "a.mp3", tmp_path / "a.mp3" / "out.wav", "r")


# --- voices and speakers ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def talk() -> Audio:
    """Two sentences by two voices, with pauses of a second around them."""
    pause = np.zeros(RATE, np.float32)
    first, second = say(SENTENCES[0], VOICES[0]), say(SENTENCES[1], VOICES[5])
    return np.concatenate([pause, first, pause, second, pause])


@pytest.fixture(scope="module")
def talk_wav(talk: Audio, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talk") / "talk.wav"
    write_wav(path, talk)
    return path


def test_speech_is_found_and_silence_is_not(talk_wav: Path, talk: Audio, tmp_path: Path) -> None:
    first, second = Silero(0.35)(talk_wav)
    assert first.start == pytest.approx(0.85, abs=0.25)
    assert first.end < second.start
    assert second.end < len(talk) / RATE
    write_wav(tmp_path / "quiet.wav", np.zeros(3 * RATE))
    assert Silero(0.35)(tmp_path / "quiet.wav") == ()


def test_a_long_recording_is_looked_at_in_blocks_without_losing_speech(
    talk_wav: Path, talk: Audio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_wav(tmp_path / "long.wav", np.tile(talk, 4))
    whole = Silero(0.35)(tmp_path / "long.wav")
    monkeypatch.setattr("pipeline.adapters.silero._BLOCK", 7.0)
    blocks = Silero(0.35)(tmp_path / "long.wav")
    assert len(blocks) == len(whole) == 8
    assert all(abs(a.start - b.start) < 0.2 and abs(a.end - b.end) < 0.2 for a, b in zip(whole, blocks, strict=True))


def verbatim_of(*words: tuple[str, float, float]) -> Verbatim:
    recording = Recording("casus-01_leraar-1", "casus-01", "leraar", "", (), None, "0", ".wav", "audio")
    said = tuple(Word(f"w{n}", text, start, end) for n, (text, start, end) in enumerate(words))
    return Verbatim(recording, "nl", (Block("b0001", "turn", said, said[0].start, said[-1].end),), Figures(), "test")


TALK = verbatim_of(*((f"{'wat?' if n > 5 else 'ja'}", 0.5 * n, 0.5 * n + 0.4) for n in range(12)))


def two_channels(crosstalk: float) -> Audio:
    """Noise bursts: three seconds left, three seconds right, each heard in the other channel too."""
    burst = np.random.default_rng(1).normal(0, 0.1, 3 * RATE).astype(np.float32)
    left, right = np.concatenate([burst, burst * crosstalk]), np.concatenate([burst * crosstalk, burst])
    return np.stack([left, right], axis=1)


@pytest.mark.parametrize("crosstalk", [0.0, 0.25])
def test_two_channels_tell_two_speakers_apart(tmp_path: Path, crosstalk: float) -> None:
    write_wav(tmp_path / "stereo.wav", two_channels(crosstalk))
    spoken = Channels()(tmp_path / "stereo.wav", TALK, 2)
    assert [by.speaker for by in spoken] == ["S1", "S2"]
    assert (spoken[0].stretch.end, spoken[1].stretch.start) == (2.9, 3.0)


def test_mono_and_two_channels_of_one_sound_stay_unnamed(tmp_path: Path) -> None:
    write_wav(tmp_path / "mono.wav", two_channels(0)[:, 0])
    write_wav(tmp_path / "same.wav", two_channels(1))
    write_wav(tmp_path / "louder.wav", two_channels(1) * np.array([1.0, 0.2]))
    write_wav(tmp_path / "one.wav", two_channels(1) * np.array([1.0, 0.0]))
    for name in ("mono", "same", "louder", "one"):
        assert Channels()(tmp_path / f"{name}.wav", TALK, 2) == ()


def test_errors_of_the_adapters_hold_no_text_of_the_recording(tmp_path: Path) -> None:
    make(tmp_path / "tagged.mp3", "-metadata", "title=Gesprek met Sanne")
    with pytest.raises(CasusError) as raised:
        Ffmpeg()(cut_short(tmp_path / "tagged.mp3"), tmp_path / "out.wav", "r")
    assert "Sanne" not in str(raised.value) + repr(raised.value.details)
