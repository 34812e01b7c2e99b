"""Tables as the sheets of an Excel workbook: text stays text, and the file is the same each time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from zipfile import ZipFile

from pipeline.writers.facts import plain
from pipeline.writers.zipped import zipped

Cell = str | int | float
NARROWEST, WIDEST = 8, 40  # columns, in letters
LONGEST = 32_767  # letters in a cell: what Excel takes


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A sheet for each table, the first row its head: it stays in view and filters. No formula, no author, no date."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    day = datetime(2000, 1, 1)
    book.properties = DocumentProperties(creator="", created=day, modified=day)
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(rows[0]))}{len(rows)}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        for number, width in enumerate(_widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for at, row in enumerate(rows):
            cells = []
            for value in row:
                one = WriteOnlyCell(sheet, value if not isinstance(value, str) else plain(value)[:LONGEST])
                if isinstance(value, str):
                    one.data_type, one.number_format = "s", "@"
                elif isinstance(value, float):
                    one.number_format = "0.0"
                if at == 0:
                    one.font, one.alignment = bold, wrapped
                cells.append(one)
            sheet.append(cells)
    made = io.BytesIO()
    with ZipFile(made, "w") as file:
        ExcelWriter(book, file).save()  # `Workbook.save` would write down the time
    with ZipFile(made) as file:
        return zipped({name: file.read(name) for name in file.namelist()})


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """As wide as the longest value of a column, and the longest word of its head."""
    head, *rest = rows
    longest = [max((len(word) for word in str(name).split()), default=0) + 3 for name in head]
    for row in rest:
        longest = [max(wide, len(str(value)[:WIDEST])) for wide, value in zip_longest(longest, row, fillvalue="")]
    return [min(max(wide + 2, NARROWEST), WIDEST) for wide in longest]
