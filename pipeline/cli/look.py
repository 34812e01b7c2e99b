"""Commands that only look: status and show."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import screen
from pipeline.catalogue.wording import machine_line, readers_line
from pipeline.cli.options import JsonOption, StrictOption, StudyOption, opened
from pipeline.errors import RefusedWhenPiped
from pipeline.status import rows, unread, why_nothing
from pipeline.wiring import plan_for

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
        for line in filter(None, (readers_line(settings, language), machine_line(plan, settings, language))):
            screen.say(line)
    return 10 if strict and screen.stopped(table) else 0


@look_app.command()
def show(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
) -> None:
    """Show one transcript as it would be released; what nobody reviewed goes to a screen only."""
    here, _ = opened(study)
    case, _, name = recording.partition("_")
    released = here.release / "by-case" / case / f"{name}.txt"
    concept = here.vault / "concept" / case / f"{name}.txt"
    if released.is_file():
        screen.say(released.read_text(encoding="utf-8"))
    elif not concept.is_file():
        raise why_nothing(here, recording)
    elif not screen.on_a_screen():
        raise RefusedWhenPiped
    else:
        screen.say(concept.read_text(encoding="utf-8"))
