"""The gate against an oracle written apart from it: authority holders x states x ages x purposes x times.

The oracle thinks in days: for each day it knows who had said yes and who had said no, and asks nothing of the gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest

from pipeline.consent.fields import PURPOSES
from pipeline.consent.gate import refusal
from pipeline.model import ConsentRecord, Objection, Permission, Person

START, END = date(2026, 3, 1), date(2030, 3, 1)
SAID_NO = date(2026, 6, 1)
TIMES = (
    date(2026, 2, 28),
    START,
    date(2026, 5, 31),
    SAID_NO,
    date(2026, 7, 2),
    date(2029, 1, 1),
    END,
    date(2030, 3, 2),
)
BORN = ("", "2017-05", "2014-05", "2010-06", "2007-01")  # unknown; 8; 11; 15 turning 16 in June 2026; 19
STATES = ("signed", "late", "missing", "withdrew", "refused", "gave again", "tie")
CHILD = ("silent", "assents", "signs", "resists")
WHO = ("moeder-1", "vader-1")


@dataclass(frozen=True)
class Row:
    """One situation: each holder's state, the child's, its birth, and which purposes were objected to."""

    holders: tuple[str, ...]
    child: str
    born: str
    narrow: bool  # whether objections are to "delen" only


def record_of(row: Row) -> ConsentRecord:
    """The record a steward would have written of that."""
    signed, objections = [], []
    about = ("delen",) if row.narrow else ()
    for who, state in zip(WHO, row.holders, strict=False):
        day = {"missing": None, "late": date(2026, 7, 1), "gave again": date(2026, 7, 1)}.get(state, START)
        day = SAID_NO if state == "tie" else day
        if day:
            signed.append((who, day))
        if state in ("withdrew", "refused", "gave again", "tie"):
            kind = "refused" if state == "refused" else "withdrawn"
            objections.append(Objection("kind-1", who, kind, SAID_NO, about))  # type: ignore[arg-type]
    if row.child == "signs":
        signed.append(("kind-1", START))
    if row.child == "resists":
        objections.append(Objection("kind-1", "kind-1", "resisted", SAID_NO, about))
    return ConsentRecord(
        case="casus-01",
        persons=(Person("kind-1", "kind", "Sanne", born=row.born), *(Person(who, who[:-2], "x") for who in WHO)),
        authority=WHO[: len(row.holders)],
        permissions=(
            Permission(
                "kind-1",
                PURPOSES[:6],
                tuple(signed),
                START,
                END,
                "ouders-1.0",
                assent=START if row.child in ("assents", "resists") else None,
            ),
        ),
        objections=tuple(objections),
    )


def may(row: Row, purpose: str, when: date) -> bool:
    """The oracle."""
    if purpose not in PURPOSES[:6] or not START <= when <= END or not row.born:
        return False
    hit = purpose == "delen" or not row.narrow
    year, month = (int(part) for part in row.born.split("-"))
    oldest = (when.year - year) - (1 if when.month < month else 0)
    youngest = oldest - (1 if when.month == month else 0)  # the day in that month is not known
    child_said_no = row.child == "resists" and hit and when >= SAID_NO
    if youngest >= 18:
        return (
            row.child == "signs" and START.year - year - (START.month < month) >= 16 and not _family_no(row, hit, when)
        )
    if child_said_no or not row.holders or _family_no(row, hit, when):
        return False
    for state in row.holders:
        since = {"missing": None, "late": date(2026, 7, 1), "gave again": date(2026, 7, 1), "tie": SAID_NO}.get(
            state, START
        )
        if since is None or since > when:
            return False
    if oldest >= 16:
        was = START.year - year - (1 if START.month < month else 0)
        return row.child == "signs" and was >= 16
    return oldest < 12 or row.child in ("assents", "signs", "resists")


def _family_no(row: Row, hit: bool, when: date) -> bool:
    if row.child == "resists" and hit and when >= SAID_NO:
        return True
    stopped = {"withdrew", "refused", "tie"}
    return hit and when >= SAID_NO and any(state in stopped for state in row.holders)


ROWS = [
    Row(holders, child, born, narrow)
    for count in (0, 1, 2)
    for holders in product(STATES, repeat=count)
    for child, born, narrow in product(CHILD, BORN, (False, True))
]


def test_there_are_enough_rows() -> None:
    assert len(ROWS) * len(TIMES) * 3 >= 5000


@pytest.mark.parametrize("purpose", ("opnemen", "delen", "archiveren"))
def test_every_row_is_as_the_oracle_says(purpose: str) -> None:
    wrong = []
    for row in ROWS:
        record = record_of(row)
        for when in TIMES:
            told = refusal(record, "kind-1", purpose, when)
            if (told is None) != may(row, purpose, when):
                wrong.append((row, when, type(told).__name__))
            if told is not None:
                assert told.sentence("nl") and told.remedy("nl") and told.state in ("blocked", "withdrawn")
    assert wrong == []
