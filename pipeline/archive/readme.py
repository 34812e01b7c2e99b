"""What a reader of the dataset is told, in Dutch and in English."""

from __future__ import annotations

from pipeline.archive.dataset import Dataset, name_of

_NL = """\
{title}

{description}

Makers: {creators}
Rechthebbende: {rights_holder}
Licentie: {licence}
Opgenomen: {collected}
Datum van deze dataset: {dated}

WAT ERIN ZIT
Casussen: {cases}. Transcripten: {count} ({roles}).
  transcripts/CASUS/ROL-NUMMER.*   een transcript in elk formaat ({endings}); casus-04/leraar-1 is een gesprek
{sound}{tables}  consent.json                     per transcript: toestemming waarvoor, tot wanneer, door wie (rollen)
  transcripts/**/*.consent.jsonld  die toestemming voor machines (W3C DPV, ISO/IEC TS 27560), met de SHA-256 van elk
                                   bestand ernaast
  transcript.schema.json           wat elk veld van een transcript in json betekent (JSON Schema)
  ro-crate-metadata.json           deze beschrijving voor machines (RO-Crate 1.2)

HOE HET TE LEZEN
Gesprekken met ouders, leraren, hulpverleners en soms het kind, per casus apart gevoerd en woordelijk uitgeschreven.
[KIND-1], [LEERKRACHT-1], [SCHOOL-1] staan voor namen: binnen een casus is een label steeds dezelfde; tussen casussen
zegt het niets. De kop van elk transcript geeft de weergave, de toestemming en de tekens in de tekst. Niet elk gesprek
van het onderzoek zit hierin: alleen die waarvan iedereen toestond dat ze gearchiveerd worden.

WAT MAG
Gepseudonimiseerd, niet anoniem: dit zijn persoonsgegevens over kinderen. Opvragen gaat via het archief. Wat bij een
transcript niet onder toestemming staat, mag niet: citeren en delen bijvoorbeeld alleen waar het genoemd wordt. Probeer
niet te achterhalen om wie het gaat. Wie iemand herkent, meldt dat bij de rechthebbende en deelt het niet.
"""
_EN = """\
{title}

{description}

Creators: {creators}
Rights holder: {rights_holder}
Licence: {licence}
Recorded: {collected}
Date of this dataset: {dated}

WHAT IS IN IT
Cases: {cases}. Transcripts: {count} ({roles}).
  transcripts/CASE/ROLE-NUMBER.*   a transcript in each format ({endings}); casus-04/leraar-1 is one interview
{sound}{tables}  consent.json                     per transcript: consent for what, until when, by whom (roles)
  transcripts/**/*.consent.jsonld  that consent for machines (W3C DPV, ISO/IEC TS 27560), with the SHA-256 of every
                                   file beside it
  transcript.schema.json           what each field of a transcript in json means (JSON Schema)
  ro-crate-metadata.json           this description for machines (RO-Crate 1.2)

HOW TO READ IT
Interviews with parents (ouder), teachers (leraar), care providers (hulpverlener) and sometimes the child (kind), held
separately per case and written down word for word. [KIND-1], [LEERKRACHT-1], [SCHOOL-1] stand for names: within a case
a label is always the same one; between cases it says nothing. The header of each transcript gives the reading, the
consent and the marks in the text. Not every interview of the study is here: only those that everybody allowed to be
archived.

WHAT MAY BE DONE
Pseudonymised, not anonymous: this is personal data about children. Ask the archive for access. What the consent of a
transcript does not name is not allowed: quoting (citeren) and sharing (delen), for example, only where it is named. Do
not try to find out who anybody is. Whoever recognises somebody tells the rights holder, and does not pass it on.
"""
_SOUND = {
    "nl": "  sound/CASUS/ROL-NUMMER.wav       het geluid zonder namen, waar iedereen die spreekt dat toestond\n",
    "en": "  sound/CASE/ROLE-NUMBER.wav       sound without names, where everybody who speaks allowed that\n",
}
_TABLES = {  # in the root of a dataset, where the study writes them
    "overview.csv": (
        "per transcript een regel: maand, duur, woorden, labels, hoe woordelijk",
        "a row per transcript: month, duration, words, labels, how literal",
    ),
    "cases.csv": ("per casus een regel", "a row per case"),
    "overview.xlsx": ("dezelfde twee tabellen als werkmap", "the same two tables as a workbook"),
    "study.qdpx": ("alle transcripten voor QDA-programma's (REFI-QDA)", "all transcripts for QDA programs (REFI-QDA)"),
    "turns.csv": ("per beurt een regel, met de tekst", "a row per turn, with its text"),
    "turns.parquet": ("hetzelfde in Apache Parquet", "the same in Apache Parquet"),
}


def readme(dataset: Dataset) -> bytes:
    """README.txt of the dataset: Dutch, then English."""
    there = {file.place for file in dataset.files}
    return "\n\n".join(
        text.format(
            title=dataset.title,
            description="\n\n".join(dataset.description),
            creators="; ".join(map(name_of, dataset.creators)),
            rights_holder=dataset.rights_holder,
            licence=dataset.licence,
            collected=" - ".join(dict.fromkeys(dataset.collected)) or "-",
            dated=dataset.dated,
            cases=dataset.cases,
            count=sum(count for _, count in dataset.transcripts),
            roles=", ".join(f"{role} {count}" for role, count in dataset.transcripts),
            endings=", ".join(dataset.endings),
            sound=_SOUND[language] if dataset.sound else "",
            tables="".join(f"  {name:<33}{told[which]}\n" for name, told in _TABLES.items() if name in there),
        )
        for which, (language, text) in enumerate((("nl", _NL), ("en", _EN)))
    ).encode("utf-8", "replace")
