"""Titles and kin terms with a name after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.recognisers.context import KIN, TITLES, before, is_titled, looks_named, run_of_names
from pipeline.recognisers.evidence import ASK_FROM, facts_of_kin, facts_of_titled, weighed
from pipeline.recognisers.lexicon import common, is_name, is_verb, jargon
from pipeline.recognisers.page import PARTICLES, Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

_LEADING = TITLES | KIN
_FORMAL = frozenset(str.split("mevrouw meneer mijnheer heer mw mevr dhr familie"))


class Titles(Recogniser):
    """ "juf Wil", "mevrouw van der Meulen", "mijn broer daan"."""

    label = "title"
    examples = (
        "Toen belde mevrouw [van der Meulen] mij op.",
        "dan ga ik naar juf [tjitske] toe",
        "Dr. [Van 't Hof] heeft dat gezegd.",
        "Meneer [Case Wolters] komt op woensdag.",
        "mijn oma [agnes] past op",
        "mijn broer [sjoerd] zegt dat ook",
        "De juf van groep zeven is lief en de meester ook.",
        "Ik vroeg het aan mevrouw van de opvang.",
        "mijn broer heeft dat gedaan en mijn moeder wil dat niet",
        "Is het meester of juf?",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """The name after each title; a kin term needs more of a name."""
        words = reading.words
        behind = (at + 1 + (words[at + 1].text == ".") for at, token in enumerate(words[:-1]) if token.norm in _LEADING)
        for at in behind:
            if at >= len(words) or not words[at].word or words[at].norm in _LEADING:
                continue
            titled = is_titled(words, at)
            if not titled and not is_titled(words, at, KIN):
                continue
            first = at
            while titled and at < len(words) - 1 and words[at].norm in PARTICLES and words[at + 1].word:
                at += 1
            name = words[at]
            if len(name.text) == 1 and at + 1 < len(words) and words[at + 1].text == ".":
                continue  # "de heer K. Postma" is for those who know initials
            cased = titled and name.capital and not name.initial and name.norm not in PARTICLES
            if cased or looks_named(name) or (at > first and _is_surname(words, first, name)):
                yield Span(words[first].start, run_of_names(words, at), "PERSON", 0.8 if titled else 0.75)
            elif not titled and not name.capital and not is_verb(name.text) and name.norm not in _grammar():
                score = weighed(facts_of_kin(reading.text, words, at))
                if score >= ASK_FROM:
                    yield Span(name.start, name.end, "PERSON", score)  # "vader sik"
            elif titled and at == first and len(name.text) < 8:
                score = weighed(facts_of_titled(reading.text, words, at))
                if name.norm not in common() | PARTICLES and not is_verb(name.text):
                    yield Span(name.start, name.end, "PERSON", max(0.4, score))  # "meneer kog"
                elif score >= ASK_FROM and is_name(name.text) and name.norm not in _grammar():
                    yield Span(name.start, name.end, "PERSON", score)  # "meester ben zegt"


@cache
def _grammar() -> frozenset[str]:
    return common("pronouns", "determiners", "prepositions", "conjunctions", "adverbs") | jargon()


def _is_surname(words: Sequence[Token], first: int, name: Token) -> bool:
    """ "meneer de groot", "mevrouw van der steen", in lower case."""
    grammar = common("pronouns", "determiners", "prepositions", "conjunctions", "adverbs", "verbs")
    if before(words, first) not in _FORMAL or not name.word or name.norm in grammar:
        return False
    return (is_name(name.text) and words[first].norm in {"de", "den", "ter", "ten"}) or words[first + 1].norm in {
        "der",
        "den",
    }
