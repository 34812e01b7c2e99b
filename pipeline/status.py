"""Where every recording stands: one row each, with the reason and the next step."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pipeline.errors import Language, error_named
from pipeline.store import StateFile, Study

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
    for state in study.states():
        if state.recording not in known and (study.quarantine / state.recording).is_dir():
            case, _, number = dict(state.details).get("recording", "").partition("_")
            table.append(_row(case or "-", number.rpartition("-")[0] or "-", state, language))
    return tuple(table)


def _row(case: str, role: str, state: StateFile, language: Language) -> Row:
    which = 0 if language == "nl" else 1
    reason, step = "", NEXT.get(state.state, ("", ""))[which].format(case=case)
    if state.error:
        error = error_named(state.error, dict(state.details))
        reason, step = error.sentence(language), error.remedy(language)
    return Row(case, role, state.recording, state.state, reason, step)
