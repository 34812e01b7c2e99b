"""Documents of the child's file that cannot be read."""

from __future__ import annotations

from pipeline.errors.media import NotReadable


class DocumentDamaged(NotReadable):
    """The bytes do not hold together: cut off, overwritten, or made by a program that we do not know."""

    nl = (
        "{recording}: dit document is beschadigd of onvolledig.",
        "Open het in het programma waarmee het gemaakt is, bewaar het opnieuw en leg dat in de inbox.",
    )
    en = (
        "{recording}: this document is damaged or incomplete.",
        "Open it in the program that made it, save it again and drop that in the inbox.",
    )


class DocumentProtected(NotReadable):
    """A password, or encryption, keeps it closed."""

    nl = (
        "{recording}: dit document is beveiligd met een wachtwoord of versleuteld.",
        "Open het met het wachtwoord, bewaar het zonder beveiliging en leg dat in de inbox.",
    )
    en = (
        "{recording}: this document is protected by a password or encrypted.",
        "Open it with the password, save it without protection and drop that in the inbox.",
    )


class WrongEnding(NotReadable):
    """A document of another kind than its name says."""

    nl = (
        "{recording}: de naam van dit bestand eindigt op {ending}, maar de inhoud is {kind}.",
        "Geef het de goede uitgang, of bewaar het als docx, odt, pdf, xlsx, eml, html, csv, md of txt, en leg dat in de "
        "inbox.",
    )
    en = (
        "{recording}: the name of this file ends in {ending}, but its content is {kind}.",
        "Give it the right ending, or save it as docx, odt, pdf, xlsx, eml, html, csv, md or txt, and drop that in the "
        "inbox.",
    )


class DocumentEmpty(NotReadable):
    """There is no word in it."""

    nl = (
        "{recording}: in dit document staat geen woord.",
        "Open het document: staat er wel tekst in, bewaar het dan opnieuw en leg dat in de inbox.",
    )
    en = (
        "{recording}: there is no word in this document.",
        "Open the document: if there is text in it, save it again and drop that in the inbox.",
    )


class DocumentIsPicture(NotReadable):
    """Scanned pages, photographs of text, or letters that stand for nothing: nobody can search it for names."""

    nl = (
        "{recording}: dit document bestaat uit afbeeldingen, zoals een scan; er is geen tekst in te lezen.",
        "Vraag het oorspronkelijke bestand op, of maak er met tekstherkenning (OCR) een docx of pdf met tekst van, lees "
        "dat na en leg het in de inbox.",
    )
    en = (
        "{recording}: this document is made of pictures, as a scan is; no text can be read from it.",
        "Ask for the file it was made from, or make a docx or pdf with text of it by text recognition (OCR), check that "
        "and drop it in the inbox.",
    )


class DocumentTooMuch(NotReadable):
    """Reading it took more time or memory than any document needs."""

    nl = (
        "{recording}: dit document lezen kost meer tijd of geheugen dan mag ({seconds} s, {gigabytes} GB).",
        "Haal afbeeldingen en bijlagen eruit, of verdeel het over meer bestanden, en leg die in de inbox.",
    )
    en = (
        "{recording}: reading this document takes more time or memory than it may ({seconds} s, {gigabytes} GB).",
        "Take out pictures and attachments, or divide it over several files, and drop those in the inbox.",
    )
