"""Spreadsheets (xlsx): what stands in the cells, also in rows, columns and sheets that are hidden."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import product
from typing import Any

from pipeline.documents.archive import Archive, attribute, local
from pipeline.documents.written import Part, Reader, Written, lined, said
from pipeline.errors import DocumentDamaged

_UNREAD = re.compile(
    r"^xl/(?:pivotCache/pivotCacheDef|externalLinks/externalLink|ctrlProps/|activeX/)|^customXml/item\d+\.xml$"
)


def _read(data: bytes, written: Written) -> None:
    archive = Archive(data, written.recording)
    shown, made = _book(data, written, values=True), _book(data, written, values=False)
    words = written.words
    comments: list[Part] = []
    edges: dict[str, list[Part]] = {"header": [], "footer": []}
    for sheet in shown.worksheets:
        _sheet(sheet, made[sheet.title], written)
        comments += _comments(sheet)
        for page, kind in product(("odd", "even", "first"), edges):
            edge = getattr(sheet, f"{page}{kind.title()}")
            edges[kind] += [part for side in (edge.left, edge.center, edge.right) for part in said(_edge(side.text))]
        written.leave("links", sum(cell.hyperlink is not None for cell in sheet._cells.values()))
        written.leave("choices", sheet.data_validations.count)
        written.leave("defined", len(sheet.defined_names))
    for sheet in shown.chartsheets:
        written.add("heading", sheet.title)
        written.mark(words.thing)
    written.section(words.boxes, _boxes(archive))
    written.section(words.comments, comments)
    written.section(words.header, dict.fromkeys(edges["header"]))
    written.section(words.footer, dict.fromkeys(edges["footer"]))
    for name in sorted(archive.names):
        if name.startswith("xl/media/"):
            written.picture()
        elif re.match(r"xl/(?:charts/chart|embeddings/|diagrams/data)", name):
            written.mark(words.thing)
    written.leave("defined", len(shown.defined_names))
    written.leave("authors", int(bool(comments)))
    written.leave("properties", int(any(name.startswith("docProps/") for name in archive.names)))
    written.leave("parts", sum(1 for name in archive.names if _UNREAD.search(name)))


def _book(data: bytes, written: Written, values: bool) -> Any:
    """The workbook with what its formulas came to, or with the formulas. Raises DocumentDamaged."""
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data), data_only=values)
    except MemoryError:
        raise
    except Exception:  # openpyxl breaks in as many ways as there are damaged files, and messages hold text
        raise DocumentDamaged(recording=written.recording) from None


def _sheet(sheet: Any, made: Any, written: Written) -> None:
    """A heading and the rows; columns without anything in them are none."""
    written.add("heading", sheet.title)
    if sheet.sheet_state != "visible":
        written.mark(written.words.hidden_sheet)
    cells: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(made._cells.items()):  # `rows` makes a million cells of a formatted sheet
        text = _formula(sheet._cells.get((row, column)), written) if cell.data_type == "f" else _value(cell, written)
        if shown := lined(text):
            cells.setdefault(row, {})[column] = shown
    columns = sorted({column for row in cells.values() for column in row})
    for row in cells.values():
        written.row([[Part("paragraph", row[column])] if column in row else [] for column in columns])


def _formula(cell: Any, written: Written) -> str:
    """What a formula came to when the file was saved."""
    written.leave("formulas")
    return written.words.formula if cell is None or cell.value is None else _value(cell, written)


def _value(cell: Any, written: Written) -> str:
    """A value as the spreadsheet shows it, by and large."""
    value, form = cell.value, str(cell.number_format)
    if isinstance(value, bool):
        return written.words.yes_no[0 if value else 1]
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y}" if value.time() == time() else f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float):
        percent = "%" in form
        text = f"{value * 100 if percent else value:.12g}"
        if re.fullmatch("[0#]+", form) and "0" in form:  # telephone and citizen numbers keep their first zero so
            text = text.zfill(len(form) - form.index("0"))
        return text.replace(".", written.words.decimal) + ("%" if percent else "")
    return "" if value is None else str(value)


def _comments(sheet: Any) -> Iterator[Part]:
    for _, cell in sorted(sheet._cells.items()):
        if cell.comment and (text := lined(cell.comment.text)):
            yield Part("paragraph", f"{cell.coordinate}: {text}")


def _edge(text: str | None) -> str:
    """A header or footer without its codes for page numbers and fonts."""
    return re.sub(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|.)', " ", text or "")


def _boxes(archive: Archive) -> Iterator[Part]:
    """Text in drawings, and how pictures are described."""
    for name in sorted(archive.names):
        if re.match(r"xl/drawings/drawing\d+\.xml$", name):
            for one in archive.xml(name).iter():
                if local(one) == "p":
                    yield from said("".join(t.text or "" for t in one.iter() if local(t) == "t"))
                elif local(one) == "cNvPr":
                    yield from said(" ".join(attribute(one, key) for key in ("title", "descr")))


SHEET = Reader((".xlsx",), _read)
