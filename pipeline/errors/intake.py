"""What the inbox cannot place."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class InboxIsVault(CasusError):
    """The drop folder and the vault overlap."""

    exit_code = 3
    nl = (
        "De inbox ligt in de kluis of andersom.",
        "Geef de studie een eigen map inbox, los van vault, work en release.",
    )
    en = (
        "The inbox lies in the vault, or the other way round.",
        "Give the study an inbox folder of its own, apart from vault, work and release.",
    )


class StillArriving(CasusError):
    """A file in the inbox changes while we look at it."""

    state = "waiting"
    exit_code = 6
    nl = (
        "Bestand {number} in de inbox wordt nog geschreven.",
        "Wacht tot het kopiëren klaar is en voer de opdracht opnieuw uit.",
    )
    en = ("File {number} in the inbox is still being written.", "Wait until copying is done and run again.")


class NoOrdinaryFile(CasusError):
    """A link, a pipe or a device in the inbox is never followed."""

    state = "waiting"
    exit_code = 6
    nl = (
        "Bestand {number} in de inbox is een snelkoppeling of geen gewoon bestand.",
        "Leg het bestand zelf in de inbox.",
    )
    en = ("File {number} in the inbox is a link, or no ordinary file.", "Put the file itself in the inbox.")


class CannotPlace(CasusError):
    """A file in the inbox that cannot become a recording."""

    state = "quarantined"
    exit_code = 6
    nl = (
        "{file}: dit bestand kan niet geplaatst worden.",
        "Noem het bestand casus-NN_rol_jjjj-mm-dd en leg het opnieuw in de inbox.",
    )
    en = (
        "{file}: this file cannot be placed.",
        "Name the file casus-NN_role_yyyy-mm-dd and drop it in the inbox again.",
    )


class CaseMissing(CannotPlace):
    """No case in the name."""

    nl = ("{file}: aan de naam is niet te zien bij welke casus dit hoort.", CannotPlace.nl[1])
    en = ("{file}: the name does not say which case this belongs to.", CannotPlace.en[1])


class TwoCases(CannotPlace):
    """Two cases in one name."""

    nl = ("{file}: in de naam staan twee casussen.", CannotPlace.nl[1])
    en = ("{file}: the name has two cases in it.", CannotPlace.en[1])


class RoleMissing(CannotPlace):
    """No role in the name."""

    nl = (
        "{file}: aan de naam is niet te zien wie er spreekt.",
        "Zet de rol in de naam of de map ({roles}) en leg het opnieuw in de inbox.",
    )
    en = (
        "{file}: the name does not say who speaks.",
        "Put the role in the name or the folder ({roles}) and drop it in the inbox again.",
    )


class TwoRoles(CannotPlace):
    """Two roles in one name."""

    nl = ("{file}: in de naam staan twee rollen.", CannotPlace.nl[1])
    en = ("{file}: the name has two roles in it.", CannotPlace.en[1])


class TwoDates(CannotPlace):
    """Two dates in one name, or one that can be read in two ways."""

    nl = ("{file}: in de naam staan twee datums.", CannotPlace.nl[1])
    en = ("{file}: the name has two dates in it.", CannotPlace.en[1])


class DateImpossible(CannotPlace):
    """A day that no calendar has, or that is still to come."""

    nl = ("{file}: de datum in de naam bestaat niet of is nog niet geweest.", CannotPlace.nl[1])
    en = ("{file}: the date in the name does not exist or is still to come.", CannotPlace.en[1])


class UnknownKind(CannotPlace):
    """No recording, going by its ending or its first bytes."""

    nl = (
        "{file}: dit is geen geluidsopname, transcript of document.",
        "Lever een opname aan (wav, mp3, m4a, ogg, opus, flac), een transcript (vtt, srt, json, docx, txt) of een "
        "document (docx, odt, pdf, xlsx, eml, html, csv, md, txt).",
    )
    en = (
        "{file}: this is no sound recording, transcript or document.",
        "Deliver a recording (wav, mp3, m4a, ogg, opus, flac), a transcript (vtt, srt, json, docx, txt) or a document "
        "(docx, odt, pdf, xlsx, eml, html, csv, md, txt).",
    )


class OnlyText(CannotPlace):
    """A document in a form that cannot be read, or a document with who speaks."""

    nl = (
        "{file}: een document kan als docx, odt, pdf, xlsx, eml, html, csv, md of txt, en hoort in de map dossier; een "
        "transcript kan als vtt, srt, json, html, docx of txt, en hoort bij wie er spreekt.",
        "Open het, bewaar het als docx of pdf (een rekenblad als xlsx, een bericht als eml) en leg dat in de goede map "
        "van de inbox.",
    )
    en = (
        "{file}: a document can be docx, odt, pdf, xlsx, eml, html, csv, md or txt, and belongs in the folder dossier; "
        "a transcript can be vtt, srt, json, html, docx or txt, and belongs with who speaks.",
        "Open it, save it as docx or pdf (a spreadsheet as xlsx, a message as eml) and drop that in the right folder of "
        "the inbox.",
    )


class WrongRoleForKind(CannotPlace):
    """A recording or a transcript in the dossier."""

    nl = (
        "{file}: een opname of transcript hoort bij wie er spreekt, niet in het dossier.",
        "Noem het casus-NN_rol_jjjj-mm-dd, met de rol van wie er spreekt, en leg het opnieuw in de inbox.",
    )
    en = (
        "{file}: a recording or transcript belongs with who speaks, not in the dossier.",
        "Call it casus-NN_role_yyyy-mm-dd, with the role of who speaks, and drop it in the inbox again.",
    )


class SameAudioElsewhere(CasusError):
    """The same audio was dropped in two cases."""

    state = "quarantined"
    exit_code = 6
    nl = (
        "{file}: precies deze opname staat al bij {recording}.",
        "Zoek uit bij welke casus zij hoort en verwijder de andere.",
    )
    en = (
        "{file}: this very recording is already in {recording}.",
        "Find out which case it belongs to and remove the other.",
    )
