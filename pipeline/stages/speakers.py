"""From everything that was said to who said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.consent.gate import refusal_for
from pipeline.model import Block, Verbatim, Word
from pipeline.ports import SpokenBy, Tools


def speakers(verbatim: Verbatim, tools: Tools) -> Verbatim:
    """Give each word to who spoke most of it, and begin a turn where somebody else begins.

    Where nobody can tell who speaks, all turns stay unnamed. Listens, so it asks for consent first.
    """
    recording = verbatim.recording
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    spoken = tools.find_speakers(tools.study.audio(recording), verbatim)
    if not spoken:
        return verbatim
    blocks = [part for block in verbatim.blocks for part in _parts(block, spoken)]
    return replace(verbatim, blocks=tuple(replace(b, id=f"b{n:04}") for n, b in enumerate(blocks, 1)))


def _parts(block: Block, spoken: Sequence[SpokenBy]) -> Iterator[Block]:
    if block.kind != "turn":
        yield block
        return
    for speaker, group in groupby(block.words, key=lambda word: _speaker(word, spoken)):
        words = tuple(group)
        yield replace(block, words=words, start=words[0].start, end=words[-1].end, speaker=speaker)


def _speaker(word: Word, spoken: Sequence[SpokenBy]) -> str:
    """Who spoke most of a word; who spoke nearest to it, when nobody did."""
    start, end = word.start or 0.0, word.end or 0.0
    return max(spoken, key=lambda by: min(end, by.stretch.end) - max(start, by.stretch.start)).speaker
