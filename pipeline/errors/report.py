"""The picture of the study."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class ReportNamesSomebody(CasusError):
    """A known name would stand in the page about the study."""

    state = "blocked"
    exit_code = 8
    nl = (
        "Het overzicht van de studie is niet geschreven: er zou een bekende naam in staan ({label}).",
        "Zoek die naam in study.toml (studie, rollen, model) en in de ids en formulieren van de toestemmingsbestanden, "
        "en haal haar daar weg; daarna: casus report",
    )
    en = (
        "The picture of the study is not written: a known name would stand in it ({label}).",
        "Look for that name in study.toml (study, roles, model) and in the ids and forms of the consent records, and "
        "take it out there; then: casus report",
    )
