"""What our recognisers share: one reading of a text, and the shape of a recogniser."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from pipeline.model import FindingKind
from pipeline.recognisers.known import KnownNames
from pipeline.recognisers.light import without_torch
from pipeline.recognisers.numerals import Run, number_runs
from pipeline.recognisers.page import Token, tokens_of

with without_torch():
    import spacy
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine


@dataclass(frozen=True, slots=True)
class Span:
    """What a recogniser proposes: a place in the text, what it may be, how sure."""

    start: int
    end: int
    kind: FindingKind
    score: float
    how: str = ""  # how a known name was met: "exact", "fuzzy", ...
    entity: str | None = None


class Reading(NlpArtifacts):
    """A text cut into words once, with the names that are known in its case."""

    def __init__(self, text: str, known: KnownNames) -> None:
        super().__init__(
            entities=[], tokens=cast(Any, ()), tokens_indices=[], lemmas=[], nlp_engine=None, language="nl"
        )
        self.text = text
        self.known = known
        self.words: tuple[Token, ...] = tokens_of(text)
        self.numbers: tuple[Run, ...] = number_runs(self.words)

    def span_of(self, run: Run, kind: FindingKind, score: float) -> Span:
        """A run of numbers as a span."""
        return Span(self.words[run.first].start, self.words[run.last].end, kind, score)


class DutchEngine(NlpEngine):
    """A blank Dutch spaCy pipeline for Presidio: it downloads nothing, and we cut the words."""

    def __init__(self) -> None:
        self._nlp = spacy.blank("nl")

    def load(self) -> None:
        """Nothing to load: there is no model."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str, known: KnownNames | None = None) -> Reading:
        """Read a text, with what is known of its case."""
        return Reading(text, known or KnownNames(()))

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Read texts one after another."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether spaCy calls this a stop word."""
        return bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Whether this is punctuation."""
        return bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """None: a blank pipeline names nothing itself."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Dutch."""
        return ["nl"]


class Recogniser(EntityRecognizer):
    """A Presidio recogniser of Dutch school and care talk, with its own examples.

    In `examples`, [brackets] stand round what this recogniser finds; a sentence without them is a miss.
    """

    label: ClassVar[str]  # as it appears in a finding: "title", "capital"
    kinds: ClassVar[tuple[FindingKind, ...]] = ("PERSON",)
    examples: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__(supported_entities=list(self.kinds), supported_language="nl", name=self.label)

    def load(self) -> None:
        """Nothing to load: word lists come with the first reading."""

    @abstractmethod
    def spans(self, reading: Reading) -> Iterable[Span]:
        """What this recogniser proposes in a text."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """Presidio's question, answered with `spans`."""
        return [
            RecognizerResult(
                span.kind,
                span.start,
                span.end,
                span.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: f"{self.label}-{span.how}" if span.how else self.label,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    "entity": span.entity,
                },
            )
            for span in self.spans(cast(Reading, nlp_artifacts))
        ]
