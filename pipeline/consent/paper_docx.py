"""A form as a Word document, by python-docx, with nothing in it that differs from one writing to the next."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pipeline.consent.markup import Block, spans
from pipeline.consent.paper import Paper

INK, SOFT, ACCENT = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x66, 0x72, 0x7F), RGBColor(0x1F, 0x5F, 0x6B)
PALE = "EEF4F5"
FONT = "Verdana"  # wide and open letters, on every machine that has Word
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
PAGES = {"nl": ("bladzijde ", " van "), "en": ("page ", " of ")}
STYLES = {"title": "Heading 1", "heading": "Heading 2", "item": "List Bullet"}
WIDTH = Mm(166)


def as_docx(paper: Paper) -> bytes:
    """The form, A4, with its name, version, language, digest and page numbers under every page."""
    document = Document()
    _styles(document, paper)
    _foot(document.sections[0], paper)
    for number, block in enumerate(paper.blocks):
        _add(document, block, lead=number == 1)
    known, properties = paper.known, document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.language = paper.title, known.language
    properties.subject = f"{known.form} {known.language} SHA-256 {known.sha256}"
    properties.created = properties.modified = NO_DAY
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _undated(data: bytes) -> bytes:
    """The same archive without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styles(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(20), Mm(24), Mm(9)
    looks = {
        "Normal": (9.5, INK, False, 0, 6),
        "List Bullet": (9.5, INK, False, 0, 4),
        "Heading 1": (18, ACCENT, True, 0, 8),
        "Heading 2": (11.5, ACCENT, True, 9, 5),
    }
    for name, (size, colour, bold, before, after) in looks.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), colour, bold
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.25
    for close in document.styles["List Bullet"].element.iter(qn("w:contextualSpacing")):
        close.getparent().remove(close)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), {"nl": "nl-NL", "en": "en-GB"}[paper.known.language])


def _foot(section: Any, paper: Paper) -> None:
    known = paper.known
    line = section.footer.paragraphs[0]
    page, of = PAGES[known.language]
    _small(line, f"{known.form} · {known.language} · {page}")
    _field(line, "PAGE")
    _small(line, of)
    _field(line, "NUMPAGES")
    line.paragraph_format.space_after = Pt(0)
    digest = section.footer.add_paragraph()
    _small(digest, f"SHA-256 {known.sha256}", 6)


def _small(paragraph: Any, text: str, size: float = 7.5) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), SOFT
    return run


def _field(paragraph: Any, name: str) -> None:
    """A number that Word fills in."""
    for kind in ("begin", "", "end"):
        made = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            made.set(qn("w:fldCharType"), kind)
        else:
            made.text = name
        _small(paragraph, "")._r.append(made)


def _add(document: Any, block: Block, lead: bool) -> None:
    if block.kind == "page":
        document.add_page_break()
    elif block.kind == "table":
        _table(document, block.rows)
    elif block.kind == "note":
        _table(document, ((block.text,),))
    elif block.kind == "tick":
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(9), Mm(-9)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(9))
        paragraph.add_run("☐\t").font.size = Pt(13)
        _write(paragraph, block.text)
        if block.purpose:
            _small(paragraph, " (" + block.purpose.replace(" ", "\N{NO-BREAK SPACE}") + ")")
    elif block.kind == "line":
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, leader=WD_TAB_LEADER.LINES)
        _write(paragraph, f"{block.text}  \t")
    else:
        paragraph = document.add_paragraph(style=STYLES.get(block.kind, "Normal"))
        _write(paragraph, block.text, SOFT if lead else None)


def _write(paragraph: Any, text: str, colour: RGBColor | None = None) -> None:
    for part, bold in spans(text):
        run = paragraph.add_run(part)
        run.bold = True if bold else None
        if colour is not None:
            run.font.color.rgb = colour


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    """The first row is the heading; where cells are to be filled in there is room to write."""
    to_fill = any(not any(row[1:]) for row in rows[1:])
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    _edge(table)
    for column, width in zip(table.columns, _widths(rows, to_fill), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        if to_fill and number:
            row.height, row.height_rule = Mm(11.5), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, text in zip(row.cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            form = paragraph.paragraph_format
            form.space_before, form.space_after, form.line_spacing = Pt(3), Pt(3), 1.1
            form.keep_with_next = not number or (to_fill and number + 1 < len(rows))
            _write(paragraph, text)
            for run in paragraph.runs:
                run.font.size = Pt(8.5)
                run.bold = run.bold or (True if len(rows) > 1 and not number else None)
            if not number:
                _shade(cell)
        if not number:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    below = document.add_paragraph().paragraph_format
    below.space_after, below.line_spacing = Pt(2), Pt(6)


def _widths(rows: tuple[tuple[str, ...], ...], to_fill: bool) -> list[int]:
    """No word is broken; the rest by what stands in a column, or to write in: a signature most and a date least."""
    last, weights = len(rows[0]) - 1, []
    for number, column in enumerate(zip(*rows, strict=True)):
        longest = max((len(word) for cell in column for word in cell.split()), default=0)
        written = 22 if number == last else 10 if number == last - 1 else 20
        weights.append(2 * longest + (written if to_fill else min(30, max(map(len, column)))))
    return [round(WIDTH * weight / sum(weights)) for weight in weights]


def _edge(table: Any) -> None:
    """Thin grey lines."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "AEBBC1")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(borders)  # the format wants its parts in order


def _shade(cell: Any) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", PALE)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)
