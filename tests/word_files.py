"""Word documents as Teams and typists make them, for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def saved(document: object) -> bytes:
    """The bytes of a python-docx document."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def teams(said: Sequence[tuple[str, str, str]]) -> bytes:
    """A transcript as Teams saves it: voice, clock, text in one paragraph with breaks."""
    document = Document()
    document.core_properties.author = "Jan Hofstra"
    document.add_paragraph("Gesprek Anneke-20260513_140211-Meeting Transcript")
    document.add_paragraph("13 mei 2026, 02:02p.m.")
    document.add_paragraph("19s")
    document.add_paragraph("Jan Hofstra started transcription")
    for voice, clock, text in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(voice).bold = True
        paragraph.add_run(f"   {clock}")
        for line in text.split("\n"):
            paragraph.add_run().add_break()
            paragraph.add_run(line)
    document.add_paragraph("Jan Hofstra stopped transcription")
    return saved(document)


def lines(*texts: str) -> bytes:
    """A document of these paragraphs."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def table(*rows: Sequence[str]) -> bytes:
    """A document with one table."""
    document = Document()
    grid = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def tracked() -> bytes:
    """Two turns with an insertion, a deletion, a moved word and a comment by a named author."""
    document = Document()
    document.add_paragraph("I: Hoe gaat het?")
    paragraph = document.add_paragraph("R: Het gaat ")
    by = 'w:author="Jan Hofstra" w:date="2026-05-13T10:00:00Z"'
    for inner in (
        f'<w:del {nsdecls("w")} w:id="1" {by}><w:r><w:delText>geheimzinnig</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2" {by}><w:r><w:t xml:space="preserve">best </w:t></w:r></w:ins>',
        f'<w:moveFrom {nsdecls("w")} w:id="3" {by}><w:r><w:t>verplaatst</w:t></w:r></w:moveFrom>',
        f"<w:r {nsdecls('w')}><w:t>wel.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(inner))
    document.add_comment(paragraph.runs, text="Dit is Sanne uit de straat", author="Jan Hofstra", initials="JH")
    return saved(document)
