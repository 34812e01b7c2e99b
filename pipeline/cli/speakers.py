"""The command about who speaks in a recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import screen
from pipeline.cli.options import StudyOption, opened
from pipeline.model import Recording, Verbatim
from pipeline.screen import in_language
from pipeline.status import why_nothing
from pipeline.store import SpeakerDecision

if TYPE_CHECKING:
    from pipeline.speaking import Expected, Voice

speakers_app = typer.Typer()


@speakers_app.command()
def speakers(
    recording: Annotated[str, typer.Argument(help="For example casus-04_leraar-1.", show_default=False)],
    study: StudyOption,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="Who a voice is: S1=I asks, S2=R1 answers; may be repeated.")
    ] = None,
    swap: Annotated[bool, typer.Option("--swap", help="Who asks and who answers are the other way round.")] = False,
    interviewers: Annotated[
        int | None, typer.Option("--interviewers", min=0, max=4, help="How many ask in this recording.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Back to what is proposed.")] = False,
) -> None:
    """Which voices a recording has and who they are taken for, without what they say; decide it better."""
    from pipeline import speaking
    from pipeline.consent.records import ConsentFiles

    here, settings = opened(study)
    try:
        verbatim = here.load(Verbatim, "voices", recording)
        placed = here.load(Recording, "recordings", recording)
    except FileNotFoundError:
        raise why_nothing(here, recording) from None
    record = ConsentFiles(here)(placed.case)

    def people() -> Expected:
        return speaking.expected(placed, here, record, settings)

    if changed := bool(set_ or swap or forget or interviewers is not None):
        with here.locked():
            decision = SpeakerDecision() if forget else here.speaker_decision(recording)
            if interviewers is not None:
                decision = replace(decision, interviewers=interviewers)
            if set_ or swap:
                decision = speaking.named(verbatim, decision, people(), set_ or (), swap)
            here.save("speakers", recording, decision)
    decision = here.speaker_decision(recording)
    voices, names = speaking.voices_in(verbatim), speaking.names_for(verbatim, decision, people())
    if voices:
        _show(voices, names)
        _explain(recording, people().count - len(voices), decided=speaking.is_decided(verbatim, decision))
    else:
        _say_nobody_can_tell()
    if decision.names and not speaking.is_decided(verbatim, decision):
        screen.say(
            in_language(
                "Wat u eerder vastlegde ging over een andere verdeling van de woorden: leg het opnieuw vast.",
                "What you decided before was about another division of the words: decide it again.",
            )
        )
    if changed:
        screen.noted()


def _show(voices: Sequence[Voice], names: Mapping[str, str]) -> None:
    """One row for each voice: figures, never what was said."""
    headings = in_language(
        "Stem|Spreker|Beurten|Woorden|Minuten|Vraagtekens|Vragend begin",
        "Voice|Speaker|Turns|Words|Minutes|Question marks|Question openings",
    )
    rows = []
    for one in voices:
        figures = (one.turns, one.words, round(one.seconds / 60, 1), one.questions, one.asking)
        rows.append((one.name, names[one.name], *map(str, figures)))
    screen.show_table(headings.split("|"), rows)


def _explain(recording: str, missing: int, decided: bool) -> None:
    """Whether a person decided this, and how to say it better; `missing`: voices expected but not found."""
    if missing < 0:
        screen.say(
            in_language(
                "Er spreken meer mensen dan verwacht. Wie niet in de toestemming staat houdt de eigen stem (S3): "
                "ga na of die persoon mocht worden opgenomen.",
                "More people speak than expected. Who is not in the consent record keeps the voice (S3): "
                "find out whether that person could be recorded.",
            )
        )
    elif missing:
        screen.say(
            in_language(
                "Er zijn minder stemmen gevonden dan verwacht: luister na of er twee mensen onder één stem staan.",
                "Fewer voices were found than expected: listen whether two people stand under one voice.",
            )
        )
    if decided:
        screen.say(in_language("Zo is het vastgelegd. Toch niet: --forget", "Decided so. Take back: --forget"))
    else:
        screen.say(
            in_language(
                f"Dit is een voorstel; I vraagt, R antwoordt. Andersom: casus speakers {recording} --swap; "
                "per stem: --set S1=I",
                f"This is a proposal; I asks, R answers. The other way: casus speakers {recording} --swap; "
                "for each voice: --set S1=I",
            )
        )


def _say_nobody_can_tell() -> None:
    screen.say(
        in_language(
            "De stemmen zijn niet uit elkaar gehouden: alle beurten staan onder één naamloze spreker (-). "
            "Wat daarvoor nodig is: docs/speakers.md",
            "Voices were not told apart: all turns stand under one unnamed speaker (-). "
            "What that needs: docs/speakers.md",
        )
    )
