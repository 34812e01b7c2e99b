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
    """The makers' server could not be reached, or the connection broke."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} kon niet worden opgehaald ({problem}).",
        "Controleer de internetverbinding en geef de opdracht opnieuw: het ophalen gaat verder waar het was.",
    )
    en = (
        "The speech model {model} could not be fetched ({problem}).",
        "Check the internet connection and run again: it goes on where it was.",
    )


class ModelNotAsPublished(CasusError):
    """What came over the line is not what the makers published."""

    exit_code = 5
    nl = (
        "Wat voor {model} binnenkwam is niet het gepubliceerde bestand; het is weer verwijderd.",
        "Probeer het opnieuw, via een ander netwerk als het blijft: iets onderweg verandert het bestand.",
    )
    en = (
        "What came in for {model} is not the published file; it was removed again.",
        "Try again, over another network if it stays: something on the way changes the file.",
    )


class ModelFolderMissing(CasusError):
    """The folder that should hold a fetched model is not there: a disk that is not mounted, or a typing error."""

    exit_code = 2
    nl = ("De map {folder} is er niet.", "Sluit de schijf aan, of maak de map eerst.")
    en = ("There is no folder {folder}.", "Connect the disk, or make the folder first.")


class ModelDamaged(CasusError):
    """The speech model's file is not what it should be."""

    exit_code = 5
    nl = ("Het spraakmodel {model} is beschadigd.", "Verwijder het bestand en haal het opnieuw: casus models fetch")
    en = ("The speech model {model} is damaged.", "Remove the file and fetch it again: casus models fetch")


class ModelCutOff(CasusError):
    """The file stops half-way: a copy that was not finished."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} is maar half gekopieerd ({megabytes} MB).",
        "Kopieer het opnieuw en wacht tot het kopiëren klaar is; daarna: casus models check",
    )
    en = (
        "The speech model {model} was copied only in part ({megabytes} MB).",
        "Copy it again and wait until that is done; then: casus models check",
    )


class ModelIsPointer(CasusError):
    """A few lines that stand for the file, as git keeps large files."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} is een verwijzing van git-lfs, niet het model zelf.",
        "Haal het bestand zelf: git lfs pull op de computer waar het vandaan komt, of casus models fetch",
    )
    en = (
        "The speech model {model} is a pointer of git-lfs, not the model itself.",
        "Get the file itself: git lfs pull on the computer it came from, or casus models fetch",
    )


class ModelPacked(CasusError):
    """A zip with something in it, but no checkpoint by itself."""

    exit_code = 5
    nl = ("Het spraakmodel {model} is een zip-bestand.", "Pak het uit en noem in study.toml het .pt-bestand erin.")
    en = ("The speech model {model} is a zip file.", "Unpack it, and name the .pt file inside in study.toml.")


class ModelOtherFormat(CasusError):
    """A file of another kind altogether."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} is geen bestand van whisper maar {what}.",
        "Neem een .pt-bestand van openai-whisper: casus models list",
    )
    en = (
        "The speech model {model} is no file of whisper but {what_en}.",
        "Take a .pt file of openai-whisper: casus models list",
    )


class ModelOfOther(CasusError):
    """A checkpoint that is no whisper model. What could run code was not run."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} is een .pt-bestand van een ander programma; er is niets uit uitgevoerd.",
        "Neem een .pt-bestand van openai-whisper: casus models list",
    )
    en = (
        "The speech model {model} is a .pt file of another program; nothing of it was run.",
        "Take a .pt file of openai-whisper: casus models list",
    )


class ModelEnglishOnly(CasusError):
    """A model that knows English only, for interviews in another language."""

    exit_code = 3
    nl = (
        "Het spraakmodel {model} kent alleen Engels; de studie is in taal '{language}'.",
        "Neem hetzelfde model zonder .en in study.toml: transcribe.model",
    )
    en = (
        "The speech model {model} knows English only; the study's language is '{language}'.",
        "Take the same model without .en in study.toml: transcribe.model",
    )


class ModelOfOtherEngine(CasusError):
    """A model in a form that we do not read."""

    exit_code = 3
    nl = (
        "Het spraakmodel {model} is een map; nodig is een .pt-bestand van openai-whisper.",
        "Noem dat bestand in study.toml: transcribe.model. Voor faster-whisper zet casus het zelf om.",
    )
    en = (
        "The speech model {model} is a folder; a .pt file of openai-whisper is needed.",
        "Name that file in study.toml: transcribe.model. For faster-whisper casus converts it by itself.",
    )


class ModelTooLarge(CasusError):
    """A model that does not fit in the memory of this machine."""

    exit_code = 5
    nl = (
        "Het spraakmodel {model} heeft {needed} GB geheugen nodig; deze computer heeft {memory} GB.",
        "Neem een kleiner model (casus models list), zet transcribe.batch lager, of neem een andere computer.",
    )
    en = (
        "The speech model {model} needs {needed} GB of memory; this computer has {memory} GB.",
        "Take a smaller model (casus models list), lower transcribe.batch, or take another computer.",
    )


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
