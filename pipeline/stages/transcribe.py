"""From a recording to everything that was said in it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.accounting import account, unheard, windows
from pipeline.consent.gate import refusal_for
from pipeline.errors import NoSpeech
from pipeline.model import Recording, Verbatim
from pipeline.ports import Sound, Tools

_GUESSING = 0.5  # words decoded at this temperature are made up as easily as heard: the gap stays


def transcribe(recording: Recording, tools: Tools) -> Verbatim:
    """Write down a recording word for word, and show what could not be written down.

    Speech that gave no words is listened to once more by itself: a recogniser skips what another start lets it hear.
    Asks for consent before anything is decoded. Raises what the gate refuses with, NotReadable, NoSpeech,
    TranscriberDied, ModelMissing, ModelDamaged, ToolMissing, StorageFailed.
    """
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    settings = tools.settings.transcribe
    audio = tools.study.audio(recording)
    duration = tools.decode(tools.study.original(recording), audio, recording.id)
    speech = tools.find_voice(audio)
    if not speech:
        raise NoSpeech(recording=recording.id, seconds=f"{duration:.0f}")
    parts = windows(speech, duration, settings)
    sound = Sound(audio, recording.id, recording.digest)
    heard = tools.transcribe(sound, parts)
    blocks, figures = account(heard, speech, duration, settings)
    if missed := unheard(blocks, settings):
        retried = figures.windows_retried + len(missed)
        again = tools.transcribe(sound, missed)
        heard += tuple(one for one in again if one.temperature < _GUESSING)
        blocks, figures = account(heard, speech, duration, settings)
        figures = replace(figures, windows=len(parts), windows_retried=retried)
    return Verbatim(recording, settings.language, blocks, figures, tools.transcribe.identity)
