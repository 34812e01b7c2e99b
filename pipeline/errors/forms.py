"""Forms to sign, lists of consent that a school keeps, and consent as JSON-LD."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class FormIncomplete(CasusError):
    """A form tells who answers for the study and for how long; an empty place could become anything on paper."""

    exit_code = 3
    nl = (
        "Het formulier {form} kan nog niet gemaakt worden: in study.toml ontbreekt {keys}.",
        'Vul dat in onder zijn kop, bijvoorbeeld onder [contact]: organisation = "Hogeschool Voorbeeld"; uitleg: '
        "docs/consent-forms.md",
    )
    en = (
        "The form {form} cannot be made yet: study.toml lacks {keys}.",
        'Fill it in under its heading, for example under [contact]: organisation = "Example College"; see '
        "docs/consent-forms.md",
    )


class FormTemplateWrong(CasusError):
    """A study's own text of a form has a line that cannot be."""

    exit_code = 3
    nl = (
        "{file}, regel {line}: {problem}.",
        "Verbeter die regel en probeer het opnieuw; uitleg: docs/consent-forms.md",
    )
    en = ("{file}, line {line}: {problem_en}.", "Mend that line and run again; see docs/consent-forms.md")


class FormVersionUsed(CasusError):
    """A text that people may have signed never changes under the same version."""

    exit_code = 4
    nl = (
        "{form} ({form_language}) is al gemaakt met een andere tekst; iemand kan die getekend hebben.",
        "Zet de tekst of de gegevens in study.toml terug, of verhoog de versie: casus consent form {name} --own, en "
        "verander de eerste regel van dat bestand.",
    )
    en = (
        "{form} ({form_language}) was made before with another text; somebody may have signed that.",
        "Put the text or the details in study.toml back, or raise the version: casus consent form {name} --own, and "
        "change the first line of that file.",
    )


class FormFileInTheWay(CasusError):
    """Somebody changed a form, or keeps another file where it should be written."""

    exit_code = 4
    nl = (
        "{file} is er al, en anders dan casus het schrijft.",
        "Geef dat bestand een andere naam en probeer het opnieuw.",
    )
    en = ("{file} is there already, and not as casus writes it.", "Give that file another name and run again.")


class NotAConsentList(CasusError):
    """The file is no table that can be read. Its name may be somebody's, so it is not repeated."""

    exit_code = 4
    nl = ("Deze lijst kan niet gelezen worden: {problem}.", "{todo}")
    en = ("This list cannot be read: {problem_en}.", "{todo_en}")


class ConsentListWrong(CasusError):
    """A cell of the list has something that cannot be. The cell itself is not repeated."""

    exit_code = 4
    nl = ("Rij {row}, kolom {column}: {problem}.", "Verbeter die cel. Er is niets geschreven.")
    en = ("Row {row}, column {column}: {problem_en}.", "Mend that cell. Nothing was written.")


class NotConsentJson(CasusError):
    """Consent as JSON-LD that is no single JSON object, or says a thing twice."""

    exit_code = 4
    nl = ("Dit is geen toestemming als JSON-LD: {problem}.", "Gebruik het bestand zoals casus het schreef.")
    en = ("This is no consent as JSON-LD: {problem_en}.", "Use the file as casus wrote it.")
