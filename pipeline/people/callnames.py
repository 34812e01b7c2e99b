"""Who is called how: entities by the words of their names, exactly and nearly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.model import Entity
from pipeline.people.names import Call, calls, is_particle, normal
from pipeline.recognisers.alike import nearly
from pipeline.recognisers.forms import person_forms
from pipeline.recognisers.known import Hit, KnownForm, KnownNames
from pipeline.recognisers.phonetic import sound

Words = tuple[str, ...]
_LATE = 24  # entities that may come later before everybody's forms are indexed again


@dataclass(frozen=True, slots=True)
class Calling:
    """A call as it may be met in a text: with a possessive s, or without."""

    said: Words = field(repr=False)
    words: Words = field(repr=False)
    capital: bool


class CallNames:
    """Entities by the ways in which they are called; grows as entities are put in."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self._by_words: dict[Words, dict[str, set[Call]]] = {}
        self._by_first: dict[str, dict[Calling, None]] = {}

    def put(self, entity: Entity) -> None:
        """Take in somebody new, or in a new state; forms are only ever added."""
        self.entities[entity.id] = entity
        own = {call for form in entity.forms for call in calls(form.text, entity.kind)}
        surnames = {call.words for call in own if call.part == "surname"}
        for call in sorted(own, key=lambda call: (call.words, call.part, call.capital)):
            part = "surname" if call.words in surnames else call.part  # the record's "Bakker" of "Jan Bakker"
            self._by_words.setdefault(call.words, {}).setdefault(entity.id, set()).add(
                Call(call.words, part, call.capital)
            )
            for words in (call.words, (*call.words[:-1], f"{call.words[-1]}s")):
                self._by_first.setdefault(words[0], {})[Calling(words, call.words, call.capital)] = None

    def called(self, words: Words) -> Words:
        """Ids of who is called so, in order. A first name in a full name gives way to who is known to bear it."""
        who = self._by_words.get(words)
        if not who:
            return ()
        strong = {id_ for id_, found in who.items() if self.was_given(id_) or any(c.part != "given" for c in found)}
        given = any(self.was_given(id_) for id_ in strong)
        return tuple(sorted((id_ for id_ in who if id_ in strong or not given), key=_number))

    def starting(self, word: str) -> Iterable[Calling]:
        """Every call whose first word this is."""
        return self._by_first.get(word, ())

    def needs_capital(self, words: Words) -> bool:
        """Whether these words count with a capital only: "Groot" of "de Groot"."""
        return all(call.capital for found in self._by_words[words].values() for call in found)

    def is_first(self, word: str) -> bool:
        """Whether somebody is called by this word, and not as a surname."""
        return any(c.part != "surname" for found in self._by_words.get((word,), {}).values() for c in found)

    def short_for(self, word: str) -> set[str]:
        """Ids of known persons whose first name begins with this word: "Moh" of Mohammed."""
        return {
            id_
            for words, who in self._by_words.items()
            if len(words) == 1 and words[0].startswith(word) and len(words[0]) > len(word) + 1
            for id_, found in who.items()
            if self.entities[id_].kind == "PERSON" and self.was_given(id_) and any(c.part != "surname" for c in found)
        }

    def single(self) -> Iterator[tuple[str, Words]]:
        """Every one-word name, with the ids of who is called so."""
        return ((words[0], self.called(words)) for words in self._by_words if len(words) == 1)

    def was_given(self, id_: str) -> bool:
        """Whether the consent record, a researcher or a reviewer told us of this one."""
        return any(form.origin != "interview" for form in self.entities[id_].forms)


class Ears:
    """Entities by what their names may have been misheard as; grows as entities are put in."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._late: dict[str, Entity] = {}
        self._all = KnownNames(_known_forms(self._entities.values()))
        self._new: KnownNames | None = None
        self._keys: dict[str, set[str]] = {}
        self._spelled: list[str] = []
        self._sounds: dict[str, set[str]] = {}
        for entity in self._entities.values():
            self._hear(entity)

    def put(self, entity: Entity) -> None:
        """Take in somebody new, or in a new state."""
        self._entities[entity.id] = self._late[entity.id] = entity
        self._new = None
        self._hear(entity)
        if len(self._late) > _LATE:
            self._late = {}
            self._all = KnownNames(_known_forms(self._entities.values()))

    def search(self, text: str) -> list[Hit]:
        """Everything in a text that is, or may be, a name of somebody."""
        if self._late and self._new is None:
            self._new = KnownNames(_known_forms(self._late.values()))
        return self._all.search(text) + (self._new.search(text) if self._new and self._late else [])

    def near(self, words: Words) -> set[str]:
        """Ids of everybody for whose name these words, said as one, may have been heard."""
        said = "".join(words)
        found = {key for key in self._sounds.get(sound(said), ()) if nearly(said, key)}
        close = process.extract(said, self._spelled, scorer=OSA.distance, score_cutoff=2, limit=None)
        found |= {key for key, _, _ in close if nearly(said, key)}
        return {id_ for key in found for id_ in self._keys[key]}

    def _hear(self, entity: Entity) -> None:
        for form in _known_forms([entity]):
            key = "".join(normal(form.text))
            if key not in self._keys:
                self._spelled.append(key)
            self._keys.setdefault(key, set()).add(entity.id)
            self._sounds.setdefault(sound(key), set()).add(key)


def _known_forms(entities: Iterable[Entity]) -> list[KnownForm]:
    return [
        KnownForm(text, entity.kind, entity.id)
        for entity in entities
        for form in entity.forms
        for text in (person_forms(form.text) if entity.kind == "PERSON" and form.origin != "consent" else (form.text,))
        if not all(map(is_particle, normal(text)))  # "van" of somebody known as "Van Leeuwen"
    ]


def _number(id_: str) -> int:
    return int(id_.removeprefix("E"))
