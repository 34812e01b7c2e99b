"""How the register of a case grows: from the consent record, and from names found in what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from pipeline.errors import Language
from pipeline.labels import new_label, role_of, role_of_kind
from pipeline.model import ConsentRecord, Entity, FindingKind, Form, Register
from pipeline.people.book import book_of
from pipeline.people.names import bases, is_particle, name_in, normal
from pipeline.people.surroundings import cue
from pipeline.recognisers.forms import forms_of
from pipeline.recognisers.lexicon import common, is_word


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name found in a block's text, or pointed out there by a reviewer."""

    text: str = field(repr=False)
    start: int
    end: int
    kind: FindingKind
    pointed_out: bool = False

    @property
    def said(self) -> str:
        """The name by itself."""
        start, end = name_in(self.text, self.start, self.end)
        return self.text[start:end]


def grown(register: Register, record: ConsentRecord, sightings: Iterable[Sighting], language: Language) -> Register:
    """The register with everyone of the record and everyone seen; who is in it keeps id, label and forms.

    Growing it again with the same gives the same.
    """
    sightings = tuple(sightings)
    while True:
        before = register
        register = _with_record(register, record, language)
        for group in _by_name(sightings):
            register = _with_seen(register, group, language)
        if register == before:
            return register


def _with_record(register: Register, record: ConsentRecord, language: Language) -> Register:
    """Everyone and everything in the consent record, joined to whom we met before the record named them."""
    roles = {person.id: role_of(person.role) for person in record.persons}
    claimed: set[str] = set()
    for owner, forms in groupby(forms_of(record), key=lambda form: form.entity):
        known = tuple(forms)
        kind, person = known[0].kind, owner if owner in roles else None
        role = roles.get(owner, role_of_kind(kind))
        texts = tuple(form.text for form in known if not all(map(is_particle, normal(form.text))))
        if not texts:
            continue
        entity = _met(register, claimed, kind, role, person, texts)
        if entity is None:
            register, entity = _added(register, kind, role, language, person)
        register = _put(register, _with_forms(replace(entity, role=role, person=person), texts, "consent"))
        claimed.add(entity.id)
    return register


def _met(
    register: Register, claimed: set[str], kind: FindingKind, role: str, person: str | None, texts: tuple[str, ...]
) -> Entity | None:
    """The entity that the record's person, school or place already has."""
    free = [entity for entity in register.entities if entity.id not in claimed and entity.kind == kind]
    if person is not None:
        for entity in free:
            if entity.person == person:
                return entity
    names = {normal(text) for text in texts if person is not None and not is_particle(normal(text)[0])}
    names.add(normal(texts[0]))
    unnamed = [entity for entity in free if entity.person is None and entity.role in (role, role_of_kind(kind))]
    return next((e for e in unnamed if any(normal(form.text) in names for form in e.forms)), None)


def _by_name(sightings: tuple[Sighting, ...]) -> list[tuple[Sighting, ...]]:
    """Sightings of one name and kind together; things before persons, single words before full names, bases first."""
    groups: dict[tuple[FindingKind, tuple[str, ...]], list[Sighting]] = {}
    for sighting in sightings:
        if any(char.isalnum() for char in sighting.text[sighting.start : sighting.end]):
            groups.setdefault((sighting.kind, normal(sighting.said)), []).append(sighting)
    names = {words for _, words in groups}

    def rank(key: tuple[FindingKind, tuple[str, ...]]) -> tuple[bool, bool, bool]:
        kind, words = key
        derived = any((*words[:-1], base) in names for base in bases(words[-1]))
        return kind == "PERSON", len(words) > 1, derived

    return [tuple(groups[key]) for key in sorted(groups, key=rank)]


def _with_seen(register: Register, group: tuple[Sighting, ...], language: Language) -> Register:
    """The register with one more name: joined to whoever it can only be, or as somebody new."""
    book = book_of(register)
    new: list[Sighting] = []
    for sighting in group:
        who = book.who(sighting.text, sighting.start, sighting.end, sighting.kind)
        if not who.entities and not who.apart:
            new.append(sighting)
        elif len(who.entities) == 1 and not who.exact and not _is_ordinary(sighting.said):
            entity = _with_forms(book.entity(who.entities[0]), (sighting.said,), "interview")
            register = _put(register, entity)
            book = book_of(register)
    if not new or not _is_name(new):
        return register
    first, kind = new[0], new[0].kind
    roles = [cue(sighting.text, sighting.start, sighting.end).role for sighting in new]
    role = next((role for role in roles if role != "persoon"), "persoon") if kind == "PERSON" else role_of_kind(kind)
    if any(e.kind == kind and e.role == role and any(f.text == first.said for f in e.forms) for e in register.entities):
        return register
    register, entity = _added(register, kind, role, language)
    origin = "reviewer" if any(sighting.pointed_out for sighting in new) else "interview"
    return _put(register, _with_forms(entity, (first.said,), origin))


def _is_name(new: list[Sighting]) -> bool:
    """Whether to look for this name everywhere: an ordinary word that was taken for a name once is asked about."""
    if any(sighting.pointed_out for sighting in new):
        return True
    words = [word for word in normal(new[0].said) if not is_particle(word)]
    if sum(map(len, words)) < 2 or (len(words) == 1 and words[0] in common()):
        return False
    if new[0].kind != "PERSON" and new[0].said[0].isupper():
        return True
    seen = any(cue(sighting.text, sighting.start, sighting.end).of_person for sighting in new)
    return seen or len(new) > 1 or not _is_ordinary(new[0].said)


def _is_ordinary(said: str) -> bool:
    """Whether every word of a name is a Dutch word as well."""
    return all(is_word(word) or is_particle(word) for word in normal(said))


def _added(
    register: Register, kind: FindingKind, role: str, language: Language, person: str | None = None
) -> tuple[Register, Entity]:
    """The register with somebody new, who gets the next id and the next label of the role."""
    number = max((int(entity.id.removeprefix("E")) for entity in register.entities), default=0) + 1
    label = new_label(role, (entity.label for entity in register.entities), language)
    entity = Entity(f"E{number}", kind, role, label, (), person)
    return replace(register, entities=(*register.entities, entity)), entity


def _with_forms(entity: Entity, texts: tuple[str, ...], origin: str) -> Entity:
    """The entity with these forms as well; what the record says outranks what was heard."""
    known = {form.text: form for form in entity.forms}
    for text in texts:
        if text not in known or (origin == "consent" and known[text].origin != "consent"):
            known[text] = Form(text, origin)
    return replace(entity, forms=tuple(known.values()))


def _put(register: Register, entity: Entity) -> Register:
    """The register with an entity changed."""
    entities = tuple(entity if other.id == entity.id else other for other in register.entities)
    return replace(register, entities=entities)
