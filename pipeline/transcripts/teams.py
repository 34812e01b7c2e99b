"""Who speaks and when on a line of its own: Teams ("Anna   0:03"), Word ("00:00:03 Anna"), others ("Anna (00:03)")."""

from __future__ import annotations

import re

from pipeline.transcripts.cues import cues
from pipeline.transcripts.page import CLOCK, Page, Reader, Utterance, spread
from pipeline.transcripts.typed import turns

_NAME = r"[^\W\d_][^:\n]{0,70}?"
_HEAD = re.compile(rf"({_NAME})(?:(?:\s{{2,20}}|\t)({CLOCK})|\s[(\[]({CLOCK})[)\]]):?")  # Teams, Amberscript
_WORD_HEAD = re.compile(r"(\d\d:\d\d:\d\d)\s+((?:[^\W\d_][\w'’.-]*)(?:\s[\w'’.-]+){0,4})")  # Word
_ARROW = re.compile(rf"^\s*{CLOCK}\s*-->\s*{CLOCK}\s*$", re.MULTILINE)  # Teams until 2023
_STARTED = re.compile(
    r".{2,80}\b(?:started|stopped) transcription|.{2,80}\bheeft (?:de )?transcriptie (?:gestart|gestopt|beëindigd)"
)


def _fits(page: Page) -> bool:
    if page.suffix not in (".txt", ".docx"):
        return False
    if page.suffix == ".docx" and _ARROW.search(page.text):
        return True
    heads = [_headed(line) for line in page.lines]
    return sum(head is not None for head in heads) > 1


def _read(page: Page) -> list[Utterance]:
    """Its turns, without the title, the day and who started the transcription."""
    if _ARROW.search(page.text):
        return _cued(page)
    lines = page.lines
    first = next(at for at, line in enumerate(lines) if _headed(line))
    kept = [line if at >= first and not _STARTED.fullmatch(line) else "" for at, line in enumerate(lines)]
    heads = frozenset(head[0] for line in kept if (head := _headed(line)))
    return turns([_as_label(line) for line in kept], page, heads)


def _cued(page: Page) -> list[Utterance]:
    """The older form: a time, a line with who speaks, and what was said."""
    said = []
    for cue in cues(page):
        voice, *text = cue.lines or ("",)
        said.append(Utterance(voice or None, spread(" ".join(text), cue.start, cue.end)))
    return [one for one in said if one.words]


def _headed(line: str) -> tuple[str, str] | None:
    """Who speaks and when, of a line that says nothing else."""
    if found := _HEAD.fullmatch(line):
        return found[1].strip(), found[2] or found[3]
    if (found := _WORD_HEAD.fullmatch(line)) and not line.endswith("."):
        return found[2], found[1]
    return None


def _as_label(line: str) -> str:
    head = _headed(line)
    return f"[{head[1]}] {head[0]}:" if head else line


TEAMS = Reader("teams", _fits, _read)
