"""Commands that only look: status and show."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import typer

from pipeline import screen
from pipeline.catalogue.wording import machine_line, readers_line
from pipeline.cli.options import JsonOption, StrictOption, StudyOption, opened
from pipeline.config import Convention, Settings
from pipeline.consent.book import consent_book
from pipeline.errors import ReadingNotWritten, RefusedWhenPiped
from pipeline.status import rows, unread, why_nothing
from pipeline.wiring import plan_for
from pipeline.withdrawal import doing, retention

look_app = typer.Typer()


@look_app.command()
def status(study: StudyOption, strict: StrictOption = False, json: JsonOption = False) -> int:
    """Where every recording stands, why, and what to do next; and how this machine will be used."""
    here, settings = opened(study)
    table = rows(here, settings.study.language)
    if json:
        screen.say_json([row.as_dict() for row in table])
    else:
        screen.show_rows(table, unread(here, settings))
        plan, language = plan_for(settings, here.root), settings.study.language
        if doing.pending(here):
            nl, en = "Een verwijdering is nog niet af; ga verder met", "A deletion is not finished; go on with"
            screen.say(screen.in_language(f"{nl}: casus run", f"{en}: casus run"))
        for line in retention.foreseen(here, settings, consent_book(here, settings), date.today()):
            screen.say(line)
        for line in filter(None, (readers_line(settings, language), machine_line(plan, settings, language))):
            screen.say(line)
    return 10 if strict and screen.stopped(table) else 0


@look_app.command()
def show(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
    convention: Annotated[
        Convention | None, typer.Option(help="Which reading, where the study writes both.", show_default=False)
    ] = None,
) -> None:
    """Show one transcript as it would be released; what nobody reviewed goes to a screen only."""
    here, settings = opened(study)
    case, _, name = recording.partition("_")
    released, concept = (
        _text(folder / case, name, convention, settings)
        for folder in (here.release / "by-case", here.vault / "concept")
    )
    if released:
        screen.say(released.read_text(encoding="utf-8"))
    elif not concept:
        raise why_nothing(here, recording)
    elif not screen.on_a_screen():
        raise RefusedWhenPiped
    else:
        screen.say(concept.read_text(encoding="utf-8"))


def _text(folder: Path, name: str, convention: Convention | None, settings: Settings) -> Path | None:
    """The page of a transcript, in this reading if one is asked for; None where there is no page at all.

    Raises ReadingNotWritten.
    """
    named: tuple[Convention, ...] = get_args(Convention)
    pages = [(settings.release.convention, folder / f"{name}.txt"), *((c, folder / f"{name}.{c}.txt") for c in named)]
    there = [(told, page) for told, page in pages if page.is_file()]
    asked = [page for told, page in there if convention in (None, told)]
    if there and not asked:
        raise ReadingNotWritten(recording=f"{folder.name}_{name}", convention=str(convention))
    return next(iter(asked), None)
