"""The JSON of Whisper and its kin: openai-whisper, faster-whisper, whisperX, aTrain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import NotATranscript
from pipeline.model import Word
from pipeline.transcripts.page import Clock, Page, Reader, Utterance, spread, words_of

_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class _Word(_Part):
    """A word; whisperX leaves out the times of what it could not align, such as numbers."""

    text: str = Field(validation_alias=AliasChoices("word", "text"), repr=False)
    start: _Seconds | None = None
    end: _Seconds | None = None
    sure: float | None = Field(None, validation_alias=AliasChoices("probability", "score", "confidence"))
    speaker: str | None = Field(None, repr=False)


class _Segment(_Part):
    """A stretch of speech."""

    start: _Seconds
    end: _Seconds
    text: str = Field(repr=False)
    words: tuple[_Word, ...] | None = Field(None, repr=False)
    speaker: str | None = Field(None, repr=False)


class _File(_Part):
    segments: tuple[_Segment, ...]


_SHAPES = TypeAdapter[_File | tuple[_Segment, ...]](_File | tuple[_Segment, ...])


def _fits(page: Page) -> bool:
    return page.suffix == ".json" or (page.text.lstrip().startswith("{") and '"segments"' in page.text)


def _read(page: Page) -> list[Utterance]:
    """What every segment says, by voice."""
    try:
        held = _SHAPES.validate_json(page.text)
    except ValidationError:
        raise NotATranscript(recording=page.recording) from None
    clock = Clock(page, ("segment", "segment"))
    said: list[Utterance] = []
    for number, segment in enumerate(held.segments if isinstance(held, _File) else held, 1):
        clock.at(segment.start, number, segment.end)
        said += _told(segment)
    return [one for one in said if one.words]


def _told(segment: _Segment) -> Iterator[Utterance]:
    """The words of a segment with their own times, where they are the words of its text; else spread over it."""
    words = _joined(segment.words or ())
    if [word.text for word, _ in words] != words_of(segment.text):
        yield Utterance(segment.speaker, spread(segment.text, segment.start, segment.end))
        return
    timed = zip(_timed([word for word, _ in words], segment), (speaker for _, speaker in words), strict=True)
    for speaker, group in groupby(timed, key=lambda pair: pair[1] or segment.speaker):
        yield Utterance(speaker, tuple(word for word, _ in group))


def _joined(parts: tuple[_Word, ...]) -> list[tuple[Word, str | None]]:
    """Parts as words: Whisper writes a space before a new one, whisperX writes whole words without."""
    spaced = any(part.text[:1].isspace() for part in parts)
    joined: list[tuple[Word, str | None]] = []
    for part in parts:
        for at, text in enumerate(words_of(part.text)):
            sure = None if part.sure is None else min(1.0, max(0.0, part.sure))
            word = Word("", text, part.start, part.end, sure)
            if joined and spaced and at == 0 and not part.text[:1].isspace():
                before, speaker = joined.pop()
                surest = min((s for s in (before.confidence, sure) if s is not None), default=None)
                word = Word("", before.text + text, before.start, part.end or before.end, surest)
                joined.append((word, speaker))
            else:
                joined.append((word, part.speaker))
    return joined


def _timed(words: list[Word], segment: _Segment) -> Iterator[Word]:
    """The words, each with a time: those without share what their neighbours leave free."""
    at = 0
    while at < len(words):
        last = at
        while last < len(words) and (words[last].start is None or words[last].end is None):
            last += 1
        if last == at:
            yield words[at]
            at += 1
            continue
        start = words[at - 1].end if at else segment.start
        end = words[last].start if last < len(words) else segment.end
        shares = spread(" ".join(word.text for word in words[at:last]), start, max(start or 0.0, end or 0.0))
        yield from shares
        at = last


WHISPER = Reader("whisper", _fits, _read)
