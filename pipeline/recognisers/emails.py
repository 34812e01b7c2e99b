"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.recognisers.reading import Reading, Recogniser, Span

_WRITTEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_JOINT = r"(?:punt|streepje|min|laag\s+streepje|underscore)"
_SPOKEN = re.compile(
    rf"\b(?:\w+\s+{_JOINT}\s+)*(?:(?:\w\s+){{2,}})?\w+\s+(?:apenstaartje|apestaartje|apenstaart|at)\s+"
    rf"\w+(?:\s+(?:streepje|min)\s+\w+)*(?:\s+(?:punt|\.|dot)\s*\w+)+",
    re.IGNORECASE,
)


class Emails(Recogniser):
    """E-mail addresses, written or said with "apenstaartje" and "punt"."""

    label = "email"
    kinds = ("EMAIL",)
    examples = (
        "Mail naar [roos.dewit84@gmail.com], graag.",
        "mail maar naar [guus punt verbeek apenstaartje hotmail punt com] dan",
        "het is [p punt groen apenstaartje toermalijn min dokkum punt nl] dus",
        "Er zit een apenstaartje in het adres.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Written and spoken addresses."""
        text = reading.text
        if "@" in text:
            yield from (Span(match.start(), match.end(), "EMAIL", 0.95) for match in _WRITTEN.finditer(text))
        if "punt" in text.lower() or "dot" in text.lower():
            yield from (Span(match.start(), match.end(), "EMAIL", 0.9) for match in _SPOKEN.finditer(text))
