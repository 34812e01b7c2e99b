"""From which voice said it to who said it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, Verbatim
from pipeline.ports import Tools
from pipeline.speaking import expected, names_for

_LONGEST_TURN = 60.0  # seconds: longer turns are not made by joining
_LONGEST_PAUSE = 10.0  # seconds of silence that a turn may hold


def speakers(verbatim: Verbatim, tools: Tools) -> Verbatim:
    """Name who asks and who answers, as a person decided or as the turns propose, and join the turns of one speaker.

    Gaps and long silences stay blocks of their own; where nobody could tell voices apart everything stays as it is.
    """
    recording = verbatim.recording
    people = expected(recording, tools.study, tools.consent(recording.case), tools.settings)
    names = names_for(verbatim, tools.study.speaker_decision(recording.id), people)
    if not names:
        return verbatim
    named = [replace(block, speaker=names[block.speaker]) if block.speaker else block for block in verbatim.blocks]
    blocks = tuple(replace(block, id=f"b{number:04}") for number, block in enumerate(_joined(named), 1))
    return replace(verbatim, blocks=blocks)


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Consecutive turns of one speaker as one, with the short silences between them."""
    joined: list[Block] = []
    for block in blocks:
        silent = len(joined) > 1 and joined[-1].kind == "silence" and _seconds(joined[-1]) < _LONGEST_PAUSE
        before = joined[-2 if silent else -1] if joined else None
        if before and before.kind == block.kind == "turn" and before.speaker == block.speaker is not None:
            whole = replace(before, words=before.words + block.words, end=block.end)
            if _seconds(whole) <= _LONGEST_TURN:
                joined[-2 if silent else -1 :] = [whole]
                continue
        joined.append(block)
    return joined


def _seconds(block: Block) -> float:
    return (block.end or 0.0) - (block.start or 0.0)
