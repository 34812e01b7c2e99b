"""Which school group a child is in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.errors import Language
from pipeline.traits.extractor import Extractor, Sign
from pipeline.traits.numbers import value_of, words
from pipeline.traits.passage import Passage

STAGES = ("onderbouw", "middenbouw", "bovenbouw", "voortgezet onderwijs")
LABELS: dict[Language, tuple[str, ...]] = {  # what stands for a group that is generalised
    "nl": ("ONDERBOUW", "MIDDENBOUW", "BOVENBOUW", "VOORTGEZET-ONDERWIJS"),
    "en": ("LOWER-PRIMARY", "MIDDLE-PRIMARY", "UPPER-PRIMARY", "SECONDARY"),
}
_STAGE_OF_LABEL = {label: stage for labels in LABELS.values() for label, stage in zip(labels, STAGES, strict=True)}
_N = rf"(?:(?:{words(2, 8)}|één|een(?=\s*(?:[/-]|en|of|tot)\s*(?:twee|en met)|\s*(?:[.,;:!?)]|$)))(?!\w)|[1-8](?!\d))"
_GROUP = re.compile(
    rf"(?<!\w)(?P<said>groep(?:je)?\s+(?P<first>{_N})[a-d]?(?:(?:\s*[/-]\s*|\s+en\s+|\s+)(?P<second>{_N})[a-d]?)?)"
    r"(?!\w|\s+(?:kinderen|leerlingen|jongens|meisjes|meiden|mensen|keer|jaar|uur|dagen|weken|maanden|van de))",
    re.IGNORECASE,
)
_SECONDARY = re.compile(
    r"(?<!\w)(?P<said>brugklas(?:ser)?|klas [1-6]|[1-6] (?:vmbo|havo|vwo|mavo)|(?:vmbo|havo|vwo|mavo) [1-6])(?!\w)",
    re.IGNORECASE,
)
_KLEUTERS = re.compile(r"(?<!\w)(?P<said>kleuterklas|kleutergroep)(?!\w)", re.IGNORECASE)
_SHOWN = re.compile(rf"\[(?P<said>{'|'.join(_STAGE_OF_LABEL)})\]")
_OTHER_TIME = re.compile(
    r"(?<!\w)(?:tot|vanaf|sinds|na|naar|toen|was|zat|zaten|kwam|ging|gedoubleerd|blijven zitten|(?:vorig|volgend) jaar|"
    r"destijds|vroeger|straks)(?!\w)[^.?!]{0,30}$",
    re.IGNORECASE,
)


class Groups(Extractor):
    """ "groep zeven", "groep 3/4", "de brugklas"."""

    trait = "group"
    examples = (
        "[KIND-1] zit nu in {groep zes|6|child}.",
        "[KIND-1] is een rustig kind. Hij zit in {groep 3/4|3/4|child} bij ons.",
        "School: obs [SCHOOL-1], {groep zeven|7|unclear}, juf [LEERKRACHT-1]",
        "[KIND-1] ging tot {groep drie|3|other} naar [SCHOOL-2].",
        "[BROER-1] zit in de {brugklas|klas 1|other} en [ZUS-1] in {2 havo|klas 2|other}.",
        "[KIND-1] zit in de [{MIDDENBOUW|middenbouw|child}] en daarvoor in de {kleuterklas|onderbouw|child}.",
        "Dat is al sinds {groep een|1|other}, zegt hij.",
        "In die {groep 7b|7|unclear} zit hij.",
        "een groep acht kinderen, een groepje van drie, in de groep een beetje",
    )

    @classmethod
    def broader(cls, value: str) -> str:
        """The stage of school."""
        return stage_of(value)

    def signs(self, passage: Passage) -> Iterator[Sign]:
        """Every group; a teacher's own group may well be the child's."""
        for pattern in (_GROUP, _SECONDARY, _KLEUTERS, _SHOWN):
            for match in pattern.finditer(passage.text):
                about = passage.about(match.start())
                if passage.recording.role in ("leraar", "ib") and about == "other" and not _pupil(passage, match):
                    about = "unclear"
                if _OTHER_TIME.search(passage.text, max(match.start() - 50, 0), match.start()):
                    about = "other"
                yield Sign(*match.span("said"), _value(match), about)


def stage_of(value: str) -> str:
    """The stage of school a group belongs to; of "3/4", that of the first."""
    if value in STAGES:
        return value
    if value.startswith("klas"):
        return STAGES[3]
    first = int(value.split("/")[0])
    return STAGES[0] if first < 3 else STAGES[1] if first < 6 else STAGES[2]


def _pupil(passage: Passage, match: re.Match[str]) -> bool:
    """Whether somebody who may be a pupil was named before: a brother, a friend."""
    pupils = passage.cast.others | passage.cast.family
    return any(label in pupils for start, _, label in passage.labels if start < match.start())


def _value(match: re.Match[str]) -> str:
    """The group in digits ("3/4"), a class of secondary school ("klas 1"), or a stage."""
    said = match["said"]
    if match.re is _SHOWN:
        return _STAGE_OF_LABEL[said]
    if match.re is _KLEUTERS:
        return STAGES[0]
    if match.re is _SECONDARY:
        digits = re.search(r"\d", said)
        return f"klas {digits[0] if digits else 1}"
    return "/".join(str(value_of(number)) for number in (match["first"], match["second"]) if number)
