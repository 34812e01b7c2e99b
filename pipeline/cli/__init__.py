"""The command line `casus`: thin calls into the pipeline. The only exit.

One file per group of commands; `main` is the one place where errors become sentences and exit codes.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from pipeline import __version__, screen
from pipeline.cli.archive import archive_app
from pipeline.cli.audit import audit_app
from pipeline.cli.bleep import bleep_app
from pipeline.cli.consent import consent_app
from pipeline.cli.consent_papers import papers_app
from pipeline.cli.evaluate import evaluate_app
from pipeline.cli.flow import flow_app
from pipeline.cli.hold import hold_app
from pipeline.cli.ledger import log_app
from pipeline.cli.look import look_app
from pipeline.cli.models import models_app
from pipeline.cli.pack import pack_app
from pipeline.cli.register import register_app
from pipeline.cli.report import report_app
from pipeline.cli.review import review_app
from pipeline.cli.risk import risk_app
from pipeline.cli.speakers import speakers_app
from pipeline.cli.verify import verify_app
from pipeline.cli.withdraw import keeping_app, withdraw_app
from pipeline.errors import known

# A study is a million small things that stay: looking for garbage among them at every few hundred takes its time.
COLLECTED_AT = (100_000, 20, 20)


def _ended(code: int | None, **_options: object) -> None:
    if code:
        raise typer.Exit(code)


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    result_callback=_ended,
    help="Recorded interviews in; reviewed, pseudonymised transcripts out. Everything stays on this machine.",
)
app.add_typer(flow_app)
app.add_typer(bleep_app)
app.add_typer(archive_app)
app.add_typer(pack_app)
app.add_typer(look_app)
app.add_typer(report_app)
app.add_typer(risk_app)
app.add_typer(hold_app)
app.add_typer(speakers_app)
app.add_typer(keeping_app)
consent_app.add_typer(withdraw_app)
consent_app.add_typer(papers_app)
app.add_typer(consent_app, name="consent")
app.add_typer(register_app, name="register")
app.add_typer(review_app, name="review")
app.add_typer(models_app, name="models")
app.add_typer(log_app, name="log")
app.add_typer(audit_app)
app.add_typer(verify_app)
app.add_typer(evaluate_app)


def _version(wanted: bool) -> None:
    if wanted:
        screen.say(f"casus {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """Recorded interviews in; reviewed, pseudonymised transcripts out. Everything stays on this machine."""


def main() -> None:
    """Run a command; a known error is a sentence, a remedy and its exit code."""
    os.umask(0o077)
    gc.set_threshold(*COLLECTED_AT)
    try:
        app()
    except SystemExit as ending:
        if ending.code == 130:
            screen.interrupted()
        raise
    except Exception as problem:
        error = known(problem, "casus")
        screen.complain(error)
        sys.exit(error.exit_code)
