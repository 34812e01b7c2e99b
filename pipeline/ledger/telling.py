"""Entries in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.errors import Language
from pipeline.ledger.entries import (
    ConsentEntry,
    Entry,
    GateEntry,
    KeyEntry,
    RecipientEntry,
    ReleaseEntry,
    RepairEntry,
    RetentionEntry,
    ReviewEntry,
    StageEntry,
    StudyEntry,
    TakenBackEntry,
    WithdrawalEntry,
)

_STATES = {
    "given": ("toestemming gegeven", "consent given"),
    "renewed": ("toestemming verlengd", "consent renewed"),
    "changed": ("toestemming gewijzigd", "consent changed"),
    "refused": ("geweigerd", "refused"),
    "resisted": ("verzet getoond", "resisted"),
    "withdrawn": ("ingetrokken", "withdrawn"),
    "allowed": ("mag", "allowed"),
    "waiting": ("wacht", "waits"),
    "blocked": ("geblokkeerd", "blocked"),
    "approved": ("nagekeken en goedgekeurd", "read and approved"),
    "reopened": ("goedkeuring teruggenomen", "approval taken back"),
}


def told(entry: Entry, language: Language) -> str:
    """One line: number, time, and what happened. Ids and purposes only."""
    return f"{entry.seq:>6}  {entry.time:%Y-%m-%d %H:%M}  {_what(entry, language)}"


def _what(entry: Entry, language: Language) -> str:
    nl = language == "nl"
    until = "tot en met" if nl else "to"
    match entry:
        case StudyEntry():
            return f"{'begin van het logboek' if nl else 'the log begins'}: {entry.origin}"
        case ConsentEntry():
            what = ", ".join(entry.purposes) or ("alles" if nl else "everything")
            term = f", {until} {entry.until}" if entry.until else ""
            by = f" ({'door' if nl else 'by'} {', '.join(entry.by)})" if entry.by else ""
            return f"{entry.case} {entry.person}: {_state(entry.state, nl)} {entry.day}{by}: {what}{term}"
        case GateEntry():
            reason = f" ({entry.reason})" if entry.reason else ""
            return f"{entry.recording}: {_state(entry.state, nl)}{reason}"
        case StageEntry():
            return f"{entry.recording or entry.case}: {entry.stage}"
        case ReviewEntry():
            return f"{entry.recording}: {_state(entry.state, nl)}"
        case ReleaseEntry():
            done = "uitgegeven" if nl else "released"
            return f"{entry.recording or entry.case or '-'}: {done}, {until} {entry.until}: {_list(entry.files)}"
        case TakenBackEntry():
            return f"{entry.case or '-'}: {'teruggenomen' if nl else 'taken back'}: {_list(entry.files)}"
        case WithdrawalEntry():
            removed = "na intrekking verwijderd" if nl else "removed after withdrawal"
            return f"{entry.case} {entry.person}: {removed}: {_counts(entry.removed)}"
        case RetentionEntry():
            removed = "bewaartermijn voorbij, verwijderd" if nl else "time is over, removed"
            return f"{removed} ({entry.reason}): {_counts(entry.removed)}"
        case RecipientEntry():
            given = "aan iemand buiten het team gegeven" if nl else "given to somebody outside the team"
            return f"{given}: {_list(entry.files)}"
        case KeyEntry():
            return f"{'nieuwe sleutel' if nl else 'new key'}: {entry.key.split('+')[1]}"
        case RepairEntry():
            done = "logboek hersteld, afgebroken bytes verwijderd" if nl else "log repaired, torn bytes removed"
            return f"{done}: {entry.removed_bytes}"
    return entry.kind


def _state(state: str, nl: bool) -> str:
    return _STATES[state][0 if nl else 1]


def _list(places: Sequence[str] | Mapping[str, str]) -> str:
    return ", ".join(sorted(places)) or "-"


def _counts(removed: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(removed.items())) or "0"
