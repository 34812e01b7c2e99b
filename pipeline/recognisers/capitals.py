"""Capitals inside a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import (
    TITLES,
    after,
    before,
    is_capitalised,
    is_new,
    run_of_names,
    with_particles,
)
from pipeline.recognisers.lexicon import common, is_name, jargon
from pipeline.recognisers.page import PARTICLES, Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

_GENERIC = frozenset({("veilig", "thuis"), ("samen", "veilig")})  # of these there is one in every region


class Capitals(Recogniser):
    """A capital that no sentence start explains, and the names that follow it."""

    label = "capital"
    examples = (
        "En toen kwam [Peter] binnen.",
        "Dat zei [Esther van Rijn] ook.",
        "Huisarts [Van Embden] verwees hem, en [El Idrissi] ook.",
        "Hij heeft ADHD en spreekt Turks. Morgen is het maandag.",
        "Ja. Maar dat weet ik niet… Misschien wel.",
        "Toen zei ze: Kom maar.",
        "Dat doet de IB’er, en Juf ook.",
        "Toen heeft school Veilig Thuis gebeld.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Runs of capitalised names."""
        words = reading.words
        done = 0
        for at, token in enumerate(words):
            if not token.capital or token.start < done:
                continue
            if (token.norm, after(words, at)) in _GENERIC:
                done = words[at + 1].end
                continue
            if is_capitalised(token) or _starts_a_name(token):
                end = run_of_names(words, at)
                if not token.initial or end > token.end:
                    done = end
                    yield Span(words[with_particles(words, at)].start, end, "PERSON", 0.7)
            elif not token.initial and _is_odd(words, at):
                yield Span(token.start, token.end, "PERSON", 0.4)


def _is_odd(words: Sequence[Token], at: int) -> bool:
    """Whether a very common word has a capital that nothing explains: "en Wil zei", "met Dan"."""
    token = words[at]
    if token.norm not in common() or token.norm in jargon() or token.norm in TITLES or token.norm in PARTICLES:
        return False
    if token.norm in common("verbs") and is_name(token.text):
        return True
    return before(words, at) in common("prepositions") and not token.text.isupper()


def _starts_a_name(token: Token) -> bool:
    """Whether the first word of a sentence may be a first name, if a surname follows."""
    return token.initial and (is_new(token) or (is_name(token.text) and token.norm not in common()))
