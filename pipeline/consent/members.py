"""Who is in a case of a list, from rows of their own and from columns of others' rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.consent import cells
from pipeline.consent.headings import ROLES, Column, folded
from pipeline.consent.rows import NAME, ROLE, Reading
from pipeline.consent.tables import Problem, Row
from pipeline.model import Gender, Person

NO_GUESS: Problem = (
    "wie is dit? noem een rol of id die er een keer is",
    "who is this? name a role or id that is there once",
)

_NO_NAME: Problem = ("hier hoort een naam", "a name belongs here")
_NO_ROLE: Problem = ("hier hoort een rol", "a role belongs here")
_TWICE: Problem = ("deze persoon staat al in een eerdere rij", "this person is in an earlier row already")
_TWO_CHILDREN: Problem = (
    "er is al een kind in deze casus; broers en zussen hebben rol broer of zus",
    "there is a child in this case already; siblings have role broer or zus",
)
_OTHER_NAME: Problem = (
    "iemand met deze rol heet in deze casus anders",
    "somebody with this role has another name in this case",
)
_NO_AGE: Problem = ("van het kind is een leeftijd of geboortejaar nodig", "the child needs an age or a year of birth")
_ONE_OF_THEM = ("kind", "moeder", "vader")  # another name in another column would be a mistake


@dataclass(slots=True)
class Member:
    """Somebody in a case."""

    role: str
    name: str = field(repr=False)
    nicknames: tuple[str, ...] = field(default=(), repr=False)
    row: Row | None = None  # none: only named in a row about somebody else
    age_band: str = ""
    born: str = ""
    gender: Gender = ""
    year_group: str = ""
    number: int = 1

    @property
    def id(self) -> str:
        """ "moeder-1"."""
        return f"{self.role}-{self.number}"

    def person(self) -> Person:
        """As the record has it."""
        return Person(
            self.id, self.role, self.name, self.nicknames, self.age_band, self.born, self.gender, self.year_group
        )


def members_of(reading: Reading, rows: list[Row], today: date) -> list[Member]:
    """Everybody in these rows of one case, the child first."""
    members: list[Member] = []
    for row in rows:
        if (member := _of_row(reading, row, today)) is None:
            continue
        if any(_same(member, other) for other in members):
            reading.wrong(row, NAME, _TWICE)
        elif member.role == "kind" and any(other.role == "kind" for other in members):
            reading.wrong(row, ROLE, _TWO_CHILDREN)
        else:
            members.append(member)
    for row in rows:
        for column in reading.columns("naam"):
            for name in reading.many(row, column, cells.names):
                _join(reading, row, column, Member(column.role, name), members)
        for column in reading.columns("roepnaam"):
            names = reading.many(row, column, cells.listed)
            whose = meant(column.role, members)
            if names and whose is None:
                reading.wrong(row, column, NO_GUESS)
            elif names and whose:
                whose.nicknames = tuple(dict.fromkeys((*whose.nicknames, *names)))
    members.sort(key=lambda member: member.role != "kind")
    counts: dict[str, int] = {}
    for member in members:
        member.number = counts[member.role] = counts.get(member.role, 0) + 1
    return members


def meant(text: str, members: list[Member]) -> Member | None:
    """Who is meant by a role or an id; None where that is nobody, or not one."""
    word = folded(text)
    by_id = [member for member in members if folded(member.id) == word]
    role = ROLES.get(word, word)
    found = by_id or [member for member in members if member.role == role]
    return found[0] if len(found) == 1 else None


def _of_row(reading: Reading, row: Row, today: date) -> Member | None:
    role = reading.read(row, ROLE, cells.role, "") if reading.has(ROLE) else "kind"
    if reading.has(ROLE) and reading.cell(row, ROLE) == "":
        reading.wrong(row, ROLE, _NO_ROLE)
    name = _name(reading, row, role)
    if not role or not name:
        return None
    born = reading.read(row, Column("geboren"), lambda cell: cells.birth(cell, today), "")
    band = reading.read(row, Column("leeftijd"), cells.age_band, "")
    if role == "kind" and all(reading.cell(row, Column(told)) == "" for told in ("leeftijd", "geboren")):
        reading.wrong(row, Column("leeftijd"), _NO_AGE)
    return Member(
        role=role,
        name=name,
        nicknames=reading.many(row, Column("roepnaam"), cells.listed),
        row=row,
        age_band=band or (cells.band_of(today.year - int(born[:4])) if born else ""),  # as old as they can be this year
        born=born,
        gender=reading.read(row, Column("geslacht"), cells.gender, ""),
        year_group=reading.read(row, Column("groep"), cells.year_group, ""),
    )


def _name(reading: Reading, row: Row, role: str) -> str:
    """In one column or in three; of the child in a list without roles also under "naam kind"."""
    parts = [reading.read(row, Column(part), cells.name, "") for part in ("voornaam", "tussenvoegsel", "achternaam")]
    name = reading.read(row, NAME, cells.name, "") or " ".join(part for part in parts if part)
    if not name and role == "kind":
        name = reading.read(row, Column("naam", "kind"), cells.name, "")
    columns = (NAME, Column("voornaam"), Column("achternaam"), Column("naam", "kind"))
    if not name and not any(reading.cell(row, column) != "" for column in columns):
        reading.wrong(row, NAME, _NO_NAME)
    return name


def _join(reading: Reading, row: Row, column: Column, member: Member, members: list[Member]) -> None:
    """Somebody who is named in another's row; who has a row of their own is there already."""
    if any(_same(member, other) for other in members):
        return
    if member.role in _ONE_OF_THEM and any(other.role == member.role for other in members):
        reading.wrong(row, column, _OTHER_NAME)
    else:
        members.append(member)


def _same(one: Member, other: Member) -> bool:
    return one.role == other.role and one.name.casefold() == other.name.casefold()
