"""A form as PDF: reportlab, with the font it brings (Bitstream Vera), so that every machine makes the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from pipeline.consent.markup import Block, spans
from pipeline.consent.paper import Paper

INK, SOFT, ACCENT, PALE = HexColor("#1d2733"), HexColor("#66727f"), HexColor("#1f5f6b"), HexColor("#eef4f5")
MARGIN, PADDING = 22 * mm, 6  # reportlab pads a frame by six points
LEFT, RIGHT = MARGIN + PADDING, A4[0] - MARGIN - PADDING
WIDTH = RIGHT - LEFT
PAGES = {"nl": "bladzijde {page} van {pages}", "en": "page {page} of {pages}"}


def as_pdf(paper: Paper) -> bytes:
    """The form, A4, with its name, version, language, digest and page numbers under every page."""
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="Vera", boldItalic="VeraBd")
    _, pages = _built(paper, 0)  # once to count them
    data, _ = _built(paper, pages)
    return data


def _built(paper: Paper, pages: int) -> tuple[bytes, int]:
    out = io.BytesIO()
    known = paper.known
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=20 * mm,
        bottomMargin=24 * mm,
        title=paper.title,
        author="",
        subject=f"{known.form} {known.language} SHA-256 {known.sha256}",
        creator="casus",
        lang=known.language,
        initialFontName="Vera",
        invariant=1,
    )
    foot = partial(_foot, paper, pages)
    document.build(list(_flow(paper)), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), document.page


def _foot(paper: Paper, pages: int, canvas: Any, document: Any) -> None:
    known = paper.known
    canvas.saveState()
    canvas.setStrokeColor(HexColor("#c9d3d8"))
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, 17 * mm, RIGHT, 17 * mm)
    canvas.setFillColor(SOFT)
    canvas.setFont("Vera", 7.5)
    canvas.drawString(LEFT, 13 * mm, f"{known.form} · {known.language}")
    line = PAGES[known.language].format(page=document.page, pages=pages)
    canvas.drawRightString(RIGHT, 13 * mm, line)
    canvas.setFont("Vera", 6)
    canvas.drawString(LEFT, 9.5 * mm, f"SHA-256 {known.sha256}")
    canvas.restoreState()


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    fixed = {
        "fontName": "Vera",
        "textColor": INK,
        "alignment": TA_LEFT,
        "bulletFontName": "Vera",
        "spaceAfter": 2.4 * mm,
    } | more
    return ParagraphStyle(name, fontSize=size, leading=leading, **fixed)


STYLES = {
    "title": _style("title", 18, 23, fontName="VeraBd", textColor=ACCENT, spaceAfter=3 * mm, keepWithNext=1),
    "lead": _style("lead", 9.5, 14.5, textColor=SOFT, spaceAfter=5 * mm),
    "heading": _style("heading", 11.5, 15, fontName="VeraBd", textColor=ACCENT, spaceBefore=3 * mm, keepWithNext=1),
    "text": _style("text", 9.5, 14.5),
    "item": _style("item", 9.5, 14.5, leftIndent=5.5 * mm, bulletIndent=1 * mm, spaceAfter=1.4 * mm),
    "cell": _style("cell", 8.5, 11.5, spaceAfter=0),
    "head": _style("head", 8, 10.5, fontName="VeraBd", spaceAfter=0),
    "note": _style("note", 9, 13.5, spaceAfter=0),
}


def _flow(paper: Paper) -> Iterator[Flowable]:
    waiting: list[Flowable] = []  # a line that introduces a table stays with it
    for number, block in enumerate(paper.blocks):
        following = paper.blocks[number + 1].kind if number + 1 < len(paper.blocks) else ""
        made = _flowables(block, lead=number == 1)
        if block.kind in ("text", "heading", "tick") and (following == "table" or (waiting and following == "tick")):
            waiting += made
        else:
            yield KeepTogether([*waiting, *made]) if waiting else made[0]
            yield from () if waiting else made[1:]
            waiting = []


def _flowables(block: Block, lead: bool) -> list[Flowable]:
    if block.kind == "page":
        return [PageBreak()]
    if block.kind == "table":
        return [_table(block.rows), Spacer(0, 4 * mm)]
    if block.kind == "tick":
        return [_Tick(block)]
    if block.kind == "line":
        return [_Line(block.text)]
    if block.kind == "note":
        return [_boxed(block.text), Spacer(0, 3 * mm)]
    if block.kind == "item":
        return [Paragraph(_marked(block.text), STYLES["item"], bulletText="•")]
    return [Paragraph(_marked(block.text), STYLES["lead" if lead and block.kind == "text" else block.kind])]


def _marked(text: str) -> str:
    """Text as reportlab's own little markup."""
    bold = "".join(f"<b>{escape(part)}</b>" if thick else escape(part) for part, thick in spans(text))
    return bold.replace("\n", "<br/>")


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    """The first row is the heading; where cells are to be filled in there is room to write."""
    to_fill = any(not any(row[1:]) for row in rows[1:])
    cells = [[Paragraph(_marked(cell), STYLES["cell" if number else "head"]) for cell in row]
             for number, row in enumerate(rows)]  # fmt: skip
    heights = [None, *[11.5 * mm] * (len(rows) - 1)] if to_fill else None
    widths = _widths(rows, to_fill)
    table = Table(cells, colWidths=widths, rowHeights=heights, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), PALE),
                ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#aebbc1")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table


def _widths(rows: tuple[tuple[str, ...], ...], to_fill: bool) -> list[float]:
    """No word is broken; the rest by what stands in a column, or to write in: a signature most and a date least."""
    last = len(rows[0]) - 1
    least, wanted = [], []
    for number, column in enumerate(zip(*rows, strict=True)):
        words = [word for cell in column for word in cell.split()]
        least.append(max((pdfmetrics.stringWidth(word, "VeraBd", 8.5) for word in words), default=0) + 11)
        written = 2.0 if number == last else 0.5 if number == last - 1 else 1.5
        wanted.append(written if to_fill else float(min(60, max(map(len, column)))))
    spare = max(0.0, WIDTH - sum(least)) / sum(wanted)
    return [width + weight * spare for width, weight in zip(least, wanted, strict=True)]


def _boxed(text: str) -> Table:
    table = Table([[Paragraph(_marked(text), STYLES["note"])]], colWidths=[WIDTH], hAlign="LEFT")
    edge = ("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT)
    padding = [(side, (0, 0), (-1, -1), 8) for side in ("LEFTPADDING", "TOPPADDING", "BOTTOMPADDING")]
    table.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), PALE), edge, *padding]))
    return table


class _Tick(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A drawn box, since the font has none, and behind it what it says yes to."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        words = _marked(block.text)
        if block.purpose:
            words += f' <font size="7.5" color="#66727f">({escape(block.purpose).replace(" ", "&nbsp;")})</font>'
        self.words = Paragraph(words, STYLES["text"])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room it takes."""
        self.width = width
        self.height = self.words.wrap(width - 9 * mm, height)[1]
        return width, self.height + 2.6 * mm

    def draw(self) -> None:
        """On the page."""
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.9)
        top = self.height + 2.6 * mm
        self.canv.roundRect(1 * mm, top - 4.4 * mm, 3.9 * mm, 3.9 * mm, 0.5 * mm)
        self.words.drawOn(self.canv, 9 * mm, top - self.height)


class _Line(Flowable):  # type: ignore[misc]
    """A question, and a line to answer it on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = Paragraph(_marked(text), STYLES["text"])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room it takes."""
        self.width, self.asked = width, pdfmetrics.stringWidth(self.words.text, "Vera", 9.5)
        self.short = self.asked < width * 0.62
        self.height = self.words.wrap(width, height)[1]
        return width, self.height + (3 if self.short else 11) * mm

    def draw(self) -> None:
        """On the page."""
        room = (3 if self.short else 11) * mm
        self.words.drawOn(self.canv, 0, room)
        self.canv.setStrokeColor(SOFT)
        self.canv.setLineWidth(0.6)
        left, height = (max(self.width * 0.4, self.asked + 3 * mm), room + 0.6 * mm) if self.short else (0, 4 * mm)
        self.canv.line(left, height, self.width, height)
