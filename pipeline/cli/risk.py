"""The command that tells what may point at a child without naming it."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import JsonOption, StudyOption, opened

risk_app = typer.Typer()


@risk_app.command()
def risk(
    study: StudyOption,
    case: Annotated[str, typer.Argument(help="One case, with the places; default all.")] = "",
    json: JsonOption = False,
) -> None:
    """Rare combinations of age, group, town, diagnosis and the like, and what to tell more coarsely. Names nobody."""
    # Imported here: the extractors bring the recognisers along, and other commands should not wait for those.
    from pipeline.screen_risks import show_risks
    from pipeline.traits.risks import risks_in

    here, settings = opened(study)
    risks = risks_in(here, settings)
    if case:
        risks = risks.of(case)
    if json:
        screen.say_json(risks.as_dict())
    else:
        show_risks(risks, places=bool(case))
