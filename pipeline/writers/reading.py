"""A transcript as it is read: pauses and marks written out; "leesbaar" without fillers and repetitions.

Both readings come from the same data, and `docs/transcription.md` explains them to who reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.config import ReleaseSettings
from pipeline.model import Mark, Piece, RedactedBlock
from pipeline.verbatim import ends_sentence, is_filler, repetitions
from pipeline.writers.facts import plain
from pipeline.writers.wording import Wording

LONG_SILENCE = 10.0  # seconds: from here on a silence is told with its times
PAIRS: dict[Mark, tuple[str, str]] = {  # around neighbours that share a mark, the outermost first
    "overlap": ("//", "//"),
    "outside": ("‹", "›"),
    "stock": ("~", "~"),
    "loop": ("{", "}"),
    "doubtful": ("(", "?)"),
}
_PUNCTUATION = re.compile(r"[.,;:!?…]*$")  # stays behind what closes
_SENTENCE_END = re.compile(r"[.!?;:]+(?=[\"'”’)]*$)")
_LIGHTER = re.compile(r"(,|\.\.\.|…)$")  # gives way to the end of a sentence
_FIRST_LETTER = re.compile(r"^([^\w'’]*)(ij|[^\W\d_])")  # "'t is" starts small


@dataclass(frozen=True, slots=True)
class Shown:
    """A pause, or a piece with its marks: no further change. The space in a pause is never broken (U+00A0)."""

    text: str = field(repr=False)
    start: float | None = None
    end: float | None = None


def read(
    blocks: Sequence[RedactedBlock], release: ReleaseSettings
) -> Iterator[tuple[RedactedBlock, tuple[Shown, ...]]]:
    """Each block with what is read of it, in this study's convention; what shows nothing is left out."""
    heard_until = None
    for block in blocks:
        pieces = [_with(piece, text) for piece in block.pieces if (text := plain(piece.text))]
        said = _with_pauses(pieces, heard_until, release.pause_seconds)
        if release.convention == "leesbaar" and block.kind == "turn":
            said = readable(said)
        yield block, tuple(_marked(said))
        heard_until = _later(heard_until, block.end)


def _with(piece: Piece, text: str) -> Piece:
    return piece if piece.text == text else replace(piece, text=text)


def stretch(block: RedactedBlock, words: Wording, times: str = "") -> str:
    """A block without words: "(3 s)" for a short silence, otherwise "[stilte 00:01:02-00:01:19]"."""
    if block.kind == "held" and block.start is None:
        return f"[{words.held}]"
    seconds = (block.end or 0.0) - (block.start or 0.0)
    if block.kind == "silence" and seconds < LONG_SILENCE:
        return _pause(seconds)
    what = {"gap": words.gap, "held": words.held}.get(block.kind, words.silence)
    return f"[{what} {times}".rstrip() + "]"


def readable(said: Sequence[Piece | Shown]) -> list[Piece | Shown]:
    """One turn without fillers and repetitions: every label, pause and marked word stays, and so does what answers.

    Only a doubtful word may go as if it were sure. A filler takes its comma along; the end of a sentence moves to the
    word before, a capital to the word behind. A turn of nothing but fillers ("Mhm.") is an answer, and stays.
    """
    words = ["" if isinstance(one, Shown) or one.label or {*one.marks} - {"doubtful"} else one.text for one in said]
    gone = {at for start, end in repetitions(words) for at in range(start, end)}
    gone |= {at for at, word in enumerate(words) if is_filler(word)}
    if all(at in gone or isinstance(one, Shown) for at, one in enumerate(said)):
        return [*said]
    kept: list[Piece | Shown] = []
    last: int | None = None  # place in `kept` of the last word
    capital = False
    for at, one in enumerate(said):
        before = "" if last is None else kept[last].text
        if at in gone:
            capital = capital or ((not before or ends_sentence(before)) and _is_capital(one.text))
            if last is not None and (end := _SENTENCE_END.search(one.text)) and not ends_sentence(before):
                kept[last] = replace(kept[last], text=_LIGHTER.sub("", before) + end[0])
        elif isinstance(one, Shown):
            kept.append(one)
        else:
            last = len(kept)
            kept.append(replace(one, text=_capital(one.text)) if capital and not one.label else one)
            capital = False
    return kept


def _is_capital(text: str) -> bool:
    return bool((first := _FIRST_LETTER.search(text)) and first[2].isupper())


def _capital(text: str) -> str:
    return _FIRST_LETTER.sub(lambda first: first[1] + first[2].upper(), text)


def _with_pauses(pieces: Sequence[Piece], heard_until: float | None, least: float) -> list[Piece | Shown]:
    """The pieces of a block, and the pauses before and between them that last at least so many seconds."""
    said: list[Piece | Shown] = []
    for piece in pieces:
        if piece.start is not None and heard_until is not None and piece.start - heard_until >= least:
            said.append(Shown(_pause(piece.start - heard_until), heard_until, piece.start))
        said.append(piece)
        heard_until = _later(heard_until, piece.end)
    return said


def _later(one: float | None, other: float | None) -> float | None:
    return max((time for time in (one, other) if time is not None), default=None)


def _pause(seconds: float) -> str:
    return f"({max(1, int(seconds + 0.5))}\u00a0s)"


def _marked(said: Sequence[Piece | Shown]) -> Iterator[Shown]:
    """The same with marks around them. A pause closes every pair."""
    for before, one, after in zip([None, *said], said, [*said[1:], None], strict=False):
        if isinstance(one, Shown):
            yield one
            continue
        if not one.marks:  # as most are
            yield Shown(one.text, one.start, one.end)
            continue
        word = _PUNCTUATION.sub("", one.text) or one.text
        opening = "".join(PAIRS[mark][0] for mark in _changing(one, before))
        closing = "".join(PAIRS[mark][1] for mark in reversed(_changing(one, after)))
        hyphen = "-" if "broken" in one.marks and not word.endswith("-") else ""
        yield Shown(f"{opening}{word}{hyphen}{closing}{one.text[len(word) :]}", one.start, one.end)


def _changing(one: Piece, beside: Piece | Shown | None) -> list[Mark]:
    """The marks of a piece that do not go on in the one beside it; within one that changes, all others do."""
    others = beside.marks if isinstance(beside, Piece) else None
    changed = others is None
    marks: list[Mark] = []
    for mark in PAIRS:
        changed = changed or others is None or (mark in one.marks) != (mark in others)
        if changed and mark in one.marks:
            marks.append(mark)
    return marks
