"""Small changes to a register: somebody new, more forms, another state. Each gives a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.errors import Language
from pipeline.labels import new_label
from pipeline.model import Entity, FindingKind, Form, Register

_ORIGINS = ("interview", "reviewer", "researcher", "consent")  # the later outranks the earlier


def next_id(register: Register) -> str:
    """An id that nobody ever had: each label given, retired or not, went with one."""
    highest = max((int(entity.id.removeprefix("E")) for entity in register.entities), default=0)
    return f"E{max(highest, len(register.entities) + len(register.retired)) + 1}"


def next_label(register: Register, role: str, language: Language) -> str:
    """A label that was never given in this case."""
    return new_label(role, (*(entity.label for entity in register.entities), *register.retired), language)


def added(
    register: Register, kind: FindingKind, role: str, language: Language, person: str | None = None
) -> tuple[Register, Entity]:
    """The register with somebody new, without forms, who gets the next id and the next label of the role."""
    entity = Entity(next_id(register), kind, role, next_label(register, role, language), (), person)
    return replace(register, entities=(*register.entities, entity)), entity


def put(register: Register, entity: Entity) -> Register:
    """The register with an entity changed."""
    entities = tuple(entity if other.id == entity.id else other for other in register.entities)
    return replace(register, entities=entities)


def without(register: Register, entity: Entity) -> Register:
    """The register without an entity, whose label is never given again."""
    entities = tuple(other for other in register.entities if other.id != entity.id)
    return replace(register, entities=entities, retired=(*register.retired, entity.label))


def with_forms(entity: Entity, texts: Iterable[str], origin: str) -> Entity:
    """The entity with these forms as well.

    What a person said outranks what was heard; who else said it is kept.
    """
    forms = list(entity.forms)
    for text in texts:
        same = [form for form in forms if form.text == text]
        if not same:
            forms.append(Form(text, origin))
        elif all(_ORIGINS.index(form.origin) < _ORIGINS.index(origin) for form in same):
            heard = next((form for form in same if form.origin == "interview"), None)
            if heard is None:
                forms.append(Form(text, origin))
            else:
                forms[forms.index(heard)] = Form(text, origin)
    return replace(entity, forms=tuple(forms))
