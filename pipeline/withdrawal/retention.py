"""Nothing is kept longer than agreed: what must go today, and what will have to go soon.

Three rules of the settings: `audio_until` (the sound goes, what was written down stays), `blocked_days` (sound that
consent does not allow goes, after a warning), `everything_until` (all personal data go; the release and the log stay).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.config import Settings
from pipeline.consent.gate import refusal_for
from pipeline.errors import ConsentRecordWrong, NoConsentRecord, NotACase
from pipeline.inbox.arriving import AUDIO
from pipeline.model import Recording
from pipeline.ports import ConsentBook
from pipeline.store import Kept, Study
from pipeline.withdrawal.doing import ended_on
from pipeline.withdrawal.plan import Plan, Reason, aside, digests_in, in_inbox
from pipeline.withdrawal.traces import SOUND, taken_back, traces

_STAY = ("withdrawal.json", "withdrawals", "tombstones.json", "recipients.json", "ended.json")  # in the vault, at last
_STAY_AT_WORK = (".lock", "release.json", "archive.json")  # tell of what stays


@dataclass(frozen=True, slots=True)
class Term:
    """How long the sound of one recording may stay while consent does not allow it."""

    recording: Recording
    kept: Kept
    ends: date | None  # the day on which it goes; None: consent allows it


def terms(study: Study, settings: Settings, consent: ConsentBook, today: date) -> tuple[Term, ...]:
    """Where the sound of each recording stands today. Writes nothing.

    Days count from intake; of what was allowed once, from the day we saw that it no longer is. It goes only when it
    was told so `warn_days` before. Raises VaultDamaged.
    """
    silent = (one for one in study.recordings() if one.kind == "audio" and not study.is_silent(one.id))
    return tuple(_term(recording, study, settings, consent, today) for recording in silent)


def warn(study: Study, settings: Settings, consent: ConsentBook, today: date) -> tuple[Term, ...]:
    """The same, and remember since when each is stopped and that it was told. Raises StorageFailed, VaultDamaged."""
    found = terms(study, settings, consent, today)
    for recording in study.recordings():
        if study.kept(recording.id) is None:  # taken in before days were written down
            study.save("kept", recording.id, Kept(today))
    for term in found:
        if study.kept(term.recording.id) != term.kept:
            study.save("kept", term.recording.id, term.kept)
    return found


def due(study: Study, settings: Settings, consent: ConsentBook, today: date) -> tuple[Plan, ...]:
    """What must be deleted today, in the order in which to do it. Raises VaultDamaged."""
    rules = settings.retention
    if ended_on(study):
        return ()
    if rules.everything_until and today > rules.everything_until:
        return (_everything(study, today),)
    there = terms(study, settings, consent, today)
    past = bool(rules.audio_until and today > rules.audio_until)
    late = [term.recording for term in there if past or (term.ends and term.ends <= today)]
    plan = _sound("audio" if past else "blocked", study, late, today)
    return (plan,) if plan.files or plan.inbox or plan.silent else ()


def foreseen(study: Study, settings: Settings, consent: ConsentBook, today: date) -> Iterator[str]:
    """What is due, or will be within `warn_days`, in sentences. Names nobody."""
    rules, nl = settings.retention, settings.study.language == "nl"
    if ended := ended_on(study):
        yield f"De persoonsgegevens zijn verwijderd op {ended}." if nl else f"Personal data were deleted on {ended}."
        return
    soon = today + timedelta(days=rules.warn_days)
    for until, what, what_en in (
        (rules.audio_until, "het geluid", "the sound"),
        (rules.everything_until, "alle persoonsgegevens", "all personal data"),
    ):
        if until and until < soon and (what_en != "the sound" or _has_sound(study)):
            yield (
                f"Bewaartermijn: {what} mag tot en met {until} blijven; verwijder met: casus retention"
                if nl
                else f"Retention: {what_en} may stay until {until}; delete with: casus retention"
            )
    for term in terms(study, settings, consent, today):
        if term.ends and term.ends <= soon:
            yield (
                f"{term.recording.id}: wacht te lang op toestemming; geluid weg vanaf {term.ends}: casus retention"
                if nl
                else f"{term.recording.id}: waits too long for consent; sound goes from {term.ends}: casus retention"
            )


def _term(recording: Recording, study: Study, settings: Settings, consent: ConsentBook, today: date) -> Term:
    kept, rules = study.kept(recording.id) or Kept(today), settings.retention
    if not _refused(recording, settings, consent, today):
        return Term(recording, replace(kept, stopped_since=None, warned_on=None), None)
    allowed_once = study.product("heard", recording.id).is_file()
    since = kept.stopped_since or (today if allowed_once else kept.taken_in)
    ends = since + timedelta(days=rules.blocked_days)
    warned = kept.warned_on or (today if today >= ends - timedelta(days=rules.warn_days) else None)
    if warned:
        ends = max(ends, warned + timedelta(days=rules.warn_days))
    return Term(recording, replace(kept, stopped_since=since, warned_on=warned), ends)


def _refused(recording: Recording, settings: Settings, consent: ConsentBook, today: date) -> bool:
    """Whether consent does not allow that anybody listens to it today."""
    try:
        record = consent(recording.case)
    except (NoConsentRecord, ConsentRecordWrong, NotACase):
        return True
    return refusal_for(recording, record, today, roles=settings.roles) is not None


def _sound(reason: Reason, study: Study, late: list[Recording], today: date) -> Plan:
    """The sound of these recordings; of what was never written down nothing stays, so that it may come again."""
    told = [one.id for one in late if study.product("verbatim", one.id).is_file()]
    untold = [one.id for one in late if one.id not in told]
    digests = {one.digest for one in late}
    folders = [
        folder
        for folder in study.quarantine.glob("q-*")
        if not digests.isdisjoint(digests_in(folder))
        or (reason == "audio" and any(file.suffix.lower() in AUDIO for file in folder.iterdir()))
    ]
    files = {*traces(study, told, below=SOUND), *traces(study, untold), *aside(study, folders)}
    copies = sum(1 for _, digest in in_inbox(study) if digest in digests)
    return Plan(
        reason,
        today,
        recordings=tuple(untold),
        silent=tuple(told),
        digests=tuple(sorted(digests)),
        files=tuple(sorted(files)),
        taken_back=taken_back(study, files),
        inbox=copies,
    )


def _everything(study: Study, today: date) -> Plan:
    """All that is personal, and what was made of it but the release; tombstones and recipients stay."""
    tops = [path for path in study.vault.iterdir() if path.name not in _STAY and path != study.quarantine]
    tops += [path for path in study.work.iterdir() if path.name not in _STAY_AT_WORK]
    tops += [study.root / "sound", study.root / "reports"]
    files = [file for top in tops for file in (top, *top.rglob("*")) if file.is_file() or file.is_symlink()]
    files += study.quarantine.glob("*")  # whole: names of files there may name somebody
    paths = tuple(sorted(file.relative_to(study.root).as_posix() for file in files))
    return Plan(
        "everything",
        today,
        files=paths,
        taken_back=taken_back(study, paths),
        inbox=sum(1 for _ in in_inbox(study)),
    )


def _has_sound(study: Study) -> bool:
    return any(one.kind == "audio" and not study.is_silent(one.id) for one in study.recordings())
