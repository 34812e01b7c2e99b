"""Who may be meant by a stretch of text, by everything the register knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from pipeline.model import Entity, FindingKind, Register
from pipeline.people.names import Call, calls, has_surname, is_particle, name_in, normal, without_article, words_of
from pipeline.people.surroundings import Cue, cue, fitting
from pipeline.recognisers.forms import person_forms
from pipeline.recognisers.known import Hit, KnownForm, KnownNames
from pipeline.recognisers.lexicon import common, is_name, is_word
from pipeline.recognisers.phonetic import sound


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a stretch of text may stand for."""

    entities: tuple[str, ...] = ()  # ids; one: that one; several: nobody can tell which
    exact: bool = True  # as the register spells it
    apart: bool = False  # several names in a row, or a name and a word: each counts by itself


@dataclass(frozen=True, slots=True)
class Match:
    """A form of the register found in a text."""

    start: int
    end: int
    entities: tuple[str, ...]
    score: float
    how: str


@lru_cache(maxsize=4)
def book_of(register: Register) -> Book:
    """The book of a register; made once while the register stays as it is."""
    return Book(register)


@dataclass(frozen=True)
class Book:
    """The register, ready to be asked."""

    register: Register = field(repr=False)

    def entity(self, id_: str) -> Entity:
        """The entity with this id."""
        return self._entities[id_]

    def who(self, text: str, start: int, end: int, kind: FindingKind) -> Who:
        """Whom text[start:end], proposed as a name of this kind, may stand for; nobody: a name we did not know."""
        whole = normal(text[start:end])
        start, end = name_in(text, start, end)
        said = text[start:end]
        words = normal(said)
        around = cue(text, start, end)
        if len(whole) > len(words) == 1 and set(whole) == set(words):
            return Who(apart=words in self._exact)
        if exact := self._called(words, said[:1].isupper(), kind):
            return Who(self._fitting(exact, around, kind))
        if like := self._like(text, start, end, kind):
            return Who(self._fitting(like, around, kind), exact=False)
        return self._composed(said, words) if kind == "PERSON" and len(words) > 1 else Who()

    def matches(self, text: str) -> Iterator[Match]:
        """Every place in a text where a form of the register stands, in any case, or may stand. They may overlap."""
        for joined in (False, True):
            words = words_of(text, joined)
            for at, first in enumerate(words):
                for call, ids in self._calls.get(first.word, ()):
                    last = at + len(call.words)
                    same = call.words == tuple(said.word for said in words[at:last])
                    if same and (text[first.start].isupper() or not call.capital):
                        yield Match(first.start, words[last - 1].end, ids, 0.0, "word")
        for hit in self._known.search(text):
            ids = tuple(id_ for id_ in hit.entities if hit.score >= 0.5 or hit.how == "exact" or self._was_given(id_))
            if ids:
                yield Match(hit.start, hit.end, ids, hit.score, hit.how)

    @cached_property
    def alike(self) -> frozenset[str]:
        """Ids of who was only met in an interview and has nearly another's name: it may be the other, misheard."""
        names = {words: set(ids) for words, ids in self._exact.items() if len(words) == 1}
        met = {e.id for e in self.register.entities if e.role == "persoon" and not self._was_given(e.id)}
        return frozenset(
            id_
            for (one,), mine in names.items()
            for (other,), theirs in names.items()
            if _near(one, other)
            for id_ in (mine & met) - theirs
        )

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.register.entities}

    @cached_property
    def _parts(self) -> dict[Call, list[str]]:
        """Ids by the way they are called."""
        found: dict[Call, list[str]] = {}
        for entity in self.register.entities:
            own = {call for form in entity.forms for call in calls(form.text, entity.kind)}
            surnames = {call.words for call in own if call.part == "surname"}
            for call in own:  # the record's "Bakker" of "Jan Bakker" is a surname too
                part = "surname" if call.words in surnames else call.part
                found.setdefault(Call(call.words, part, call.capital), []).append(entity.id)
        return dict(sorted(found.items(), key=lambda item: (item[0].words, item[0].part, item[0].capital)))

    @cached_property
    def _exact(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Ids by folded words. A first name taken out of a full name gives way to who is known to bear it."""
        found: dict[tuple[str, ...], dict[str, bool]] = {}
        for call, ids in self._parts.items():
            who = found.setdefault(call.words, {})
            for id_ in ids:
                who[id_] = who.get(id_, False) or call.part != "given" or self._was_given(id_)
        exact = {}
        for words, who in found.items():
            given = any(strong and self._was_given(id_) for id_, strong in who.items())
            exact[words] = tuple(id_ for id_ in self._entities if id_ in who and (who[id_] or not given))
        return exact

    @cached_property
    def _with_capital(self) -> frozenset[tuple[str, ...]]:
        """Words that count with a capital only."""
        lower = {call.words for call in self._parts if not call.capital}
        return frozenset(call.words for call in self._parts if call.words not in lower)

    @cached_property
    def _calls(self) -> dict[str, list[tuple[Call, tuple[str, ...]]]]:
        """Calls by their first word, with their possessives."""
        found: dict[str, list[tuple[Call, tuple[str, ...]]]] = {}
        for call in self._parts:
            for words in (call.words, (*call.words[:-1], f"{call.words[-1]}s")):
                found.setdefault(words[0], []).append((replace(call, words=words), self._exact[call.words]))
        return found

    @cached_property
    def _known(self) -> KnownNames:
        return KnownNames(_known_forms(self.register.entities))

    @cached_property
    def _rivals(self) -> dict[tuple[str, ...], KnownNames]:
        return {}

    def _was_given(self, id_: str) -> bool:
        """Whether the consent record or a reviewer told us of this one."""
        return any(form.origin != "interview" for form in self.entity(id_).forms)

    def _called(self, words: tuple[str, ...], capital: bool = True, kind: FindingKind = "PERSON") -> tuple[str, ...]:
        """Ids that are called exactly so, or so with a possessive s."""
        tries = [words, (*words[:-1], words[-1].removesuffix("s"))] if words else []
        if kind != "PERSON":
            tries += [without_article(one) for one in tries]
        found = next((self._exact[one] for one in tries if one in self._exact), ())
        return found if capital or words not in self._with_capital else ()

    def _like(self, text: str, start: int, end: int, kind: FindingKind) -> tuple[str, ...]:
        """Ids whose form is said in another way, or was misheard. A name in its own right is not another's."""
        said, cut = text[start:end], text.rfind(" ", 0, max(start - 30, 0)) + 1
        window = text[cut:end]
        hit = next((hit for hit in self._known.search(window) if _covers(hit, window, start - cut)), None)
        if hit is None or (kind != "PERSON" and any(self.entity(id_).kind == "PERSON" for id_ in hit.entities)):
            return ()
        ids = hit.entities
        if hit.how in ("fuzzy", "split"):
            sounds = {sound(part) for id_ in ids for form in self.entity(id_).forms for part in _and_words(form.text)}
            if sound(said) not in sounds and (is_name(said) or len("".join(normal(said))) < 4):
                return ()
            rivals = self._without(ids).search(window)
            ids += tuple(id_ for rival in rivals if _covers(rival, window, start - cut) for id_ in rival.entities)
        return tuple(id_ for id_ in self._entities if id_ in ids)

    def _without(self, ids: tuple[str, ...]) -> KnownNames:
        """All forms but those of some."""
        if ids not in self._rivals:
            self._rivals[ids] = KnownNames(_known_forms(e for e in self.register.entities if e.id not in ids))
        return self._rivals[ids]

    def _composed(self, said: str, words: tuple[str, ...]) -> Who:
        """A first name we know with more behind it: that person, another one, or several in a row."""
        rest = [word for word in words[1:] if not is_particle(word)]
        each = [self._called((word,)) for word in rest]
        persons = [id_ for id_ in self._called(words[:1]) if self.entity(id_).kind == "PERSON"]
        if shared := tuple(id_ for id_ in persons if rest and all(id_ in ids for ids in each)):
            return Who(shared, exact=False)
        last = said.split()[-1]
        surname = is_particle(words[1]) or not is_word(last) or (last[:1].isupper() and words[-1] not in common())
        if (rest and all(map(self._is_first, rest))) or (persons and not surname):
            return Who(apart=True)
        bare = [id_ for id_ in persons if not any(has_surname(form.text) for form in self.entity(id_).forms)]
        return Who(tuple(bare), exact=False) if len(bare) == 1 else Who()

    def _is_first(self, word: str) -> bool:
        """Whether somebody is called by this word, and not as a surname."""
        return any(Call((word,), part) in self._parts for part in ("whole", "given"))

    def _fitting(self, ids: tuple[str, ...], around: Cue, kind: FindingKind) -> tuple[str, ...]:
        """Those of the candidates whom the words around allow; none: it must be somebody new."""
        return tuple(entity.id for entity in fitting([self.entity(id_) for id_ in ids], around, kind))


def _known_forms(entities: Iterable[Entity]) -> list[KnownForm]:
    return [
        KnownForm(text, entity.kind, entity.id)
        for entity in entities
        for form in entity.forms
        for text in (person_forms(form.text) if entity.kind == "PERSON" and form.origin != "consent" else (form.text,))
        if not all(map(is_particle, normal(text)))  # "van" of somebody known as "Van Leeuwen"
    ]


def _covers(hit: Hit, window: str, start: int) -> bool:
    """Whether the hit is all that was said from `start`, but for punctuation and a possessive."""
    return not any(char.isalnum() for char in window[start : hit.start]) and normal(window[hit.end :]) in ((), ("s",))


def _and_words(text: str) -> tuple[str, ...]:
    return (text, *text.split())


def _near(one: str, other: str) -> bool:
    """Whether one name may have been heard for the other."""
    allowed = 1 if min(len(one), len(other)) < 7 else 2
    return min(len(one), len(other)) > 2 and OSA.distance(one, other) <= allowed
