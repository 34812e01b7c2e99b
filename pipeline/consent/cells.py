"""What people write in a cell: days, ages, yes and no, names. What could be read in two ways is refused."""

from __future__ import annotations

import re
from datetime import date

from pipeline.consent.fields import AGE, CASE, FORM
from pipeline.consent.fields import PURPOSES as ALL_PURPOSES
from pipeline.consent.forms import MONTHS
from pipeline.consent.headings import PURPOSES, ROLES, folded
from pipeline.consent.tables import Cell, Problem
from pipeline.errors import Language
from pipeline.model import Gender

BANDS = ((3, "0-3"), (7, "4-7"), (11, "8-11"), (15, "12-15"), (17, "16-17"))
_YES = frozenset("ja j yes y x v waar true 1 akkoord".split())
_NO = frozenset("nee neen n no onwaar false 0 geen".split())
_SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
_MONTHS = {word.casefold(): at for names in MONTHS.values() for at, word in enumerate(names, start=1)}
_MONTHS |= {word: at for at, word in enumerate(_SHORT, start=1)} | {"maa": 3, "mar": 3, "may": 5, "oct": 10, "sept": 9}

_NO_DATE: Problem = (
    "dit is geen datum, zoals 2026-03-01 of 1 maart 2026",
    "this is no date, like 2026-03-01 or 1 March 2026",
)
_WHICH_DATE: Problem = (
    "dag of maand eerst? schrijf de maand als woord",
    "day or month first? write the month as a word",
)
_NO_YES: Problem = ("hier hoort ja of nee", "yes or no belongs here")
_NO_AGE: Problem = ("een leeftijd is een getal of groep, zoals 9 of 8-11", "an age is a number or band, like 9 or 8-11")
_AGE_IS_DATE: Problem = (
    "hier is een datum van gemaakt; zet de cel op tekst",
    "this was made a date; set the cell to text",
)
_NO_YEAR: Problem = ("hier hoort een geboortejaar of geboortedatum", "a year or date of birth belongs here")
_NO_GROUP: Problem = ("een groep is zoals 6, groep 6/7 of klas 2", "a class is like 6, groep 6/7 or klas 2")
_NO_GENDER: Problem = ("hier hoort m of v", "m or f belongs here")
_NO_NAME: Problem = ("hier hoort een naam", "a name belongs here")
_NO_ROLE: Problem = (
    "deze rol is niet bekend; bijvoorbeeld moeder, leraar, broer",
    "unknown role; for example moeder, leraar, broer",
)
_NO_CASE: Problem = ("een casus heet woord-nummer, zoals casus-04", "a case is called word-number, like casus-04")
_NO_FORM: Problem = ("een formulier heet woord-versie, zoals ouders-1.0", "a form is word-version, like ouders-1.0")
_NO_LANGUAGE: Problem = ("hier hoort nl of en", "nl or en belongs here")
_NO_SIGNATURE: Problem = (
    "hier hoort wie tekende, zoals moeder 2026-03-01",
    "who signed belongs here, like mother 2026-03-01",
)
_NO_PURPOSE: Problem = (
    f"een doel is een van: {', '.join(ALL_PURPOSES)}",
    f"a purpose is one of: {', '.join(ALL_PURPOSES)}",
)


class CellWrong(Exception):
    """A cell that cannot be read. Holds nothing of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem[1])
        self.problem = problem


def day(cell: Cell) -> date:
    """A day. Raises CellWrong."""
    if isinstance(cell, date):
        return cell
    text = cell if isinstance(cell, str) else ""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        return _date(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})", text, re.ASCII):
        first, second = int(found[1]), int(found[3])
        if found[2] == "/" and first != second and max(first, second) <= 12:
            raise CellWrong(_WHICH_DATE)
        return _date(int(found[4]), second, first)
    if found := re.fullmatch(r"(\d{1,2})[ -]([a-z]+)[. -]+(\d{4})", text.casefold(), re.ASCII):
        return _date(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
    raise CellWrong(_NO_DATE)


def _date(year: int, month: int, at: int) -> date:
    try:
        return date(year, month, at)
    except ValueError:
        raise CellWrong(_NO_DATE) from None


def yes(cell: Cell) -> bool:
    """Yes or no, as people write it; an empty cell is no. Raises CellWrong."""
    if isinstance(cell, bool):
        return cell
    word = folded(str(cell)) if cell not in ("✓", "✔", "☒", "☑") else "x"
    if word in _YES:
        return True
    if word in _NO or cell in ("", "-"):
        return False
    raise CellWrong(_NO_YES)


def said_yes(cell: Cell) -> bool | None:
    """The same, where something else may stand as well: then None."""
    try:
        return yes(cell)
    except CellWrong:
        return None


def age_band(cell: Cell) -> str:
    """An age as the band it is in, or a band as it stands. Raises CellWrong."""
    if isinstance(cell, date):
        raise CellWrong(_AGE_IS_DATE)
    text = re.sub(r"\s*(jaar|jr|years?|j)\.?$", "", str(cell).casefold()).replace(" ", "").replace("–", "-")
    if isinstance(cell, bool) or not AGE.fullmatch(text):
        raise CellWrong(_NO_AGE)
    return band_of(int(text)) if text.isdigit() else text


def band_of(age: int) -> str:
    """The band an age falls in."""
    return next((band for last, band in BANDS if age <= last), "18+")


def birth(cell: Cell, today: date) -> str:
    """Year of birth, with the month where a day was given. Raises CellWrong."""
    text = str(cell).strip()
    if not isinstance(cell, date) and re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        born, told = date(int(text), 1, 1), text
    elif isinstance(cell, date | str):
        born = day(cell)
        told = f"{born:%Y-%m}"
    else:
        raise CellWrong(_NO_YEAR)
    if not date(1900, 1, 1) <= born <= today:
        raise CellWrong(_NO_YEAR)
    return told


def year_group(cell: Cell) -> str:
    """A class of a Dutch school. Raises CellWrong."""
    if isinstance(cell, date):
        raise CellWrong(_AGE_IS_DATE)
    found = re.fullmatch(r"(groep|klas)? ?([1-8])((?: ?[/-] ?)([1-8]))?", str(cell).casefold().strip(), re.ASCII)
    if not found:
        raise CellWrong(_NO_GROUP)
    return f"{found[1] or 'groep'} {found[2]}" + (f"/{found[4]}" if found[4] else "")


def gender(cell: Cell) -> Gender:
    """Of the child. Raises CellWrong."""
    words: dict[str, Gender] = {"m": "m", "j": "m", "jongen": "m", "man": "m", "male": "m", "boy": "m"}
    words |= {"v": "f", "f": "f", "meisje": "f", "vrouw": "f", "female": "f", "girl": "f", "x": ""}
    if (word := folded(str(cell))) not in words:
        raise CellWrong(_NO_GENDER)
    return words[word]


def name(cell: Cell) -> str:
    """A name as it is said: "Meulen, Sanne van der" is turned round. Raises CellWrong."""
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    parts = [part.strip() for part in text.split(",")]
    if not re.search(r"[^\W\d_]", text) or not text.isprintable() or len(text) > 200 or len(parts) > 2 or "" in parts:
        raise CellWrong(_NO_NAME)
    return " ".join(reversed(parts))


def listed(cell: Cell) -> tuple[str, ...]:
    """Names with commas between them too. Raises CellWrong."""
    return names(cell, ",;\n")


def names(cell: Cell, parted_by: str = ";\n") -> tuple[str, ...]:
    """Names, parted by these: a comma may be within one. Raises CellWrong."""
    if not isinstance(cell, str):
        raise CellWrong(_NO_NAME)
    return tuple(dict.fromkeys(name(part) for part in re.split(f"[{parted_by}]", cell) if part.strip()))


def role(cell: Cell) -> str:
    """The role of a person. Raises CellWrong."""
    if (word := folded(str(cell))) not in ROLES:
        raise CellWrong(_NO_ROLE)
    return ROLES[word]


def case(cell: Cell) -> str:
    """The name of a case. Raises CellWrong."""
    text = re.sub(r"[ _]+", "-", str(cell).strip().casefold())
    if not CASE.fullmatch(text):
        raise CellWrong(_NO_CASE)
    return text


def form(cell: Cell) -> str:
    """A form and its version. Raises CellWrong."""
    text = re.sub(r"[ _]+", "-", str(cell).strip().casefold())
    if not FORM.fullmatch(text):
        raise CellWrong(_NO_FORM)
    return text


def language(cell: Cell) -> Language:
    """The language of a form. Raises CellWrong."""
    words: dict[str, Language] = {
        "nl": "nl",
        "nederlands": "nl",
        "dutch": "nl",
        "en": "en",
        "engels": "en",
        "english": "en",
    }
    if (word := folded(str(cell))) not in words:
        raise CellWrong(_NO_LANGUAGE)
    return words[word]


def purposes(cell: Cell) -> tuple[str, ...]:
    """Purposes by name; "everything" is not one. Raises CellWrong."""
    words = [folded(part) for part in re.split(r"[,;\n]", str(cell)) if part.strip()]
    if not all(word in PURPOSES for word in words):
        raise CellWrong(_NO_PURPOSE)
    found = {PURPOSES[word] for word in words}
    return tuple(purpose for purpose in ALL_PURPOSES if purpose in found)


def signatures(cell: Cell) -> tuple[tuple[str, date | None], ...]:
    """Who, and the day where that is told: "moeder 2026-03-01; vader 2026-03-02", "moeder, vader". Raises CellWrong."""
    found: list[tuple[str, date | None]] = []
    for part in re.split(r"[,;+&\n]|\ben\b|\band\b", str(cell)):
        if not (said := part.strip()):
            continue
        who = re.fullmatch(r"(\D+?(?:-\d+)?)(?:[\s:]+\(?(\d[^)]*)\)?)?", said)
        if not who:
            raise CellWrong(_NO_SIGNATURE)
        found.append((who[1], day(who[2].strip()) if who[2] else None))
    return tuple(found)
