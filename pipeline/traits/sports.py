"""What a child does after school."""

from __future__ import annotations

import re

from pipeline.traits.kept import Listed, unusual_of


class Sports(Listed):
    """ "[KIND-1] zit op judo", "ze turnt"."""

    trait = "sport"
    file = "sports.txt"
    unless = re.compile(r"(?:veld|klas|plein)", re.IGNORECASE)
    unusual = unusual_of(file)
    examples = (
        "[KIND-1] zit op {judo|judo|child}.",
        "Ze {turnt|turnen|unclear} op dinsdag. [ZUS-1] doet aan {schermen|schermen|other}.",
        "mijn man {schaakt|schaken|other}",
        "hij zit niet meer op voetbal",
        "de voetbalklas van de school",
    )
