"""What keeps data out of an archive."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class ArchiveUnsettled(CasusError):
    """An archive wants to know things that the settings do not tell."""

    exit_code = 3
    nl = (
        "study.toml, [archive]: hier ontbreekt nog: {keys}.",
        "Vul dat in (uitleg: docs/archive.md) en probeer het opnieuw.",
    )
    en = ("study.toml, [archive]: still missing: {keys}.", "Fill that in (explained in docs/archive.md) and run again.")


class AudienceUnknown(CasusError):
    """An archive has no such discipline."""

    exit_code = 3
    nl = (
        "study.toml, archive.audience: DANS kent geen vakgebied {code}.",
        "Kies een code uit docs/archive.md, zoals D54000.",
    )
    en = ("study.toml, archive.audience: DANS has no discipline {code}.", "Choose one of docs/archive.md, like D54000.")


class NothingToArchive(CasusError):
    """No transcript was released with everybody's consent to archive it."""

    state = "waiting"
    exit_code = 10
    nl = (
        "Er is nog niets dat gearchiveerd mag worden.",
        "Een transcript gaat mee als het is uitgegeven (casus status) en iedereen archiveren toestaat, ook voor het kind: "
        "casus consent show",
    )
    en = (
        "There is nothing yet that may be archived.",
        "A transcript goes along once it is released (casus status) and everybody allows archiveren, also for the child: "
        "casus consent show",
    )


class ArchiveNames(CasusError):
    """What an archive makes public holds something that a register knows."""

    state = "blocked"
    exit_code = 8
    nl = (
        "{where}: hier staat nog een bekende naam van {case}, en dit wordt openbaar.",
        "Staat het in study.toml, haal het daar weg of schrijf het anders; wie dat is: casus register show {case}",
    )
    en = (
        "{where}: a known name of {case} is still here, and this becomes public.",
        "If it is in study.toml, take it out there or put it otherwise; who that is: casus register show {case}",
    )
