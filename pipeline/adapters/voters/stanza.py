"""Stanza's Dutch names: a folder as `stanza.download("nl", model_dir=...)` fills it, with its `resources.json`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.adapters.voters.shape import NAMES, Tag, Tagger

LABELS = NAMES


def load(folder: str) -> Tagger:
    """The Dutch pipeline in this folder; nothing is fetched."""
    import stanza

    nlp = stanza.Pipeline(
        lang="nl",
        dir=folder,
        processors="tokenize,ner",
        download_method=None,
        use_gpu=False,
        verbose=False,
    )

    def tags(text: str) -> Iterator[Tag]:
        return (Tag(entity.start_char, entity.end_char, entity.type) for entity in nlp(text).ents)

    return tags
