"""How the register of a case grows: from the consent record, and from names found in what was said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.errors import Language
from pipeline.labels import YOUNG, group_of, role_of, role_of_kind
from pipeline.model import ConsentRecord, Entity, FindingKind, Gender, Register
from pipeline.people.book import Book
from pipeline.people.entities import added, next_id, next_label, put, with_forms
from pipeline.people.names import bases, is_particle, normal
from pipeline.people.signs import STRONG, WEAK, Sign, best_role
from pipeline.people.surroundings import Spot, allows, clash
from pipeline.recognisers.forms import forms_of, person_forms
from pipeline.recognisers.lexicon import common, is_word


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name found in a block's text, or pointed out there by a reviewer."""

    spot: Spot
    kind: FindingKind
    pointed_out: bool = False
    firm: bool = True  # a title, a head word or "in" says of which kind; False: the kind is a guess
    of_institution: bool = False  # "Karin van [institution]"


def grown(
    register: Register,
    record: ConsentRecord,
    sightings: Iterable[Sighting],
    language: Language,
    voices: Sequence[str] = (),
) -> Register:
    """The register with everyone of the record, every named voice and everyone seen.

    Who is in it keeps id, label and forms.

    Growing it again with the same gives the same.
    """
    groups = _by_name(_agreed(tuple(sightings)))
    while True:
        before = register
        book = Book(_with_voices(_with_record(register, record, language), voices, language))
        fresh = [id_ for group in groups for id_ in _see(book, [s for s in group if _counts(s, book)])]
        register = _labelled(book, fresh, groups, language)
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
            register, entity = added(register, kind, role, language, person)
        if person is not None:
            entity = replace(entity, role=role, person=person)
        register = put(register, with_forms(entity, texts, "consent"))
        claimed.add(entity.id)
    return register


def _with_voices(register: Register, voices: Sequence[str], language: Language) -> Register:
    """Everyone whom a transcript made elsewhere names as speaking, and who is nobody we know."""
    for name in voices:
        texts = [text for text in person_forms(name) if " ".join(normal(text)) not in register.ignored]
        if texts and not Book(register).called(normal(name)):
            register, entity = added(register, "PERSON", role_of_kind("PERSON"), language)
            register = put(register, with_forms(entity, texts, "researcher"))
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
    unnamed = [e for e in free if e.person is None and (person is None or e.role in (role, role_of_kind(kind)))]
    return next((e for e in unnamed if any(normal(form.text) in names for form in e.forms)), None)


def _agreed(sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """The sightings, a guessed kind giving way to what other places surely say: a town once is no person elsewhere."""
    firm: dict[tuple[str, ...], Counter[FindingKind]] = defaultdict(Counter)
    guessed: dict[tuple[str, ...], Counter[FindingKind]] = defaultdict(Counter)
    for sighting in sightings:
        of_person = sighting.kind == "PERSON" and sighting.spot.cue.of_person
        counts = firm if sighting.firm or sighting.pointed_out or of_person else guessed
        counts[sighting.spot.words][sighting.kind] += 1

    def agreed(sighting: Sighting) -> FindingKind:
        words, kind = sighting.spot.words, sighting.kind
        sure = firm.get(words) or guessed.get(words) or Counter([kind])
        if kind in firm.get(words, ()) or sighting.firm or sighting.pointed_out:
            return kind
        return "PERSON" if sighting.spot.cue.of_person else sure.most_common(1)[0][0]

    return tuple(replace(sighting, kind=agreed(sighting)) for sighting in sightings)


def _by_name(sightings: tuple[Sighting, ...]) -> list[tuple[Sighting, ...]]:
    """Sightings of one name and kind together; things before persons, single words before full names, bases first."""
    groups: dict[tuple[FindingKind, tuple[str, ...]], list[Sighting]] = {}
    for sighting in sightings:
        if sighting.spot.words:
            groups.setdefault((sighting.kind, sighting.spot.words), []).append(sighting)
    names = {words for _, words in groups}

    def rank(key: tuple[FindingKind, tuple[str, ...]]) -> tuple[bool, bool, bool]:
        kind, words = key
        derived = any((*words[:-1], base) in names for base in bases(words[-1]))
        return kind == "PERSON", len(words) > 1, derived

    return [tuple(groups[key]) for key in sorted(groups, key=rank)]


def _counts(sighting: Sighting, book: Book) -> bool:
    """Whether a sighting is no word that was decided to name nobody; "juf Roos" is one whatever was rejected."""
    spot = sighting.spot
    settled = not sighting.firm and book.settled(spot.words, spot.has_capital)
    return sighting.pointed_out or not (settled or book.ignores(spot.words))


def _see(book: Book, group: Sequence[Sighting]) -> Iterator[str]:
    """Take one more name into the book: joined to whoever it can only be, or as somebody new, whose id is given."""
    new: list[Sighting] = []
    for sighting in group:
        who = book.who(sighting.spot, sighting.kind)
        if not who.entities and not who.apart:
            new.append(sighting)
        elif len(who.entities) == 1:
            _confirm(book, book.entity(who.entities[0]), sighting, exact=who.exact, sure=who.sure)
            _address(book, book.entity(who.entities[0]), sighting)
    for several in _apart(new) if _is_name(new) else ():
        first, kind = several[0].spot, several[0].kind
        role = _role(several, [sign for sighting in several for sign in _signs(sighting)])
        gender = _gender(several) if kind == "PERSON" else ""
        namesakes = [e for e in book if e.kind == kind and any(form.text == first.said for form in e.forms)]
        if not any(e.role == role and not clash(e.gender, gender) for e in namesakes):
            entity = Entity(next_id(book.register), kind, role, "", (), gender=gender)
            origin = "reviewer" if any(sighting.pointed_out for sighting in several) else "interview"
            book.put(with_forms(entity, (first.said,), origin))
            yield entity.id


def _address(book: Book, entity: Entity, sighting: Sighting) -> None:
    """Keep whether somebody is a "mevrouw" or a "meneer": who is addressed otherwise is somebody else."""
    if entity.kind == sighting.kind == "PERSON" and sighting.spot.cue.gender and not entity.gender:
        book.put(replace(entity, gender=sighting.spot.cue.gender))


def _confirm(book: Book, entity: Entity, sighting: Sighting, exact: bool, sure: bool) -> None:
    """Keep how somebody was called, if that is new and no ordinary word, and that a reviewer said so."""
    said = sighting.spot.said
    if exact and sighting.pointed_out:
        texts = [form.text for form in entity.forms if normal(form.text) == sighting.spot.words]
        book.put(with_forms(entity, [text for text in texts if _only_heard(entity, text)], "reviewer"))
    elif not exact and (sure or sighting.pointed_out) and not _is_ordinary(said):
        book.put(with_forms(entity, (said,), "reviewer" if sighting.pointed_out else "interview"))


def _only_heard(entity: Entity, text: str) -> bool:
    return all(form.origin == "interview" for form in entity.forms if form.text == text)


def _apart(new: list[Sighting]) -> list[list[Sighting]]:
    """Sightings of one name by whose it is: a teacher who bears the name of a friend is somebody else."""
    by_role: dict[str, list[Sighting]] = {}
    for sighting in new:
        cue = sighting.spot.cue
        strict = cue.title in ("teacher", "doctor", "family") and sighting.kind == "PERSON"
        by_role.setdefault(cue.role if strict else "", []).append(sighting)
    bare = by_role.pop("", [])
    young = any(s.weight == STRONG and s.role in YOUNG for sighting in bare for s in sighting.spot.signs)
    bare, *others = _by_gender(bare)
    parts = [part for several in by_role.values() for part in _by_gender(several)] + others
    if not parts or (young and not any(s.spot.cue.title for s in bare)):
        return [part for part in (bare, *parts) if part]
    parts[0] = [sighting for sighting in new if sighting in bare or sighting in parts[0]]
    return parts


def _gender(sightings: Iterable[Sighting]) -> Gender:
    return next((sighting.spot.cue.gender for sighting in sightings if sighting.spot.cue.gender), "")


def _by_gender(sightings: list[Sighting]) -> list[list[Sighting]]:
    """ "Meneer Postma" and "mevrouw Postma" apart; who is addressed neither way is with the first."""
    first = _gender(sightings)
    others = [s for s in sightings if clash(first, s.spot.cue.gender)]
    return [[s for s in sightings if s not in others], *([others] if others else [])]


def _labelled(book: Book, fresh: list[str], groups: list[tuple[Sighting, ...]], language: Language) -> Register:
    """The register with roles and labels for who is new, by all that was said of them anywhere in the case."""
    seen: dict[str, list[Sighting]] = {id_: [] for id_ in fresh}
    for sighting in (sighting for group in groups for sighting in group if fresh):
        who = book.who(sighting.spot, sighting.kind)
        if len(who.entities) == 1 and who.entities[0] in seen:
            seen[who.entities[0]].append(sighting)
    for id_, sightings in seen.items():
        entity = book.entity(id_)
        signs = [sign for sighting in sightings for sign in (*_signs(sighting), *_company(sighting.spot, book))]
        role = _role(sightings, signs) if sightings else entity.role
        book.put(replace(entity, role=role, label=next_label(book.register, role, language)))
    return book.register


def _role(sightings: Sequence[Sighting], signs: Iterable[Sign]) -> str:
    """The role for which most speaks, of those that every title allows."""
    if sightings[0].kind != "PERSON":
        return role_of_kind(sightings[0].kind)
    cues = [sighting.spot.cue for sighting in sightings]
    return best_role(sign for sign in signs if all(allows(cue, sign.role) for cue in cues))


def _signs(sighting: Sighting) -> Iterator[Sign]:
    """What stands around a name."""
    yield from sighting.spot.signs
    if sighting.of_institution:
        yield Sign("hulpverlener", STRONG)


def _company(spot: Spot, book: Book) -> Iterator[Sign]:
    """Who is named in one breath with a child is likely one too: "Quincy en Jayden"."""
    for words in (spot.around.left, spot.around.right):
        if len(words) > 1 and words[0] in ("en", "of"):
            groups = {group_of(entity.role) for entity in book.called(normal(words[1]))}
            if groups == {"child"}:
                yield Sign("kind", WEAK)
            elif groups == {"teacher"}:
                yield Sign("leraar", WEAK)


def _is_name(new: Sequence[Sighting]) -> bool:
    """Whether to look for this name everywhere: an ordinary word that was taken for a name once is asked about."""
    if not new or any(sighting.pointed_out for sighting in new):
        return bool(new)
    spot, kind = new[0].spot, new[0].kind
    words = [word for word in spot.words if not is_particle(word)]
    if sum(map(len, words)) < 2 or (len(words) == 1 and words[0] in common()):
        return False
    if kind != "PERSON" and spot.said[0].isupper():
        return True
    seen = any(sighting.spot.cue.of_person for sighting in new)
    return seen or len(new) > 1 or not _is_ordinary(spot.said)


def _is_ordinary(said: str) -> bool:
    """Whether every word of a name is a Dutch word as well."""
    return all(is_word(word) or is_particle(word) for word in normal(said))
