"""Who may be meant by a stretch of text, by everything the register knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.labels import group_of
from pipeline.model import Entity, FindingKind, Register
from pipeline.people.callnames import CallNames, Ears, Words
from pipeline.people.names import has_hyphen, has_surname, is_particle, normal, without_article, words_of
from pipeline.people.surroundings import Spot, fitting
from pipeline.recognisers.known import Hit
from pipeline.recognisers.lexicon import common, is_name, is_word
from pipeline.recognisers.phonetic import sound

_GRAMMAR = common() - common("everyday")  # "Zwart" behind a first name is a surname, "Dan" is not


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a stretch of text may stand for."""

    entities: tuple[str, ...] = ()  # ids; one: that one; several: nobody can tell which
    exact: bool = True  # as the register spells it
    sure: bool = True  # False: most likely this one, but a person decides
    apart: bool = False  # several names in a row, or a name and a word: each counts by itself


@dataclass(frozen=True, slots=True)
class Match:
    """A form of the register found in a text."""

    start: int
    end: int
    entities: tuple[str, ...]
    score: float
    how: str


def settled_word(words: Words, capital: bool) -> str:
    """How a rejected word is remembered: one without a capital says nothing of one with it."""
    return " ".join(words).capitalize() if capital else " ".join(words)


class Book:
    """The register, ready to be asked; grows with it."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._ignored = frozenset(register.ignored)
        self._names = CallNames()
        for entity in register.entities:
            self._names.put(entity)

    @property
    def register(self) -> Register:
        """The register as it is now."""
        return replace(self._register, entities=tuple(self._names.entities.values()))

    def put(self, entity: Entity) -> None:
        """Take in somebody new, or in a new state."""
        self._names.put(entity)
        if "_ears" in self.__dict__:
            self._ears.put(entity)

    def entity(self, id_: str) -> Entity:
        """The entity with this id."""
        return self._names.entities[id_]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._names.entities.values())

    def has(self, id_: str) -> bool:
        """Whether there is an entity with this id."""
        return id_ in self._names.entities

    def ignores(self, words: Words) -> bool:
        """Whether these folded words were decided to name nobody, and nobody is called so."""
        return " ".join(words) in self._ignored and not self.knows(words)

    def settled(self, words: Words, capital: bool) -> bool:
        """Whether a reviewer rejected these folded words as they are written here, and nobody is called so."""
        return settled_word(words, capital) in self._register.words and not self.knows(words)

    def knows(self, words: Words) -> bool:
        """Whether anybody is called by these folded words."""
        return bool(self._names.called(words))

    def called(self, words: Words) -> tuple[Entity, ...]:
        """Everybody who is called by these folded words."""
        return tuple(map(self.entity, self._names.called(words)))

    def who(self, spot: Spot, kind: FindingKind) -> Who:
        """Whom a spot, proposed as a name of this kind, may stand for; nobody: a name we did not know."""
        words, whole = spot.words, normal(spot.text[spot.start : spot.end])
        if len(whole) > len(words) == 1 and set(whole) == set(words):
            return Who(apart=self.knows(words))
        if exact := self._exactly(words, spot.said[:1].isupper(), kind):
            return Who(self._fitting(exact, spot, kind))
        if like := self._like(spot, kind):
            return Who(self._fitting(like, spot, kind), exact=False)
        if kind != "PERSON":
            return Who()
        return self._composed(spot) if len(words) > 1 else self._nicknamed(spot)

    def matches(self, text: str) -> Iterator[Match]:
        """Every place in a text where a form of the register stands, in any case, or may stand. They may overlap."""
        for joined in (False, True) if has_hyphen(text) else (False,):
            words = words_of(text, joined)
            for at, (first, start, _) in enumerate(words):
                for call in self._names.starting(first):
                    last = at + len(call.said)
                    same = len(call.said) == 1 or call.said == tuple(word for word, _, _ in words[at:last])
                    if same and (text[start].isupper() or not call.capital):
                        yield Match(start, words[last - 1][2], self._names.called(call.words), 0.0, "word")
        for hit in self._ears.search(text):
            given = hit.score >= 0.5 or hit.how == "exact"
            ids = tuple(id_ for id_ in hit.entities if given or self._names.was_given(id_))
            if ids:
                yield Match(hit.start, hit.end, ids, hit.score, hit.how)

    def alike(self) -> dict[str, tuple[str, ...]]:
        """Who was only met in an interview and has nearly another's name: it may be the other, misheard.

        Not where what was said sets them apart: a teacher and a child.
        """
        names = dict(self._names.single())
        met = {e.id for e in self if e.kind == "PERSON" and not self._names.was_given(e.id)}
        found: dict[str, set[str]] = {}
        for one, ids in names.items():
            for id_ in met.intersection(ids):
                for other, _, _ in process.extract(one, list(names), scorer=OSA.distance, score_cutoff=2, limit=None):
                    if _near(one, other) and id_ not in names[other]:
                        same = {another for another in names[other] if self._may_be_one(id_, another)}
                        found.setdefault(id_, set()).update(same)
        return {id_: tuple(e.id for e in self if e.id in others) for id_, others in found.items() if others}

    def _may_be_one(self, id_: str, other: str) -> bool:
        role, rival = self.entity(id_).role, self.entity(other).role
        return role == "persoon" or group_of(role) == group_of(rival)

    @cached_property
    def _ears(self) -> Ears:
        return Ears(self._names.entities.values())

    def _exactly(self, words: Words, capital: bool = True, kind: FindingKind = "PERSON") -> tuple[str, ...]:
        """Ids that are called exactly so, or so with a possessive s."""
        tries = [words, (*words[:-1], words[-1].removesuffix("s"))] if words else []
        if kind != "PERSON":
            tries += [without_article(one) for one in tries]
        one = next((one for one in tries if self.knows(one)), ())
        return self._names.called(one) if one and (capital or not self._names.needs_capital(one)) else ()

    def _like(self, spot: Spot, kind: FindingKind) -> tuple[str, ...]:
        """Ids whose form is said in another way, or was misheard. A name in its own right is not another's."""
        start, end = spot.name
        cut = spot.text.rfind(" ", 0, max(start - 30, 0)) + 1
        window = spot.text[cut:end]
        hit = next((hit for hit in self._ears.search(window) if _covers(hit, window, start - cut)), None)
        if hit is None or (kind != "PERSON" and any(self.entity(id_).kind == "PERSON" for id_ in hit.entities)):
            return ()
        ids = set(hit.entities)
        if hit.how in ("fuzzy", "split"):
            sounds = {sound(part) for id_ in ids for form in self.entity(id_).forms for part in _and_words(form.text)}
            if sound(spot.said) not in sounds and (is_name(spot.said) or len("".join(spot.words)) < 4):
                return ()
            ids |= self._ears.near(spot.words)
        return tuple(id_ for id_ in self._names.entities if id_ in ids)

    def _composed(self, spot: Spot) -> Who:
        """A first name we know with more behind it: that person, another one, or several in a row."""
        words = spot.words
        rest = [word for word in words[1:] if not is_particle(word)]
        each = [self._exactly((word,)) for word in rest]
        persons = [id_ for id_ in self._exactly(words[:1]) if self.entity(id_).kind == "PERSON"]
        if shared := tuple(id_ for id_ in persons if rest and all(id_ in ids for ids in each)):
            return Who(shared, exact=False)
        last = spot.said.split()[-1]
        surname = is_particle(words[1]) or not is_word(last) or (last[:1].isupper() and words[-1] not in _GRAMMAR)
        if (rest and all(map(self._names.is_first, rest))) or (persons and not surname):
            return Who(apart=True)
        bare = [id_ for id_ in persons if not any(has_surname(form.text) for form in self.entity(id_).forms)]
        return Who(tuple(bare), exact=False) if len(bare) == 1 else Who()

    def _nicknamed(self, spot: Spot) -> Who:
        """ "Moh" of Mohammed, "iedereen noemt hem Mo": most likely; surely where both are so."""
        (word,) = spot.words or ("",)
        called = spot.cue.called and not spot.cue.of_person
        if len(word) < (2 if called else 3) or is_word(spot.said) or (is_name(spot.said) and not called):
            return Who()
        ids = self._names.short_for(word)
        if not ids and called:
            ids = {e.id for e in self._names.entities.values() if e.role == "kind" and e.person is not None}
            return Who(tuple(ids), exact=False, sure=False) if len(ids) == 1 else Who()
        return Who(tuple(ids), exact=False, sure=called) if len(ids) == 1 else Who()

    def _fitting(self, ids: tuple[str, ...], spot: Spot, kind: FindingKind) -> tuple[str, ...]:
        """Those of the candidates whom the words around allow; none: it must be somebody new.

        Whom a reviewer called so is never ruled out: "juf Sanne" may have been decided to be Sanne.
        """
        candidates = [self.entity(id_) for id_ in ids]
        found = fitting(candidates, spot.cue, kind)
        decided = [
            e for e in candidates if any(f.origin == "reviewer" and normal(f.text) == spot.words for f in e.forms)
        ]
        return tuple(entity.id for entity in found or decided)


def _covers(hit: Hit, window: str, start: int) -> bool:
    """Whether the hit is all that was said from `start`, but for punctuation and a possessive."""
    return not any(char.isalnum() for char in window[start : hit.start]) and normal(window[hit.end :]) in ((), ("s",))


def _and_words(text: str) -> tuple[str, ...]:
    return (text, *text.split())


def _near(one: str, other: str) -> bool:
    """Whether one name may have been heard for the other."""
    allowed = 1 if min(len(one), len(other)) < 7 else 2
    return min(len(one), len(other)) > 2 and OSA.distance(one, other) <= allowed
