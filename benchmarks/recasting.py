"""The same talk about other people: names swapped, in the text and in the consent records alike."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.gold_sets import GoldSet
from benchmarks.misspelling import misspelt
from benchmarks.old_names import Name, name_from, name_of, said_anew
from pipeline.evaluation.gold import PERSONS, GoldCase, GoldMention, Stretch, Utterance
from pipeline.recognisers.phonetic import normal

LISTS = Path(__file__).parent / "name_lists"
_TITLES = frozenset(str.split("mevrouw meneer mijnheer mw dhr heer dokter dr familie fam mevr"))


@dataclass(frozen=True)
class Pool:
    """Names to draw a cast from."""

    first: tuple[str, ...]
    family: tuple[str, ...]


def pool(first: str, family: str) -> Pool:
    """The names of two files: first names apart by spaces, surnames one a line."""
    return Pool(tuple(word for line in _lines(first) for word in line.split()), tuple(_lines(family)))


def recast(gold: GoldSet, names: Pool, seed: int) -> GoldSet:
    """The gold with everybody in it called otherwise. What cannot be said with the new name is left out.

    Left out are utterances with a name that was misheard, and those with a nickname or the like.
    """
    draw = random.Random(f"{gold.name} {seed}")
    by_case: dict[str, list[Utterance]] = defaultdict(list)
    for utterance in gold.utterances:
        if "asr" not in utterance.tags:
            by_case[utterance.case].append(utterance)
    said: list[Utterance] = []
    cases = {}
    for case, known in gold.cases.items():
        cast = _Cast(known, by_case[case], names, draw)
        cases[case] = cast.known()  # first, for a record says "Het Kompas" where talk says "Kompas"
        said += filter(None, map(cast.say, by_case[case]))
    return GoldSet(gold.name, tuple(said), cases)


def lowered(gold: GoldSet) -> GoldSet:
    """The same as a recogniser without capitals would write it; consent records keep theirs."""
    return replace(
        gold,
        utterances=tuple(
            replace(one, text=one.text.lower(), tags=one.tags | {"lower"})
            for one in gold.utterances
            if len(one.text.lower()) == len(one.text)
        ),
    )


def misheard(gold: GoldSet, share: float, seed: int) -> GoldSet:
    """The same with a slip of one letter in so many of the names of persons."""
    draw = random.Random(f"{gold.name} {seed}")

    def heard(mention: GoldMention, text: str) -> tuple[str, str]:
        slips = mention.label in PERSONS and draw.random() < share
        return (misspelt(text, draw) if slips else text), ""

    return replace(gold, utterances=tuple(filter(None, (_with(one, heard) for one in gold.utterances))))


class _Swap:
    """New words for old ones: the same for the same, another for another."""

    def __init__(self, words: Sequence[str], draw: random.Random) -> None:
        self._left = iter(draw.sample(words, len(words)))
        self._found: dict[str, str] = {}

    def __call__(self, old: str) -> str:
        key = normal(old)
        if key not in self._found:
            self._found[key] = next(self._left)
        return self._found[key]


class _Cast:
    """Who and what is called how in one case, before and now."""

    def __init__(self, known: GoldCase, utterances: Sequence[Utterance], names: Pool, draw: random.Random) -> None:
        self._known = known
        self._old = {person.id: name_from(person.name) for person in known.record.persons}
        self._old |= {id_: name_of(told) for id_, told in _told(utterances).items() if id_ not in self._old}
        self._given, self._family = _Swap(names.first, draw), _Swap(names.family, draw)
        schools = [line.partition(" ") for line in _lines("schools.txt")]
        self._schools = {
            article: _Swap([word for which, _, word in schools if which == article], draw) for article in ("de", "het")
        }
        self._institutions = _Swap([word for line in _lines("institutions.txt") for word in line.split()], draw)
        self._words: dict[str, str] = {}  # of schools and institutions: what the last word became
        self._cores: dict[str, str] = {}  # and which word that was, by entity

    def known(self) -> GoldCase:
        """The consent record with the new names."""
        record = self._known.record
        return replace(
            self._known,
            record=replace(
                record,
                persons=tuple(replace(one, name=self._new(one.id).full) for one in record.persons),
                schools=tuple(
                    _renamed(name, self._word(name, self._schools[_article(name)])) for name in record.schools
                ),
                institutions=tuple(
                    _renamed(name, self._word(name, self._institutions)) for name in record.institutions
                ),
            ),
        )

    def say(self, utterance: Utterance) -> Utterance | None:
        """The utterance with the new names; None where one cannot be carried over."""

        def anew(mention: GoldMention, said: str) -> tuple[str, str] | None:
            if mention.label in PERSONS:
                return said_anew(said, self._old[mention.entity], self._new(mention.entity))
            if mention.label not in ("SCHOOL", "INSTITUTION"):
                return said, ""
            before = utterance.text[max(mention.start - 4, 0) : mention.start] + said
            swap = self._institutions if mention.label == "INSTITUTION" else self._schools[_article(before)]
            core = normal(_last(said))
            if self._cores.setdefault(mention.entity, core) != core:
                return None
            return _renamed(said, self._word(said, swap)), ""

        return _with(utterance, anew)

    def _word(self, name: str, swap: _Swap) -> str:
        """The new last word of a school or institution."""
        core = normal(_last(name))
        if core not in self._words:
            self._words[core] = swap(core)
        return self._words[core]

    def _new(self, id_: str) -> Name:
        """The new name: both parts, where the old one has a place for them."""
        old = self._old[id_]
        given, family = self._given(old.given or f"? {id_}"), self._family(old.family or f"? {id_}")
        return Name(given, family if old.family else "")


def _told(utterances: Iterable[Utterance]) -> dict[str, list[tuple[str, bool]]]:
    """How each person is called in these utterances, and whether after a title."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for utterance in utterances:
        for mention in utterance.spans:
            if mention.label in PERSONS:
                before = utterance.text[: mention.start].replace(".", " ").split()
                titled = bool(before) and before[-1].lower() in _TITLES
                found[mention.entity].append((utterance.said(mention), titled))
    return found


def _with(utterance: Utterance, anew: Callable[[GoldMention, str], tuple[str, str] | None]) -> Utterance | None:
    """The utterance with other words for its mentions, and what follows them; None where one has none."""
    text, at = "", 0
    spans: list[GoldMention] = []
    shifts = [(0, 0)]  # from this place on, so much further
    for mention in sorted(utterance.spans, key=lambda one: one.start):
        words = anew(mention, utterance.said(mention))
        if words is None or mention.start < at:
            return None
        text += utterance.text[at : mention.start]
        core = None if mention.core_start is None else mention.core_start - mention.start + len(text)
        spans.append(replace(mention, start=len(text), end=len(text) + len(words[0]), core_start=core))
        text, at = text + "".join(words), mention.end
        shifts.append((at, len(text) - at))
    neutral = tuple(
        Stretch(one.start + shift, one.end + shift)
        for one in utterance.neutral
        for shift in [max(entry for entry in shifts if entry[0] <= one.start)[1]]
    )
    return replace(utterance, text=text + utterance.text[at:], spans=tuple(spans), neutral=neutral)


def _article(text: str) -> str:
    """Whether a school is called "het ..." here."""
    return "het" if {"het", "'t", "it"} & set(text.lower().split()) else "de"


def _last(name: str) -> str:
    return name.split()[-1]


def _renamed(name: str, core: str) -> str:
    """The name with another last word, in the same case."""
    return name.removesuffix(_last(name)) + (core.lower() if _last(name).islower() else core)


def _lines(file: str) -> list[str]:
    lines = (LISTS / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
