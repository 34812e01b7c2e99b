"""Names spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.reading import Reading, Recogniser, Span

_LETTERS = re.compile(r"(?<![\w'’.-])[^\W\d_](?:[-. ,]{1,2}[^\W\d_]){2,}(?![\w'’])")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Spelled(Recogniser):
    """Three or more single letters in a row."""

    label = "spelled"
    examples = (
        "Je spelt het als [S-A-N-N-E], met dubbel n.",
        "van achteren [n g u y e n] dus",
        "Ze kent a b c d al.",
        "Zo'n 'n kind.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Runs of letters that are not the alphabet itself."""
        for match in _LETTERS.finditer(reading.text):
            if re.sub(r"\W", "", match.group()).lower() not in _ALPHABET:
                yield Span(match.start(), match.end(), "PERSON", 0.8)
