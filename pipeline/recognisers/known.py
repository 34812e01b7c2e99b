"""Finds names that are known beforehand, however they were said, spelled or misheard."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pipeline.model import FindingKind
from pipeline.recognisers.alike import Ear, nearly, nearly_joined, without_ending
from pipeline.recognisers.context import after, is_introduced, is_left_off, is_titled
from pipeline.recognisers.evidence import ASK_FROM, facts_of_misheard, weigh_known, weighed
from pipeline.recognisers.forms import KnownForm, forms_of
from pipeline.recognisers.lexicon import common, is_inflected, is_listed, is_verb, is_word
from pipeline.recognisers.overlaps import settle
from pipeline.recognisers.page import INNER_PARTICLES, PARTICLES, Token, tokens_of

__all__ = ["Hit", "How", "KnownForm", "KnownNames", "forms_of"]

How = Literal["exact", "possessive", "diminutive", "initials", "joined", "split", "spelled", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A known form found in a text: where, how, and how sure (below 0.5 a person decides)."""

    start: int
    end: int
    kind: FindingKind
    entities: tuple[str, ...]  # all that are called so
    how: How
    score: float

    @property
    def entity(self) -> str | None:
        """Whose name it is; None where several share it ("Pinas" of mother and child)."""
        return self.entities[0] if len(self.entities) == 1 else None


@dataclass(frozen=True, slots=True)
class _Name:
    """What is known of one normal form."""

    parts: tuple[str, ...] = field(repr=False)
    kind: FindingKind
    entities: tuple[str, ...]

    @property
    def key(self) -> str:
        return "".join(self.parts)


class KnownNames:
    """The known forms of one case, ready to be searched for."""

    def __init__(self, forms: Iterable[KnownForm]) -> None:
        found: dict[tuple[str, ...], tuple[FindingKind, set[str]]] = {}
        initials: dict[str, tuple[FindingKind, set[str]]] = {}
        for form in forms:
            parts = _parts(form.text)
            if parts:
                found.setdefault(parts, (form.kind, set()))[1].add(form.entity)
            if form.kind == "PERSON" and len(parts) > 1:
                for key in _initialled(parts):
                    initials.setdefault(key, (form.kind, set()))[1].add(form.entity)
        names = [_Name(parts, kind, tuple(sorted(who))) for parts, (kind, who) in sorted(found.items())]
        self._by_key: dict[str, _Name] = {}
        for name in names:
            other = self._by_key.get(name.key)
            who = name.entities if other is None else tuple(sorted({*name.entities, *other.entities}))
            self._by_key[name.key] = _Name(name.parts, name.kind, who)
        self._initials = {key: _Name((key,), kind, tuple(sorted(who))) for key, (kind, who) in initials.items()}
        self._beginnings = {key[:size] for key in (*self._by_key, *self._initials) for size in range(1, len(key) + 1)}
        self._ear = Ear(self._by_key)
        self._concerns = lru_cache(maxsize=50_000)(self._is_concerned)
        self._by_first: dict[str, list[_Name]] = defaultdict(list)
        self._by_second: dict[str, list[_Name]] = defaultdict(list)
        for name in names:
            if len(name.parts) > 1:
                self._by_first[name.parts[0]].append(name)
                self._by_second[name.parts[1]].append(name)

    def search(self, text: str) -> list[Hit]:
        """All hits in a text, in order, none overlapping another."""
        if not self._by_key:
            return []
        tokens = tokens_of(text)
        chain = [place for place, token in enumerate(tokens) if token.word or token.text.isdigit()]
        hits: list[Hit] = []
        for at, place in enumerate(chain):
            if self._concerns(tokens[place].norm):
                hits += list(self._exact(text, tokens, chain, at)) or self._single(text, tokens, place)
            hits += self._nearly(text, tokens, chain, at)
        return settle(hits, text) if hits else []

    def _is_concerned(self, word: str) -> bool:
        """Whether a known form may begin with this word, or be heard in it."""
        return word.replace("'", "") in self._beginnings or self._is_like_one(word)

    def _exact(self, text: str, tokens: Sequence[Token], chain: Sequence[int], at: int) -> Iterator[Hit]:
        """Known forms that start here, letter for letter; their words may be split or joined."""
        key = ""
        for to in range(at, len(chain)):
            if to > at and not _linked(text, tokens, chain[to - 1], chain[to]):
                return
            key += tokens[chain[to]].norm.replace("'", "")
            if key not in self._beginnings:
                return
            if key in self._by_key:
                yield _spelled_as(self._by_key[key], text, tokens, chain[at : to + 1])
            elif key in self._initials and to > at and len(tokens[chain[at]].norm) < 3:
                yield _hit(tokens, chain[at : to + 1], self._initials[key], "initials", 0.9)

    def _single(self, text: str, tokens: Sequence[Token], place: int) -> list[Hit]:
        """One word that is a known form with an ending, or sounds or is spelled nearly like one."""
        token = tokens[place]
        if not token.word:
            return []
        bare, how = without_ending(token.norm, self._by_key)
        if bare:
            name = self._by_key[bare]
            end = token.start + len(token.text) - 2 if token.norm.endswith("'s") else token.end
            score = 0.9 if not is_listed(token.text) else weigh_known(text, tokens, place, place, name.kind)
            return [Hit(token.start, end, name.kind, name.entities, how, score)]
        return self._alike(text, tokens, place)

    def _alike(self, text: str, tokens: Sequence[Token], place: int) -> list[Hit]:
        token = tokens[place]
        near = self._ear.nearest(token.norm.replace("'", ""))
        if not near:
            return []
        if is_left_off(text, token):
            return []
        name = self._by_key[near]
        if len(name.parts) > 1 and not nearly_joined(token.norm, near):
            return []  # "Semmie" is not "Sem Smit"
        ordinary, frequent = is_word(token.text), token.norm in common()
        signs = is_titled(tokens, place) or is_introduced(tokens, place)
        if frequent:
            if signs and token.norm not in common("pronouns", "verbs", "prepositions", "determiners"):
                score = 0.6
            elif token.capital and (not token.initial or _cannot_start(tokens, place)):
                score = 0.4  # "met Dan", "Ten is zijn schoen kwijt"
            else:
                score = weighed(facts_of_misheard(text, tokens, place, place))
        elif ordinary:
            signs = signs or (token.capital and not token.initial)
            made = not (is_listed(token.text) or is_inflected(token.text))  # "vlietstroon" is a word by its parts only
            score = 0.7 if signs or made else weighed(facts_of_misheard(text, tokens, place, place))
        else:
            score = 0.8
        if score < ASK_FROM:
            return []
        return [Hit(token.start, token.end, name.kind, name.entities, "fuzzy", score)]

    def _nearly(self, text: str, tokens: Sequence[Token], chain: Sequence[int], at: int) -> Iterator[Hit]:
        """Known forms of several words, one of them misheard; and two words that sound like one name."""
        first = tokens[chain[at]]
        if not first.word:
            return
        following = tokens[chain[at + 1]].norm if at + 1 < len(chain) else ""
        for name in (*self._by_first.get(first.norm, ()), *self._by_second.get(following, ())):
            places = chain[at : at + len(name.parts)]
            if len(places) == len(name.parts) and self._resembles(text, tokens, places, name):
                yield _hit(tokens, places, name, "fuzzy", 0.8)
        if at + 1 < len(chain):
            second = tokens[chain[at + 1]]
            words = (first.norm, second.norm)
            if is_word(first.text) and is_word(second.text) and not is_titled(tokens, chain[at]):
                return
            if not _linked(text, tokens, chain[at], chain[at + 1]):
                return
            if any(word in PARTICLES or word in self._by_key for word in words):
                return
            ordinary = any(word in common() for word in words)  # "fer had", "ja mairo"
            if ordinary and any(map(self._is_like_one, words)):
                return  # "en Mohammeds", "mevrouw Boateng u": a name already
            near = self._ear.nearest("".join(words).replace("'", ""))
            if len(near) > 4:
                yield _hit(tokens, chain[at : at + 2], self._by_key[near], "split", 0.7)

    def _is_like_one(self, word: str) -> bool:
        return bool(self._ear.nearest(word.replace("'", "")) or without_ending(word, self._by_key)[0])

    def _resembles(self, text: str, tokens: Sequence[Token], places: Sequence[int], name: _Name) -> bool:
        """Whether each word is the form's or, where the form has more than a particle there, near to it."""
        if not all(_linked(text, tokens, one, two) for one, two in itertools.pairwise(places)):
            return False
        said = [tokens[place].norm.replace("'", "") for place in places]
        if tuple(said) == name.parts:
            return False
        return all(
            one == two or (two not in PARTICLES and nearly(one, two)) for one, two in zip(said, name.parts, strict=True)
        )


def _spelled_as(name: _Name, text: str, tokens: Sequence[Token], places: Sequence[int]) -> Hit:
    """A form met letter for letter: with the same words, spelled out, joined, or split."""
    said, last = tuple(tokens[place].norm.replace("'", "") for place in places), tokens[places[-1]]
    if said == name.parts or len(said) < len(name.parts):
        score = weigh_known(text, tokens, places[0], places[-1], name.kind)
        if said == name.parts:
            return _hit(tokens, places, name, "exact", min(score, 0.4) if _broken_off(text, last) else score)
        by_chance = all(is_listed(tokens[place].text) for place in places)  # "renspeters" is no word but for its parts
        return _hit(tokens, places, name, "joined", score if by_chance else 0.95)
    if len(said) > 2 and all(len(part) == 1 for part in said):
        return _hit(tokens, places, name, "spelled", 0.95)
    by_chance = len(name.key) < 8 and all(is_word(tokens[place].text) for place in places)
    if not by_chance:
        return _hit(tokens, places, name, "split", 0.9)
    score = weighed(facts_of_misheard(text, tokens, places[0], places[-1]))
    signs = is_titled(tokens, places[0]) or is_introduced(tokens, places[0])
    return _hit(tokens, places, name, "split", max(score, 0.8 if signs else 0.3))


def _broken_off(text: str, token: Token) -> bool:
    """ "ik mert- eh, ik merk": short, in small letters, and not gone on with."""
    return is_left_off(text, token) and token.text.islower() and len(token.text) < 6


def _cannot_start(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb follows a word that no sentence starts with before a verb."""
    firm = common("prepositions", "determiners") - common("pronouns", "adverbs") - {"dat", "die", "dit", "alle"}
    return tokens[place].norm in firm and is_verb(after(tokens, place))


def _parts(text: str) -> tuple[str, ...]:
    """The words of a form, normalised."""
    return tuple(token.norm.replace("'", "") for token in tokens_of(text) if token.word or token.text.isdigit())


def _initialled(parts: tuple[str, ...]) -> Iterator[str]:
    """Keys of "S. van der Meulen" and "J. W. Postma" for a full name."""
    surname = next((place for place, part in enumerate(parts) if place and part in INNER_PARTICLES), len(parts) - 1)
    letters = "".join(part[0] for part in parts[:surname])
    for size in range(1, len(letters) + 1):
        yield letters[:size] + "".join(parts[surname:])


def _linked(text: str, tokens: Sequence[Token], one: int, two: int) -> bool:
    """Whether two words stand next to each other: a space, a hyphen, or the stop of an initial between them."""
    between = text[tokens[one].end : tokens[two].start]
    stop = between.strip()
    return stop in ("", "-", "'", "’") or (stop == "." and len(tokens[one].text) == 1)


def _hit(tokens: Sequence[Token], places: Sequence[int], name: _Name, how: How, score: float) -> Hit:
    return Hit(tokens[places[0]].start, tokens[places[-1]].end, name.kind, name.entities, how, score)
