"""From everything that was said to which voice said it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.accounting import count_marks
from pipeline.consent.gate import refusal_for
from pipeline.model import Block, Verbatim, Word
from pipeline.ports import SpokenBy, Stretch, Tools
from pipeline.speaking import expected

_TOGETHER = 0.5  # share of a word that somebody else speaks too: then two speak at once
_LONGEST = 30.0  # seconds: longer stretches are cut, so that a word's are found quickly


def voices(verbatim: Verbatim, tools: Tools) -> Verbatim:
    """Give each word to the voice that spoke most of it, and begin a turn where another voice begins.

    Where nobody can tell voices apart, all turns stay unnamed. Listens, so it asks for consent first. Raises what
    the gate refuses with, SpeakerFinderMissing, SpeakerFinderStopped.
    """
    recording = verbatim.recording
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    count = expected(recording, tools.study, record, tools.settings).count
    alone = (SpokenBy(Stretch(0.0, verbatim.figures.duration), "S1"),)
    spoken = alone if count == 1 else tools.find_speakers(tools.study.audio(recording), verbatim, count)
    if not spoken:
        return verbatim
    hear = _hearing(spoken)
    blocks = [part for block in verbatim.blocks for part in _parts(block, hear)]
    return replace(
        verbatim,
        blocks=tuple(replace(block, id=f"b{number:04}") for number, block in enumerate(blocks, 1)),
        figures=replace(verbatim.figures, marks=count_marks(blocks)),
    )


def _parts(block: Block, hear: Callable[[Word], tuple[str, Word]]) -> Iterator[Block]:
    """The turns of one voice each in a block; the words that two voices speak are marked."""
    if block.kind != "turn":
        yield block
        return
    for voice, group in groupby(map(hear, block.words), key=lambda heard: heard[0]):
        words = tuple(word for _, word in group)
        yield replace(block, words=words, start=words[0].start, end=words[-1].end, speaker=voice)


def _hearing(spoken: Sequence[SpokenBy]) -> Callable[[Word], tuple[str, Word]]:
    """What tells whose a word is: who spoke most of it; who spoke nearest to it, when nobody did."""
    pieces = sorted((piece for by in spoken for piece in _cut(by)), key=lambda by: by.stretch.start)
    starts = [by.stretch.start for by in pieces]

    def hear(word: Word) -> tuple[str, Word]:
        start, end = word.start or 0.0, word.end or 0.0
        near = pieces[bisect_left(starts, start - _LONGEST) : bisect_right(starts, end)]
        shares: dict[str, float] = {}
        for by in near:
            if (share := min(end, by.stretch.end) - max(start, by.stretch.start)) >= 0:
                shares[by.speaker] = shares.get(by.speaker, 0.0) + share
        if not shares:
            nearest = min(spoken, key=lambda by: max(start - by.stretch.end, by.stretch.start - end))
            return nearest.speaker, word
        voice = max(shares, key=lambda name: shares[name])
        both = sum(shares.values()) > (1 + _TOGETHER) * (end - start) > 0
        return voice, replace(word, marks=(*word.marks, "overlap")) if both else word

    return hear


def _cut(by: SpokenBy) -> Iterator[SpokenBy]:
    """The stretch in pieces that are not too long."""
    at = by.stretch.start
    while at < by.stretch.end:
        end = min(by.stretch.end, at + _LONGEST)
        yield SpokenBy(Stretch(at, end), by.speaker)
        at = end
