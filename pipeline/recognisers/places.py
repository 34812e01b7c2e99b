"""Places."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.recognisers.context import before, is_capitalised, is_new, run_of_names
from pipeline.recognisers.dates import MONTHS
from pipeline.recognisers.lexicon import common, jargon
from pipeline.recognisers.reading import Reading, Recogniser, Span

_IN = frozenset(str.split("in uit te vanuit rondom omgeving gemeente richting"))
_MOVING = frozenset(str.split("verhuisd verhuizen verhuisden verhuist gereden rijden fietsen reizen gaan"))
_DAYS = frozenset(str.split("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"))
_NO_PLACE = jargon() | common("pronouns", "determiners") | MONTHS | _DAYS
_QUARTERS = frozenset(str.split("poort stad haven buiten noord oost zuid west centrum"))


class Places(Recogniser):
    """ "in Almere", "uit delfzijl", "naar Zwolle verhuisd"."""

    label = "place"
    kinds = ("PLACE",)
    examples = (
        "Daarna woonden we in [Appingedam] bij mijn ouders.",
        "ze komt uit [lelystad] geloof ik",
        "in [almere poort] is dat een kwartiertje",
        "Toen zijn we naar [Zwolle] verhuisd.",
        "dan ga ik naar Peter toe",
        "Hij zit in een pleeggezin in [Echt] nu, en daarna in [Made].",
        "in de klas en uit school, in maart in Nederland",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """What follows "in" or "uit" and is a name."""
        words = reading.words
        for at, token in enumerate(words):
            new = is_new(token)
            if not (token.capital or new):
                continue
            left = before(words, at)
            cased = token.capital and not token.initial and left in {"in", "uit", "te"} and token.norm not in _NO_PLACE
            if not (cased or new or is_capitalised(token)):
                continue
            if left in _IN or (left == "naar" and any(word.norm in _MOVING for word in words[at + 1 : at + 4])):
                end = run_of_names(words, at)
                following = words[at + 1] if at + 1 < len(words) else token
                if end == token.end and following.near and following.norm in _QUARTERS:
                    end = following.end
                yield Span(token.start, end, "PLACE", 0.74)
