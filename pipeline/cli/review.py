"""Commands for the reviewer, until there is a page."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import StudyOption, opened
from pipeline.errors import NoSuchSentence, RefusedWhenPiped

review_app = typer.Typer(no_args_is_help=True, help="What a person must look at before anything is released.")
ItemArgument = Annotated[str, typer.Argument(help="The item's number in `review list`.", show_default=False)]
OnlyOption = Annotated[str, typer.Option("--only", help="Numbers of sentences, for example 1,3; default all.")]


@review_app.command("list")
def list_(study: StudyOption, case: Annotated[str, typer.Argument(help="One case; default all.")] = "") -> None:
    """Doubtful words with what stands around them, and transcripts to approve. Screen only: it shows raw text."""
    from pipeline import review  # brings the word lists along

    if not screen.on_a_screen():
        raise RefusedWhenPiped
    here, _ = opened(study)
    screen.show_queue(review.open_items(here, case or None), review.waiting(here))


@review_app.command()
def accept(
    item: ItemArgument,
    study: StudyOption,
    as_: Annotated[
        str, typer.Option("--as", help="Whose name it is: a label (KIND-1), or a role (broer) for somebody new.")
    ] = "",
    only: OnlyOption = "",
) -> None:
    """It is a name: take it out. Of whom is said with --as, where that is asked or proposed wrongly."""
    from pipeline import deciding

    here, settings = opened(study)
    with here.locked():
        deciding.accept(here, item, as_, _numbers(item, only), settings.study.language)
    screen.noted()


@review_app.command()
def reject(item: ItemArgument, study: StudyOption, only: OnlyOption = "") -> None:
    """It is no name: leave it. Rejected everywhere, the word is not asked about again in this case."""
    from pipeline import deciding

    here, _ = opened(study)
    with here.locked():
        deciding.reject(here, item, _numbers(item, only))
    screen.noted()


@review_app.command()
def approve(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
) -> None:
    """Declare that you read this transcript and that it may be released."""
    from pipeline import review

    here, _ = opened(study)
    with here.locked():
        review.approve(here, recording)
    screen.noted()


def _numbers(item: str, only: str) -> tuple[int, ...]:
    """ "1,3" as numbers. Raises NoSuchSentence."""
    parts = only.replace(",", " ").split()
    if not all(part.isdecimal() for part in parts):
        raise NoSuchSentence(item=item, count="…")
    return tuple(map(int, parts))
