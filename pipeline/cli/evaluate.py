"""Commands that measure, and that redact a loose text: neither keeps anything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline import screen
from pipeline.cli.options import JsonOption, opened
from pipeline.config import Settings
from pipeline.consent.records import ConsentFiles
from pipeline.errors import NotUtf8
from pipeline.model import ConsentRecord, Register

evaluate_app = typer.Typer()

CasesOption = Annotated[
    Path | None,
    typer.Option(
        "--cases",
        exists=True,
        dir_okay=False,
        help="YAML with what the consent forms say of each case.",
        show_default=False,
    ),
]


@evaluate_app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="Annotated talk: one JSON object a line.", show_default=False),
    ],
    cases: CasesOption = None,
    json: JsonOption = False,
    errors: Annotated[int, typer.Option(min=0, help="Show so many missed and wrongly masked, with the text.")] = 0,
) -> None:
    """How well names are found in annotated talk, each case redacted with only its own consent record."""
    # Imported here, as below: the recognisers take a while, and other commands should not wait for them.
    from pipeline.evaluation.gold import read_cases, read_gold
    from pipeline.evaluation.report import report
    from pipeline.evaluation.table import error_lines, headings, rows

    known = read_cases(cases) if cases else None
    utterances = read_gold(gold, known)
    found = report(utterances, known or {})
    if json:
        screen.say_json(found.as_dict())
    else:
        screen.show_table(headings(screen.language), list(rows(found, screen.language)))
        for line in error_lines(found.automatic, utterances, errors, screen.language):
            screen.say(line)


@evaluate_app.command("redact-text")
def redact_text(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="A text; else standard input.", show_default=False),
    ] = None,
    cases: CasesOption = None,
    study: Annotated[Path | None, typer.Option(help="Or the study that has the case.", show_default=False)] = None,
    case: Annotated[str, typer.Option(help="Whose names are known: K01, casus-04.", show_default=False)] = "",
    doubtful: Annotated[Literal["keep", "mask"], typer.Option(help="What to do with doubtful words.")] = "keep",
    style: Annotated[Literal["label", "xx"] | None, typer.Option(help="[KIND-1] or XX.", show_default=False)] = None,
) -> None:
    """Write a text to standard output with labels for names, line by line. Keeps nothing."""
    from pipeline.evaluation.loose import redacted

    record, register, settings = _known(cases, study, case)
    if style:
        settings = settings.model_copy(update={"redact": settings.redact.model_copy(update={"style": style})})
    data = file.read_bytes() if file else sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUtf8 from None
    done = redacted(text, record, settings, register, doubtful == "mask")
    screen.say_text(done.text)
    screen.tell_kept(done.doubtful, done.typed)


def _known(cases: Path | None, study: Path | None, case: str) -> tuple[ConsentRecord, Register | None, Settings]:
    """What is known beforehand: by a file of cases, by a study, or nothing."""
    from pipeline.evaluation.gold import read_cases
    from pipeline.evaluation.loose import SETTINGS

    if (cases is not None and study is not None) or bool(case) != bool(cases or study):
        raise typer.BadParameter("--case goes with either --cases or --study")
    if study:
        here, settings = opened(study)
        return ConsentFiles(here)(case), here.register(case), settings
    if not cases:
        return ConsentRecord("-", (), (), ()), None, SETTINGS
    known = read_cases(cases)
    if case not in known:
        raise typer.BadParameter(f"{cases.name} has no such case", param_hint="--case")
    return known[case].record, None, SETTINGS
