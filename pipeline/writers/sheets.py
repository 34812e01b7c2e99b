"""Rows of text on A4 sheets with line numbers, a margin for notes and a foot; as pdf, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.writers.paper_wording import PaperWording
from pipeline.writers.typeface import FILES, Style, broken, font, shown, width

WIDE, HIGH = 595.28, 841.89  # A4, in points
NUMBERS = 58.0  # line numbers end here, clear of punched holes
LEFT = 68.0
TEXT_END = 410.0  # behind it 6.5 cm for notes
RIGHT = WIDE - 40.0
TOP, BOTTOM = HIGH - 62.0, 66.0
HEAD, FOOT = HIGH - 38.0, 40.0
NUMBER = Style("CasusSerif", 7.5, 0.4)
RUNNING = Style("CasusSerif", 7.5, 0.35)
LEADING = 15.5  # from line to line of text of 11 points
RULE = 0.75  # grey of lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of text on a row; `x` in points from the left edge of the sheet."""

    x: float
    style: Style
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet."""

    cells: tuple[Cell, ...]
    height: float
    before: float = 0.0  # white above it, but not at the top of a sheet
    numbered: bool = False
    joined: bool = False  # stays on one sheet with the next row
    outline: str = field(default="", repr=False)  # how the outline calls it
    level: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What starts on a new sheet, with line numbers of its own."""

    title: str
    rows: tuple[Row, ...] = field(repr=False)
    head: str = ""  # at the right of the head of every sheet
    foot: str = ""  # of every sheet


@dataclass(frozen=True, slots=True)
class _Sheet:
    part: Part
    rows: tuple[tuple[float, int, Row], ...]  # height of the base line above the bottom, number, row


@dataclass(slots=True)
class Pen:
    """Writes on a sheet with as few moves as it can: a line below the one before needs none."""

    text: Any
    x: float = 0.0
    y: float = 0.0
    style: Style | None = None

    def write(self, cell: Cell, y: float) -> None:
        """One stretch of text, on this base line."""
        if cell.style != self.style:
            self.text.setFont(cell.style.weight, cell.style.size, LEADING)
            self.text.setFillGray(cell.style.grey)
            self.style = cell.style
        if (cell.x, round(y, 2)) != (self.x, round(self.y, 2)):
            self.text.moveCursor(cell.x - self.x, self.y - y)
        self.text.textLine(cell.text)
        self.x, self.y = cell.x, y - LEADING


def pdf(title: str, parts: Sequence[Part], words: PaperWording) -> bytes:
    """All parts as one file."""
    canvas, data = new_canvas(title, words)
    sheets = [sheet for part in parts for sheet in _sheets(part)]
    for page, sheet in enumerate(sheets, start=1):
        _draw(canvas, sheet, words.page.format(page=page, pages=len(sheets)))
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def first_pages(parts: Sequence[Part]) -> list[int]:
    """On which page of the file each part starts."""
    starts, page = [], 1
    for part in parts:
        starts.append(page)
        page += sum(1 for _ in _sheets(part))
    return starts


def new_canvas(title: str, words: PaperWording) -> tuple[Any, io.BytesIO]:
    """An empty file that tells of no person, program, machine or moment, and where its bytes will be."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # no letters for bytes: a fifth smaller, and quicker to write and to check
    data = io.BytesIO()
    for weight in FILES:
        font(weight)
    size = (WIDE, HIGH)
    canvas = Canvas(data, size, pageCompression=1, invariant=1, lang=words.locale, initialFontName=RUNNING.weight)
    for tell in (canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setKeywords):
        tell("")
    canvas.setProducer("casus")
    canvas.setTitle(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas, data


def _sheets(part: Part) -> Iterator[_Sheet]:
    """The rows over as many sheets as they need. Rows that are joined move on together."""
    placed: list[tuple[float, int, Row]] = []
    y, number = TOP, 0
    for at, row in enumerate(part.rows):
        needed = row.height + (row.before if placed else 0.0)
        end = at
        while part.rows[end].joined and end + 1 < len(part.rows):
            end += 1
            needed += part.rows[end].height + part.rows[end].before
        if placed and y - needed < BOTTOM:
            yield _Sheet(part, tuple(placed))
            placed, y = [], TOP
        y -= row.height + (row.before if placed else 0.0)
        number += row.numbered
        placed.append((y, number, row))
    yield _Sheet(part, tuple(placed))


def _draw(canvas: Any, sheet: _Sheet, page: str) -> None:
    """The text first and whatever runs over all sheets last: who reads the file as text meets it undisturbed."""
    pen = Pen(canvas.beginText())
    for y, _, row in sheet.rows:
        if row.outline:
            key = f"{canvas.getPageNumber()}-{y:.0f}"
            canvas.bookmarkPage(key, fit="XYZ", top=y + row.height)
            canvas.addOutlineEntry(row.outline, key, row.level)
        for cell in row.cells:
            pen.write(cell, y)
    for y, number, row in sheet.rows:
        if row.numbered:
            text = str(number)
            pen.write(Cell(NUMBERS - width(text, NUMBER), NUMBER, text), y)
    for cell, y in _running(sheet.part, page):
        pen.write(cell, y)
    canvas.drawText(pen.text)
    if beside := [(y, row.height) for y, _, row in sheet.rows if row.numbered]:
        canvas.setStrokeGray(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(TEXT_END + 12, beside[-1][0] - 4, TEXT_END + 12, sum(beside[0]) - 4)


def _running(part: Part, page: str) -> Iterator[tuple[Cell, float]]:
    """Head and foot of a sheet."""
    yield Cell(LEFT, RUNNING, shown(part.title)), HEAD
    head = shown(part.head)
    yield Cell(RIGHT - width(head, RUNNING), RUNNING, head), HEAD
    for at, line in enumerate(broken(part.foot, RUNNING, RIGHT - LEFT - 80)):
        yield Cell(LEFT, RUNNING, line), FOOT - 10 * at
    yield Cell(RIGHT - width(page, RUNNING), RUNNING, page), FOOT
