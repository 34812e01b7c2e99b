"""A spaCy pipeline: a folder with a `config.cfg`, as `nlp.to_disk` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.adapters.voters.shape import NAMES, Tag, Tagger

LABELS = NAMES


def load(folder: str) -> Tagger:
    """The pipeline in this folder."""
    import spacy

    nlp = spacy.load(folder)

    def tags(text: str) -> Iterator[Tag]:
        return (Tag(entity.start_char, entity.end_char, entity.label_) for entity in nlp(text).ents)

    return tags
