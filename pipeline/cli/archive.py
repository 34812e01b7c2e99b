"""The command that packs a dataset for an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import bars, screen
from pipeline.cli.ledger import sign_at_the_end
from pipeline.cli.options import StudyOption, opened
from pipeline.wiring import refuse_checkout, tools_for

if TYPE_CHECKING:
    from pipeline.archive.archive import Archived

archive_app = typer.Typer()


@archive_app.command()
def archive(
    study: StudyOption,
    to: Annotated[Path | None, typer.Option(help="A folder to put a copy in, outside the study.")] = None,
    sound: Annotated[bool, typer.Option("--sound", help="With the sound without names, where agreed to.")] = False,
) -> None:
    """Pack what everybody lets go to an archive as one zip for DANS: the released transcripts and what describes them.

    The release is brought up to date first.
    """
    # Imported here: the stages bring engines along, and whoever asks for help should not wait for them.
    from pipeline.archive.archive import copy_to
    from pipeline.on_request import run_archive

    if to:
        refuse_checkout(to)
    here, settings = opened(study)
    with here.locked(), tools_for(here, settings) as (tools, over), bars.progress() as (tell, _):
        archived = run_archive(tools, sound, over, tell)
        copy = copy_to(to, archived, here) if to else None
    sign_at_the_end(here, settings, quiet=True)
    _show(archived)
    if copy:
        nl, en = "Kopie, aan jou om weg te halen", "A copy, yours to take away"
        screen.say(f"{screen.in_language(nl, en)}: {copy}")


def _show(archived: Archived) -> None:
    """What lies ready, and what is not in it and why."""
    from pipeline.archive.telling import reasons_in

    dataset = archived.dataset
    count, left = sum(count for _, count in dataset.transcripts), len(archived.left_out)
    nl, en = f"casussen: {dataset.cases}, transcripten: {count}", f"cases: {dataset.cases}, transcripts: {count}"
    screen.say(f"archive/{archived.place}: {screen.in_language(nl, en)}")
    if left:
        screen.say(screen.in_language(f"Niet erin: {left}", f"Not in it: {left}"))
    for sentence, recordings in reasons_in(archived.left_out, screen.language):
        screen.say(f"  {len(recordings)}: {sentence} {', '.join(recordings)}")
