"""Audio and documents that cannot be read."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class NotReadable(CasusError):
    """The bytes are no audio, or are damaged, or stop half-way."""

    state = "quarantined"
    exit_code = 6
    nl = ("{recording}: {problem}.", "Lever een goede kopie van de opname aan in de inbox.")
    en = ("{recording}: {problem}.", "Drop a good copy of the recording in the inbox.")


class EmptyFile(NotReadable):
    """There is nothing in the file."""

    nl = ("{recording}: het bestand is leeg.", "Kopieer de opname opnieuw van het apparaat naar de inbox.")
    en = ("{recording}: the file is empty.", "Copy the recording from the device to the inbox again.")


class NoSound(NotReadable):
    """The bytes are no audio or video that can be decoded, or there is no sound track."""

    nl = (
        "{recording}: er is geen geluid in te lezen; het is geen opname, of zij is beschadigd.",
        "Speel het bestand af; lever een opname aan die hoorbaar afspeelt.",
    )
    en = (
        "{recording}: no sound can be read from it; it is no recording, or it is damaged.",
        "Play the file; deliver a recording that can be heard.",
    )


class StopsHalfway(NotReadable):
    """The sound stops before the file says it should."""

    nl = (
        "{recording}: het geluid stopt bij {stops} s van {length} s; het bestand is afgebroken of beschadigd.",
        "Kopieer de opname opnieuw van het apparaat. Is er niet meer, sla haar dan op als nieuw bestand en lever dat aan.",
    )
    en = (
        "{recording}: the sound stops at {stops} s of {length} s; the file was cut off or is damaged.",
        "Copy the recording from the device again. Is there no more of it, then save it as a new file and deliver that.",
    )


class NotPlainText(NotReadable):
    """A document that is no plain text."""

    nl = (
        "{recording}: dit document is geen platte tekst (.txt).",
        "Sla het op als platte tekst (UTF-8) en lever dat aan in de inbox.",
    )
    en = (
        "{recording}: this document is no plain text (.txt).",
        "Save it as plain text (UTF-8) and drop that in the inbox.",
    )


class NoSpeech(CasusError):
    """Nobody was heard in the whole recording."""

    state = "quarantined"
    exit_code = 6
    nl = (
        "{recording}: in {seconds} s is geen spraak gehoord.",
        "Luister de opname na; was er wel spraak, lever haar luider aan.",
    )
    en = (
        "{recording}: no speech was heard in {seconds} s.",
        "Listen to it; if somebody does speak, deliver it louder.",
    )
