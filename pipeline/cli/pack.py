"""The command that makes reading packs."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import bars, screen
from pipeline.cli.ledger import sign_at_the_end
from pipeline.cli.options import StudyOption, opened
from pipeline.config import Settings
from pipeline.errors import UnknownRole, UnknownSubject
from pipeline.packs import Pack, ask_for, asked
from pipeline.store import Study
from pipeline.wiring import tools_for

pack_app = typer.Typer()


@pack_app.command()
def pack(
    study: StudyOption,
    role: Annotated[str, typer.Option(help="All transcripts of this role, for example leraar.")] = "",
    case: Annotated[str, typer.Option(help="All roles of this case, for example casus-04.")] = "",
    cards: Annotated[bool, typer.Option("--cards", help="A card for each transcript, to lay them in order.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="No longer make this pack; take it out of the release.")] = False,
) -> None:
    """Put many transcripts in one file to read and mark on paper: by role, or by case; docx and pdf.

    The release is brought up to date first, and from then on remakes the pack: what may no longer be read leaves it.
    """
    if bool(role) + bool(case) > 1 or not (role or case or cards):
        raise typer.BadParameter("--role | --case | --cards")
    here, settings = opened(study)
    wanted = Pack(role, case, cards)
    _check(wanted, here, settings)
    # Imported here: the stages bring engines along, and whoever asks for help should not wait for them.
    from pipeline.on_request import run_pack
    from pipeline.run import run_cases, run_recordings

    with here.locked(), tools_for(here, settings) as (tools, over), bars.progress() as (tell, _):
        if drop:
            ask_for((one for one in asked(here) if one != wanted), here)
            run_cases(tools, run_recordings(tools, over, tell, ()), tell)
            made: tuple[str, ...] = ()
        else:
            made = run_pack(tools, wanted, over, tell)
    sign_at_the_end(here, settings, quiet=True)
    for place in made:
        screen.say(f"release/{place}")
    if made:
        screen.say(
            screen.in_language(
                "Wordt bij elke uitgave opnieuw gemaakt; niet meer nodig: dezelfde opdracht met --drop",
                "Made anew at every release; no longer needed: the same command with --drop",
            )
        )
    else:
        screen.say(screen.in_language("Deze bundel wordt niet meer gemaakt.", "This pack is no longer made."))


def _check(pack: Pack, study: Study, settings: Settings) -> None:
    """What was typed may be a name, so errors do not repeat it. Raises UnknownRole, UnknownSubject."""
    if pack.role and pack.role not in settings.roles:
        raise UnknownRole(roles=", ".join(settings.roles))
    if pack.case and pack.case not in {recording.case for recording in study.recordings()}:
        raise UnknownSubject
