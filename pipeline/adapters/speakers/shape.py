"""What a way to tell voices apart brings along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.adapters.answering import Answering, Json


@dataclass(frozen=True)
class Kind:
    """The package it needs, the files of its model, how to get both, and what answers in its own process.

    A question has "audio" (a WAV file), "words" ([start, end] of each, in seconds and in order) and "count" (of
    speakers; 0: unknown). The answer's "spoken" is a list of [start, end, voice].
    """

    package: str
    files: Callable[[Path], tuple[Path, ...]]  # of its model, given the study's folder of models
    how: str
    load: Callable[[Json], Answering]
