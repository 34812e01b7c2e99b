"""A card for each transcript, eight on a sheet, to cut out and lay in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.config import Settings
from pipeline.writers.page import Page
from pipeline.writers.paper_wording import PaperWording, paper_wording
from pipeline.writers.sheets import HIGH, WIDE, Cell, Pen, new_canvas
from pipeline.writers.typeface import Style, broken
from pipeline.writers.wording import wording

ACROSS, DOWN = 2, 4
CARD_WIDE, CARD_HIGH = WIDE / ACROSS, HIGH / DOWN
INSIDE = 26.0  # points from the edge of a card
NUMBER = Style("CasusSerif-Bold", 34)
CASE = Style("CasusSerif-Bold", 15)
ROLE = Style("CasusSerif", 13)
FACT = Style("CasusSerif", 11)
SMALL = Style("CasusSerif", 7.5, 0.35)
TEXT_AT = 78.0  # points from the left edge of a card
LAST = CARD_HIGH - 20  # from the top of a card: its last line
BOX = 54.0  # the sides of the box for a rank


def write_cards(title: str, pages: Sequence[Page], settings: Settings) -> bytes:
    """The cards as pdf, numbered as in the list of the pack of the same transcripts."""
    words, remark = paper_wording(settings), wording(settings).pseudonymised
    canvas, data = new_canvas(title, words)
    for start in range(0, len(pages), ACROSS * DOWN):
        for place, page in enumerate(pages[start : start + ACROSS * DOWN]):
            left, top = place % ACROSS * CARD_WIDE, HIGH - place // ACROSS * CARD_HIGH
            told = [*_card(start + place + 1, page, words), (LAST, SMALL, remark, INSIDE)]
            _draw(canvas, left, top, told, words)
        _cut_lines(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _card(number: int, page: Page, words: PaperWording) -> Iterator[tuple[float, Style, str, float]]:
    """What stands on a card: how far from its top and left, and how it looks."""
    room = CARD_WIDE - TEXT_AT - INSIDE
    yield 56, NUMBER, str(number), INSIDE
    y = 46.0
    told = [(CASE, page.case), (ROLE, page.role)]
    told += [(FACT, words.minutes.format(count=page.minutes))] if page.minutes else []
    told += [(FACT, words.words.format(count=words.counted(page.words))), (FACT, page.month)]
    for style, text in told:
        for line in broken(text, style, room):
            yield y, style, line, TEXT_AT
            y += style.size * 1.45


def _draw(
    canvas: Any, left: float, top: float, told: Sequence[tuple[float, Style, str, float]], words: PaperWording
) -> None:
    """One card, with a box in which to write its place."""
    pen = Pen(canvas.beginText())
    for down, style, text, across in told:
        pen.write(Cell(left + across, style, text), top - down)
    x, y = left + CARD_WIDE - INSIDE - BOX, top - CARD_HIGH + 24
    pen.write(Cell(x, SMALL, words.rank), y + BOX + 5)
    canvas.drawText(pen.text)
    canvas.setStrokeGray(0.3)
    canvas.setLineWidth(0.8)
    canvas.rect(x, y, BOX, BOX)


def _cut_lines(canvas: Any) -> None:
    canvas.setStrokeGray(0.55)
    canvas.setLineWidth(0.5)
    canvas.setDash(4, 3)
    for across in range(1, ACROSS):
        canvas.line(across * CARD_WIDE, 0, across * CARD_WIDE, HIGH)
    for down in range(1, DOWN):
        canvas.line(0, down * CARD_HIGH, WIDE, down * CARD_HIGH)
    canvas.setDash()
