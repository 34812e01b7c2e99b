"""Wrong use."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class NotAStudy(CasusError):
    """The folder is no study."""

    exit_code = 3
    nl = ("{folder} is geen studiemap: er staat geen study.toml in.", "Maak er een met: casus init {folder}")
    en = ("{folder} is no study folder: it has no study.toml.", "Make one with: casus init {folder}")


class StudyExists(CasusError):
    """There is a study in this folder already."""

    exit_code = 3
    nl = ("{folder} is al een studie.", "Kies een andere map.")
    en = ("{folder} is a study already.", "Choose another folder.")


class StudyInCheckout(CasusError):
    """A study inside a git checkout would end up in version control."""

    exit_code = 3
    nl = (
        "{folder} ligt in een git-map; daar horen geen interviews.",
        "Kies een map buiten git, op een versleutelde schijf.",
    )
    en = (
        "{folder} lies inside a git checkout; interviews do not belong there.",
        "Choose a folder outside git, on an encrypted disk.",
    )


class StudyBusy(CasusError):
    """Another run works on this study."""

    exit_code = 7
    nl = ("Er loopt al een verwerking van deze studie.", "Wacht tot die klaar is; is er geen, probeer het dan opnieuw.")
    en = ("Another run is working on this study.", "Wait until it is done; if there is none, run again.")


class RefusedWhenPiped(CasusError):
    """Names are shown on a screen only."""

    exit_code = 2
    nl = (
        "Dit toont namen en mag alleen op een scherm, niet naar een bestand of een ander programma.",
        "Voer het uit in een gewoon venster.",
    )
    en = (
        "This shows names and goes to a screen only, never to a file or another program.",
        "Run it in an ordinary terminal.",
    )


class UnknownSubject(CasusError):
    """No such case, recording or queue item. What was typed is not repeated: it may be a name."""

    exit_code = 2
    nl = ("Die casus, opname of vraag is er niet in deze studie.", "Kijk met: casus status")
    en = ("There is no such case, recording or question in this study.", "See: casus status")


class NotACase(CasusError):
    """What was typed is no name of a case; it may be somebody's, so it is not repeated."""

    exit_code = 2
    nl = (
        "Zo heet geen casus: een casus heet woord-nummer, in kleine letters, zoals casus-04.",
        "Geef de casus zo op; welke er zijn: casus status",
    )
    en = (
        "No case is called so: a case is called word-number, in small letters, for example casus-04.",
        "Give the case like that; which there are: casus status",
    )


class NothingToShow(CasusError):
    """A recording of which there is no transcript."""

    state = "waiting"
    exit_code = 10
    nl = ("Van {recording} is er geen transcript om te tonen: {why}.", "{next}")
    en = ("There is no transcript of {recording} to show: {why_en}.", "{next_en}")


class ReadingNotWritten(CasusError):
    """A transcript is there, but not in the reading that was asked for."""

    exit_code = 3
    nl = (
        "Van {recording} is er geen weergave {convention}.",
        'Zet "txt:{convention}" bij writers onder [release] in study.toml, en voer casus run uit.',
    )
    en = (
        "{recording} was not written in the reading {convention}.",
        'Put "txt:{convention}" among the writers under [release] in study.toml, and run casus run.',
    )


class NotRedactedYet(CasusError):
    """Nothing can be said of a case that was not redacted."""

    state = "waiting"
    exit_code = 10
    nl = ("{case} is nog niet verwerkt.", "Voer eerst uit: casus redact")
    en = ("{case} is not redacted yet.", "Run first: casus redact")


class GoldWrong(CasusError):
    """Annotated talk, or the file of its cases, has a line that cannot be."""

    exit_code = 3
    nl = ("{file}, regel {line}, {key}: {problem}.", "Verbeter die regel en probeer het opnieuw.")
    en = ("{file}, line {line}, {key}: {problem_en}.", "Mend that line and run again.")


class NotUtf8(CasusError):
    """What should be redacted is no text in UTF-8."""

    exit_code = 2
    nl = ("Dit is geen platte tekst in UTF-8.", "Sla de tekst op als platte tekst (UTF-8) en probeer het opnieuw.")
    en = ("This is no plain text in UTF-8.", "Save the text as plain text (UTF-8) and run again.")


class NothingToVerify(CasusError):
    """There is no file to look at."""

    exit_code = 2
    nl = ("Hier staat geen bestand om na te gaan.", "Noem een bestand uit een release, of de map waarin ze staan.")
    en = ("There is no file here to verify.", "Name a file of a release, or the folder they are in.")
