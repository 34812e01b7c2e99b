"""From a recording to everything that was said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.accounting import account, unheard, windows
from pipeline.consent.gate import refusal_for
from pipeline.errors import NoSpeech, SoundDeleted, UnknownSubject
from pipeline.model import ConsentRecord, Recording, Verbatim
from pipeline.ports import Heard, Sound, Stretch, Tools
from pipeline.recognisers.lexicon import is_word
from pipeline.store import Study, digest_of, to_json

_BLOCK = 600.0  # seconds whose words are kept as soon as they are there: what a kill costs at most
_GUESSING = 0.5  # words decoded at this temperature are made up as easily as heard: the gap stays
_HINTS = 120  # characters of names that are told to the recogniser: longer prompts lose sentences


@dataclass(frozen=True, slots=True)
class Voice:
    """Where somebody speaks in a recording that was decoded."""

    duration: float
    speech: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of one block of windows, and how many windows were listened to once more."""

    heard: tuple[Heard, ...] = field(repr=False)
    again: int


def transcribe(recording: Recording, tools: Tools) -> Verbatim:
    """Write down a recording word for word, and show what could not be written down.

    Works through blocks of ten minutes and keeps each, so that neither memory nor the cost of a kill grow with the
    recording. Asks for consent before anything is decoded. Raises what the gate refuses with, NotReadable, NoSpeech,
    TranscriberDied, ModelMissing, ModelDamaged, ToolMissing, StorageFailed.
    """
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    settings = tools.settings.transcribe
    voice = _voice(recording, tools)
    if not voice.speech:
        raise NoSpeech(recording=recording.id, seconds=f"{voice.duration:.0f}")
    sound = Sound(tools.study.audio(recording), recording.id, recording.digest, _hints(recording, record, tools))
    parts = windows(voice.speech, voice.duration, settings)
    drafts = []
    for number, block in groupby(parts, key=lambda window: int(window.start // _BLOCK)):
        tools.progress(recording.id, number * _BLOCK, voice.duration)
        drafts.append(_draft(f"{number:03}", tuple(block), sound, voice, tools))
    heard = tuple(one for draft in drafts for one in draft.heard)
    blocks, figures = account(heard, voice.speech, voice.duration, settings, is_word)
    again = sum(draft.again for draft in drafts)
    figures = replace(figures, windows=len(parts), windows_retried=figures.windows_retried + again)
    return Verbatim(recording, settings.language, blocks, figures, tools.transcribe.identity)


def _voice(recording: Recording, tools: Tools) -> Voice:
    """Decode the recording and find where somebody speaks, unless that was done before a kill."""
    audio, kept = tools.study.audio(recording), tools.study.scratch("transcribe", recording.id)
    key = f"{recording.digest} {tools.find_voice.identity}"
    found = kept.load(Voice, "voice", key)
    if found is None or not audio.is_file():
        duration = tools.decode(tools.study.original(recording), audio, recording.id)
        found = Voice(duration, tools.find_voice(audio))
        kept.save("voice", key, found)
    return found


def _draft(name: str, block: Sequence[Stretch], sound: Sound, voice: Voice, tools: Tools) -> Draft:
    """The words of a block of windows.

    Speech that gave none is listened to once more by itself: a recogniser skips what another start lets it hear.
    """
    settings = tools.settings.transcribe
    kept = tools.study.scratch("transcribe", sound.recording)
    told = tools.transcribe.identity, settings.digest, sound.digest, sound.hints
    key = digest_of(to_json((*told, *((window.start, window.end) for window in block))))
    if (draft := kept.load(Draft, name, key)) is not None:
        return draft
    heard = tools.transcribe(sound, block)
    first, last = block[0].start, block[-1].end
    here = [Stretch(max(s.start, first), min(s.end, last)) for s in voice.speech if s.end > first and s.start < last]
    if missed := unheard(heard, here, settings):
        again = tools.transcribe(sound, missed)
        heard += tuple(one for one in again if one.temperature < _GUESSING)
    draft = Draft(heard, len(missed))
    kept.save(name, key, draft)
    return draft


def _hints(recording: Recording, record: ConsentRecord, tools: Tools) -> str:
    """Names of the case for the recogniser's prompt, where the settings want that.

    They stay as they were when this recording was first transcribed: who mends a record later changes no transcript.
    """
    if not tools.settings.transcribe.names:
        return ""
    try:
        return tools.study.load(str, "hints", recording.id)
    except FileNotFoundError:
        hints = names_to_tell(record)
        tools.study.save("hints", recording.id, hints)
        return hints


def begin_anew(recording: str, study: Study) -> None:
    """Forget how a recording was transcribed, and which names were told. Raises UnknownSubject, SoundDeleted."""
    if recording not in {known.id for known in study.recordings()}:
        raise UnknownSubject(what=recording)
    if study.is_silent(recording):
        raise SoundDeleted(recording=recording)
    study.scratch("transcribe", recording).clear()
    study.product("hints", recording).unlink(missing_ok=True)
    study.forget("transcribe", recording)


def names_to_tell(record: ConsentRecord) -> str:
    """The names of a record as one short sentence: people as they are called, then schools, institutions, places."""
    people = [name for person in record.persons for name in (person.name, *person.nicknames)]
    told: list[str] = []
    for name in dict.fromkeys((*people, *record.schools, *record.institutions, *record.places, *record.other_names)):
        if len(", ".join([*told, name])) < _HINTS:
            told.append(name)
    return f"{', '.join(told)}." if told else ""
