"""A list of consent that a school or institution keeps, as consent records: all of it, or nothing.

A row is about one person (the column `rol` says who), or about the child of a case (where there is no such column).
Others may stand in columns of their own: "naam moeder", "getekend vader".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.consent import cells
from pipeline.consent.fields import PURPOSES
from pipeline.consent.headings import Column, known_headings
from pipeline.consent.members import NO_GUESS, Member, meant, members_of
from pipeline.consent.records import record_from
from pipeline.consent.rows import CASE, Reading
from pipeline.consent.tables import Cell, Problem, Row, read_table
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import ConsentListWrong, ConsentRecordWrong
from pipeline.model import ConsentRecord, Permission
from pipeline.store import Study, write

AUTHORITY, SIGNED, BY, WITHDRAWN = Column("gezag"), Column("getekend"), Column("door"), Column("ingetrokken")
FROM, UNTIL, FORM, LANGUAGE = Column("van"), Column("tot"), Column("formulier"), Column("taal")
NAMED, ASSENT = Column("doelen"), Column("instemming")

_NO_CASE: Problem = ("hier hoort de casus", "the case belongs here")
_NO_CHILD: Problem = ("deze casus heeft geen rij van het kind", "this case has no row of the child")
_CASE_IS_NAME: Problem = ("de casus heet naar iemand uit de lijst", "the case is called after somebody in the list")
_WHO_HOLDS: Problem = (
    "schrijf bij het kind wie gezag heeft, of bij een ouder ja of nee",
    "write who has authority, or at a parent yes or no",
)
_YES_OR_NO: Problem = ("heeft deze ouder gezag? ja of nee", "does this parent have authority? yes or no")
_CONTRADICTS: Problem = (
    "bij het kind staat dat deze ouder gezag heeft",
    "the child's row says this parent has authority",
)
_NOT_BOTH: Problem = ("'beide' kan alleen bij een moeder en een vader", "'beide' needs one mother and one father")
_FOR_NOTHING: Problem = (
    "hier is getekend of ingetrokken, maar geen doel genoemd",
    "signed or withdrawn here, but no purpose is named",
)
_NOT_SIGNED: Problem = (
    "er zijn doelen, maar niet wie op welke dag tekende",
    "there are purposes, but not who signed on which day",
)
_WHO_SIGNED: Problem = (
    "wie tekende? zet dat in 'getekend door', of een kolom 'getekend moeder'",
    "who signed? say so in 'signed by', or in a column 'signed mother'",
)
_NO_END: Problem = ("tot wanneer geldt dit?", "until when is this valid?")
_NO_FORM: Problem = ("welk formulier is uitgelegd?", "which form was explained?")
_FUTURE: Problem = ("deze dag moet nog komen", "this day is yet to come")
_ENDS_FIRST: Problem = ("dit eindigt voor het begint", "this ends before it begins")
_TWO_DAYS: Problem = ("van een handtekening staan hier twee dagen", "a signature has two days here")
_PARENTS = ("moeder", "vader", "voogd")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list holds."""

    records: tuple[ConsentRecord, ...]  # none where anything is wrong
    skipped: tuple[str, ...]  # cases that have a record already
    problems: tuple[ConsentListWrong, ...]


def import_list(study: Study, data: bytes, today: date, skip: Collection[str] = (), dry_run: bool = False) -> Imported:
    """Write a record for every case of the list that has none, or nothing where anything is wrong.

    `skip`: columns that are left out, by letter. Raises NotAConsentList, StorageFailed.
    """
    reading = Reading(table := read_table(data, known_headings), skip)
    cases: dict[str, list[Row]] = {}
    for row in table.rows:
        case = reading.read(row, CASE, cells.case, "")
        if reading.cell(row, CASE) == "":
            reading.wrong(row, CASE, _NO_CASE)
        if case:
            cases.setdefault(case, []).append(row)
    skipped = tuple(case for case in cases if study.consent(case).exists())
    made = [_record(reading, case, rows, today) for case, rows in cases.items() if case not in skipped]
    problems = tuple(sorted(reading.problems, key=_place))
    if problems:
        return Imported((), skipped, problems)
    for record in () if dry_run else made:
        write(study.consent(record.case), record_as_yaml(record))
    return Imported(tuple(made), skipped, ())


def _place(problem: ConsentListWrong) -> tuple[int, int, str]:
    column = problem.details["column"]
    return int(problem.details["row"]), len(column), column


def _record(reading: Reading, case: str, rows: list[Row], today: date) -> ConsentRecord:
    """The record of one case."""
    before = len(reading.problems)
    members = members_of(reading, rows, today)
    if len(reading.problems) == before and not any(member.role == "kind" for member in members):
        reading.wrong(rows[0], CASE, _NO_CHILD)
    called = " ".join(text for member in members for text in (member.name, *member.nicknames))
    if case.partition("-")[0] in re.findall(r"\w+", called.casefold()):
        reading.wrong(rows[0], CASE, _CASE_IS_NAME)
    holders = {member.id for member in _holders(reading, members)}
    authority = tuple(member.id for member in members if member.id in holders)
    permissions = [_permission(reading, m, m.row, members, authority, today) for m in members if m.row]
    record = ConsentRecord(
        case=case,
        persons=tuple(member.person() for member in members),
        authority=authority,
        permissions=tuple(permission for permission in permissions if permission),
        schools=_listed(reading, rows, "scholen"),
        institutions=_listed(reading, rows, "instellingen"),
        places=_listed(reading, rows, "plaatsen"),
        other_names=_listed(reading, rows, "andere"),
    )
    if len(reading.problems) == before:
        try:
            record_from(record_as_yaml(record), f"{case}.yaml")  # what is written must be readable
        except ConsentRecordWrong as error:
            reading.wrong(rows[0], CASE, (error.details["problem"], error.details["problem_en"]))
    return record


def _listed(reading: Reading, rows: Iterable[Row], field: str) -> tuple[str, ...]:
    """Schools, places and so on: of all rows, each once."""
    found = (reading.many(row, Column(field), cells.listed) for row in rows)
    return tuple(dict.fromkeys(name for names in found for name in names))


def _holders(reading: Reading, members: list[Member]) -> list[Member]:
    """Who has authority over the child: told in the child's row, or else by yes and no in every parent's."""
    holders: list[Member] = []
    told = False
    for member in members:  # the child comes first
        if (row := member.row) is None or not reading.has(AUTHORITY):
            continue
        cell = reading.cell(row, AUTHORITY)
        said = cells.said_yes(cell)
        if cell == "":
            if member.role in _PARENTS and not told:
                reading.wrong(row, AUTHORITY, _YES_OR_NO)
        elif (member.role == "kind") == (said is not None):
            reading.wrong(row, AUTHORITY, _WHO_HOLDS)
        elif said is None:
            holders, told = _named(reading, row, str(cell), members), True
        elif said:
            holders.append(member)
        elif member in holders:
            reading.wrong(row, AUTHORITY, _CONTRADICTS)
    return holders


def _named(reading: Reading, row: Row, text: str, members: list[Member]) -> list[Member]:
    """ "beide ouders", or "moeder, voogd"."""
    if re.match(r"(beide|both)\b", text.casefold()):
        found = [meant(role, members) for role in ("moeder", "vader")]
        both = [member for member in found if member]
        if len(both) < 2:
            reading.wrong(row, AUTHORITY, _NOT_BOTH)
        return both
    parts = [part for part in re.split(r"[,;/+&\n]|\b(?:en|and)\b", text) if part.strip()]
    found = [meant(part, members) for part in parts]
    if None in found:
        reading.wrong(row, AUTHORITY, NO_GUESS)
    return [member for member in found if member]


def _permission(
    reading: Reading, member: Member, row: Row, members: list[Member], authority: tuple[str, ...], today: date
) -> Permission | None:
    """A person's consent; None where the row names no purpose."""
    named = reading.many(row, NAMED, cells.purposes)
    ticked = {column.purpose for column in reading.purposes if reading.read(row, column, cells.yes, False)}
    purposes = tuple(purpose for purpose in PURPOSES if purpose in (*named, *ticked))
    withdrawn = reading.read(row, WITHDRAWN, _day_unless_no, None)
    if not purposes:
        child = next((other.row for other in members if other.role == "kind"), None)
        signs_for_child = member.id in authority and (child is None or _names_purpose(reading, child))
        if withdrawn or (_signed_at_all(reading, row) and not signs_for_child):
            reading.wrong(row, WITHDRAWN if withdrawn else SIGNED, _FOR_NOTHING)
        return None
    signed = _signed(reading, member, row, members, authority, today)
    until = reading.read(row, UNTIL, cells.day, None)
    start = reading.read(row, FROM, cells.day, None) or min(signed.values(), default=None)
    form = reading.read(row, FORM, cells.form, "")
    for column, problem in ((UNTIL, _NO_END), (FORM, _NO_FORM)):
        if reading.cell(row, column) == "":
            reading.wrong(row, column, problem)
    if withdrawn and withdrawn > today:
        reading.wrong(row, WITHDRAWN, _FUTURE)
    if start and until and until < max(start, *signed.values()):
        reading.wrong(row, UNTIL, _ENDS_FIRST)
    if not (signed and start and until):
        return None
    return Permission(
        person=member.id,
        purposes=purposes,
        signed=tuple(signed.items()),
        valid_from=start,
        valid_until=until,
        form=form,
        withdrawn_on=withdrawn,
        assent=reading.read(row, ASSENT, _day_unless_no, None),
        language=reading.read(row, LANGUAGE, cells.language, ""),
    )


def _signed(
    reading: Reading, member: Member, row: Row, members: list[Member], authority: tuple[str, ...], today: date
) -> dict[str, date]:
    """Who signed for this person, and on which day."""
    signed: dict[str, date] = {}

    def sign(where: Row, column: Column, who: Member | None, day: date | None) -> None:
        if who is None:
            reading.wrong(where, column, NO_GUESS)
        elif day is not None and day > today:
            reading.wrong(where, column, _FUTURE)
        elif day is not None and signed.setdefault(who.id, day) != day:
            reading.wrong(where, column, _TWO_DAYS)

    before, own = len(reading.problems), reading.read(row, SIGNED, cells.day, None)
    for column in reading.columns("getekend"):
        if reading.cell(row, column) != "":
            sign(row, column, meant(column.role, members), reading.read(row, column, cells.day, None))
    if reading.cell(row, BY) != "":
        for who, day in reading.many(row, BY, cells.signatures):
            if day is None and own is None:
                reading.wrong(row, BY, _NOT_SIGNED)
            sign(row, BY, meant(who, members), day or own)
    elif own and member.role != "kind" and not signed:
        sign(row, SIGNED, member, own)
    elif own:
        reading.wrong(row, SIGNED, _WHO_SIGNED)
    for holder in members if member.role == "kind" else ():
        if holder.row and holder.id in authority and not _names_purpose(reading, holder.row):
            sign(holder.row, SIGNED, holder, reading.read(holder.row, SIGNED, cells.day, None))
    if not signed and len(reading.problems) == before:
        reading.wrong(row, SIGNED, _NOT_SIGNED)
    return signed


def _names_purpose(reading: Reading, row: Row) -> bool:
    ticked = any(cells.said_yes(reading.cell(row, column)) is not False for column in reading.purposes)
    return ticked or reading.cell(row, NAMED) != ""


def _signed_at_all(reading: Reading, row: Row) -> bool:
    return any(reading.cell(row, column) != "" for column in (SIGNED, BY, *reading.columns("getekend")))


def _day_unless_no(cell: Cell) -> date | None:
    return None if cells.said_yes(cell) is False else cells.day(cell)
