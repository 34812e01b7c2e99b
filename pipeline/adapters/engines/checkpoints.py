"""A checkpoint of openai-whisper in memory, for the engine that runs it and for the one that converts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def published_digest(name: str) -> str:
    """SHA-256 of the file that openai-whisper publishes under this name; "" where it publishes none."""
    import whisper

    return str(whisper._MODELS.get(name, "//").split("/")[-2])


def load_checkpoint(path: Path, name: str, digest: str, device: str) -> Any:
    """whisper's model, its alignment heads known where it is a published one.

    Raises ValueError where the file is not what is published under this name, and whatever torch raises.
    """
    import whisper

    published = published_digest(name)
    if published and published != digest:
        raise ValueError
    # By path, never by name: by name whisper would fetch what it misses.
    model = whisper.load_model(str(path), device=device)
    if published:
        model.set_alignment_heads(whisper._ALIGNMENT_HEADS[name])
    return model
