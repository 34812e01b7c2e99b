"""The text files of aTrain: with or without timestamps and speakers, for MAXQDA or NVivo."""

from __future__ import annotations

import re

from pipeline.transcripts.page import Page, Reader, Utterance
from pipeline.transcripts.typed import turns

_TITLE = re.compile(r"\s*Transcription for [^\n]*")  # the name of the recording: it may name somebody
_STAMP = re.compile(r"(\[\d\d:\d\d:\d\d\]) - ")


def _read(page: Page) -> list[Utterance]:
    text = _STAMP.sub(r"\1 ", _TITLE.sub("", page.text, count=1))
    return turns(text.splitlines(), page, whoever=True)


ATRAIN = Reader("atrain", lambda page: _TITLE.match(page.text) is not None, _read)
