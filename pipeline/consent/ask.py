"""The questions, in Dutch, with which a consent record starts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline.consent.fields import AGE, BORN, CASE, FORM, GENDERS, GROUP, PURPOSES, SHA256
from pipeline.consent.records import ConsentFiles, record_from
from pipeline.consent.writing import add_permission, record_as_yaml
from pipeline.errors import ConsentRecordExists, NobodySigned, NoSuchPerson, NotACase
from pipeline.model import ConsentRecord, Gender, Permission, Person
from pipeline.model.consent import DEFAULT_AGES
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
        born=_until(ask, "Geboren in (jjjj-mm; leeg: niet vastgelegd, dan telt de groep)", _like(BORN, "maand")),
        gender=_until(ask, "Meisje of jongen (leeg: niet vastgelegd)", _gender),
        year_group=_until(ask, "Groep of klas, zoals groep 6 (leeg: niet vastgelegd)", _like(GROUP, "groep")),
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
    seen_on = _until(ask, "Gezagsregister ingezien op (leeg: niet)", _day) if authority else None
    permissions = [_permission(ask, child, authority)]
    permissions += [_permission(ask, person, ()) for person in (*parents, *others)]
    return ConsentRecord(
        case=case,
        persons=(child, *parents, *others, *siblings),
        authority=authority,
        permissions=tuple(permission for permission in permissions if permission),
        schools=_until(ask, "Scholen, ook vroegere (leeg: geen)", _names),
        institutions=_until(ask, "Instellingen (leeg: geen)", _names),
        places=_until(ask, "Woonplaats en andere plaatsen (leeg: geen)", _names),
        other_names=_until(ask, "Andere namen die kunnen vallen: vrienden, familie, buurt (leeg: geen)", _names),
        authority_seen="gezagsregister" if seen_on else "",
        authority_seen_on=seen_on,
    )


def ask_renewal(study: Study, case: str, person: str, ask: Ask) -> Path:
    """Ask for a new consent of somebody in a record, and write it above the old one, which ends the day before.

    Raises NotACase, NoConsentRecord, ConsentRecordWrong, NoSuchPerson, NobodySigned, StorageFailed.
    """
    record = ConsentFiles(study)(case)
    about = next((one for one in record.persons if one.id == person), None)
    if about is None:
        raise NoSuchPerson(case=case)
    permission = _permission(ask, about, record.authority if about.role == "kind" else ())
    if permission is None:
        raise NobodySigned(person=person)
    path = study.consent(case)
    add_permission(path, permission)
    return path


def _people(ask: Ask, roles: Sequence[str]) -> tuple[Person, ...]:
    return tuple(
        Person(f"{role}-{number}", role, name)
        for role in roles
        for number, name in enumerate(_until(ask, f"Naam van {role} (leeg: geen; meer: komma's)", _names), start=1)
    )


def _permission(ask: Ask, person: Person, authority: tuple[str, ...]) -> Permission | None:
    """One person's consent; None where nobody signed yet. From 12 a child agrees as well, from 16 it signs as well."""
    about, ages = f"Toestemming {person.id}", [int(number) for number in re.findall(r"\d+", person.age_band)]
    oldest = DEFAULT_AGES.adult if person.age_band.endswith("+") else max(ages, default=DEFAULT_AGES.adult)
    signs = oldest >= DEFAULT_AGES.own
    signers = (*authority, person.id) if signs or person.role != "kind" else authority
    days = [(who, _until(ask, f"{about}: getekend door {who} op (leeg: nog niet)", _day)) for who in signers]
    signed = tuple((who, day) for who, day in days if day)
    if not signed:
        return None
    assents = person.role == "kind" and DEFAULT_AGES.assent <= oldest < DEFAULT_AGES.own
    assent = _until(ask, f"{about}: het kind stemde zelf in op (leeg: nog niet)", _day) if assents else None
    last, usual = max(day for _, day in signed), _FOR_CHILD if person.role == "kind" else _FOR_ADULT
    return Permission(
        person=person.id,
        purposes=_until(ask, f"{about}, waarvoor? ('alles' is: {', '.join(usual)})", _purposes(usual)),
        signed=signed,
        valid_from=min(day for _, day in signed),
        valid_until=_until(ask, f"{about}: geldig tot en met (jjjj-mm-dd)", _day_from(last)),
        form=_until(ask, f"{about}: welk formulier is uitgelegd (bijvoorbeeld ouders-1.0)", _form),
        assent=assent,
        form_digest=_until(ask, f"{about}: sha256 die eronder staat (leeg: geen)", _like(SHA256, "sha256")),
    )


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


def _like(pattern: re.Pattern[str], what: str) -> Callable[[str], str]:
    def read(answer: str) -> str:
        if answer and not pattern.fullmatch(answer):
            raise ValueError(f"Dat is geen {what}.")
        return answer

    return read


def _gender(answer: str) -> Gender:
    if answer.casefold() not in ("", *GENDERS):
        raise ValueError("Kies meisje of jongen.")
    return GENDERS.get(answer.casefold(), "")


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
