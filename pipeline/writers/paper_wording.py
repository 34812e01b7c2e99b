"""What only paper says, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.errors import Language


@dataclass(frozen=True, slots=True)
class PaperWording:
    """The fixed words of one language."""

    locale: str  # how programs name the language
    page: str
    legend: str  # heading above the marks
    said: str  # heading above the text
    missing: str  # behind a sign that the typeface lacks
    pack: str
    cards: str
    all_of_it: str
    contents: tuple[str, ...]  # columns of a pack's first page
    untimed: str  # in the place of minutes or a month
    minutes: str
    words: str
    thousands: str
    rank: str

    def counted(self, count: int) -> str:
        """A whole number as this language writes it."""
        return f"{count:,}".replace(",", self.thousands)


NL = PaperWording(
    locale="nl-NL",
    page="blz. {page} van {pages}",
    legend="Tekens",
    said="Tekst",
    missing="[U+0000] staat voor een teken dat dit lettertype niet heeft, met zijn nummer in Unicode.",
    pack="Leesbundel: {of}",
    cards="Kaarten: {of}",
    all_of_it="alle transcripten",
    contents=("nr.", "casus", "rol", "opgenomen", "minuten", "woorden", "blz."),
    untimed="-",
    minutes="{count} minuten",
    words="{count} woorden",
    thousands=".",
    rank="Plaats",
)

EN = PaperWording(
    locale="en-GB",
    page="page {page} of {pages}",
    legend="Marks",
    said="Text",
    missing="[U+0000] stands for a sign that this typeface lacks, with its number in Unicode.",
    pack="Reading pack: {of}",
    cards="Cards: {of}",
    all_of_it="all transcripts",
    contents=("no.", "case", "role", "recorded", "minutes", "words", "page"),
    untimed="-",
    minutes="{count} minutes",
    words="{count} words",
    thousands=",",
    rank="Rank",
)

PAPER_WORDINGS: dict[Language, PaperWording] = {"nl": NL, "en": EN}


def paper_wording(settings: Settings) -> PaperWording:
    """The words of the study's language."""
    return PAPER_WORDINGS[settings.study.language]
