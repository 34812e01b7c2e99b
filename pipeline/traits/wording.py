"""How risks are told to a person, in Dutch and in English. Values are the Dutch words of the lists in both."""

from __future__ import annotations

from collections import Counter

from pipeline.errors import Language
from pipeline.traits.extractor import Trait
from pipeline.traits.rarity import Advice, Combination
from pipeline.traits.risks import FEW, SETTING, Risk, Risks
from pipeline.traits.rows import Fact, Told

_NAMES: dict[Trait, tuple[str, str]] = {
    "age": ("leeftijd", "age"),
    "group": ("groep", "group"),
    "gender": ("geslacht", "gender"),
    "town": ("plaats", "town"),
    "diagnosis": ("diagnose", "diagnosis"),
    "sport": ("sport of hobby", "sport or hobby"),
    "family": ("gezin", "family"),
    "origin": ("herkomst", "origin"),
    "language": ("taal thuis", "language at home"),
    "religion": ("geloof", "religion"),
}
_COARSER: dict[Trait, tuple[str, str]] = {
    "age": ("noem een leeftijdsgroep (8-11)", "tell an age band (8-11)"),
    "group": ("noem onder-, midden- of bovenbouw", "tell the stage of school"),
    "town": ("noem hooguit de provincie", "tell the province at most"),
    "diagnosis": ("noem alleen het soort diagnose", "tell the kind of diagnosis only"),
    "sport": ("schrijf 'een sport' of 'een hobby'", "write 'a sport' or 'a hobby'"),
    "origin": ("noem alleen het werelddeel", "tell the part of the world only"),
    "language": ("schrijf 'een andere taal'", "write 'another language'"),
    "religion": ("schrijf 'gelovig'", "write 'religious'"),
}
HEADINGS: dict[Language, tuple[str, ...]] = {
    "nl": ("Casus", "Verteld", "Zeldzaam samen", "Advies"),
    "en": ("Case", "Told", "Rare together", "Advice"),
}


def trait_name(trait: Trait, language: Language) -> str:
    """What kind of thing is told: "leeftijd"."""
    return _NAMES[trait][0 if language == "nl" else 1]


def told_line(told: Told, language: Language) -> str:
    """ "leeftijd 9 (3x)"; ? where nobody can tell of whom, ! where it is unusual by itself."""
    marks = ("" if told.of_child else " ?") + (" !" if told.unusual else "")
    return f"{_fact(told.fact, language)} ({len(told.places)}x){marks}"


def rare_line(one: Combination, language: Language) -> str:
    """ "leeftijd 9 + diagnose ADHD: 1"."""
    return f"{' + '.join(_fact(fact, language) for fact in one.facts)}: {one.cases}"


def advice_line(advice: Advice | None, language: Language) -> str:
    """What to tell more coarsely, what that changes, and the setting that does it."""
    which = 0 if language == "nl" else 1
    if advice is None:
        return ("geen grovere vorm helpt", "no coarser telling helps")[which]
    setting = SETTING.get(advice.trait)
    how = f'redact.generalise = ["{setting}"]' if setting else ("met de hand", "by hand")[which]
    count = f"{advice.before} -> {advice.after}"
    return f"{_COARSER[advice.trait][which]}: {count} ({how})"


def place_lines(risk: Risk, language: Language) -> list[str]:
    """In which recordings and blocks each fact was told, never the text."""
    lines = []
    for told in risk.row.told:
        times = Counter(told.places)
        where: dict[str, list[str]] = {}
        for (recording, block), count in times.items():
            where.setdefault(recording, []).append(f"{block} ({count}x)" if count > 1 else block)
        lines.append(f"{_fact(told.fact, language)}: " + "; ".join(f"{r} {', '.join(b)}" for r, b in where.items()))
    return lines


def remarks(risks: Risks, language: Language) -> list[str]:
    """How to read the table, and how little it proves."""
    dutch = language == "nl"
    lines = []
    if risks.cases:
        lines.append(_how_rare(risks, dutch))
        lines.append(
            "? = van wie dit gezegd is, is niet te zeggen. ! = op zichzelf al ongewoon, naar ons eigen oordeel. "
            "Dit is een aanwijzing: er kan meer verteld zijn, en iets kan van een ander zijn."
            if dutch
            else "? = nobody can tell of whom this was said. ! = unusual by itself, in our own judgement. "
            "This is an indication: more may have been told, and some of it of somebody else."
        )
    if any(fact.trait == "town" for risk in risks.cases for fact in risk.row.facts):
        lines.append(
            "Een plaats is in het transcript al een label; zij telt mee voor wie haar van elders kent. De instelling "
            '"towns" zet de provincie bij het label.'
            if dutch
            else "A town is a label in the transcript already; it counts for whoever knows it from elsewhere. "
            'The setting "towns" adds the province to the label.'
        )
    if risks.cases and 1 < risks.compared < FEW:
        count = risks.compared
        lines.append(
            f"Vergeleken: {count}. Met zo weinig casussen is bijna alles uniek; k zegt dan weinig over hoe zeldzaam "
            "iets buiten deze studie is. Let vooral op de uitroeptekens."
            if dutch
            else f"Compared: {count}. With so few cases nearly everything is unique; k then says little of how rare "
            "something is outside this study. Look at the exclamation marks first."
        )
    if risks.waiting:
        names = ", ".join(risks.waiting)
        lines.append(
            f"Nog niet verwerkt, dus niet meegeteld: {names}."
            if dutch
            else f"Not yet redacted, so not counted: {names}."
        )
    return lines


def _how_rare(risks: Risks, dutch: bool) -> str:
    """What k is, and why it may be less than the settings say."""
    if risks.compared == 1:
        return (
            "Er is nog maar één casus verwerkt: er is niets te vergelijken, dus wordt niets zeldzaam genoemd. "
            "Let op de uitroeptekens."
            if dutch
            else "Only one case is redacted yet: there is nothing to compare, so nothing is called rare. "
            "Look at the exclamation marks."
        )
    lowered = risks.k < risks.wanted
    if dutch:
        setting = f"release.k_anonymity is {risks.wanted}, maar er zijn {risks.compared} casussen"
        return (
            f"Achter een combinatie staat k: het aantal casussen dat haar deelt; zeldzaam is minder dan {risks.k} "
            f"({setting if lowered else 'release.k_anonymity'}). Advies: aantal zeldzame combinaties nu -> daarna."
        )
    setting = f"release.k_anonymity is {risks.wanted}, but there are {risks.compared} cases"
    return (
        f"Behind a combination stands k: how many cases share it; fewer than {risks.k} is rare "
        f"({setting if lowered else 'release.k_anonymity'}). Advice: rare combinations now -> then."
    )


def _fact(fact: Fact, language: Language) -> str:
    return f"{trait_name(fact.trait, language)} {fact}"
