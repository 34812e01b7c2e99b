"""What is wrong with the settings of a study, in our own words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.errors.base import CasusError

Problem = tuple[str, str]  # Dutch, English

_TEXT: Problem = ("hier hoort tekst, tussen aanhalingstekens", "text belongs here, between quotes")
_DAY: Problem = ("hier hoort een dag, zonder aanhalingstekens: 2026-11-30", "a day belongs here, unquoted: 2026-11-30")
_WHOLE: Problem = ("hier hoort een heel getal", "a whole number belongs here")
_NUMBER: Problem = ("hier hoort een getal", "a number belongs here")
_YES_OR_NO: Problem = ("hier hoort true of false", "true or false belongs here")
_KEYS: Problem = ("hier horen sleutels met een waarde (sleutel = waarde)", "keys belong here (key = value)")
_CANNOT_BE: Problem = ("deze waarde kan hier niet", "this value cannot be here")
_PROBLEMS: dict[str, Problem] = {
    "extra_forbidden": ("deze sleutel is er niet", "there is no such key"),
    "missing": ("deze sleutel ontbreekt", "this key is missing"),
    "literal_error": ("kies uit: {choices}", "choose from: {choices}"),
    "greater_than": ("dit moet meer dan {gt:g} zijn", "this must be more than {gt:g}"),
    "greater_than_equal": ("minstens {ge:g}", "at least {ge:g}"),
    "less_than": ("dit moet minder dan {lt:g} zijn", "this must be less than {lt:g}"),
    "less_than_equal": ("hoogstens {le:g}", "at most {le:g}"),
    "string_too_long": ("hoogstens {max_length} tekens", "at most {max_length} characters"),
    "voter": (
        "kies uit: deduce, spacy:MAP, stanza:MAP, transformers:MAP",
        "choose from: deduce, spacy:FOLDER, stanza:FOLDER, transformers:FOLDER",
    ),
    "always_review": (
        "in always_review staat een rol die niet onder roles staat",
        "always_review has a role that is not among roles",
    ),
    "creator": (
        "een maker heeft initials en surname, of alleen organisation",
        "a creator has initials and surname, or organisation alone",
    ),
    "orcid": ("een ORCID is vier keer vier cijfers: 0000-0002-1825-0097", "an ORCID is 0000-0002-1825-0097"),
    "web": ("hier hoort een webadres (https://...)", "a web address belongs here (https://...)"),
    "audience": (
        "hier hoort een vakcode van DANS, zoals D54000: docs/archive.md",
        "a discipline code of DANS belongs here, like D54000: docs/archive.md",
    ),
    "date_type": _DAY,
    "date_from_datetime_inexact": _DAY,
    "string_type": _TEXT,
    "path_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "tuple_type": ("hier hoort een lijst, tussen [ en ]", "a list belongs here, between [ and ]"),
    "dict_type": _KEYS,
    "model_type": _KEYS,
}
_TWICE = re.compile(r"twice|overwrite|redefine|mutate|Duplicate")


class SettingsWrong(CasusError):
    """A settings file has an unknown key or a value that cannot be."""

    exit_code = 3
    nl = ("{file}: {key}: {problem}.", "Verbeter die regel in het bestand en probeer het opnieuw.")
    en = ("{file}: {key}: {problem_en}.", "Mend that line of the file and run again.")


class SettingsNotRead(CasusError):
    """A settings file is not there, or may not be read."""

    exit_code = 3
    nl = ("{file} kan niet gelezen worden.", "Kijk of het pad klopt en of het een bestand is dat je mag lezen.")
    en = ("{file} cannot be read.", "See whether the path is right, and that it is a file you may read.")


def value_problem(kind: str, about: Mapping[str, object]) -> Problem:
    """What is wrong with a value, from how the checker calls it and what it says about it."""
    known = dict(about) | {"choices": ", ".join(re.findall(r"'([^']*)'", str(about.get("expected", ""))))}
    nl, en = _PROBLEMS.get(kind, _CANNOT_BE)
    return nl.format_map(known), en.format_map(known)


def toml_problem(message: str, lines: int) -> Problem:
    """What is wrong with a file of so many lines that is no TOML, from what its reader says. Repeats nothing of it."""
    found = re.search(r"at line (\d+)", message)
    line = int(found[1]) if found else lines
    if _TWICE.search(message):
        return f"op regel {line} staat iets voor de tweede keer", f"line {line} has something for the second time"
    return (
        f"regel {line} is niet te lezen; kijk naar aanhalingstekens, haakjes en =",
        f"line {line} cannot be read; look at quotes, brackets and =",
    )


def letters_problem(line: int) -> Problem:
    """A file that was saved with other letters than UTF-8."""
    return (
        f"regel {line} is geen UTF-8; bewaar het bestand als UTF-8",
        f"line {line} is not UTF-8; save the file as UTF-8",
    )
