"""The command that writes the picture of the study."""

from __future__ import annotations

from datetime import date

import typer

from pipeline import screen
from pipeline.catalogue.wording import machine_line
from pipeline.cli.options import StudyOption, opened
from pipeline.wiring import plan_for

report_app = typer.Typer()


@report_app.command()
def report(study: StudyOption) -> None:
    """Write reports/study.html again: the whole study on one page, without names; every run does so too."""
    # Imported here: the page brings word lists along, and other commands should not wait for those.
    from pipeline.report.writing import write_report

    here, settings = opened(study)
    machine = machine_line(plan_for(settings, here.root), settings, settings.study.language)
    with here.locked():
        page = write_report(here, settings, date.today(), machine)
    screen.say(screen.in_language("Overzicht: ", "Picture of the study: ") + screen.shown(page))
