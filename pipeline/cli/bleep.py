"""The command that takes names out of sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline import bars, screen
from pipeline.cli.ledger import sign_at_the_end
from pipeline.cli.options import StudyOption, opened
from pipeline.errors import CasusError
from pipeline.wiring import bleeper, tools_for

if TYPE_CHECKING:
    from pipeline.stages.bleep import Bleeped

bleep_app = typer.Typer()


@bleep_app.command()
def bleep(
    study: StudyOption,
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)] = "",
    every: Annotated[bool, typer.Option("--all", help="Every recording whose consent allows it.")] = False,
    sound: Annotated[Literal["tone", "silence"], typer.Option("--with", help="What comes in its place.")] = "tone",
    margin: Annotated[float, typer.Option(min=0.15, max=5.0, help="Seconds on either side of a name.")] = 0.25,
) -> int:
    """Write a recording without its names, to share: once released, listened to again, and only with consent.

    The release is brought up to date first.
    """
    if bool(recording) == every:
        raise typer.BadParameter("RECORDING | --all")
    # Imported here: the stages bring engines along, and whoever asks for help should not wait for them.
    from pipeline.on_request import run_bleep
    from pipeline.run import exit_code
    from pipeline.stages.bleep import How

    here, settings = opened(study)
    errors: list[CasusError] = []
    with here.locked(), tools_for(here, settings) as (tools, over), bars.progress() as (tell, progress):
        tools = replace(tools, progress=progress)
        for subject, became in run_bleep(tools, bleeper(), How(sound, margin), recording, over, tell):
            if not isinstance(became, CasusError):
                _show(became)
            elif recording:
                raise became
            else:
                sentence = became.sentence(settings.study.language)
                screen.say(f"{subject}: {sentence.removeprefix(f'{subject}: ')}")
                errors.append(became)
    sign_at_the_end(here, settings, quiet=True)
    return exit_code(errors)


def _show(bleeped: Bleeped) -> None:
    """Where a recording without names lies, what was taken out of it, and where a person should listen."""
    name, where, found = bleeped.recording, f"sound/{bleeped.place}", bleeped.cover
    if found is None:
        screen.say(screen.in_language(f"{name}: is al bij, in {where}", f"{name}: up to date, in {where}"))
    else:
        nl = f"namen: {found.names}, onverstaanbaar: {found.gaps}, onzekere woorden: {found.unsure}"
        en = f"names: {found.names}, not understood: {found.gaps}, words not sure: {found.unsure}"
        nl, en = f"{found.seconds:.0f} s weggehaald ({nl})", f"{found.seconds:.0f} s taken out ({en})"
        screen.say(screen.in_language(f"{name}: {nl}, in {where}", f"{name}: {en}, in {where}"))
