"""All the ways in which the people and places of a consent record may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import ConsentRecord, FindingKind
from pipeline.recognisers.lexicon import common, is_name, is_word
from pipeline.recognisers.page import INNER_PARTICLES, PARTICLES
from pipeline.recognisers.phonetic import normal


@dataclass(frozen=True, slots=True)
class KnownForm:
    """One way a known person, school, institution or place is called."""

    text: str = field(repr=False)
    kind: FindingKind
    entity: str


_ARTICLES = r"(?:de|het|'t)"
_SCHOOL_HEADS = re.compile(
    r"^(?:(?:openbare|christelijke|katholieke)\s+)?(?:obs|cbs|rkbs|pcbs|ikc|kc|sbo|vso|so|bs|basisschool|school|\w+school|kindcentrum|college|lyceum)\s+",
    re.IGNORECASE,
)
_INSTITUTION_HEADS = re.compile(r"^(?:stichting|\w*praktijk|moskee|kerk|bureau|kliniek|buurthuis)\s+", re.IGNORECASE)
_BROAD_HEADS = re.compile(  # what follows may be a town, which is no name of theirs
    r"^(?:jeugdhulp|jeugdzorg|jeugdteam|zorggroep|\w*centrum|logopedie|gezinshuis|zorgboerderij|logeerhuis|ggz)\s+",
    re.IGNORECASE,
)
_CENTRE = re.compile(r"\bcentrum voor jeugd en gezin\b", re.IGNORECASE)
_CJG = re.compile(r"\bcjg\b", re.IGNORECASE)


def forms_of(record: ConsentRecord) -> tuple[KnownForm, ...]:
    """Every form of everyone and everything in the record; entity is the person's id, or "school-1", "place-2", ..."""
    found: dict[KnownForm, None] = {}
    for person in record.persons:
        for name in (person.name, *person.nicknames):
            found.update((KnownForm(text, "PERSON", person.id), None) for text in person_forms(name))
    for number, name in enumerate(record.schools, 1):
        found.update((KnownForm(text, "SCHOOL", f"school-{number}"), None) for text in _cores(name, _SCHOOL_HEADS))
    for number, name in enumerate(record.institutions, 1):
        for text in {name: None, _CENTRE.sub("CJG", name): None, _CJG.sub("Centrum voor Jeugd en Gezin", name): None}:
            found.update(
                (KnownForm(core, "INSTITUTION", f"institution-{number}"), None)
                for core in _cores(text, _INSTITUTION_HEADS)
            )
        core = _BROAD_HEADS.sub("", name)
        if core != name and not is_name(core) and normal(core) not in common():
            found[KnownForm(core, "INSTITUTION", f"institution-{number}")] = None
    for number, name in enumerate(record.places, 1):
        found[KnownForm(name, "PLACE", f"place-{number}")] = None
    for number, name in enumerate(record.other_names, 1):
        found.update((KnownForm(text, "PERSON", f"other-{number}"), None) for text in person_forms(name))
    return tuple(found)


def person_forms(name: str) -> Iterator[str]:
    """A full name, its given names, its surname with and without tussenvoegsel, and the parts of double names."""
    words = name.split()
    yield " ".join(words)
    if not words:
        return
    surname = next((at for at, word in enumerate(words) if _opens_surname(at, word)), len(words) - 1)
    if len(words) == 1:
        yield from _halves(words[0])
        return
    for given in words[:surname]:
        yield from _halves(given)
    family = " ".join(words[surname:])
    for part in dict.fromkeys((family, *re.split(r"\s*-\s*", family))):
        if len(part) > 1:
            yield part
        bare = part.split()
        while len(bare) > 1 and normal(bare[0]) in PARTICLES:
            bare = bare[1:]
        # "Wit" of "de Wit" is hardly ever said alone, and the word is said a lot.
        if len(bare) < len(part.split()) and not is_word(" ".join(bare)):
            yield " ".join(bare)


def _opens_surname(at: int, word: str) -> bool:
    return normal(word).split("-")[-1] in (INNER_PARTICLES if at else PARTICLES)


def _halves(word: str) -> Iterator[str]:
    if len(word.strip(".")) > 1:
        yield word
    yield from (half for half in word.split("-") if len(half) > 1 and half != word)


def _cores(name: str, heads: re.Pattern[str]) -> Iterator[str]:
    """The name as written, without its generic head, and without its article."""
    yield name
    core = name
    while (shorter := heads.sub("", core)) != core:
        core = shorter
        if normal(core) not in common():
            yield core
    bare = re.sub(rf"^{_ARTICLES}\s+", "", core, flags=re.IGNORECASE)
    if bare != core and normal(bare) not in common():
        yield bare
    if len(bare) > 9 and bare.lower().endswith("school"):  # "Regenboogschool": people say "de Regenboog"
        yield bare.removesuffix("school")
