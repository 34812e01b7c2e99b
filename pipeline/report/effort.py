"""How long the machine took, and how it is used."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.blocks import LABELS, Note, Plot, Say, Section, Table, bar, words
from pipeline.report.picture import Picture, Took

_STAGES: dict[str, tuple[str, str]] = {
    "transcribe": ("luisteren", "listening"),
    "voices": ("stemmen", "voices"),
    "speakers": ("sprekers", "speakers"),
    "extract": ("stukken lezen", "reading documents"),
    "adopt": ("overnemen", "taking over"),
    "find": ("namen zoeken", "finding names"),
    "redact": ("labels zetten", "setting labels"),
}


def effort(picture: Picture, say: Say) -> Section:
    """Seconds per stage, and how many of them a second of talk takes."""
    if not picture.took:
        return Section("tijd", "", ())
    heads = (
        say("Stap", "Stage"),
        say("Keer", "Times"),
        say("Rekentijd", "Computing"),
        say("Geluid", "Audio"),
        say("Rekentijd per uur geluid", "Computing per hour of audio"),
    )
    rows = tuple(
        (
            _stage(took, say),
            say.count(took.subjects),
            say.time(took.seconds),
            say.time(took.heard) if took.heard else "",
            say.time(3600 * took.seconds / took.heard) if took.heard else "",
        )
        for took in picture.took
    )
    note = say(
        "Gemeten bij de laatste keer dat elke stap gedaan werd, op de klok: opnamen die tegelijk lopen tellen elk mee.",
        "Measured by the clock, the last time each stage was done: recordings that run side by side count each.",
    )
    caption = say("Tijd per stap", "Time by stage")
    return Section(
        "tijd",
        say("Tijd en computer", "Time and machine"),
        (_plot(picture.took, say), Table(caption, heads, rows, (1, 2, 3, 4)), Note(note), Note(f"{picture.machine}.")),
    )


def _stage(took: Took, say: Say) -> str:
    return say(*_STAGES.get(took.stage, (took.stage, took.stage)))


def _plot(all_: Sequence[Took], say: Say) -> Plot:
    most = max(took.seconds for took in all_) or 1.0
    marks, y = [], 4
    for took in all_:
        width = (86 - LABELS) * took.seconds / most
        marks += [words(0, y + 12, _stage(took, say), "small"), bar(LABELS, y, width, "fill plain")]
        marks.append(words(LABELS + width, y + 12, say.time(took.seconds), "small", by=4))
        y += 20
    told = ", ".join(f"{_stage(took, say)} {say.time(took.seconds)}" for took in all_)
    return Plot("tijd", say("Tijd per stap", "Time by stage"), f"{told}.", y, tuple(marks))
