"""Commands about speech models. Fetching is the only thing that ever goes online."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline import bars, screen
from pipeline.catalogue import MODELS, SOURCES, as_dict
from pipeline.catalogue.wording import HEADINGS, carry_lines, checked_lines, notes, row
from pipeline.cli.options import JsonOption, StudyOption, opened
from pipeline.config import TranscribeSettings
from pipeline.wiring import check_model, extras, fetch_model, fits, memory_needed, on_the_shelf, this_machine

models_app = typer.Typer(no_args_is_help=True, help="Speech models: fetched once, offline ever after.")
ModelArgument = Annotated[str, typer.Argument(help="For example large-v2.", show_default=False)]


@models_app.command("list")
def list_(
    study: Annotated[Path | None, typer.Option(help="Look which are in this study's models.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Or look which are in this folder.")] = None,
    json: JsonOption = False,
) -> None:
    """The models that can be named in study.toml: how good, how large, how slow, and whether they fit this machine."""
    told = TranscribeSettings()
    if study:
        here, settings = opened(study)
        told = settings.transcribe
        to = to or here.root / told.models
    machine, shelf = this_machine(), on_the_shelf(to) if to else {}
    memory = {m.name: memory_needed(m.file_bytes, told.batch) for m in MODELS}
    may = {m.name: fits(m.file_bytes, told.batch) for m in MODELS}
    if json:
        models = [as_dict(m, machine, memory[m.name], may[m.name], shelf.get(m.name)) for m in MODELS]
        screen.say_json({"models": models, "machine": asdict(machine), "extras": extras(), "sources": SOURCES})
        return
    language = screen.language
    rows = [row(m, machine, memory[m.name], may[m.name], shelf.get(m.name), language) for m in MODELS]
    screen.show_table(HEADINGS[language], rows)
    for line in ("", *notes(extras(), language)):
        screen.say(line)


@models_app.command()
def fetch(
    model: ModelArgument,
    to: Annotated[Path, typer.Option("--to", help="The folder that will hold it.", show_default=False)],
) -> None:
    """Fetch a model from its makers: on a machine with internet, before any interview is on it.

    Verified by its published digest. What broke off goes on where it was. The folder may lie anywhere: a model holds
    nothing about anybody.
    """
    with bars.fetching(model) as tell:
        path = fetch_model(model, to, tell)
    screen.say(str(path))
    for line in carry_lines(model, screen.language):
        screen.say(line)


@models_app.command()
def check(study: StudyOption) -> None:
    """Whether the study's speech model is here, whole, of the right language and engine, and fits this machine."""
    here, settings = opened(study)
    for line in checked_lines(check_model(settings, here.root), settings, screen.language):
        screen.say(line)
