"""A case without what only withdrawn recordings told: its register and its decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.config import Settings
from pipeline.model import (
    CaseMaterial,
    ConsentRecord,
    Entity,
    Findings,
    Form,
    Recording,
    Register,
    Verbatim,
)
from pipeline.people.editing import redirected
from pipeline.people.entities import put, with_forms, without
from pipeline.people.names import has_hyphen, normal, words_of
from pipeline.stages.identify import who_is_who
from pipeline.store import Study

_MOST = 5  # rounds of giving names back, each of which may free another
Place = tuple[str, str, int, int]  # recording, block, start, end


def unsaid(study: Study, record: ConsentRecord, gone: Sequence[str], settings: Settings) -> None:
    """Rewrite the register and the decisions of a case as if these recordings had never told anything.

    Doing it again changes nothing. Raises VaultDamaged, StorageFailed.
    """
    register, decisions = study.register(record.case), study.decisions(record.case)
    there = [recording for recording in study.recordings() if recording.case == record.case]
    stays = [recording for recording in there if recording.id not in gone]
    kept = tuple(decision for decision in decisions if decision.recording not in gone)
    material = CaseMaterial(
        case=record.case,
        verbatims=tuple(_verbatims(study, stays)),
        findings=tuple(_findings(study, stays)),
        record=record,
        register=register,
        decisions=tuple(decision for decision in kept if decision.kind != "approve"),
    )
    left = without_told(material, Said(_verbatims(study, [r for r in there if r.id in gone])), settings)
    if left != register:
        study.save("register", record.case, left)
    if (kept := redirected(kept, left)) != decisions:
        study.save("decisions", record.case, kept)


class Said:
    """Every word of some transcripts, ready to be asked."""

    def __init__(self, verbatims: Iterable[Verbatim]) -> None:
        texts = {text for v in verbatims for text in (*v.voices, *(block.text for block in v.blocks))}
        both = ((text, joined) for text in texts for joined in ((False, True) if has_hyphen(text) else (False,)))
        self._lines = {f" {' '.join(word for word, _, _ in words_of(*one))} " for one in both}
        self._words = {word for line in self._lines for word in line.split()}

    def has(self, text: str) -> bool:
        """Whether these words were said in a row, in any case, with or without accents."""
        words = normal(text)
        if len(words) < 2 or not self._words.issuperset(words):
            return self._words.issuperset(words)
        return any(f" {' '.join(words)} " in line for line in self._lines)


def without_told(material: CaseMaterial, gone: Said, settings: Settings) -> Register:
    """The register without names and words that what remains does not say; whoever it still speaks of keeps a label."""
    said = Said(material.verbatims)
    register = old = material.register
    for entity in old.entities:
        forms = tuple(form for form in entity.forms if _stays(form, said, gone))
        if forms != entity.forms:
            entity = replace(entity, forms=forms)
            register = put(register, entity) if forms or entity.person else without(register, entity)
    register = replace(
        register,
        ignored=tuple(word for word in old.ignored if said.has(word) or not gone.has(word)),
        words=tuple(word for word in old.words if said.has(word) or not gone.has(word)),
    )
    before = _named(material, settings)
    for _ in range(_MOST):
        now = _named(replace(material, register=register), settings)
        lost = {place: entity for place, entity in before.items() if place not in now or now[place].id != entity.id}
        if not lost:
            break
        for place, entity in sorted(lost.items()):
            register = _called(register, entity, _text(material, place))
    return register


def _stays(form: Form, said: Said, gone: Said) -> bool:
    """Whether a name is known from elsewhere: the record, what remains, or somebody who typed what nobody said."""
    if form.origin == "consent" or said.has(form.text):
        return True
    return form.origin == "researcher" and not gone.has(form.text)


def _named(material: CaseMaterial, settings: Settings) -> dict[Place, Entity]:
    """Whom each undoubted name in these transcripts stands for, of those the register had."""
    known = {entity.label: entity for entity in material.register.entities}
    return {
        (mention.recording, mention.block, mention.start, mention.end): known[mention.label]
        for mention in who_is_who(material, settings).mentions
        if not mention.doubt and mention.label in known
    }


def _called(register: Register, entity: Entity, text: str) -> Register:
    """The register in which somebody is called as what remains says it, and has the label of before."""
    if entity.id not in {other.id for other in register.entities}:
        retired = list(register.retired)
        retired.remove(entity.label)
        bare = replace(entity, forms=())
        register = replace(register, entities=(*register.entities, bare), retired=tuple(retired))
    there = next(other for other in register.entities if other.id == entity.id)
    return put(register, with_forms(there, (text,), "interview"))


def _text(material: CaseMaterial, place: Place) -> str:
    recording, block, start, end = place
    (verbatim,) = (one for one in material.verbatims if one.recording.id == recording)
    return next(one.text for one in verbatim.blocks if one.id == block)[start:end]


def _verbatims(study: Study, recordings: Iterable[Recording]) -> Iterable[Verbatim]:
    for recording in recordings:
        if study.product("verbatim", recording.id).is_file():
            yield study.load(Verbatim, "verbatim", recording.id)


def _findings(study: Study, recordings: Iterable[Recording]) -> Iterable[Findings]:
    for recording in recordings:
        there = study.product("findings", recording.id).is_file()
        yield study.load(Findings, "findings", recording.id) if there else Findings(recording.id, ())
