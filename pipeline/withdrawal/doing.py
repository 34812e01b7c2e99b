"""Delete what a plan lists, whole: a kill at any moment is carried on by the next command.

Before the journal is there, nothing has happened. With it there, everything will.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.config import Settings
from pipeline.consent.records import ConsentFiles
from pipeline.consent.writing import add_objection
from pipeline.errors import StudyEnded
from pipeline.inbox.quarantine import sync, told_as_storage
from pipeline.inbox.tombstones import Tombstone, bury, tombstones
from pipeline.model import Objection
from pipeline.packs import ask_for, asked
from pipeline.store import Kept, Study, digest_of, read_json, to_json, write
from pipeline.withdrawal.objecting import is_noted
from pipeline.withdrawal.plan import Log, Plan, in_inbox
from pipeline.withdrawal.recipients import to_tell
from pipeline.withdrawal.traces import delete, traces
from pipeline.withdrawal.wording import account


def carry_out(plan: Plan, study: Study, settings: Settings, log: Log) -> None:
    """Delete what the plan lists. Raises StorageFailed, VaultDamaged, ConsentRecordWrong."""
    _keep(study, plan)
    finish(study, settings, log)


def pending(study: Study) -> Plan | None:
    """The deletion that is not finished, if there is one. Raises VaultDamaged."""
    try:
        return read_json(Plan, _journal(study))
    except FileNotFoundError:
        return None


def finish(study: Study, settings: Settings, log: Log) -> Plan | None:
    """Finish the deletion that is not finished, and say which it was; under the study's lock.

    Raises StorageFailed, VaultDamaged, ConsentRecordWrong.
    """
    plan = pending(study)
    if plan is None:
        return None
    if not plan.prepared:
        _prepare(plan, study, settings)
        plan = replace(plan, prepared=True)
        _keep(study, plan)
    with told_as_storage():
        _delete(plan, study)
    _tell(plan, study, settings, log)
    with told_as_storage():
        _journal(study).unlink()
        sync(study.vault)
    return plan


def make_ready(study: Study, settings: Settings, log: Log) -> Plan | None:
    """What any command that works on the study does first: finish what is not finished.

    Raises StudyEnded where nothing may be processed any more, and what `finish` raises.
    """
    plan = finish(study, settings, log)
    if ended := ended_on(study):
        raise StudyEnded(day=ended)
    return plan


def ended_on(study: Study) -> date | None:
    """The day on which all personal data were deleted, if that happened. Raises VaultDamaged."""
    try:
        return read_json(date, study.vault / "ended.json")
    except FileNotFoundError:
        return None


def objection_of(plan: Plan) -> Objection:
    """What a withdrawal is in the consent record."""
    return Objection(plan.person, plan.by, "withdrawn", plan.day, plan.purposes)


def _prepare(plan: Plan, study: Study, settings: Settings) -> None:
    """Write what stays: tombstones, the objection, and the case without what only these told. Once more is the same."""
    if plan.reason == "withdrawal":
        stone = Tombstone(plan.day, plan.case, plan.person, plan.recordings, (), plan.whole)
        bury(study, stone, plan.digests)
        if plan.whole:
            packs = asked(study)
            others = [pack for pack in packs if pack.case != plan.case]
            if len(others) < len(packs):
                ask_for(others, study)
        else:
            if not is_noted(ConsentFiles(study)(plan.case), objection_of(plan)):
                add_objection(study.consent(plan.case), objection_of(plan))
            if plan.recordings:
                from pipeline.withdrawal.unsaid import unsaid  # brings the word lists along

                unsaid(study, ConsentFiles(study)(plan.case), plan.recordings, settings)
    elif plan.recordings:
        bury(study, Tombstone(plan.day, "", "", plan.recordings, ()), ())
    for recording in plan.silent if plan.reason != "withdrawal" else ():
        kept = study.kept(recording) or Kept(plan.day)
        study.save("kept", recording, replace(kept, sound_deleted=plan.day))
    if plan.reason == "everything":
        write(study.vault / "ended.json", to_json(plan.day))


def _delete(plan: Plan, study: Study) -> None:
    """Delete the files, copies in the inbox, and what killed writes left behind. Raises OSError."""
    halves = (path.relative_to(study.root).as_posix() for path in study.root.rglob(".half-*"))
    delete(study, (*plan.files, *halves))
    if plan.reason != "everything":
        delete(study, traces(study, plan.recordings, plan.case if plan.whole else ""))
    for path, digest in in_inbox(study):
        if digest in plan.digests or (plan.reason == "everything" and not path.name.startswith("LEESMIJ")):
            path.unlink()


def _tell(plan: Plan, study: Study, settings: Settings, log: Log) -> None:
    """Write down that it was done: for the steward, with whom to tell, and in the log."""
    about = {"case": plan.case} if plan.case else {}
    if plan.taken_back:
        log("taken-back", **about, files=plan.taken_back)
    if plan.reason != "withdrawal":
        log("retention", reason=plan.reason, removed=plan.removed)
        return
    name = f"{plan.day}_{plan.case}_{plan.person}_{digest_of(to_json(plan))[:6]}.txt"
    lines = account(plan, to_tell(study, plan.concerned), settings.study.language)
    write(study.vault / "withdrawals" / name, ("\n".join(lines) + "\n").encode())
    known = tombstones(study)
    log(
        "withdrawal",
        case=plan.case,
        person=plan.person,
        purposes=plan.purposes,
        removed=plan.removed,
        tombstones=tuple(sorted(map(known.known_as, plan.digests))),
    )


def _journal(study: Study) -> Path:
    return study.vault / "withdrawal.json"


def _keep(study: Study, plan: Plan) -> None:
    write(_journal(study), to_json(plan))
    sync(study.vault)
