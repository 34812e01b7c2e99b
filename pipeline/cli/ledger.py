"""Commands of the steward about the consent log: its key, its signatures, what is in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import screen
from pipeline.cli.options import StudyOption, opened
from pipeline.config import Settings
from pipeline.errors import CasusError, KeyInStudy, KeyLost, KeyNotSet
from pipeline.store import Study

if TYPE_CHECKING:
    from pipeline.ledger.keys import SigningKey
    from pipeline.ledger.log import Log

log_app = typer.Typer(no_args_is_help=True, help="The consent log: a key, signatures, what is in it.")
NewKeyArgument = Annotated[
    Path, typer.Argument(help="The new key, outside the study: best another disk.", show_default=False)
]


@log_app.command()
def key(file: NewKeyArgument, study: StudyOption) -> None:
    """Make the key that signs this study's log, closed with a passphrase; beside it the .pub for the auditor.

    The passphrase is asked for twice, or taken from CASUS_PASSPHRASE.
    """
    from pipeline.ledger.keyring import begin

    here, _ = opened(study)
    log, path = _log(here), _outside(file, here)
    begin(log, path, _new_passphrase())
    _tell_key(path)


@log_app.command()
def rotate(
    new: NewKeyArgument,
    study: StudyOption,
    lost: Annotated[bool, typer.Option("--lost", help="The old key is lost: nobody signs for the new one.")] = False,
) -> None:
    """Replace the key: the old one signs for the new one, and then no more.

    Passphrases are asked for, or taken from CASUS_PASSPHRASE (the old key) and CASUS_NEW_PASSPHRASE.
    """
    from pipeline.ledger.keyring import rotate as replaced

    here, settings = opened(study)
    log, path = _log(here), _outside(new, here)
    old = None if lost else _key(here, settings, log)
    replaced(log, old, path, _new_passphrase("CASUS_NEW_PASSPHRASE"))
    _tell_key(path)


@log_app.command()
def sign(study: StudyOption) -> None:
    """Sign the log as it is now. Refused where the log is not what was signed before."""
    here, settings = opened(study)
    log = _log(here)
    made = log.sign(_key(here, settings, log))
    screen.say(f"consent/checkpoints/{made.name}")
    screen.say(
        screen.in_language(
            f"{made.size} regels ondertekend. Geef de auditor een kopie van dit bestand.",
            f"{made.size} entries signed. Give the auditor a copy of this file.",
        )
    )


@log_app.command()
def repair(study: StudyOption) -> None:
    """Remove a last line that a crash cut off, or begin the time anew after a wrong clock; the log notes it."""
    here, _ = opened(study)
    if _log(here).repair():
        screen.say(screen.in_language("Hersteld, en in het logboek genoteerd.", "Mended, and noted in the log."))
    else:
        screen.say(screen.in_language("Er is niets te herstellen.", "There is nothing to mend."))


@log_app.command()
def show(
    study: StudyOption,
    case: Annotated[str, typer.Argument(help="One case; default all.")] = "",
) -> None:
    """What is in the log, a line for every entry. Ids only, no names."""
    from pipeline.ledger.telling import told

    here, settings = opened(study)
    for entry in _log(here).entries():
        if not case or getattr(entry, "case", "") == case:
            screen.say(told(entry, settings.study.language))


@log_app.command()
def stamp(
    study: StudyOption,
    response: Annotated[
        Path | None, typer.Option(help="The answer (.tsr) of the timestamp service.", show_default=False)
    ] = None,
    roots: Annotated[Path | None, typer.Option(help="Certificates (PEM) of the service.", show_default=False)] = None,
) -> None:
    """Ask for a timestamp of the last checkpoint: writes a request; with --response and --roots keeps the answer.

    Nothing is sent: the request goes to the service in a way of your own, and holds only a digest.
    """
    from pipeline.ledger import stamps

    here, _ = opened(study)
    folder = _log(here).folder
    if response and roots:
        time = stamps.accept(folder, response, roots)
        screen.say(screen.in_language(f"Bewaard: {time:%Y-%m-%d %H:%M} UTC", f"Kept: {time:%Y-%m-%d %H:%M} UTC"))
    elif response or roots:
        raise typer.BadParameter("--response FILE.tsr --roots CERTIFICATES.pem")
    else:
        screen.say(str(stamps.request(folder).relative_to(here.root)))


def sign_at_the_end(study: Study, settings: Settings, quiet: bool) -> None:
    """Sign the log after a batch, if there is a key and somebody (or CASUS_PASSPHRASE) knows its passphrase.

    `quiet`: nothing is asked, and nothing said of a log that stays unsigned.
    What was done stays done where it cannot be signed: that is told, with what to do.
    """
    log = _log(study)
    if not log.path.exists():
        return
    if settings.log.key is None or not (os.environ.get("CASUS_PASSPHRASE") or (screen.on_a_screen() and not quiet)):
        if not quiet:
            how = "casus log key" if settings.log.key is None else "casus log sign"
            screen.say(screen.in_language(f"Het logboek is niet ondertekend: {how}", f"The log is not signed: {how}"))
        return
    try:
        made = log.sign(_key(study, settings, log))
    except CasusError as problem:
        screen.complain(problem)
        return
    if not quiet:
        told = f"consent/checkpoints/{made.name}"
        screen.say(screen.in_language(f"Logboek ondertekend: {told}", f"Log signed: {told}"))


def _log(study: Study) -> Log:
    from pipeline.ledger.log import Log

    return Log(study.root / "consent")


def _outside(path: Path, study: Study) -> Path:
    """The path of a key. Raises KeyInStudy."""
    if path.resolve().is_relative_to(study.root.resolve()):
        raise KeyInStudy
    return path


def _key(study: Study, settings: Settings, log: Log) -> SigningKey:
    """The key that the settings name, opened. Raises KeyNotSet, KeyLost, KeyNotRead, PassphraseWrong, KeyInStudy."""
    from pipeline.ledger.keys import read_key

    if settings.log.key is None:
        raise KeyNotSet
    path = _outside(study.root / settings.log.key.expanduser(), study)
    if not path.exists():
        raise KeyLost
    origin = log.first().origin
    return read_key(path, origin, lambda: _passphrase("Wachtzin", "Passphrase"))


def _passphrase(nl: str, en: str) -> str:
    given = os.environ.get("CASUS_PASSPHRASE")
    return given or str(typer.prompt(screen.in_language(nl, en), hide_input=True))


def _new_passphrase(variable: str = "CASUS_PASSPHRASE") -> str:
    """A passphrase for a new key, twice the same."""
    prompt = screen.in_language("Wachtzin voor de nieuwe sleutel", "Passphrase for the new key")
    again = screen.in_language("Nog eens", "Once more")
    return os.environ.get(variable) or str(typer.prompt(prompt, hide_input=True, confirmation_prompt=again))


def _tell_key(path: Path) -> None:
    from pipeline.ledger.keys import public_file

    screen.say(f"{path}\n{public_file(path)}")
    screen.say(
        screen.in_language(
            'Zet in study.toml onder [log]: key = "…" met het eerste bestand. Bewaar een kopie en de wachtzin op een '
            "andere plek: zonder deze sleutel kan niets nieuws ondertekend worden. Geef de auditor het .pub-bestand in "
            "persoon.",
            'Put in study.toml under [log]: key = "…" with the first file. Keep a copy and the passphrase elsewhere: '
            "without this key nothing new can be signed. Hand the .pub file to the auditor in person.",
        )
    )
