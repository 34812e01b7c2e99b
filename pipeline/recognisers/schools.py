"""Schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import before, is_capitalised, is_new, run_of_names, with_particles
from pipeline.recognisers.lexicon import common, jargon
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

_HEADS = frozenset(
    str.split(
        "obs cbs rkbs pcbs ikc sbo vso so basisschool daltonschool montessorischool jenaplanschool vrijeschool "
        "kindcentrum lyceum college scholengemeenschap peuterspeelzaal kinderdagverblijf kdv bso"
    )
)
_ARTICLES = frozenset(["de", "het", "'t", "t"])


class Schools(Recogniser):
    """A kind of school with a name after it, or "op de" with what must be a name."""

    label = "school"
    kinds = ("SCHOOL",)
    examples = (
        "Ik werk op sbo [De Sprong] in de bovenbouw.",
        "die zit op de [wylgerus] in groep drie",
        "misschien naar vso de [steiger] toe",
        "Ze zit nu op [De Vuurvogel], dat gaat goed.",
        "op het sbo en het vso zijn de groepen kleiner",
        "op de steiger bij het meer",
        "Op de basisschool was het anders, op de middelbare ook.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """The name without head and article."""
        words = reading.words
        for at, token in enumerate(words):
            if not token.word or token.norm in _ARTICLES:
                continue
            over = before(words, at) in _ARTICLES
            head = before(words, at, 2 if over else 1)
            if head in _HEADS:
                firm = over or is_capitalised(token) or is_new(token)
                if firm and _may_be_name(token) and not (over and head in {"so", "bso"} and not is_capitalised(token)):
                    yield Span(words[with_particles(words, at)].start, run_of_names(words, at), "SCHOOL", 0.8)
            elif (over and head in {"op", "naar"} and (is_capitalised(token) or is_new(token))) or (
                over and head in {"van", "bij"} and is_capitalised(token) and _article_has_capital(words, at)
            ):
                yield Span(words[with_particles(words, at)].start, run_of_names(words, at), "SCHOOL", 0.72)


def _may_be_name(token: Token) -> bool:
    return token.norm not in common() and token.norm not in jargon() and token.norm not in _HEADS


def _article_has_capital(words: Sequence[Token], at: int) -> bool:
    return words[at - 1].capital and not words[at - 1].initial
