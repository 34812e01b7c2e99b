"""Why a person is asked, in plain words."""

from __future__ import annotations

from pipeline.errors import Language

_REASONS = {  # what proposed a name, or why nobody can tell whose it is: Dutch, English
    "fuzzy": ("lijkt op een bekende naam", "resembles a known name"),
    "split": ("is samen bijna een bekende naam", "is nearly a known name when joined"),
    "joined": ("is een bekende naam, aaneengeschreven", "is a known name written as one"),
    "exact": ("is een bekende naam, maar ook een gewoon woord", "is a known name, and an ordinary word as well"),
    "word": ("is een bekende naam, maar ook een gewoon woord", "is a known name, and an ordinary word as well"),
    "possessive": ("kan een bekende naam met een s zijn", "may be a known name with an s"),
    "diminutive": ("kan een verkleinwoord van een bekende naam zijn", "may be a pet form of a known name"),
    "word-name": ("kan een naam of een gewoon woord zijn", "may be a name or an ordinary word"),
    "capital": ("staat met een hoofdletter midden in de zin", "has a capital inside the sentence"),
    "unknown": ("is geen Nederlands woord dat we kennen", "is no Dutch word we know"),
    "title": ("staat waar na een titel een naam komt", "stands where a name follows a title"),
    "introduction": ("staat waar iemand een naam noemt", "stands where somebody gives a name"),
    "initials": ("kunnen voorletters met een achternaam zijn", "may be initials with a surname"),
    "spelled": ("is letter voor letter gespeld", "is spelled letter by letter"),
    "school": ("kan een school zijn", "may be a school"),
    "institution": ("kan een instelling zijn", "may be an institution"),
    "place": ("kan een plaats zijn", "may be a place"),
    "street": ("kan een straat zijn", "may be a street"),
    "shared": ("van wie is deze naam?", "whose name is this?"),
    "alike": (
        "lijkt op de naam van een ander: verkeerd verstaan, of iemand anders?",
        "resembles another's name: misheard, or somebody else?",
    ),
    "nickname": ("kan een roepnaam van een bekende zijn", "may be a nickname of somebody known"),
}
_OTHER = ("kan iemand herkenbaar maken", "may identify somebody")


def why(reason: str, language: Language) -> str:
    """A reason of the queue, for a person: "known-fuzzy" -> "lijkt op een bekende naam"."""
    return _REASONS.get(reason.removeprefix("known-"), _OTHER)[0 if language == "nl" else 1]


def has_words(reason: str) -> bool:
    """Whether there are words of its own for this reason."""
    return reason.removeprefix("known-") in _REASONS
