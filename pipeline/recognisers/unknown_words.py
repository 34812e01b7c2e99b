"""Words that are no Dutch word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import before, is_left_off, is_new, run_of_names
from pipeline.recognisers.evidence import ASK_FROM, facts_of_unknown, weighed
from pipeline.recognisers.lexicon import common, is_inflected, is_name, is_verb, is_word, jargon
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span
from pipeline.recognisers.sense import sense_at

_SURE = 0.5


class UnknownWords(Recogniser):
    """What is in no word list, nor made of two words that are: mostly a name, often a misheard one."""

    label = "unknown"
    kinds = ("PERSON", "SCHOOL", "INSTITUTION", "PLACE", "STREET")
    examples = (
        "ja en [zanne] zegt dan dat ze niet wil",
        "[Djoy] is het zonnetje van de klas.",
        "hij was eerst op [al ikhlaas] daar",
        "we vulden de doelenkaart in en de gedragsvragenlijst",
        "dat gaat uh eh hm over d'r z'n adhd en de ib'er",
        "de moe- de moeder kwam en de psycho-educatie begon",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Each unknown word, but not the broken-off ones."""
        words = reading.words
        for at, token in enumerate(words):
            if token.word and is_new(token) and not _broken_off(reading.text, token) and not _in_listed(words, at):
                sense, score = sense_at(reading.text, at), weighed(facts_of_unknown(reading.text, words, at))
                if score < _SURE:
                    if score >= ASK_FROM:
                        yield Span(token.start, token.end, "PERSON", score)  # "het kopieerhok"
                    continue
                start, end = words[_with_article(words, at)].start, run_of_names(words, at)
                yield Span(start, token.end, sense.kind, 0.65)
                if end > token.end:
                    yield Span(start, end, "PERSON", 0.66)
                elif at + 1 < len(words) and words[at + 1].near and _may_be_surname(words[at + 1]):
                    yield Span(start, words[at + 1].end, "PERSON", 0.6)


def _with_article(words: Sequence[Token], at: int) -> int:
    """ "el driessie", "op al ikhlaas": where the name begins if an article from elsewhere stands before it."""
    if not at or not words[at].near:
        return at
    article = words[at - 1].norm
    firm = article in {"el", "la", "bin", "ibn", "abu", "aït", "ait"}
    return at - 1 if firm or (article == "al" and before(words, at - 1) in common("prepositions")) else at


def _may_be_surname(token: Token) -> bool:
    """ "sietske brouwer": a word that is a name too, right after a name."""
    if token.norm in common() or token.norm in jargon() or is_inflected(token.text) or is_verb(token.text):
        return False
    return is_name(token.text)


def _broken_off(text: str, token: Token) -> bool:
    """ "moe- moeder", "ver... verteld"; or an ending after digits, "68ste"."""
    if text[token.start - 1 : token.start].isdigit():
        return True
    rest = text[token.end : token.end + 2]
    return not token.capital and (is_left_off(text, token) or rest in ("-,", "-.", ".."))


def _in_listed(words: Sequence[Token], at: int) -> bool:
    """Whether a hyphenated whole is a word, though this half is not: "psycho-educatie"."""
    first = last = at
    while first > 1 and words[first - 1].text == "-" and words[first - 2].end == words[first - 1].start:
        first -= 2
    while last + 2 < len(words) and words[last + 1].text == "-" and words[last + 2].start == words[last + 1].end:
        last += 2
    return last > first and is_word("".join(token.text for token in words[first : last + 1]))
