"""What several commands share: options, and opening the study in its own language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import screen
from pipeline.config import Settings
from pipeline.store import Study
from pipeline.wiring import open_study

StudyOption = Annotated[Path, typer.Option("--study", envvar="STUDY", help="The study folder.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for scripts, instead of a table.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 10 when anything waits or is blocked.")]
CaseArgument = Annotated[str, typer.Argument(help="The case, for example casus-04.", show_default=False)]


def opened(folder: Path) -> tuple[Study, Settings]:
    """The study and its settings; from here on we talk its language. Raises what `open_study` does."""
    study, settings = open_study(folder)
    screen.speak(settings.study.language)
    return study, settings


def asked(name: str, nl: str, en: str) -> str:
    """A name as given, or, where it is left out, as typed at a prompt: so that no shell remembers it."""
    return str(typer.prompt(screen.in_language(nl, en))) if name in ("", "-") else name
