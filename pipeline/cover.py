"""What of a recording may not be heard: arithmetic on the times of its redacted transcript.

Only what was listened to, written down with confidence and left in the transcript may be heard.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from pipeline.model import Mark, Redacted, RedactedBlock
from pipeline.ports import Stretch

UNSURE: frozenset[Mark] = frozenset({"outside", "loop", "stock", "doubtful", "overlap"})
"""Marks of words that may stand in the place of something else that was said: a name, perhaps."""

_PAUSE = 1.0  # seconds of a pause that go with the word beside it: word times are not exact
_SKIPPED = 0.5  # seconds of speech between two words that are a word too many: a name, perhaps
_SCRAP = 0.1  # seconds; less than this between two covered stretches is no word
_NEAR = 0.3  # seconds at either end of a silence that were listened to with the speech beside it

Why = Literal["", "name", "gap", "unsure"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What may not be heard. Stretches in order, none overlapping another."""

    spoken: tuple[Stretch, ...]  # somebody speaks here
    silent: tuple[Stretch, ...]  # nobody was heard here, so nobody listened
    names: int = 0
    gaps: int = 0
    unsure: int = 0

    @property
    def seconds(self) -> float:
        """How much speech is covered."""
        return sum(stretch.end - stretch.start for stretch in self.spoken)


@dataclass(frozen=True, slots=True)
class _Said:
    """A word, a label or a gap with its times, and why it may not be heard; "": it may."""

    start: float
    end: float
    why: Why


def cover(redacted: Redacted, speech: Sequence[Stretch], margin: float, heard: Iterable[Stretch] = ()) -> Cover:
    """All that was replaced by a label, gaps, words that are not sure, speech between words, and silences.

    Each with `margin` seconds on either side, over the words beside it if need be, and with the pause around it.
    `speech` is where somebody speaks, in order, not overlapping. `heard` is covered as well: what another hearing took
    for a name.
    """
    length = redacted.figures.duration
    said = sorted(_said(redacted, length), key=lambda one: (one.start, one.end))
    ends = [0.0, *accumulate((one.end for one in said), max)]
    starts = [*(one.start for one in said), length]
    hidden = [Stretch(one.start - margin, one.end + margin) for one in heard]
    for number, one in enumerate(said):
        if one.why:
            before = max(ends[number], one.start - _PAUSE)
            after = min(starts[number + 1], one.end + _PAUSE)
            hidden.append(Stretch(min(one.start - margin, before), max(one.end + margin, after)))
    for end, start in zip(ends, starts, strict=True):
        if _spoken_within(speech, end, start) >= _SKIPPED:
            hidden.append(Stretch(end, start))
    spoken = _joined(hidden, length)
    quiet = [
        Stretch((block.start or 0.0) + _NEAR, (block.end or 0.0) - _NEAR)
        for block in redacted.blocks
        if block.kind == "silence"
    ]
    counts = {why: sum(one.why == why for one in said) for why in ("name", "gap", "unsure")}
    return Cover(spoken, tuple(_without(quiet, spoken)), counts["name"], counts["gap"], counts["unsure"])


def _said(redacted: Redacted, length: float) -> Iterator[_Said]:
    """Everything that was said, as far as anybody can tell when."""
    for block in redacted.blocks:
        if block.kind in ("gap", "held"):
            yield _Said(block.start or 0.0, length if block.end is None else block.end, "gap")
        for piece, (start, end) in zip(block.pieces, _times(block, length), strict=True):
            unsure: Why = "unsure" if UNSURE.intersection(piece.marks) else ""
            yield _Said(start, end, "name" if piece.label is not None else unsure)


def _times(block: RedactedBlock, length: float) -> list[tuple[float, float]]:
    """When each piece was said; one without times may be anywhere between those beside it that have them."""
    starts: list[float] = []
    ends: list[float] = []
    at = block.start or 0.0
    for piece in block.pieces:
        starts.append(at if piece.start is None else piece.start)
        at = at if piece.end is None else piece.end
    at = length if block.end is None else block.end
    for piece in reversed(block.pieces):
        ends.append(at if piece.end is None else piece.end)
        at = at if piece.start is None else piece.start
    return list(zip(starts, reversed(ends), strict=True))


def _spoken_within(speech: Sequence[Stretch], start: float, end: float) -> float:
    """How many seconds somebody speaks between two times."""
    found = 0.0
    for one in speech[bisect_right(speech, start, key=lambda one: one.end) :]:
        if one.start >= end:
            break
        found += min(one.end, end) - max(one.start, start)
    return found


def _joined(stretches: Iterable[Stretch], length: float) -> tuple[Stretch, ...]:
    """In order, those that nearly touch as one, within the recording; no scrap is left at its ends."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda one: one.start):
        start = 0.0 if one.start < _SCRAP else one.start
        end = length if one.end > length - _SCRAP else one.end
        if found and start - found[-1].end < _SCRAP:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Stretch(start, end))
    return tuple(found)


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> Iterator[Stretch]:
    """What `taken` (in order) leaves of these stretches, but for scraps."""
    for one in stretches:
        at = one.start
        for other in (*taken, Stretch(one.end, one.end)):
            if min(other.start, one.end) - at >= _SCRAP:
                yield Stretch(at, min(other.start, one.end))
            at = max(at, other.end)
