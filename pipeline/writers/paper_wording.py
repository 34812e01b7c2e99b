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
    about: str  # heading above what the transcript tells of itself
    legend: str  # heading above the marks
    said: str  # heading above the text
    missing: str  # behind a sign that the typeface lacks
    role_pack: str
    case_pack: str
    contents: tuple[str, ...]  # columns of a pack's first page
    untimed: str  # in the place of minutes
    minutes: str
    words: str
    rank: str
    cards: str


NL = PaperWording(
    locale="nl-NL",
    page="blz. {page} van {pages}",
    about="Over dit transcript",
    legend="Tekens",
    said="Tekst",
    missing="[U+0000] staat voor een teken dat dit lettertype niet heeft, met zijn nummer in Unicode.",
    role_pack="Leesbundel: {of}",
    case_pack="Leesbundel: {of}",
    contents=("nr.", "casus", "rol", "opgenomen", "minuten", "woorden"),
    untimed="-",
    minutes="{count} minuten",
    words="{count} woorden",
    rank="Plaats",
    cards="Kaarten: {of}",
)

EN = PaperWording(
    locale="en-GB",
    page="page {page} of {pages}",
    about="About this transcript",
    legend="Marks",
    said="Text",
    missing="[U+0000] stands for a sign that this typeface lacks, with its number in Unicode.",
    role_pack="Reading pack: {of}",
    case_pack="Reading pack: {of}",
    contents=("no.", "case", "role", "recorded", "minutes", "words"),
    untimed="-",
    minutes="{count} minutes",
    words="{count} words",
    rank="Rank",
    cards="Cards: {of}",
)

PAPER_WORDINGS: dict[Language, PaperWording] = {"nl": NL, "en": EN}


def paper_wording(settings: Settings) -> PaperWording:
    """The words of the study's language."""
    return PAPER_WORDINGS[settings.study.language]
