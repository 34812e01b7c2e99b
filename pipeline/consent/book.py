"""The study's consent records, judged by its own ages and forms."""

from __future__ import annotations

from pipeline.config import Settings
from pipeline.consent.forms import known_forms
from pipeline.consent.records import ConsentFiles
from pipeline.model import Thresholds
from pipeline.store import Study


def consent_book(study: Study, settings: Settings) -> ConsentFiles:
    """Reads a record when it is asked for. Raises VaultDamaged."""
    ages = settings.consent
    forms = frozenset((one.form, one.sha256) for one in known_forms(study))
    return ConsentFiles(study, Thresholds(ages.assent_from, ages.own_from, ages.adult_from), forms)
