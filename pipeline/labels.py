"""What stands in a transcript for a name: a role and a number, "KIND-1"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pipeline.errors import Language
from pipeline.model import FindingKind

_ROLES = {  # role: (Dutch label, English label, the words for it)
    "kind": (
        "KIND",
        "CHILD",
        "kind kindje leerling jongere zoon zoontje dochter dochtertje stiefzoon stiefdochter pleegkind pleegzoon "
        "pleegdochter kleinkind kleinzoon kleindochter kleuter peuter puber baby child pupil son daughter",
    ),
    "moeder": ("MOEDER", "MOTHER", "moeder mama mam mamma mother"),
    "vader": ("VADER", "FATHER", "vader papa pap pappa father"),
    "stiefmoeder": ("STIEFMOEDER", "STEPMOTHER", "stiefmoeder bonusmoeder stepmother"),
    "stiefvader": ("STIEFVADER", "STEPFATHER", "stiefvader bonusvader stepfather"),
    "pleegmoeder": ("PLEEGMOEDER", "FOSTER-MOTHER", "pleegmoeder foster-mother"),
    "pleegvader": ("PLEEGVADER", "FOSTER-FATHER", "pleegvader foster-father"),
    "ouder": ("OUDER", "PARENT", "ouder ouders verzorger verzorgster voogd pleegouder parent guardian"),
    "leraar": (
        "LEERKRACHT",
        "TEACHER",
        "leraar lerares leerkracht docent docente juf juffrouw juffie meester mentor mentrix oudleraar invaljuf "
        "invalmeester invaller invalster gymjuf gymmeester gymleraar gymdocent muziekjuf muziekmeester zorgjuf "
        "kleuterjuf vakleerkracht vakdocent groepsleerkracht duo duopartner duocollega stagiair stagiaire lio "
        "onderwijsassistent onderwijsassistente klassenassistent klassenassistente leraarondersteuner "
        "gedragsspecialist rt'er teacher",
    ),
    "hulpverlener": (
        "HULPVERLENER",
        "CARE-PROVIDER",
        "hulpverlener hulpverleenster zorgverlener behandelaar begeleider begeleidster therapeut therapeute psycholoog "
        "psychologe orthopedagoog orthopedagoge pedagoog pedagoge logopedist logopediste gezinscoach jeugdcoach "
        "kindercoach wijkcoach jeugdzorgwerker jeugdwerker jeugdhulpverlener jeugdbeschermer jeugdconsulent "
        "gezinsvoogd gezinsbegeleider gezinsbegeleidster thuisbegeleider thuisbegeleidster consulent consulente "
        "casemanager casusregisseur gezinswerker gezinsmanager werker "
        "ergotherapeut ergotherapeute fysiotherapeut fysiotherapeute speltherapeut speltherapeute systeemtherapeut "
        "psychotherapeut gz-psycholoog schoolpsycholoog kinderpsycholoog gedragswetenschapper gedragsdeskundige "
        "gezinstherapeut gezinshulp wijkteammedewerker wijkverpleegkundige jeugdverpleegkundige verpleegkundige "
        "praktijkondersteuner diagnosticus diagnostica care-provider counsellor therapist",
    ),
    "arts": (
        "ARTS",
        "DOCTOR",
        "arts huisarts kinderarts jeugdarts schoolarts tandarts dokter dr specialist psychiater kinderpsychiater "
        "neuroloog kinderneuroloog doctor",
    ),
    "ib": (
        "IB",
        "COORDINATOR",
        "ib ib'er iber ib-er ib'ster intern-begeleider intern-begeleidster interne-begeleider interne-begeleidster "
        "kwaliteitscoordinator kwaliteitscoördinator zorgcoordinator zorgcoördinator",
    ),
    "directeur": (
        "DIRECTEUR",
        "HEAD",
        "directeur directrice adjunct-directeur schoolleider schoolhoofd teamleider locatieleider rector head",
    ),
    "broer": (
        "BROER",
        "BROTHER",
        "broer broertje stiefbroer stiefbroertje halfbroer halfbroertje tweelingbroer brother",
    ),
    "zus": ("ZUS", "SISTER", "zus zusje zusterje stiefzus stiefzusje halfzus halfzusje tweelingzus sister"),
    "oma": ("OMA", "GRANDMOTHER", "oma omi beppe babcia grootmoeder overgrootmoeder grandmother"),
    "opa": ("OPA", "GRANDFATHER", "opa pake dede grootvader overgrootvader grandfather"),
    "tante": ("TANTE", "AUNT", "tante aunt"),
    "oom": ("OOM", "UNCLE", "oom ome uncle"),
    "neef": ("NEEF", "COUSIN", "neef neefje achterneef cousin nephew"),
    "nicht": ("NICHT", "NIECE", "nicht nichtje achternicht niece"),
    "partner": (
        "PARTNER",
        "PARTNER",
        "partner man vrouw ex ex-man ex-vrouw exman exvrouw echtgenoot echtgenote verloofde husband wife",
    ),
    "buur": (
        "BUUR",
        "NEIGHBOUR",
        "buur buurman buurvrouw overbuurman overbuurvrouw buurjongen buurjongetje buurmeisje neighbour",
    ),
    "vriend": (
        "VRIEND",
        "FRIEND",
        "vriend vriendin vriendje vriendinnetje klasgenoot klasgenote klasgenootje teamgenoot teamgenootje maatje "
        "speelkameraad speelkameraadje kameraad friend classmate",
    ),
    "persoon": ("PERSOON", "PERSON", "persoon person"),
    "school": ("SCHOOL", "SCHOOL", "school"),
    "instelling": ("INSTELLING", "INSTITUTION", "instelling institution"),
    "plaats": ("PLAATS", "PLACE", "plaats place"),
    "straat": ("STRAAT", "STREET", "straat street"),
}
_ROLE_OF_WORD = {word: role for role, (_, _, words) in _ROLES.items() for word in words.split()}
_ROLE_OF_KIND: dict[FindingKind, str] = {
    "PERSON": "persoon",
    "SCHOOL": "school",
    "INSTITUTION": "instelling",
    "PLACE": "plaats",
    "STREET": "straat",
}
_KIND_OF_ROLE = {role: kind for kind, role in _ROLE_OF_KIND.items()}
_PLAIN: dict[FindingKind, tuple[str, str]] = {
    "DATE": ("DATUM", "DATE"),
    "PHONE": ("TELEFOON", "PHONE"),
    "EMAIL": ("EMAIL", "EMAIL"),
    "POSTCODE": ("POSTCODE", "POSTCODE"),
    "BSN": ("BSN", "BSN"),
    "ID": ("NUMMER", "NUMBER"),
}
_BASES = {base for role in _ROLES.values() for base in role[:2]} | {base for two in _PLAIN.values() for base in two}
_ANY = "|".join(sorted(_BASES, key=len, reverse=True))
_LABEL = re.compile(rf"\[(?:{_ANY})(?:-\d+)?(?:/(?:{_ANY})(?:-\d+)?)*\]")
_USUALLY_ONE = {"moeder", "vader", "stiefmoeder", "stiefvader", "pleegmoeder", "pleegvader", "oma", "opa"}
FEMALE = frozenset({"moeder", "stiefmoeder", "pleegmoeder", "oma", "tante"})
MALE = frozenset({"vader", "stiefvader", "pleegvader", "opa", "oom"})
YOUNG = frozenset({"kind", "broer", "zus", "vriend", "neef", "nicht"})

Group = Literal["child", "parent", "teacher", "care", "other"]
_GROUPS: dict[Group, frozenset[str]] = {
    "child": YOUNG,
    "parent": frozenset(str.split("moeder vader ouder stiefmoeder stiefvader pleegmoeder pleegvader partner")),
    "teacher": frozenset({"leraar", "ib", "directeur"}),
    "care": frozenset({"hulpverlener", "arts"}),
}


def is_named(kind: FindingKind) -> bool:
    """Whether this is somebody or something of the register, not a date or a number."""
    return kind in _ROLE_OF_KIND


def role_of(word: str) -> str:
    """The role of a person a word stands for ("juf" -> "leraar"); "persoon" when it is none we know.

    Labels hold no free text.
    """
    role = _ROLE_OF_WORD.get(word.casefold(), "persoon")
    return role if kind_of_role(role) == "PERSON" else "persoon"


def role_named(word: str) -> str | None:
    """The role of a person or thing a word stands for ("juf", "school"); None when it is none we know."""
    return _ROLE_OF_WORD.get(word.casefold())


def role_words() -> tuple[str, ...]:
    """One word for each role there is: "kind", "moeder", ..., "straat"."""
    return tuple(_ROLES)


def kind_of_role(role: str) -> FindingKind:
    """Whether a role is that of a person, or of which kind of thing."""
    return _KIND_OF_ROLE.get(role, "PERSON")


def group_of(role: str) -> Group:
    """The kind of person a role stands for: "broer" -> "child", "ib" -> "teacher"."""
    return next((group for group, roles in _GROUPS.items() if role in roles), "other")


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


def labels_in(text: str) -> list[tuple[int, int]]:
    """Where labels like ours stand in a text, brackets included: "[KIND-1]", "[MOEDER/VADER]", "[DATUM]"."""
    return [match.span() for match in _LABEL.finditer(text)]


def _number(label: str, base: str) -> int:
    """3 for "KIND-3", 1 for a bare "MOEDER", 0 for another base."""
    stem, _, number = label.rpartition("-")
    if stem == base and number.isdigit():
        return int(number)
    return int(label == base)
