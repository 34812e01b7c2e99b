"""What a deletion says of itself, in Dutch and in English. Ids, counts and paths of ours; no names of who is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.errors import Language
from pipeline.withdrawal.plan import Plan
from pipeline.withdrawal.recipients import Handed
from pipeline.withdrawal.traces import kind_of

KIND_NAMES = {
    "originals": ("opnamen en bestanden zoals ze kwamen", "files as they came"),
    "audio": ("gedecodeerd geluid", "decoded sound"),
    "scratch": ("half werk", "work half done"),
    "heard": ("wat er gehoord is", "what was heard"),
    "voices": ("stemmen", "voices"),
    "verbatim": ("letterlijke tekst", "verbatim text"),
    "findings": ("gevonden namen", "names found"),
    "hints": ("namen die de herkenner meekreeg", "names told to the recogniser"),
    "speakers": ("besluiten over sprekers", "decisions on speakers"),
    "decisions": ("besluiten over namen", "decisions on names"),
    "concept": ("concepten", "drafts"),
    "register": ("wie is wie", "who is who"),
    "redacted": ("tekst zonder namen", "text without names"),
    "bleeped": ("wat er in het geluid zonder namen gehoord is", "what was heard in sound without names"),
    "recordings": ("gegevens van opnamen", "particulars of recordings"),
    "kept": ("dagen van binnenkomst", "days of intake"),
    "retired": ("gegevens van vervallen opnamen", "particulars of dropped recordings"),
    "consent": ("toestemmingsbestand", "consent record"),
    "salts": ("sleutel van de casus in het logboek", "the case's key in the log"),
    "quarantine": ("mappen in quarantaine", "folders in quarantine"),
    "receipts": ("bonnen", "receipts"),
    "states": ("toestanden", "states"),
    "times": ("hoe lang het werk duurde", "how long the work took"),
    "release": ("uitgegeven bestanden", "released files"),
    "sound": ("geluid zonder namen", "sound without names"),
    "archive": ("archiefpakket", "archive"),
    "reports": ("overzichtspagina's", "pages about the study"),
    "inbox": ("kopieën in de inbox", "copies in the inbox"),
    "held": ("wat is achtergehouden", "what is held back"),
    "other": ("overige bestanden", "other files"),
}
_REASONS = {
    "audio": ("Geluid: de bewaartermijn (audio_until) is voorbij.", "Sound: its retention term (audio_until) is over."),
    "blocked": (
        "Geluid dat te lang op toestemming wacht (blocked_days).",
        "Sound that has waited too long for consent (blocked_days).",
    ),
    "everything": (
        "Alle persoonsgegevens: de bewaartermijn (everything_until) is voorbij. De uitgifte en het logboek blijven.",
        "All personal data: the retention term (everything_until) is over. The release and the log stay.",
    ),
}


def plan_lines(plan: Plan, language: Language) -> Iterator[str]:
    """What will be deleted and why, and every path."""
    nl = language == "nl"
    yield from _headings(plan, nl)
    for kind, group in groupby(sorted(plan.files, key=kind_of), key=kind_of):
        paths = list(group)
        yield f"  {len(paths):>4}  {_kind(kind, nl)}"
        yield from (f"        {path}" for path in paths if kind != "other")  # what others called it may name somebody
    if plan.inbox:
        yield f"  {plan.inbox:>4}  {_kind('inbox', nl)}"
    if not plan.files and not plan.inbox:
        yield "  er hoeft niets verwijderd te worden" if nl else "  nothing needs to be deleted"
    yield from _remarks(plan, nl)


def account(plan: Plan, told: Sequence[Handed], language: Language) -> Iterator[str]:
    """The same in counts, when it is done, with whom to tell."""
    nl = language == "nl"
    yield from _headings(plan, nl)
    for kind, count in sorted(plan.removed.items()):
        yield f"  {count:>4}  {_kind(kind, nl)}"
    yield from _remarks(plan, nl)
    yield from tell_lines(told, language)


def tell_lines(told: Sequence[Handed], language: Language) -> Iterator[str]:
    """Whom to tell, and about which files."""
    nl = language == "nl"
    if not told:
        yield "Niemand staat genoteerd als ontvanger." if nl else "Nobody is on the list of recipients."
    for handed in told:
        yield f"{'Licht in' if nl else 'Tell'}: {handed.to} ({handed.day})"
        yield from (f"        {place}" for place in handed.files)


def _headings(plan: Plan, nl: bool) -> Iterator[str]:
    if plan.reason != "withdrawal":
        yield _REASONS[plan.reason][not nl]
    else:
        what = ", ".join(plan.purposes) or ("alles" if nl else "everything")
        if nl:
            yield f"{plan.case}: {plan.by} trekt in voor {plan.person}, per {plan.day}: {what}"
        else:
            yield f"{plan.case}: {plan.by} withdraws for {plan.person}, as of {plan.day}: {what}"
    if plan.whole:
        yield "De hele casus wordt verwijderd." if nl else "The whole case is deleted."
    elif plan.recordings:
        yield ("Verwijderd: " if nl else "Deleted: ") + ", ".join(plan.recordings)
    if plan.silent and plan.reason != "withdrawal":
        yield ("Alleen het geluid van: " if nl else "Only the sound of: ") + ", ".join(plan.silent)


def _remarks(plan: Plan, nl: bool) -> Iterator[str]:
    if plan.others:
        who = ", ".join(plan.others)
        yield f"Let op: hierin wordt ook gehoord: {who}" if nl else f"Note: also heard in these: {who}"
    if plan.unplaced:
        where = "vault/quarantine"
        yield (
            f"Kijk zelf: mappen van deze casus in {where} waarvan niemand weet wie er spreekt: {plan.unplaced}"
            if nl
            else f"Look yourself: folders of this case in {where}, nobody knows who speaks there: {plan.unplaced}"
        )
    if plan.strangers:
        where = "release/, sound/, archive/"
        yield (
            f"Kijk zelf: bestanden in {where} die niet van ons zijn: {plan.strangers}"
            if nl
            else f"Look yourself: files in {where} that are not ours: {plan.strangers}"
        )
    if any(path.startswith("archive/") for path in plan.files):
        yield "Maak daarna opnieuw: casus archive" if nl else "Then make again: casus archive"


def _kind(kind: str, nl: bool) -> str:
    return KIND_NAMES[kind][not nl]
