"""What every error is: a state, an exit code, a sentence and a remedy, in Dutch and English."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Literal

State = Literal["waiting", "blocked", "withdrawn", "quarantined", "failed"]
Language = Literal["nl", "en"]


class CasusError(Exception):
    """Something a person can act on."""

    state: ClassVar[State] = "failed"
    exit_code: ClassVar[int] = 1
    nl: ClassVar[tuple[str, str]] = ("", "")  # sentence, remedy
    en: ClassVar[tuple[str, str]] = ("", "")

    def __init__(self, **details: object) -> None:
        self.details = {key: str(value) for key, value in details.items()}
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[Callable[[], CasusError], tuple[()]]:
        """Made again from its details, in another process."""
        return partial(type(self), **self.details), ()

    def sentence(self, language: Language) -> str:
        """What happened, in one sentence."""
        return (self.nl if language == "nl" else self.en)[0].format_map(self.details)

    def remedy(self, language: Language) -> str:
        """What to do about it."""
        return (self.nl if language == "nl" else self.en)[1].format_map(self.details)


class Bug(CasusError):
    """Something we did not foresee; the message holds a place in our code, never text."""

    exit_code = 9
    nl = ("{subject}: interne fout {kind} in {where}.", "Meld deze regel bij de makers; de andere opnames gaan door.")
    en = ("{subject}: internal error {kind} in {where}.", "Report this line to the makers; the other recordings go on.")
