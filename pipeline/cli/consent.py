"""Commands about consent records."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from pipeline import screen
from pipeline.cli.options import CaseArgument, StudyOption, opened
from pipeline.consent.ask import ask_record, ask_renewal
from pipeline.consent.book import consent_book
from pipeline.consent.gate import describe
from pipeline.consent.records import check_record, double_records, record_files
from pipeline.errors import CasusError

consent_app = typer.Typer(no_args_is_help=True, help="Consent records: one short file per case, in the vault.")


@consent_app.command()
def new(case: CaseArgument, study: StudyOption) -> None:
    """Ask, in Dutch, what a new record needs, and write it in the vault."""
    here, _ = opened(study)
    here.make()
    path = ask_record(here, case, lambda question: typer.prompt(question, default="", show_default=False))
    screen.say(f"{path.relative_to(here.root)}")


@consent_app.command()
def renew(
    case: CaseArgument,
    person: Annotated[str, typer.Argument(help="Whose consent: an id of the record, such as kind-1.")],
    study: StudyOption,
) -> None:
    """Ask, in Dutch, for a new consent of somebody; the one before ends the day before it."""
    here, _ = opened(study)
    path = ask_renewal(here, case, person, lambda question: typer.prompt(question, default="", show_default=False))
    screen.say(f"{path.relative_to(here.root)}")


@consent_app.command()
def check(study: StudyOption) -> int:
    """Read every record; say per file and line what is wrong, and which files are not read."""
    here, _ = opened(study)
    worst = 0
    files = record_files(here)
    for path in files:
        try:
            check_record(path)
            screen.fine(path.stem)
        except CasusError as error:
            screen.complain(error)
            worst = error.exit_code
    for double in double_records(files):
        screen.complain(double)
        worst = double.exit_code
    if not files:
        screen.no_records()
    return worst


@consent_app.command()
def show(case: CaseArgument, study: StudyOption) -> None:
    """What a record allows today, per person and purpose. Ids and roles only, no names."""
    here, settings = opened(study)
    screen.say(describe(consent_book(here, settings)(case), date.today(), settings.study.language))
