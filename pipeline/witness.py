"""What was done, written in the consent log as it happens, and each thing once.

What was said before is read from the log itself, and what lies in the release is held against it. So what a kill left
unsaid is said by the next run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.consent.story import facts, restated, signers, standing
from pipeline.errors import CasusError, ConsentRecordWrong, NoConsentRecord, VaultDamaged
from pipeline.ledger.entries import Entry, Kind
from pipeline.ledger.log import Log, commitment
from pipeline.ledger.said import Fields, Said, digest_of_fact
from pipeline.ledger.salts import salt_of
from pipeline.model import ConsentRecord, Recording, Redacted, Transcript
from pipeline.ports import ConsentBook
from pipeline.store import Receipt, Study, digest_of, to_json
from pipeline.writers.facts import stem

_REFUSALS = ("waiting", "blocked", "withdrawn")
_SOUND = "sound/"


@dataclass(frozen=True)
class Witness:
    """The log of a study. Several threads may use it at once."""

    study: Study
    log: Log
    _turn: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @cached_property
    def _said(self) -> Said:
        return Said(self.log)

    def write(self, kind: Kind, /, **fields: object) -> Entry:
        """Append an entry. What a deletion took out of the release is told before it."""
        with self._turn:
            if kind in ("withdrawal", "retention"):
                self._take_back({place for place in self._said.standing.files if not self._lies(place)})
            entry = self.log.append(kind, **fields)
            self._said.note(entry)
            return entry

    def answered(self, recording: Recording, refused: CasusError | None) -> None:
        """What the gate said of a recording today."""
        state, reason = (refused.state, type(refused).__name__) if refused else ("allowed", "")
        with self._turn:
            if state in ("allowed", *_REFUSALS) and self._said.gate(recording.id) != (state, reason):
                self.write("gate", case=recording.case, recording=recording.id, state=state, reason=reason)

    def done(self, receipt: Receipt, case: str, recording: str = "") -> None:
        """A stage did its work."""
        digest = digest_of(to_json(receipt))
        self.write("stage", case=case, recording=recording, stage=receipt.stage, digest=digest)

    def reviewed(self, redacted: Redacted, approved: bool) -> None:
        """Whether a person approved exactly this transcript."""
        recording, digest = redacted.recording, digest_of(to_json(redacted))
        about: Fields = {"case": recording.case, "recording": recording.id, "digest": digest}
        with self._turn:
            before = self._said.review(recording.id)
            if approved and before != ("approved", digest):
                self.write("review", **about, state="approved")
            elif not approved and before[0] == "approved":
                self.write("review", **about, state="reopened")

    def consented(self, cases: Iterable[str], book: ConsentBook, today: date) -> None:
        """What the records of these cases say that was not said before, and what those that are gone no longer say.

        Of a record that cannot be read nothing is said: it stops its own recordings.
        """
        with self._turn:
            for case in sorted({*cases, *self._said.cases()}):
                with suppress(ConsentRecordWrong, VaultDamaged, FileNotFoundError):
                    try:
                        record = book(case)
                    except NoConsentRecord:
                        self._recorded(case, None, today, "")
                        continue
                    data = self.study.consent(case).read_bytes()
                    self._recorded(case, record, today, commitment(salt_of(self.study, case), data))

    def _recorded(self, case: str, record: ConsentRecord | None, today: date, seal: str) -> None:
        """Tell what is new; where the log then comes to something else than the record, tell what the record does."""
        there = {digest_of_fact(fact): fact for fact in facts(record, today)} if record else {}
        for digest, fact in there.items():
            if not self._said.told(case, digest):
                self.write("consent", case=case, commitment=seal, **fact)
        for person in self._said.persons(case):
            by, holds = (signers(record, person), standing(record, person, today)) if record else ((), {})
            edited = record is not None and self._said.edited(case, person, set(there), by)
            if edited or self._said.consents(case, person) != holds:
                for fact in restated(person, by, holds, today):
                    self.write("consent", case=case, commitment=seal, **fact)

    def released(self, transcripts: Iterable[Transcript], files: Mapping[str, str]) -> None:
        """What lies in the release now, by place, with its SHA-256; what no longer lies there is told first."""
        with self._turn:
            noted = self._said.standing.files
            self._take_back({place for place in noted if not place.startswith(_SOUND) and place not in files})
            rest, everybody, last = dict(files), dict[str, tuple[str, ...]](), date.max
            for one in transcripts:
                recording = one.redacted.recording
                mine = {place: rest.pop(place) for place in _places(recording, stem(one.redacted), files)}
                for person, purposes in one.rests_on:
                    known = everybody.get(f"{recording.case}_{person}", ())
                    everybody[f"{recording.case}_{person}"] = tuple(dict.fromkeys((*known, *purposes)))
                last = min(last, one.until)
                self._release(_about(one) | {"rests_on": dict(one.rests_on)}, mine)
            self._release({"case": "", "recording": "", "rests_on": everybody, "until": last}, rest)

    def shared(self, transcripts: Iterable[Transcript], files: Mapping[str, str]) -> None:
        """What lies in `sound/` now, by place, with its SHA-256, and the transcripts that some of it belongs to."""
        with self._turn:
            lying = {_SOUND + place: digest for place, digest in files.items()}
            noted = self._said.standing.files
            self._take_back({place for place in noted if place.startswith(_SOUND) and place not in lying})
            for one in transcripts:
                place = f"{_SOUND}{one.redacted.recording.case}/{stem(one.redacted)}.wav"
                heard = dict.fromkeys(one.persons, ("geluid delen",))
                rests_on = {person: (*purposes, *heard.pop(person, ())) for person, purposes in one.rests_on}
                if place in lying:
                    self._release(_about(one) | {"rests_on": rests_on | heard}, {place: lying[place]})

    def _release(self, about: Fields, files: dict[str, str]) -> None:
        if not self._said.released(about, files):
            self.write("release", **about, files=files)

    def _take_back(self, places: set[str]) -> None:
        if places:
            self.write("taken-back", files=tuple(sorted(places)))

    def _lies(self, place: str) -> bool:
        """Whether there is something at this place of the release or, with "sound/", of the shared sound."""
        sound = place.startswith(_SOUND)
        folder = self.study.sound if sound else self.study.release
        return (folder / place.removeprefix(_SOUND if sound else "")).exists()


def _about(transcript: Transcript) -> Fields:
    recording = transcript.redacted.recording
    return {"case": recording.case, "recording": recording.id, "until": transcript.until}


def _places(recording: Recording, name: str, files: Mapping[str, str]) -> list[str]:
    """The places of one transcript's files, in its case and in its role."""
    starts = (f"by-case/{recording.case}/{name}.", f"by-role/{recording.role}/{recording.case}_{name}.")
    return [place for place in files if place.startswith(starts)]
