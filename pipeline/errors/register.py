"""What a person asks of the register or the queue that cannot be. Names are never repeated."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class UnknownLabel(CasusError):
    """No such label in the case."""

    exit_code = 2
    nl = ("Dat label heeft niemand in {case}.", "Er zijn: {labels}. Wie dat zijn: casus register show {case}")
    en = ("Nobody in {case} has that label.", "There are: {labels}. Who they are: casus register show {case}")


class UnknownRole(CasusError):
    """A role we have no label for."""

    exit_code = 2
    nl = ("Die rol kennen we niet.", "Kies uit: {roles}.")
    en = ("That is no role we know.", "Choose from: {roles}.")


class NameEmpty(CasusError):
    """A name without letters."""

    exit_code = 2
    nl = ("Daar staan geen letters in.", "Geef de naam zoals hij gezegd wordt.")
    en = ("There are no letters in that.", "Give the name as it is said.")


class SameLabel(CasusError):
    """Somebody cannot be joined to themselves."""

    exit_code = 2
    nl = ("Dat is twee keer {label}.", "Geef twee verschillende labels.")
    en = ("That is {label} twice.", "Give two different labels.")


class DifferentKinds(CasusError):
    """A person and a place are never one."""

    exit_code = 2
    nl = (
        "{label} en {other} zijn niet van dezelfde soort.",
        "Alleen personen bij personen, scholen bij scholen, enzovoort.",
    )
    en = ("{label} and {other} are not of one kind.", "Join persons to persons, schools to schools, and so on.")


class BothOfRecord(CasusError):
    """The consent record says that these are two."""

    exit_code = 2
    nl = (
        "Volgens het toestemmingsrecord zijn {label} en {other} twee verschillende.",
        "Klopt dat niet: pas vault/consent/{case}.yaml aan, en daarna: casus run",
    )
    en = (
        "By the consent record {label} and {other} are two.",
        "If that is wrong, change vault/consent/{case}.yaml, then: casus run",
    )


class FormOfRecord(CasusError):
    """The consent record gives this name."""

    exit_code = 2
    nl = (
        "Die naam van {label} komt uit het toestemmingsrecord.",
        "Verander hem daar: vault/consent/{case}.yaml, en daarna: casus run",
    )
    en = (
        "That name of {label} comes from the consent record.",
        "Change it there: vault/consent/{case}.yaml, then: casus run",
    )


class NotCalledSo(CasusError):
    """The register has no such form of this one."""

    exit_code = 2
    nl = ("Zo heet {label} niet in het register.", "Kijk met: casus register show {case}")
    en = ("{label} is not called so in the register.", "See: casus register show {case}")


class OnlyForm(CasusError):
    """There is nothing to split off: this is their only name."""

    exit_code = 2
    nl = ("{label} heet alleen zo.", "Er valt niets te splitsen; kijk met: casus register show {case}")
    en = ("{label} has no other name.", "There is nothing to split; see: casus register show {case}")


class NameInUse(CasusError):
    """A word that is somebody's name cannot be ignored."""

    exit_code = 2
    nl = (
        "Zo heet {label}.",
        "Beslis per plaats: casus review list; of haal die naam eerst weg: casus register show {case}",
    )
    en = (
        "{label} is called so.",
        "Decide place by place: casus review list; or take that name away first: casus register show {case}",
    )


class NotIgnored(CasusError):
    """The word was not ignored."""

    exit_code = 2
    nl = ("Dat woord stond niet op de lijst van {case}.", "Kijk met: casus register show {case}")
    en = ("That word was not on the list of {case}.", "See: casus register show {case}")


class WhoseName(CasusError):
    """A name that may be several people's needs to be told whose it is."""

    exit_code = 2
    nl = (
        "Zeg ook van wie deze naam is: {labels}, of iemand anders.",
        "Bijvoorbeeld: casus review accept {item} --as {first}",
    )
    en = (
        "Say whose name this is: {labels}, or somebody else's.",
        "For example: casus review accept {item} --as {first}",
    )


class SurelyAName(CasusError):
    """What is asked is whose name it is, not whether it is one."""

    exit_code = 2
    nl = (
        "Bij {item} is de vraag van wie de naam is; dat het een naam is, is zeker.",
        "Zeg van wie: casus review accept {item} --as LABEL. "
        "Is het op een plek toch een woord: casus review reject {item} --only NUMMER",
    )
    en = (
        "{item} asks whose name it is; that it is a name is certain.",
        "Say whose: casus review accept {item} --as LABEL. "
        "Where it is a word after all: casus review reject {item} --only NUMBER",
    )


class NoSuchSentence(CasusError):
    """The item has fewer sentences."""

    exit_code = 2
    nl = (
        "Die zin is er niet bij {item}; het hoogste nummer is {count}.",
        "Bijvoorbeeld: --only {count}; de nummers staan in: casus review list",
    )
    en = (
        "{item} has no such sentence; the highest number is {count}.",
        "For example: --only {count}; the numbers are in: casus review list",
    )


class NoNumbers(CasusError):
    """Sentences are told by their numbers."""

    exit_code = 2
    nl = (
        "Bij --only horen nummers van zinnen, met komma's ertussen.",
        "Bijvoorbeeld: --only 1,3; de nummers staan in: casus review list",
    )
    en = (
        "With --only go numbers of sentences, with commas between them.",
        "For example: --only 1,3; the numbers are in: casus review list",
    )
