"""Whether the child is a boy or a girl."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.passage import Passage

# "Zijn" is a verb as well, and "ze" may be several: they count where a word says it is one person.
_BOY = re.compile(
    r"(?<!\w)(?P<noun>jongen|jongetje|mannetje|ventje|zoon|zoontje)(?!\w)|(?<!\w)(?:hij|hem|z'n)(?!\w)", re.I
)
_GIRL = re.compile(
    r"(?<!\w)(?P<noun>meisje|meid|dametje|dochter|dochtertje)(?!\w)|"
    r"(?<!\w)(?:haar|d'r|(?:ze|zij)(?=\s+(?!zijn\b|waren\b|\w+en\b)\w))(?!\w)",
    re.I,
)
_NOUNS_OF_SOMEBODY = re.compile(r"(?<!\w)(?:geen|andere|nog een|een paar|die)\s+$", re.IGNORECASE)


class Genders(Extractor):
    """ "[KIND-1] zegt dat hij", "een rustig meisje"."""

    trait = "gender"
    examples = (
        "[KIND-1] is een rustige {jongen|jongen|child}, {hij|jongen|child} doet mee.",
        "[KIND-1] zegt dat {ze|meisje|child} moe is. {Haar|meisje|child} moeder ook.",
        "Ons {dochtertje|meisje|unclear} is ziek.",
        "[KIND-1] en [BROER-1] spelen, en hij wint.",
        "Hij is laat en dan zeggen ze iets.",
        "nog een jongen van judo",
    )

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Nouns wherever they may be about the child; pronouns only where the child was named last."""
        for value, pattern in (("jongen", _BOY), ("meisje", _GIRL)):
            for match in pattern.finditer(passage.text):
                about = passage.about(match.start())
                if _NOUNS_OF_SOMEBODY.search(passage.text, max(match.start() - 20, 0), match.start()):
                    continue
                if about == "child" or (match["noun"] and about == "unclear"):
                    yield Sign(*match.span(), value, about)
