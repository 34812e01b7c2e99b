"""What may not leave yet."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class LeakFound(CasusError):
    """A known name is still in what was about to be released."""

    state = "blocked"
    exit_code = 8
    nl = ("{case}: een bekende naam staat nog in {where}.", "Beslis erover met: casus review list {case}")
    en = ("{case}: a known name is still in {where}.", "Decide on it with: casus review list {case}")


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
