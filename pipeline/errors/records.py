"""What is wrong with a consent record, or with asking for one."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class ConsentRecordWrong(CasusError):
    """A consent record has an unknown or duplicate key, or a value that cannot be."""

    state = "waiting"
    exit_code = 4
    nl = ("{file}, regel {line}, {key}: {problem}.", "Verbeter die regel; controleer met: casus consent check")
    en = ("{file}, line {line}, {key}: {problem_en}.", "Mend that line; check with: casus consent check")


class ConsentFileNotRead(CasusError):
    """A file among the consent records is not called as one."""

    exit_code = 4
    nl = (
        "{file} wordt niet gelezen: een toestemmingsbestand heet als zijn casus en eindigt op .yaml.",
        "Noem het bijvoorbeeld vault/consent/casus-03.yaml.",
    )
    en = (
        "{file_en} is not read: a consent record is called as its case and ends in .yaml.",
        "Call it for example vault/consent/casus-03.yaml.",
    )


class NoConsentRecord(CasusError):
    """The case has no consent record."""

    state = "waiting"
    exit_code = 4
    nl = ("Voor {case} is er nog geen toestemmingsbestand.", "Maak het met: casus consent new {case}")
    en = ("{case} has no consent record yet.", "Make it with: casus consent new {case}")


class ConsentRecordExists(CasusError):
    """A record is never overwritten by the questions."""

    exit_code = 4
    nl = ("Voor {case} is er al een toestemmingsbestand.", "Wijzig het met een tekstbewerker: {file} in de kluis.")
    en = ("{case} has a consent record already.", "Change it with a text editor: {file} in the vault.")


class NoSuchPerson(CasusError):
    """A command names somebody whom the record does not have."""

    exit_code = 2
    nl = ("Het toestemmingsbestand van {case} kent deze persoon niet.", "De ids staan in: casus consent show {case}")
    en = ("The consent record of {case} does not know this person.", "The ids are in: casus consent show {case}")


class NobodySigned(CasusError):
    """A renewal that nobody signed."""

    exit_code = 2
    nl = ("Niemand heeft getekend voor {person}; er is niets veranderd.", "Vul in wie op welke dag tekende.")
    en = ("Nobody signed for {person}; nothing was changed.", "Say who signed on which day.")


class TwoRecords(CasusError):
    """Two records are of one case: casus-4 and casus-04."""

    exit_code = 4
    nl = (
        "{one} en {other} zijn twee bestanden voor een casus.",
        "Neem over wat in het ene staat, en verwijder het; opnamen horen bij de casus zoals zij in de inbox heet.",
    )
    en = (
        "{one} and {other} are two records of one case.",
        "Take over what is in one of them, and remove it; recordings belong to the case as it is called in the inbox.",
    )
