"""A token classifier of Hugging Face's transformers: a folder with `config.json`, weights and a `tokenizer.json`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.adapters.voters.shape import NAMES, Tag, Tagger

LABELS = NAMES
_WINDOW = 512  # tokens read at once, where neither tokenizer nor model says less
_OVERLAP = 64  # tokens that two windows share, so that a name on their border is seen whole once


def load(folder: str) -> Tagger:
    """The classifier in this folder, on the processor; code that comes with a model is not run."""
    from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForTokenClassification.from_pretrained(folder, local_files_only=True)
    longest = getattr(model.config, "max_position_embeddings", _WINDOW)
    tokenizer.model_max_length = min(tokenizer.model_max_length, longest, _WINDOW)
    classify = pipeline(
        "token-classification",
        model=model,
        tokenizer=tokenizer,
        aggregation_strategy="first",
        stride=_OVERLAP,
        device="cpu",
    )

    def tags(text: str) -> Iterator[Tag]:
        return (Tag(g["start"], g["end"], g["entity_group"], float(g["score"])) for g in classify(text))

    return tags
