"""Everything that is printed: tables for people, JSON for scripts, progress while work goes on."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.config import Settings
from pipeline.errors import CasusError, Language
from pipeline.status import STATES, STOPPED, Row
from pipeline.store import Study

if TYPE_CHECKING:
    from pipeline.consent.importing import Imported
    from pipeline.model import Entity, Register
    from pipeline.review import OpenItem
    from pipeline.run import Summary

COLOURS = {"released": "green", "concept": "yellow", "failed": "red", "quarantined": "magenta"}
HEADINGS = {
    "nl": ("Casus", "Rol", "Opname", "Toestand", "Reden", "Wat nu"),
    "en": ("Case", "Role", "Recording", "State", "Reason", "Next"),
}
REGISTER_HEADINGS = {"nl": ("Label", "Soort", "Rol", "Namen"), "en": ("Label", "Kind", "Role", "Names")}
KINDS = {
    "PERSON": ("persoon", "person"),
    "SCHOOL": ("school", "school"),
    "INSTITUTION": ("instelling", "institution"),
    "PLACE": ("plaats", "place"),
    "STREET": ("straat", "street"),
}
ORIGINS = {
    "consent": ("toestemming", "consent"),
    "researcher": ("onderzoeker", "researcher"),
    "interview": ("interview", "interview"),
    "reviewer": ("nakijker", "reviewer"),
}
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
language: Language = "nl"


def speak(wanted: Language) -> None:
    """Talk the study's language from here on; Dutch until then."""
    global language
    language = wanted


def _(nl: str, en: str) -> str:
    return nl if language == "nl" else en


def in_language(nl: str, en: str) -> str:
    """What is said in the study's language, for a prompt."""
    return _(nl, en)


def say(text: str = "") -> None:
    """One line for a person."""
    out.print(text, highlight=False, markup=False)


def say_json(value: Any) -> None:
    """One JSON document for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def say_text(text: str) -> None:
    """A text as it is, to the byte, and nothing after it."""
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def tell_kept(doubtful: int, typed: int) -> None:
    """After a text: on standard error, what stayed in it that may be a name, or may be taken for a label of ours."""
    if doubtful:
        line = _(
            f"{doubtful} {'twijfelwoord is' if doubtful == 1 else 'twijfelwoorden zijn'} blijven staan; "
            "weg ermee: --doubtful mask",
            f"{doubtful} doubtful {'word' if doubtful == 1 else 'words'} stayed; take out with: --doubtful mask",
        )
        err.print(line, highlight=False, markup=False)
    if typed:
        line = _(
            f"{typed} keer stond er al iets als [KIND-1] in de tekst; dat is niet van ons.",
            f"{typed} {'time' if typed == 1 else 'times'} the text had something like [CHILD-1] already, not ours.",
        )
        err.print(line, highlight=False, markup=False)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table: the first column for names, the others for figures."""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", row_styles=["", "dim"])
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    wide = Console(width=160) if not on_a_screen() else out
    wide.print(table, highlight=False)


def complain(error: CasusError) -> None:
    """The sentence and the remedy, on standard error."""
    err.print(error.sentence(language), style="red", highlight=False, markup=False)
    err.print("-> " + error.remedy(language), highlight=False, markup=False)


def interrupted() -> None:
    """Said after Ctrl-C."""
    err.print(_("Afgebroken. Wat af was blijft af; ga verder met: casus run", "Interrupted. Go on with: casus run"))


def on_a_screen() -> bool:
    """Whether output goes to a person's screen and nowhere else."""
    return sys.stdout.isatty()


def show_rows(rows: Sequence[Row], unread: int = 0) -> None:
    """The table of recordings, then the count of each state; `unread`: files in the inbox that wait for a run."""
    if rows:
        _show_rows(rows)
    elif not unread:
        say(_("Er zijn nog geen opnames: leg ze in inbox/.", "There are no recordings yet: drop them in inbox/."))
    if unread:
        lie, files = ("ligt", "bestand") if unread == 1 else ("liggen", "bestanden")
        say(
            _(
                f"In inbox/ {lie} {unread} {files}, nog niet gelezen: casus run",
                f"Files in inbox/ that are not read yet: {unread}. Read them with: casus run",
            )
        )


def _show_rows(rows: Sequence[Row]) -> None:
    which = 0 if language == "nl" else 1
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", row_styles=["", "dim"])
    for number, heading in enumerate(HEADINGS[language]):
        table.add_column(heading, overflow="fold", no_wrap=number < 4)
    for row in rows:
        state = Text(STATES[row.state][which], style=COLOURS.get(row.state, "cyan"))
        table.add_row(row.case, row.role, row.recording, state, Text(row.reason), Text(row.next))
    wide = Console(width=160) if not on_a_screen() else out
    wide.print(table, highlight=False)
    counts = Counter(row.state for row in rows)
    say()
    say(" · ".join(f"{counts[state]} {words[which]}" for state, words in STATES.items() if counts[state]))


def show_summary(summary: Summary, study: Study, settings: Settings, transcripts: int) -> None:
    """What this run did and where to look; `transcripts`: how many are released now."""
    if settings.study.demo:
        say(
            _(
                "Let op: het demo-spraakmodel kent alleen de demo-stemmen. Voor echt werk: casus models fetch large-v2",
                "Note: the demo speech model knows only the demo voices. For real work: casus models fetch large-v2",
            )
        )
    for one in summary.taken:
        if one.error and one.error.state != "quarantined":
            complain(one.error)
    if not summary.done:
        say(_("Er was niets te doen: alles is bij.", "Nothing to do: everything is up to date."))
    if summary.released and (count := len(summary.released.strangers)):
        theirs = (
            "staat 1 bestand dat niet van ons is" if count == 1 else f"staan {count} bestanden die niet van ons zijn"
        )
        say(_(f"In release/ {theirs}.", f"Files in release/ that are not ours: {count}."))
    for _place, error in summary.released.withheld if summary.released else ():
        complain(error)
    if count := len(summary.silenced):
        say(_(f"Teruggenomen uit sound/: {count}", f"Taken back from sound/: {count}"))
    if count := len(summary.unarchived):
        say(
            _(
                f"Teruggenomen uit archive/: {count}; maak opnieuw: casus archive",
                f"Taken back from archive/: {count}; make it anew: casus archive",
            )
        )
    if transcripts:
        word, name = ("transcript", "transcript") if transcripts == 1 else ("transcripten", "transcripts")
        where = _shown(study.release)
        say(_(f"Uitgegeven: {transcripts} {word}, in {where}", f"Released: {transcripts} {name}, in {where}"))
    else:
        say(_("Er is niets uitgegeven.", "Nothing is released."))
    say(_("Nog na te kijken of te herstellen: ", "To review or mend: ") + _shown(study.vault))


def show_picture(page: Path) -> None:
    """Where the page about the whole study lies."""
    say(_("Overzicht van de studie: ", "Picture of the study: ") + _shown(page))


def _shown(path: Path) -> str:
    """A path as a person would type it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def show_queue(items: Sequence[OpenItem], waiting: Sequence[str]) -> None:
    """Doubtful words with every place where they stand, then the transcripts nobody approved. Raw text: screen only."""
    from pipeline.people.reasons import why  # brings the word lists along

    for item in items:
        say(f"{item.id}  {item.case}  «{item.raw_word}»  {why(item.reason, language)}")
        say(f"    {_or(item.candidates) if item.candidates else item.label}")
        for occurrence in item.occurrences:
            say(f"    {occurrence.number:>3}  {occurrence.recording}  {occurrence.raw_context}")
    if items:
        say(
            _(
                "Een naam: casus review accept NUMMER [--as LABEL]; geen naam: casus review reject NUMMER; "
                "niet alle zinnen: --only 1,3",
                "A name: casus review accept NUMBER [--as LABEL]; no name: casus review reject NUMBER; "
                "not all sentences: --only 1,3",
            )
        )
    for recording in waiting:
        say(
            _(f"Na te lezen, dan: casus review approve {recording}", f"To read, then: casus review approve {recording}")
        )
    if not items and not waiting:
        say(_("Er staat niets open.", "Nothing is open."))


def _or(labels: Sequence[str]) -> str:
    return _(" of ", " or ").join(labels)


def show_register(register: Register) -> None:
    """Who is who in a case, and by which names. Raw names: screen only."""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", row_styles=["", "dim"])
    for heading in REGISTER_HEADINGS[language]:
        table.add_column(heading, overflow="fold")
    for entity in register.entities:
        table.add_row(entity.label, KINDS[entity.kind][language == "en"], entity.role, Text(_names(entity)))
    if register.entities:
        out.print(table, highlight=False)
    else:
        say(_("Er staat nog niemand in.", "There is nobody in it yet."))
    if register.ignored:
        say(_("Niemands naam: ", "Nobody's name: ") + ", ".join(register.ignored))


def _names(entity: Entity) -> str:
    """Every form with where it came from."""
    origins: dict[str, list[str]] = {}
    for form in entity.forms:
        origins.setdefault(form.text, []).append(ORIGINS.get(form.origin, (form.origin,) * 2)[language == "en"])
    return "; ".join(f"{text} ({', '.join(found)})" for text, found in origins.items())


def labelled(case: str, label: str, namesakes: Sequence[str], keep: str) -> None:
    """After somebody was added; `namesakes`: labels of others who are called the same; `keep`: which would stay."""
    say(label)
    if namesakes:
        *others, last = namesakes
        so_too = _("heten" if others else "heet", "are" if others else "is")
        all_ = _(" en ", " and ").join([*([", ".join(others)] if others else []), last])
        merge = f"casus register merge {case} {keep} {namesakes[0] if keep == label else label}"
        say(
            _(
                f"{all_} {so_too} ook zo: waar niet blijkt wie bedoeld is, wordt het gevraagd. "
                f"Is het dezelfde: {merge}",
                f"{all_} {so_too} called so too: where nobody can tell, you will be asked. If they are one: {merge}",
            )
        )


def noted() -> None:
    """After a decision of a reviewer."""
    say(_("Genoteerd; daarna: casus run", "Noted; then: casus run"))


def no_records() -> None:
    """After a check with nothing to check."""
    say(
        _(
            "Er is nog geen toestemmingsbestand. Maak er een met: casus consent new casus-01",
            "There is no consent record yet. Make one with: casus consent new casus-01",
        )
    )


def show_import(done: Imported, dry_run: bool) -> None:
    """What a list gave, case by case, in ids; and what became of the list."""
    for case in done.skipped:
        say(f"{case}: {_('heeft al een toestemmingsbestand; overgeslagen', 'has a consent record; left out')}")
    for record in done.records:
        who = ", ".join(person.id for person in record.persons)
        holders = ", ".join(record.authority) or "-"
        say(_(f"{record.case}: {who}; gezag: {holders}", f"{record.case}: {who}; authority: {holders}"))
        for permission in record.permissions:
            signed = ", ".join(f"{signer} {day}" for signer, day in permission.signed)
            say(f"    {permission.person}: {', '.join(permission.purposes)} ({signed})")
        if not record.permissions:
            say(_("    nog geen toestemming", "    no consent yet"))
    if done.problems:
        say(_("Er is niets geschreven.", "Nothing was written."))
    elif dry_run:
        say(_("Dit is een proef: er is niets geschreven.", "This was a trial: nothing was written."))
    elif done.records:
        say(
            _(
                "Geschreven in vault/consent/. De lijst zelf bevat namen: verwijder haar, of leg haar in de kluis.",
                "Written in vault/consent/. The list itself has names: delete it, or put it in the vault.",
            )
        )
    else:
        say(_("Er was niets te schrijven.", "There was nothing to write."))


def let_a_lawyer_read() -> None:
    """After a form was written."""
    say(
        _(
            "Laat een jurist of functionaris gegevensbescherming dit lezen voordat u het gebruikt.",
            "Have a lawyer or data protection officer read this before you use it.",
        )
    )


def fine(subject: str) -> None:
    """After a check that found nothing."""
    say(f"{subject}: {_('in orde', 'fine')}")


def stopped(rows: Sequence[Row]) -> bool:
    """Whether anything waits, is blocked, withdrawn, in quarantine or failed."""
    return any(row.state in STOPPED for row in rows)
