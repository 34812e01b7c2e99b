"""Reading packs: many transcripts in one file, by role or by case, with a list in front; or a card for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.config import Settings
from pipeline.model import StudyFile, Transcript
from pipeline.packs import Pack
from pipeline.writers.cards import write_cards
from pipeline.writers.docx import section_of
from pipeline.writers.page import Page, page_of
from pipeline.writers.paper_wording import PaperWording, paper_wording
from pipeline.writers.pdf import NAME, TEXT, TITLE, part_of, spread
from pipeline.writers.sheets import LEFT, RIGHT, Cell, Part, Row, first_pages, pdf
from pipeline.writers.typeface import Style, broken
from pipeline.writers.word_file import Section, paragraph, table, word_file
from pipeline.writers.wording import wording

COLUMNS = (0.0, 28.0, 130.0, 270.0, 335.0, 390.0, 440.0)  # of the list, in points from the left margin
ENTRY = Style("CasusSerif", 9.5)


def write_packs(study: StudyFile, packs: Iterable[Pack], settings: Settings) -> dict[str, bytes]:
    """These packs by place in the release ("packs/by-role/leraar.pdf"); a pack of nothing is not written.

    A pack of a case lays roles beside each other: of a case with one role there is none.
    """
    files: dict[str, bytes] = {}
    for pack in packs:
        chosen = _chosen(study, pack, settings)
        if not chosen:
            continue
        pages = [page_of(transcript, settings) for transcript in chosen]
        words = paper_wording(settings)
        of = pack.role or pack.case or words.all_of_it
        title = (words.cards if pack.cards else words.pack).format(of=of)
        if pack.cards:
            files[f"{pack.place}.pdf"] = write_cards(title, pages, settings)
        else:
            files[f"{pack.place}.docx"] = _docx(title, pages, settings)
            files[f"{pack.place}.pdf"] = _pdf(title, pages, settings)
    return files


def _chosen(study: StudyFile, pack: Pack, settings: Settings) -> list[Transcript]:
    """The transcripts of a pack, by case and then in the order of the study's roles."""
    order = {role: at for at, role in enumerate(settings.roles)}
    chosen = [
        transcript
        for case in study.cases
        for transcript in sorted(case.transcripts, key=lambda one: order.get(one.redacted.recording.role, len(order)))
        if pack.case in ("", case.case) and pack.role in ("", transcript.redacted.recording.role)
    ]
    roles = {transcript.redacted.recording.role for transcript in chosen}
    return [] if pack.case and not pack.cards and len(roles) < 2 else chosen


def _entries(pages: Sequence[Page], words: PaperWording) -> Iterator[tuple[str, ...]]:
    """The list: number, case, role, month, minutes, words."""
    for number, page in enumerate(pages, start=1):
        minutes = page.minutes or words.untimed
        yield str(number), page.case, page.role, page.month or words.untimed, minutes, words.counted(page.words)


def _pdf(title: str, pages: Sequence[Page], settings: Settings) -> bytes:
    """The list tells on which page each transcript starts."""
    words = paper_wording(settings)
    parts = [part_of(page, settings) for page in pages]
    entries = [*_entries(pages, words)]
    front = _front(title, [(*entry, "") for entry in entries], settings)
    starts = first_pages([front, *parts])[1:]
    told = [(*entry, str(start)) for entry, start in zip(entries, starts, strict=True)]
    return pdf(title, [_front(title, told, settings), *parts], words)


def _front(title: str, entries: Sequence[Sequence[str]], settings: Settings) -> Part:
    words, remark = paper_wording(settings), wording(settings).pseudonymised
    head = Row(tuple(Cell(LEFT + x, NAME, name) for x, name in zip(COLUMNS, words.contents, strict=True)), 16, 14)
    rows = [*spread(title, TITLE, LEFT, RIGHT, 24), *spread(remark, TEXT, LEFT, RIGHT, 16, before=8), head]
    for entry in entries:
        rows += _row(entry)
    return Part(title, tuple(rows), remark)


def _row(entry: Sequence[str]) -> Iterator[Row]:
    """One transcript of the list; what is too long for its column goes on below."""
    ends = (*COLUMNS[1:], RIGHT - LEFT)
    columns = [[*broken(text, ENTRY, end - x - 6)] for text, x, end in zip(entry, COLUMNS, ends, strict=True)]
    for at in range(max(map(len, columns))):
        cells = (Cell(LEFT + x, ENTRY, lines[at]) for x, lines in zip(COLUMNS, columns, strict=True) if at < len(lines))
        yield Row(tuple(cells), 15.5)


def _docx(title: str, pages: Sequence[Page], settings: Settings) -> bytes:
    """Pages differ from program to program, so the list does not tell them."""
    words, remark = paper_wording(settings), wording(settings).pseudonymised
    front = paragraph("Heading1", (title, "")) + paragraph("Legend", (remark, ""))
    front += table([words.contents[:-1], *_entries(pages, words)])
    sections = [Section(front, title, remark, numbered=False), *(section_of(page, settings) for page in pages)]
    return word_file(title, sections, words)
