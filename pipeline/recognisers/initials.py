"""Initials with a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.lexicon import common
from pipeline.recognisers.phonetic import normal
from pipeline.recognisers.reading import Reading, Recogniser, Span

_PARTICLE = r"(?:[Vv]an|[Dd]e|der|den|[EeAa]l|[Tt]en|[Tt]er|te|in|'t|’t)"
_NAMED = re.compile(
    rf"(?<![\w.])[A-ZÀ-Þ]\.(?:[ -]?[A-ZÀ-Þ]\.)*\s?(?:{_PARTICLE}\s+)*[A-ZÀ-Þ][\w'’-]+"
    r"|(?<!\w)[A-ZÀ-Þ][\w'’-]{2,}\s[A-ZÀ-Þ]\.(?=\s[a-zà-þ(]|,)"  # "Amanuel T. staat"
)


class Initials(Recogniser):
    """ "S. van der Meulen"."""

    label = "initials"
    examples = (
        "De casus van [S. van der Meulen] is nieuw.",
        "Getekend: [J.W. Postma], begeleider.",
        "Dat is van [Amanuel T.] denk ik, en van [H. Al Hassan], de moeder.",
        "Vader, de heer [S. Terpstra], is gehoord.",
        "Zie bijlage A. Daarna gaan we verder.",
        "Dat is plan B.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Each surname with its initials."""
        starts = {token.start for token in reading.words if token.initial}
        for match in _NAMED.finditer(reading.text):
            if normal(match.group().split()[-1]) in common("adverbs", "pronouns", "conjunctions", "prepositions"):
                continue
            if not any(match.start() < start < match.end() for start in starts):
                yield Span(match.start(), match.end(), "PERSON", 0.85)
