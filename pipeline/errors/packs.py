"""Reading packs that cannot be made."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class NothingToPack(CasusError):
    """No transcript that was asked for is released."""

    state = "waiting"
    exit_code = 10
    nl = (
        "Er is nog niets uitgegeven om te bundelen: {what}.",
        "Kijk wat er nog moet gebeuren met: casus status",
    )
    en = ("Nothing is released yet to put in a pack: {what}.", "See what is still to be done with: casus status")


class OneRole(CasusError):
    """A pack of a case lays roles beside each other, and there is only one."""

    state = "waiting"
    exit_code = 10
    nl = (
        "Van {case} is nog maar een rol uitgegeven; er is niets om ernaast te leggen.",
        "Lees het transcript zelf, in release/by-case/{case}; wat er nog moet gebeuren: casus status",
    )
    en = (
        "Of {case} only one role is released yet; there is nothing to lay beside it.",
        "Read the transcript itself, in release/by-case/{case}; what is still to be done: casus status",
    )


class NameInPack(CasusError):
    """A known name is in a pack, and in none of its transcripts."""

    state = "blocked"
    exit_code = 8
    nl = (
        "Een bekende naam staat in {where}, en niet in de transcripten zelf; de bundel is niet geschreven.",
        "Lees de transcripten los, in release/by-case; dit is een fout van ons: meld het.",
    )
    en = (
        "A known name is in {where}, and not in the transcripts themselves; the pack was not written.",
        "Read the transcripts by themselves, in release/by-case; this is our mistake: report it.",
    )
