"""Everything that is printed: tables for people, JSON for scripts, progress while work goes on."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipeline.config import Settings
from pipeline.errors import CasusError, Language
from pipeline.review import OpenItem
from pipeline.status import STATES, STOPPED, Row
from pipeline.store import Study

if TYPE_CHECKING:
    from pipeline.run import Summary, Tell

COLOURS = {"released": "green", "concept": "yellow", "failed": "red", "quarantined": "magenta"}
HEADINGS = {
    "nl": ("Casus", "Rol", "Opname", "Toestand", "Reden", "Wat nu"),
    "en": ("Case", "Role", "Recording", "State", "Reason", "Next"),
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


def say(text: str = "") -> None:
    """One line for a person."""
    out.print(text, highlight=False, markup=False)


def say_json(value: Any) -> None:
    """One JSON document for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


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


def show_rows(rows: Sequence[Row]) -> None:
    """The table of recordings, then the count of each state."""
    which = 0 if language == "nl" else 1
    if not rows:
        say(_("Er zijn nog geen opnames: leg ze in inbox/.", "There are no recordings yet: drop them in inbox/."))
        return
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


def show_summary(summary: Summary, study: Study, settings: Settings) -> None:
    """What this run did and where to look."""
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
    released = summary.released
    if released and released.strangers:
        count = len(released.strangers)
        say(
            _(f"In release/ staan {count} bestanden die niet van ons zijn.", f"{count} files in release/ are not ours.")
        )
    say(_("Uitgegeven: ", "Released: ") + _shown(study.release))
    say(_("Nog na te kijken of te herstellen: ", "To review or mend: ") + _shown(study.vault))


def _shown(path: Path) -> str:
    """A path as a person would type it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def show_queue(items: Sequence[OpenItem], waiting: Sequence[str]) -> None:
    """Doubtful words in their surroundings, then the transcripts nobody approved. Raw text: screen only."""
    for open_item in items:
        say(f"{open_item.item.id}  {open_item.recording}  {open_item.item.label}  ({open_item.item.reason})")
        say(f"    {open_item.raw_context}")
    if items:
        say(_("Beslis met: casus review decide NUMMER name|word", "Decide with: casus review decide NUMBER name|word"))
    for recording in waiting:
        say(
            _(f"Na te lezen, dan: casus review approve {recording}", f"To read, then: casus review approve {recording}")
        )
    if not items and not waiting:
        say(_("Er staat niets open.", "Nothing is open."))


def noted() -> None:
    """After a decision of a reviewer."""
    say(_("Genoteerd; daarna: casus run", "Noted; then: casus run"))


def fine(subject: str) -> None:
    """After a check that found nothing."""
    say(f"{subject}: {_('in orde', 'fine')}")


def stopped(rows: Sequence[Row]) -> bool:
    """Whether anything waits, is blocked, withdrawn, in quarantine or failed."""
    return any(row.state in STOPPED for row in rows)


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar over the recordings on a screen; silent when piped."""
    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("intake", total=None)

        def tell(subject: str, stage: str, total: int | None = None) -> None:
            bar.update(task, description=f"{subject} {stage}", total=total, advance=int(stage in STATES))

        yield tell
