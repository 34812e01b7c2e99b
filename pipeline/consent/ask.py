"""The questions, in Dutch, with which a consent record starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline.consent.records import AGE, CASE, FORM, PURPOSES, record_as_yaml, record_from
from pipeline.errors import ConsentRecordExists, NotACase
from pipeline.model import ConsentRecord, Permission, Person
from pipeline.store import Study, write

T = TypeVar("T")
Ask = Callable[[str], str]

_PARENTS = ("moeder", "vader", "voogd")
_OTHERS = ("leraar", "hulpverlener", "ib")
_FOR_CHILD = PURPOSES[:6]
_FOR_ADULT = tuple(PURPOSES[index] for index in (0, 1, 4, 5))


def ask_record(study: Study, case: str, ask: Ask) -> Path:
    """Ask and write the record of a case.

    Raises NotACase, ConsentRecordExists, ConsentRecordWrong, StorageFailed.
    """
    path = study.consent(case)
    if not CASE.fullmatch(case):
        raise NotACase
    if path.exists():
        raise ConsentRecordExists(case=case, file=f"consent/{path.name}")
    data = record_as_yaml(questions(case, ask))
    record_from(data, path.name)  # what we write must be readable: the same reader decides
    write(path, data)
    return path


def questions(case: str, ask: Ask) -> ConsentRecord:
    """A record from the answers. An answer that cannot be is asked again; an empty one means: none."""
    child = Person(
        id="kind-1",
        role="kind",
        name=_until(ask, "Voor- en achternaam van het kind", _name),
        nicknames=_until(ask, "Roepnamen, met komma's ertussen (leeg: geen)", _names),
        age_band=_until(ask, "Leeftijd als groep (4-7, 8-11, 12-15, 16-17)", _age),
    )
    parents = _people(ask, _PARENTS)
    others = _people(ask, _OTHERS)
    siblings = tuple(
        Person(f"{role}-{number}", role, name)
        for role, plural in (("broer", "broers"), ("zus", "zussen"))
        for number, name in enumerate(_until(ask, f"Namen van {plural} (leeg: geen)", _names), start=1)
    )
    holders = tuple(person.id for person in parents)
    authority: tuple[str, ...] = ()
    if holders:
        authority = _until(ask, f"Wie heeft het ouderlijk gezag? ({', '.join(holders)})", _some_of(holders))
    young = (child.id,) if child.age_band.startswith("16") else ()
    permissions = [_permission(ask, child.id, (*authority, *young), _FOR_CHILD)]
    permissions += [_permission(ask, person.id, (person.id,), _FOR_ADULT) for person in (*parents, *others)]
    return ConsentRecord(
        case=case,
        persons=(child, *parents, *others, *siblings),
        authority=authority,
        permissions=tuple(permission for permission in permissions if permission),
        schools=_until(ask, "Scholen, ook vroegere (leeg: geen)", _names),
        institutions=_until(ask, "Instellingen (leeg: geen)", _names),
        places=_until(ask, "Woonplaats en andere plaatsen (leeg: geen)", _names),
        other_names=_until(ask, "Andere namen die kunnen vallen: vrienden, familie, buurt (leeg: geen)", _names),
    )


def _people(ask: Ask, roles: Sequence[str]) -> tuple[Person, ...]:
    return tuple(
        Person(f"{role}-{number}", role, name)
        for role in roles
        for number, name in enumerate(_until(ask, f"Naam van {role} (leeg: geen; meer: komma's)", _names), start=1)
    )


def _permission(ask: Ask, person: str, signers: tuple[str, ...], usual: tuple[str, ...]) -> Permission | None:
    """One person's consent; None where nobody signed yet."""
    days = [
        (who, _until(ask, f"Toestemming {person}: getekend door {who} op (leeg: nog niet)", _day)) for who in signers
    ]
    signed = tuple((who, day) for who, day in days if day)
    if not signed:
        return None
    last = max(day for _, day in signed)
    purposes = _until(ask, f"Toestemming {person}, waarvoor? ('alles' is: {', '.join(usual)})", _purposes(usual))
    until = _until(ask, f"Toestemming {person}: geldig tot en met (jjjj-mm-dd)", _day_from(last))
    form = _until(ask, f"Toestemming {person}: welk formulier is uitgelegd (bijvoorbeeld ouders-1.0)", _form)
    return Permission(person, purposes, signed, min(day for _, day in signed), until, form)


def _until(ask: Ask, question: str, read: Callable[[str], T]) -> T:
    """Ask until the answer can be read; `read` says in a ValueError what is wrong, without the answer."""
    prompt = question
    while True:
        try:
            return read(unicodedata.normalize("NFC", ask(prompt)).strip())
        except ValueError as wrong:
            prompt = f"{wrong} {question}"


def _name(answer: str) -> str:
    if not answer or not answer.isprintable() or len(answer) > 200:
        raise ValueError("Er moet een naam staan.")
    return answer


def _names(answer: str) -> tuple[str, ...]:
    return tuple(_name(part.strip()) for part in answer.split(",") if part.strip())


def _age(answer: str) -> str:
    if not AGE.fullmatch(answer):
        raise ValueError("Dat is geen leeftijdsgroep.")
    return answer


def _day(answer: str) -> date | None:
    return _date(answer) if answer else None


def _date(answer: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", answer, re.ASCII):
            return date.fromisoformat(answer)
    except ValueError:
        pass
    raise ValueError("Dat is geen datum (jjjj-mm-dd).")


def _day_from(first: date) -> Callable[[str], date]:
    def read(answer: str) -> date:
        day = _date(answer)
        if day < first:
            raise ValueError("Dat is voor de dag van tekenen.")
        return day

    return read


def _some_of(ids: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(answer: str) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(part.strip() for part in answer.split(",") if part.strip()))
        if not set(chosen) <= set(ids):
            raise ValueError("Kies uit wat tussen haakjes staat.")
        return chosen

    return read


def _purposes(usual: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(answer: str) -> tuple[str, ...]:
        chosen = usual if answer.casefold() == "alles" else _some_of(PURPOSES)(answer.casefold())
        if not chosen:
            raise ValueError("Noem minstens een doel.")
        return chosen

    return read


def _form(answer: str) -> str:
    if not FORM.fullmatch(answer):
        raise ValueError("Een formulier heet woord-versie.")
    return answer
