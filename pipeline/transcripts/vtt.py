"""WebVTT, as Teams, Zoom, Whisper and noScribe write it."""

from __future__ import annotations

from pipeline.transcripts.cues import utterances
from pipeline.transcripts.page import Page, Reader


def _fits(page: Page) -> bool:
    return page.text.lstrip().startswith("WEBVTT") or (page.suffix == ".vtt" and "-->" in page.text)


VTT = Reader("vtt", _fits, utterances)
