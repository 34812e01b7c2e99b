"""What a child's family is like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.kept import denied
from pipeline.traits.numbers import cardinals, value_of
from pipeline.traits.passage import Passage

_LOST = r"(?:overleden|gestorven|doodgegaan|overleed|overlijden|stierf)"
_PARENT = r"(?:vader|moeder|papa|mama|ouder|ouders|\[(?:VADER|MOEDER|FATHER|MOTHER|OUDER(?:-\d+)?)\])"
_SIBLING = r"(?:broer|broertje|zus|zusje|\[(?:BROER|ZUS|BROTHER|SISTER)-\d+\])"
_WORDS = {  # value: how it is said
    "gescheiden ouders": r"gescheiden|uit elkaar(?! (?:te )?(?:ha|ho|ze|tre|va)\w+)|(?:echt)?scheiding|co-ouderschap",
    "vechtscheiding": r"vechtscheiding|complexe scheiding",
    "samengesteld gezin": r"(?:stief|plus)(?:vader|moeder)|(?:stief|half)(?:broer|zus)\w*|samengesteld gezin|"
    r"\[STIEF(?:VADER|MOEDER)\]|\[STEP(?:FATHER|MOTHER)\]",
    "alleenstaande ouder": r"alleenstaande (?:moeder|vader|ouder)|eenoudergezin",
    "pleeggezin": r"pleeg(?:gezin|gezinnen|ouders?|moeder|vader|zorg|kind)|"
    r"\[PLEEG(?:VADER|MOEDER)\]|\[FOSTER-(?:FATHER|MOTHER)\]",
    "geadopteerd": r"geadopteerde?|adoptie(?:ouders?|kind)?",
    "tweeling": r"tweeling(?:broer|zus)?(?:tje|je)?|drieling",
    "enig kind": r"enig kind",
    "uithuisgeplaatst": r"uithuisplaatsing|uithuisgeplaatst|uit huis geplaatst|M?UHP|gezinshuis|woongroep|internaat|"
    r"leefgroep|crisisopvang",
    "woont bij familie": r"(?:woont|wonen|woonde) bij (?:zijn |haar |z'n |d'r )?(?:opa|oma|tante|oom|grootouders)",
    "ouder in detentie": r"(?:in de )?gevangenis|detentie|vastzit|zit vast",
    "opvang": r"vrouwenopvang|blijf-van-mijn-lijfhuis|asielzoekerscentrum|AZC|daklozenopvang|noodopvang",
    "twee moeders of vaders": r"twee (?:mama's|moeders|papa's|vaders)",
    "ouder overleden": rf"{_LOST} {_PARENT}|{_PARENT}(?: van \S+)? (?:\w+ ){{0,3}}{_LOST}",
    "broer of zus overleden": rf"{_LOST} {_SIBLING}|{_SIBLING}(?: van \S+)? (?:\w+ ){{0,3}}{_LOST}",
}
_COMMON = {"gescheiden ouders", "samengesteld gezin", "alleenstaande ouder", "enig kind"}  # our own judgement
_PATTERN = re.compile(
    "|".join(rf"(?P<v{number}>(?<!\w)(?:{said})(?!\w))" for number, said in enumerate(_WORDS.values())), re.IGNORECASE
)
_COUNT = re.compile(
    rf"(?P<n>{cardinals(1, 14)})\s+(?:oudere?\s+|jongere?\s+|kleine\s+|grote\s+)?"
    r"(?P<who>broers?|broertjes?|zussen|zusjes?|zus)(?!\w)|"
    rf"(?:gezin\s+(?:met|van)|hebben|heeft|heb)\s+(?:\w+\s+)?(?P<n2>{cardinals(2, 14)})\s+(?P<who2>kinderen)(?!\w)",
    re.IGNORECASE,
)
_FEW = 4  # from this many brothers, sisters or children a family is unusual


class Families(Extractor):
    """ "hij heeft twee broers", "de ouders zijn gescheiden", "een pleeggezin"."""

    trait = "family"
    unusual = frozenset(
        set(_WORDS) - _COMMON | {f"{n} {who}" for n in range(_FEW, 15) for who in ("broers", "zussen", "kinderen")}
    )
    examples = (
        "[KIND-1] heeft {twee broers|2 broers|child} en {een zusje|1 zussen|child}.",
        "Wij zijn {uit elkaar|gescheiden ouders|child} en [KIND-1] heeft een {stiefvader|samengesteld gezin|child}.",
        "[KIND-1] woont in een {pleeggezin|pleeggezin|child}, hij is er een van een {tweeling|tweeling|child}.",
        "De {moeder van [KIND-1] is vorig jaar overleden|ouder overleden|unclear}.",
        "We {hebben vijf kinderen|5 kinderen|child}, hij is het {enig kind|enig kind|child}.",
        "[KIND-1] is niet geadopteerd en geen enig kind, je moet ze uit elkaar houden.",
        "de kinderen spelen, er zijn vijf kinderen in de klas",
    )

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Every remark on the family, and every number of brothers, sisters or children."""
        for match in _PATTERN.finditer(passage.text):
            if not denied(passage.text, match.start()):
                number = int((match.lastgroup or "v0")[1:])
                yield Sign(*match.span(), tuple(_WORDS)[number], passage.about_family(match.start()))
        for match in _COUNT.finditer(passage.text):
            number, who = value_of(match["n"] or match["n2"]), (match["who"] or match["who2"]).casefold()
            kin = "kinderen" if who == "kinderen" else "broers" if who.startswith("broer") else "zussen"
            yield Sign(*match.span(), f"{number} {kin}", passage.about_family(match.start()))
