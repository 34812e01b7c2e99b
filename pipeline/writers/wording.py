"""What transcripts say of themselves, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.config import Convention, Settings
from pipeline.errors import Language
from pipeline.model import Mark, ReviewState


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
    receipt: str
    seal: str
    review: str
    reviews: dict[ReviewState, str]
    engine: str
    source: str
    settings: str
    settings_line: str
    dates: dict[str, str]  # what `redact.dates` can be
    convention: str
    convention_lines: dict[Convention, str]
    figures: str
    figures_line: str
    marked: str
    marks: dict[Mark, str]  # behind how many words
    none: str
    attempts: str
    first_try: str
    retried: str
    hesitations: str
    hesitations_line: str
    tidied: str
    thirds: tuple[str, str, str]
    and_the: str
    labels: str
    unknown: str
    pseudonymised: str
    legend: tuple[str, ...]
    legend_of_document: tuple[str, ...]
    legend_of_marks: dict[Mark, str]
    not_separated: str
    imported: str
    demo: str
    not_reviewed: str
    open_items: str
    gap: str
    silence: str
    held: str  # a fragment that is held back
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
    receipt="Bewerking",
    seal="Zegel",
    review="Nagekeken",
    reviews={"reviewed": "ja", "not required": "nee, voor deze rol niet verplicht", "unreviewed": "nee"},
    engine="Herkend met",
    source="Herkomst",
    settings="Instellingen",
    settings_line="taal {language}; namen vervangen vanaf score {mask_from} ({style}); uit data: {dates}",
    dates={"day and month": "dag en maand", "all": "alles", "none": "niets"},
    convention="Weergave",
    convention_lines={
        "woordelijk": "woordelijk: alles zoals het is herkend",
        "leesbaar": "leesbaar: zonder aarzelingen (eh) en herhalingen (ik, ik heb); verder woordelijk",
    },
    figures="Gemeten",
    figures_line="{speech} s spraak, waarvan {share}% met woorden; {gaps} s onverstaanbaar",
    marked="Gemarkeerd",
    marks={
        "overlap": "woorden door elkaar",
        "outside": "waar niemand sprak",
        "stock": "uit een vaste zin",
        "loop": "in een lus",
        "doubtful": "onzeker",
        "broken": "afgebroken",
    },
    none="niets",
    attempts="Pogingen",
    first_try="{count} stukken in de eerste poging",
    retried="{count} bij temperatuur {temperature}",
    hesitations="Woordelijkheid",
    hesitations_line="eh's / herhalingen / afgebroken per 100 woorden, in drie delen: {thirds}",
    tidied="In het {thirds} derde deel veel minder aarzelingen dan in het eerste: luister na.",
    thirds=("eerste", "middelste", "laatste"),
    and_the=" en het ",
    labels="Labels",
    unknown="onbekend",
    pseudonymised="Gepseudonimiseerd, niet anoniem.",
    legend=(
        "[LABEL] staat voor een naam; [onverstaanbaar tijd-tijd]: spraak zonder woorden.",
        "(3 s) en [stilte tijd-tijd]: zo lang sprak niemand. I vraagt, R antwoordt.",
        "Aarzelingen kunnen ontbreken: luister na.",
    ),
    legend_of_document=(
        "[LABEL] staat voor een naam; wat verder tussen rechte haken staat, zegt casus van het stuk.",
        "In een rij van een tabel staat | tussen de cellen, / tussen de regels van een cel.",
    ),
    legend_of_marks={
        "overlap": "//woorden//: twee mensen spreken door elkaar.",
        "outside": "‹woorden›: hier werd niemand gehoord.",
        "stock": "~woorden~: een vaste zin die een herkenner verzint, zoals bij ondertiteling.",
        "loop": "{woorden}: telkens hetzelfde; misschien bleef de herkenner hangen.",
        "doubtful": "(woorden?): niet zeker verstaan.",
        "broken": "woord-: afgebroken.",
    },
    not_separated="Sprekers zijn niet uit elkaar gehouden (-).",
    imported="Elders uitgeschreven en overgenomen: niet naast de opname gelegd; wat er ontbreekt is niet te zien.",
    demo="Demo: dit spraakmodel kent alleen de stemmen van de demo.",
    not_reviewed="NIET NAGEKEKEN - niet verspreiden",
    open_items="nog te beslissen: {count}",
    gap="onverstaanbaar",
    silence="stilte",
    held="achtergehouden",
    at_number="nr.",
    at_line="regel",
    at_header="een kop of bestandsnaam",
    overview=(
        *("casus", "rol", "detail", "opgenomen", "minuten", "woorden", "labels", "onverstaanbaar"),
        *("spraak (s)", "met woorden (%)", "toestemming tot", "nagekeken"),
        *("door elkaar", "niemand sprak", "vaste zin", "lus", "onzeker", "afgebroken"),
        *("aarzelingen per 100 woorden, deel 1", "deel 2", "deel 3", "luister na, deel"),
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
    receipt="Processing",
    seal="Seal",
    review="Reviewed",
    reviews={"reviewed": "yes", "not required": "no, not required for this role", "unreviewed": "no"},
    engine="Recognised by",
    source="Source",
    settings="Settings",
    settings_line="language {language}; names replaced from score {mask_from} ({style}); out of dates: {dates}",
    dates={"day and month": "day and month", "all": "everything", "none": "nothing"},
    convention="Reading",
    convention_lines={
        "woordelijk": "verbatim: everything as it was recognised",
        "leesbaar": "readable: without hesitations (eh) and repetitions (I, I have); otherwise verbatim",
    },
    figures="Measured",
    figures_line="{speech} s of speech, {share}% of it worded; {gaps} s unintelligible",
    marked="Marked",
    marks={
        "overlap": "words spoken at once",
        "outside": "outside speech",
        "stock": "of a stock phrase",
        "loop": "in a loop",
        "doubtful": "uncertain",
        "broken": "broken off",
    },
    none="nothing",
    attempts="Attempts",
    first_try="{count} parts at the first try",
    retried="{count} at temperature {temperature}",
    hesitations="Verbatim",
    hesitations_line="fillers / repetitions / broken off in every 100 words, in three parts: {thirds}",
    tidied="In the {thirds} third far fewer hesitations than in the first: listen back.",
    thirds=("first", "middle", "last"),
    and_the=" and the ",
    labels="Labels",
    unknown="unknown",
    pseudonymised="Pseudonymised, not anonymous.",
    legend=(
        "[LABEL] stands for a name; [unintelligible time-time]: speech without words.",
        "(3 s) and [silence time-time]: so long nobody spoke. I asks, R answers.",
        "Hesitations may be missing: listen back.",
    ),
    legend_of_document=(
        "[LABEL] stands for a name; what else stands in square brackets, casus says of the document.",
        "In a row of a table | stands between cells, / between the lines of a cell.",
    ),
    legend_of_marks={
        "overlap": "//words//: two people speak at once.",
        "outside": "‹words›: nobody was heard here.",
        "stock": "~words~: a stock phrase that recognisers make up, as in subtitles.",
        "loop": "{words}: over and over; the recogniser may have been stuck.",
        "doubtful": "(words?): not heard for certain.",
        "broken": "word-: broken off.",
    },
    not_separated="Speakers were not told apart (-).",
    imported="Written down elsewhere and taken over: not checked against the recording; what is missing does not show.",
    demo="Demo: this speech model knows the voices of the demo only.",
    not_reviewed="NOT REVIEWED - do not pass on",
    open_items="still to decide: {count}",
    gap="unintelligible",
    silence="silence",
    held="held back",
    at_number="no.",
    at_line="line",
    at_header="a header or file name",
    overview=(
        *("case", "role", "detail", "recorded", "minutes", "words", "labels", "unintelligible"),
        *("speech (s)", "worded (%)", "consent until", "reviewed"),
        *("at once", "outside speech", "stock phrase", "loop", "uncertain", "broken off"),
        *("hesitations in 100 words, part 1", "part 2", "part 3", "listen back, part"),
    ),
    separator=",",
    decimal=".",
)

WORDINGS: dict[Language, Wording] = {"nl": NL, "en": EN}


def wording(settings: Settings) -> Wording:
    """The words of the study's language."""
    return WORDINGS[settings.study.language]
