"""Cues: a time, and what was said then. WebVTT and SRT differ in little else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.transcripts.page import CLOCK, Clock, Page, Utterance, seconds, spread
from pipeline.transcripts.voices import label_of, voices_in

_TIMES = re.compile(rf"({CLOCK})\s*-->\s*({CLOCK})(?:\s.*)?")
_NUMBER = re.compile(r"\d+|[0-9a-f-]{36}(?:/\d+-\d+)?", re.IGNORECASE)
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>")
_TAGS = re.compile(r"</?(?:[biucv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<[\d:.]+>|\{\\an?\d\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds, and its lines."""

    start: float
    end: float
    lines: tuple[str, ...] = field(repr=False)


def cues(page: Page) -> Iterator[Cue]:
    """The cues of a page in its order. What stands behind an empty line without a time belongs to the cue before.

    Raises TimesWrong.
    """
    clock = Clock(page)
    times: tuple[float, float] | None = None
    said: list[str] = []
    block = 0  # lines since the last empty one
    aside = False  # in a note
    for number, line in enumerate(page.lines, 1):
        found = _TIMES.fullmatch(line)
        if not line:
            block, aside = 0, False
            continue
        if found:
            if said and (block == 1 or (block and _NUMBER.fullmatch(said[-1]))):
                said.pop()  # the cue's own name
            if times:
                yield Cue(*times, tuple(said))
            start, end = seconds(found[1]), seconds(found[2])
            times, said, aside = (clock.at(start, number, end), end), [], False
        elif "-->" in line and block < 2:
            raise clock.wrong(number)
        else:
            aside = aside or (block == 0 and _ASIDE.match(line) is not None)
            said += [] if aside else [line]
        block += 1
    if times:
        yield Cue(*times, tuple(said))


def utterances(page: Page) -> list[Utterance]:
    """What every voice says: as `<v Anna>` says, or "Anna:" at the beginning of a cue.

    Where few cues say who speaks, the others go on with the voice before. Raises TimesWrong.
    """
    found = list(cues(page))
    voices = voices_in(_plain(cue.lines[0]) for cue in found if cue.lines)
    said = [one for cue in found for one in _told(cue, voices) if one.words]
    if 2 * sum(one.voice is not None for one in said) < len(said):
        for at, one in enumerate(said[1:], 1):
            said[at] = replace(one, voice=one.voice or said[at - 1].voice)
    return said


def _told(cue: Cue, voices: frozenset[str]) -> Iterator[Utterance]:
    """A cue by voice; the voices in it share its time by how much they say."""
    first, *parts = _VOICE.split("\n".join(cue.lines))
    said: list[tuple[str | None, str]] = [(None, line) for line in first.split("\n")]
    said += [
        (html.unescape(voice or "").strip() or None, text) for voice, text in zip(parts[::2], parts[1::2], strict=True)
    ]
    named: list[tuple[str | None, str]] = []
    for voice, text in ((voice, _plain(text)) for voice, text in said):
        label = label_of(text) if voice is None else None
        if label and label[0] in voices:
            named.append(label)
        elif named and voice is None:
            named[-1] = (named[-1][0], f"{named[-1][1]} {text}")
        else:
            named.append((voice, text))
    words = spread(" ".join(text for _, text in named), cue.start, cue.end)
    for voice, text in named:
        count = len(spread(text))
        yield Utterance(voice, words[:count])
        words = words[count:]


def _plain(text: str) -> str:
    return html.unescape(_TAGS.sub("", text)).strip()
