"""A recording without the names in it, and no longer than it may be shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.consent.gate import sound_refusal
from pipeline.cover import Cover, cover
from pipeline.errors import NameHeard
from pipeline.mirror import keep_only, listed, move_in
from pipeline.model import Redacted, Register, Verbatim
from pipeline.ports import Bleeper, Stretch, Tools
from pipeline.stages.rehear import known_heard, names_heard, rehear
from pipeline.store import Receipt, digest_of, digest_of_file, to_json
from pipeline.writers.facts import clock, stem

MARGIN = 0.25  # seconds on either side of a name: word times are about that exact
_HEARINGS = 3  # what is heard is covered too, and then listened to again
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class How:
    """What comes in the place of names, and how far around them."""

    sound: Literal["tone", "silence"] = "tone"
    margin: float = MARGIN


@dataclass(frozen=True, slots=True)
class Bleeped:
    """A recording without names. Names nobody."""

    recording: str
    place: str  # in `sound/`
    cover: Cover | None  # None: it lay there already


def bleep(redacted: Redacted, register: Register, tools: Tools, lay: Bleeper, how: How) -> Bleeped:
    """Write the sound of a released transcript without the names in it, once nobody can be heard by name.

    Listens to the result: what is then taken for a name is covered as well. Asks for consent before anything else.
    Raises what the gate refuses with, NameHeard, StorageFailed, TranscriberDied, ModelMissing, ModelDamaged.
    """
    recording, study = redacted.recording, tools.study
    if refused := sound_refusal(recording, tools.consent(recording.case), tools.today, roles=tools.settings.roles):
        raise refused
    if study.receipt("bleep", recording.id) == _receipt(redacted, tools, lay, how):
        names = names_heard(study.load(Verbatim, "bleeped", recording.id), redacted, register, tools)
        if not any(name.known for name in names):
            return Bleeped(recording.id, _place(redacted), None)
    keep_only(set(listed(_manifest(tools))) - {_place(redacted)}, study.sound, _manifest(tools))
    bare = study.product("bleeped", recording.id).with_suffix(".wav")
    try:
        found, again = _covered(bare, redacted, register, tools, lay, how)
        study.save("bleeped", recording.id, again)
        move_in(bare, _place(redacted), study.sound, _manifest(tools))
    finally:
        bare.unlink(missing_ok=True)
    study.save_receipt(recording.id, _receipt(redacted, tools, lay, how))
    return Bleeped(recording.id, _place(redacted), found)


def take_back(transcripts: Iterable[Redacted], tools: Tools, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """Take away all sound but that of these transcripts as they are, which may be shared today.

    Gives the places that were taken away. Raises StorageFailed, VaultDamaged.
    """
    study = tools.study
    stays = [one for one in transcripts if _may_stay(one, tools, registers[one.recording.case])]
    kept = {study.product("bleeped", one.recording.id) for one in stays}
    for left in (study.vault / "bleeped").glob("*"):
        if left not in kept:
            left.unlink()
    return keep_only({_place(one) for one in stays}, study.sound, _manifest(tools))


def _may_stay(redacted: Redacted, tools: Tools, register: Register) -> bool:
    """Whether this very transcript has sound that may be shared today, in which no name was heard that we know now."""
    recording, study = redacted.recording, tools.study
    receipt = study.receipt("bleep", recording.id)
    if receipt is None or ("transcript", digest_of(to_json(redacted))) not in receipt.inputs:
        return False
    if sound_refusal(recording, tools.consent(recording.case), tools.today, roles=tools.settings.roles):
        return False
    if not study.product("bleeped", recording.id).is_file():
        return False
    return not any(known_heard(study.load(Verbatim, "bleeped", recording.id), redacted, register))


def _covered(
    bare: Path, redacted: Redacted, register: Register, tools: Tools, lay: Bleeper, how: How
) -> tuple[Cover, Verbatim]:
    """Write `bare`: what is covered in it, and what was heard in it at last.

    Listens with silence where names were, for a tone makes a recogniser hear things. What it takes for a name is
    covered as well, and after a known name it listens once more.
    """
    recording, heard = redacted.recording, list[Stretch]()
    source = tools.study.audio(recording)
    if not source.is_file():
        tools.decode(tools.study.original(recording), source, recording.id)
    speech = tools.find_voice(source)
    for _ in range(_HEARINGS):
        found = cover(redacted, speech, how.margin, heard)
        seconds = lay(source, bare, (), (*found.spoken, *found.silent))
        again = rehear(bare, seconds, recording, tools)
        names = names_heard(again, redacted, register, tools)
        heard += (name.stretch for name in names)
        known = [name for name in names if name.known]
        if not known:
            break
    if known:
        where = ", ".join(f"{clock(name.stretch.start)} ({name.label})" for name in known)
        raise NameHeard(recording=recording.id, where=where)
    found = cover(redacted, speech, how.margin, heard)
    tones, silences = (found.spoken, found.silent) if how.sound == "tone" else ((), (*found.spoken, *found.silent))
    lay(source, bare, tones, silences)
    return found, again


def _receipt(redacted: Redacted, tools: Tools, lay: Bleeper, how: How) -> Receipt:
    """What the sound that lies there was made of, if it was made just now."""
    study, recording = tools.study, redacted.recording
    inputs = {
        "transcript": digest_of(to_json(redacted)),
        "engine": tools.transcribe.identity,
        "voice": tools.find_voice.identity,
        "sound": f"{lay.identity if how.sound == 'tone' else how.sound}, margin {how.margin}",
    }
    return Receipt(
        stage="bleep",
        version=_VERSION,
        settings=tools.settings.transcribe.digest,
        inputs=tuple(sorted(inputs.items())),
        outputs=(
            ("sound", digest_of_file(study.sound / _place(redacted))),
            ("bleeped", digest_of_file(study.product("bleeped", recording.id))),
        ),
    )


def _place(redacted: Redacted) -> str:
    """Where its sound lies in `sound/`."""
    return f"{redacted.recording.case}/{stem(redacted)}.wav"


def _manifest(tools: Tools) -> Path:
    return tools.study.work / "sound.json"
