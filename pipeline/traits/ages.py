"""How old somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.recognisers.lexicon import common
from pipeline.recognisers.numerals import CARDINALS, ORDINALS
from pipeline.recognisers.phonetic import normal
from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.numbers import cardinals, folded, ordinals, value_of, words, words_in
from pipeline.traits.passage import About, Passage

BAND = r"\[(?:LEEFTIJD|AGED) \d+-\d+\]"  # how an age reads that was generalised
_YEARS = r"\s+jaar(?:\s+en\s+[^\W_]+\s+maanden?)?(?:\s+oud)?(?!\w)"
_NUMBER = cardinals(2, 99)
_ADVERBS = (
    r"(?P<adverbs>(?:\s+(?:nu|nou|e+h+|uh+m?|ehm|toen|net|pas|al|alweer|bijna|haast|ongeveer|ondertussen|inmiddels|"
    r"intussen|ook|allebei|beide|eigenlijk|toch|nog|maar|dus|zelf|dan|geloof ik|in (?!groep|klas)\S+|sinds \S+|"
    r"(?:vorige|volgende) (?:week|maand)|binnenkort|gisteren|vandaag|straks),?){0,5})"
)
_PERSONS = (
    r"jongens?|jongetjes?|meisjes?|mannetje|meid|kind|kinderen|kindje|kindjes|zoon|zoontje|dochter|dochtertje|broers?|"
    r"broertjes?|zus|zussen|zusjes?|eentje|leerlingen?|kereltje|ventje|peuter|kleuter|puber|tweeling|man|vrouw|jongere|"
    r"moeder|vader|halfbroer|halfzus|stiefbroer|stiefzus|vriendje|vriendinnetje|oudste|jongste"
)
_WHO = rf"(?<!\w)(?:hij|'?ie|ze|zij|die|ik|jij|je|u|{_PERSONS}|\[[^\[\]]+\],?|XX)"
_IS = r"(?P<verb>is|ben|bent|zijn|wordt|word|was|waren|werd)"


def _age(number: int = 0) -> str:
    return rf"(?P<age{number}>{BAND}|{_NUMBER}(?:{_YEARS})?|\b[eé][eé]n{_YEARS}|(?<!\d)\d{{1,2}};\d{{1,2}}(?!\d))"


_MORE = rf"(?:\s*,\s+{_age(1)})?(?:\s+(?:en|of)\s+{_age(2)})?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w)(?:toen|als|dat|omdat|tot|totdat|voordat|nadat|of|want|wanneer|sinds|terwijl|zodra)\s+"
        rf"{_WHO}{_ADVERBS}\s+{_age()}\s+(?:{_IS}(?!\w))",
        rf"{_WHO},?\s+{_IS}{_ADVERBS}\s+{_age()}{_MORE}",
        rf"(?<!\w){_IS}\s+{_WHO}{_ADVERBS}\s+{_age()}",
        rf"(?:(?<!\w)(?:{_PERSONS})|\[[^\[\]]+\])\s+van{_ADVERBS}\s+{_age()}{_MORE}",
        rf"(?:(?<!\w)(?:{_PERSONS})|\[[^\[\]]+\])\s+\({_age()}(?=\))",
        rf"\[[^\[\]]+\],\s+(?P<age0>{_NUMBER}\s+jaar)(?=\s*,)",
        rf"(?<!\w)leeftijd(?:\s*:|\s+is|\s+van|\s+was)?\s+{_age()}",
        rf"(?<!\w)(?:op|vanaf|sinds|tot|rond|na|voor|tegen)\s+(?:zijn|z'n|haar|d'r|mijn|m'n|hun|je|jouw)\s+"
        rf"(?P<age0>{ordinals(2, 30)})",
    )
)
_OLD = re.compile(
    rf"(?P<age0>{_NUMBER}\s+jaar\s+oud(?!\w)|(?<!\w)(?:(?:{words(2, 99)})|\d{{1,2}})[- ]?jarig(?:en?)?(?!\w)|{BAND})"
    r"(?!\s+(?:bestaan|jubileum|plan|project|onderzoek|opleiding|contract|relatie|cursus|looptijd))",
    re.IGNORECASE,
)
_ANSWER = re.compile(rf"^(?:(?:e+h+|uh+m?|ja|nou|ik|hij|ze|is|ben|bijna|net|al|nu),?\s+)*{_age()}", re.IGNORECASE)
_ASKED = re.compile(r"(?<!\w)hoe oud(?!\w)[^?]*\?\s*$", re.IGNORECASE)
_ALSO = re.compile(
    rf"\W{{0,3}}\s(?:en\s+|maar\s+)?(?:bijna|haast|net|of|wordt|word|straks)(?:\s+(?:bijna|wordt|word|alweer|al))?\s+{_age()}",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s+([^\W\d_][\w'’]*)")
_GOES_ON = re.compile(r"\s*\d|[-/]\w")
_AFTER_YEARS = frozenset(
    "oud geworden en maar dus nu toen of hoor he als dan ondertussen inmiddels want is was wordt werd ja nou die hij "
    "ze zij eh uh zit heeft gaat met".split()
)
_DIGIT = re.compile(r"(?<![\w-])\d")  # not that of a label
_TOLD_BY = frozenset(  # an age has one of these words, or a digit, or is "negenjarig"
    {folded(word) for of in (CARDINALS, ORDINALS) for word, value in of.items() if value > 1} | {"jaar"}
)
_BANDS = ((0, 3), (4, 7), (8, 11), (12, 17), (18, 29))  # then by ten years
_THEN = re.compile(r",?\s+(?:en )?(?:dat|dit) (?:is|was)\s+(?=\[)", re.IGNORECASE)
_GROWN = 21  # who is older is not the child


class Ages(Extractor):
    """ "[KIND-1] is negen", "toen ze vier was", "een jongen van acht jaar"; no durations, no clock."""

    trait = "age"
    examples = (
        "En [KIND-1] is {tien|10|child}.",
        "Nou, daaronder zit [BROER-1] van mij, die is {vijf|5|other}. En [KIND-1] is {10 jaar|10|child} nu.",
        "[KIND-1] gaat goed. Hij is nu {negen|9|child} en zit in groep zes.",
        "Ik heb een jongen van {acht|8|unclear} en eentje van {achttien jaar|18|unclear}.",
        "Er is eentje van {vijf|5|unclear} en dan heb ik er eentje van {acht|8|child}, dat is [KIND-1].",
        "[KIND-1] ({9|9|child}) en [BROER-1], {zeven jaar|7|other}, wonen hier.",
        "[KIND-1], een {negenjarig|9|child} meisje.",
        "Toen [KIND-1] {vier jaar|4|other} was, kwam ze op school.",
        "Leeftijd: {8;3|8|unclear}",
        "Hij is {negen|9|unclear}, bijna {tien|10|unclear}.",
        "op zijn {zesde|6|other} kon hij lezen",
        "ik ben {43 jaar|43|other} en ik heb kinderen van {vier|4|unclear} en {zes|6|unclear}",
        "[KIND-1] is {[LEEFTIJD 8-11]|8-11|child}, een kind van nu.",
        "Ik sta hier twaalf jaar voor de klas en dat is acht keer zo druk.",
        "Drie jaar geleden is hij hier gekomen, ze is twee jaar ouder, die is drie keer geweest.",
        "Hij is acht jaar gepest, hij is om negen uur thuis, [KIND-1] is een van de zes, op zijn tweede school.",
        "hij is in groep acht, in klas drie",
        "groep acht en een wachtlijst van twee jaar",
    )

    @classmethod
    def broader(cls, value: str) -> str:
        """The band: 9 -> "8-11"."""
        return band_of(value)

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Every age, once; what was or will be is not the age now."""
        taken: set[int] = set()
        for match in _matches(passage):
            for name in ("age0", "age1", "age2"):
                start, end = _place(match, name)
                if start < 0 or not _ends(passage.text, end) or not taken.isdisjoint(range(start, end)):
                    continue
                taken.update(range(start, end))
                about = _about(passage, match, start)
                yield Sign(start, end, _value(passage.text[start:end]), about)
                while (more := _ALSO.match(passage.text, end)) and _ends(passage.text, more.end("age0")):
                    start, end = more.span("age0")
                    taken.update(range(start, end))
                    yield Sign(start, end, _value(passage.text[start:end]), _unsure(about))


def band_of(age: str) -> str:
    """The band of an age in years: "8-11"; a band stays what it is."""
    if not age.isdigit():
        return age
    years = int(age)
    low, high = next((band for band in _BANDS if years <= band[1]), (years // 10 * 10, years // 10 * 10 + 9))
    return f"{low}-{high}"


def _matches(passage: Passage) -> Iterator[re.Match[str]]:
    """What looks like an age, the surest patterns first."""
    said = words_in(passage.text)
    if _TOLD_BY.isdisjoint(said) and not _DIGIT.search(passage.text) and not any("jarig" in word for word in said):
        return
    if _ASKED.search(passage.before) and (match := _ANSWER.match(passage.text)):
        yield match
    for pattern in (*_PATTERNS, _OLD):
        yield from pattern.finditer(passage.text)


def _place(match: re.Match[str], name: str) -> tuple[int, int]:
    return match.span(name) if name in match.re.groupindex else (-1, -1)


def _about(passage: Passage, match: re.Match[str], start: int) -> About:
    """Whose age this is; "was" and "op zijn zesde" are of another time, "wordt" and "bijna" not quite it."""
    said, found = match[0].casefold(), match.groupdict()
    age, verb = _value(passage.text[start : match.end("age0")]), (found.get("verb") or "").casefold()
    about = passage.about(start)
    if (then := _THEN.match(passage.text, match.end("age0"))) and (named := passage.named(then.end())):
        about = named
    if match.re is _ANSWER and passage.recording.role == "kind":
        about = "child"
    past = verb in ("was", "waren", "werd") or normal(found.get("age0") or "") in ORDINALS
    if past or (age.isdigit() and int(age) > _GROWN):
        return "other"
    coming = verb.startswith("word") or "bijna" in said or "haast" in said
    return _unsure(about) if coming else about


def _unsure(about: About) -> About:
    return "unclear" if about == "child" else about


def _value(said: str) -> str:
    """The years as digits, or the band."""
    if said.startswith("["):
        return said[1:-1].split()[1]
    number = re.split(r"\s+jaar|[- ]?jarig|;", folded(said))[0]
    return str(value_of(number))


def _ends(text: str, end: int) -> bool:
    """Whether what follows leaves a number an age: "is negen en", not "is negen keer"."""
    if not (match := _NEXT.match(text, end)):
        return not _GOES_ON.match(text, end)
    said = text[max(end - 8, 0) : end].casefold()
    if said.endswith(("]", "oud", "jarig", "jarige", "jarigen")):
        return True
    following = normal(match[1])
    return following in (_AFTER_YEARS if said.endswith("jaar") else _closed())


@cache
def _closed() -> frozenset[str]:
    """Words that may follow an age: no nouns, nothing that is counted."""
    small = common("pronouns", "conjunctions", "adverbs", "verbs") | {"jaar", "met", "in", "bij", "na", "sinds", "voor"}
    return small - {"van", "te", "meter", "maal", "keer", "kilo"}
