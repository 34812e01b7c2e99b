"""Commands that delete: a withdrawal, and what may be kept no longer; and the list of who was given what."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Annotated

import typer

from pipeline import bars, screen
from pipeline.cli.ledger import sign_at_the_end
from pipeline.cli.options import CaseArgument, StudyOption, asked, opened
from pipeline.config import Settings
from pipeline.consent.book import consent_book
from pipeline.errors import DayAhead, NoConsentRecord, NotConfirmed
from pipeline.inbox.tombstones import tombstones
from pipeline.status import released
from pipeline.store import Study
from pipeline.wiring import consent_log, tools_for
from pipeline.withdrawal import doing, objecting, plan, recipients, retention, wording
from pipeline.witness import Witness

withdraw_app = typer.Typer()
keeping_app = typer.Typer()
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be deleted.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@withdraw_app.command()
def withdraw(
    case: CaseArgument,
    person: Annotated[str, typer.Argument(help="Who withdraws, for example leraar-1.", show_default=False)],
    study: StudyOption,
    purpose: Annotated[
        list[str] | None, typer.Option("--purpose", help="Only this; may be repeated. Default everything.")
    ] = None,
    own: Annotated[
        bool, typer.Option("--own", help="Only for themselves: a parent whose child stays in the study.")
    ] = False,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Since when; default today.")
    ] = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> int:
    """Somebody takes consent back: show what goes, ask, delete all of it, and release what remains.

    Whoever has authority, and the child, withdraw for the child: the whole case goes. Others: their own recordings.
    """
    here, settings = opened(study)
    since = day.date() if day else date.today()
    if since > date.today():
        raise DayAhead
    language = settings.study.language
    with here.locked():
        doing.make_ready(here, settings, Witness(here, consent_log(here)).write)
        made = _planned(here, settings, case, person, since, tuple(purpose or ()), own)
        if made is None:
            screen.say(screen.in_language("Er is niets (meer) in te trekken.", "There is nothing (left) to withdraw."))
            return 0
        code = 0
        for line in wording.plan_lines(made, language):
            screen.say(line)
        told = recipients.to_tell(here, made.concerned)
        if not dry_run:
            _confirm(yes)
            doing.carry_out(made, here, settings, Witness(here, consent_log(here)).write)
            code = _release_again(here, settings)
        for line in wording.tell_lines(told, language):
            screen.say(line)
    if not dry_run:
        sign_at_the_end(here, settings, quiet=True)
        screen.say(screen.in_language("Gedaan; het verslag ligt in vault/withdrawals.", "Done; see vault/withdrawals."))
    return code


@keeping_app.command("retention")
def keep_no_longer(study: StudyOption, dry_run: DryRunOption = False, yes: YesOption = False) -> None:
    """Delete what may be kept no longer by the settings: sound first. What was written down stays until its own day."""
    here, settings = opened(study)
    today, consent, language = date.today(), consent_book(here, settings), settings.study.language
    with here.locked():
        doing.finish(here, settings, Witness(here, consent_log(here)).write)
        plans = retention.due(here, settings, consent, today)
        if not dry_run:
            retention.warn(here, settings, consent, today)
        for made in plans:
            for line in wording.plan_lines(made, language):
                screen.say(line)
            if not dry_run:
                _confirm(yes)
                doing.carry_out(made, here, settings, Witness(here, consent_log(here)).write)
        ahead = tuple(retention.foreseen(here, settings, consent, today))
    if plans and not dry_run:
        sign_at_the_end(here, settings, quiet=True)
    for line in ahead:
        screen.say(line)
    if not plans and not ahead:
        screen.say(screen.in_language("Er hoeft niets weg.", "Nothing needs to go."))


@keeping_app.command("handed-over")
def hand_over(
    study: StudyOption,
    places: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files or folders in release/, sound/ or archive/. None: show the list.", show_default=False
        ),
    ] = None,
    to: Annotated[str, typer.Option("--to", help="Who was given it. Left out, or -: asked.")] = "",
) -> None:
    """Remember who was given which released files: whom to tell when somebody withdraws."""
    here, settings = opened(study)
    if places:
        name = asked(to, "Aan wie", "To whom")
        with here.locked():
            given = recipients.hand_over(here, places, name, date.today(), Witness(here, consent_log(here)).write)
        sign_at_the_end(here, settings, quiet=True)
        screen.say(screen.in_language(f"Genoteerd: {len(given.files)}", f"Noted: {len(given.files)}"))
        return
    for handed in recipients.handed_over(here):
        screen.say(f"{handed.day}  {handed.to}")
        for place in handed.files:
            screen.say(f"        {place}")


def _planned(
    here: Study, settings: Settings, case: str, person: str, since: date, purposes: tuple[str, ...], own: bool
) -> plan.Plan | None:
    """What goes; None: all of it went before."""
    try:
        record = consent_book(here, settings)(case)
    except NoConsentRecord:
        if any(stone.whole and stone.case == case for stone in tombstones(here).stones):
            return None
        raise
    made = plan.withdrawal(here, record, person, since, settings, purposes, own)
    nothing = not made.files and not made.inbox and objecting.is_noted(record, doing.objection_of(made))
    return None if nothing else made


def _confirm(yes: bool) -> None:
    """Ask whether to go on; this cannot be undone. Raises NotConfirmed."""
    question = screen.in_language("Verwijderen? Dit kan niet ongedaan worden (ja/nee)", "Delete? No way back (yes/no)")
    with suppress(typer.Abort):
        if yes or str(typer.prompt(question)).strip().casefold() in ("ja", "j", "yes", "y"):
            return
    raise NotConfirmed


def _release_again(here: Study, settings: Settings) -> int:
    """Redact what remains of the case and release everything that may leave, as it is now."""
    # Imported here: the stages bring engines along, and whoever asks for help should not wait for them.
    from pipeline.run import run_cases, run_recordings
    from pipeline.stages import FIND

    with tools_for(here, settings) as (tools, over), bars.progress() as (tell, _):
        summary = run_cases(tools, run_recordings(tools, over, tell, (FIND,)), tell)
    screen.show_summary(summary, here, settings, released(here))
    return summary.exit_code
