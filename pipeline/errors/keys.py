"""The key that signs the consent log."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class KeyNotRead(CasusError):
    """A file is no key."""

    exit_code = 3
    nl = (
        "Dit bestand is geen sleutel van casus.",
        "Ondertekenen gaat met het bestand van casus log key; controleren met het .pub-bestand ernaast.",
    )
    en = (
        "This file is no key of casus.",
        "Signing takes the file of casus log key; auditing takes the .pub file beside it.",
    )


class KeyNotSet(CasusError):
    """The settings name no signing key."""

    exit_code = 3
    nl = (
        "Deze studie heeft nog geen sleutel om mee te ondertekenen.",
        'Maak er een buiten de studie met casus log key BESTAND, en zet in study.toml onder [log]: key = "BESTAND"',
    )
    en = (
        "This study has no key to sign with yet.",
        'Make one outside the study with casus log key FILE, and put in study.toml under [log]: key = "FILE"',
    )


class KeyLost(CasusError):
    """The signing key is not where the settings say."""

    exit_code = 3
    nl = (
        "De sleutel die study.toml onder [log] noemt, ligt daar niet.",
        "Zet de reservekopie terug. Is die er niet: casus log rotate NIEUW --lost. Wat ondertekend is blijft bewezen; "
        "geef de nieuwe .pub in persoon aan de auditor.",
    )
    en = (
        "The key that study.toml names under [log] is not there.",
        "Restore its backup. If there is none: casus log rotate NEW --lost. What was signed stays proven; hand the new "
        ".pub to the auditor in person.",
    )


class KeyInStudy(CasusError):
    """Who has the study would have the key as well."""

    exit_code = 3
    nl = (
        "Een sleutel hoort niet in de studie zelf.",
        "Kies een plek erbuiten, liefst een andere schijf of een USB-stick.",
    )
    en = ("A key does not belong inside the study.", "Choose a place outside, best another disk or a USB stick.")


class KeyExists(CasusError):
    """A file would be overwritten, and with it a key."""

    exit_code = 3
    nl = ("Daar ligt al een bestand.", "Kies een andere naam voor de nieuwe sleutel.")
    en = ("There is a file already.", "Choose another name for the new key.")


class KeyThere(CasusError):
    """The log has a key already."""

    exit_code = 3
    nl = ("Deze studie heeft al een sleutel.", "Vervang die met: casus log rotate NIEUW")
    en = ("This study has a key already.", "Replace it with: casus log rotate NEW")


class KeyNotOfLog(CasusError):
    """This key is not, or no longer, the one that signs this log."""

    exit_code = 3
    nl = (
        "Dit is niet de sleutel waarmee dit logboek nu ondertekend wordt.",
        "Zet in study.toml onder [log] de sleutel die het laatst gemaakt is.",
    )
    en = (
        "This is not the key that signs this log now.",
        "Put in study.toml, under [log], the key that was made last.",
    )


class PassphraseWrong(CasusError):
    """The key does not open with this passphrase."""

    exit_code = 3
    nl = ("De sleutel gaat met deze wachtzin niet open.", "Probeer het opnieuw; let op hoofdletters.")
    en = ("The key does not open with this passphrase.", "Try again; mind capitals.")


class PassphraseShort(CasusError):
    """A passphrase that is guessed too soon."""

    exit_code = 3
    nl = ("Een wachtzin heeft minstens {least} tekens.", "Neem een zin van vier of vijf woorden.")
    en = ("A passphrase has at least {least} characters.", "Take a sentence of four or five words.")
