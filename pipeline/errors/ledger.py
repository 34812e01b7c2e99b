"""What is wrong with the consent log, or with what signs it."""

from __future__ import annotations

from pipeline.errors.base import CasusError

FOUND = 11  # what an audit ends with when something is wrong
_RESTORE = (
    "Vergelijk met een oudere kopie van de map consent/, en vraag wie erbij kon.",
    "Compare with an older copy of the folder consent/, and ask who could reach it.",
)
ASK = (
    "Vraag de databeheerder om uitleg; geef dit verslag erbij.",
    "Ask the data steward to explain; show this report.",
)


class LogMissing(CasusError):
    """There is no log, or nothing in it."""

    exit_code = FOUND
    nl = (
        "Er is geen toestemmingslogboek: consent/log.jsonl ontbreekt of is leeg.",
        "In een nieuwe studie begint het met casus log key; is er al iets verwerkt, zoek dan een kopie van consent/.",
    )
    en = (
        "There is no consent log: consent/log.jsonl is missing or empty.",
        "In a new study it begins with casus log key; if anything was processed, look for a copy of consent/.",
    )


class LogBroken(CasusError):
    """A line of the log is no entry, or is written as `casus` does not write it."""

    exit_code = FOUND
    nl = ("Regel {entry} van het logboek is niet zoals casus die schrijft.", _RESTORE[0])
    en = ("Entry {entry} of the log is not as casus writes it.", _RESTORE[1])


class BeginningMissing(LogBroken):
    """The log begins in the middle, or begins twice."""

    nl = ("Het logboek heeft geen begin, of begint op regel {entry} opnieuw.", _RESTORE[0])
    en = ("The log has no beginning, or begins anew at entry {entry}.", _RESTORE[1])


class EntryOutOfPlace(LogBroken):
    """Entries were removed, put in, doubled or swapped."""

    nl = ("Op plaats {entry} staat regel {number}: er is een regel weg, bijgekomen of verplaatst.", _RESTORE[0])
    en = ("Entry {number} stands at place {entry}: an entry was removed, put in or moved.", _RESTORE[1])


class ChainBroken(LogBroken):
    """An entry does not follow from the one before it."""

    nl = ("Regel {entry} volgt niet uit de regel ervoor: die is na het schrijven veranderd.", _RESTORE[0])
    en = ("Entry {entry} does not follow from the one before it: that was changed after it was written.", _RESTORE[1])


class ClockWentBack(LogBroken):
    """An entry is earlier than the one before it."""

    nl = ("Regel {entry} is eerder gedateerd dan de regel ervoor.", _RESTORE[0])
    en = ("Entry {entry} has an earlier time than the one before it.", _RESTORE[1])


class TailTorn(LogBroken):
    """The last line of the log is not whole: writing it was cut off."""

    nl = (
        "De laatste regel van het logboek is niet af: het schrijven is afgebroken.",
        "Herstel het, dan wordt dat ook genoteerd, met: casus log repair",
    )
    en = (
        "The last line of the log is not whole: writing it was cut off.",
        "Mend it, which is noted in the log, with: casus log repair",
    )


class ClockBehind(CasusError):
    """The clock of this machine stands before the last entry of the log."""

    exit_code = 7
    nl = (
        "De klok van deze computer loopt achter op de laatste regel van het logboek ({last}).",
        "Zet de klok goed. Klopt juist die laatste regel niet: casus log repair",
    )
    en = (
        "The clock of this machine is behind the last entry of the log ({last}).",
        "Set the clock right. If that entry is what is wrong: casus log repair",
    )


class EntryRefused(CasusError):
    """Something that is no entry was about to be written to the log."""

    exit_code = 9
    nl = ("Het logboek neemt {kind} met dit {field} niet aan.", "Meld deze regel bij de makers.")
    en = ("The log takes no {kind} with this {field}.", "Report this line to the makers.")


class NoSuchEntry(CasusError):
    """The log has no entry with this number, or none that was signed with this key."""

    exit_code = 2
    nl = (
        "Regel {entry} staat niet in wat met deze sleutel ondertekend is.",
        "Kijk met: casus log show; onderteken met: casus log sign",
    )
    en = (
        "Entry {entry} is not in what was signed with this key.",
        "See: casus log show; sign with: casus log sign",
    )


class CheckpointUnreadable(CasusError):
    """A file is no checkpoint, or not the one that its name says."""

    exit_code = FOUND
    nl = ("Controlepunt {checkpoint} is niet te lezen.", ASK[0])
    en = ("Checkpoint {checkpoint} cannot be read.", ASK[1])


class CheckpointUnsigned(CasusError):
    """A checkpoint without a signature."""

    exit_code = FOUND
    nl = ("Controlepunt {checkpoint} heeft geen handtekening.", ASK[0])
    en = ("Checkpoint {checkpoint} has no signature.", ASK[1])


class SignatureWrong(CasusError):
    """A signature that says to be of a known key and is not."""

    exit_code = FOUND
    nl = ("De handtekening onder controlepunt {checkpoint} klopt niet.", ASK[0])
    en = ("The signature under checkpoint {checkpoint} is wrong.", ASK[1])


class SignedByOther(CasusError):
    """A checkpoint that no known key signed."""

    exit_code = FOUND
    nl = ("Controlepunt {checkpoint} is met een onbekende sleutel ondertekend.", ASK[0])
    en = ("Checkpoint {checkpoint} was signed with an unknown key.", ASK[1])


class OldKeyUsed(CasusError):
    """A checkpoint signed with a key that had been replaced before."""

    exit_code = FOUND
    nl = ("Controlepunt {checkpoint} is ondertekend met een sleutel die toen al vervangen was.", ASK[0])
    en = ("Checkpoint {checkpoint} was signed with a key that had been replaced by then.", ASK[1])


class KeyUnvouched(CasusError):
    """A new key that the one before it did not sign for."""

    exit_code = FOUND
    nl = (
        "De sleutel van regel {entry} is niet met de vorige sleutel bevestigd.",
        "Was de vorige sleutel kwijt? Laat u de nieuwe in persoon geven, en controleer daarmee opnieuw.",
    )
    en = (
        "The key of entry {entry} was not confirmed with the key before it.",
        "Was that key lost? Have the new one handed to you in person, and audit again with it.",
    )


class OtherStudy(CasusError):
    """The log, or a checkpoint, is of another study than the key."""

    exit_code = FOUND
    nl = ("{what} is van een andere studie dan deze sleutel.", "Kijk of sleutel en map bij elkaar horen.")
    en = ("{what} is of another study than this key.", "See whether the key and the folder belong together.")


class KeyUnknown(CasusError):
    """The auditor's key is not a key of this log."""

    exit_code = FOUND
    nl = (
        "Deze sleutel komt in het logboek niet voor.",
        "Kijk of u de juiste sleutel hebt; anders is dit niet het logboek.",
    )
    en = ("This key does not occur in the log.", "See whether you have the right key; if so, this is not the log.")


class CheckpointRefuted(CasusError):
    """What a checkpoint signed is no longer what the log begins with."""

    exit_code = FOUND
    nl = (
        "De eerste {size} regels zijn niet meer die van controlepunt {checkpoint}: het verleden is veranderd.",
        ASK[0],
    )
    en = ("The first {size} entries are no longer those of checkpoint {checkpoint}: the past was changed.", ASK[1])


class CheckpointAhead(CasusError):
    """A checkpoint signed more entries than the log has."""

    exit_code = FOUND
    nl = ("Controlepunt {checkpoint} telt {size} regels, het logboek {entries}: er is een eind af.", ASK[0])
    en = ("Checkpoint {checkpoint} counts {size} entries, the log {entries}: its end was cut off.", ASK[1])


class NothingSigned(CasusError):
    """No checkpoint proves anything with this key."""

    exit_code = FOUND
    nl = ("Niets in dit logboek is met deze sleutel ondertekend.", "Vraag de databeheerder om: casus log sign")
    en = ("Nothing in this log was signed with this key.", "Ask the data steward for: casus log sign")


class TailUnsigned(CasusError):
    """Entries after the last checkpoint: nobody vouches for them."""

    exit_code = FOUND
    nl = (
        "De laatste {count} regels zijn nog niet ondertekend: die bewijzen niets.",
        "Vraag de databeheerder om casus log sign, en controleer de nieuwe kopie.",
    )
    en = (
        "The last {count} entries are not signed yet: they prove nothing.",
        "Ask the data steward for casus log sign, and audit the new copy.",
    )
