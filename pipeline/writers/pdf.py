"""The transcript as pdf, to print and mark with pens: line numbers, a margin for notes, consent on every sheet."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.config import Settings
from pipeline.model import CaseFile
from pipeline.writers.facts import stem
from pipeline.writers.page import Line, Page, page_of
from pipeline.writers.paper_wording import paper_wording
from pipeline.writers.paragraphs import WORDLESS
from pipeline.writers.sheets import LEADING, LEFT, RIGHT, TEXT_END, Cell, Part, Row, pdf
from pipeline.writers.typeface import Style, broken, lacks, shown, width

TITLE = Style("CasusSerif-Bold", 16)
HEADING = Style("CasusSerif-Bold", 12)
TEXT = Style("CasusSerif", 11)
SPEAKER = Style("CasusSerif-Bold", 11)
ASIDE = Style("CasusSerif", 10, 0.35)  # silences and gaps
TIME = Style("CasusSerif", 7.5, 0.35)
NAME = Style("CasusSerif-Bold", 8.5)
SMALL = Style("CasusSerif", 8.5)
VALUES = LEFT + 96  # facts start here
TIMES = 40.0  # room for the time of a turn; then for who speaks
SPEAKERS = 26.0
HANGING = 14.0  # further lines of a table's row


def write_pdf(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each transcript of the case as pdf, by file name ("leraar-1.pdf")."""
    words = paper_wording(settings)
    pages = ((stem(transcript.redacted), page_of(transcript, settings)) for transcript in case.transcripts)
    return {f"{name}.pdf": pdf(page.title, [part_of(page, settings)], words) for name, page in pages}


def part_of(page: Page, settings: Settings) -> Part:
    """A transcript on sheets of its own: what it is, how to read it, the text."""
    words = paper_wording(settings)
    rows = [
        *spread(page.title, TITLE, LEFT, RIGHT, 24, outline=page.title),
        *(row for at, fact in enumerate(page.facts.items()) for row in _fact(*fact, before=0.0 if at else 6.0)),
        *heading(words.legend),
        *(row for line in page.remarks for row in spread(line, NAME, LEFT, RIGHT, 12)),
        *(row for line in _legend(page, words.missing) for row in spread(line, SMALL, LEFT, RIGHT, 12)),
        *heading(words.said),
        *(row for line in page.lines for row in _said(line)),
    ]
    return Part(page.title, tuple(rows), page.remarks[0], page.consent)


def heading(text: str, level: int = 0) -> Iterator[Row]:
    """A heading, on one sheet with what it stands above."""
    outline = text if level else ""
    for row in spread(text, HEADING, LEFT, RIGHT, 18, before=12, outline=outline, level=level):
        yield Row(row.cells, row.height, row.before, row.numbered, True, row.outline, row.level)


def spread(
    text: str,
    style: Style,
    x: float,
    end: float,
    height: float,
    first: tuple[Cell, ...] = (),
    before: float = 0.0,
    numbered: bool = False,
    outline: str = "",
    level: int = 0,
    hanging: float = 0.0,
) -> Iterator[Row]:
    """Text over as many rows as it needs, from `x` to `end`; `first` stands before the first of them.

    No row of a text is left alone on a sheet. Further rows start `hanging` points later.
    """
    lines = list(broken(text, style, end - x - hanging))
    for at, line in enumerate(lines):
        cells = (*(() if at else first), Cell(x + (hanging if at else 0.0), style, line))
        joined = len(lines) > 1 and at in (0, len(lines) - 2)
        told = (outline, level) if not at else ("", 0)
        yield Row(cells, height, 0.0 if at else before, numbered, joined, *told)


def _fact(name: str, value: str, before: float) -> Iterator[Row]:
    yield from spread(value, SMALL, VALUES, RIGHT, 12, (Cell(LEFT, NAME, name),), before)


def _legend(page: Page, missing: str) -> tuple[str, ...]:
    """The legend, and what stands for a sign that cannot be printed where there is one."""
    return (*page.legend, missing) if any(lacks(line.text) for line in page.lines) else page.legend


def _said(line: Line) -> Iterator[Row]:
    """One block of the transcript, numbered."""
    if line.kind == "turn":
        speaker = shown(f"{line.speaker}:")
        x = LEFT + TIMES + max(SPEAKERS, width(speaker, SPEAKER) + 4)
        first = (Cell(LEFT, TIME, line.time), Cell(LEFT + TIMES, SPEAKER, speaker))
        yield from spread(line.text, TEXT, x, TEXT_END, LEADING, first, before=3, numbered=True)
    elif line.kind == "heading":
        for row in spread(line.text, HEADING, LEFT, TEXT_END, 18, before=10, numbered=True, outline=line.text, level=1):
            yield Row(row.cells, row.height, row.before, True, True, row.outline, row.level)
    elif line.kind in WORDLESS:
        x = LEFT + TIMES + SPEAKERS
        yield from spread(line.text, ASIDE, x, TEXT_END, LEADING, before=3, numbered=True)
    elif line.kind == "row":
        yield from spread(line.text, TEXT, LEFT, TEXT_END, LEADING, numbered=True, hanging=HANGING)
    else:
        yield from spread(line.text, TEXT, LEFT, TEXT_END, LEADING, before=6, numbered=True)
