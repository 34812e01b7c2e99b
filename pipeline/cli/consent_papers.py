"""Commands about consent on paper, in lists that others keep, and in a standard form."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import CaseArgument, StudyOption, opened
from pipeline.consent.records import ConsentFiles
from pipeline.errors import ConsentListWrong
from pipeline.store import write

papers_app = typer.Typer()


class FormName(StrEnum):
    """The forms there are; the last is for the steward."""

    ouders = "ouders"
    volwassenen = "volwassenen"
    jongeren = "jongeren"
    kinderen = "kinderen"
    dpia = "dpia"


class FormLanguage(StrEnum):
    """The languages that forms are written in."""

    nl = "nl"
    en = "en"


@papers_app.command()
def form(
    name: Annotated[FormName, typer.Argument(help="Who reads it; dpia is for you and the data protection officer.")],
    study: StudyOption,
    language: Annotated[FormLanguage | None, typer.Option(help="Default: the study's language.")] = None,
    own: Annotated[
        bool, typer.Option("--own", help="The text itself, to change; the study then uses its own.")
    ] = False,
) -> None:
    """Information and consent to print: writes consent/forms/NAME-VERSION.LANGUAGE.docx and .pdf."""
    from pipeline.consent.forms import write_form, write_own

    here, settings = opened(study)
    spoken = language.value if language else settings.study.language
    with here.locked():
        paths = (write_own(here, name, spoken),) if own else write_form(here, settings, name, spoken)
    for path in paths:
        screen.say(f"{path.relative_to(here.root)}")
    screen.let_a_lawyer_read()


@papers_app.command()
def export(
    case: CaseArgument,
    study: StudyOption,
    to: Annotated[Path | None, typer.Option(help="A file to write; default: the screen.")] = None,
) -> None:
    """The consent of a case as JSON-LD (ISO/IEC TS 27560 with DPV), by ids and purposes, without names."""
    from pipeline.consent.forms import known_forms
    from pipeline.consent.jsonld import as_jsonld, jsonld_bytes, study_namespace

    here, settings = opened(study)
    record = ConsentFiles(here)(case)
    with here.locked():
        namespace = study_namespace(here)
    data = jsonld_bytes(as_jsonld(record, settings, namespace, known_forms(here)))
    if to:
        write(to, data)
    else:
        screen.say_text(data.decode())


@papers_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The list, .csv or .xlsx.", show_default=False)],
    study: StudyOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be written.")] = False,
    skip: Annotated[list[str] | None, typer.Option(help="A column to leave out, by letter; may be repeated.")] = None,
) -> int:
    """Records from a list that a school keeps: all cases that have none, or nothing where anything is wrong."""
    from pipeline.consent.importing import import_list
    from pipeline.consent.tables import refuse

    here, _ = opened(study)
    try:
        data = file.read_bytes()
    except OSError:
        refuse(("het bestand is er niet, of mag niet gelezen worden", "the file is not there, or may not be read"))
    here.make()
    with here.locked():
        done = import_list(here, data, date.today(), {column.upper() for column in skip or ()}, dry_run)
    for problem in done.problems:
        screen.complain(problem)
    screen.show_import(done, dry_run)
    return ConsentListWrong.exit_code if done.problems else 0
