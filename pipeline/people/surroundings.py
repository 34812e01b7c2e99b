"""A place in what was said where a name stands, and what the words around it say of whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.labels import FEMALE, MALE, YOUNG, group_of, role_of
from pipeline.model import Entity, FindingKind, Gender
from pipeline.people.names import name_in, normal
from pipeline.people.relations import Voice
from pipeline.people.signs import STRONG, Around, Sign, around, best_role
from pipeline.people.signs_before import before
from pipeline.people.signs_behind import behind

Title = Literal["", "lady", "sir", "teacher", "doctor", "family"]

_SAID: dict[Title, str] = {
    "teacher": "juf juffrouw juffie meester leerkracht leraar lerares docent mentor teacher",
    "doctor": "dokter dr huisarts kinderarts psychiater doctor",
    "lady": "mevrouw mevrouwtje mevr mw mrs ms miss",
    "sir": "meneer mijnheer dhr heer hr mr",
    "family": "oma opa tante oom ome",
}
_GENDERS: dict[str, Gender] = dict.fromkeys([*_SAID["lady"].split(), "juf", "juffrouw", "juffie", "oma", "tante"], "f")
_GENDERS |= dict.fromkeys([*_SAID["sir"].split(), "meester", "opa", "oom", "ome"], "m")
_BROAD = frozenset({"kind", "leraar", "hulpverlener", "ouder"})  # roles under which a closer one may hide
_TITLES = {word: title for title, words in _SAID.items() for word in words.split()}
_TO = re.compile(r"\b(?:in|te|uit|naar|richting|vanuit)\s+$", re.IGNORECASE)
_KIN = frozenset({"oma", "opa", "oom", "tante"})
_INTO = frozenset(str.split("in te uit naar richting vanuit from to"))
_LIVING = re.compile(r"(?:ge)?woon\w*|wonen|(?:ver)?huis\w+|verhui\w*|geboren|vakantie|stad|dorp|gemeente|opgegroeid")
_TRAVELLING = re.compile(r"verhui\w*|gereden|rijden|gereisd|reizen|vakantie|vliegen|gevlogen")
_COMING = frozenset({"kom", "komt", "kwam", "komen", "kwamen"})
_ACTS = frozenset(
    str.split(
        "zegt zei vertelt vertelde wil wilde vindt vond denkt dacht speelt speelde huilt huilde vraagt vroeg weet wist "
        "belde belt mag mocht moet moest kan kon doet deed lacht lachte schreeuwt sliep slaapt werd wordt"
    )
)
_NAMING = re.compile(r"(?:ge)?noem(?:t|en|de|den|d)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """What the words around a name ask of whoever it is."""

    role: str = "persoon"  # "leraar" for "juf Anja"; "persoon" when nothing is said
    title: Title = ""  # of a grown-up, directly before the name
    gender: Gender = ""  # by that title
    where: bool = False  # "in Assen"
    acts: bool = False  # "Assen zei dat": surely no place
    called: bool = False  # "noemen hem Mo": another name for somebody
    of_person: bool = False  # "juf Anja", "trainer Henk": surely somebody


@dataclass(frozen=True, eq=False)
class Spot:
    """A span that may be a name, and who said it."""

    text: str = field(repr=False)
    start: int
    end: int
    voice: Voice

    @cached_property
    def name(self) -> tuple[int, int]:
        """Where the name itself stands: without titles and a possessive 's."""
        return name_in(self.text, self.start, self.end)

    @cached_property
    def said(self) -> str:
        """The name by itself."""
        start, end = self.name
        return self.text[start:end]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The name's words, folded."""
        return normal(self.said)

    @property
    def has_capital(self) -> bool:
        """Whether the name has a capital that no sentence start explains."""
        before = self.text[: self.name[0]].rstrip()
        return self.said[:1].isupper() and bool(before) and before[-1] not in ".?!…:"

    @cached_property
    def around(self) -> Around:
        """What stands around the name."""
        return around(self.text, *self.name, self.voice)

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """The evidence for a role."""
        return (*before(self.around), *behind(self.around))

    @cached_property
    def is_place(self) -> bool:
        """Whether somebody lives there, comes from there or travels there: "wonen in Assen"."""
        start = self.name[0]
        return bool(_TO.search(self.text, max(start - 12, 0), start)) and _lives(self.around)

    @cached_property
    def cue(self) -> Cue:
        """What the surroundings ask."""
        return _cue(self.around, self.signs)


def _cue(near: Around, signs: tuple[Sign, ...]) -> Cue:
    word = near.formal or (near.left[0] if near.left else "")
    title = _TITLES.get(word, "")
    strong = [sign for sign in signs if sign.weight == STRONG]
    role = best_role(strong)
    if title in ("teacher", "doctor"):
        role = "leraar" if title == "teacher" else "arts"
    elif title == "family":
        role = role_of(word)
    return Cue(
        role=role,
        title=title,
        gender=_GENDERS.get(word, ""),
        of_person=bool(title or strong),
        where=near.left_is(_INTO),
        acts=near.right_is(_ACTS) or near.left_is(frozenset({"met", "tegen", "aan"})),
        called=near.left_is(frozenset({"hem", "haar", "me", "mij", "of"}))
        and any(map(_NAMING.fullmatch, near.left[:6])),
    )


def _lives(near: Around) -> bool:
    close = (*near.left[1:5], *near.right[:2])
    if near.left_is("uit") and not _COMING.isdisjoint(close[:3]):
        return True
    going = near.left_is(frozenset({"naar", "richting"}))
    return near.left_is(_INTO) and any(map((_TRAVELLING if going else _LIVING).fullmatch, close))


def fitting(candidates: list[Entity], around: Cue, kind: FindingKind) -> list[Entity]:
    """Those of the candidates whom the words around a name of this kind allow; none: it must be somebody new."""
    persons = [entity for entity in candidates if entity.kind == "PERSON"]
    things = [entity for entity in candidates if entity.kind != "PERSON"]
    if kind == "PERSON" and (around.of_person or (around.acts and persons)):
        things = []
    elif around.where and things:
        persons = []
    elif around.where and kind != "PERSON":
        return []  # "in Milan", and Milan is a boy
    persons = [one for one in persons if allows(around, one.role) and not clash(around.gender, one.gender)]
    if around.title in ("lady", "sir"):
        right = FEMALE if around.title == "lady" else MALE
        persons = [entity for entity in persons if entity.role in right] or persons
    elif around.role != "persoon":
        group = [entity for entity in persons if group_of(entity.role) == group_of(around.role)]
        of_group = [entity for entity in group if around.role in _BROAD or entity.role in _BROAD]
        persons = [entity for entity in persons if entity.role == around.role] or of_group or persons
    return persons + things


def clash(one: Gender, other: Gender) -> bool:
    """Whether a "meester" can not be a "juf"."""
    return bool(one and other) and one != other


def allows(around: Cue, role: str) -> bool:
    """Whether somebody of this role may be called so: a child is no "mevrouw", "oma Anja" is no teacher."""
    if not around.title:
        return True
    if around.title == "family":
        return role == around.role or not (role in YOUNG | _KIN or group_of(role) in ("teacher", "care"))
    if role in YOUNG or (role in _KIN and around.title in ("teacher", "doctor")):
        return False
    return role not in {"lady": MALE, "sir": FEMALE}.get(around.title, frozenset())
