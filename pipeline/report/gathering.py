"""Reads a study and works out its picture: case by case, so that memory does not grow with the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from pipeline.config import Settings
from pipeline.consent.book import consent_book
from pipeline.consent.fields import CASE
from pipeline.consent.gate import refusal, respondents
from pipeline.consent.records import record_files
from pipeline.errors import CasusError
from pipeline.model import (
    ConsentRecord,
    ObjectionKind,
    Permission,
    Recording,
)
from pipeline.ports import Mapper
from pipeline.report.counting import Counted, counted
from pipeline.report.picture import Agreed, Case, Consent, Layer, Picture, Rare, Step, Took, Who
from pipeline.status import Row, rows, unread
from pipeline.store import Study
from pipeline.traits.risks import Risk, compared
from pipeline.traits.rows import Row as Traits

_WAITS_FOR: dict[str, Who] = {"new": "researcher", "ready": "researcher", "quarantined": "researcher"}
_ERRORS: dict[str, Who] = {  # who can do something about it, where the state does not tell
    "DateMissing": "researcher",
    "RespondentUnknown": "researcher",
    "StillArriving": "researcher",
    "NoOrdinaryFile": "researcher",
    "LeakFound": "reviewer",
}
_ORDER: tuple[Who, ...] = ("researcher", "reviewer", "steward")
_LISTENING = ("transcribe", "voices")  # stages whose time follows from how long a recording is


def picture_of(study: Study, settings: Settings, today: date, machine: str, over: Mapper = map) -> Picture:
    """The study as it is on this day; `machine`: how the machine is used, in words. Raises VaultDamaged."""
    table = rows(study, settings.study.language)
    recordings = study.recordings()
    known = {recording.case for recording in recordings}
    records = {path.stem for path in record_files(study) if CASE.fullmatch(path.stem)}
    names = sorted(known | records)
    stopped = {row.recording for row in table if row.state in ("withdrawn", "quarantined")}
    cases, traits, layers, durations = [], [], [], dict[str, float]()
    out = [stopped & {row.recording for row in table if row.case == name} for name in names]
    for name, case in zip(names, over(partial(_counted, study), zip(names, out, strict=True)), strict=True):
        if case.traits:
            traits.append(case.traits)
        durations |= {one.recording: one.duration for one in case.read}
        layers += [(layer, name, count) for layer, count in case.layers]
        own = tuple(recording for recording in recordings if recording.case == name)
        mine = tuple(row for row in table if row.case == name)
        cases.append(Case(name, mine, case.read, case.labels, None, _consent(name, own, study, settings, today)))
    rare, k = _rarities(traits, settings)
    return Picture(
        name=settings.study.name,
        today=today,
        demo=settings.study.demo,
        roles=_roles(settings, {recording.role for recording in recordings}),
        complete=settings.table.complete,
        cases=tuple(replace(case, rare=rare.get(case.name)) for case in cases),
        elsewhere=tuple(row for row in table if row.case not in names),
        steps=_steps(table, study, settings),
        layers=_found_by(layers),
        took=_took(study, durations),
        k=k,
        compared=len(traits),
        machine=machine,
    )


def _counted(study: Study, asked: tuple[str, set[str]]) -> Counted:
    case, stopped = asked
    return counted(study, case, stopped)


def _roles(settings: Settings, there: set[str]) -> tuple[str, ...]:
    """Roles that occur or that a complete case has; those no longer in the settings last."""
    order = dict.fromkeys((*settings.roles, *sorted(there)))
    return tuple(role for role in order if role in there or role in settings.table.complete)


def _found_by(layers: Iterable[tuple[str, str, int]]) -> tuple[Layer, ...]:
    """The recognisers that found most first."""
    places, cases = Counter[str](), dict[str, set[str]]()
    for layer, case, count in layers:
        places[layer] += count
        cases.setdefault(layer, set()).add(case)
    order = sorted(places, key=lambda layer: (-places[layer], layer))
    return tuple(Layer(layer, places[layer], len(cases[layer])) for layer in order)


def _rarities(traits: list[Traits], settings: Settings) -> tuple[dict[str, Rare], int]:
    """What of each case few share, and how few that is."""
    risks = compared(traits, settings)
    return {risk.row.case: _rare(risk) for risk in risks.cases}, risks.k


def _rare(risk: Risk) -> Rare:
    told = Counter[str]()
    for one in risk.row.told:
        told[one.fact.trait] += len(one.places)
    kinds = {one.fact.trait: told[one.fact.trait] for one in risk.row.told}
    unusual = dict.fromkeys(one.fact.trait for one in risk.row.told if one.unusual)
    rarest = tuple((tuple(fact.trait for fact in one.facts), one.cases) for one in risk.rarest)
    return Rare(tuple(kinds.items()), tuple(unusual), risk.rare, rarest)


def _consent(name: str, recordings: Sequence[Recording], study: Study, settings: Settings, today: date) -> Consent:
    """What was agreed to, and what was recorded of whom."""
    language = settings.study.language
    try:
        record = consent_book(study, settings)(name)
    except CasusError as error:
        days = tuple((one.id, one.recorded_on) for one in recordings if one.recorded_on)
        return Consent(recorded=days, problem=error.sentence(language))
    agreed = tuple(_agreed(permission, record, settings, today) for permission in record.permissions)
    return Consent(agreed, tuple(_recorded(recordings, record, settings)))


def _agreed(permission: Permission, record: ConsentRecord, settings: Settings, today: date) -> Agreed:
    noes = (refusal(record, permission.person, purpose, today) for purpose in permission.purposes)
    no = next(filter(None, noes), None)
    mine = [one for one in record.objections if one.person == permission.person]
    ended: list[tuple[date, ObjectionKind, str]] = [(one.on, one.kind, one.by) for one in mine]
    if permission.withdrawn_on:
        ended.append((permission.withdrawn_on, "withdrawn", permission.person))
    return Agreed(
        person=permission.person,
        form=permission.form,
        purposes=permission.purposes,
        signed=permission.signed,
        valid_from=permission.valid_from,
        valid_until=permission.valid_until,
        ended=tuple(sorted(set(ended))),
        now=no.sentence(settings.study.language) if no else "",
    )


def _recorded(recordings: Sequence[Recording], record: ConsentRecord, settings: Settings) -> Iterator[tuple[str, date]]:
    """Whose data each recording holds, with its day: a document is about the child."""
    children = tuple(person.id for person in record.persons if person.role == "kind")
    for recording in recordings:
        if recording.recorded_on is None:
            continue
        try:
            document = recording.kind == "document"
            heard = children if document else respondents(recording, record, settings.roles)
        except CasusError:
            heard = (recording.id,)
        yield from ((person, recording.recorded_on) for person in heard)


def _steps(table: Sequence[Row], study: Study, settings: Settings) -> tuple[Step, ...]:
    """What waits for whom; recordings that wait for the same are told together."""
    steps: dict[tuple[Who, str, str], list[Row]] = {}
    for row in table:
        if row.next:
            state = study.state(row.recording)
            who = _ERRORS.get(state.error if state else "") or _WAITS_FOR.get(row.state)
            who = who or ("reviewer" if row.state == "concept" else "steward")
            steps.setdefault((who, row.state, row.next), []).append(row)
    made = [
        Step(who, state, step, found[0].reason if len(found) == 1 else "", tuple(row.recording for row in found))
        for (who, state, step), found in steps.items()
    ]
    if count := unread(study, settings):
        made.append(Step("researcher", "unread", "casus run", "", (str(count),)))
    return tuple(sorted(made, key=lambda step: (_ORDER.index(step.who), step.state == "unread", step.subjects)))


def _took(study: Study, durations: dict[str, float]) -> tuple[Took, ...]:
    """How long each stage took; what was heard counts where that is known too."""
    stages: dict[str, list[tuple[str, float]]] = {}
    for spent in study.spent():
        stages.setdefault(spent.stage, []).append((spent.subject, spent.seconds))
    found = []
    for stage, done in stages.items():
        heard = sum(durations.get(subject, 0.0) for subject, _ in done) if stage in _LISTENING else 0.0
        found.append(Took(stage, len(done), sum(seconds for _, seconds in done), heard))
    return tuple(sorted(found, key=lambda took: (-took.seconds, took.stage)))
