"""Rows of a list by what their columns hold; whatever is wrong is kept, with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from pipeline.consent.cells import CellWrong
from pipeline.consent.headings import Column, column_of
from pipeline.consent.tables import Cell, Problem, Row, Table, letters, wrong
from pipeline.errors import ConsentListWrong

T = TypeVar("T")

_TWICE: Problem = ("deze kop staat er twee keer", "this heading is there twice")
_UNKNOWN: Problem = (
    "deze kop is niet bekend; verander hem, of sla de kolom over met --skip",
    "this heading is not known; change it, or leave the column out with --skip",
)


class Reading:
    """A list while it is read."""

    def __init__(self, table: Table, skip: Collection[str] = ()) -> None:
        self.problems: list[ConsentListWrong] = list(table.problems)
        self._places: dict[Column, int] = {}
        for place, heading in enumerate(table.headings.cells):
            column = column_of(heading)
            if letters(place) in skip:
                continue
            if column in self._places:
                self.problems.append(wrong(table.headings.number, place, _TWICE))
            elif column.known:
                self._places[column] = place
            elif heading != "" or any(row.cells[place] != "" for row in table.rows):
                self.problems.append(wrong(table.headings.number, place, _UNKNOWN))

    def columns(self, field: str) -> tuple[Column, ...]:
        """The columns that hold this of somebody else than whom the row is about, in order."""
        return tuple(column for column in self._places if column.field == field and column.role)

    @property
    def purposes(self) -> tuple[Column, ...]:
        """The columns of one purpose each."""
        return tuple(column for column in self._places if column.purpose)

    def has(self, column: Column) -> bool:
        """Whether the list has this column."""
        return column in self._places

    def cell(self, row: Row, column: Column) -> Cell:
        """What stands there; "" where there is no such column."""
        return row.cells[self._places[column]] if column in self._places else ""

    def read(self, row: Row, column: Column, reader: Callable[[Cell], T], empty: T) -> T:
        """What a cell says; `empty` where it is that, or wrong."""
        cell = self.cell(row, column)
        if cell == "":
            return empty
        try:
            return reader(cell)
        except CellWrong as error:
            self.wrong(row, column, error.problem)
            return empty

    def many(self, row: Row, column: Column, reader: Callable[[Cell], tuple[T, ...]]) -> tuple[T, ...]:
        """All that a cell says; nothing where it is empty, or wrong."""
        return self.read(row, column, reader, ())

    def wrong(self, row: Row, column: Column, problem: Problem) -> None:
        """Keep a problem; where the list has no such column it is told at that of the case."""
        place = self._places.get(column, self._places.get(CASE, 0))
        self.problems.append(wrong(row.number, place, problem))


CASE, ROLE, NAME = Column("casus"), Column("rol"), Column("naam")
