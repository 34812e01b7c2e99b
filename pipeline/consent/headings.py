"""What stands above the columns of a list, in Dutch or English, in any order, as people write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.consent.tables import Cell

_NAMES = {
    "casus": "casus, casusnummer, casus nr, case, case number",
    "rol": "rol, role",
    "naam": "naam, volledige naam, voor en achternaam, name, full name",
    "voornaam": "voornaam, voornamen, first name, given name",
    "tussenvoegsel": "tussenvoegsel, tussenvoegsels, infix",
    "achternaam": "achternaam, surname, last name, family name",
    "roepnaam": "roepnaam, roepnamen, nickname, nicknames",
    "leeftijd": "leeftijd, leeftijdsgroep, age, age band",
    "geboren": "geboren, geboortejaar, geboortedatum, born, year of birth, date of birth",
    "groep": "groep, klas, class, year group, grade",
    "geslacht": "geslacht, gender, sex",
    "gezag": "gezag, ouderlijk gezag, heeft gezag, authority, parental authority",
    "getekend": "getekend, getekend op, datum getekend, signed, signed on, date signed",
    "door": "getekend door, signed by",
    "van": "geldig van, geldig vanaf, valid from",
    "tot": "geldig tot, geldig tot en met, geldig t m, valid until, valid to",
    "doelen": "doelen, doel, toestemming voor, purposes, purpose, consent for",
    "formulier": "formulier, form",
    "taal": "taal, taal formulier, language, language of form",
    "ingetrokken": "ingetrokken, ingetrokken op, withdrawn, withdrawn on",
    "instemming": "instemming, instemming kind, instemming op, assent, assent on",
    "scholen": "school, scholen, schools",
    "instellingen": "instelling, instellingen, institution, institutions",
    "plaatsen": "plaats, plaatsen, woonplaats, place, places, town",
    "andere": "andere namen, other names",
}
_PURPOSES = {
    "opnemen": "opnemen, opname, recording, record",
    "transcriberen": "transcriberen, uitschrijven, transcribing, transcribe, transcription",
    "andere informanten spreken": "andere informanten spreken, anderen spreken, talk to others, other informants",
    "dossier inzien": "dossier inzien, dossier lezen, read file, reading the file",
    "citeren": "citeren, quoting, quote",
    "delen": "delen, sharing, share",
    "archiveren": "archiveren, archiving, archive",
    "geluid delen": "geluid delen, sharing sound, share sound",
}
_ROLES = {
    "kind": "kind, leerling, zoon, dochter, child, pupil",
    "moeder": "moeder, mama, mother",
    "vader": "vader, papa, father",
    "voogd": "voogd, guardian",
    "verzorger": "verzorger, carer",
    "pleegmoeder": "pleegmoeder, foster mother",
    "pleegvader": "pleegvader, foster father",
    "stiefmoeder": "stiefmoeder, stepmother",
    "stiefvader": "stiefvader, stepfather",
    "leraar": "leraar, lerares, leerkracht, docent, juf, meester, mentor, teacher",
    "hulpverlener": "hulpverlener, hulpverleenster, zorgverlener, behandelaar, begeleider, care provider",
    "ib": "ib, ib'er, intern begeleider",
    "broer": "broer, broers, broertje, broertjes, brother, brothers",
    "zus": "zus, zussen, zusje, zusjes, sister, sisters",
    "oma": "oma, grandmother",
    "opa": "opa, grandfather",
}
OF_A_ROLE = ("naam", "roepnaam", "getekend")  # "naam moeder", "getekend vader"
_LIKELY = 88  # per cent of letters that agree: a slip, no other word


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds."""

    field: str = ""  # of `_NAMES`; "" of a purpose, or unknown
    role: str = ""  # whose, where that is not whom the row is about
    purpose: str = ""

    @property
    def known(self) -> bool:
        """Whether anybody knows what this is."""
        return bool(self.field or self.purpose)


def folded(text: str) -> str:
    """Words in lower case without accents or punctuation, a single space between."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9']+", "".join(c for c in plain if not unicodedata.combining(c))))


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {folded(word): key for key, line in words.items() for word in line.split(",")}


FIELDS, PURPOSES, ROLES = _by_word(_NAMES), _by_word(_PURPOSES), _by_word(_ROLES)


def column_of(heading: Cell) -> Column:
    """What a heading says of its column. Which purpose it is, is never guessed."""
    from rapidfuzz import fuzz, process

    words = folded(str(heading))
    if words in PURPOSES:
        return Column(purpose=PURPOSES[words])
    if words in FIELDS:
        return Column(FIELDS[words])
    if whose := _of_a_role(words):
        return whose
    if found := process.extractOne(words, FIELDS.keys(), scorer=fuzz.ratio, score_cutoff=_LIKELY):
        return Column(FIELDS[found[0]])
    return Column()


def known_headings(cells: tuple[Cell, ...]) -> int:
    """How many headings a row has; none where nothing says which case it is about."""
    columns = [column_of(cell) for cell in cells if isinstance(cell, str) and cell]
    return sum(column.known for column in columns) if any(column.field == "casus" for column in columns) else 0


def _of_a_role(words: str) -> Column | None:
    """ "naam moeder", "moeder getekend op", or "moeder": a name."""
    for word, role in ROLES.items():
        if re.search(rf"\b{re.escape(word)}\b", words):
            rest = folded(re.sub(rf"\b({re.escape(word)}|van|de|het|of)\b", " ", words))
            field = FIELDS.get(rest, "") if rest else "naam"
            if field in OF_A_ROLE:
                return Column(field, role)
    return None
