"""What a person decides: about the queue, and about who is who. Any page or command calls these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from pipeline.errors import (
    Language,
    NoSuchSentence,
    SurelyAName,
    UnknownSubject,
    WhoseName,
)
from pipeline.labels import is_named, role_named
from pipeline.model import Decision, Entity, Register
from pipeline.people.book import Book, settled_word
from pipeline.people.editing import add, asking, call, credit, ignore, labelled, redirected
from pipeline.people.names import name_in, normal
from pipeline.recognisers.lexicon import is_word
from pipeline.review import Occurrence, OpenItem, open_items, verbatim_of, with_decisions
from pipeline.store import Study


def accept(study: Study, item: str, as_: str = "", only: Sequence[int] = (), language: Language = "nl") -> None:
    """Remember that this is a name: whose is proposed, or of `as_`, a label or the role of somebody new.

    `only`: numbers of sentences, from 1; default all, and then the register learns it too.
    Raises UnknownSubject, WhoseName, UnknownLabel, NoSuchSentence, StorageFailed, VaultDamaged.
    """
    asked = _item(study, item)
    places, register = _chosen(asked, only), study.register(asked.case)
    whole = len(places) == len(asked.occurrences)
    proposed = next((entity for entity in register.entities if entity.label == asked.label), None)
    if not as_ and proposed is None and "/" in asked.label:
        raise WhoseName(labels=", ".join(asked.candidates), item=asked.id, first=asked.candidates[0])
    entity = proposed
    if as_ and role_named(as_) and not any(e.label.casefold() == as_.casefold() for e in register.entities):
        register, entity = add(register, (asked.raw_word,), as_, language, origin="reviewer")
    elif as_:
        entity = labelled(register, as_)
    if entity is not None and whole:
        mistaken = proposed.id if proposed and asked.doubt == "who" else ""
        register = _learnt(register, entity, asked, mistaken)
    _decide(study, asked, "name", places, register, into=entity.id if entity else "")


def reject(study: Study, item: str, only: Sequence[int] = ()) -> None:
    """Remember that this is no name; of all sentences, so that nobody is asked about the word again in this case.

    Raises UnknownSubject, SurelyAName, NoSuchSentence, StorageFailed, VaultDamaged.
    """
    asked = _item(study, item)
    places, register = _chosen(asked, only), study.register(asked.case)
    words = normal(asked.raw_word)
    if asked.doubt == "who" and not only:
        called = Book(register).called(words)
        if len(called) != 1 or any(form.origin != "interview" for form in called[0].forms):
            raise SurelyAName(item=asked.id)
        register = ignore(register, asked.raw_word)  # who was heard once, in every sentence that is shown, is nobody
    elif len(places) == len(asked.occurrences) and is_named(asked.kind):
        said = {settled_word(words, capital) for capital in {False, *(o.capital for o in places)}}
        register = replace(register, words=tuple(sorted({*register.words, *said})))
    _decide(study, asked, "word", places, register)


def reopen(study: Study, case: str, word: str) -> int:
    """Take back every decision about a word in a case, so that it is asked again; gives how many there were.

    Raises UnknownSubject, NameEmpty, StorageFailed, VaultDamaged.
    """
    known_case(study, case)
    decisions = study.decisions(case)
    kept = _without(decisions, study, case, [word])
    study.save("register", case, asking(study.register(case), word))
    study.save("decisions", case, kept)
    return len(decisions) - len(kept)


def _without(decisions: tuple[Decision, ...], study: Study, case: str, names: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions of a case but those about these words; nothing is read where there are none."""
    if not decisions:
        return ()
    words = {normal(name) for name in names}
    texts = {
        (recording.id, digest, block.id): block.text
        for recording in study.recordings()
        if recording.case == case
        for verbatim, digest in [verbatim_of(study, recording.id)]
        for block in (verbatim.blocks if verbatim else ())
    }

    def about(decision: Decision) -> bool:
        text = texts.get((decision.recording, decision.digest, decision.block), "")
        start, end = name_in(text, decision.start, decision.end)
        return decision.kind != "approve" and normal(text[start:end]) in words

    return tuple(decision for decision in decisions if not about(decision))


def edit(study: Study, case: str, change: Callable[[Register], Register], into: str = "") -> None:
    """Change the register of a case; decisions for whom is gone are for `into` (a label) now, or asked again.

    Raises UnknownSubject, what `change` raises, StorageFailed, VaultDamaged.
    """
    known_case(study, case)
    register = change(study.register(case))
    heir = labelled(register, into).id if into else ""
    study.save("register", case, register)  # first: no decision may ever speak of somebody who is not there yet
    study.save("decisions", case, redirected(study.decisions(case), register, heir))


def introduce(
    study: Study, case: str, names: Sequence[str], role: str, to: str, language: Language
) -> tuple[str, tuple[str, ...]]:
    """Take somebody new into the register, or `to` a label more names; gives the label, and who else is called so.

    Raises UnknownSubject, UnknownLabel, UnknownRole, NameEmpty, StorageFailed, VaultDamaged.
    """
    known_case(study, case)
    register = study.register(case)
    others = Book(register).called(normal(names[0]))
    if to:
        label = labelled(register, to).label
        register = call(register, label, names)
    else:
        register, entity = add(register, names, role, language)
        label = entity.label
    study.save("register", case, register)
    study.save("decisions", case, _without(study.decisions(case), study, case, names))  # who is known now was no word
    return label, tuple(other.label for other in others if other.label != label)


def known_case(study: Study, case: str) -> None:
    """Whether there is such a case. Raises UnknownSubject."""
    if not study.consent(case).is_file() and case not in {recording.case for recording in study.recordings()}:
        raise UnknownSubject(what=case)


def _item(study: Study, id_: str) -> OpenItem:
    asked = next((item for item in open_items(study) if item.id == id_), None)
    if asked is None:
        raise UnknownSubject(what=id_)
    return asked


def _chosen(asked: OpenItem, only: Sequence[int]) -> tuple[Occurrence, ...]:
    """The occurrences that are meant."""
    numbers = [occurrence.number for occurrence in asked.occurrences]
    if not set(only) <= set(numbers):
        raise NoSuchSentence(item=asked.id, count=max(numbers))
    return tuple(occurrence for occurrence in asked.occurrences if not only or occurrence.number in only)


def _learnt(register: Register, entity: Entity, asked: OpenItem, mistaken: str) -> Register:
    """The register in which somebody is called so; an ordinary word stays one elsewhere."""
    words = normal(asked.raw_word)
    called = any(normal(form.text) == words for form in entity.forms)
    if called or not all(map(is_word, words)):
        return credit(register, entity.id, asked.raw_word, instead_of=mistaken)
    return register


def _decide(
    study: Study,
    asked: OpenItem,
    kind: Literal["name", "word"],
    places: Iterable[Occurrence],
    register: Register,
    into: str = "",
) -> None:
    """Remember the same decision of several places, and what the register learns."""
    made = tuple(
        Decision(
            kind,
            occurrence.recording,
            occurrence.digest,
            occurrence.place.block,
            occurrence.place.start,
            occurrence.place.end,
            entity=into,
        )
        for occurrence in places
    )
    if register != study.register(asked.case):
        study.save("register", asked.case, register)
    before = redirected(study.decisions(asked.case), register, into)
    study.save("decisions", asked.case, with_decisions(before, made))
