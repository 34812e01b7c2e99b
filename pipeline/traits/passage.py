"""A block of a redacted transcript, and of whom something in it is said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pipeline.labels import plain_label
from pipeline.model import Recording, Redacted, RedactedBlock, Register
from pipeline.speaking import asks

# Of the child; nobody can tell; of somebody else, or of another time.
About = Literal["child", "unclear", "other"]
_Cue = Literal["child", "family", "of child", "other", "unclear", "mine", "third", "me", "you"]
_FAR = 300  # characters: who was named longer ago is no longer spoken of
_FAMILY = (
    "broers?|broertjes?|zus|zussen|zusjes?|moeder|vader|mama|papa|ouders?|oma|opa|oom|tante|neef|neefje|nicht|nichtje|"
    "man|vrouw|partner|stiefvader|stiefmoeder|stiefbroer|stiefzus|halfbroer|halfzus|pleegmoeder|pleegvader|"
    "tweelingbroer|tweelingzus|jongste|oudste"
)
_OTHERS = "vriend|vriendje|vriendin|vriendinnetje|klasgenoot|klasgenootje|collega|juf|meester|buurman|buurvrouw"
_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<family>{_FAMILY})|(?P<other>{_OTHERS})|(?P<mine>zoon|zoontje|dochter|dochtertje)|"
    r"(?P<third>hij|ie|ze|zij|hem|haar|die|jongens?|jongetje|meisjes?|meid|kind|kinderen|leerling|mannetje|ventje|eentje)|"
    r"(?P<me>ik|wij|we)|(?P<you>je|jij|jou|jouw))(?!\w)",
    re.IGNORECASE,
)
_THEN_ME = re.compile(r"[^.?!,]{0,30}(?<!\w)ik(?!\w)", re.IGNORECASE)
_OF = re.compile(rf"(?<!\w)(?:{_FAMILY}|{_OTHERS}) van $", re.IGNORECASE)
_KIN = frozenset(
    "ouder moeder vader stiefmoeder stiefvader pleegmoeder pleegvader broer zus oma opa tante oom neef nicht "
    "partner".split()
)
_NOBODY_KNOWN = frozenset((plain_label("PERSON", "nl"), plain_label("PERSON", "en")))


@dataclass(frozen=True, slots=True)
class Cast:
    """The labels of a case: the child's, its family's, its schools' people, other persons', and those of places."""

    child: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@lru_cache(maxsize=16)
def cast_of(register: Register) -> Cast:
    """Who is who by label. The child is whom the consent record calls so; failing that, everyone of that role."""
    children = [entity for entity in register.entities if entity.role == "kind"]
    child = frozenset(entity.label for entity in [e for e in children if e.person] or children)
    family = frozenset(entity.label for entity in register.entities if entity.role in _KIN)
    teachers = frozenset(entity.label for entity in register.entities if entity.role in ("leraar", "ib", "directeur"))
    persons = frozenset(entity.label for entity in register.entities if entity.kind == "PERSON")
    places = frozenset(entity.label for entity in register.entities if entity.kind == "PLACE")
    return Cast(child, family, teachers, (persons - child - family - teachers) | _NOBODY_KNOWN, places)


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as extractors read it: labels stand where names stood."""

    recording: Recording
    text: str = field(repr=False)
    labels: tuple[tuple[int, int, str], ...] = ()  # start, end and label of pieces that are labels
    cast: Cast = Cast()
    asks: bool = False  # the interviewer speaks
    before: str = field(default="", repr=False)  # the text of the block before this one

    def about(self, at: int) -> About:
        """Of whom something at this place is said: of the person named last before it."""
        if self._child_speaks and _THEN_ME.match(self.text, at):
            return "child"
        third = you = False
        for cue in self._cues(at):
            if cue in ("child", "unclear", "other"):
                return cue
            if cue == "family":
                return "other"
            if cue == "mine":  # "mijn zoon": the child, or its brother
                return "unclear"
            if cue == "of child":  # "de juf van [KIND-1] zegt dat hij ..." is about the child after all
                return "child" if third else "other"
            if cue == "me" and not third and not you:
                return "child" if self._child_speaks else "other"
            third, you = third or cue == "third", you or cue == "you"
        if you and not third and self.asks and self.recording.role == "kind":
            return "child"
        return "child" if self.recording.kind == "document" else "unclear"

    def about_family(self, at: int) -> About:
        """The same for what a whole household shares: said of a parent or brother, it is the child's too."""
        for cue in self._cues(at):
            if cue in ("child", "family", "of child", "mine"):
                return "child"
            if cue in ("unclear", "other"):
                return cue
            if cue == "me":
                return "child" if self._child_speaks or (self.recording.role == "ouder" and not self.asks) else "other"
        return "child" if self.recording.kind == "document" else "unclear"

    def named(self, at: int) -> About | None:
        """Whose label begins at this place; None: no person's."""
        near = self.labels[bisect_left(self.labels, (at,)) :][:1]
        whose = next((self._named(start, label) for start, _, label in near if start == at), None)
        return None if whose is None else "child" if whose in ("child", "of child") else "other"

    @property
    def _child_speaks(self) -> bool:
        return self.recording.role == "kind" and not self.asks

    def _cues(self, at: int) -> Iterator[_Cue]:
        """Who was mentioned before this place, the last one first."""
        begin = max(at - _FAR, 0)
        near = self.labels[bisect_left(self.labels, (begin,)) : bisect_left(self.labels, (at,))]
        named = [(start, self._named(start, label)) for start, _, label in near]
        said = [
            (match.start(), _said(match))
            for match in _WORDS.finditer(self.text, begin, at)
            if not any(start <= match.start() < end for start, end, _ in near)
        ]
        for _, cue in sorted([*named, *said], reverse=True, key=lambda found: found[0]):
            if cue is not None:
                yield cue

    def _named(self, start: int, label: str) -> _Cue | None:
        """Whose label this is; None: no person's."""
        parts, cast = set(re.split(r"[ /]", label)), self.cast
        if label == "XX":
            return "unclear"
        if parts <= cast.child:
            return "of child" if _OF.search(self.text[max(start - 30, 0) : start]) else "child"
        if parts & cast.child:
            return "unclear"
        return "family" if parts & cast.family else "other" if parts & (cast.others | cast.teachers) else None


def _said(match: re.Match[str]) -> _Cue | None:
    """What a word says of who is spoken of."""
    for cue in ("family", "other", "mine", "third", "me", "you"):
        if match[cue]:
            return cue
    return None


def passages(redacted: Redacted, register: Register) -> Iterator[tuple[str, Passage]]:
    """Every block of a transcript that has text, with its id."""
    cast = cast_of(register)
    before = ""
    for block in redacted.blocks:
        if block.pieces:
            yield block.id, passage(redacted.recording, block, cast, before)
            before = block.text


def passage(recording: Recording, block: RedactedBlock, cast: Cast, before: str = "") -> Passage:
    """One block, with the text of the block before it."""
    labels = []
    at = 0
    for piece in block.pieces:
        if piece.label is not None:
            labels.append((at, at + len(piece.text), piece.label))
        at += len(piece.text) + 1
    return Passage(recording, block.text, tuple(labels), cast, asks(block.speaker), before)
