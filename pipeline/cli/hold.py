"""The command that holds fragments back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import StudyOption, opened
from pipeline.holding import fragment
from pipeline.model import Verbatim
from pipeline.screen import in_language
from pipeline.status import why_nothing
from pipeline.store import digest_of_file
from pipeline.writers.facts import clock

hold_app = typer.Typer()


@hold_app.command()
def hold(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
    what: Annotated[
        str, typer.Argument(help="00:12:03-00:14:00, or 12-15 of a document; left out: what is held back now.")
    ] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="An embargo: shown again from this day on.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Hold nothing of this recording back any more.")] = False,
) -> None:
    """Hold a fragment back from every transcript, table and sound that is made from now on."""
    here, _ = opened(study)
    try:
        verbatim = here.load(Verbatim, "verbatim", recording)
    except FileNotFoundError:
        raise why_nothing(here, recording) from None
    if what or forget:
        with here.locked():
            digest = digest_of_file(here.product("verbatim", recording))
            before = () if forget else here.held(recording)
            day = until.date() if until else None
            added = (fragment(what, any(b.start is not None for b in verbatim.blocks), digest, day),) if what else ()
            here.save("held", recording, tuple(dict.fromkeys((*before, *added))))
    for one in here.held(recording):
        times = f"{one.first:.0f}-{one.last:.0f}" if one.numbers_of else f"{clock(one.first)}-{clock(one.last)}"
        screen.say(f"{times}  {_term(one.until)}")
    screen.say(in_language("Voer uit: casus run", "Run: casus run"))


def _term(until: date | None) -> str:
    return in_language(f"tot {until}", f"until {until}") if until else in_language("blijvend", "for good")
