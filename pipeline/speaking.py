"""Whose voice is whose: what each voice did in a recording, which of them asks, and what a person decided about it.

Reads the words, hears nothing. Who is expected stands in the settings and the consent record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.config import Settings
from pipeline.consent.gate import respondents
from pipeline.errors import NoSpeakerName, NothingToSwap, UnknownVoice
from pipeline.model import ConsentRecord, Recording, Verbatim
from pipeline.store import SpeakerDecision, Study, digest_of, to_json

_ASKING = frozenset(
    "wie wat waar wanneer waarom hoe hoezo welke welk hoeveel kun kunt kan zou wil wilt heb hebt heeft "
    "is zijn was ben bent merk merkt vind vindt denk denkt vertel mag".split()
)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many people of each kind should be heard."""

    interviewers: int
    respondents: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.interviewers + self.respondents


@dataclass(frozen=True, slots=True)
class Voice:
    """What one voice did: `questions` are its question marks, `asking` its turns that start as a question does."""

    name: str  # "S1"
    turns: int
    words: int
    seconds: float
    questions: int
    asking: int


def expected(recording: Recording, study: Study, record: ConsentRecord, settings: Settings) -> Expected:
    """Who should be heard: as decided for this recording, or as the settings say. Raises what `respondents` does."""
    decided = study.speaker_decision(recording.id).interviewers
    interviewers = settings.speakers.interviewers if decided is None else decided
    return Expected(interviewers, len(respondents(recording, record, settings.roles)))


def asks(speaker: str | None) -> bool:
    """Whether this is an interviewer: I, I1, I2."""
    return (speaker or "").startswith("I")


def voices_in(verbatim: Verbatim) -> tuple[Voice, ...]:
    """Every voice of a verbatim whose turns are by voice, in order of first appearance."""
    blocks = [block for block in verbatim.blocks if block.kind == "turn" and block.speaker]
    turns = [(name, tuple(group)) for name, group in groupby(blocks, key=lambda block: block.speaker or "")]
    found = []
    for name in dict.fromkeys(name for name, _ in turns):
        own = [group for speaker, group in turns if speaker == name]
        parts = [block for group in own for block in group]
        words = [word for block in parts for word in block.words]
        seconds = sum((block.end or 0.0) - (block.start or 0.0) for block in parts)
        questions = sum("?" in word.text for word in words)
        asking = sum(_bare(group[0].words[0].text) in _ASKING for group in own)
        found.append(Voice(name, len(own), len(words), seconds, questions, asking))
    return tuple(found)


def names_for(verbatim: Verbatim, decision: SpeakerDecision, people: Expected) -> dict[str, str]:
    """The name of each voice: as decided for this very division of words, otherwise as proposed."""
    proposed = _proposed(voices_in(verbatim), people)
    return proposed | dict(decision.names) if is_decided(verbatim, decision) else proposed


def is_decided(verbatim: Verbatim, decision: SpeakerDecision) -> bool:
    """Whether names were given to these very voices."""
    return bool(decision.names) and decision.voices == _digest(verbatim)


def named(
    verbatim: Verbatim, decision: SpeakerDecision, people: Expected, given: Sequence[str], swap: bool = False
) -> SpeakerDecision:
    """The decision with these names given ("S1=I"), or with who asks and who answers swapped.

    Raises UnknownVoice, NoSpeakerName, NothingToSwap.
    """
    names, recording = names_for(verbatim, decision, people), verbatim.recording.id
    if swap:
        if sorted(names.values()) != ["I", "R"]:
            raise NothingToSwap(recording=recording)
        names = {voice: "R" if name == "I" else "I" for voice, name in names.items()}
    for voice, _, name in (one.strip().partition("=") for one in given):
        if voice not in names:
            raise UnknownVoice(recording=recording, voices=", ".join(names) or "-")
        if name != voice and not re.fullmatch("[IR][1-9]?", name):
            raise NoSpeakerName(names="I, I1, I2, R, R1, R2")
        names[voice] = name
    return replace(decision, voices=_digest(verbatim), names=tuple(names.items()))


def _proposed(voices: Sequence[Voice], people: Expected) -> dict[str, str]:
    """Who asks most is I; of the others, who say most are R; whoever is left keeps the name of the voice."""
    if not voices:
        return {}
    asking_shares = _asking_shares(voices)
    by_asking = sorted(voices, key=lambda voice: -asking_shares[voice.name])
    asking = by_asking[: min(people.interviewers, len(voices) - 1)]  # whoever is alone answers
    answering = sorted(by_asking[len(asking) :], key=lambda voice: -voice.words)[: people.respondents]
    names = {voice.name: voice.name for voice in voices}
    for letter, group in (("I", asking), ("R", answering)):
        in_order = [voice.name for voice in voices if voice in group]
        names |= dict(zip(in_order, _numbered(letter, len(in_order)), strict=True))
    return names


def _asking_shares(voices: Sequence[Voice]) -> Mapping[str, float]:
    """How much each voice looks like who asks: question marks, turns that start as a question does, few words, and
    the first word of all.
    """
    questions = sum(voice.questions for voice in voices) or 1
    asking = sum(voice.asking for voice in voices) or 1
    words = sum(voice.words for voice in voices) or 1
    return {
        voice.name: 2 * voice.questions / questions
        + voice.asking / asking
        + (1 - voice.words / words)
        + (0.5 if voice is voices[0] else 0.0)
        for voice in voices
    }


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return (letter,) if count == 1 else tuple(f"{letter}{number}" for number in range(1, count + 1))


def _digest(verbatim: Verbatim) -> str:
    """Digest of who said which word."""
    said = tuple((word.id, block.speaker or "") for block in verbatim.blocks for word in block.words)
    return digest_of(to_json(said))


def _bare(word: str) -> str:
    return word.strip(".,!?…'\"-").lower()
