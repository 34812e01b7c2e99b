"""Case, role, respondents and day, read from where a file lies and what it is called. Pure.

Upper and lower case, accents, separators and order do not matter; words that say nothing are passed over.
What can be read in two ways is refused: a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.errors import CaseMissing, DateImpossible, Language, RoleMissing, TwoCases, TwoDates, TwoRoles

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
# Lookaheads, so that readings which overlap are all seen.
_DATES = (
    re.compile(r"(?<!\d)(?=(?P<y>(?:19|20)\d\d)(?P<s>[-_./ ])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d))"),
    re.compile(r"(?<!\d)(?=(?P<d>\d\d?)(?P<s>[-_./ ])(?P<m>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d)(?!\d))"),
    re.compile(r"(?<!\d)(?=(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:\d{4}|\d{6})?(?!\d))"),
    re.compile(
        rf"(?<!\d)(?=(?P<d>\d\d?)[-_./ ]*(?P<m>{'|'.join(_MONTHS)})[-_./ ]*(?P<y>(?:19|20)\d\d)(?!\d))",
    ),
)
_CASE = re.compile(r"\b(?:casus|case) ?(\d{1,4})\b")
_GROUP = "ouders"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file belongs. `detail` is the word used for the role, "" where it was the role itself."""

    case: str
    role: str
    detail: str
    persons: tuple[str, ...]
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class _Named:
    """A role word (as the settings spell it) in one part of the path, and the number behind it, or 0."""

    part: int
    role: str
    word: str
    number: int


def place(parts: Sequence[str], roles: Mapping[str, tuple[str, ...]], file: str = "?") -> Placed:
    """Where a file belongs, from its folders and its name without the ending.

    `file` is how errors call it. Raises CaseMissing, TwoCases, RoleMissing, TwoRoles, TwoDates, DateImpossible.
    """
    folded = [_fold(part) for part in parts]
    days = {day for part in folded for _, _, day in _dates(part, file)}
    if len(days) > 1:
        raise TwoDates(file=file)
    plain = [_words(_without_dates(part, file)) for part in folded]
    cases = {f"casus-{int(found):02d}" for part in plain for found in _CASE.findall(part)}
    if not cases:
        raise CaseMissing(file=file)
    if len(cases) > 1:
        raise TwoCases(file=file)
    named = _named([_CASE.sub("|", part) for part in plain], roles)
    if not named:
        raise RoleMissing(file=file, roles=", ".join(roles))
    if len({one.role for one in named}) > 1:
        raise TwoRoles(file=file)
    detail, persons = _who(named, file)
    return Placed(cases.pop(), named[0].role, detail, persons, days.pop() if days else None)


def cases_in(text: str) -> set[str]:
    """Every case that a path, or a note beside a file, speaks of."""
    return {f"casus-{int(found):02d}" for found in _CASE.findall(_words(_fold(text)))}


def _fold(text: str) -> str:
    """Lower case without accents; anything that is no letter, digit or mark of a date becomes a space."""
    letters = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9\-_./]", " ", letters)


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9|]+", " ", text).strip()


def _dates(text: str, file: str) -> list[tuple[int, int, date]]:
    """Every day in a text with its place. Readings that overlap must agree; what is no day must overlap one."""
    days: list[tuple[int, int, date]] = []
    wrong: list[tuple[int, int]] = []
    for start, end, year, month, day in _readings(text):
        try:
            days.append((start, end, date(year, month, day)))
        except ValueError:
            wrong.append((start, end))
    if any(not any(start < e and s < end for s, e, _ in days) for start, end in wrong):
        raise DateImpossible(file=file)
    return days


def _readings(text: str) -> Iterator[tuple[int, int, int, int, int]]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            month = _MONTHS.get(found["m"]) or int(found["m"])
            end = max(found.end("y"), found.end("d"))
            yield found.start(), end, int(found["y"]), month, int(found["d"])


def _without_dates(text: str, file: str) -> str:
    kept = list(text)
    for start, end, _ in _dates(text, file):
        kept[start:end] = "|" * (end - start)
    return "".join(kept)


def _named(parts: Sequence[str], roles: Mapping[str, tuple[str, ...]]) -> list[_Named]:
    """The role words of each part. What lies in a dossier folder speaks of everybody: its name is not searched."""
    meant = {_words(_fold(word)): (role, word) for role, words in roles.items() for word in (role, *words)}
    longest_first = sorted(meant, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})(?: ?0?([1-9]))?\b")
    named: list[_Named] = []
    for index, part in enumerate(parts):
        named += [_Named(index, *meant[word], int(number or 0)) for word, number in pattern.findall(part)]
        if named and index < len(parts) - 1 and all(one.role == "dossier" for one in named):
            return named
    return named


def _who(named: Sequence[_Named], file: str) -> tuple[str, tuple[str, ...]]:
    """The detail and the persons: one word, two words of one name ("moeder en vader"), or numbered persons."""
    special = [one for one in named if one.word not in (one.role, _GROUP)]
    words = list(dict.fromkeys(one.word for one in special))
    persons = tuple(dict.fromkeys(f"{one.word.replace(' ', '-')}-{one.number}" for one in named if one.number))
    numbered = {one.word for one in named if one.number}
    together = {one.part for one in special}
    group_here = any(one.word == _GROUP and one.part in together for one in named)
    if len(words) > 2 or (len(words) == 2 and len(together) > 1) or (words and group_here):
        raise TwoRoles(file=file)
    if persons and set(words) - numbered:
        raise TwoRoles(file=file)
    if words:
        return " en ".join(words), persons
    return _GROUP if any(one.word == _GROUP for one in named) else "", persons


def inbox_readme(language: Language) -> str:
    """The note in a new inbox: how to name files."""
    return _NOTE_NL if language == "nl" else _NOTE_EN


_NOTE_NL = """\
Leg hier opnamen, transcripten en dossierstukken neer. De verwerking haalt ze weg en bewaart ze in de kluis.

Zet in de naam, of in de mappen eromheen: de casus, wie er spreekt, en de dag van de opname.

    casus-04/leraar/2019-05-13 opname.m4a
    casus-04_leraar_2019-05-13.m4a
    casus-04/2019-05-13 juf.m4a
    casus-04_ouders_13 mei 2019.wav          moeder en vader samen
    casus-04_leraar-2_2019-06-03.mp3         de tweede leraar uit het toestemmingsbestand
    casus-04/moeder/2019-05-20 gesprek.vtt   een transcript van elders: vtt, srt, json, docx of txt
    casus-04/dossier/verslag.docx            een document: docx, odt, pdf (geen scan), xlsx, eml, html, csv, md of txt

Hoofdletters, volgorde en leestekens maken niet uit. Zet geen namen van mensen in de bestandsnaam.
Ontbreekt de datum, leg hetzelfde bestand dan met de datum in de naam nog eens in de inbox.
Wat niet te plaatsen is, ligt daarna in vault/quarantine, met een briefje erbij.
"""
_NOTE_EN = """\
Drop recordings, transcripts and documents of the dossier here. Processing takes them away and keeps them in the vault.

Put in the name, or in the folders around it: the case, who speaks, and the day of recording.

    casus-04/leraar/2019-05-13 opname.m4a
    casus-04_leraar_2019-05-13.m4a
    casus-04/2019-05-13 juf.m4a
    casus-04_ouders_2019-05-13.wav           mother and father together
    casus-04_leraar-2_2019-06-03.mp3         the second teacher of the consent record
    casus-04/moeder/2019-05-20 gesprek.vtt   a transcript made elsewhere: vtt, srt, json, docx or txt
    casus-04/dossier/verslag.docx            a document: docx, odt, pdf (no scan), xlsx, eml, html, csv, md or txt

Capitals, order and separators do not matter. Put no names of people in file names.
If the date was missing, drop the same file again with the date in its name.
What cannot be placed lies in vault/quarantine afterwards, with a note beside it.
"""
