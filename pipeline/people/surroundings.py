"""What the words around a name say of whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.labels import FEMALE, MALE, YOUNG, role_of
from pipeline.model import Entity, FindingKind

_TEACHER = {"juf", "juffrouw", "juffie", "meester", "leerkracht", "leraar", "lerares", "docent", "mentor", "teacher"}
_DOCTOR = {"dokter", "dr", "huisarts", "kinderarts", "psychiater", "doctor"}
_LADY = {"mevrouw", "mevr", "mw", "mrs", "ms", "miss", "mevrouwtje"}
_SIR = {"meneer", "mijnheer", "dhr", "heer", "mr"}
_FAMILY = {"oma", "opa", "tante", "oom"}
_MINE = r"(?:mijn|m'n|zijn|z'n|haar|hun|onze|ons|jouw|je|jullie|de|het|een|my|his|her|their|our|the|a)"
_BEFORE = re.compile(r"(?:\b(dr|drs|mw|mevr|dhr|mr|ms|mrs)\.|([^\W\d_][\w'’-]*))\s+$", re.IGNORECASE)
_NAMED = re.compile(r"([^\W\d_][\w'’-]*)(?:,? (?:en )?(?:die|hij|ze))?(,| heet| heette| genaamd| is| called)\s+$")
_ENDS = re.compile(r"\s*(?:[,.;:?!]|$)")
_BEHIND = re.compile(rf"^(?:,| is| was|, dat is)\s+{_MINE}\s+(?:\w+e\s+)?([^\W\d_][\w'’-]*)", re.IGNORECASE)
_CARE = re.compile(
    r"^(?:,| werkt| die werkt)?\s+(?:van|bij|from|at)\s+(?:de |het |the )?"
    r"(?:jeugd(?:zorg|hulp|bescherming|ggz)|ggz|cjg|wijkteam|centrum voor jeugd|veilig thuis|stichting|\w*praktijk|"
    r"zorggroep|maatschappelijk|opvoedpoli|youth care)",
    re.IGNORECASE,
)
_COORDINATOR = re.compile(r"\bintern(?:e)? begeleid(?:er|ster)\s+$", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|\W)(?:in|te|uit|naar|richting|vanuit|from|to)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Evidence from the words around a name."""

    role: str = "persoon"  # "leraar" for "juf Anja"; "persoon" when nothing is said
    title: Literal["", "lady", "sir", "teacher", "doctor", "family"] = ""  # of a grown-up, directly before the name
    where: bool = False  # "in Assen"

    @property
    def of_person(self) -> bool:
        """Whether the words say that this is somebody."""
        return bool(self.title) or self.role != "persoon"


def cue(text: str, start: int, end: int) -> Cue:
    """What stands around text[start:end]."""
    before, behind = text[max(start - 40, 0) : start], text[end : end + 60]
    word = (match[1] or match[2]).casefold() if (match := _BEFORE.search(before)) else ""
    if word in _TEACHER:
        return Cue("leraar", "teacher")
    if word in _DOCTOR:
        return Cue("arts", "doctor")
    if _COORDINATOR.search(before):
        return Cue("ib")
    care = "hulpverlener" if _CARE.match(behind) else "persoon"
    if word in _LADY:
        return Cue(care, "lady")
    if word in _SIR:
        return Cue(care, "sir")
    if word in _FAMILY:
        return Cue(role_of(word), "family")
    named = ""
    if (match := _NAMED.search(before)) and (match[2] != "," or _ENDS.match(behind)):
        named = match[1].casefold()
    apposed = match[1].casefold() if (match := _BEHIND.match(behind)) else ""
    roles = [role_of(said) for said in (word, named, apposed)]
    role = next((role for role in roles if role != "persoon"), care)
    return Cue(role, where=bool(_WHERE.search(before)))


def fitting(candidates: list[Entity], around: Cue, kind: FindingKind) -> list[Entity]:
    """Those of the candidates whom the words around a name of this kind allow; none: it must be somebody new."""
    persons = [entity for entity in candidates if entity.kind == "PERSON"]
    things = [entity for entity in candidates if entity.kind != "PERSON"]
    if around.of_person and kind == "PERSON":
        things = []
    elif around.where and things:
        persons = []
    elif around.where and kind != "PERSON":
        return []  # "in Milan", and Milan is a boy
    if around.title:
        persons = [entity for entity in persons if entity.role not in YOUNG]
    if around.title in ("lady", "sir"):
        right, wrong = (FEMALE, MALE) if around.title == "lady" else (MALE, FEMALE)
        persons = [entity for entity in persons if entity.role not in wrong]
        persons = [entity for entity in persons if entity.role in right] or persons
    elif around.role != "persoon":
        persons = [entity for entity in persons if entity.role == around.role] or persons
    return persons + things
