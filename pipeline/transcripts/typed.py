"""Typed text: who speaks, a colon, what was said; with time marks, as f4 and MAXQDA write them, or without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.errors import WithoutSpeakers
from pipeline.model import BlockKind, Word
from pipeline.transcripts.page import Clock, Page, Reader, Utterance, is_html, seconds, words_of
from pipeline.transcripts.voices import label_of, voices_in

_HOURS = r"\d{1,2}:[0-5]\d:[0-5]\d"
_F4 = rf"#({_HOURS})(?:-(\d))?#"
_MARK = re.compile(rf"{_F4}|\[({_HOURS}(?:[.,]\d{{1,3}})?|[0-5]?\d:[0-5]\d)\]|\(({_HOURS})\)")
_LEADING = re.compile(rf"(?:(?:{_MARK.pattern}|({_HOURS}(?:[.,]\d{{1,3}})?)(?=\s|$))\s*(?:[-–]\s+)?)+")
_BEHIND = re.compile(rf"([^\W\d_][^:\[\]()]{{0,60}}?)\s*[\[(]({_HOURS}|[0-5]?\d:[0-5]\d)[\])]\s*:")  # "Anna (0:03):"
_BARE = re.compile(rf"(?<![\[(#\d:.])({_HOURS}(?:[.,]\d{{1,3}})?)(?![\])#\d:])")
_PACE = 0.4  # seconds for a word, where nothing says when the last one ended


@dataclass(slots=True)
class _Turn:
    """What one voice says, as it is collected."""

    voice: str | None = field(repr=False)
    kind: BlockKind = "turn"
    words: list[str] = field(default_factory=list, repr=False)


def turns(
    lines: Iterable[str], page: Page, voices: frozenset[str] = frozenset(), *, whoever: bool = False
) -> list[Utterance]:
    """The turns of a text. A line without a label goes on with the turn before; before the first it is a paragraph.

    Time marks become times: the words between two of them share what lies between. `voices` are the labels, where the
    format tells them; `whoever`: it is a transcript even if nothing in it says who speaks.

    Raises TimesWrong, WithoutSpeakers.
    """
    numbered = [(number, *_marked(line.strip())) for number, line in enumerate(lines, 1) if line.strip()]
    voices = voices or voices_in(rest for _, _, rest in numbered)
    if not voices and not whoever and not any(marks or _MARK.search(rest) for _, marks, rest in numbered):
        raise WithoutSpeakers(recording=page.recording)
    clock = Clock(page)
    said: list[_Turn] = []
    points: list[tuple[int, float]] = []  # how many words were said, and the time
    count = 0
    for number, leading, rest in numbered:
        label = label_of(rest)
        if label and label[0] in voices:
            said.append(_Turn(label[0]))
            rest = label[1]
        elif not said or (not voices and leading):
            said.append(_Turn(None, "paragraph" if voices else "turn"))
        points += [(count, clock.at(seconds(time), number)) for time in leading]
        at = 0
        for mark in _MARK.finditer(rest):
            count += _say(said[-1], rest[at : mark.start()])
            points.append((count, clock.at(_time(mark), number)))
            at = mark.end()
        count += _say(said[-1], rest[at:])
    return _timed(said, points, count)


def _say(turn: _Turn, text: str) -> int:
    """Add words to a turn; how many of them take time."""
    words = words_of(text)
    turn.words += words
    return len(words) if turn.kind == "turn" else 0


def _marked(line: str) -> tuple[list[str], str]:
    """The times at the beginning of a line, and the rest of it."""
    line = _BEHIND.sub(r"[\2] \1:", line, count=1) if _BEHIND.match(line) else line
    found = _LEADING.match(line)
    if found is None:
        return [], line
    times = [_clock(mark) for mark in _MARK.finditer(found[0])] or _BARE.findall(found[0])
    return times, line[found.end() :]


def _clock(mark: re.Match[str]) -> str:
    whole, tenth, square, round_ = mark.groups()
    return f"{whole}.{tenth}" if tenth else whole or square or round_


def _time(mark: re.Match[str]) -> float:
    return seconds(_clock(mark))


def _timed(said: list[_Turn], points: list[tuple[int, float]], count: int) -> list[Utterance]:
    """Turns with times, where the text has any."""
    spoken = iter(_times(points, count)) if points else None
    found = []
    for turn in said:
        if spoken is None or turn.kind != "turn":
            words = [Word("", word) for word in turn.words]
        else:
            words = [Word("", word, *next(spoken)) for word in turn.words]
        if words:
            found.append(Utterance(turn.voice, tuple(words), turn.kind))
    return found


def _times(points: list[tuple[int, float]], count: int) -> list[tuple[float, float]]:
    """Start and end of every word, evenly between the points around it."""
    arrived: dict[int, float] = {}
    left: dict[int, float] = {}
    latest = 0.0
    for at, time in points:
        latest = max(latest, time)
        arrived.setdefault(at, latest)
        left[at] = latest
    if 0 not in left:
        left[0] = 0.0
    if count not in arrived:
        arrived[count] = left[max(left)] + _PACE * (count - max(left))
    times = []
    for before, after in pairwise(sorted({*left, *arrived})):
        share = (arrived[after] - left[before]) / (after - before)
        times += [
            (round(left[before] + n * share, 3), round(left[before] + (n + 1) * share, 3))
            for n in range(after - before)
        ]
    return times


def _read(page: Page) -> list[Utterance]:
    return turns(page.lines, page)


def _is_text(page: Page) -> bool:
    return page.suffix in (".txt", ".docx") and not is_html(page)


F4 = Reader("f4", lambda page: _is_text(page) and re.search(_F4, page.text) is not None, _read)
TYPED = Reader("typed", _is_text, _read)
