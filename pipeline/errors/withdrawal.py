"""Withdrawal, retention, and who was given what."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class WithdrawnAgain(CasusError):
    """A file in the inbox was withdrawn before: it is not taken in."""

    state = "withdrawn"
    exit_code = 4
    nl = (
        "Bestand {number} in de inbox is op {day} ingetrokken ({recording}): het is geweigerd en uit de inbox verwijderd.",
        "Verwijder ook andere kopieën. Geldt er opnieuw toestemming: maak een nieuwe opname.",
    )
    en = (
        "File {number} in the inbox was withdrawn on {day} ({recording}): it was refused and removed from the inbox.",
        "Remove other copies too. If there is consent again, make a new recording.",
    )


class PurposeUnknown(CasusError):
    """No form asks for this purpose. What was typed is not repeated: it may be anything."""

    exit_code = 2
    nl = ("Dat is geen doel van een toestemming.", "Geef met --purpose een van: {purposes}.")
    en = ("That is no purpose of a consent.", "With --purpose, give one of: {purposes}.")


class NotTheirs(CasusError):
    """Nobody withdraws what was never theirs to give."""

    exit_code = 2
    nl = (
        "{person} kan '{purpose}' niet intrekken: dat is toestemming voor het kind.",
        "Dat kan iemand met gezag of het kind zelf (zonder --own); zie docs/withdrawal.md.",
    )
    en = (
        "{person} cannot withdraw '{purpose}': that is consent for the child.",
        "Whoever has authority can, or the child (without --own); see docs/withdrawal.md.",
    )


class WhoSpoke(CasusError):
    """Nobody can tell whether somebody is heard in a recording of their role."""

    state = "waiting"
    exit_code = 4
    nl = (
        "Wie er spreekt in {recording} is niet bekend: misschien {person}. Er is nog niets verwijderd.",
        "Zet in het toestemmingsbestand wie er spreekt (casus status zegt wat er ontbreekt), en trek dan in.",
    )
    en = (
        "It is not known who speaks in {recording}: maybe {person}. Nothing was deleted yet.",
        "Write in the consent record who speaks (casus status says what is missing), then withdraw.",
    )


class DayAhead(CasusError):
    """A withdrawal is of today or earlier."""

    exit_code = 2
    nl = ("De dag van intrekken ligt in de toekomst.", "Geef vandaag of een eerdere dag op, als jjjj-mm-dd.")
    en = ("The day of withdrawal is in the future.", "Give today or an earlier day, as yyyy-mm-dd.")


class NotConfirmed(CasusError):
    """Nobody said yes to the plan."""

    exit_code = 2
    nl = ("Er is niets verwijderd.", "Antwoord ja, of geef --yes op.")
    en = ("Nothing was deleted.", "Answer yes, or give --yes.")


class StudyEnded(CasusError):
    """The last day of the study is past, and all personal data were deleted."""

    exit_code = 4
    nl = (
        "De bewaartermijn van deze studie is voorbij ({day}): de persoonsgegevens zijn verwijderd en er wordt niets meer verwerkt.",
        "Begin voor nieuwe gegevens een nieuwe studie: casus init. De uitgifte en het logboek blijven staan.",
    )
    en = (
        "The retention term of this study is over ({day}): personal data were deleted and nothing is processed any more.",
        "Begin a new study for new data: casus init. The release and the log stay.",
    )


class SoundDeleted(CasusError):
    """What would need the sound of a recording that is no longer there."""

    state = "blocked"
    exit_code = 2
    nl = (
        "{recording}: het geluid is verwijderd volgens de bewaartermijn; wat is uitgeschreven blijft.",
        "Gebruik het transcript.",
    )
    en = (
        "{recording}: its sound was deleted by the retention term; what was written down stays.",
        "Use the transcript.",
    )


class NothingThere(CasusError):
    """No released file at this place. What was typed is not repeated: it may be a name."""

    exit_code = 2
    nl = (
        "Daar ligt niets dat is uitgegeven: plaats {number} van wat u opgaf.",
        "Geef een bestand of map binnen release/, sound/ of archive/ op, zoals by-case/casus-04.",
    )
    en = (
        "Nothing that was released lies there: place {number} of what you gave.",
        "Give a file or folder inside release/, sound/ or archive/, for example by-case/casus-04.",
    )


class NobodyNamed(CasusError):
    """A list of recipients needs to know who they are."""

    exit_code = 2
    nl = ("Er staat niet bij wie het kreeg.", 'Geef op wie het kreeg: --to "Universiteit X, afdeling Y".')
    en = ("It does not say who was given it.", 'Say who was given it: --to "University X, department Y".')
