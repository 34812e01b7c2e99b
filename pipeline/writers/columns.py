"""What the study's tables and its QDA project call things, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.errors import Language
from pipeline.model import Gender


@dataclass(frozen=True, slots=True)
class Columns:
    """The fixed words of one language."""

    sheets: tuple[str, str]  # interviews, cases
    case: str
    child: tuple[str, str, str]  # what is known of the child: year group, age band, gender
    roles: str  # who was spoken to
    parents: str
    both: str  # parents
    complete: str
    missing: str
    until: str
    counted: tuple[str, str, str, str]  # minutes, words, labels, gaps
    genders: dict[Gender, str]
    yes: str
    no: str
    file: tuple[str, str, str, str, str, str]  # role, detail, month, reviewed, consent for, consent until
    set_of: str  # a set of sources: by role
    description: str  # of the project

    @property
    def own(self) -> tuple[str, ...]:
        """Everything these tables say of themselves: no name, even where it looks like one."""
        several = (*self.sheets, *self.child, *self.counted, *self.genders.values(), *self.file)
        single = (self.case, self.roles, self.parents, self.both, self.complete, self.missing, self.until)
        return (*several, *single, self.yes, self.no, self.set_of, self.description)


NL = Columns(
    sheets=("gesprekken", "casussen"),
    case="casus",
    child=("jaargroep", "leeftijd", "geslacht"),
    roles="rollen",
    parents="wie van de ouders",
    both="beide",
    complete="compleet",
    missing="ontbreekt",
    until="toestemming tot",
    counted=("minuten", "woorden", "labels", "onverstaanbaar"),
    genders={"": "", "f": "meisje", "m": "jongen"},
    yes="ja",
    no="nee",
    file=("rol", "detail", "opgenomen", "nagekeken", "toestemming voor", "toestemming tot"),
    set_of="rol: {role}",
    description="Gepseudonimiseerd, niet anoniem. Per casus een case; per gesprek variabelen; per rol een set.",
)
EN = Columns(
    sheets=("interviews", "cases"),
    case="case",
    child=("year group", "age", "gender"),
    roles="roles",
    parents="which parents",
    both="both",
    complete="complete",
    missing="missing",
    until="consent until",
    counted=("minutes", "words", "labels", "unintelligible"),
    genders={"": "", "f": "girl", "m": "boy"},
    yes="yes",
    no="no",
    file=("role", "detail", "recorded", "reviewed", "consent for", "consent until"),
    set_of="role: {role}",
    description="Pseudonymised, not anonymous. A case per family; variables per interview; a set per role.",
)

COLUMNS: dict[Language, Columns] = {"nl": NL, "en": EN}


def columns(settings: Settings) -> Columns:
    """The words of the study's language."""
    return COLUMNS[settings.study.language]
