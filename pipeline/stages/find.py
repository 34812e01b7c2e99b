"""Finds what may identify somebody in one recording."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import cast

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts

from pipeline.config import Settings
from pipeline.labels import labels_in
from pipeline.model import Block, ConsentRecord, Finding, FindingKind, Findings, Verbatim
from pipeline.ports import Tools, Voter
from pipeline.recognisers import RECOGNISERS
from pipeline.recognisers.asides import asides_in
from pipeline.recognisers.case_names import CaseNames
from pipeline.recognisers.dates import Dates
from pipeline.recognisers.known import KnownNames, forms_of
from pipeline.recognisers.loose_dates import LooseDates
from pipeline.recognisers.overlaps import settle, whole_names
from pipeline.recognisers.reading import DutchEngine, Recogniser
from pipeline.recognisers.votes import with_votes
from pipeline.recognisers.word_names import WordNames

_UNWANTED = {"none": {Dates.label, LooseDates.label}, "day and month": {LooseDates.label}, "all": set[str]()}


def find(verbatim: Verbatim, tools: Tools) -> Findings:
    """Propose every span that may say who, where or when somebody is."""
    return findings_in(verbatim, tools.consent(verbatim.recording.case), tools.settings, tools.voters)


def findings_in(
    verbatim: Verbatim,
    record: ConsentRecord,
    settings: Settings,
    voters: Sequence[Voter] = (),
    recognisers: tuple[type[Recogniser], ...] = RECOGNISERS,
) -> Findings:
    """The same for a text of which only the names known beforehand are at hand."""
    redact, known = settings.redact, _known(record)
    kinds = tuple(kind for kind in recognisers if kind.label not in _UNWANTED[redact.dates])
    spans = [
        finding
        for block in verbatim.blocks
        if block.words
        for finding in with_votes(_find_in(block, known, kinds, redact.mask_from), block, voters, redact)
    ]
    return Findings(verbatim.recording.id, tuple(spans))


def _find_in(block: Block, known: KnownNames, kinds: tuple[type[Recogniser], ...], mask_from: float) -> list[Finding]:
    text = block.text
    reading = _engine().process_text(text, "nl", known)
    results = _analyzer(kinds).analyze(text, language="nl", nlp_artifacts=reading)
    nobody = labels_in(text) + asides_in(text)
    findings = [
        Finding(
            block.id,
            result.start,
            result.end,
            cast(FindingKind, result.entity_type),
            round(result.score, 2),
            result.recognition_metadata["recognizer_name"],
            result.recognition_metadata["entity"],
        )
        for result in results
        if not any(start < result.end and result.start < end for start, end in nobody)
    ]
    return whole_names(settle(findings, text, mask_from, yields=_is_guess), findings, text)


def _is_guess(finding: Finding) -> bool:
    """A person nobody knows: "Sanne Jayden" in capitals is two people if both are known."""
    known = finding.recogniser.startswith(CaseNames.label)
    return finding.recogniser == WordNames.label or (finding.kind == "PERSON" and not known)


@lru_cache(maxsize=4)
def _known(record: ConsentRecord) -> KnownNames:
    return KnownNames(forms_of(record))


@cache
def _engine() -> DutchEngine:
    return DutchEngine()


@cache
def _analyzer(kinds: tuple[type[Recogniser], ...]) -> AnalyzerEngine:
    """One for each choice of recognisers. Presidio's own loggers are off: they may print what they read."""
    for name in ("presidio-analyzer", "decision_process"):
        logging.getLogger(name).disabled = True
    registry = RecognizerRegistry(recognizers=[kind() for kind in kinds], supported_languages=["nl"])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=_engine(),
        supported_languages=["nl"],
        log_decision_process=False,
        context_aware_enhancer=_AsFound(),
    )


class _AsFound(ContextAwareEnhancer):
    """Our recognisers look at what stands around by themselves."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The results as they are."""
        return raw_results
