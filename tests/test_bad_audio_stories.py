"""Recordings as they go wrong, and recognisers that do: what the transcript shows of it. Nothing vanishes silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from demo.speech import VOICES, Audio, Voice, say
from pipeline.adapters.engines.pool import Pool
from pipeline.adapters.silero import Silero
from pipeline.adapters.speakers.channels import Channels
from pipeline.config import Settings, StudySettings, TranscribeSettings
from pipeline.errors import NoSpeech, TranscriberDied
from pipeline.model import Recording, Verbatim, Word
from pipeline.ports import Heard, Sound, Stretch, Transcriber
from pipeline.run import run_recordings
from pipeline.stages import TRANSCRIBE
from pipeline.stages.transcribe import transcribe
from pipeline.store import Study
from tests.bad_audio import make
from tests.studies import write_wav
from tests.test_transcribe import RATE, TALK, TwoWords, tools

SAID = ("Goed, zeg maar, ik heb het hem gevraagd.", "Hoe gaat het nu bij Luuk in de klas?")
QUICK = TranscribeSettings(window_seconds=7.0, temperatures=(0.0,), beam_size=1)
EVERYTHING = Stretch(0, 10_000)


@pytest.fixture(scope="module")
def talk() -> tuple[Audio, tuple[Stretch, ...]]:
    """Two sentences by two voices with a second around them, and when each is spoken."""
    audio = np.zeros(RATE, np.float32)
    spoken = []
    for sentence, voice in zip(SAID, (VOICES[0], VOICES[5]), strict=True):
        voiced = say(sentence, voice)
        spoken.append(Stretch(len(audio) / RATE, (len(audio) + len(voiced)) / RATE))
        audio = np.concatenate([audio, voiced, np.zeros(RATE, np.float32)])
    return audio, tuple(spoken)


@pytest.fixture(scope="module")
def whisper(demo_model: Path) -> Iterator[Pool]:
    """The real recogniser, with the demo's model and no second tries."""
    pool = Pool(QUICK.model_copy(update={"model": str(demo_model)}), Path("/"), workers=1, threads=1)
    yield pool
    pool.close()


def written(root: Path, audio: Audio | Path, engine: Transcriber | None = None) -> Verbatim:
    """What the stage makes of a recording."""
    recording = replace(TALK, suffix=audio.suffix) if isinstance(audio, Path) else TALK
    original = Study(root).original(recording)
    if isinstance(audio, Path):
        original.parent.mkdir(parents=True)
        original.write_bytes(audio.read_bytes())
    else:
        write_wav(original, audio)
    settings = Settings(study=StudySettings(name="x"), transcribe=QUICK)
    return transcribe(recording, replace(tools(root), settings=settings, transcribe=engine or TwoWords()))


def seconds(verbatim: Verbatim, *kinds: str, within: Stretch = EVERYTHING) -> float:
    """How many seconds these kinds of blocks take up within a stretch."""
    spans = [(b.start or 0.0, b.end or 0.0) for b in verbatim.blocks if b.kind in kinds]
    return sum(max(0.0, min(end, within.end) - max(start, within.start)) for start, end in spans)


def all_shown(verbatim: Verbatim, spoken: Sequence[Stretch]) -> bool:
    """Whether every sentence stands in turns and gaps, but for what is too short to be a gap, beside a word."""
    short = QUICK.gap_seconds + 0.1
    return all(seconds(verbatim, "turn", "gap", within=s) > s.end - s.start - short for s in spoken)


def decibels(audio: Audio) -> float:
    return float(10 * np.log10((audio**2).mean()))


def at_level(audio: Audio, level: float) -> Audio:
    louder: Audio = audio * np.float32(10 ** ((level - decibels(audio)) / 20))
    return louder


def room(length: int, level: float) -> Audio:
    """The noise of a room, in dBFS."""
    return np.random.default_rng(4).normal(0, 10 ** (level / 20), length).astype(np.float32)


def music(length: int) -> Audio:
    """Chords of plucked strings, two a second."""
    clock = np.arange(length) / RATE
    draw, notes = np.random.default_rng(0), 220 * 2 ** (np.array([0, 3, 7, 10, 12]) / 12)
    sound = np.zeros(length)
    for start in range(0, length, RATE // 2):
        one = slice(start, start + RATE)
        fades = np.exp(-4 * (clock[one] - clock[start])) * 0.05
        for note in draw.choice(notes, 3):
            sound[one] += sum(np.sin(2 * np.pi * note * over * clock[one]) / over for over in range(1, 6)) * fades
    return sound.astype(np.float32)


def ringing(length: int) -> Audio:
    """A telephone: a second of ringing, two of rest."""
    clock = np.arange(length) / RATE
    tone = np.sin(2 * np.pi * 440 * clock) + np.sin(2 * np.pi * 480 * clock)
    return (0.2 * tone * (clock % 3 < 1)).astype(np.float32)


# --- recordings ---------------------------------------------------------------------------------------------


def test_music_is_silence_and_not_a_page_of_made_up_words(tmp_path: Path) -> None:
    verbatim = written(tmp_path, music(20 * RATE))
    assert seconds(verbatim, "silence") > 17
    assert verbatim.figures.speech < 2


def test_a_ringing_phone_alone_is_nobody_speaking(tmp_path: Path) -> None:
    with pytest.raises(NoSpeech):
        written(tmp_path, ringing(9 * RATE))


def test_speech_under_a_ringing_phone_is_written_down(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], whisper: Pool
) -> None:
    audio, spoken = talk
    verbatim = written(tmp_path, audio + ringing(len(audio)), whisper)
    assert all_shown(verbatim, spoken) and verbatim.figures.worded > 3


def test_twenty_minutes_of_silence_in_the_middle_are_shown_and_not_decoded(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]]
) -> None:
    audio, spoken = talk
    pause = 20 * 60
    engine = TwoWords()
    verbatim = written(tmp_path, np.concatenate([audio, np.zeros(pause * RATE, np.float32), audio]), engine)
    shift = len(audio) / RATE + pause
    after = [Stretch(s.start + shift, s.end + shift) for s in spoken]
    assert all_shown(verbatim, [*spoken, *after])
    assert max((b.end or 0) - (b.start or 0) for b in verbatim.blocks if b.kind == "silence") > pause
    edges = (spoken[-1].end + 1, after[0].start - 1)
    assert all(window.end < edges[0] or window.start > edges[1] for window in engine.asked)


def test_speech_that_was_recorded_much_too_loud_is_words_or_a_gap(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], whisper: Pool
) -> None:
    audio, spoken = talk
    verbatim = written(tmp_path, np.clip(audio * 8, -1, 1), whisper)
    assert all_shown(verbatim, spoken)
    assert verbatim.figures.speech == pytest.approx(verbatim.figures.worded + verbatim.figures.gaps, abs=0.01)


def test_very_soft_speech_is_heard(tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], whisper: Pool) -> None:
    audio, spoken = talk
    verbatim = written(tmp_path, at_level(audio, -45) + room(len(audio), -65), whisper)
    assert all_shown(verbatim, spoken) and verbatim.figures.worded > 3


@pytest.mark.parametrize("noise", [-70.0, -60.0])
def test_a_soft_child_is_heard_beside_an_interviewer_near_the_microphone(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], noise: float
) -> None:
    audio, (_, child) = talk
    near, far = audio.copy(), slice(int(child.start * RATE), int(child.end * RATE))
    near[far] = at_level(audio[far], -55)
    write_wav(tmp_path / "talk.wav", np.concatenate([near, near]) + room(2 * len(near), noise))
    found = Silero(0.35)(tmp_path / "talk.wav")
    for start in (child.start, child.start + len(near) / RATE):
        end = start + child.end - child.start
        heard = sum(max(0.0, min(end, s.end) - max(start, s.start)) for s in found)
        assert heard > 0.9 * (end - start)


def test_noise_that_is_lifted_is_still_nobody(tmp_path: Path) -> None:
    write_wav(tmp_path / "room.wav", room(20 * RATE, -60))
    assert Silero(0.35)(tmp_path / "room.wav") == ()


def test_an_english_passage_is_not_dropped_and_its_words_are_marked_as_doubtful(tmp_path: Path, whisper: Pool) -> None:
    dutch, pause = say(SAID[1], VOICES[5]), np.zeros(RATE, np.float32)
    english = say("I told the teacher that she would never sit next to him again, and then we left.", Voice("en", 150))
    verbatim = written(tmp_path, np.concatenate([pause, dutch, pause, english, pause, dutch, pause]), whisper)
    first = 1.5 + len(dutch) / RATE
    passage = Stretch(first, first + len(english) / RATE)
    words = [word for block in verbatim.blocks for word in block.words]
    inside = [word for word in words if passage.start <= (word.start or 0.0) < passage.end]
    doubtful = [word for word in words if "doubtful" in word.marks]
    assert seconds(verbatim, "turn", "gap", within=passage) > passage.end - passage.start - 1
    assert len(doubtful) >= len(inside) / 3  # the language is fixed: what stands there is made into Dutch
    assert set(doubtful) <= set(inside)


def test_words_of_an_mp3_of_variable_rate_stand_where_they_were_said(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]]
) -> None:
    audio, spoken = talk
    write_wav(tmp_path / "talk.wav", np.concatenate([audio, np.zeros(60 * RATE, np.float32), audio]))
    mp3 = make(tmp_path / "talk.mp3", "-i", str(tmp_path / "talk.wav"), "-q:a", "5", "-ar", "44100")
    verbatim = written(tmp_path / "study", mp3)
    shift = len(audio) / RATE + 60
    assert verbatim.figures.duration == pytest.approx(shift + len(audio) / RATE, abs=0.1)
    assert all_shown(verbatim, [*spoken, *(Stretch(s.start + shift, s.end + shift) for s in spoken)])


@pytest.mark.parametrize(("name", "lost"), [("talk.mp3", 150), ("talk.aac", 3), ("talk.wav", 1)])
def test_a_file_that_ends_in_the_middle_of_a_frame_loses_only_that_frame(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], name: str, lost: int
) -> None:
    audio, spoken = talk
    write_wav(tmp_path / "whole.wav", audio)
    path = make(tmp_path / name, "-i", str(tmp_path / "whole.wav"), "-bitexact")
    path.write_bytes(path.read_bytes()[:-lost])
    verbatim = written(tmp_path / "study", path)
    assert verbatim.figures.duration == pytest.approx(len(audio) / RATE, abs=0.15)
    assert all_shown(verbatim, spoken)


def test_two_identical_channels_are_written_down_once_and_nobody_is_told_apart(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]], whisper: Pool
) -> None:
    audio, _ = talk
    mono = written(tmp_path / "mono", audio, whisper)
    twice = written(tmp_path / "twice", np.stack([audio, audio], axis=1), whisper)
    assert twice.blocks == mono.blocks and mono.figures.worded > 3
    assert Channels()(Study(tmp_path / "twice").audio(TALK), twice, 2) == ()


# --- recognisers --------------------------------------------------------------------------------------------


@dataclass
class HearsNothing(TwoWords):
    """A model that emits nothing, whatever it is given."""

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        return tuple(replace(one, words=()) for one in super().__call__(sound, windows))


@dataclass
class Loops(TwoWords):
    """A model that got stuck: the same words over and over, to the end of the window."""

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        return tuple(Heard(window, _stuck(window), 1.0) for window in windows)


def _stuck(window: Stretch) -> tuple[Word, ...]:
    times = np.arange(window.start, window.end - 0.2, 0.2)
    return tuple(Word("", text, t, t + 0.2, 0.9) for t, text in zip(times, ["en", "toen"] * len(times), strict=False))


@dataclass
class DiesOn(TwoWords):
    """A model whose process ends at one recording."""

    recording: str = ""

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        if sound.recording == self.recording:
            raise TranscriberDied(recording=sound.recording, problem="SIGSEGV")
        return super().__call__(sound, windows)


def test_a_model_that_emits_nothing_leaves_every_second_of_speech_as_a_gap(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]]
) -> None:
    audio, spoken = talk
    verbatim = written(tmp_path, audio, HearsNothing())
    assert verbatim.figures.worded == 0 and verbatim.figures.gaps == verbatim.figures.speech > 4
    assert not any(block.words for block in verbatim.blocks)
    assert all(seconds(verbatim, "gap", within=s) > s.end - s.start - 0.3 for s in spoken)


def test_a_model_that_loops_is_shown_looping_and_nothing_is_left_out(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]]
) -> None:
    audio, spoken = talk
    verbatim = written(tmp_path, audio, Loops())
    words = [word for block in verbatim.blocks for word in block.words]
    assert {word.text for word in words} == {"en", "toen"} and len(words) > 15
    assert all_shown(verbatim, spoken)


def test_a_model_that_dies_is_the_failure_of_that_recording_and_the_others_go_on(
    tmp_path: Path, talk: tuple[Audio, tuple[Stretch, ...]]
) -> None:
    study = Study(tmp_path)
    study.make()
    other: Recording = replace(TALK, id="casus-01_ouder-2", digest="d3")
    for recording in (TALK, other):
        study.save("recordings", recording.id, recording)
        write_wav(study.original(recording), talk[0])
    outcomes = run_recordings(replace(tools(tmp_path), transcribe=DiesOn(recording=TALK.id)), stages=(TRANSCRIBE,))
    assert [(o.subject, o.state, type(o.error)) for o in outcomes] == [
        (TALK.id, "failed", TranscriberDied),
        (other.id, "ready", type(None)),
    ]
    assert study.product("heard", other.id).is_file() and not study.product("heard", TALK.id).exists()
