"""Tools, models and voters that are not there, or stop."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class ToolMissing(CasusError):
    """A program or package is not installed."""

    exit_code = 5
    nl = ("{tool} is niet geïnstalleerd.", "Installeer het: {how}")
    en = ("{tool} is not installed.", "Install it: {how}")


class ModelMissing(CasusError):
    """The speech model is not on this machine."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} staat niet in {folder}.",
        "Haal het op een computer met internet: casus models fetch {model} --to {folder}",
    )
    en = (
        "The speech model {model} is not in {folder}.",
        "Fetch it on a machine with internet: casus models fetch {model} --to {folder}",
    )


class ModelUnknown(CasusError):
    """No such model is published."""

    exit_code = 2
    nl = ("Er is geen spraakmodel '{model}'.", "Kies uit: casus models list")
    en = ("There is no speech model '{model}'.", "Choose from: casus models list")


class ModelNotFetched(CasusError):
    """Fetching failed, or what came is not what was published."""

    exit_code = 5
    nl = ("Het spraakmodel {model} kon niet worden opgehaald ({problem}).", "Controleer de internetverbinding.")
    en = ("The speech model {model} could not be fetched ({problem}).", "Check the internet connection.")


class ModelDamaged(CasusError):
    """The speech model's file is not what it should be."""

    exit_code = 5
    nl = ("Het spraakmodel {model} is beschadigd.", "Verwijder het bestand en haal het opnieuw: casus models fetch")
    en = ("The speech model {model} is damaged.", "Remove the file and fetch it again: casus models fetch")


class TranscriberDied(CasusError):
    """The recogniser's process ended twice on one recording."""

    exit_code = 5
    nl = (
        "{recording}: de spraakherkenner is gestopt ({problem}).",
        "Voer opnieuw uit; blijft het, neem dan een kleiner model of minder werkers.",
    )
    en = (
        "{recording}: the speech recogniser stopped ({problem}).",
        "Run again; if it stays, take a smaller model or fewer workers.",
    )


class VoterMissing(CasusError):
    """A voter stands in the settings, but what it needs is not on this machine."""

    exit_code = 5
    nl = (
        "De extra herkenner {voter} kan niet meedoen: {what} ontbreekt.",
        "Zet het klaar zoals docs/voters.md zegt, of haal {voter} weg bij voters in study.toml.",
    )
    en = (
        "The voter {voter} cannot take part: {what} is missing.",
        "Put it in place as docs/voters.md says, or take {voter} out of voters in study.toml.",
    )


class VoterStopped(CasusError):
    """A voter's process ended twice on one text."""

    exit_code = 5
    nl = (
        "De extra herkenner {voter} is gestopt ({problem}).",
        "Voer opnieuw uit; blijft het, controleer dan het model of haal {voter} weg bij voters in study.toml.",
    )
    en = (
        "The voter {voter} stopped ({problem}).",
        "Run again; if it stays, check its model or take {voter} out of voters in study.toml.",
    )
