"""What the log says already, so that nothing is said twice and nothing that a kill left unsaid stays so."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from pipeline.errors import LogBroken, LogMissing
from pipeline.ledger.entries import ConsentEntry, Entry, GateEntry, ReleaseEntry, ReviewEntry, canonical
from pipeline.ledger.log import Log
from pipeline.ledger.standing import ENDED, Standing
from pipeline.store import digest_of

Fields = dict[str, Any]
_FACT = ("person", "state", "by", "purposes", "day", "until", "form")


class Said:
    """The sum of a log; of one that does not hold, as far as it can be read."""

    def __init__(self, log: Log) -> None:
        self.standing = Standing()
        self._gate: dict[str, GateEntry] = {}  # the last, by recording
        self._review: dict[str, ReviewEntry] = {}
        self._facts: dict[str, set[str]] = {}  # every one ever told, by case
        self._since: dict[tuple[str, str], set[str]] = {}  # those told since a record last changed, by person
        self._by: dict[tuple[str, str], tuple[str, ...]] = {}  # who had signed when it last changed, by person
        with suppress(LogMissing, LogBroken):
            for entry in log.entries():
                self.note(entry)

    def note(self, entry: Entry) -> None:
        """Take one more entry into account."""
        self.standing.note(entry)
        if isinstance(entry, GateEntry):
            self._gate[entry.recording] = entry
        elif isinstance(entry, ReviewEntry):
            self._review[entry.recording] = entry
        elif isinstance(entry, ConsentEntry):
            since = self._since.setdefault((entry.case, entry.person), set())
            if entry.state == "changed":
                since.clear()
                self._by[entry.case, entry.person] = entry.by
            elif entry.form or entry.until is None:  # what only completes a change has a term and no form
                fact = digest_of_fact(entry.model_dump())
                since.add(fact)
                self._facts.setdefault(entry.case, set()).add(fact)

    def gate(self, recording: str) -> tuple[str, str]:
        """State and reason that the gate gave last; "" where it gave none."""
        last = self._gate.get(recording)
        return (last.state, last.reason) if last else ("", "")

    def review(self, recording: str) -> tuple[str, str]:
        """State and digest of the last review; "" where there is none."""
        last = self._review.get(recording)
        return (last.state, last.digest) if last else ("", "")

    def cases(self) -> set[str]:
        """Cases in which somebody's consent still counts."""
        return {case for (case, person) in self.standing.consents if self.consents(case, person)}

    def persons(self, case: str) -> tuple[str, ...]:
        """Everybody of a case whose consent was ever told."""
        return tuple(person for of, person in self.standing.consents if of == case)

    def consents(self, case: str, person: str) -> dict[str, date]:
        """Until when each purpose that did not end was given, by the log."""
        given = self.standing.consents.get((case, person), {})
        return {purpose: until for purpose, until in given.items() if until != ENDED}

    def told(self, case: str, fact: str) -> bool:
        """Whether this was ever told of a case."""
        return fact in self._facts.get(case, ())

    def edited(self, case: str, person: str, facts: set[str], by: tuple[str, ...]) -> bool:
        """Whether what was told last of a person is neither among these facts nor a change that these signed."""
        since = self._since.get((case, person))
        return bool(since - facts) if since else self._by.get((case, person), by) != by

    def released(self, about: Fields, files: dict[str, str]) -> bool:
        """Whether every one of these files was released so."""
        return all(self._as(self.standing.files.get(place), about, place, digest) for place, digest in files.items())

    def _as(self, entry: ReleaseEntry | None, about: Fields, place: str, digest: str) -> bool:
        return (
            entry is not None
            and entry.files[place] == digest
            and all(getattr(entry, key) == value for key, value in about.items())
        )


def digest_of_fact(fields: Fields) -> str:
    """What a fact of a record is known by: all but the case and the commitment."""
    told = ((key, fields.get(key)) for key in _FACT)
    return digest_of(canonical({key: _plain(value) for key, value in told if value}))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
