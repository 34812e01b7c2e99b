"""A transcript as some program wrote it, and what is read from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.decoding import composed
from pipeline.errors import TimesWrong
from pipeline.model import BlockKind, Word

CLOCK = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]?\d(?:[.,]\d{1,3})?"  # 0:03, 00:12:03, 00:12:03.250
_BACKWARDS = 10.0  # seconds: who speaks at the same time as another is written down a little late


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a file that was dropped."""

    recording: str  # how errors call it
    suffix: str  # with its dot, lower case
    text: str = field(repr=False)

    @property
    def lines(self) -> list[str]:
        """The lines, without white space around them."""
        return [line.strip() for line in self.text.splitlines()]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one voice says in one go. Its words have no ids yet; times in seconds, None where the file has none."""

    voice: str | None = field(repr=False)  # as the file calls who speaks, which may be a name; None: it does not say
    words: tuple[Word, ...] = field(repr=False)
    kind: BlockKind = "turn"


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: whether a page has it, and what a page of it says."""

    name: str
    fits: Callable[[Page], bool]
    read: Callable[[Page], list[Utterance]]  # Raises TimesWrong, NotATranscript, WithoutSpeakers


class Clock:
    """The times of one file in the order of the file; they may overlap, but not run back."""

    def __init__(self, page: Page, unit: tuple[str, str] = ("regel", "line")) -> None:
        self._page, self._unit = page, unit
        self._latest = 0.0

    def at(self, start: float, number: int, end: float | None = None) -> float:
        """The start as it is; `number` is of the line. Raises TimesWrong: it runs back, or ends before it starts."""
        if start < self._latest - _BACKWARDS or (end is not None and end < start):
            raise self.wrong(number)
        self._latest = max(self._latest, start)
        return start

    def wrong(self, number: int) -> TimesWrong:
        """The error about a line."""
        nl, en = (f"{unit} {number}" for unit in self._unit)
        return TimesWrong(recording=self._page.recording, place=nl, place_en=en)


def seconds(clock: str) -> float:
    """What a text that is a `CLOCK` says."""
    *hours, minutes, rest = clock.replace(",", ".").split(":")
    return 3600 * int(hours[0] if hours else 0) + 60 * int(minutes) + float(rest)


def words_of(text: str) -> list[str]:
    """The words of a text, their punctuation attached."""
    return composed(text).split()


def spread(text: str, start: float | None = None, end: float | None = None) -> tuple[Word, ...]:
    """The words of a text, each with an equal share of the time."""
    words = words_of(text)
    if start is None or end is None:
        return tuple(Word("", word) for word in words)
    share = (end - start) / max(1, len(words))
    return tuple(
        Word("", word, round(start + at * share, 3), round(start + (at + 1) * share, 3))
        for at, word in enumerate(words)
    )


def is_html(page: Page) -> bool:
    """Whether this is a web page, whatever it is called."""
    return re.match(r"\s*<(?:!doctype html|html|head|body|div|p)\b", page.text, re.IGNORECASE) is not None
