"""Whatever consent does not allow."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class RespondentUnknown(CasusError):
    """The record has none, or several, who may have spoken here."""

    state = "waiting"
    exit_code = 4
    nl = (
        "{recording}: aantal personen met de rol {role} in het toestemmingsbestand: {count}; wie spreekt hier?",
        "Zet de persoon in het toestemmingsbestand, of noem hem in de bestandsnaam (bijvoorbeeld {role}-1 in plaats van {role}).",
    )
    en = (
        "{recording}: persons with role {role} in the consent record: {count}; who speaks here?",
        "Add the person to the consent record, or name them in the file name (for example {role}-1 instead of {role}).",
    )


class PersonNotInRecord(RespondentUnknown):
    """The file name says who speaks, and the record does not have them."""

    nl = (
        "{recording}: het toestemmingsbestand kent {person} niet; bij de rol {role} staat daar: {ids}.",
        "Zet {person} in het toestemmingsbestand. Was de bestandsnaam fout: verwijder vault/recordings/{recording}.json "
        "en leg het bestand met de goede naam opnieuw in de inbox.",
    )
    en = (
        "{recording}: the consent record does not know {person}; with role {role} it has: {ids_en}.",
        "Add {person} to the consent record. If the file name was wrong, remove vault/recordings/{recording}.json "
        "and drop the file in the inbox again with the right name.",
    )


class DateMissing(CasusError):
    """Consent is for a day, and the day of recording is unknown."""

    state = "waiting"
    exit_code = 4
    nl = (
        "{recording}: de opnamedatum ontbreekt.",
        "Zet de datum (jjjj-mm-dd) in de bestandsnaam en leg het bestand opnieuw in de inbox.",
    )
    en = (
        "{recording}: the day of recording is missing.",
        "Put the date (yyyy-mm-dd) in the file name and drop the file in the inbox again.",
    )


class ConsentWithdrawn(CasusError):
    """The consent was withdrawn."""

    state = "withdrawn"
    exit_code = 4
    nl = (
        "{person} heeft de toestemming ingetrokken op {day}.",
        "Dit wordt niet verwerkt. Wis wat ervan is met: casus consent withdraw (eerst met --dry-run).",
    )
    en = (
        "{person} withdrew consent on {day}.",
        "This is not processed. Delete what there is of it with: casus consent withdraw (first with --dry-run).",
    )


class ConsentRefused(ConsentWithdrawn):
    """Somebody who has a say refused."""

    nl = (
        "{by} weigerde op {day} de toestemming voor {person} ('{purpose}').",
        "Dit wordt niet verwerkt. Wissen: casus consent withdraw. Geeft {by} later toch toestemming: vul die dag in bij getekend.",
    )
    en = (
        "{by} refused the consent for {person} on {day} ('{purpose}').",
        "This is not processed. To delete: casus consent withdraw. If {by} consents later: write that day under getekend.",
    )


class ChildResists(ConsentRefused):
    """A child showed that it does not want this, whatever its parents signed."""

    nl = (
        "{person} wil dit niet ('{purpose}'): verzet op {day}.",
        "Dit wordt niet verwerkt, ook al tekenden de ouders. Wil het kind later wel, vul dan instemming in.",
    )
    en = (
        "{person} does not want this ('{purpose}'): resistance on {day}.",
        "This is not processed, whatever the parents signed. If the child wants to later, write instemming.",
    )


class NoPermission(CasusError):
    """Nothing in the record says that this person consents."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Er is geen toestemming van of voor {person}.",
        "Vraag toestemming en zet haar onder toestemmingen in het toestemmingsbestand.",
    )
    en = (
        "There is no consent by or for {person}.",
        "Ask for consent and write it under toestemmingen in the consent record.",
    )


class PurposeNotGiven(CasusError):
    """The person consents, but not to this."""

    state = "blocked"
    exit_code = 4
    nl = (
        "De toestemming van {person} geldt niet voor '{purpose}'.",
        "Vraag die toestemming en zet het doel in het toestemmingsbestand; anders blijft dit liggen.",
    )
    en = (
        "The consent of {person} does not cover '{purpose}'.",
        "Ask for it and write the purpose in the consent record; otherwise this stays where it is.",
    )


class NoAuthority(CasusError):
    """The record does not say who may sign for the child."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Bij {person} staat niet wie het gezag heeft.",
        "Vul bij gezag in wie het ouderlijk gezag heeft; zij moeten allen tekenen.",
    )
    en = (
        "It is not recorded who has parental authority over {person}.",
        "Write under gezag who has parental authority; all of them must sign.",
    )


class AgeMissing(CasusError):
    """Without an age nobody knows whether the child must sign too."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Bij {person} ontbreekt de leeftijd; vanaf 16 jaar tekent een kind zelf mee.",
        "Vul leeftijd in als groep, bijvoorbeeld 8-11 of 18+.",
    )
    en = (
        "The age of {person} is missing; from 16 a child signs too.",
        "Write leeftijd as a band, for example 8-11 or 18+.",
    )


class NotSigned(CasusError):
    """Somebody who must sign did not."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Onder de toestemming voor {person} ontbreekt de handtekening van {signer}.",
        "Laat {signer} tekenen en vul de dag in bij getekend.",
    )
    en = (
        "The consent for {person} lacks the signature of {signer}.",
        "Have {signer} sign and write the day under getekend.",
    )


class AssentMissing(CasusError):
    """A child of this age agrees itself, besides its parents."""

    state = "blocked"
    exit_code = 4
    nl = (
        "{person} kan {age} jaar of ouder zijn, en stemde zelf niet in.",
        "Vraag het kind zelf, en vul de dag in bij instemming (of zijn geboortemaand bij geboren).",
    )
    en = (
        "{person} may be {age} or older, and did not agree itself.",
        "Ask the child itself and write the day under instemming (or its month of birth under geboren).",
    )


class OwnConsentMissing(CasusError):
    """The child has grown: what was signed before is no longer enough."""

    state = "blocked"
    exit_code = 4
    nl = (
        "{person} kan inmiddels {age} jaar zijn; wat daarvoor is getekend volstaat niet meer.",
        "Vraag opnieuw toestemming, nu ook aan {person} zelf: casus consent renew.",
    )
    en = (
        "{person} may have turned {age}; what was signed before that is no longer enough.",
        "Ask for consent again, now of {person} as well: casus consent renew.",
    )


class FormUnknown(CasusError):
    """The record says which form was explained, and no form of this study is that one."""

    state = "blocked"
    exit_code = 4
    nl = (
        "De toestemming voor {person} noemt een formulier ({form}) dat niet dat van deze studie is: de sha256 past bij geen formulier.",
        "Vul bij formulier_sha256 in wat onderaan het getekende formulier staat, of schrijf het formulier met: casus consent form",
    )
    en = (
        "The consent for {person} names a form ({form}) that is not this study's: the sha256 fits none.",
        "Write under formulier_sha256 what stands at the foot of the signed form, or write the form with: casus consent form",
    )


class SignedLater(CasusError):
    """The signature is younger than what it should allow."""

    state = "blocked"
    exit_code = 4
    nl = (
        "De toestemming voor {person} is door {signer} pas na {day} getekend ('{purpose}').",
        "Zonder toestemming op die dag mag dit niet; overleg met de functionaris gegevensbescherming.",
    )
    en = (
        "{signer} signed the consent for {person} only after {day} ('{purpose}').",
        "Without consent on that day this is not allowed; ask your data protection officer.",
    )


class NotYetValid(CasusError):
    """The consent starts later."""

    state = "blocked"
    exit_code = 4
    nl = (
        "De toestemming voor {person} gold op {day} nog niet ('{purpose}').",
        "Controleer geldig_van in het toestemmingsbestand en de datum van de opname.",
    )
    en = (
        "The consent for {person} was not yet valid on {day} ('{purpose}').",
        "Check geldig_van in the consent record and the date of the recording.",
    )


class ConsentExpired(CasusError):
    """The consent has ended."""

    state = "blocked"
    exit_code = 4
    nl = (
        "De toestemming voor {person} was op {day} verlopen ('{purpose}').",
        "Vraag opnieuw toestemming, of verwijder de opname volgens uw protocol.",
    )
    en = (
        "The consent for {person} had expired on {day} ('{purpose}').",
        "Ask for consent again, or delete the recording as your protocol says.",
    )


class PermissionsContradict(CasusError):
    """Two entries for one person disagree."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Voor {person} spreken twee toestemmingen elkaar tegen over '{purpose}' op {day}.",
        "Laat er een gelden: zet geldig_tot van de andere op de dag dat zij ophield.",
    )
    en = (
        "Two consents for {person} contradict each other about '{purpose}' on {day}.",
        "Let one of them count: set geldig_tot of the other to the day it ended.",
    )


class ChildUnclear(CasusError):
    """A case is about exactly one child."""

    state = "blocked"
    exit_code = 4
    nl = (
        "Het toestemmingsbestand van {case} heeft toestemming voor {count} kinderen; het moet er een zijn.",
        "Geef het kind van deze casus de rol kind en een toestemming; broers en zussen heten broer of zus.",
    )
    en = (
        "The consent record of {case} has consent for {count} children; it must be one.",
        "Give the child of this case the role kind and a consent; siblings are called broer or zus.",
    )
