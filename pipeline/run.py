"""One recording through its stages, many side by side; one case; the study.

A step whose receipt matches is not done again. A known failure is an outcome of that recording; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from time import perf_counter

from pipeline.archive.archive import take_back as take_back_archive
from pipeline.consent.gate import refusal_for
from pipeline.errors import CasusError, SoundDeleted, known
from pipeline.holding import hold, in_force
from pipeline.inbox.quarantine import to_quarantine
from pipeline.mirror import digests
from pipeline.model import (
    CaseFile,
    CaseMaterial,
    Findings,
    Identified,
    Recording,
    RecordingKind,
    RedactedCase,
    Verbatim,
)
from pipeline.ports import Mapper, Tools
from pipeline.review import is_approved
from pipeline.stages import DOCUMENT, IMPORTED, INTERVIEW, REDACT, Stage
from pipeline.stages.bleep import take_back
from pipeline.stages.gate import gate, gather, unreviewed
from pipeline.stages.intake import Taken, take_in
from pipeline.stages.release import Released, keep_concepts, release
from pipeline.store import Receipt, Spent, StateFile, digest_of, digest_of_file, to_json

_CHAINS: dict[RecordingKind, tuple[Stage, ...]] = {"audio": INTERVIEW, "document": DOCUMENT, "transcript": IMPORTED}
Tell = Callable[..., None]  # (subject, stage or state, how many recordings there are), for progress bars


def silent(_subject: str, _stage: str, _total: int = 0) -> None:
    """Progress that nobody sees."""


def unheard(_recording: str, _seconds: float, _duration: float) -> None:
    """Progress within a recording that nobody sees."""


@dataclass(frozen=True)
class Outcome:
    """Where one recording came to stand."""

    subject: str
    stage: str
    state: str  # "ready", "concept", "released", or the error's state
    error: CasusError | None = None
    done: int = 0  # steps that were really done, not found finished


@dataclass(frozen=True)
class CaseOutcome:
    """One case after its own stages."""

    recordings: tuple[Outcome, ...]
    case_file: CaseFile | None = field(default=None, repr=False)
    redacted: RedactedCase | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Summary:
    """What a run did."""

    taken: tuple[Taken, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    released: Released | None = None
    silenced: tuple[str, ...] = ()  # sound that was taken back; see `stages/bleep.py`
    unarchived: tuple[str, ...] = ()  # what lay ready for an archive and was taken back; see `archive/archive.py`

    @property
    def done(self) -> int:
        """Steps that were really done; 0 when everything was up to date."""
        written = len(self.released.written) + len(self.released.removed) if self.released else 0
        moved = sum(1 for one in self.taken if not one.error or one.error.state == "quarantined")
        taken_back = len(self.silenced) + len(self.unarchived)
        return moved + written + taken_back + sum(outcome.done for outcome in self.outcomes)

    @property
    def exit_code(self) -> int:
        """0 when nothing failed; one kind of failure gives its code, several give 1."""
        withheld = self.released.withheld if self.released else ()
        errors = (*(outcome.error for outcome in self.outcomes), *(one.error for one in self.taken))
        return exit_code([*errors, *(error for _, error in withheld)])


def exit_code(errors: Iterable[CasusError | None]) -> int:
    """0 when nothing failed; one kind of failure gives its code, several give 1."""
    codes = {error.exit_code for error in errors if error and error.state == "failed"}
    return codes.pop() if len(codes) == 1 else int(bool(codes))


def run_study(tools: Tools, over: Mapper = map, tell: Tell = silent) -> Summary:
    """Everything: empty the inbox, bring each recording and case as far as it may go, release."""
    taken = run_intake(tools, tell)
    ready = run_recordings(tools, over, tell)
    return replace(run_cases(tools, ready, tell), taken=taken)


def run_intake(tools: Tools, tell: Tell = silent) -> tuple[Taken, ...]:
    """Empty the inbox into the vault, or into quarantine."""
    tell("inbox", "intake")
    return take_in(tools.study, tools.settings)


def run_recordings(
    tools: Tools, over: Mapper = map, tell: Tell = silent, stages: Sequence[Stage] | None = None
) -> tuple[Outcome, ...]:
    """Each recording through its stages (all, or the given ones), many side by side."""
    recordings = tools.study.recordings()
    tools.witness.consented({recording.case for recording in recordings}, tools.consent, tools.today)
    tell("", "", len(recordings))
    return tuple(over(partial(run_recording, tools=tools, tell=tell, stages=stages), recordings))


def run_recording(
    recording: Recording, tools: Tools, tell: Tell = silent, stages: Sequence[Stage] | None = None
) -> Outcome:
    """Bring one recording as far as consent and its bytes allow."""
    chain = _CHAINS[recording.kind]
    outcome = Outcome(recording.id, "gate", "ready")
    try:
        _ask(recording, tools)
        before: Stage | None = None
        for stage in chain:
            if stages is None or stage in stages:
                tell(recording.id, stage.name)
                outcome = replace(outcome, stage=stage.name)
                outcome = replace(outcome, done=outcome.done + _step(recording, stage, before, tools))
            elif not tools.study.product(stage.keeps, recording.id).is_file():
                outcome = replace(outcome, state="ready" if before in (stages or ()) else "new")
                break
            before = stage
    except Exception as problem:
        error = known(problem, recording.id)
        outcome = replace(outcome, state=error.state, error=error)
    tell(recording.id, outcome.state)
    if outcome.error and outcome.state == "quarantined":
        to_quarantine(tools.study, recording, outcome.error, tools.settings.study.language)
    elif outcome.error or outcome.done:
        _remember(outcome, tools)
    return outcome


def _ask(recording: Recording, tools: Tools) -> None:
    """Ask the gate, and have its answer written down. Raises the refusal."""
    try:
        record = tools.consent(recording.case)
        refused = refusal_for(recording, record, when=tools.today, roles=tools.settings.roles)
    except CasusError as problem:
        refused = problem
    tools.witness.answered(recording, refused)
    if refused:
        raise refused


def _step(recording: Recording, stage: Stage, before: Stage | None, tools: Tools) -> bool:
    """Do a stage unless its receipt matches, or its sound was deleted since; True when it was done."""
    study = tools.study
    if stage.hears and study.is_silent(recording.id):
        if study.product(stage.keeps, recording.id).is_file():
            return False
        raise SoundDeleted(recording=recording.id)
    inputs = stage.inputs(recording, tools)
    if before is not None:
        inputs |= {before.keeps: digest_of_file(study.product(before.keeps, recording.id))}
    receipt = Receipt(
        stage=stage.name,
        version=stage.version,
        settings=stage.settings(tools.settings),
        inputs=tuple(sorted(inputs.items())),
        outputs=((stage.keeps, digest_of_file(study.product(stage.keeps, recording.id))),),
    )
    if study.receipt(stage.name, recording.id) == receipt:
        return False
    began = perf_counter()
    taken: object = recording
    if before is not None:
        taken = study.load(stage.takes, before.keeps, recording.id)
        if isinstance(taken, Verbatim):  # its date or role may have been mended since
            taken = replace(taken, recording=recording)
    digest = study.save(stage.keeps, recording.id, stage.run(taken, tools))
    study.save_spent(Spent(stage.name, recording.id, perf_counter() - began))
    receipt = replace(receipt, outputs=((stage.keeps, digest),))
    tools.witness.done(receipt, recording.case, recording.id)
    study.save_receipt(recording.id, receipt)
    study.scratch(stage.name, recording.id).clear()
    return True


def run_cases(tools: Tools, ready: tuple[Outcome, ...], tell: Tell = silent, releasing: bool = True) -> Summary:
    """Identify and mask each case over all recordings that are ready, then release what may be released."""
    states = {outcome.subject: outcome for outcome in ready}
    cases = []
    for case, group in groupby(tools.study.recordings(), key=lambda recording: recording.case):
        recordings = tuple(r for r in group if states[r.id].state == "ready")
        if recordings:
            tell(case, "redact")
            cases.append(run_case(case, recordings, tools))
    states |= {o.subject: replace(o, done=o.done + states[o.subject].done) for c in cases for o in c.recordings}
    if not releasing:
        states |= {o.subject: _as_released(o, tools) for c in cases if c.case_file for o in c.recordings}
    keep_concepts((unreviewed(case.redacted, tools) for case in cases if case.redacted), tools)
    released = None
    silenced: tuple[str, ...] = ()
    unarchived: tuple[str, ...] = ()
    if releasing:
        tell("release", "release")
        study_file = gather(tools.settings.study.name, (c.case_file for c in cases if c.case_file))
        registers = {c.redacted.case: c.redacted.register for c in cases if c.redacted}
        released = release(study_file, tools, registers)
        stopped = dict(released.errors)
        out = tuple(case for case in study_file.cases if case.case not in stopped)
        silenced = take_back((t.redacted for case in out for t in case.transcripts), tools, registers)
        unarchived = take_back_archive(out, tools)
        leaving = [one for case in out for one in case.transcripts]
        tools.witness.released(leaving, digests(tools.study.work / "release.json"))
        tools.witness.shared(leaving, digests(tools.study.work / "sound.json"))
        for transcript in (t for case in study_file.cases for t in case.transcripts):
            recording = transcript.redacted.recording
            error = stopped.get(recording.case)
            states[recording.id] = replace(
                states[recording.id], stage="release", state=error.state if error else "released", error=error
            )
    for outcome in states.values():
        if outcome.state != "quarantined":
            _remember(outcome, tools)
    return Summary(outcomes=tuple(states.values()), released=released, silenced=silenced, unarchived=unarchived)


def run_case(case: str, recordings: tuple[Recording, ...], tools: Tools) -> CaseOutcome:
    """Decide who is who in a case and put labels for names."""
    outcomes = tuple(Outcome(recording.id, "redact", "concept") for recording in recordings)
    try:
        redacted, done = _redact(case, recordings, tools)
        outcomes = tuple(replace(outcome, done=int(done)) for outcome in outcomes)
        decisions = tools.study.decisions(case)
        for one in redacted.transcripts:
            if tools.settings.release.needs_reader(one.recording.role):
                tools.witness.reviewed(one, is_approved(one, decisions))
        return CaseOutcome(outcomes, gate(redacted, tools), redacted)
    except Exception as problem:
        error = known(problem, case)
        return CaseOutcome(tuple(replace(o, state=error.state, error=error) for o in outcomes))


def _redact(case: str, recordings: tuple[Recording, ...], tools: Tools) -> tuple[RedactedCase, bool]:
    """The case with labels, and whether that was work."""
    study = tools.study
    record = tools.consent(case)
    decisions = tuple(decision for decision in study.decisions(case) if decision.kind != "approve")
    kinds = ("verbatim", "findings")
    inputs = {f"{kind}/{r.id}": digest_of_file(study.product(kind, r.id)) for kind in kinds for r in recordings}
    held = {recording.id: in_force(study.held(recording.id), tools.today) for recording in recordings}
    inputs |= {"consent": record.digest, "decisions": digest_of(to_json(decisions))}
    inputs |= {f"held/{id_}": digest_of(to_json(some)) for id_, some in held.items() if some}
    receipt = Receipt(
        stage="redact",
        version="".join(stage.version for stage in REDACT),
        settings="".join(stage.settings(tools.settings) for stage in REDACT),
        inputs=tuple(sorted(inputs.items())),
        outputs=tuple((stage.keeps, digest_of_file(study.product(stage.keeps, case))) for stage in REDACT),
    )
    if study.receipt("redact", case) == receipt:
        return study.load(RedactedCase, "redacted", case), False
    began = perf_counter()
    material = CaseMaterial(
        case=case,
        verbatims=tuple(study.load(Verbatim, "verbatim", recording.id) for recording in recordings),
        findings=tuple(study.load(Findings, "findings", recording.id) for recording in recordings),
        record=record,
        register=study.register(case),
        decisions=decisions,
    )
    identify, mask = REDACT
    identified: Identified = identify.run(material, tools)
    redacted: RedactedCase = mask.run(identified, tools)
    shown = (hold(t, held[t.recording.id], inputs[f"verbatim/{t.recording.id}"]) for t in redacted.transcripts)
    redacted = replace(redacted, transcripts=tuple(shown))
    outputs = (
        (identify.keeps, study.save(identify.keeps, case, identified.register)),
        (mask.keeps, study.save(mask.keeps, case, redacted)),
    )
    study.save_spent(Spent("redact", case, perf_counter() - began))
    receipt = replace(receipt, outputs=outputs)
    tools.witness.done(receipt, case)
    study.save_receipt(case, receipt)
    return redacted, True


def _as_released(outcome: Outcome, tools: Tools) -> Outcome:
    """The outcome of a recording that was released as it now is, and still may be."""
    before = tools.study.state(outcome.subject)
    unchanged = outcome.state == "concept" and not outcome.done
    return (
        replace(outcome, stage="release", state="released")
        if unchanged and before and before.state == "released"
        else outcome
    )


def _remember(outcome: Outcome, tools: Tools) -> None:
    error = outcome.error
    tools.study.save_state(
        StateFile(
            recording=outcome.subject,
            stage=outcome.stage,
            state=outcome.state,
            error=type(error).__name__ if error else "",
            details=tuple(sorted(error.details.items())) if error else (),
        )
    )
