"""The process that holds a voter. The first line says which; then texts come in and votes go out.

Runs without our other packages, in any Python that has the voter's own.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.adapters.answering import Answering, Json, serve
from pipeline.adapters.voters import deduce, spacy, stanza, transformers
from pipeline.adapters.voters.shape import Kind

KINDS: dict[str, Kind] = {
    "deduce": Kind(("deduce", "docdeid"), deduce.LABELS, deduce.load),
    "spacy": Kind(("spacy",), spacy.LABELS, spacy.load),
    "stanza": Kind(("stanza", "torch"), stanza.LABELS, stanza.load),
    "transformers": Kind(("transformers", "torch"), transformers.LABELS, transformers.load),
}


def main() -> None:
    """Answer until the parent is gone."""
    home = str(Path(__file__).resolve().parents[3])
    sys.path.sort(key=home.__eq__)  # ours last: the voter's environment has its own versions of what we use too
    serve(_answering)


def _answering(order: Json) -> Answering:
    """What answers a question about versions, or a text; the model is loaded for the first text."""
    kind = KINDS[order["kind"]]
    tagger = cache(lambda: kind.load(order["folder"]))

    def answer(question: Json) -> Json:
        if "text" not in question:
            return {"versions": {package: _version(package) for package in kind.packages}}
        votes = [
            [tag.start, tag.end, kind.labels[tag.label], round(tag.score, 2)]
            for tag in tagger()(question["text"])
            if tag.label in kind.labels and tag.start < tag.end
        ]
        return {"votes": sorted(votes)}

    return answer


def _version(package: str) -> str:
    """The installed version; "" where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
