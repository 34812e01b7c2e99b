"""What is spoken at home besides Dutch."""

from __future__ import annotations

import re

from pipeline.traits.kept import Listed, unusual_of


class Languages(Listed):
    """ "thuis spreken we Turks"."""

    trait = "language"
    file = "languages.txt"
    unusual = unusual_of(file)
    shared = True
    cue = re.compile(
        r"(?<!\w)(?:thuis|moedertaal|thuistaal|tweetalig|opgevoed|opgegroeid)(?!\w)", re.IGNORECASE
    )  # English lessons are no trait
    examples = (
        "Thuis spreken we {Vietnamees|Vietnamees|child} en {Engels|Engels|child}.",
        "De thuistaal van [KIND-1] is {Tarifit|Berbers|child}.",
        "een achterstand met Engels en rekenen",
    )
