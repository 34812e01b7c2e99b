"""Telling speakers apart, and what a person decides about them."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class SpeakerFinderMissing(CasusError):
    """The finder of the settings lacks a package or a model, or its model is damaged."""

    exit_code = 5
    nl = (
        "Sprekers uit elkaar houden met {finder} kan niet: {what} ontbreekt of is beschadigd.",
        'Zet het klaar ({how}), of zet finder = "auto" bij [speakers] in study.toml.',
    )
    en = (
        "Speakers cannot be told apart with {finder}: {what} is missing or damaged.",
        'Put it in place ({how}), or set finder = "auto" under [speakers] in study.toml.',
    )


class SpeakerFinderStopped(CasusError):
    """The finder's process ended twice on one recording."""

    exit_code = 5
    nl = (
        "{recording}: het uit elkaar houden van sprekers met {finder} is gestopt ({problem}).",
        'Voer opnieuw uit; blijft het, zet dan finder = "none" bij [speakers] in study.toml.',
    )
    en = (
        "{recording}: telling speakers apart with {finder} stopped ({problem}).",
        'Run again; if it stays, set finder = "none" under [speakers] in study.toml.',
    )


class UnknownVoice(CasusError):
    """No such voice in the recording. What was typed is not repeated: it may be a name."""

    exit_code = 2
    nl = ("Zo'n stem is er niet in {recording}.", "Er zijn: {voices}. Zo geeft u een stem een rol: --set S1=I")
    en = ("There is no such voice in {recording}.", "There are: {voices}. A voice is given a role so: --set S1=I")


class NoSpeakerName(CasusError):
    """A voice is called by its role. What was typed is not repeated: it may be somebody's name."""

    exit_code = 2
    nl = (
        "Zo heet een spreker niet in een transcript.",
        "Kies uit: {names}; wie onbekend blijft houdt de eigen stem, zoals S3.",
    )
    en = (
        "No speaker is called so in a transcript.",
        "Choose from: {names}; who stays unknown keeps the voice, like S3.",
    )


class NothingToSwap(CasusError):
    """There is not exactly one who asks and one who answers."""

    exit_code = 2
    nl = (
        "In {recording} zijn er niet precies één I en één R om te verwisselen.",
        "Zeg het per stem: --set S1=I --set S2=R",
    )
    en = (
        "In {recording} there are not exactly one I and one R to swap.",
        "Say it for each voice: --set S1=I --set S2=R",
    )
