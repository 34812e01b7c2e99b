"""How much speaks for a name where a word may be one: what the rules say and what the sentence says, weighed together.

The weights are those of a logistic regression on our own annotated talk: `python -m training.weigh_evidence`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pipeline.model import FindingKind
from pipeline.recognisers.context import after, before, is_introduced, is_titled
from pipeline.recognisers.lexicon import common, is_inflected, is_listed, is_name, is_verb, is_word
from pipeline.recognisers.page import PARTICLES, Token
from pipeline.recognisers.sense import Known, sense_at

Rule = Literal["none", "maybe", "yes"]

ASK_FROM = 0.15  # below this nobody is asked
# Towards a name, for a missed one is worse than a word too many: most for somebody known, not for what is said a lot.
_LEAN, _LEAN_KNOWN = 0.7, 1.2
_WORTH_A_LOOK = 0.02  # of what is hardly ever a name, no more is asked
_TOWARDS = frozenset(str.split("met naar van bij voor aan tegen door via zonder"))
_TO_A_THING = frozenset(str.split("op naar van bij vanuit via namens voor"))  # not "aan de horizon", "in de kring"
_MONTHS = frozenset(["mei", "april", "maart", "juni", "juli", "augustus", "januari"])
_IN_A_MONTH = frozenset(str.split("in sinds begin eind half vanaf tot van eerste tweede derde"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an ordinary word that may be a name: what the sentence says, and what the rules say."""

    sense: float  # of the word, 0 to 1
    terms: tuple[str, ...]  # the first says by what right it may be a name
    article: float | None = None  # the sense of the article before it: "op de kring", where that is part of the name

    @property
    def amounts(self) -> dict[str, float]:
        """Everything, as what weights are given to: odds of the senses, 1 for what the rules say."""
        told = dict.fromkeys(self.terms, 1.0) | {f"sense, {self.terms[0]}": _odds(self.sense)}
        return told if self.article is None else told | {f"article, {self.terms[0]}": _odds(self.article)}


def weighed(facts: Facts) -> float:
    """The likelihood, 0 to 1, that the word is a name here."""
    weights = _weights()
    right = facts.terms[0]
    lean = 0.0 if right.endswith("frequent") else _LEAN_KNOWN if right == "exact person rare" else _LEAN
    odds = lean + sum(weights.get(name, 0.0) * amount for name, amount in facts.amounts.items())
    return round(1 / (1 + math.exp(-odds)), 3)


def _odds(share: float) -> float:
    share = min(max(share, 1e-3), 1 - 1e-3)
    return math.log(share / (1 - share))


def weigh_known(text: str, tokens: Sequence[Token], first: int, last: int, kind: FindingKind) -> float:
    """How likely words that spell a known name are that name here; tokens `first` to `last` inclusive.

    0.95 for what is no Dutch word; for a word, what its surroundings say: below 0.5 a person decides.
    """
    content = [tokens[at] for at in _content(tokens, first, last)]
    if not all(is_listed(token.text) or is_word(token.text) for token in tokens[first : last + 1] if token.word):
        return 0.95
    if len(content) > 1 and (kind == "PERSON" or any(token.norm not in common() for token in content)):
        return 0.95
    if any(token.capital and not token.initial for token in content):
        return 0.9
    if is_titled(tokens, first) or is_introduced(tokens, first):
        return 0.9
    if tokens[first].norm in _MONTHS and before(tokens, first) in _IN_A_MONTH:
        return 0.05
    return weighed(facts_of_known(text, tokens, first, last, kind))


def facts_of_known(text: str, tokens: Sequence[Token], first: int, last: int, kind: FindingKind) -> Facts:
    """Of words that spell a known name."""
    group: Literal["person", "thing"] = "person" if kind == "PERSON" else "thing"
    rule = _rule_of_person(tokens, first, last) if kind == "PERSON" else _rule_of_thing(tokens, first, last)
    often = _how_often([tokens[at] for at in _content(tokens, first, last)])
    terms = (f"exact {group} {often}", f"{group} {rule}")
    return Facts(sense_of(text, tokens, first, last, group), terms, _article(text, tokens, first))


def facts_of_misheard(text: str, tokens: Sequence[Token], first: int, last: int) -> Facts:
    """Of an ordinary word, or two, that sound or are spelled nearly like a known name."""
    return Facts(sense_of(text, tokens, first, last), (f"fuzzy {_how_often(tokens[first : first + 1])}",))


def facts_of_titled(text: str, tokens: Sequence[Token], at: int) -> Facts:
    """Of an ordinary word right after a title: "meneer kog"."""
    return Facts(sense_at(text, at).name, ("titled",))


def facts_of_kin(text: str, tokens: Sequence[Token], at: int) -> Facts:
    """Of an ordinary word right after who it may be: "mijn zus door", "vader sik"."""
    owned = "owned" if before(tokens, at, 2) in common("determiners") else "bare"
    return Facts(sense_at(text, at).name, (f"kin {_how_often(tokens[at : at + 1])}", f"kin {owned}"))


def facts_of_guess(text: str, tokens: Sequence[Token], at: int) -> Facts:
    """Of a word by which nobody is known."""
    sense = sense_at(text, at).name
    article = _article(text, tokens, at) if sense > _WORTH_A_LOOK else None
    if not is_name(tokens[at].text):
        return Facts(sense, ("word", "listed" if is_listed(tokens[at].text) else "made"), article)
    return Facts(sense, ("name", f"guess {_rule_of_guess(tokens, at)}"), article)


def facts_of_unknown(text: str, tokens: Sequence[Token], at: int) -> Facts:
    """Of what is no Dutch word: a name that lists know, or one that nobody heard of; or jargon, or misheard."""
    token = tokens[at]
    case = "initial" if token.initial else "cased" if token.capital else "lower"
    which = "word too" if is_listed(token.text) else "listed name" if is_name(token.text) else "in no list"
    return Facts(sense_at(text, at).name, (f"unknown {case}", which))


def sense_of(text: str, tokens: Sequence[Token], first: int, last: int, known: Known = "") -> float:
    """What the sentence says of tokens `first` to `last`: of the word in them that it thinks most a name."""
    return max((sense_at(text, at, known).name for at in _content(tokens, first, last)), default=0.0)


def _content(tokens: Sequence[Token], first: int, last: int) -> list[int]:
    """The places of the words that say something: not the tussenvoegsels, unless there is nothing else."""
    places = [at for at in range(first, last + 1) if tokens[at].word]
    return [at for at in places if tokens[at].norm not in PARTICLES] or places


def _how_often(words: Sequence[Token]) -> Literal["frequent", "rare"]:
    return "frequent" if all(word.norm in common() for word in words) else "rare"


def _article(text: str, tokens: Sequence[Token], first: int) -> float | None:
    """The sense of the article in or before a name; None where there is none."""
    for at in (first, first - 1):
        if at >= 0 and tokens[at].norm in {"de", "het", "'t"} and not tokens[first].initial:
            return sense_at(text, at).name
    return None


def _rule_of_thing(tokens: Sequence[Token], first: int, last: int) -> Rule:
    """ "bij karakter", "naar de regenboog", "Karakter heeft": a name. "de regenboog", "karakter": ask."""
    rare = any(token.word and token.norm not in common() | PARTICLES for token in tokens[first : last + 1])
    prepositions = common("prepositions")
    directly = before(tokens, first) in prepositions
    over_article = before(tokens, first) in {"de", "het", "'t"} and before(tokens, first, 2) in prepositions
    if rare and (directly or over_article):
        return "yes" if before(tokens, first, 2 if over_article else 1) in _TO_A_THING else "maybe"
    if tokens[first].initial and tokens[last].capital and is_verb(after(tokens, last)):
        return "yes"
    return "none"


def _rule_of_person(tokens: Sequence[Token], first: int, last: int) -> Rule:
    """ "Wil heeft", "met wil", "en roos belt": a name. "de roos", "ik wil", "dan": ask."""
    token, left = tokens[first], before(tokens, first)
    if token.norm in common():
        doing = token.norm in common("verbs", "everyday")
        if doing and token.initial and token.capital and is_verb(after(tokens, last)):
            return "yes"
        if (
            token.norm in common("verbs")
            and left in common("prepositions")
            and left not in {"te", "om", "over", "door"}
        ):
            return "yes"
        return "none"
    if left in common("determiners") - common("pronouns") and left not in {"die", "dat"}:
        return "none"
    asked = is_verb(before(tokens, first, 2))  # "krijg je roos aan de lijn"
    if left in common("pronouns") and not asked and left not in {"hem", "haar", "ons", "mij", "me"}:
        return "maybe"
    return "yes"


def _rule_of_guess(words: Sequence[Token], at: int) -> Rule:
    """What the words right beside it say of a word that is a name too."""
    token, left, right = words[at], before(words, at), after(words, at)
    starts = token.initial and token.capital
    acts = right in common("verbs") or (token.initial and is_verb(right))
    bare = not left or (left in common() and left not in common("determiners", "prepositions"))
    if starts and acts:
        return "yes"
    if (starts and _mark_after(words, at, ".?!")) or (acts and bare) or left in _TOWARDS:
        return "maybe" if is_inflected(token.text) else "yes"  # "dieren", "rode" are seldom names
    return "maybe" if starts and _mark_after(words, at, ",") else "none"


def _mark_after(words: Sequence[Token], at: int, marks: str) -> bool:
    return at + 1 < len(words) and words[at + 1].text in marks


@cache
def _weights() -> Mapping[str, float]:
    stored: Mapping[str, float] = json.loads((files("pipeline.recognisers") / "data" / "evidence.json").read_text())
    return stored
