"""Tables as the sheets of an Excel workbook: text stays text, and the file is the same each time."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from typing import Any
from zipfile import ZipFile

from pipeline.writers.facts import plain
from pipeline.writers.zipped import zipped

Cell = str | int | float
NARROWEST, WIDEST = 8, 40  # columns, in letters
LINE = 15  # points
A4 = 9  # as Excel numbers paper
_THEME = re.compile(rb"<(?:Override|Relationship) [^<>]*theme[^<>]*/>")
LONGEST = 32_767  # letters in a cell: what Excel takes


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A sheet for each table, the first row its head: it stays in view and filters. No formula, no author, no date."""
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    day = datetime(2000, 1, 1)
    book.properties = DocumentProperties(creator="", created=day, modified=day)
    for title, rows in sheets.items():
        _fill(book.create_sheet(title), rows)
    made = io.BytesIO()
    with ZipFile(made, "w") as file:
        ExcelWriter(book, file).save()  # `Workbook.save` would write down the time
    with ZipFile(made) as file:
        return zipped(_without_theme({name: file.read(name) for name in file.namelist()}))


def _without_theme(members: dict[str, bytes]) -> dict[str, bytes]:
    """The same without the theme: it lists fonts of the whole world, some of which are called like people."""
    return {name: _THEME.sub(b"", data) for name, data in members.items() if "theme" not in name}


def _fill(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    """Write a table on a sheet, in the shape of a page that can be printed."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    widths, bold = _widths(rows), Font(name="Calibri", size=11, bold=True)
    text, figure = (Alignment(side, "top", wrap_text=True, indent=1) for side in ("left", "right"))
    figures = [any(not isinstance(value, str) for value in column) for column in zip(*rows, strict=True)]
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(rows)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.row_dimensions[1].height = LINE * max(len(wrap(str(n), w - 4)) for n, w in zip(rows[0], widths, strict=True))
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for at, row in enumerate(rows):
        cells = []
        for value, is_figure in zip(row, figures, strict=True):
            cell = WriteOnlyCell(sheet, plain(value)[:LONGEST] if isinstance(value, str) else value)
            cell.alignment = figure if is_figure else text
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            elif isinstance(value, float):
                cell.number_format = "0.0"
            if at == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """As wide as the longest value of a column, and the longest word of its head, with room for a filter button."""
    head, *rest = rows
    longest = [max((len(word) for word in str(name).split()), default=0) + 2 for name in head]
    for row in rest:
        shown = (f"{value:.1f}" if isinstance(value, float) else str(value) for value in row)
        longest = [max(wide, len(text)) for wide, text in zip(longest, shown, strict=True)]
    return [min(max(wide + 3, NARROWEST), WIDEST) for wide in longest]
