"""What a child was diagnosed with."""

from __future__ import annotations

from pipeline.traits.kept import Listed, unusual_of


class Diagnoses(Listed):
    """ "[KIND-1] heeft ADHD"."""

    trait = "diagnosis"
    file = "diagnoses.txt"
    unusual = unusual_of(file)
    examples = (
        "[INSTELLING-1] heeft vastgesteld dat [KIND-1] {ADHD|ADHD|child} heeft.",
        "Ik weet dat ze {adhd|ADHD|unclear} heeft, en [BROER-1] is {dyslectisch|dyslexie|other}.",
        "Iets in het {autistisch spectrum|autisme|unclear}, {PDD-NOS|autisme|unclear} zeiden ze.",
        "[KIND-1] heeft geen ADHD en is niet echt autistisch.",
        "dat staat in het dossier",
    )
