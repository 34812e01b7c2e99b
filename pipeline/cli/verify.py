"""The command for whoever received released files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import screen
from pipeline.screen import in_language

verify_app = typer.Typer()
_STATES = {
    "whole": ("ongewijzigd", "unchanged"),
    "changed": ("GEWIJZIGD", "CHANGED"),
    "unsealed": ("niet na te gaan zonder logboek", "cannot be told without the log"),
}
_BY = {"seal": ("zegel", "seal"), "consent": ("toestemming ernaast", "consent beside it"), "log": ("logboek", "log")}


@verify_app.command()
def verify(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of a release.", show_default=False)],
    log: Annotated[
        Path | None, typer.Option(help="A copy of the study's consent/ folder: is it what the log released?")
    ] = None,
) -> int:
    """Is this what was released? Checks seals and consent files, offline; one file is enough.

    A seal shows a change, not a forgery: somebody who changes a file can seal it anew. The log shows that too, once an
    auditor has checked it: casus audit.
    """
    from pipeline.errors import FOUND
    from pipeline.verifying import verify as verified

    known = _released(log) if log else None
    worst = 0
    for one in verified(paths, known):
        which = 0 if screen.language == "nl" else 1
        by = ", ".join(_BY[name][which] for name in one.by.split(", ") if name in _BY)
        screen.say(f"{one.path}: {_STATES[one.state][which]}" + (f" ({by})" if by and one.state == "whole" else ""))
        worst = FOUND if one.state == "changed" else worst
    if worst:
        screen.say(
            in_language(
                "Vraag het bestand opnieuw aan wie het gaf; gebruik wat gewijzigd is niet.",
                "Ask whoever gave it for the file again; do not use what was changed.",
            )
        )
    return worst


def _released(folder: Path) -> frozenset[str]:
    """The SHA-256 of every file that a log says is released now. Raises LogMissing, LogBroken."""
    from pipeline.ledger.log import Log
    from pipeline.ledger.standing import Standing

    standing = Standing()
    for entry in Log(folder).entries():
        standing.note(entry)
    return frozenset(entry.files[place] for place, entry in standing.files.items())
