"""What Presidio masks out of the box: its own recognisers for Dutch, on a Dutch pipeline without a model."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from benchmarks.gold_sets import GoldSet
from pipeline.evaluation.guesses import Guess, Guesses


def presidio(sets: Sequence[GoldSet]) -> dict[str, list[Guesses]]:
    """Guesses for each set."""
    logging.getLogger("presidio-analyzer").disabled = True
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())  # it would go online otherwise
    engine = SpacyNlpEngine(models=[{"lang_code": "nl", "model_name": "blank"}])
    engine.nlp = {"nl": spacy.blank("nl")}  # type: ignore[assignment]
    registry = RecognizerRegistry(supported_languages=["nl"])
    registry.load_predefined_recognizers(languages=["nl"])
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["nl"])

    def guesses(one: GoldSet) -> Guesses:
        return {
            utterance.id: tuple(Guess(found.start, found.end) for found in analyzer.analyze(utterance.text, "nl"))
            for utterance in one.utterances
        }

    return {"Presidio out of the box": list(map(guesses, sets))}
