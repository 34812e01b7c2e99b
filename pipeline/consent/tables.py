"""A list as a school keeps it, CSV or XLSX, as rows of plain cells. Nothing is calculated, unfolded or guessed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NoReturn

from pipeline.errors import ConsentListWrong, NotAConsentList

Cell = str | bool | int | float | date
Problem = tuple[str, str]  # Dutch, English
IsHeading = Callable[[tuple[Cell, ...]], int]

FORMULA: Problem = ("hier staat een formule; plak de waarden", "this is a formula; paste the values")
MERGED: Problem = ("deze cel is samengevoegd met andere; splits ze", "this cell is merged with others; split them")
NO_VALUE: Problem = ("hier staat een fout of een tijd", "this is an error or a time")
OVERFLOW: Problem = ("hierboven staat geen kop", "there is no heading above this")

_MOST_MB, _MOST_XML_MB = 10, 40
_MOST_ROWS, _MOST_COLUMNS = 5000, 100
_HEADING_WITHIN = 10  # rows: a title may stand above
_MB = 1 << 20
_OLD = b"\xd0\xcf\x11\xe0"
_SAVE_AS = (
    "Sla de lijst op als gewone xlsx of csv, zonder wachtwoord.",
    "Save the list as plain xlsx or csv, without a password.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, numbered as in a spreadsheet; an empty cell is ""."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """The row of headings, those under it that are not empty, and cells that cannot be read."""

    headings: Row
    rows: tuple[Row, ...]
    problems: tuple[ConsentListWrong, ...] = ()


def read_table(data: bytes, known: IsHeading) -> Table:
    """The table in a file; `known` counts the headings that a row has. Raises NotAConsentList."""
    if len(data) > _MOST_MB * _MB:
        refuse((f"hij is groter dan {_MOST_MB} MB", f"it is larger than {_MOST_MB} MB"))
    if data.startswith(_OLD):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        refuse(
            ("er zit een wachtwoord op", "it has a password")
            if locked
            else ("dit is een oud xls-bestand", "this is an old xls file")
        )
    if data.startswith(b"PK"):
        rows, problems = _sheet(data)
    else:
        rows, problems = _lines(data, known), []
    if len(rows) > _MOST_ROWS or any(len(row.cells) > _MOST_COLUMNS for row in rows):
        refuse(
            (
                f"meer dan {_MOST_ROWS} rijen of {_MOST_COLUMNS} kolommen",
                f"more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns",
            )
        )
    filled = [row for row in rows if any(cell != "" for cell in row.cells)]
    headings = max(filled[:_HEADING_WITHIN], key=lambda row: known(row.cells), default=None)
    if headings is None or not known(headings.cells):
        refuse(
            ("er is geen kolom met de kop casus", "there is no column with the heading casus"),
            ("Zet boven elke kolom wat erin staat; docs/consent-forms.md zegt welke koppen er zijn.",
             "Say above each column what it holds; docs/consent-forms.md tells which headings there are."),
        )  # fmt: skip
    width = max((number for number, cell in enumerate(headings.cells, start=1) if cell != ""), default=0)
    below = tuple(row for row in filled if row.number > headings.number)
    for row in below:
        for number, cell in enumerate(row.cells):
            if number >= width and cell != "":
                problems.append(wrong(row.number, number, OVERFLOW))
            elif isinstance(cell, str) and cell.startswith("="):
                problems.append(wrong(row.number, number, FORMULA))
    even = (Row(row.number, (*row.cells[:width], *[""] * (width - len(row.cells)))) for row in below)
    return Table(Row(headings.number, headings.cells[:width]), tuple(even), tuple(problems))


def wrong(row: int, column: int, problem: Problem) -> ConsentListWrong:
    """A problem with a cell; `column` counts from 0."""
    return ConsentListWrong(row=row, column=letters(column), problem=problem[0], problem_en=problem[1])


def letters(column: int) -> str:
    """What a spreadsheet calls a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def refuse(problem: Problem, todo: Problem = _SAVE_AS) -> NoReturn:
    """The whole file cannot be read. Raises NotAConsentList."""
    raise NotAConsentList(problem=problem[0], problem_en=problem[1], todo=todo[0], todo_en=todo[1])


def _lines(data: bytes, known: IsHeading) -> list[Row]:
    """Lines of CSV, parted by whatever makes most of its headings known."""
    text = _text(data)
    text = text.partition("\n")[2] if text[:4].casefold() == "sep=" else text
    readings = [_parted(text, delimiter) for delimiter in ";,\t"]
    rows, broken = max(
        readings, key=lambda reading: max(map(known, (r.cells for r in reading[0][:_HEADING_WITHIN])), default=0)
    )
    if broken:
        refuse(
            (f"na rij {len(rows)} klopt een aanhalingsteken niet", f"after row {len(rows)} a quotation mark is wrong")
        )
    return rows


def _parted(text: str, delimiter: str) -> tuple[list[Row], bool]:
    """The rows up to where the quotes go wrong, and whether they do."""
    rows: list[Row] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(Row(len(rows) + 1, tuple(cell.strip() for cell in cells)))
    except csv.Error:
        return rows, True
    return rows, False


def _text(data: bytes) -> str:
    unicode = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if unicode else ("utf-8-sig", "cp1252"):  # the last is what Excel on Windows writes
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    refuse(("dit is geen tekst en geen xlsx", "this is neither text nor xlsx"))


def _sheet(data: bytes) -> tuple[list[Row], list[ConsentListWrong]]:
    """The one sheet of a workbook that has anything in it."""
    import openpyxl

    _check(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet["A1"].value is not None]
    except Exception:  # a damaged workbook breaks openpyxl in many ways, and messages hold text
        refuse(("dit is geen leesbare xlsx", "this is no readable xlsx"))
    if len(sheets) != 1:
        refuse(
            (f"{len(sheets)} bladen hebben inhoud; dat moet er een zijn", f"{len(sheets)} sheets are filled; not one"),
            ("Zet alles op een blad en verwijder de andere.", "Put everything on one sheet and delete the others."),
        )
    sheet = sheets[0]
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        refuse(
            (
                f"meer dan {_MOST_ROWS} rijen of {_MOST_COLUMNS} kolommen",
                f"more than {_MOST_ROWS} rows or {_MOST_COLUMNS} columns",
            )
        )
    problems = [wrong(area.min_row, area.min_col - 1, MERGED) for area in sheet.merged_cells.ranges]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values = []
        for column, cell in enumerate(cells):
            value, problem = _value(cell)
            values.append(value)
            problems += [wrong(number, column, problem)] if problem else []
        rows.append(Row(number, tuple(values)))
    return rows, problems


def _value(cell: Any) -> tuple[Cell, Problem | None]:
    """What stands in a cell of a workbook, and what is wrong with it."""
    value = cell.value
    if cell.data_type == "f":
        return "", FORMULA
    if isinstance(value, datetime) and value.time() == time():
        return value.date(), None
    if isinstance(value, str) and cell.data_type != "e":
        return value.strip(), None
    if isinstance(value, bool | int | float):
        whole = isinstance(value, float) and value.is_integer()
        return (int(value) if whole else value), None
    return ("", None) if value is None else ("", NO_VALUE)


def _check(data: bytes) -> None:
    """Look at the table of contents only: zipfile never unpacks more than that promises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            if sum(file.file_size for file in files) > _MOST_XML_MB * _MB:
                refuse(
                    (f"uitgepakt is hij groter dan {_MOST_XML_MB} MB", f"unpacked it is larger than {_MOST_XML_MB} MB")
                )
            if any(b"<!DOCTYPE" in archive.read(file) for file in files if file.filename.endswith((".xml", ".rels"))):
                refuse(("er staan verwijzingen in die niet mogen", "it has references that are not allowed"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        refuse(("dit is geen leesbare xlsx", "this is no readable xlsx"))
