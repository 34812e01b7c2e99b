"""Citizen service numbers (BSN)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.recognisers.reading import Reading, Recogniser, Span


class CitizenNumbers(Recogniser):
    """BSN: nine digits that pass the eleven-test."""

    label = "bsn"
    kinds = ("BSN",)
    examples = (
        "Haar BSN is [123456782], geloof ik.",
        "dat is [een een een twee twee twee drie drie drie] dus",
        "Dat is 123456789, een ander nummer.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Runs of exactly nine digits that pass."""
        return (reading.span_of(run, "BSN", 0.95) for run in reading.numbers if passes_eleven_test(run.digits))


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits can be a citizen service number (BSN)."""
    if len(digits) != 9 or not digits.isdigit() or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
