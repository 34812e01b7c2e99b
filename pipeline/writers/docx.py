"""The transcript as a Word document: line numbers, a margin for notes, consent on every page, headings to jump by."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.model import CaseFile
from pipeline.writers.facts import stem
from pipeline.writers.page import Line, Page, page_of
from pipeline.writers.paper_wording import paper_wording
from pipeline.writers.paragraphs import WORDLESS
from pipeline.writers.word_file import Section, paragraph, word_file

STYLES = {"heading": "Heading3", "row": "Row", "paragraph": "Paragraph"}


def write_docx(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as docx, by file name ("leraar-1.docx")."""
    words = paper_wording(settings)
    pages = ((stem(transcript.redacted), page_of(transcript, settings)) for transcript in case.transcripts)
    return {f"{name}.docx": word_file(page.title, [section_of(page, settings)], words) for name, page in pages}


def section_of(page: Page, settings: Settings) -> Section:
    """A transcript on pages of its own: what it is, how to read it, the text."""
    words = paper_wording(settings)
    body = [
        paragraph("Heading1", (page.title, "")),
        *(paragraph("Fact", (name, "Strong"), (value, "")) for name, value in page.facts.items()),
        paragraph("Heading2", (words.legend, "")),
        *(paragraph("Legend", (line, "Strong")) for line in page.remarks),
        *(paragraph("Legend", (line, "")) for line in page.legend),
        paragraph("Heading2", (words.said, "")),
        *_said(page.lines),
    ]
    return Section("".join(body), page.title, page.remarks[0], page.consent)


def _said(lines: tuple[Line, ...]) -> Iterator[str]:
    """The blocks of a transcript."""
    for line in lines:
        if line.kind == "turn":
            yield paragraph("Turn", (line.time, "Time"), (f"{line.speaker}:", "Strong"), (line.text, ""))
        else:
            yield paragraph("Aside" if line.kind in WORDLESS else STYLES[line.kind], (line.text, ""))
