"""What a person changes in a register: each a function from one register to the next. Labels never change hands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.errors import (
    BothOfRecord,
    DifferentKinds,
    FormOfRecord,
    Language,
    NameEmpty,
    NameInUse,
    NotCalledSo,
    NotIgnored,
    OnlyForm,
    SameLabel,
    UnknownLabel,
    UnknownRole,
)
from pipeline.labels import kind_of_role, role_named, role_of_kind, role_words
from pipeline.model import ConsentRecord, Decision, Entity, FindingKind, Form, Person, Register
from pipeline.people.book import Book
from pipeline.people.entities import added, put, with_forms, without
from pipeline.people.names import normal
from pipeline.recognisers.alike import without_ending
from pipeline.recognisers.forms import forms_of


def labelled(register: Register, label: str) -> Entity:
    """The entity with this label, in any case. Raises UnknownLabel."""
    for entity in register.entities:
        if entity.label.casefold() == label.strip().casefold():
            return entity
    labels = ", ".join(entity.label for entity in register.entities) or "-"
    raise UnknownLabel(case=register.case, labels=labels)


def add(
    register: Register, names: Iterable[str], role: str, language: Language, origin: str = "researcher"
) -> tuple[Register, Entity]:
    """The register with somebody or something new, called by these names; full names give their parts.

    `role` is any word for one: "broer", "juf", "school". Raises UnknownRole, NameEmpty.
    """
    known = role_named(role)
    if known is None:
        raise UnknownRole(roles=", ".join(role_words()))
    texts = _forms(register.case, kind_of_role(known), names)
    register, entity = added(_heeding(register, texts), kind_of_role(known), known, language)
    entity = with_forms(entity, texts, origin)
    return put(register, entity), entity


def call(register: Register, label: str, names: Iterable[str], origin: str = "researcher") -> Register:
    """The register with more names for somebody. Raises UnknownLabel, NameEmpty."""
    entity = labelled(register, label)
    texts = _forms(register.case, entity.kind, names)
    return put(_heeding(register, texts), with_forms(entity, texts, origin))


def merge(register: Register, label: str, other: str) -> Register:
    """The register in which these two are one, under the first label; the second is never given again.

    Raises UnknownLabel, SameLabel, DifferentKinds, BothOfRecord.
    """
    one, two = labelled(register, label), labelled(register, other)
    if one.id == two.id:
        raise SameLabel(label=one.label)
    if one.kind != two.kind:
        raise DifferentKinds(label=one.label, other=two.label)
    if _of_record(one) and _of_record(two):
        raise BothOfRecord(label=one.label, other=two.label, case=register.case)
    names = {normal(form.text) for form in one.forms}
    joined = replace(one, person=one.person or two.person, role=two.role if two.person else one.role)
    for form in two.forms:
        joined = with_forms(joined, (form.text,), "reviewer" if form.origin == "interview" else form.origin)
        if normal(form.text) in names:  # from now on this very name is theirs, whatever title goes before it
            joined = _marked(joined, form.text)
    return without(put(register, joined), two)


def split(register: Register, label: str, name: str, role: str, language: Language) -> tuple[Register, Entity]:
    """The register in which this name of somebody is somebody else's; `role` "": of whom nothing is known.

    Raises UnknownLabel, UnknownRole, NotCalledSo, FormOfRecord, OnlyForm.
    """
    entity = labelled(register, label)
    known = role_named(role or role_of_kind(entity.kind))
    if known is None:
        raise UnknownRole(roles=", ".join(role_words()))
    off = tuple(form for form in entity.forms if normal(form.text) == normal(name))
    rest = tuple(form for form in entity.forms if form not in off)
    if not off:
        raise NotCalledSo(label=entity.label, case=register.case)
    if any(form.origin == "consent" for form in off):
        raise FormOfRecord(label=entity.label, case=register.case)
    if not rest:
        raise OnlyForm(label=entity.label, case=register.case)
    register = put(register, replace(entity, forms=rest))
    register, new = added(register, kind_of_role(known), known, language)
    new = replace(new, forms=tuple(_given(form) for form in off))
    return put(register, new), new


def ignore(register: Register, word: str) -> Register:
    """The register in which a word names nobody; who is called by it alone, in no consent record, goes.

    Raises NameEmpty, FormOfRecord, NameInUse.
    """
    words = _words(word)
    for entity in register.entities:
        if any(form.origin == "consent" and _ends_on(words, normal(form.text)) for form in entity.forms):
            raise FormOfRecord(label=entity.label, case=register.case)
        said = [form for form in entity.forms if normal(form.text) == words]
        if any(form.origin == "consent" for form in said):
            raise FormOfRecord(label=entity.label, case=register.case)
        if said:
            register = _without_forms(register, entity, said)
    for entity in Book(register).called(words):  # the first name of a full name
        raise NameInUse(label=entity.label, case=register.case)
    return replace(register, ignored=tuple(sorted({*register.ignored, " ".join(words)})))


def asking(register: Register, word: str) -> Register:
    """The register in which a word that was rejected in review is asked about again. Raises NameEmpty."""
    rejected = " ".join(_words(word))
    return replace(register, words=tuple(other for other in register.words if other.casefold() != rejected))


def heed(register: Register, word: str) -> Register:
    """The register in which a word may name somebody again. Raises NameEmpty, NotIgnored."""
    key = " ".join(_words(word))
    if key not in register.ignored:
        raise NotIgnored(case=register.case)
    return replace(register, ignored=tuple(other for other in register.ignored if other != key))


def credit(register: Register, id_: str, said: str, instead_of: str = "") -> Register:
    """The register in which a reviewer said that this is how somebody is called.

    `instead_of`: the id of who was thought to be called so; heard in interviews only, the name is no longer theirs.
    """
    mistaken = next((entity for entity in register.entities if entity.id == instead_of != id_), None)
    if mistaken is not None:
        heard = [f for f in mistaken.forms if normal(f.text) == normal(said) and f.origin == "interview"]
        register = _without_forms(register, mistaken, heard) if heard else register
    entity = next(entity for entity in register.entities if entity.id == id_)
    same = [form.text for form in entity.forms if normal(form.text) == normal(said)] or [said]
    return put(_heeding(register, same), with_forms(entity, same, "reviewer"))


def redirected(decisions: Iterable[Decision], register: Register, into: str = "") -> tuple[Decision, ...]:
    """Decisions of whose name something is, as they are in this register: who is gone became `into`, or nobody."""
    here = {entity.id for entity in register.entities}
    kept = (decision for decision in decisions if into or not decision.entity or decision.entity in here)
    return tuple(replace(d, entity=into) if d.entity and d.entity not in here else d for d in kept)


def _forms(case: str, kind: FindingKind, names: Iterable[str]) -> tuple[str, ...]:
    """The forms that a consent record of these names would give."""
    given = tuple(" ".join(name.split()) for name in names)
    if not given or not all(map(_words, given)):
        raise NameEmpty
    if kind == "STREET":
        return given
    record = ConsentRecord(
        case,
        persons=(Person("-", "persoon", given[0], given[1:]),) if kind == "PERSON" else (),
        authority=(),
        permissions=(),
        schools=given if kind == "SCHOOL" else (),
        institutions=given if kind == "INSTITUTION" else (),
        places=given if kind == "PLACE" else (),
    )
    return tuple(dict.fromkeys(form.text for form in forms_of(record)))


def _words(name: str) -> tuple[str, ...]:
    words = normal(name)
    if not any(map(str.isalnum, name)) or not words:
        raise NameEmpty
    return words


def _heeding(register: Register, texts: Iterable[str]) -> Register:
    """The register without these among the words that name nobody."""
    names = {" ".join(normal(text)) for text in texts}
    return replace(
        register,
        ignored=tuple(word for word in register.ignored if word not in names),
        words=tuple(word for word in register.words if word.casefold() not in names),
    )


def _ends_on(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Whether these words are a form with an ending: "sems", "semmetje"."""
    return len(words) == len(form) == 1 and without_ending(words[0], form)[0] == form[0]


def _without_forms(register: Register, entity: Entity, forms: list[Form]) -> Register:
    rest = tuple(form for form in entity.forms if form not in forms)
    return put(register, replace(entity, forms=rest)) if rest else without(register, entity)


def _of_record(entity: Entity) -> bool:
    return entity.person is not None or any(form.origin == "consent" for form in entity.forms)


def _given(form: Form) -> Form:
    """A form that a person spoke of."""
    return replace(form, origin="reviewer") if form.origin == "interview" else form


def _marked(entity: Entity, text: str) -> Entity:
    mark = Form(text, "reviewer")
    return entity if mark in entity.forms else replace(entity, forms=(*entity.forms, mark))
