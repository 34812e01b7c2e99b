"""A form that is filled and ready to be printed, and what a study remembers of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.consent.markup import Block


@dataclass(frozen=True, slots=True)
class KnownForm:
    """A form as it was made in this study."""

    form: str  # "ouders-1.0"
    language: str
    sha256: str  # of the filled text


@dataclass(frozen=True, slots=True)
class Paper:
    """A filled form, ready to be printed."""

    known: KnownForm
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Its first title."""
        return next((block.text for block in self.blocks if block.kind == "title"), self.known.form)
