"""What may not leave yet."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class LeakFound(CasusError):
    """A known name is still in what was about to be released."""

    state = "blocked"
    exit_code = 8
    nl = ("{case}: een bekende naam staat nog in {where}.", "Beslis erover met: casus review list {case}")
    en = ("{case}: a known name is still in {where}.", "Decide on it with: casus review list {case}")


class CannotCheck(CasusError):
    """A file about to be released holds something in which names cannot be looked for."""

    state = "blocked"
    exit_code = 8
    nl = (
        "In {file} staat iets wat niet op namen is na te kijken.",
        "Dit is een fout van ons: meld het; haal dat formaat tot dan uit writers in study.toml.",
    )
    en = (
        "{file} holds something in which names cannot be looked for.",
        "This is our mistake: report it; until then take that format out of writers in study.toml.",
    )


class NameHeard(CasusError):
    """A known name was heard in the sound without names."""

    exit_code = 8
    nl = (
        "{recording}: in het geluid zonder namen is nog een bekende naam gehoord: {where}.",
        "Luister daar naar de opname, en maak de marge ruimer: --margin 0.4.",
    )
    en = (
        "{recording}: a known name was still heard in the sound without names: {where}.",
        "Listen to the recording there, and widen the margin: --margin 0.4.",
    )


class NotReleased(CasusError):
    """Sound follows a transcript that was released."""

    state = "waiting"
    exit_code = 10
    nl = (
        "{recording}: het transcript is nog niet uitgegeven, en geluid volgt op het transcript.",
        "Kijk wat er nog moet gebeuren met: casus status",
    )
    en = (
        "{recording}: the transcript is not released yet, and sound follows the transcript.",
        "See what is still to be done with: casus status",
    )


class NoRecording(CasusError):
    """What has no sound cannot be shared as sound."""

    exit_code = 2
    nl = ("{recording} is geen geluidsopname.", "Kies een opname; welke er zijn: casus status")
    en = ("{recording} is no sound recording.", "Choose a recording; which there are: casus status")


class QueueOpen(CasusError):
    """A transcript cannot be approved while something in it is still to be decided."""

    state = "waiting"
    exit_code = 10
    nl = (
        "Nog open twijfelgevallen in {recording}: {count}.",
        "Beslis erover met: casus review list; voer dan casus run uit en keur daarna goed.",
    )
    en = (
        "Doubtful spots still open in {recording}: {count}.",
        "Decide on them with: casus review list; then casus run, and approve after that.",
    )


class NotAFragment(CasusError):
    """What was typed is no stretch of a transcript."""

    exit_code = 2
    nl = (
        "Dit is geen fragment van deze opname.",
        "Schrijf het als 00:12:03-00:14:00; van een stuk zonder tijden als 12-15, de nummers in het tekstbestand.",
    )
    en = (
        "This is no fragment of this recording.",
        "Write it as 00:12:03-00:14:00; of what has no times as 12-15, the numbers in the text file.",
    )
