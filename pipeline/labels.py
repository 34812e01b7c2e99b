"""What stands in a transcript for a name: a role and a number, "KIND-1"."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.errors import Language
from pipeline.model import FindingKind

_ROLES = {  # role: (Dutch label, English label, the words for it)
    "kind": ("KIND", "CHILD", "kind leerling jongere zoon zoontje dochter dochtertje child pupil son daughter"),
    "moeder": ("MOEDER", "MOTHER", "moeder mama mam mother"),
    "vader": ("VADER", "FATHER", "vader papa pap father"),
    "stiefmoeder": ("STIEFMOEDER", "STEPMOTHER", "stiefmoeder stepmother"),
    "stiefvader": ("STIEFVADER", "STEPFATHER", "stiefvader stepfather"),
    "pleegmoeder": ("PLEEGMOEDER", "FOSTER-MOTHER", "pleegmoeder foster-mother"),
    "pleegvader": ("PLEEGVADER", "FOSTER-FATHER", "pleegvader foster-father"),
    "ouder": ("OUDER", "PARENT", "ouder ouders verzorger voogd parent guardian"),
    "leraar": (
        "LEERKRACHT",
        "TEACHER",
        "leraar lerares leerkracht docent docente juf juffrouw meester mentor oudleraar teacher",
    ),
    "hulpverlener": (
        "HULPVERLENER",
        "CARE-PROVIDER",
        "hulpverlener hulpverleenster zorgverlener behandelaar begeleider begeleidster therapeut therapeute psycholoog "
        "psychologe orthopedagoog logopedist logopediste gezinscoach jeugdzorgwerker care-provider",
    ),
    "arts": ("ARTS", "DOCTOR", "arts huisarts kinderarts jeugdarts dokter psychiater doctor"),
    "ib": ("IB", "COORDINATOR", "ib ib'er iber intern-begeleider kwaliteitscoordinator"),
    "directeur": ("DIRECTEUR", "HEAD", "directeur directrice head"),
    "broer": ("BROER", "BROTHER", "broer broertje stiefbroer halfbroer brother"),
    "zus": ("ZUS", "SISTER", "zus zusje zusterje stiefzus halfzus sister"),
    "oma": ("OMA", "GRANDMOTHER", "oma grootmoeder grandmother"),
    "opa": ("OPA", "GRANDFATHER", "opa grootvader grandfather"),
    "tante": ("TANTE", "AUNT", "tante aunt"),
    "oom": ("OOM", "UNCLE", "oom uncle"),
    "neef": ("NEEF", "COUSIN", "neef neefje cousin"),
    "nicht": ("NICHT", "NIECE", "nicht nichtje niece"),
    "partner": ("PARTNER", "PARTNER", "partner man vrouw ex echtgenoot echtgenote husband wife"),
    "buur": ("BUUR", "NEIGHBOUR", "buur buurman buurvrouw buurjongen buurmeisje neighbour"),
    "vriend": ("VRIEND", "FRIEND", "vriend vriendin vriendje vriendinnetje klasgenoot klasgenootje friend classmate"),
    "persoon": ("PERSOON", "PERSON", "persoon person"),
    "school": ("SCHOOL", "SCHOOL", ""),
    "instelling": ("INSTELLING", "INSTITUTION", ""),
    "plaats": ("PLAATS", "PLACE", ""),
    "straat": ("STRAAT", "STREET", ""),
}
_ROLE_OF_WORD = {word: role for role, (_, _, words) in _ROLES.items() for word in words.split()}
_ROLE_OF_KIND: dict[FindingKind, str] = {
    "PERSON": "persoon",
    "SCHOOL": "school",
    "INSTITUTION": "instelling",
    "PLACE": "plaats",
    "STREET": "straat",
}
_PLAIN: dict[FindingKind, tuple[str, str]] = {
    "DATE": ("DATUM", "DATE"),
    "PHONE": ("TELEFOON", "PHONE"),
    "EMAIL": ("EMAIL", "EMAIL"),
    "POSTCODE": ("POSTCODE", "POSTCODE"),
    "BSN": ("BSN", "BSN"),
    "ID": ("NUMMER", "NUMBER"),
}
_USUALLY_ONE = {"moeder", "vader", "stiefmoeder", "stiefvader", "pleegmoeder", "pleegvader", "oma", "opa"}
FEMALE = frozenset({"moeder", "stiefmoeder", "pleegmoeder", "oma", "tante"})
MALE = frozenset({"vader", "stiefvader", "pleegvader", "opa", "oom"})
YOUNG = frozenset({"kind", "broer", "zus", "vriend", "neef", "nicht"})


def is_named(kind: FindingKind) -> bool:
    """Whether this is somebody or something of the register, not a date or a number."""
    return kind in _ROLE_OF_KIND


def role_of(word: str) -> str:
    """The role a word stands for ("juf" -> "leraar"); "persoon" when it is none we know: labels hold no free text."""
    return _ROLE_OF_WORD.get(word.casefold(), "persoon")


def role_of_kind(kind: FindingKind) -> str:
    """The role of what is no person, and of a person of whom nothing is known."""
    return _ROLE_OF_KIND[kind]


def plain_label(kind: FindingKind, language: Language) -> str:
    """The label without a number: "DATUM", or "PERSOON" for somebody who has no entity."""
    dutch, english = _PLAIN[kind] if kind in _PLAIN else _ROLES[_ROLE_OF_KIND[kind]][:2]
    return dutch if language == "nl" else english


def new_label(role: str, taken: Iterable[str], language: Language) -> str:
    """The next label of a role, never one that was given before: "KIND-2"; the first mother is "MOEDER"."""
    base = _ROLES[role][0 if language == "nl" else 1]
    numbers = [number for label in taken if (number := _number(label, base))]
    if not numbers and role in _USUALLY_ONE:
        return base
    return f"{base}-{max(numbers, default=0) + 1}"


def _number(label: str, base: str) -> int:
    """3 for "KIND-3", 1 for a bare "MOEDER", 0 for another base."""
    stem, _, number = label.rpartition("-")
    if stem == base and number.isdigit():
        return int(number)
    return int(label == base)
