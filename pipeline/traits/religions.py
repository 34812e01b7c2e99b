"""What a family believes."""

from __future__ import annotations

import re

from pipeline.traits.kept import Listed, unusual_of


class Religions(Listed):
    """ "op vrijdag gaan we naar de moskee"; a school's colour is not the child's."""

    trait = "religion"
    file = "religions.txt"
    unusual = unusual_of(file)
    shared = True
    unless = re.compile(r"\s+(?:\w*school|\w*onderwijs|kindcentrum|pabo)(?!\w)", re.IGNORECASE)
    examples = (
        "Op vrijdag gaan we naar de {moskee|islam|child}, [KIND-1] is {moslim|islam|child}.",
        "[MOEDER] is bij de {Jehova's getuigen|jehova's getuigen|child}.",
        "een katholieke basisschool, een christelijke school",
    )
