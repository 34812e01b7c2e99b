"""Commands that move recordings on: init, run, and one per stretch of stages."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import pipeline
from pipeline import bars, screen
from pipeline.cli.ledger import sign_at_the_end
from pipeline.cli.options import JsonOption, StrictOption, StudyOption, opened
from pipeline.cli.report import picture
from pipeline.config import settings_bytes, settings_from
from pipeline.errors import CasusError, StudyExists, known
from pipeline.inbox.placing import inbox_readme
from pipeline.ports import Tools
from pipeline.status import released, rows, unread
from pipeline.store import Study, write
from pipeline.wiring import refuse_checkout, tools_for
from pipeline.withdrawal import retention

flow_app = typer.Typer()
TEMPLATES = Path(pipeline.__file__).parent / "configs"


@flow_app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where the study will live: an encrypted disk, no cloud folder.")],
    settings: Annotated[Path, typer.Option(help="Settings to start from.")] = TEMPLATES / "study.toml",
) -> None:
    """Make a new study folder: settings, an inbox with a note, a closed vault."""
    if (folder / "study.toml").exists():
        raise StudyExists(folder=folder)
    refuse_checkout(folder)
    data = settings_bytes(settings)
    settings_from(data, settings.name)  # before anything is made
    write(folder / "study.toml", data)
    study = Study(folder.resolve())
    study.make()
    write(study.inbox / "LEESMIJ.txt", inbox_readme(opened(folder)[1].study.language).encode())
    screen.say(f"{folder}: study.toml, inbox/, vault/")


@flow_app.command()
def run(study: StudyOption, strict: StrictOption = False, json: JsonOption = False) -> int:
    """Everything: empty the inbox, transcribe, take names out, release what may be released."""
    return _flow(study, "run", strict, json)


@flow_app.command()
def intake(study: StudyOption, strict: StrictOption = False, json: JsonOption = False) -> int:
    """Empty the inbox into the vault; what cannot be placed goes to quarantine with a note."""
    return _flow(study, "intake", strict, json)


@flow_app.command()
def transcribe(
    study: StudyOption,
    again: Annotated[str, typer.Option(help="A recording to transcribe anew, with the names as they are now.")] = "",
    strict: StrictOption = False,
    json: JsonOption = False,
) -> int:
    """Write down, word for word, every recording that consent allows; read dossiers and other transcripts."""
    return _flow(study, "transcribe", strict, json, again)


@flow_app.command()
def redact(study: StudyOption, strict: StrictOption = False, json: JsonOption = False) -> int:
    """Find names, decide per case who is who, and put labels in their place."""
    return _flow(study, "redact", strict, json)


@flow_app.command()
def release(study: StudyOption, strict: StrictOption = False, json: JsonOption = False) -> int:
    """Write out what was reviewed and may leave; take back what may no longer."""
    return _flow(study, "release", strict, json)


def _flow(folder: Path, what: str, strict: bool, json: bool, again: str = "") -> int:
    """Run part of the flow under the study's lock, then show where everything stands."""
    # Imported here: the stages bring engines along, and whoever only looks should not wait for them.
    from pipeline.run import Summary, exit_code, run_cases, run_intake, run_recordings, run_study, silent, unheard
    from pipeline.stages import ADOPT, EXTRACT, FIND, SPEAKERS, TRANSCRIBE, VOICES
    from pipeline.stages.transcribe import begin_anew

    study, settings = opened(folder)
    bar = nullcontext((silent, unheard)) if json else bars.progress()
    with study.locked(), tools_for(study, settings) as (tools, over), bar as (tell, progress):
        tools = replace(tools, progress=progress)
        if again:
            begin_anew(again, study)
        if what == "run":
            summary = run_study(tools, over, tell)
        elif what == "intake":
            summary = Summary(taken=run_intake(tools, tell))
        elif what == "transcribe":
            stages = (TRANSCRIBE, VOICES, SPEAKERS, EXTRACT, ADOPT)
            summary = Summary(outcomes=run_recordings(tools, over, tell, stages))
        else:
            ready = run_recordings(tools, over, tell, (FIND,) if what == "redact" else ())
            summary = run_cases(tools, ready, tell, releasing=what == "release")
        retention.warn(study, settings, tools.consent, tools.today)
        page = _picture(tools)
    table = rows(study, settings.study.language)
    if json:
        screen.say_json({"done": summary.done, "recordings": [row.as_dict() for row in table]})
    else:
        screen.show_rows(table, 0 if what in ("run", "intake") else unread(study, settings))
        screen.show_summary(summary, study, settings, released(study))
        for line in retention.foreseen(study, settings, tools.consent, tools.today):
            screen.say(line)
    if isinstance(page, CasusError):
        screen.complain(page)
    elif not json:
        screen.show_picture(page)
    sign_at_the_end(study, settings, quiet=json)
    failed = isinstance(page, CasusError) and exit_code([page])
    return summary.exit_code or failed or (10 if strict and screen.stopped(table) else 0)


def _picture(tools: Tools) -> Path | CasusError:
    """The page about the study, written again, or why it is not: what was done before stays done."""
    try:
        return picture(tools.study, tools.settings, tools.today, tools.spread)
    except Exception as problem:
        return known(problem, "reports")
