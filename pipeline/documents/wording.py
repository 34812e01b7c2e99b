"""What we add to a document, in Dutch and in English: always between square brackets.

`recognisers/asides.py` knows every word of it, so that none is taken for a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.errors import Language

LeftOut = Literal[
    "properties",
    "links",
    "fields",
    "authors",
    "formulas",
    "defined",
    "choices",
    "outline",
    "headers",
    "other version",
    "remarks",
    "parts",
]


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one language."""

    picture: str
    thing: str  # a chart, a diagram, a document within the document
    attachment: str
    page: str
    page_pictures: str
    sign: str
    formula: str
    deep: str
    note: str
    comment: str
    comments: str
    deleted: str
    header: str
    footer: str
    notes: str
    boxes: str
    form: str
    forwarded: str
    hidden_sheet: str
    not_taken: str
    left_out: dict[LeftOut, str]
    mail: dict[str, str]  # header lines of a message
    yes_no: tuple[str, str]
    decimal: str


NL = Wording(
    picture="[afbeelding niet gelezen]",
    thing="[ingevoegd onderdeel niet gelezen]",
    attachment="[bijlage niet geopend]",
    page="[bladzijde {number} is een afbeelding, niet gelezen]",
    page_pictures="[bladzijde {number}, afbeeldingen niet gelezen: {count}]",
    sign="[teken niet gelezen]",
    formula="[formule zonder uitkomst]",
    deep="[bericht in een bericht niet gelezen]",
    note="[noot {number}]",
    comment="[opmerking {number}]",
    comments="[opmerkingen]",
    deleted="[verwijderde tekst]",
    header="[koptekst]",
    footer="[voettekst]",
    notes="[noten]",
    boxes="[tekstvakken]",
    form="[formuliervelden]",
    forwarded="[doorgestuurd bericht]",
    hidden_sheet="[verborgen werkblad]",
    not_taken="[niet overgenomen]",
    left_out={
        "properties": "eigenschappen van het bestand",
        "links": "adressen van links",
        "fields": "veldcodes",
        "authors": "wie opmerkingen en wijzigingen maakte",
        "formulas": "formules, de uitkomst staat er",
        "defined": "namen van cellen",
        "choices": "keuzelijsten",
        "outline": "bladwijzers",
        "headers": "overige regels van het bericht",
        "other version": "andere versie van het bericht",
        "remarks": "onzichtbare code",
        "parts": "overige onderdelen van het bestand",
    },
    mail={
        "from": "[van]",
        "to": "[aan]",
        "cc": "[kopie aan]",
        "bcc": "[blinde kopie aan]",
        "date": "[datum]",
        "subject": "[onderwerp]",
    },
    yes_no=("waar", "onwaar"),
    decimal=",",
)

EN = Wording(
    picture="[picture not read]",
    thing="[embedded object not read]",
    attachment="[attachment not opened]",
    page="[page {number} is a picture, not read]",
    page_pictures="[page {number}, pictures not read: {count}]",
    sign="[sign not read]",
    formula="[formula without result]",
    deep="[message within a message not read]",
    note="[note {number}]",
    comment="[comment {number}]",
    comments="[comments]",
    deleted="[deleted text]",
    header="[page header]",
    footer="[page footer]",
    notes="[notes]",
    boxes="[text boxes]",
    form="[form fields]",
    forwarded="[forwarded message]",
    hidden_sheet="[hidden sheet]",
    not_taken="[left out]",
    left_out={
        "properties": "properties of the file",
        "links": "addresses of links",
        "fields": "field codes",
        "authors": "who made comments and changes",
        "formulas": "formulas, the result is there",
        "defined": "names of cells",
        "choices": "lists to choose from",
        "outline": "bookmarks",
        "headers": "other lines of the message",
        "other version": "other version of the message",
        "remarks": "code that does not show",
        "parts": "other parts of the file",
    },
    mail={
        "from": "[from]",
        "to": "[to]",
        "cc": "[copy to]",
        "bcc": "[blind copy to]",
        "date": "[date]",
        "subject": "[subject]",
    },
    yes_no=("true", "false"),
    decimal=".",
)

WORDINGS: dict[Language, Wording] = {"nl": NL, "en": EN}
