"""What an audit found, for a screen and as a page to file: Dutch or English, self-contained, fit to print."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Language
from pipeline.ledger.audit import Audited

_LIMITS = {
    "nl": (
        "Of wat genoteerd is, waar is: wie de sleutel heeft, kan een onware regel toevoegen.",
        "Wat weggehaald is na het laatste controlepunt dat u zelf bewaart: bewaar er een van elke controle.",
        "Dat de hele map weg is, of vervangen door een oudere kopie, als u zelf geen controlepunt bewaart.",
        "Of de sleutel van deze studie is: die moet u in persoon gekregen hebben, niet bij deze map.",
        "Wat er buiten release/ en sound/ ligt: de kluis en kopieën elders zijn niet bekeken.",
        "Of de klok van de computer goed stond: tijden komen van die klok, behalve waar een tijdstempel staat.",
    ),
    "en": (
        "Whether what was noted is true: who has the key can add a false entry.",
        "What was taken away after the last checkpoint that you keep yourself: keep one of every audit.",
        "That the whole folder is gone, or replaced by an older copy, if you keep no checkpoint yourself.",
        "Whether the key is that of this study: you must have got it in person, not with this folder.",
        "What lies outside release/ and sound/: the vault and copies elsewhere were not looked at.",
        "Whether the clock of the machine was right: times come from that clock, except where a timestamp is told.",
    ),
}


_CHECKS = {
    "nl": (
        "Elke regel van het logboek hangt aan de regel ervoor en is zoals casus die schrijft.",
        "Elk controlepunt is ondertekend, met deze sleutel of met een sleutel die daarmee bevestigd is.",
        "Het logboek begint met precies wat elk controlepunt ondertekende, ook die u zelf bewaarde.",
        "Elk bestand in release/ en sound/ staat in het logboek, is niet veranderd, en mag er vandaag nog liggen.",
        "Er ontbreekt geen bestand, en er ligt niets van iemand die zijn toestemming introk.",
    ),
    "en": (
        "Every entry of the log hangs on the one before it and is as casus writes it.",
        "Every checkpoint is signed, with this key or with one that it confirmed.",
        "The log begins with exactly what each checkpoint signed, those you kept included.",
        "Every file in release/ and sound/ is in the log, is unchanged, and may still be there today.",
        "No file is missing, and nothing is left of anybody who withdrew consent.",
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """An audit in words."""

    language: Language
    title: str
    verdict: str
    fine: bool
    facts_heading: str
    facts: tuple[tuple[str, str], ...]
    checks_heading: str
    checks: tuple[str, ...]
    found: str  # heading of the findings
    findings: tuple[tuple[str, str], ...]  # what, and what to do
    limits_heading: str
    limits: tuple[str, ...]
    filed: str  # a line to sign


def report(audited: Audited, language: Language) -> Report:
    """The words for it."""
    nl = language == "nl"
    count = len(audited.findings)
    none = "geen" if nl else "none"
    fine = "Alles klopt." if nl else "All is well."
    bad = (
        f"Er klopt iets niet: {count} {'bevinding' if count == 1 else 'bevindingen'}."
        if nl
        else (f"Something is wrong: {count} {'finding' if count == 1 else 'findings'}.")
    )
    entries = "van {} regels" if nl else "of {} entries"
    kept = ", ".join(entries.format(size) for size in audited.kept)
    times = f"{audited.period[0]:%Y-%m-%d %H:%M} – {audited.period[1]:%Y-%m-%d %H:%M} UTC" if audited.period else none
    stamps = [f"{name}: {time:%Y-%m-%d %H:%M} UTC" for name, time in audited.stamped.times]
    if audited.stamped.unread:
        unread = "niet te controleren zonder casus[timestamps]" if nl else "not checked: needs casus[timestamps]"
        stamps.append(f"{audited.stamped.unread} {unread}")
    files = (
        str(audited.files)
        if audited.files is not None
        else (
            "niet bekeken: het logboek is niet tot het eind te lezen" if nl else "not looked at: the log does not hold"
        )
    )
    facts = (
        ("Gecontroleerd op" if nl else "Checked on", str(audited.day)),
        ("Studie" if nl else "Study", audited.key.name),
        ("Sleutel" if nl else "Key", audited.key.line),
        ("Regels in het logboek" if nl else "Entries of the log", str(audited.entries)),
        ("Geschreven tussen" if nl else "Written between", times),
        ("Ondertekend" if nl else "Signed", f"{audited.signed} {'van' if nl else 'of'} {audited.entries}"),
        ("Controlepunten in de map" if nl else "Checkpoints in the folder", str(len(audited.checkpoints))),
        ("Bewaar zelf" if nl else "Keep yourself", audited.checkpoints[-1] if audited.checkpoints else none),
        ("Uw eigen controlepunten" if nl else "Your own checkpoints", kept or none),
        ("Tijdstempels" if nl else "Timestamps", "; ".join(stamps) or none),
        ("Bestanden" if nl else "Files", files),
        ("Herstellingen in het logboek" if nl else "Repairs noted in the log", str(audited.repairs)),
    )
    return Report(
        language=language,
        title="Controle van het toestemmingslogboek" if nl else "Audit of the consent log",
        verdict=bad if count else fine,
        fine=not count,
        facts_heading="Wat er is" if nl else "What there is",
        facts=facts,
        checks_heading="Wat is nagegaan" if nl else "What was checked",
        checks=_CHECKS[language],
        found="Bevindingen" if nl else "Findings",
        findings=tuple((finding.sentence(language), finding.remedy(language)) for finding in audited.findings),
        limits_heading="Wat deze controle niet kan zien" if nl else "What this audit cannot see",
        limits=_LIMITS[language],
        filed="Gecontroleerd door, datum, handtekening" if nl else "Checked by, date, signature",
    )


def lines(report: Report) -> list[str]:
    """The report for a screen."""
    width = max(len(name) for name, _ in report.facts)
    told = [report.title, "", *(f"{name:<{width}}  {value}" for name, value in report.facts), "", report.verdict]
    for what, remedy in report.findings:
        told += [f"- {what}", f"  -> {remedy}"]
    return [*told, "", report.limits_heading + ":", *(f"- {limit}" for limit in report.limits)]


def page(report: Report) -> bytes:
    """The report as one HTML file that asks for nothing else."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    shelf = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    return shelf.get_template("report.html").render(report=report).encode()
