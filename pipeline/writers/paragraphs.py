"""A transcript as paragraphs for other programs: who, from when to when, what; one for each block, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.config import Settings
from pipeline.model import BlockKind, Redacted
from pipeline.writers.facts import clock, plain
from pipeline.writers.reading import read, stretch
from pipeline.writers.wording import wording

WORDLESS: tuple[BlockKind, ...] = ("gap", "silence", "held")
NOBODY = "-"  # speaks where nobody could be told, and in what is no turn


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block; times in seconds, where it has any."""

    kind: BlockKind
    speaker: str  # "I", "R1", "-"
    text: str = field(repr=False)
    start: float | None = None
    end: float | None = None


def paragraphs(redacted: Redacted, settings: Settings, *, times: bool) -> Iterator[Paragraph]:
    """Every block in the study's convention; with `times`, a gap tells in its text from when to when it lasts."""
    words = wording(settings)
    for block, said in read(redacted.blocks, settings.release):
        text = plain(" ".join(one.text for one in said))
        if block.kind in WORDLESS:
            told = times and block.start is not None
            text = plain(stretch(block, words, f"{clock(block.start or 0)}-{clock(block.end or 0)}" if told else ""))
        speaker = block.speaker if block.kind == "turn" else None
        yield Paragraph(block.kind, plain(speaker or "") or NOBODY, text, block.start, block.end)
