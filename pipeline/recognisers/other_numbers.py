"""Other numbers that are somebody's, and codes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.recognisers.numerals import Run
from pipeline.recognisers.reading import Reading, Recogniser, Span

_AMOUNTS = frozenset(
    str.split("euro kilometer km meter gram kilo kinderen leerlingen inwoners mensen keer jaar euro's")
)
_WRITTEN = re.compile(
    r"\b[A-Z]{2,4}-\d{4,}(?:-\w+)?\b"  # PLZ-88213-B, JZ-2024-00731
    r"|\b\d{4}-\d{3,6}\b(?<!\b(?:19|20)\d\d-(?:19|20)\d\d)"  # file numbers; 2019-2020 is a school year
    r"|\b[A-Z]{1,4}[ /.-]?\d(?:[./-]?\d){5,}\b"  # TLV 88.4127, C/05/339812
    r"|\b(?=\w*[A-Za-z])(?=\w*\d\w*\d\w*\d)(?!\d+[a-z]+\b)[A-Za-z0-9]{6,}\b"
    r"|(?<!\w)@\w[\w.]{2,}|\b[A-Za-z]+_\w+\b|(?:https?://|\bwww\.)\S+\w"
)


class OtherNumbers(Recogniser):
    """Five digits or more, file numbers, codes, handles and addresses of sites."""

    label = "number"
    kinds = ("ID",)
    examples = (
        "Dat is [123456789], geen BSN.",
        "dossiernummer [2022-0457] ligt hier",
        "het nummer is [zeven vier drie een negen] dacht ik",
        "zaak [PLZ-88213-B], zaaknummer [C/05/339812] en [TLV 88.4127] dus",
        "zijn account is [jay_2014] daar",
        "We tellen een twee drie vier vijf zes.",
        "Het kostte 15000 euro in 2019-2020, voor groep 3, 4, 5, 6, 7 en 8.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Long runs that count or measure nothing."""
        written = [match.span() for match in _WRITTEN.finditer(reading.text)]
        yield from (Span(start, end, "ID", 0.75) for start, end in written)
        words = reading.words
        for run in reading.numbers:
            place = words[run.first].start
            if len(run.digits) < 5 or any(start <= place < end for start, end in written):
                continue
            if _counts_up(run) or _are_years(run):
                continue
            following = words[run.last + 1].norm if run.last + 1 < len(words) else ""
            if following not in _AMOUNTS and following not in {"jan", "maart"}:
                yield reading.span_of(run, "ID", 0.72)


def _counts_up(run: Run) -> bool:
    values = [int(value) for value in run.values]
    return len(values) > 2 and all(0 < later - earlier <= 10 for earlier, later in itertools.pairwise(values))


def _are_years(run: Run) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d|\d{1,2}|1000|100", value) for value in run.values) and any(
        len(value) == 4 for value in run.values
    )
