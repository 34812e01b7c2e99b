"""A transcript as paragraphs for other programs: who, from when to when, what; one for each block, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.config import ReleaseSettings, Settings
from pipeline.model import BlockKind, Redacted
from pipeline.writers.facts import clock, plain
from pipeline.writers.reading import read, stretch
from pipeline.writers.wording import Wording, wording

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


# Five writers and as many checks ask for the same text. By identity: a transcript is slow to compare, and is kept here
# so that no other can get its number.
_READ: dict[tuple[object, ...], tuple[Redacted, Wording, tuple[Paragraph, ...]]] = {}
_MOST = 200  # transcripts


def paragraphs(redacted: Redacted, settings: Settings, *, times: bool) -> Sequence[Paragraph]:
    """Every block in the study's convention; with `times`, a gap tells in its text from when to when it lasts."""
    words, release = wording(settings), settings.release
    key = (id(redacted), id(words), release.convention, release.pause_seconds, times)
    if key not in _READ:
        if len(_READ) >= _MOST:
            _READ.clear()
        _READ[key] = redacted, words, tuple(_paragraphs(redacted, release, words, times))
    return _READ[key][-1]


def _paragraphs(redacted: Redacted, release: ReleaseSettings, words: Wording, times: bool) -> Iterator[Paragraph]:
    for block, said in read(redacted.blocks, release):
        text = plain(" ".join(one.text for one in said))
        if block.kind in WORDLESS:
            told = times and block.start is not None
            text = plain(stretch(block, words, f"{clock(block.start or 0)}-{clock(block.end or 0)}" if told else ""))
        speaker = block.speaker if block.kind == "turn" else None
        yield Paragraph(block.kind, plain(speaker or "") or NOBODY, text, block.start, block.end)
