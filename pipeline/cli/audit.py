"""The auditor's command: a copy of a study, a public key, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import screen
from pipeline.errors import FOUND, Language, ProofUnreadable

if TYPE_CHECKING:
    from pipeline.ledger.checkpoints import Checkpoint
    from pipeline.ledger.keys import PublicKey

audit_app = typer.Typer()


@audit_app.command()
def audit(
    key: Annotated[Path, typer.Option(help="The public key (.pub) that you got in person.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Argument(help="A copy of the study: consent/, release/, sound/.", show_default=False)
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint you kept; may be given more than once.", show_default=False)
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Write the report here, as HTML.", show_default=False)] = None,
    roots: Annotated[
        Path | None, typer.Option(help="Certificates (PEM) you trust for timestamps.", show_default=False)
    ] = None,
    prove: Annotated[
        int | None, typer.Option(help="Number of an entry to prove to whom it is about.", show_default=False)
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Where --prove writes; default proof-NUMBER.json.")] = None,
    check_proof: Annotated[
        Path | None, typer.Option(help="A proof to check; needs no folder.", show_default=False)
    ] = None,
    language: Annotated[Language, typer.Option(help="nl or en.")] = "nl",
) -> int:
    """Check a consent log and a release, trusting nobody; exit code 11 when something is wrong.

    Needs no vault and no settings. Keep the last checkpoint of every audit, and give it with --checkpoint next time.
    """
    from pipeline.ledger.keys import read_public

    screen.speak(language)
    trusted, kept = read_public(key), checkpoint or []
    if check_proof:
        return _check_proof(check_proof, trusted, _held(kept), language)
    if folder is None:
        raise typer.BadParameter("FOLDER")
    if prove is not None:
        return _prove(folder, trusted, prove, _held(kept), to or Path(f"proof-{prove}.json"))
    return _audit(folder, trusted, kept, page, roots, language)


def _audit(
    folder: Path, key: PublicKey, kept: list[Path], page: Path | None, roots: Path | None, language: Language
) -> int:
    from pipeline.ledger.audit import audit as audited
    from pipeline.ledger.report import lines, report
    from pipeline.ledger.report import page as page_of
    from pipeline.store import write

    told = report(audited(folder, key, kept, date.today(), roots), language)
    if page:
        write(page, page_of(told))
    for line in lines(told):
        screen.say(line)
    return 0 if told.fine else FOUND


def _prove(folder: Path, key: PublicKey, number: int, held: Checkpoint | None, to: Path) -> int:
    from pipeline.ledger.proof import prove
    from pipeline.store import write

    write(to, prove(folder / "consent", key, number, held))
    screen.say(str(to))
    return 0


def _check_proof(path: Path, key: PublicKey, held: Checkpoint | None, language: Language) -> int:
    from pipeline.ledger.proof import check_proof
    from pipeline.ledger.telling import told

    try:
        data = path.read_bytes()
    except OSError:
        raise ProofUnreadable from None
    proven = check_proof(data, key, held)
    screen.say(told(proven.entry, language))
    screen.say(
        screen.in_language(
            f"Deze regel staat in de {proven.size} regels die met deze sleutel zijn ondertekend.",
            f"This entry is one of the {proven.size} that were signed with this key.",
        )
    )
    if proven.since:
        screen.say(
            screen.in_language(
                f"Daarin staan ook de {proven.since} regels van uw controlepunt, ongewijzigd.",
                f"They begin with the {proven.since} entries of your checkpoint, unchanged.",
            )
        )
    return 0


def _held(kept: list[Path]) -> Checkpoint | None:
    """The one checkpoint that a proof connects to."""
    from pipeline.ledger.checkpoints import read_checkpoint

    return read_checkpoint(kept[-1], "--checkpoint") if kept else None
