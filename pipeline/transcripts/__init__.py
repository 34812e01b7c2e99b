"""Transcripts made elsewhere: one file for each format. To add one, write its reader and put it in the tuple."""

from __future__ import annotations

from pipeline.decoding import decoded
from pipeline.errors import NotATranscript, NothingSaid
from pipeline.transcripts.atrain import ATRAIN
from pipeline.transcripts.noscribe import NOSCRIBE
from pipeline.transcripts.page import Page, Reader, Utterance
from pipeline.transcripts.srt import SRT
from pipeline.transcripts.teams import TEAMS
from pipeline.transcripts.typed import F4, TYPED
from pipeline.transcripts.vtt import VTT
from pipeline.transcripts.whisper import WHISPER
from pipeline.transcripts.word import text_of

__all__ = ["READERS", "Page", "Reader", "Utterance", "read_transcript"]

READERS = (VTT, SRT, WHISPER, NOSCRIBE, ATRAIN, TEAMS, F4, TYPED)  # the first that fits; what fits anything last


def read_transcript(data: bytes, suffix: str, recording: str) -> tuple[str, list[Utterance]]:
    """What a file is ("vtt", "docx (teams)"), and what it says. `recording` is how errors call it.

    Raises NotATranscript, NothingSaid, TimesWrong, WithoutSpeakers, NoWordFile, HasMacros, TooLarge.
    """
    text = text_of(data, recording) if suffix == ".docx" else decoded(data)
    if text is None:
        raise NotATranscript(recording=recording)
    if not text.strip():
        raise NothingSaid(recording=recording)
    page = Page(recording, suffix, text)
    reader = next((reader for reader in READERS if reader.fits(page)), None)
    if reader is None:
        raise NotATranscript(recording=recording)
    said = reader.read(page)
    if not said:
        raise NothingSaid(recording=recording)
    kind = suffix.removeprefix(".")
    return kind if kind == reader.name else f"{kind} ({reader.name})", said
