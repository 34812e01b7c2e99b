"""A dialogue spoken: the audio, and the truth about every turn, word and name in it."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from demo.casts import Cast
from demo.script import Dialogue, Name, sentences
from demo.speech import RATE, VOICES, Audio, Voice, speak

_MALE = ("nl", "nl+m3", "nl+max", "nl+paul", "nl+m7")
_CHILD_PITCH = 12
_LEVEL = (0.55, 0.95)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its seconds; `words` has (word, start in seconds) in order."""

    text: str
    start: float
    end: float
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Turn:
    """What one speaker said: `person` is an entity id, empty for the interviewer."""

    speaker: str
    person: str
    text: str
    start: float
    end: float
    names: tuple[Name, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Performance:
    """An interview as a recording: samples at 16 kHz, shape (n,) or (n, 2), and its turns."""

    audio: Audio
    turns: tuple[Turn, ...]

    @property
    def seconds(self) -> float:
        """Length of the recording."""
        return len(self.audio) / RATE

    @property
    def text(self) -> str:
        """All that was said."""
        return " ".join(turn.text for turn in self.turns)


def voices_for(dialogue: Dialogue, cast: Cast, seed: int) -> dict[str, Voice]:
    """A different voice for every speaker, fit for man, woman or child, a bit of speed and pitch."""
    rng = random.Random(f"voices {seed}")
    chosen: dict[str, Voice] = {}
    for speaker in ("I", *dialogue.played_by):
        person = cast.people.get(dialogue.played_by.get(speaker, ""))
        child = person is not None and person.entity == "kind-1"
        female = rng.random() < 0.5 if person is None else person.female or child
        used = {voice.name for voice in chosen.values()}
        free = [v for v in VOICES if (v.name not in _MALE) == female and v.name not in used]
        voice = rng.choice(free)
        pitch = voice.pitch + rng.randint(-6, 6) + (_CHILD_PITCH if child else 0)
        chosen[speaker] = replace(voice, speed=voice.speed + rng.randint(-12, 12), pitch=pitch)
    return chosen


def perform(
    dialogue: Dialogue,
    cast: Cast,
    voices: dict[str, Voice],
    seed: int,
    stereo: bool = False,
    noise: float = 0.0008,
) -> Performance:
    """The dialogue as a recording; the same arguments give the same samples.

    With `stereo` the interviewer is in the left channel and respondents are in the right one.
    `noise` is the deviation of the room's noise, full scale being 1.
    """
    rng = random.Random(f"performance {seed}")
    levels = {speaker: rng.uniform(*_LEVEL) for speaker in voices}
    pieces: list[tuple[int, int, Audio]] = []
    turns: list[Turn] = []
    at = int(RATE * rng.uniform(0.3, 1.0))
    for line in dialogue.lines:
        part = dialogue.played_by.get(line.speaker)
        spoken: list[Sentence] = []
        for text in sentences(line.text):
            if spoken:
                at += int(RATE * rng.uniform(0.15, 0.45))
            speech = speak(text, voices[line.speaker])
            pieces.append((at, line.speaker != "I", speech.audio * levels[line.speaker]))
            start, at = at, at + len(speech.audio)
            spoken.append(_sentence(text, start, at, speech.starts))
        turns.append(
            Turn(
                line.speaker,
                cast.people[part].entity if part else "",
                line.text,
                spoken[0].start,
                spoken[-1].end,
                line.names,
                tuple(spoken),
            )
        )
        at += int(RATE * (rng.uniform(1.5, 3.0) if rng.random() < 0.1 else rng.uniform(0.4, 1.2)))
    audio = np.zeros((at, 2 if stereo else 1), np.float32)
    for start, channel, samples in pieces:
        audio[start : start + len(samples), int(channel and stereo)] += samples
    draw = np.random.default_rng(zlib.crc32(f"noise {seed}".encode()))
    audio += draw.normal(0.0, noise, audio.shape).astype(np.float32)
    return Performance(audio if stereo else audio[:, 0], tuple(turns))


def truth_of(performance: Performance) -> list[dict[str, Any]]:
    """The turns as plain data: speaker, person, text, seconds, names and word starts."""
    return [
        {
            "speaker": turn.speaker,
            "person": turn.person or None,
            "text": turn.text,
            "start": round(turn.start, 2),
            "end": round(turn.end, 2),
            "names": [vars(name) for name in turn.names],
            "words": [[word, round(start, 2)] for sentence in turn.sentences for word, start in sentence.words],
        }
        for turn in performance.turns
    ]


def _sentence(text: str, start: int, end: int, starts: tuple[tuple[int, float], ...]) -> Sentence:
    """Gives every word its start, also where espeak-ng takes two words for one."""
    words: list[tuple[str, float]] = []
    at, length = 0, (end - start) / RATE
    for word in text.split():
        begin = text.index(word, at)
        at = begin + len(word)
        known = [seconds for offset, seconds in starts if begin <= offset < at]
        guess = words[-1][1] - start / RATE + 0.1 if words else 0.0
        words.append((word, start / RATE + min(length, known[0] if known else guess)))
    return Sentence(text, start / RATE, end / RATE, tuple(words))
