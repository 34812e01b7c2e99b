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
