"""Small made-up studies with real, spoken recordings, for tests that go all the way."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from demo.casts import Cast
from demo.perform import Performance, perform, voices_for
from demo.script import Dialogue, new_dialogue
from pipeline.consent.writing import record_as_yaml
from pipeline.model import ConsentRecord, Permission, Person
from pipeline.store import Study

Casus = Callable[..., "subprocess.CompletedProcess[str]"]
SETTINGS = """
[study]
name = "Proef"
demo = true
[transcribe]
model = "{model}"
window_seconds = 7.0
[machine]
workers = 2
threads = 1
[release]
review = "{review}"
always_review = []
"""


def empty_study(root: Path, model: Path | str = "tiny", review: str = "none") -> Study:
    """A study folder without recordings."""
    study = Study(root)
    root.mkdir(parents=True, exist_ok=True)
    (root / "study.toml").write_text(SETTINGS.format(model=model, review=review), encoding="utf-8")
    study.make()
    return study


def write_wav(path: Path, audio: Any, rate: int = 16000) -> None:
    """Samples in -1..1, shape (n,) or (n, channels), as 16-bit WAV."""
    samples = (np.clip(audio, -1, 1) * 32767).astype("<i2")
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())


def spoken(role: str, cast: Cast, seed: int, exchanges: int = 2) -> tuple[Dialogue, Performance]:
    """A new dialogue of that role, as a recording."""
    dialogue = new_dialogue(role, cast, seed, exchanges)
    return dialogue, perform(dialogue, cast, voices_for(dialogue, cast, seed), seed)


CHILD_ALLOWS = ("opnemen", "transcriberen", "andere informanten spreken", "dossier inzien", "citeren", "delen")
OWN = ("opnemen", "transcriberen", "citeren", "delen")
KNOWN = ("kind", "moeder", "vader", "leraar", "hulp", "ib", "broer")


def record_of(case: str, cast: Cast) -> ConsentRecord:
    """A record in which everybody consented; it knows the family, the respondents and their school and town."""
    people = {part: cast.people[part] for part in KNOWN}
    first, last = date(2026, 1, 1), date(2041, 1, 1)
    role = {part: person.entity.rpartition("-")[0] for part, person in people.items()}
    parents = ("moeder-1", "vader-1")
    permissions = [Permission("kind-1", CHILD_ALLOWS, tuple((p, first) for p in parents), first, last, "ouders-1.0")]
    for part in ("moeder", "vader", "leraar", "hulp", "ib"):
        who = people[part].entity
        permissions.append(Permission(who, OWN, ((who, first),), first, last, "volwassenen-1.0"))
    return ConsentRecord(
        case=case,
        persons=tuple(
            Person(p.entity, role[part], p.full, (p.nickname,) if p.nickname else (), "8-11" if part == "kind" else "")
            for part, p in people.items()
        ),
        authority=parents,
        permissions=tuple(permissions),
        schools=(cast.others["school"],),
        institutions=(cast.others["instelling"],),
        places=(cast.others["plaats"],),
    )


def write_cast_record(study: Study, case: str, cast: Cast) -> ConsentRecord:
    """Put that record in the study's vault."""
    record = record_of(case, cast)
    path = study.consent(case)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record_as_yaml(record))
    return record
