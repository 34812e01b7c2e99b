"""What the steward is told of a bag, on the screen and in a note beside it: never in it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.archive.choosing import Chosen
from pipeline.archive.dataset import Dataset
from pipeline.errors import CasusError, Language

_NL = """\
{name}.zip
SHA-256: {digest}

Casussen: {cases}, transcripten: {count}.
De eerste toestemming loopt af in {until}: spreek met het archief af wat er dan gebeurt.

Niet erin:
{left_out}

Geef het bestand aan DANS zoals het is: niet uitpakken, niet hernoemen. Titel, beschrijving, makers en de namen van de
bestanden kan iedereen zien; de bestanden zelf zijn alleen op te vragen. Wie is wie (vault/) gaat niet mee.
Trekt iemand toestemming in: maak het bestand opnieuw, en vraag het archief om de versie die daar ligt weg te halen.
Wat je elders hebt neergezet, haal je daar zelf weg.
"""
_EN = """\
{name}.zip
SHA-256: {digest}

Cases: {cases}, transcripts: {count}.
The first consent ends in {until}: agree with the archive on what happens then.

Not in it:
{left_out}

Give the file to DANS as it is: do not unpack or rename it. Title, description, creators and file names can be seen by
everybody; the files themselves only on request. Who is who (vault/) does not go along.
When somebody withdraws consent: make the file anew, and ask the archive to take away the version that lies there.
What you put elsewhere is yours to take away.
"""


def note(dataset: Dataset, chosen: Chosen, digest: str, language: Language) -> bytes:
    """What is in the bag, how long consent holds, what was left out and why; ids only."""
    reasons = [f"- {sentence} {', '.join(ids)}" for sentence, ids in reasons_in(chosen.left_out, language)]
    return (
        (_NL if language == "nl" else _EN)
        .format(
            name=dataset.name,
            digest=digest,
            cases=dataset.cases,
            count=sum(count for _, count in dataset.transcripts),
            until=chosen.until.strftime("%Y-%m"),
            left_out="\n".join(reasons) or "-",
        )
        .encode()
    )


def reasons_in(left_out: Sequence[tuple[str, CasusError]], language: Language) -> list[tuple[str, tuple[str, ...]]]:
    """Each reason with the recordings it keeps out, the most frequent first."""
    found: dict[str, list[str]] = {}
    for recording, error in left_out:
        sentence = error.sentence(language).removeprefix(f"{recording}: ")
        found.setdefault(sentence[:1].upper() + sentence[1:], []).append(recording)
    return [(why, tuple(ids)) for why, ids in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))]
