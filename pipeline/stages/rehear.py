"""Listen again to sound from which the names were taken: is one still heard?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.accounting import windows
from pipeline.leaks import find_leaks
from pipeline.model import Block, CaseMaterial, Figures, Recording, Redacted, Register, Verbatim
from pipeline.people.names import words_of
from pipeline.ports import Sound, Stretch, Tools
from pipeline.stages.find import find
from pipeline.stages.identify import who_is_who

_NEAR = 0.5  # seconds between two hearings of one word


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was heard: when, and whose. Holds no text."""

    stretch: Stretch
    label: str
    known: bool  # to the register, before it was heard here


def rehear(audio: Path, seconds: float, recording: Recording, tools: Tools) -> Verbatim:
    """Everything that the study's own recogniser hears in this file; it is not told which names to expect.

    Raises TranscriberDied, ModelMissing, ModelDamaged.
    """
    settings = tools.settings.transcribe
    parts = windows(tools.find_voice(audio), seconds, settings)
    heard = tools.transcribe(Sound(audio, recording.id, recording.digest), parts) if parts else ()
    blocks = tuple(
        Block(f"b{number:04}", "turn", one.words, one.window.start, one.window.end)
        for number, one in enumerate(heard, 1)
        if one.words
    )
    return Verbatim(recording, settings.language, blocks, Figures(), tools.transcribe.identity)


def names_heard(again: Verbatim, redacted: Redacted, register: Register, tools: Tools) -> tuple[Name, ...]:
    """All that would be masked if this were a transcript of the case, and all that the second detector knows.

    A word that stands in the transcript at that time may be heard too.
    """
    case = redacted.recording.case
    material = CaseMaterial(case, (again,), (find(again, tools),), tools.consent(case), register, ())
    known = {entity.label for entity in register.entities}
    blocks = {block.id: block for block in again.blocks}
    found = {
        Name(stretch, mention.label, known=not known.isdisjoint(mention.label.split("/")))
        for mention in who_is_who(material, tools.settings).mentions
        for stretch in _heard(blocks[mention.block], mention.start, mention.end, redacted)
    }
    found.update(known_heard(again, redacted, register))
    return tuple(sorted(found, key=lambda name: (name.stretch.start, name.stretch.end, name.label)))


def known_heard(again: Verbatim, redacted: Redacted, register: Register) -> Iterator[Name]:
    """What the second detector knows; a word that stands in the transcript at that time may be heard too."""
    for block in again.blocks:
        for leak in find_leaks(block.text, register):
            for stretch in _heard(block, leak.start, leak.end, redacted):
                yield Name(stretch, leak.label, known=True)


def _heard(block: Block, start: int, end: int, redacted: Redacted) -> Iterator[Stretch]:
    """When a span of a block was said; nothing where the transcript has the same words then."""
    at, said = 0, []
    for word in block.words:
        if at < end and start < at + len(word.text):
            said.append(word)
        at += len(word.text) + 1
    stretch = Stretch(said[0].start or 0.0, said[-1].end or 0.0)
    stay = {word for piece in _pieces_near(redacted, stretch) for word, _, _ in words_of(piece)}
    if not stay.issuperset(word for one in said for word, _, _ in words_of(one.text)):
        yield stretch


def _pieces_near(redacted: Redacted, stretch: Stretch) -> Iterator[str]:
    """The words that stay in a transcript about this time."""
    for block in redacted.blocks:
        for piece in block.pieces:
            start, end = (piece.start or 0.0) - _NEAR, (piece.end or 0.0) + _NEAR
            if piece.label is None and start < stretch.end and stretch.start < end:
                yield piece.text
