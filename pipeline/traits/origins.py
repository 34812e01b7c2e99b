"""Where a family comes from."""

from __future__ import annotations

import re

from pipeline.traits.kept import Listed, unusual_of


class Origins(Listed):
    """ "ze komen uit Eritrea", "zijn Poolse moeder"; no holidays."""

    trait = "origin"
    file = "countries.txt"
    unusual = unusual_of(file)
    shared = True
    cue = re.compile(
        r"(?<!\w)(?:kom|komt|komen|kwam|kwamen|gekomen|gevlucht|vluchteling|geboren|opgegroeid|afkomstig|afkomst|roots|"
        r"achtergrond|nationaliteit|cultuur|komaf|vader|moeder|ouders|gezin|familie|jongen|meisje|asiel)(?!\w)",
        re.IGNORECASE,
    )
    unless = re.compile(r"\s+(?:les|eten|lessen|muziek|toets)(?!\w)", re.IGNORECASE)
    examples = (
        "[KIND-1] is geboren in {Syrië|Syrië|child}.",
        "De ouders van [KIND-1] komen uit {Eritrea|Eritrea|child}.",
        "een {Pools|Polen|unclear} gezin",
        "In de zomer gaan we naar Turkije.",
    )
