"""The command that writes the picture of the study."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from pipeline import screen
from pipeline.catalogue.wording import machine_line
from pipeline.cli.options import StudyOption, opened
from pipeline.config import Settings
from pipeline.ports import Mapper
from pipeline.store import Study
from pipeline.wiring import plan_for

report_app = typer.Typer()


@report_app.command()
def report(study: StudyOption) -> None:
    """Write reports/study.html again: the whole study on one page, without names. Every run does so too."""
    here, settings = opened(study)
    with here.locked():
        page = picture(here, settings, date.today())
    screen.show_picture(page)


def picture(study: Study, settings: Settings, today: date, over: Mapper = map) -> Path:
    """Write the picture of the study; where it lies. Raises ReportNamesSomebody, VaultDamaged, StorageFailed."""
    # Imported here: the page brings word lists along, and other commands should not wait for those.
    from pipeline.report.writing import write_report

    machine = machine_line(plan_for(settings, study.root), settings, settings.study.language)
    return write_report(study, settings, today, machine, over)
