"""WebVTT: cues with times, to read along with the recording in a player. Where nothing has times there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from pipeline.config import Settings
from pipeline.model import CaseFile, RedactedBlock, Transcript
from pipeline.seal import EMPTY
from pipeline.writers.facts import about, agreed, has_times, plain, stem
from pipeline.writers.reading import Shown, read, stretch
from pipeline.writers.wording import Wording, wording

SECONDS = 7.0  # a cue is split before it gets longer than this, or than
LETTERS = 84  # two lines of 42
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

Cue = tuple[float, float, str]  # start, end, text; escaped already


def write_vtt(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Each interview of the case that has times as WebVTT, by file name ("leraar-1.vtt")."""
    return {
        f"{stem(transcript.redacted)}.vtt": _file(transcript, settings)
        for transcript in case.transcripts
        if has_times(transcript.redacted)
    }


def _file(transcript: Transcript, settings: Settings) -> bytes:
    """The whole file: consent in a note that players skip, then cues in order of time."""
    words, redacted = wording(settings), transcript.redacted
    told = about(redacted, words, settings.release.convention) | agreed(transcript, words) | {words.seal: EMPTY}
    elsewhere = [words.imported] if redacted.recording.kind == "transcript" else []
    note = ["NOTE", words.pseudonymised, *elsewhere, *(_escaped(f"{name}: {value}") for name, value in told.items())]
    blocks = read(redacted.blocks, settings.release)
    cues = sorted((cue for block, said in blocks for cue in _cues(block, said, words)), key=itemgetter(0))
    timed = [f"{_time(start)} --> {_time(max(end, start + 0.001))}\n{text}" for start, end, text in cues]
    return ("\n\n".join(["WEBVTT", "\n".join(note), *timed]) + "\n").encode()


def _cues(block: RedactedBlock, said: Sequence[Shown], words: Wording) -> Iterator[Cue]:
    """A turn in cues short enough to read; a stretch without words as one cue."""
    if block.start is None:  # a heading above a transcript made elsewhere
        return
    start, end = block.start, block.end or block.start
    if block.kind in ("gap", "silence", "held"):
        yield start, end, plain(stretch(block, words))
        return
    voice = f"<v {_escaped(block.speaker)}>" if block.speaker else ""
    texts: list[str] = []
    cue_start = cue_end = start
    for piece in said:
        text = plain(piece.text)
        piece_start, piece_end = _times(piece, cue_end)
        too_long = piece_end - cue_start > SECONDS or len(" ".join([*texts, text])) > LETTERS
        if texts and too_long:
            yield cue_start, cue_end, voice + _escaped(" ".join(texts))
            texts = []
        if not texts:
            cue_start = piece_start
        texts.append(text)
        cue_end = max(piece_end, cue_start)
    if texts:
        yield cue_start, cue_end, voice + _escaped(" ".join(texts))


def _times(piece: Shown, otherwise: float) -> tuple[float, float]:
    """When the piece was said; where that is unknown, just after what came before."""
    start = otherwise if piece.start is None else piece.start
    return start, start if piece.end is None else piece.end


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}.{rest % 1000:03}"


def _escaped(text: str) -> str:
    return plain(text).translate(ESCAPES)
