"""From everything that was said to who said it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.consent.gate import refusal_for, respondents
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
    heard = respondents(recording, record, tools.settings.roles)
    count = tools.settings.speakers.interviewers + len(heard)
    spoken = tools.find_speakers(tools.study.audio(recording), verbatim, count)
    if not spoken:
        return verbatim
    blocks = [part for block in verbatim.blocks for part in _parts(block, spoken)]
    asking = _asking(blocks)
    blocks = [replace(b, speaker="I" if b.speaker == asking else "R") if b.speaker else b for b in blocks]
    return replace(verbatim, blocks=tuple(replace(b, id=f"b{n:04}") for n, b in enumerate(blocks, 1)))


def _parts(block: Block, spoken: Sequence[SpokenBy]) -> Iterator[Block]:
    if block.kind != "turn":
        yield block
        return
    for speaker, group in groupby(block.words, key=lambda word: _speaker(word, spoken)):
        words = tuple(group)
        yield replace(block, words=words, start=words[0].start, end=words[-1].end, speaker=speaker)


def _asking(blocks: Sequence[Block]) -> str | None:
    """Who has most question marks; who speaks first, when there are as many."""
    questions: dict[str, int] = {}
    for block in blocks:
        if block.speaker:
            marks = sum(word.text.endswith("?") for word in block.words)
            questions[block.speaker] = questions.get(block.speaker, 0) + marks
    return max(questions, key=lambda speaker: questions[speaker], default=None)


def _speaker(word: Word, spoken: Sequence[SpokenBy]) -> str:
    """Who spoke most of a word; who spoke nearest to it, when nobody did."""
    start, end = word.start or 0.0, word.end or 0.0
    return max(spoken, key=lambda by: min(end, by.stretch.end) - max(start, by.stretch.start)).speaker
