"""SubRip, as Whisper, aTrain and players write it."""

from __future__ import annotations

import re

from pipeline.transcripts.cues import utterances
from pipeline.transcripts.page import CLOCK, Page, Reader

_FIRST = re.compile(rf"\s*\d+\s*\n\s*{CLOCK}\s*-->")


def _fits(page: Page) -> bool:
    return _FIRST.match(page.text) is not None or (page.suffix == ".srt" and "-->" in page.text)


SRT = Reader("srt", _fits, utterances)
