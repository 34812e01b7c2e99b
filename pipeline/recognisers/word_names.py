"""Names that are also words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import after, before
from pipeline.recognisers.lexicon import common, is_inflected, is_name, is_verb, is_word, jargon
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span

_TOWARDS = frozenset(str.split("met naar van bij voor aan tegen door via zonder"))


class WordNames(Recogniser):
    """A word that is a name too, where a name would stand: before a verb without an article, or after "met"."""

    label = "word-name"
    examples = (
        "[Roos] vertelde dat gisteren.",
        "Ja. [Mark] heeft dat gezegd.",
        "maar [roos] hoeft nooit te wachten",
        "ik wil niet naar [mark] toe",
        "Wie dan? [Roos]. Die zit ook in de klas.",
        "School is leuk en de boom is groot.",
        "[Wil] gaat daar met hem over praten.",
        "Wil je dat? Ga zitten. Mag hij? Zou wil niet.",
        "Dan is het klaar. Sinterklaas komt op donderdag.",
        "de kleuren van dieren en van rode bloemen",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Each such word; below 0.5 where it may as well be the word."""
        for at, token in enumerate(reading.words):
            if _may_be_both(token):
                score = _weigh(reading.words, at)
            elif token.initial and token.capital and token.norm in common("verbs") and is_name(token.text):
                score = _weigh_verb(reading.words, at)
            else:
                continue
            if score:
                yield Span(token.start, token.end, "PERSON", score)


def _weigh(words: Sequence[Token], at: int) -> float:
    """How much says that this is the name: 0 for nothing."""
    token, left, right = words[at], before(words, at), after(words, at)
    starts = token.initial and token.capital
    acts = right in common("verbs") or (token.initial and is_verb(right))
    bare = not left or (left in common() and left not in common("determiners", "prepositions"))
    if starts and acts:
        return 0.6
    if (starts and _mark_after(words, at, ".?!")) or (acts and bare) or left in _TOWARDS:
        return 0.4 if is_inflected(token.text) else 0.55  # "dieren", "rode" are seldom names
    return 0.4 if starts and _mark_after(words, at, ",") else 0.0


def _weigh_verb(words: Sequence[Token], at: int) -> float:
    """ "Wil gaat daar" can only be a name; "Wil Postma" may be one, and "Wil Sanne dat?" begins alike."""
    if is_verb(after(words, at)):
        return 0.6
    return 0.4 if at + 1 < len(words) and words[at + 1].near and words[at + 1].capital else 0.0


def _mark_after(words: Sequence[Token], at: int, marks: str) -> bool:
    return at + 1 < len(words) and words[at + 1].text in marks


def _may_be_both(token: Token) -> bool:
    if not token.word or len(token.text) < 2 or token.norm in common() or token.norm in jargon():
        return False
    return is_name(token.text) and is_word(token.text)
