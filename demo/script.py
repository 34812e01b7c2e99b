"""Written interviews with slots for names, and the people of a cast filled in.

A dialogue file has a header (`role: leraar`, `R: leraar`), an empty line and one line per turn:
`I:` is the interviewer, `R:` or `R1:` and `R2:` are respondents. `{kind}` is a slot.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo.casts import OTHERS, Cast, possessive

FOLDER = Path(__file__).parent / "dialogues"
ROLES = ("ouder", "leraar", "hulpverlener", "kind", "ib")
PLAYED_BY = {"leraar": "leraar", "hulpverlener": "hulp", "kind": "kind", "ib": "ib"}
"""The part that speaks in an interview of a role; for `ouder` it is the mother or the father."""

_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Name:
    """A name as it stands in a text: `surface` at characters `start` to `end`.

    `name` is the bare form (Sanne for Sannes), `kind` PERSON, SCHOOL, INSTITUTION or PLACE.
    """

    surface: str
    name: str
    entity: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """One turn: who speaks (I, R, R1, R2), what, and the names in it."""

    speaker: str
    text: str
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Dialogue:
    """An interview ready to be spoken; `played_by` gives the part of each respondent."""

    role: str
    played_by: dict[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Filling:
    text: str
    name: str = ""
    entity: str = ""
    kind: str = ""


def read_dialogue(path: Path, cast: Cast) -> Dialogue:
    """A written dialogue with every slot filled from the cast."""
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    header = dict(line.split(": ", 1) for line in head.splitlines())
    role = header.pop("role")
    turns = [line.split(": ", 1) for line in body.splitlines() if line]
    return _filled(role, header, [(who, text) for who, text in turns], cast)


def written_dialogues() -> list[Path]:
    """The dialogue files, in order of name."""
    return sorted(FOLDER.glob("*.txt"))


def new_dialogue(role: str, cast: Cast, seed: int, exchanges: int = 7) -> Dialogue:
    """An interview put together at random from the bank of a role."""
    rng = random.Random(f"dialogue {role} {seed}")
    bank = _bank(role)
    middle = bank["exchange"]
    chosen = rng.sample(middle, min(exchanges, len(middle)))
    part = PLAYED_BY.get(role) or rng.choice(["moeder", "vader"])
    turns = [
        turn for exchange in [rng.choice(bank["opening"]), *chosen, rng.choice(bank["closing"])] for turn in exchange
    ]
    return _filled(role, {"R": part}, turns, cast)


def fill(template: str, cast: Cast, respondent: str, more: Mapping[str, str]) -> Line:
    """A text with its slots filled; slots in `more` take plain text that names nobody."""
    fillings = _fillings(cast, respondent) | {slot: _Filling(text) for slot, text in more.items()}
    return _line("", template, fillings)


def sentences(text: str) -> list[str]:
    """The sentences of a turn."""
    return _SENTENCE.split(text.strip())


def _bank(role: str) -> dict[str, list[list[tuple[str, str]]]]:
    text = (FOLDER / "exchanges" / f"{role}.txt").read_text(encoding="utf-8")
    bank: dict[str, list[list[tuple[str, str]]]] = {}
    for section in text.split("== ")[1:]:
        title, body = section.split("\n", 1)
        bank[title.strip()] = [
            [(line[0], line[3:]) for line in block.splitlines()] for block in body.strip().split("\n\n")
        ]
    return bank


def _filled(role: str, played_by: dict[str, str], turns: list[tuple[str, str]], cast: Cast) -> Dialogue:
    respondent = next(iter(played_by.values()))
    fillings = _fillings(cast, respondent)
    return Dialogue(role, played_by, tuple(_line(who, text, fillings) for who, text in turns))


def _line(speaker: str, template: str, fillings: dict[str, _Filling]) -> Line:
    text, names, at = "", [], 0
    for slot in _SLOT.finditer(template):
        filling = fillings[slot[1]]
        text += template[at : slot.start()]
        if filling.entity:
            end = len(text) + len(filling.text)
            names.append(Name(filling.text, filling.name, filling.entity, filling.kind, len(text), end))
        text, at = text + filling.text, slot.end()
    return Line(speaker, text + template[at:], tuple(names))


def _fillings(cast: Cast, respondent: str) -> dict[str, _Filling]:
    table: dict[str, _Filling] = {}
    for part, person in [*cast.people.items(), ("ik", cast.people[respondent])]:

        def named(text: str, name: str = "", entity: str = person.entity) -> _Filling:
            return _Filling(text, name or text, entity, "PERSON")

        table[part] = named(person.first)
        table[f"{part}_vol"] = named(person.full)
        table[f"{part}_achter"] = named(_capital(person.last)) if person.last else _Filling("")
        table[f"{part}_s"] = named(possessive(person.first), person.first)
        end = "" if part == "kind" else f"_{part}"
        words = _words(person.female)
        table |= {f"{word}{end}": _Filling(text) for word, text in words.items()}
        table |= {f"{word.capitalize()}{end}": _Filling(_capital(t)) for word, t in words.items()}
    child = cast.people["kind"]
    table["roepnaam"] = _Filling(child.nickname or child.first, child.nickname or child.first, child.entity, "PERSON")
    table |= {
        "juf": table["juf_leraar"],
        "Juf": table["Juf_leraar"],
        "juf_oud": table["juf_oudleraar"],
        "Juf_oud": table["Juf_oudleraar"],
        "broertje": _Filling("zusje" if cast.people["broer"].female else "broertje"),
        "zoon": _Filling("dochter" if child.female else "zoon"),
        "jongen": _Filling("meisje" if child.female else "jongen"),
        "ouder": _Filling("moeder" if cast.people[respondent].female else "vader"),
    }
    for slot, (kind, entity) in OTHERS.items():
        table[slot] = _Filling(cast.others[slot], cast.others[slot], entity, kind)
    return table


def _words(female: bool) -> dict[str, str]:
    """Words that follow a person's gender, by the form the slot is called after."""
    if female:
        return {
            "hij": "ze",
            "zij": "ze",
            "hem": "haar",
            "zijn": "haar",
            "haar": "haar",
            "juf": "juf",
            "mevrouw": "mevrouw",
        }
    return {
        "hij": "hij",
        "zij": "hij",
        "hem": "hem",
        "zijn": "zijn",
        "haar": "zijn",
        "juf": "meester",
        "mevrouw": "meneer",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
