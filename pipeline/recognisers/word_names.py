"""Names that are also words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import after
from pipeline.recognisers.evidence import ASK_FROM, facts_of_guess, weighed
from pipeline.recognisers.lexicon import common, is_name, is_verb
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span
from pipeline.recognisers.sense import may_be_name, sense_at


class WordNames(Recogniser):
    """A word that is a name too, where a name would stand: before a verb without an article, or after "met"."""

    label = "word-name"
    kinds = ("PERSON", "SCHOOL", "INSTITUTION", "PLACE", "STREET")
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
            if token.word and may_be_name(token.norm) and (token.initial or not token.capital):
                sense = sense_at(reading.text, at)
                score, kind = weighed(facts_of_guess(reading.text, reading.words, at)), sense.kind
            elif token.initial and token.capital and token.norm in common("verbs") and is_name(token.text):
                score, kind = _weigh_verb(reading.words, at), "PERSON"
            else:
                continue
            if score >= ASK_FROM:
                yield Span(token.start, token.end, kind, score)


def _weigh_verb(words: Sequence[Token], at: int) -> float:
    """ "Wil gaat daar" can only be a name; "Wil Postma" may be one, and "Wil Sanne dat?" begins alike."""
    if is_verb(after(words, at)):
        return 0.6
    return 0.4 if at + 1 < len(words) and words[at + 1].near and words[at + 1].capital else 0.0
