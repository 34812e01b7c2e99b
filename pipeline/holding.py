"""Fragments that are held back: somebody asked, or an embargo lasts. What stands there is `[achtergehouden ...]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.errors import NotAFragment
from pipeline.model import Held, Redacted, RedactedBlock

_CLOCK = r"(\d{1,2}):([0-5]\d):([0-5]\d)"


def in_force(held: Iterable[Held], today: date) -> tuple[Held, ...]:
    """Those that still hold today."""
    return tuple(one for one in held if one.until is None or today < one.until)


def fragment(text: str, has_times: bool, digest: str, until: date | None) -> Held:
    """What a person typed: "00:12:03-00:14:00", or of what has no times "12-15" (the numbers of the text file).

    `digest` is that of the verbatim whose blocks are counted. Raises NotAFragment.
    """
    if has_times and (found := re.fullmatch(rf"{_CLOCK}-{_CLOCK}", text)):
        numbers = [int(part) for part in found.groups()]
        first, last = (float(h * 3600 + m * 60 + s) for h, m, s in (numbers[:3], numbers[3:]))
        one = Held(first, last, until)
    elif not has_times and (found := re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text)):
        one = Held(float(found[1]), float(found[2] or found[1]), until, digest)
    else:
        raise NotAFragment
    if one.first >= one.last and (has_times or one.first > one.last):
        raise NotAFragment
    return one


def hold(redacted: Redacted, held: Sequence[Held], digest: str) -> Redacted:
    """The transcript without what is held back, and without questions about it.

    `digest` is that of its verbatim: numbers of another one could mean anything, so then nothing of it is shown.
    """
    blocks = redacted.blocks
    for one in _joined(one for one in held if not one.numbers_of):
        blocks = tuple(_without_time(blocks, one))
    for one in held:
        if one.numbers_of:
            everything = one.numbers_of != digest
            blocks = tuple(
                _blank(block) if everything or one.first <= number <= one.last else block
                for number, block in enumerate(blocks, start=1)
            )
    gone = {block.id for block in redacted.blocks} - {block.id for block in blocks if block.kind != "held"}
    return replace(redacted, blocks=blocks, queue=tuple(item for item in redacted.queue if item.block not in gone))


def _joined(held: Iterable[Held]) -> Iterator[Held]:
    """Stretches in order, those that touch as one."""
    last: Held | None = None
    for one in sorted(held, key=lambda one: one.first):
        if last and one.first <= last.last:
            last = replace(last, last=max(last.last, one.last))
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _without_time(blocks: Iterable[RedactedBlock], one: Held) -> Iterator[RedactedBlock]:
    """Blocks with one in the place of everything said in this stretch; what has no time of its own goes whole."""
    told = False
    for block in blocks:
        start, end = block.start, block.end
        if start is None or end is None or end <= one.first or start >= one.last:
            yield block
            continue
        timed = all(piece.start is not None and piece.end is not None for piece in block.pieces)
        before = tuple(p for p in block.pieces if timed and p.end is not None and p.end <= one.first)
        after = tuple(p for p in block.pieces if timed and p.start is not None and p.start >= one.last)
        if before:
            yield replace(block, pieces=before, end=one.first)
        if not told:
            yield RedactedBlock(f"held-{one.first:g}", "held", start=one.first, end=one.last)
            told = True
        if after:
            yield replace(block, id=f"{block.id}-{one.last:g}" if before else block.id, pieces=after, start=one.last)


def _blank(block: RedactedBlock) -> RedactedBlock:
    return replace(block, kind="held", pieces=(), speaker=None)
