"""What is wrong with what was released, with timestamps and with proofs of an entry."""

from __future__ import annotations

from pipeline.errors.base import CasusError
from pipeline.errors.ledger import ASK, FOUND


class FileUnknown(CasusError):
    """A file lies among what was released, and the log does not know it. Its own name is not told."""

    exit_code = FOUND
    nl = ("In {where} ligt een bestand dat niet in het logboek staat (SHA-256 {digest}).", ASK[0])
    en = ("In {where} lies a file that the log does not know (SHA-256 {digest}).", ASK[1])


class FileChanged(CasusError):
    """A released file is not what the log says was released."""

    exit_code = FOUND
    nl = ("{place} is veranderd na het uitgeven.", ASK[0])
    en = ("{place} was changed after it was released.", ASK[1])


class FileGone(CasusError):
    """A released file is gone, and the log does not say that it was taken back."""

    exit_code = FOUND
    nl = ("{place} is uitgegeven en niet teruggenomen, maar ligt er niet.", ASK[0])
    en = ("{place} was released and not taken back, but is not there.", ASK[1])


class FileExpired(CasusError):
    """A file lies there longer than consent allows."""

    exit_code = FOUND
    nl = ("{place} mocht er tot en met {until} liggen.", "Vraag de databeheerder om: casus run")
    en = ("{place} was allowed to {until}.", "Ask the data steward for: casus run")


class FileTakenBack(CasusError):
    """A file that the log says was taken back lies there all the same."""

    exit_code = FOUND
    nl = ("{place} is volgens het logboek teruggenomen, maar ligt er nog.", "Vraag de databeheerder om: casus run")
    en = ("{place} was taken back according to the log, but still lies there.", "Ask the data steward for: casus run")


class FileWithdrawn(CasusError):
    """A file of somebody whose consent ended."""

    exit_code = FOUND
    nl = (
        "{place} ligt er nog, en {person} van {case} staat dat niet meer toe.",
        "Vraag de databeheerder om: casus run",
    )
    en = ("{place} is still there, and {person} of {case} allows it no more.", "Ask the data steward for: casus run")


class FileWithoutConsent(CasusError):
    """A file of somebody of whom the log knows no consent."""

    exit_code = FOUND
    nl = ("Voor {place} kent het logboek geen toestemming van {person} van {case}.", ASK[0])
    en = ("For {place} the log knows no consent of {person} of {case}.", ASK[1])


class StampWrong(CasusError):
    """A timestamp that does not fit its checkpoint, or comes from nobody trusted."""

    exit_code = FOUND
    nl = ("Tijdstempel {stamp} hoort niet bij zijn controlepunt of bij de certificaten.", ASK[0])
    en = ("Timestamp {stamp} does not belong to its checkpoint or to the certificates.", ASK[1])


class StampUnreadable(CasusError):
    """A file is no timestamp. Some services order certificates in a way that cannot be read: that is no tampering."""

    exit_code = FOUND
    nl = (
        "Tijdstempel {stamp} is niet te lezen.",
        "Vraag de dienst om een nieuw; dit bewijst op zichzelf geen vervalsing.",
    )
    en = ("Timestamp {stamp} cannot be read.", "Ask the service for a new one; by itself this is no sign of tampering.")


class CertificatesNotRead(CasusError):
    """A file with certificates cannot be read."""

    exit_code = 3
    nl = ("Het bestand met certificaten is niet te lezen.", "Geef een PEM-bestand met het certificaat van de dienst.")
    en = ("The file with certificates cannot be read.", "Give a PEM file with the certificate of the service.")


class StampsMissing(CasusError):
    """The library for timestamps is not installed."""

    exit_code = 5
    nl = ("Tijdstempels kunnen hier niet gelezen worden.", "Installeer erbij: pip install 'casus[timestamps]'")
    en = ("Timestamps cannot be read here.", "Install them: pip install 'casus[timestamps]'")


class NothingToStamp(CasusError):
    """There is no checkpoint, or no request, that a timestamp could belong to."""

    exit_code = 2
    nl = (
        "Er is geen controlepunt of aanvraag waar dit tijdstempel bij hoort.",
        "Voer eerst uit: casus log sign, en dan casus log stamp",
    )
    en = (
        "There is no checkpoint or request that this timestamp belongs to.",
        "Run first: casus log sign, and then casus log stamp",
    )


class ProofUnreadable(CasusError):
    """A file is no proof of an entry."""

    exit_code = FOUND
    nl = (
        "Dit bestand is geen bewijs van een regel.",
        "Vraag een nieuw bewijs: casus audit MAP --key SLEUTEL --prove NUMMER",
    )
    en = ("This file is no proof of an entry.", "Ask for a new proof: casus audit FOLDER --key KEY --prove NUMBER")


class ProofWrong(CasusError):
    """A proof that does not prove its entry."""

    exit_code = FOUND
    nl = ("Dit bewijs klopt niet: de regel zat niet in wat ondertekend is.", ASK[0])
    en = ("This proof is wrong: the entry was not in what was signed.", ASK[1])
