"""Names of the consent record."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.recognisers.reading import Reading, Recogniser, Span


class CaseNames(Recogniser):
    """Everyone and everything that the consent record of the case names."""

    label = "known"
    kinds = ("PERSON", "SCHOOL", "INSTITUTION", "PLACE")
    examples = ("Nothing is known beforehand in an example, so Sanne is not found here.",)

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Every form of every known name.

        What is certain outscores all guesses, for Presidio keeps the higher of two equal spans: this one knows who.
        """
        for hit in reading.known.search(reading.text):
            score = hit.score if hit.score < 0.5 else 0.9 + hit.score / 20
            yield Span(hit.start, hit.end, hit.kind, score, hit.how, hit.entity)
