"""The stages in their order. A stage is a function from one type to the next; adding one touches this folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from pipeline import recognisers
from pipeline.config import Settings
from pipeline.model import Recording
from pipeline.ports import Tools
from pipeline.speaking import Expected, expected
from pipeline.stages.adopt import adopt
from pipeline.stages.extract import extract
from pipeline.stages.find import find
from pipeline.stages.identify import identify
from pipeline.stages.mask import mask
from pipeline.stages.speakers import speakers
from pipeline.stages.transcribe import transcribe
from pipeline.stages.voices import voices
from pipeline.store import digest_of, digest_of_file, to_json


@dataclass(frozen=True)
class Stage:
    """One step: what it does, what it keeps, and what makes it do its work again."""

    run: Callable[[Any, Tools], Any]
    keeps: str  # the kind of product in the vault; "" where nothing is kept
    version: str
    settings: Callable[[Settings], str]  # digest of the settings it depends on
    inputs: Callable[[Recording, Tools], dict[str, str]] = lambda _recording, _tools: {}  # besides what it takes
    hears: bool = False  # it needs the sound, which retention may have deleted since

    @property
    def name(self) -> str:
        """The function's name."""
        return self.run.__name__

    @property
    def takes(self) -> Any:
        """The type of the first argument."""
        return next(iter(get_type_hints(self.run).values()))

    @property
    def gives(self) -> Any:
        """The type of the result."""
        return get_type_hints(self.run)["return"]


@cache
def code(*places: str) -> str:
    """Digest of our own files: for stages so cheap that any change may repeat them."""
    return hashlib.sha256("".join(map(digest_of_file, our_files(*places))).encode()).hexdigest()


def our_files(*places: str) -> list[Path]:
    """Files of ours at these places ("writers/**/*"), sorted; not what Python compiles of them."""
    root = Path(recognisers.__file__).parent.parent
    found = {file for place in places for file in root.glob(place) if file.is_file()}
    return sorted(file for file in found if file.parent.name != "__pycache__")


def _heard_with(recording: Recording, tools: Tools) -> dict[str, str]:
    return {"original": recording.digest, "engine": tools.transcribe.identity, "voice": tools.find_voice.identity}


def _particulars(recording: Recording, _tools: Tools) -> dict[str, str]:
    return {"recording": digest_of(to_json(recording))}


def _told_apart_with(recording: Recording, tools: Tools) -> dict[str, str]:
    return {"finder": tools.find_speakers.identity, "count": str(_people(recording, tools).count)}


def _named_by(recording: Recording, tools: Tools) -> dict[str, str]:
    decision = digest_of(to_json(tools.study.speaker_decision(recording.id)))
    return _particulars(recording, tools) | {"decision": decision, "people": repr(_people(recording, tools))}


def _people(recording: Recording, tools: Tools) -> Expected:
    return expected(recording, tools.study, tools.consent(recording.case), tools.settings)


def _taken_over_with(recording: Recording, tools: Tools) -> dict[str, str]:
    return {"recording": digest_of(to_json(recording)), "consent": tools.consent(recording.case).digest}


def _looked_with(recording: Recording, tools: Tools) -> dict[str, str]:
    voters = {f"voter {number}": voter.identity for number, voter in enumerate(tools.voters, 1)}
    return {"consent": tools.consent(recording.case).digest, **voters}


def _readers(settings: Settings) -> str:
    return " ".join((settings.release.review, *settings.release.always_review))


# Transcribing costs hours, so its version is a number that we raise by hand when results change.
TRANSCRIBE = Stage(transcribe, "heard", "3", lambda settings: settings.transcribe.digest, _heard_with, hears=True)
# Neither costs as much, but both are done again for every recording: theirs are raised by hand too.
VOICES = Stage(voices, "voices", "1", lambda _: "", _told_apart_with, hears=True)
SPEAKERS = Stage(speakers, "verbatim", "2", lambda _: "", _named_by)
EXTRACT = Stage(
    extract,
    "verbatim",
    code("documents/*.py", "stages/extract.py", "decoding.py"),
    lambda settings: f"{settings.study.language} {settings.transcribe.language}",
    _particulars,
)
ADOPT = Stage(
    adopt,
    "verbatim",
    code("transcripts/*.py", "stages/adopt.py", "decoding.py"),
    lambda settings: settings.transcribe.digest,
    _taken_over_with,
)
FIND = Stage(
    find,
    "findings",
    code("recognisers/**/*.py", "recognisers/data/*", "labels.py", "stages/find.py", "adapters/voters/*.py"),
    lambda settings: settings.redact.digest,
    _looked_with,
)

INTERVIEW = (TRANSCRIBE, VOICES, SPEAKERS, FIND)
DOCUMENT = (EXTRACT, FIND)
IMPORTED = (ADOPT, FIND)

REDACT = (
    Stage(
        identify,
        "register",
        code("recognisers/**/*.py", "recognisers/data/*", "people/*.py", "stages/identify.py", "labels.py"),
        lambda settings: settings.redact.digest + _readers(settings) + settings.study.language,
    ),
    Stage(
        mask,
        "redacted",
        code("stages/mask.py", "review.py", "verbatim.py", "traits/*.py", "traits/data/*"),
        lambda settings: settings.redact.digest,
    ),
)
