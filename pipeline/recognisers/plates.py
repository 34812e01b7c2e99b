"""Licence plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.reading import Reading, Recogniser, Span

_GROUP = r"(?:[A-Za-z]{1,3}|\d{1,3})"
_PLATE = re.compile(rf"(?<![\w-])({_GROUP})-({_GROUP})-({_GROUP})(?![\w-])")


class Plates(Recogniser):
    """Dutch licence plates: six letters and digits in three groups."""

    label = "plate"
    kinds = ("ID",)
    examples = (
        "die grijze auto, [GH-482-T], dan weet je dat",
        "Dat is 12-3-14 of A-B-C.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Three groups with six signs, letters and digits among them."""
        for match in _PLATE.finditer(reading.text):
            signs = "".join(match.groups())
            if len(signs) == 6 and not signs.isdigit() and not signs.isalpha():
                yield Span(match.start(), match.end(), "ID", 0.85)
