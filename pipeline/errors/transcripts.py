"""Transcripts made elsewhere that cannot be taken over."""

from __future__ import annotations

from pipeline.errors.media import NotReadable


class NotATranscript(NotReadable):
    """No text, or text of a program that we do not know."""

    nl = (
        "{recording}: dit bestand is geen transcript in een vorm die casus kent.",
        "Bewaar het transcript als vtt, srt, docx, txt of json van Whisper; docs/import.md zegt hoe.",
    )
    en = (
        "{recording}: this file is no transcript in a form that casus knows.",
        "Save the transcript as vtt, srt, docx, txt or Whisper's json; docs/import.md says how.",
    )


class WithoutSpeakers(NotReadable):
    """A text without times in which nothing says who speaks: perhaps it is no interview."""

    nl = (
        "{recording}: in deze tekst staat niet wie er spreekt.",
        "Begin elke beurt met wie er spreekt en een dubbele punt (I: of R:) en leg het opnieuw in de inbox. Is het een "
        "document, leg het dan in de map dossier.",
    )
    en = (
        "{recording}: nothing in this text says who speaks.",
        "Begin each turn with who speaks and a colon (I: or R:) and drop it in the inbox again. If it is a document, "
        "drop it in the folder dossier.",
    )


class NothingSaid(NotReadable):
    """A transcript without a word."""

    nl = (
        "{recording}: in dit transcript staat geen woord.",
        "Bewaar het transcript opnieuw vanuit het programma waarmee het gemaakt is, en lever dat aan.",
    )
    en = (
        "{recording}: there is no word in this transcript.",
        "Save the transcript again from the program that made it, and deliver that.",
    )


class TimesWrong(NotReadable):
    """A time that is none, that ends before it starts, or that runs back."""

    nl = (
        "{recording}: bij {place} staat een tijd die niet kan, of loopt de tijd terug.",
        "Verbeter de tijd daar. Staan er twee opnamen in het bestand, maak er dan twee bestanden van.",
    )
    en = (
        "{recording}: at {place_en} is a time that cannot be, or time runs back.",
        "Mend the time there. If the file holds two recordings, make it two files.",
    )


class NoWordFile(NotReadable):
    """A .docx that Word would not open either."""

    nl = (
        "{recording}: dit is geen Word-document (docx), of het is beschadigd of beveiligd.",
        "Open het in Word, haal een wachtwoord eraf, bewaar het opnieuw als docx en lever dat aan.",
    )
    en = (
        "{recording}: this is no Word document (docx), or it is damaged or protected.",
        "Open it in Word, take a password off, save it as docx again and deliver that.",
    )


class HasMacros(NotReadable):
    """A document that carries a program."""

    nl = (
        "{recording}: dit document bevat macro's.",
        "Bewaar het als gewoon document zonder macro's (docx, xlsx, odt) en lever dat aan.",
    )
    en = (
        "{recording}: this document has macros in it.",
        "Save it as an ordinary document without macros (docx, xlsx, odt) and deliver that.",
    )


class TooLarge(NotReadable):
    """More than any interview or report: unpacking it would fill the memory."""

    nl = (
        "{recording}: dit bestand is te groot (meer dan {limit} MB, uitgepakt).",
        "Haal afbeeldingen en bijlagen eruit, of verdeel het over meer bestanden, en lever die aan.",
    )
    en = (
        "{recording}: this file is too large (more than {limit} MB, unpacked).",
        "Take out pictures and attachments, or divide it over several files, and deliver those.",
    )
