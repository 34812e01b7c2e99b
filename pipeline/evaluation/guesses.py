"""What a system takes for identifying in annotated talk, and what would be masked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.evaluation.gold import GoldCase, Utterance
from pipeline.evaluation.loose import SETTINGS, identified_in, verbatim_of
from pipeline.labels import group_of
from pipeline.model import ConsentRecord, Doubt, Entity, Mention
from pipeline.recognisers import RECOGNISERS
from pipeline.recognisers.reading import Recogniser


@dataclass(frozen=True, slots=True)
class Guess:
    """A span that a system masks, or asks a person about."""

    start: int
    end: int
    labels: frozenset[str] = frozenset()  # in the gold's words; several where it may be one of several persons
    doubt: Doubt = ""


Guesses = Mapping[str, tuple[Guess, ...]]  # by utterance id


def guesses_of(
    utterances: Iterable[Utterance],
    cases: Mapping[str, GoldCase],
    settings: Settings = SETTINGS,
    recognisers: tuple[type[Recogniser], ...] = RECOGNISERS,
) -> Guesses:
    """What we find: each case as a whole, with nothing known beforehand but its own consent record."""
    texts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for utterance in utterances:
        texts[utterance.case][utterance.role][utterance.id] = utterance.text
    found: dict[str, list[Guess]] = defaultdict(list)
    for case, roles in texts.items():
        record = cases[case].record if case in cases else ConsentRecord(case, (), (), ())
        verbatims = [verbatim_of(case, role, said) for role, said in roles.items()]
        who = identified_in(verbatims, record, settings, recognisers=recognisers)
        entities = {entity.id: entity for entity in who.register.entities}
        by_label = {entity.label: entity for entity in who.register.entities}
        for mention in who.mentions:
            one = by_label.get(mention.label)
            labels = frozenset(_label(mention, entities[id_]) for id_ in mention.candidates) or {_label(mention, one)}
            found[mention.block].append(Guess(mention.start, mention.end, frozenset(labels), mention.doubt))
    return {id_: tuple(guesses) for id_, guesses in found.items()}


def _label(mention: Mention, entity: Entity | None) -> str:
    """What the gold would call this."""
    if entity and entity.kind == "PERSON":
        return f"PERSON_{group_of(entity.role).upper()}"
    kind = entity.kind if entity else mention.kind
    return {"PERSON": "PERSON_OTHER", "ID": "OTHER_ID"}.get(kind, kind)


def automatic(guesses: Guesses) -> Guesses:
    """What is masked without asking: surely names, though it may be unclear whose."""
    return {id_: tuple(guess for guess in found if guess.doubt != "name") for id_, found in guesses.items()}


def with_queue(utterances: Sequence[Utterance], guesses: Guesses) -> Guesses:
    """What is masked when a person decides every doubt rightly: besides, whatever touches a mention of the gold."""
    decided = {}
    for utterance in utterances:
        decided[utterance.id] = tuple(
            guess
            for guess in guesses.get(utterance.id, ())
            if guess.doubt != "name" or any(s.start < guess.end and guess.start < s.end for s in utterance.spans)
        )
    return decided
