"""Commands for the reviewer, until there is a page."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pipeline import review, screen
from pipeline.cli.options import StudyOption, opened
from pipeline.errors import RefusedWhenPiped

review_app = typer.Typer(no_args_is_help=True, help="What a person must look at before anything is released.")


@review_app.command("list")
def list_(study: StudyOption, case: Annotated[str, typer.Argument(help="One case; default all.")] = "") -> None:
    """Doubtful words with what stands around them, and transcripts to approve. Screen only: it shows raw text."""
    if not screen.on_a_screen():
        raise RefusedWhenPiped
    here, _ = opened(study)
    screen.show_queue(review.open_items(here, case or None), review.waiting(here))


@review_app.command()
def decide(
    item: Annotated[str, typer.Argument(help="The item's number in `review list`.", show_default=False)],
    answer: Annotated[Literal["name", "word"], typer.Argument(help="name: take it out; word: leave it.")],
    study: StudyOption,
) -> None:
    """Decide on one doubtful word."""
    here, _ = opened(study)
    with here.locked():
        review.decide(here, item, answer)
    screen.noted()


@review_app.command()
def approve(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
) -> None:
    """Declare that you read this transcript and that it may be released."""
    here, _ = opened(study)
    with here.locked():
        review.approve(here, recording)
    screen.noted()
