"""Commands about speech models. Fetching is the only thing that ever goes online."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import JsonOption, StudyOption, opened
from pipeline.wiring import check_model, fetch_model, model_names

models_app = typer.Typer(no_args_is_help=True, help="Speech models: fetched once, offline ever after.")
ModelArgument = Annotated[str, typer.Argument(help="For example large-v2.", show_default=False)]


@models_app.command("list")
def list_(json: JsonOption = False) -> None:
    """The models that can be named in study.toml."""
    names = list(model_names())
    if json:
        screen.say_json(names)
    else:
        screen.say("\n".join(names))


@models_app.command()
def fetch(
    model: ModelArgument,
    to: Annotated[Path, typer.Option("--to", help="The folder that will hold it.", show_default=False)],
) -> None:
    """Fetch a model from its makers: on a machine with internet, before any interview is on it."""
    screen.say(str(fetch_model(model, to)))


@models_app.command()
def check(study: StudyOption) -> None:
    """Whether the study's speech model is here and whole."""
    here, settings = opened(study)
    screen.say(check_model(settings.transcribe, here.root))
