"""What was done, written in the consent log as it happens, and each thing once.

`work/noted/` remembers what was last said of each subject; without it things are said again, which changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from pipeline.errors import CasusError
from pipeline.ledger.entries import Entry, Kind, canonical
from pipeline.ledger.log import Log, commitment
from pipeline.ledger.salts import salt_of
from pipeline.model import ConsentRecord, Recording, Redacted, Transcript
from pipeline.store import Receipt, Study, digest_of, read_json, to_json, write
from pipeline.writers.facts import stem

Fields = dict[str, Any]
_REFUSALS = ("waiting", "blocked", "withdrawn")


@dataclass(frozen=True)
class Witness:
    """The log of a study, and what was noted in it before. Several threads may use it at once."""

    study: Study
    log: Log
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def write(self, kind: Kind, /, **fields: object) -> Entry:
        """Append an entry. What was taken back may be released again, and is then noted again."""
        if kind == "taken-back":
            for place in cast(Iterable[str], fields["files"]):
                self._path("release", _subject(place)).unlink(missing_ok=True)
        return self.log.append(kind, **fields)

    def answered(self, recording: Recording, refused: CasusError | None) -> None:
        """What the gate said of a recording today."""
        if refused is None:
            self._once("gate", recording.id, case=recording.case, recording=recording.id, state="allowed", reason="")
        elif refused.state in _REFUSALS:
            about: Fields = {"case": recording.case, "recording": recording.id}
            self._once("gate", recording.id, **about, state=refused.state, reason=type(refused).__name__)

    def done(self, receipt: Receipt, case: str, recording: str = "") -> None:
        """A stage did its work."""
        digest = digest_of(to_json(receipt))
        self.write("stage", case=case, recording=recording, stage=receipt.stage, digest=digest)

    def reviewed(self, redacted: Redacted, approved: bool) -> None:
        """Whether a person approved exactly this transcript."""
        recording, digest = redacted.recording, digest_of(to_json(redacted))
        about: Fields = {"case": recording.case, "recording": recording.id}
        before = self._noted("review", recording.id)
        if approved:
            self._once("review", recording.id, **about, state="approved", digest=digest)
        elif before and before[-1] != "reopened":
            self.write("review", **about, state="reopened", digest=digest)
            self._note("review", recording.id, ("reopened",))

    def consented(self, record: ConsentRecord, data: bytes) -> None:
        """What a record says that it did not say before."""
        with self._turn:
            facts = {digest_of(canonical(_plain(fact))): fact for fact in _facts(record)}
            before = self._noted("consent", record.case)
            if before == tuple(facts):
                return
            seal = commitment(salt_of(self.study, record.case), data)
            gone = set(before) - facts.keys()
            if gone:
                for fact in _anew(record):
                    self.write("consent", case=record.case, commitment=seal, **fact)
            for digest, fact in facts.items():
                if digest not in before or (gone and fact["state"] not in ("given", "renewed")):
                    self.write("consent", case=record.case, commitment=seal, **fact)
            self._note("consent", record.case, tuple(facts))

    def released(self, transcripts: Iterable[Transcript], files: Mapping[str, str]) -> None:
        """What lies in the release now: files by place, with their digests."""
        rest, everybody, last = dict(files), dict[str, tuple[str, ...]](), date.max
        for one in transcripts:
            recording = one.redacted.recording
            mine = {place: rest.pop(place) for place in _places(recording, stem(one.redacted), files)}
            rests_on = {person: tuple(purposes) for person, purposes in one.rests_on}
            for person, purposes in rests_on.items():
                known = everybody.get(f"{recording.case}_{person}", ())
                everybody[f"{recording.case}_{person}"] = tuple(dict.fromkeys((*known, *purposes)))
            last = min(last, one.until)
            about: Fields = {"case": recording.case, "recording": recording.id}
            self._once("release", recording.id, **about, rests_on=rests_on, until=one.until, files=mine)
        if rest:
            self._once("release", "study", rests_on=everybody, until=last, files=rest)

    def shared(self, transcript: Transcript, place: str, digest: str) -> None:
        """Sound without names that lies in `sound/` now."""
        recording = transcript.redacted.recording
        rests_on = dict.fromkeys(transcript.persons, ("transcriberen", "geluid delen"))
        about: Fields = {"case": recording.case, "recording": recording.id, "until": transcript.until}
        self._once("release", f"{recording.id}.sound", **about, rests_on=rests_on, files={f"sound/{place}": digest})

    def taken_back(self, places: Collection[str]) -> None:
        """What no longer lies there."""
        if places:
            self.write("taken-back", files=tuple(sorted(places)))

    def _once(self, kind: Kind, subject: str, **fields: Any) -> None:
        """Write it, unless it is what was last said of this subject."""
        with self._turn:
            said = (digest_of(canonical(_plain(fields))),)
            if self._noted(kind, subject) != said:
                self.write(kind, **fields)
                self._note(kind, subject, said)

    def _noted(self, kind: Kind, subject: str) -> tuple[str, ...]:
        try:
            return read_json(tuple[str, ...], self._path(kind, subject))
        except (FileNotFoundError, CasusError):
            return ()

    def _note(self, kind: Kind, subject: str, said: tuple[str, ...]) -> None:
        write(self._path(kind, subject), to_json(said))

    def _path(self, kind: Kind, subject: str) -> Any:
        return self.study.work / "noted" / kind / f"{subject}.json"


def _facts(record: ConsentRecord) -> list[Fields]:
    """Everything that was said in a record, in order of time; on one day a yes comes before a no."""
    facts: list[tuple[date, int, Fields]] = []
    seen = set[str]()
    for one in sorted(record.permissions, key=lambda one: one.valid_from):
        state = "renewed" if one.person in seen else "given"
        seen.add(one.person)
        by = tuple(who for who, _ in one.signed)
        day = max((day for _, day in one.signed), default=one.valid_from)
        about: Fields = {"person": one.person, "by": by, "purposes": one.purposes}
        facts.append((day, 0, about | {"state": state, "day": day, "until": one.valid_until, "form": one.form}))
        if one.withdrawn_on:
            facts.append((one.withdrawn_on, 1, about | {"state": "withdrawn", "day": one.withdrawn_on}))
    for no in record.objections:
        about = {"person": no.person, "by": (no.by,), "purposes": no.purposes}
        facts.append((no.on, 1, about | {"state": no.kind, "day": no.on}))
    return [fact for _, _, fact in sorted(facts, key=lambda fact: fact[:2])]


def _anew(record: ConsentRecord) -> Iterator[Fields]:
    """All that each person's consents say now: a line of the record was changed or taken away."""
    for person in dict.fromkeys(one.person for one in record.permissions):
        own = [one for one in record.permissions if one.person == person]
        yield {
            "person": person,
            "state": "changed",
            "by": tuple(dict.fromkeys(who for one in own for who, _ in one.signed)),
            "purposes": tuple(dict.fromkeys(purpose for one in own for purpose in one.purposes)),
            "day": max(one.valid_from for one in own),
            "until": max(one.valid_until for one in own),
        }


def _places(recording: Recording, name: str, files: Mapping[str, str]) -> list[str]:
    """The places of one transcript's files, in its case and in its role."""
    starts = (f"by-case/{recording.case}/{name}.", f"by-role/{recording.role}/{recording.case}_{name}.")
    return [place for place in files if place.startswith(starts)]


def _subject(place: str) -> str:
    """What a file in the release is noted under."""
    top, _, rest = place.partition("/")
    folder, _, name = rest.partition("/")
    stem_ = name.partition(".")[0]
    return {"by-case": f"{folder}_{stem_}", "by-role": stem_, "sound": f"{folder}_{stem_}.sound"}.get(top, "study")


def _plain(value: Any) -> Any:
    """The same with days as text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
