"""Commands for the reviewer, until there is a page."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import CaseArgument, StudyOption, asked, opened
from pipeline.errors import NoNumbers, RefusedWhenPiped

review_app = typer.Typer(no_args_is_help=True, help="What a person must look at before anything is released.")
ItemArgument = Annotated[str, typer.Argument(help="The item's number in `review list`.", show_default=False)]
OnlyOption = Annotated[str, typer.Option("--only", help="Numbers of sentences, for example 1,3; default all.")]


@review_app.command("list")
def list_(study: StudyOption, case: Annotated[str, typer.Argument(help="One case; default all.")] = "") -> None:
    """Doubtful words with what stands around them, and transcripts to approve. Screen only: it shows raw text."""
    from pipeline import review  # brings the word lists along

    if not screen.on_a_screen():
        raise RefusedWhenPiped
    here, settings = opened(study)
    waiting = (
        recording for recording in review.waiting(here, settings) if not case or recording.startswith(f"{case}_")
    )
    screen.show_queue(review.open_items(here, case or None), tuple(waiting))


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
        deciding.accept(here, item, as_, _numbers(only), settings.study.language)
    screen.noted()


@review_app.command()
def reject(item: ItemArgument, study: StudyOption, only: OnlyOption = "") -> None:
    """It is no name: leave it. Rejected everywhere, the word is not asked about again in this case."""
    from pipeline import deciding

    here, _ = opened(study)
    with here.locked():
        deciding.reject(here, item, _numbers(only))
    screen.noted()


@review_app.command()
def reopen(
    case: CaseArgument,
    study: StudyOption,
    word: Annotated[str, typer.Argument(help="The word. Left out, or -: asked.", show_default=False)] = "-",
) -> None:
    """Take back what was decided about a word in a case: it is asked again with the next run."""
    from pipeline import deciding

    here, _ = opened(study)
    deciding.known_case(here, case)
    said = asked(word, "Woord", "Word")
    with here.locked():
        taken_back = deciding.reopen(here, case, said)
    screen.say(screen.in_language(f"Teruggenomen: {taken_back}.", f"Taken back: {taken_back}."))


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


def _numbers(only: str) -> tuple[int, ...]:
    """ "1,3" as numbers. Raises NoNumbers."""
    parts = only.replace(",", " ").split()
    if bool(only) != bool(parts) or not all(part.isdecimal() for part in parts):
        raise NoNumbers
    return tuple(map(int, parts))
