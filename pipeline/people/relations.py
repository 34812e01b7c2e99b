"""What a noun says of somebody, seen from who speaks: a mother's "mijn broer" is the child's uncle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.labels import group_of, role_of

MINE = frozenset(str.split("mijn m'n mn onze ons my our"))
YOURS = frozenset(str.split("uw je jouw jullie your"))
THEIRS = frozenset(str.split("zijn z'n zn haar d'r hun his her their mama's papa's moeders vaders"))
ARTICLES = frozenset(str.split("de het 't een die dat deze the a an"))
DETERMINERS = MINE | YOURS | THEIRS | ARTICLES
PARENTS = frozenset(str.split("moeder mama mam vader papa pap ouders moeders vaders mama's papa's mother father"))
RELATIVES = frozenset(str.split("moeder vader ouders mama papa broer broertje zus zusje oma opa mother father parents"))

_HAVE = frozenset({"ik", "heb"})
_COLLEAGUE = frozenset(str.split("collega collega's collegaatje colleague"))
_SPOUSE = frozenset({"man", "vrouw", "husband", "wife"})
_CHILD = frozenset(str.split("jongen jongetje meisje meid meiske ventje tweeling"))
_OF_AGE = frozenset(str.split("oudste jongste middelste"))
_NOT_ALONE = (
    _SPOUSE | _CHILD | _OF_AGE | frozenset(str.split("kind ex partner werker specialist duo invaller baby head"))
)
_OTHERS = frozenset(  # who plays no part in the case: the words that say so
    str.split(
        "trainer trainster coach pastoor imam dominee pastor baas chauffeur taxichauffeur kapper conciërge concierge "
        "oppas oppasser gastouder burgemeester agent wijkagent hond hondje kat poes konijn cavia paard pony huisdier"
    )
)
_PLURALS = dict(
    pair.split(":")
    for pair in str.split(
        "broers:broer broertjes:broertje halfbroers:broer stiefbroers:broer zussen:zus zusjes:zusje "
        "halfzussen:zus  stiefzussen:zus vrienden:vriend vriendjes:vriend vriendinnen:vriendin "
        "vriendinnetjes:vriendin  klasgenoten:klasgenoot klasgenootjes:klasgenoot teamgenoten:klasgenoot "
        "maatjes:maatje kinderen:kind  zoons:zoon zonen:zoon dochters:dochter leerlingen:leerling "
        "jongens:jongen meisjes:meisje  kleinkinderen:kleinkind juffen:juf meesters:meester "
        "leraren:leraar leerkrachten:leerkracht docenten:docent stagiaires:stagiaire  ib'ers:ib'er "
        "collega's:collega hulpverleners:hulpverlener begeleiders:begeleider therapeuten:therapeut "
        "logopedisten:logopedist psychologen:psycholoog artsen:arts opa's:opa oma's:oma tantes:tante "
        "ooms:oom  neven:neef neefjes:neefje nichten:nicht nichtjes:nichtje buren:buur brothers:brother "
        "sisters:sister  friends:friend classmates:classmate children:child"
    )
)
_IN_LAW = {"schoonmoeder": "oma", "schoonvader": "opa", "schoonzus": "tante", "schoonzusje": "tante", "zwager": "oom"}
_OWN_OF_PARENT = {"broer": "oom", "zus": "tante", "vader": "opa", "moeder": "oma", "vriend": "persoon"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: in which role, and whether it is the interviewer, who asks."""

    role: str = "persoon"  # "kind", "ouder", "leraar", ...
    detail: str = ""  # the researcher's word for it: "moeder"
    asks: bool = False


def role_of_noun(noun: str, owner: str, voice: Voice, before: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """The role that "[owner] [noun]" gives somebody; "" when it says nothing, "persoon" for who plays no part.

    `before` are words that go before, the nearest first; `after` those that follow.
    """
    noun = _PLURALS.get(noun, noun)
    mine = owner in MINE or (voice.asks and owner in YOURS) or (owner == "een" and _HAVE.issubset(before[:4]))
    if noun in _OTHERS:
        return "persoon"
    if noun == "voogd":  # in talk of youth care, not whom a consent record calls so
        return "hulpverlener"
    if noun in _COLLEAGUE:
        return {"teacher": "leraar", "care": "hulpverlener"}.get(group_of(voice.role), "persoon")
    if noun in _IN_LAW:
        return _IN_LAW[noun] if mine and group_of(voice.role) == "parent" else "persoon"
    if noun in _CHILD or (noun in _OF_AGE and owner in MINE | YOURS | THEIRS):
        return "kind"
    if (noun in _SPOUSE and owner not in MINE | YOURS | THEIRS) or (noun in _NOT_ALONE and not owner):
        return ""
    role = role_of(noun)
    if role == "vriend" and noun in ("vriend", "vriendin") and _of_a_parent(owner, before, after):
        return "partner"
    if mine and group_of(voice.role) == "parent":
        return _of_parent(noun, role, voice)
    private = mine and group_of(voice.role) in ("teacher", "care") and group_of(role) not in ("teacher", "care")
    if private and noun != "leerling":
        return "persoon" if role != "persoon" else ""
    return role if role != "persoon" else ""


def is_plural(noun: str) -> bool:
    """Whether several may be named after this: "mijn broers Jan en Piet"."""
    return noun in _PLURALS or noun == "ouders"


def _of_parent(noun: str, role: str, voice: Voice) -> str:
    """What is "mijn ..." to a father or mother, as the child would say it."""
    if noun == ("vriendin" if role_of(voice.detail) in ("vader", "stiefvader", "pleegvader") else "vriend"):
        return "partner"
    return _OWN_OF_PARENT.get(role, role) if role != "persoon" else ""


def _of_a_parent(owner: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """ "moeder en haar vriend", "mama's vriend", "de vriend van mijn moeder"."""
    if owner in PARENTS or (owner in THEIRS and not PARENTS.isdisjoint(before[:4])):
        return True
    return list(after[:1]) == ["van"] and not PARENTS.isdisjoint(after[1:3])
