"""Keep what may be released today. The only maker of `Transcript`, `CaseFile` and `StudyFile`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pipeline.consent.ages import last_day
from pipeline.consent.forms import known_forms
from pipeline.consent.gate import refusal, refusal_for, respondents, rests_on
from pipeline.consent.paper import KnownForm
from pipeline.consent.sidecar import agreed
from pipeline.errors import CasusError
from pipeline.model import (
    CaseFacts,
    CaseFile,
    ConsentRecord,
    ConsentSummary,
    Decision,
    Recording,
    Redacted,
    RedactedCase,
    ReviewState,
    StudyFile,
    Transcript,
)
from pipeline.ports import Tools
from pipeline.review import is_approved


def gate(case: RedactedCase, tools: Tools) -> CaseFile:
    """The transcripts of a case that consent and review let out today, each with its consent.

    Raises NoConsentRecord, ConsentRecordWrong, VaultDamaged.
    """
    record, decisions = tools.consent(case.case), tools.study.decisions(case.case)
    out = [
        (redacted, state)
        for redacted in case.transcripts
        if (state := _review(redacted, decisions, tools)) != "unreviewed"
        and _refusal(redacted.recording, record, tools.today, tools) is None
    ]
    forms = known_forms(tools.study)
    transcripts = (_transcript(redacted, state, record, tools, forms) for redacted, state in out)
    return CaseFile(case.case, tuple(transcripts), _facts(record))


def _transcript(
    redacted: Redacted, review: ReviewState, record: ConsentRecord, tools: Tools, forms: Sequence[KnownForm]
) -> Transcript:
    recording, settings = redacted.recording, tools.settings
    until = _last_day(recording, record, tools)
    transcript = Transcript(
        redacted=redacted,
        consent=_consent(recording, record, until, tools),
        review=review,
        month=_month(recording),
        persons=_speakers(recording, record, tools),
        rests_on=rests_on(recording, record, settings.roles),
        until=until,
    )
    return replace(transcript, agreed=agreed(transcript, record, settings, forms))


def unreviewed(case: RedactedCase, tools: Tools) -> RedactedCase:
    """The transcripts of a case that may be processed today but wait for a person to approve them.

    Raises NoConsentRecord, ConsentRecordWrong, VaultDamaged.
    """
    record, decisions = tools.consent(case.case), tools.study.decisions(case.case)
    waiting = tuple(
        redacted
        for redacted in case.transcripts
        if _review(redacted, decisions, tools) == "unreviewed"
        and _refusal(redacted.recording, record, tools.today, tools) is None
    )
    return replace(case, transcripts=waiting)


def gather(name: str, cases: Iterable[CaseFile]) -> StudyFile:
    """All case files of a study, in order; a case of which nothing may leave is left out."""
    return StudyFile(name, tuple(sorted((case for case in cases if case.transcripts), key=lambda case: case.case)))


def _review(redacted: Redacted, decisions: tuple[Decision, ...], tools: Tools) -> ReviewState:
    """Whether a person approved exactly this transcript, and nothing in it is still open."""
    if not tools.settings.release.needs_reader(redacted.recording.role):
        return "not required"
    return "reviewed" if is_approved(redacted, decisions) else "unreviewed"


def _refusal(recording: Recording, record: ConsentRecord, when: date, tools: Tools) -> CasusError | None:
    return refusal_for(recording, record, when, roles=tools.settings.roles)


def _month(recording: Recording) -> str:
    return recording.recorded_on.strftime("%Y-%m") if recording.recorded_on else ""


def _consent(recording: Recording, record: ConsentRecord, until: date, tools: Tools) -> ConsentSummary:
    """What everybody who speaks here agreed to, and who signed for them, in roles."""
    speakers = _speakers(recording, record, tools)
    given = [
        (permission, purpose)
        for permission in record.permissions
        for purpose in permission.purposes
        if permission.person in speakers and refusal(record, permission.person, purpose, tools.today) is None
    ]
    shared = [purpose for _, purpose in given if {p.person for p, other in given if other == purpose} == set(speakers)]
    used = [permission for permission, _ in given if permission.valid_from <= tools.today <= permission.valid_until]
    signers = {signer for permission in used for signer, _ in permission.signed}
    return ConsentSummary(
        purposes=_once(shared),
        valid_until=until.strftime("%Y-%m"),
        signed_by=_once(person.role for person in record.persons if person.id in signers),
        form=", ".join(_once(permission.form for permission in used)),
        record_digest=record.digest,
    )


def _facts(record: ConsentRecord) -> CaseFacts:
    """What the study's table tells of the child."""
    child = next((person for person in record.persons if person.role == "kind"), None)
    return CaseFacts(child.year_group, child.age_band, child.gender) if child else CaseFacts()


def _speakers(recording: Recording, record: ConsentRecord, tools: Tools) -> tuple[str, ...]:
    """Who is heard; of a document, the child it is about."""
    if recording.kind != "document":
        return respondents(recording, record, tools.settings.roles)
    signed_for = {permission.person for permission in record.permissions}
    return tuple(person.id for person in record.persons if person.role == "kind" and person.id in signed_for)


def _last_day(recording: Recording, record: ConsentRecord, tools: Tools) -> date:
    """Until when it may stay released, if nothing changes."""
    return last_day(record, tools.today, lambda day: _refusal(recording, record, day, tools) is None)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """In order, without repeats."""
    return tuple(dict.fromkeys(values))
