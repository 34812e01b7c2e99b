"""Who is in a case: names drawn from pools, so that every dialogue can be told about new people."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass


def _names(text: str, between: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(between))


GIRLS = _names(
    "Sanne Emma Noa Fatima Lotte Tess Julia Eva Sara Anouk Femke Yara Aylin Esra Priya Iris Roos "
    "Naomi Mila Sophie Saar Nora Zoë Evi Fleur Sofie Maud Isa Liv Lieke Puck Jolie Elin Floor Nina "
    "Lynn Feline Samira Khadija Leila Zeynep Elif Oliwia Shanice Dewi Rosa Amina Selam Rania Mei"
)
BOYS = _names(
    "Daan Lucas Jayden Mohammed Bram Sem Milan Finn Lars Thijs Ruben Amir Kevin Luuk Mees Jasper "
    "Bas Tim Liam Levi Noud Sam Jens Stijn Gijs Teun Mats Siem Boaz Ties Guus Pim Sven Yusuf Hassan "
    "Omar Ibrahim Emre Tomasz Kacper Quincy Ravi Diego Yonas Ahmad Jelle Wytse Jorrit"
)
WOMEN = _names(
    "Ilse Marieke Petra Karin Annemiek Saskia Monique Ingrid Linda Marloes Esther Nicole Judith "
    "Carolien Hanneke Wilma Gerda Anja Ellen Marjan Tineke Corrie Nadia Agnieszka Anita Sietske "
    "Hinke Tjitske Femke Roos Anouk Samira Fatima Priya"
)
MEN = _names(
    "Wouter Henk Johan Erik Joost Niels Rick Dennis Sander Harm Geert Klaas Jan Piet Kees Gerrit "
    "Bert Hans Rob Frank Peter Martijn Jeroen Ronald Ali Murat Mehmet Hassan Omar Jelle Douwe Wil "
    "Ruben Jasper Tomasz"
)
SURNAMES = _names(
    "de Vries|Jansen|Bakker|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|"
    "van Dijk|van den Berg|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|Kok|Jacobs|"
    "Vermeulen|van den Heuvel|van der Veen|van den Broek|de Bruin|Schouten|van Beek|Willems|"
    "Hoekstra|Koster|Prins|Huisman|Postma|Kuipers|Veenstra|Kramer|Yilmaz|El Amrani|Kowalski|Pinas|"
    "van der Meulen",
    "|",
)
SCHOOLS = _names(
    "De Regenboog|De Klimop|De Wegwijzer|Het Kompas|De Vlinder|De Horizon|Het Mozaïek|"
    "De Springplank|De Octopus|De Zonnebloem|Het Anker|De Akker|De Toermalijn|De Bron|De Eglantier|"
    "De Boomgaard|De Vuurvogel|De Schakel",
    "|",
)
INSTITUTIONS = _names(
    "Jeugdzorg Noord|Jeugdhulp Drenthe|Stichting De Brug|Centrum voor Jeugd en Gezin|"
    "Jeugdbescherming Overijssel|Praktijk De Linde|Zorggroep Oost|Kinderpraktijk Vecht|"
    "Stichting Samen|Veilig Thuis|Jeugdhulp Vecht|Praktijk Het Baken",
    "|",
)
PLACES = _names(
    "Zwolle Hoogeveen Assen Meppel Deventer Kampen Almere Emmen Hardenberg Steenwijk Apeldoorn "
    "Groningen Amersfoort Utrecht Lelystad Raalte Ommen Dronten"
)
NICKNAMES = {
    "Sanne": "San",
    "Mohammed": "Mo",
    "Jayden": "Jay",
    "Julia": "Juul",
    "Anouk": "Noek",
    "Sophie": "Soof",
}


@dataclass(frozen=True)
class Person:
    """Somebody in a case; `entity` is their id there, such as kind-1."""

    entity: str
    first: str
    female: bool
    last: str = ""
    nickname: str = ""

    @property
    def full(self) -> str:
        """First name and surname as written in a record."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Cast:
    """The people, schools, institutions and places of one case.

    `people` is keyed by the part they play (kind, moeder, leraar ...), `others` by slot (school,
    instelling, plaats ...).
    """

    people: Mapping[str, Person]
    others: Mapping[str, str]

    def respondent(self, part: str) -> Person:
        """The person who plays a part."""
        return self.people[part]


PARTS = (
    "kind",
    "broer",
    "moeder",
    "vader",
    "leraar",
    "hulp",
    "ib",
    "oudleraar",
    "vriend",
    "oma",
    "oom",
)
"""Every part of a dialogue; `broer` is a brother or a sister, `hulp` the care provider."""

ENTITIES = {
    "hulp": "hulpverlener-1",
    "oudleraar": "leraar-2",
}
"""Parts whose entity is not simply the part with -1."""

OTHERS = {
    "school": ("SCHOOL", "school-1"),
    "oude_school": ("SCHOOL", "school-2"),
    "instelling": ("INSTITUTION", "instelling-1"),
    "instelling2": ("INSTITUTION", "instelling-2"),
    "plaats": ("PLACE", "plaats-1"),
    "plaats2": ("PLACE", "plaats-2"),
}
"""Slots that are no persons: their kind and their entity."""


def random_cast(seed: int) -> Cast:
    """A cast with every name different; the same seed gives the same cast."""
    rng = random.Random(f"cast {seed}")
    taken: set[str] = set()

    def fresh(pool: tuple[str, ...]) -> str:
        name = rng.choice([item for item in pool if item not in taken])
        taken.add(name)
        return name

    last, mother_last = fresh(SURNAMES), fresh(SURNAMES)
    people: dict[str, Person] = {}
    for part in PARTS:
        female = part in ("moeder", "oma") or (part not in ("vader", "oom") and rng.random() < 0.5)
        young = part in ("kind", "broer", "vriend")
        pool = (GIRLS if female else BOYS) if young else (WOMEN if female else MEN)
        first = fresh(pool)
        nickname = NICKNAMES.get(first, "") if part == "kind" else ""
        surname = {"kind": last, "broer": last, "vader": last, "moeder": mother_last}.get(part, "")
        if part in ("leraar", "hulp", "ib"):
            surname = fresh(SURNAMES)
        entity = entity_of(part, female)
        people[part] = Person(entity, first, female, surname, nickname)
    others = {
        "school": fresh(SCHOOLS),
        "oude_school": fresh(SCHOOLS),
        "instelling": fresh(INSTITUTIONS),
        "instelling2": fresh(INSTITUTIONS),
        "plaats": fresh(PLACES),
        "plaats2": fresh(PLACES),
    }
    return Cast(people, others)


def entity_of(part: str, female: bool) -> str:
    """The entity a part stands for: kind -> kind-1, a sister in the part of broer -> zus-1."""
    if part == "broer" and female:
        return "zus-1"
    return ENTITIES.get(part, f"{part}-1")


def possessive(name: str) -> str:
    """The Dutch possessive: Sannes, Fatima's, Lucas'."""
    if name[-1] in "sxz":
        return f"{name}'"
    if name[-1] in "aiouy":
        return f"{name}'s"
    return f"{name}s"
