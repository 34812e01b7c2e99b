"""Telephone numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.recognisers.citizen_numbers import passes_eleven_test
from pipeline.recognisers.reading import Reading, Recogniser, Span


class Phones(Recogniser):
    """Telephone numbers, said or written."""

    label = "phone"
    kinds = ("PHONE",)
    examples = (
        "bel mij op [nul zes twaalf vierendertig zesenvijftig achtenzeventig] dan",
        "De school is [036-5312244] overdag.",
        "Dat is [06 - 24 19 83 57] dus.",
        "of +[31 6 24198357] kan ook",
        "een twee drie vier vijf zes zeven",
        "In 2019 waren er 24 kinderen en in 2020 waren er 26.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Runs of numbers that begin as telephone numbers do."""
        for run in reading.numbers:
            digits = run.digits
            national = digits.startswith("0") and 9 <= len(digits) <= 11 and not passes_eleven_test(digits)
            abroad = digits.startswith(("31", "0031")) and 11 <= len(digits) <= 13
            if national or abroad or (digits.startswith("06") and 6 <= len(digits) <= 11):
                yield reading.span_of(run, "PHONE", 0.9)
