"""Which transcripts may be archived, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.consent.ages import last_day
from pipeline.consent.gate import refusal
from pipeline.errors import CasusError, ChildUnclear
from pipeline.mirror import listed
from pipeline.model import CaseFile, ConsentRecord, StudyFile, Transcript
from pipeline.ports import Tools
from pipeline.stages.gate import gather
from pipeline.store import Study
from pipeline.writers.facts import stem

PURPOSE = "archiveren"
SOUND = "geluid delen"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What may be archived today. Names nobody."""

    study: StudyFile
    left_out: tuple[tuple[str, CasusError], ...]  # (recording, why)
    until: date  # the last day on which all of it may lie in an archive, if nothing changes


def choose(cases: Iterable[CaseFile], tools: Tools, not_released: Mapping[str, CasusError]) -> Chosen:
    """The released transcripts that everybody lets go to an archive; `not_released`: why, by recording.

    Raises NoConsentRecord, ConsentRecordWrong, VaultDamaged.
    """
    left_out = dict(not_released)
    kept, until = [], date.max
    for case in cases:
        record = tools.consent(case.case)
        refused = {t.redacted.recording.id: archive_refusal(t, record, tools.today) for t in case.transcripts}
        left_out |= {recording: no for recording, no in refused.items() if no}
        may = tuple(t for t in case.transcripts if t.redacted.recording.id not in left_out)
        kept.append(replace(case, transcripts=may))
        until = min([until, *(min(t.until, _last_day(t, record, tools.today)) for t in may)])
    return Chosen(gather(tools.settings.study.name, kept), tuple(sorted(left_out.items())), until)


def archive_refusal(transcript: Transcript, record: ConsentRecord, when: date) -> CasusError | None:
    """Why a released transcript may not be archived on a day; None: it may.

    Whoever is heard must allow it, and for the child it must be allowed too, whoever speaks: every interview of a case
    tells of the child.
    """
    signed_for = {permission.person for permission in record.permissions}
    children = [person.id for person in record.persons if person.role == "kind" and person.id in signed_for]
    if not children:
        return ChildUnclear(case=record.case, count=0)
    concerned = dict.fromkeys((*children, *transcript.persons))
    return next((no for person in concerned if (no := refusal(record, person, PURPOSE, when))), None)


def sources(chosen: StudyFile, study: Study, sound: bool) -> dict[str, Path]:
    """Released files of these transcripts, by their place in a dataset ("transcripts/casus-04/leraar-1.txt").

    Only what the release itself wrote: a bag holds what was reviewed, to the byte. `sound`: recordings without names
    as well, of who agreed to that.
    """
    written, heard = listed(study.work / "release.json"), set(listed(study.work / "sound.json"))
    found: dict[str, Path] = {}
    for case in chosen.cases:
        for transcript in case.transcripts:
            start = f"{case.case}/{stem(transcript.redacted)}."
            places = (place.removeprefix("by-case/") for place in written if place.startswith(f"by-case/{start}"))
            found |= {f"transcripts/{place}": study.release / "by-case" / place for place in places}
            if sound and SOUND in transcript.consent.purposes and f"{start}wav" in heard:
                found[f"sound/{start}wav"] = study.sound / f"{start}wav"
    return found


def _last_day(transcript: Transcript, record: ConsentRecord, today: date) -> date:
    return last_day(record, today, lambda day: archive_refusal(transcript, record, day) is None)
