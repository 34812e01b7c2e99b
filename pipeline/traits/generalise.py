"""Make what a transcript tells coarser: age bands, stages of school, the province in a town's label."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.errors import Language
from pipeline.model import Entity, Piece, Redacted, RedactedBlock, Register
from pipeline.traits.ages import Ages, band_of
from pipeline.traits.groups import LABELS, STAGES, Groups, stage_of
from pipeline.traits.passage import Cast, Passage, cast_of, passage
from pipeline.traits.towns import shown_province

# "Age" is a Frisian first name: a label that may be one would be taken for a leak.
_AGE: dict[Language, str] = {"nl": "LEEFTIJD", "en": "AGED"}


@dataclass(frozen=True, slots=True)
class _Change:
    """A place in a block's text, and what comes to stand there."""

    start: int
    end: int
    text: str = field(repr=False)
    label: str


def generalised(redacted: Redacted, register: Register, settings: Settings) -> Redacted:
    """The transcript made as coarse as the settings ask. Doing it again changes nothing.

    No other word changes; a piece that stands for several words has their times.
    """
    wanted = settings.redact.generalise
    if not wanted:
        return redacted
    cast, blocks, before = cast_of(register), [], ""
    provinces = _provinces(register) if "towns" in wanted else {}
    for block in redacted.blocks:
        blocks.append(_coarser(block, redacted, settings, cast, provinces, before) if block.pieces else block)
        before = block.text or before
    return replace(redacted, blocks=tuple(blocks))


def _coarser(
    block: RedactedBlock, redacted: Redacted, settings: Settings, cast: Cast, provinces: dict[str, str], before: str
) -> RedactedBlock:
    """One block; names that are labels already are left to the towns."""
    page = passage(redacted.recording, block, cast, before)
    taken = {place for start, end, _ in page.labels for place in range(start, end)}
    changes = []
    for change in _changes(page, settings):
        if taken.isdisjoint(range(change.start, change.end)):
            changes.append(change)
            taken.update(range(change.start, change.end))
    pieces = tuple(_with_province(piece, provinces) for piece in _changed(block.pieces, changes))
    return replace(block, pieces=pieces)


def _changes(page: Passage, settings: Settings) -> Iterator[_Change]:
    """What an age or a group becomes."""
    language = settings.study.language
    if "ages" in settings.redact.generalise:
        for sign in Ages().signs(page):
            label = _AGE[language]
            yield _Change(sign.start, sign.end, f"[{label} {band_of(sign.value)}]", label)
    if "groups" in settings.redact.generalise:
        for sign in Groups().signs(page):
            label = LABELS[language][STAGES.index(stage_of(sign.value))]
            yield _Change(sign.start, sign.end, f"[{label}]", label)


def _changed(pieces: Sequence[Piece], changes: Sequence[_Change]) -> Iterator[Piece]:
    """The pieces in order, those that a change touches as one."""
    waiting = deque(sorted(changes, key=lambda change: change.start))
    run: list[Piece] = []
    here: list[_Change] = []
    first = end = -1
    for piece in pieces:
        at, end = end + 1, end + 1 + len(piece.text)
        first = first if run else at
        run.append(piece)
        while waiting and waiting[0].start < end:
            here.append(waiting.popleft())
        if here and here[-1].end > end + 1:
            continue  # it goes on in the next piece
        yield _joined(run, first, here) if here else piece
        run, here = [], []


def _joined(run: Sequence[Piece], first: int, changes: Sequence[_Change]) -> Piece:
    """Several pieces as one, with labels in their text; what a person decided on a word is no longer asked."""
    text = " ".join(piece.text for piece in run)
    for change in sorted(changes, key=lambda change: -change.start):
        text = text[: change.start - first] + change.text + text[change.end - first :]
    return Piece(
        text=text,
        start=run[0].start,
        end=run[-1].end,
        label=" ".join(dict.fromkeys(change.label for change in sorted(changes, key=lambda change: change.start))),
        marks=tuple(dict.fromkeys(mark for piece in run for mark in piece.marks)),
    )


def _provinces(register: Register) -> dict[str, str]:
    """The province to show, by label."""
    places: list[Entity] = [entity for entity in register.entities if entity.kind == "PLACE"]
    return {entity.label: province for entity in places if (province := shown_province(entity, register))}


def _with_province(piece: Piece, provinces: dict[str, str]) -> Piece:
    """ "[PLAATS-1]" as "[PLAATS-1, Drenthe]"."""
    for label in (piece.label or "").split():
        if label in provinces:
            piece = replace(piece, text=piece.text.replace(f"[{label}]", f"[{label}, {provinces[label]}]"))
    return piece
