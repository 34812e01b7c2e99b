"""Where every recording stands: one row each, with the reason and the next step."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

from pipeline.config import Settings
from pipeline.errors import CasusError, Language, NothingToShow, UnknownSubject, error_named
from pipeline.inbox.arriving import dropped
from pipeline.mirror import listed
from pipeline.seal import SIDECAR
from pipeline.store import StateFile, Study

_FORMAT = re.compile(
    r"(\.woordelijk|\.leesbaar)?\.\w+$"
)  # what a transcript is written as, in one reading or the other
STATES: dict[str, tuple[str, str]] = {
    "released": ("uitgegeven", "released"),
    "concept": ("concept", "concept"),
    "ready": ("herkend", "transcribed"),
    "new": ("nieuw", "new"),
    "waiting": ("wacht", "waiting"),
    "blocked": ("geblokkeerd", "blocked"),
    "withdrawn": ("ingetrokken", "withdrawn"),
    "quarantined": ("quarantaine", "quarantined"),
    "failed": ("mislukt", "failed"),
}
NEXT: dict[str, tuple[str, str]] = {
    "released": ("", ""),
    "concept": ("nakijken: casus review list {case}", "review: casus review list {case}"),
    "ready": ("casus redact", "casus redact"),
    "new": ("casus run", "casus run"),
}
_LANGUAGES: tuple[Language, ...] = ("nl", "en")
_GONE = {  # why there is no page where nothing went wrong, and what to do: in Dutch, in English
    "new": ("zij is nog niet verwerkt", "Voer uit: casus run", "it was not processed yet", "Run: casus run"),
    "ready": ("de namen zijn er nog niet uit", "Voer uit: casus redact", "it has its names still", "Run: casus redact"),
    "concept": ("zij is nog niet uitgegeven", "Voer uit: casus run", "it was not released yet", "Run: casus run"),
    "released": (
        "het is uitgegeven, maar niet als txt",
        "Zet txt bij release.writers in study.toml, en daarna: casus run",
        "it was released, but not as txt",
        "Add txt to release.writers in study.toml, then: casus run",
    ),
}
STOPPED = ("waiting", "blocked", "withdrawn", "quarantined", "failed")


@dataclass(frozen=True, slots=True)
class Row:
    """One recording in the table. Names nobody."""

    case: str
    role: str
    recording: str
    state: str  # a key of STATES
    reason: str
    next: str

    def as_dict(self) -> dict[str, str]:
        """For --json."""
        return asdict(self)


def rows(study: Study, language: Language) -> tuple[Row, ...]:
    """Every recording of the study, and everything in quarantine."""
    placed = study.recordings()
    known = {recording.id for recording in placed}
    table = [
        _row(recording.case, recording.role, study.state(recording.id) or StateFile(recording.id, "", "new"), language)
        for recording in placed
    ]
    gone = "het geluid is verwijderd: bewaartermijn" if language == "nl" else "its sound was deleted: retention term"
    table = [replace(row, reason=row.reason or gone) if study.is_silent(row.recording) else row for row in table]
    for state in study.states():
        if state.recording not in known and (study.quarantine / state.recording).is_dir():
            table.append(_row(*_placed(state), state, language))
    return tuple(table)


def unread(study: Study, settings: Settings) -> int:
    """How many files in the inbox were not taken in; where they stay there anyhow, told only before the first run."""
    if settings.intake.keep_inbox and (study.recordings() or study.states()):
        return 0
    return dropped(study)


def released(study: Study) -> int:
    """How many transcripts lie in the release, whatever their formats and readings."""
    ours = (PurePosixPath(place) for place in listed(study.work / "release.json") if not place.endswith(SIDECAR))
    return len({path.parent / _FORMAT.sub("", path.name) for path in ours if path.parts[0] == "by-case"})


def why_nothing(study: Study, recording: str) -> CasusError:
    """Why there is no transcript of this recording to show; also where there is no such recording."""
    found = [row for language in _LANGUAGES for row in rows(study, language) if row.recording == recording]
    if not found:
        return UnknownSubject(what=recording)
    told = [part for row in found for part in (row.reason.removeprefix(f"{recording}: ").rstrip("."), row.next)]
    why, step, why_en, step_en = told if found[0].state in STOPPED else _GONE[found[0].state]
    return NothingToShow(recording=recording, why=why, next=step, why_en=why_en, next_en=step_en)


def _placed(state: StateFile) -> tuple[str, str]:
    """Case and role of what lies in quarantine; "-" where it never had them."""
    details = dict(state.details)
    case, _, number = ("" if "file" in details else details.get("recording", "")).partition("_")
    return (case, number.rpartition("-")[0]) if number else ("-", "-")


def _row(case: str, role: str, state: StateFile, language: Language) -> Row:
    which = 0 if language == "nl" else 1
    reason, step = "", NEXT.get(state.state, ("", ""))[which].format(case=case)
    if state.error:
        error = error_named(state.error, dict(state.details))
        reason, step = error.sentence(language), error.remedy(language)
    return Row(case, role, state.recording, state.state, reason, step)
