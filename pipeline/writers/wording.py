"""What transcripts say of themselves, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import Settings
from pipeline.errors import Language
from pipeline.model import ReviewState


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one language."""

    case: str
    role: str
    month: str
    duration: str
    consent_for: str
    valid_until: str
    signed_by: str
    form: str
    record: str
    review: str
    reviews: dict[ReviewState, str]
    engine: str
    source: str
    settings: str
    settings_line: str
    dates: dict[str, str]  # what `redact.dates` can be
    figures: str
    figures_line: str
    labels: str
    unknown: str
    pseudonymised: str
    conventions: tuple[str, str]
    not_separated: str
    imported: str
    demo: str
    not_reviewed: str
    open_items: str
    gap: str
    silence: str
    at_number: str  # places in a transcript, as an error names them
    at_line: str
    at_header: str
    overview: tuple[str, ...]
    separator: str  # of the overview's cells, as a spreadsheet in this language expects it
    decimal: str

    def number(self, value: float) -> str:
        """One decimal, as this language writes it."""
        return f"{value:.1f}".replace(".", self.decimal)


NL = Wording(
    case="Casus",
    role="Rol",
    month="Opgenomen",
    duration="Duur",
    consent_for="Toestemming voor",
    valid_until="Geldig tot",
    signed_by="Getekend door",
    form="Formulier",
    record="Bewijsstuk",
    review="Nagekeken",
    reviews={"reviewed": "ja", "not required": "nee, voor deze rol niet verplicht", "unreviewed": "nee"},
    engine="Herkend met",
    source="Herkomst",
    settings="Instellingen",
    settings_line="taal {language}; namen vervangen vanaf score {mask_from} ({style}); uit data: {dates}",
    dates={"day and month": "dag en maand", "all": "alles", "none": "niets"},
    figures="Gemeten",
    figures_line="{speech} s spraak, waarvan {share}% met woorden; {gaps} s onverstaanbaar; "
    "{outside} woorden waar niemand sprak",
    labels="Labels",
    unknown="onbekend",
    pseudonymised="Gepseudonimiseerd, niet anoniem.",
    conventions=(
        "[LABEL] staat voor een naam; [onverstaanbaar tijd-tijd]: spraak zonder woorden; [stilte tijd-tijd]: niemand.",
        "‹woord›: hier werd niemand gehoord. I vraagt, R antwoordt. Aarzelingen kunnen ontbreken: luister na.",
    ),
    not_separated="Sprekers zijn niet uit elkaar gehouden (-).",
    imported="Elders uitgeschreven en overgenomen: niet naast de opname gelegd; wat er ontbreekt is niet te zien.",
    demo="Demo: dit spraakmodel kent alleen de stemmen van de demo.",
    not_reviewed="NIET NAGEKEKEN - niet verspreiden",
    open_items="nog te beslissen: {count}",
    gap="onverstaanbaar",
    silence="stilte",
    at_number="nr.",
    at_line="regel",
    at_header="een kop of bestandsnaam",
    overview=(
        *("casus", "rol", "detail", "opgenomen", "minuten", "woorden", "labels", "onverstaanbaar"),
        *("spraak (s)", "met woorden (%)", "toestemming tot", "nagekeken"),
    ),
    separator=";",
    decimal=",",
)

EN = Wording(
    case="Case",
    role="Role",
    month="Recorded",
    duration="Duration",
    consent_for="Consent for",
    valid_until="Valid until",
    signed_by="Signed by",
    form="Form",
    record="Record",
    review="Reviewed",
    reviews={"reviewed": "yes", "not required": "no, not required for this role", "unreviewed": "no"},
    engine="Recognised by",
    source="Source",
    settings="Settings",
    settings_line="language {language}; names replaced from score {mask_from} ({style}); out of dates: {dates}",
    dates={"day and month": "day and month", "all": "everything", "none": "nothing"},
    figures="Measured",
    figures_line="{speech} s of speech, {share}% of it worded; {gaps} s unintelligible; {outside} words outside speech",
    labels="Labels",
    unknown="unknown",
    pseudonymised="Pseudonymised, not anonymous.",
    conventions=(
        "[LABEL] stands for a name; [unintelligible time-time]: speech without words; [silence time-time]: nobody.",
        "‹word›: nobody was heard here. I asks, R answers. Hesitations may be missing: listen back.",
    ),
    not_separated="Speakers were not told apart (-).",
    imported="Written down elsewhere and taken over: not checked against the recording; what is missing does not show.",
    demo="Demo: this speech model knows the voices of the demo only.",
    not_reviewed="NOT REVIEWED - do not pass on",
    open_items="still to decide: {count}",
    gap="unintelligible",
    silence="silence",
    at_number="no.",
    at_line="line",
    at_header="a header or file name",
    overview=(
        *("case", "role", "detail", "recorded", "minutes", "words", "labels", "unintelligible"),
        *("speech (s)", "worded (%)", "consent until", "reviewed"),
    ),
    separator=",",
    decimal=".",
)

WORDINGS: dict[Language, Wording] = {"nl": NL, "en": EN}


def wording(settings: Settings) -> Wording:
    """The words of the study's language."""
    return WORDINGS[settings.study.language]
