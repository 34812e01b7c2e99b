"""Every second is accounted for: what is decoded in one go, and what became of all speech.

Pure arithmetic on times: nothing here reads audio, or looks at what was said.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from pipeline.config import TranscribeSettings
from pipeline.marking import marked
from pipeline.model import Block, BlockKind, Figures, Mark, Third, Word
from pipeline.ports import Heard, Stretch
from pipeline.verbatim import is_filler, repetitions

_MARGIN = 0.3  # seconds of a pause that a window takes along
_NEAR = 0.3  # a word this far from speech still belongs to it
_LONGEST_WORD = 2.0  # a longer one was stretched over something that was not written down


def windows(speech: Sequence[Stretch], duration: float, settings: TranscribeSettings) -> tuple[Stretch, ...]:
    """What to decode in one go: all speech, cut in the middle of pauses, at most `window_seconds` long.

    No window reaches across a silence that is shown: there a recogniser makes things up. A stretch that is too long
    by itself is cut evenly. In order, not overlapping, between 0 and `duration`.
    """
    limit = settings.window_seconds - 2 * _MARGIN
    pieces = [piece for stretch in speech for piece in _evenly(stretch, limit)]
    spans: list[Stretch] = []
    while pieces:
        count = _together(pieces, limit, settings.silence_seconds)
        spans.append(Stretch(pieces[0].start, pieces[count - 1].end))
        pieces = pieces[count:]
    found = []
    for before, span, after in zip([None, *spans], spans, [*spans[1:], None], strict=False):
        room_before = (span.start - before.end) / 2 if before else span.start
        room_after = (after.start - span.end) / 2 if after else duration - span.end
        found.append(Stretch(span.start - min(_MARGIN, room_before), span.end + min(_MARGIN, room_after)))
    return tuple(found)


def account(
    heard: Sequence[Heard],
    speech: Sequence[Stretch],
    duration: float,
    settings: TranscribeSettings,
    is_word: Callable[[str], bool],
) -> tuple[tuple[Block, ...], Figures]:
    """All words in turns, and a block for each stretch of speech without words and each long silence.

    Speech that has no words for less than `gap_seconds` counts with the word beside it. A word where nobody
    speaks is marked, as is whatever else is doubtful: never left out. Blocks and words are numbered in order of time.
    """
    words = marked(_in_order(heard, speech), settings.doubt_below, is_word)
    gaps = _gaps(words, speech, settings.gap_seconds)
    taken = sorted([*speech, *gaps, *_times(words)], key=lambda stretch: stretch.start)
    silences = [quiet for quiet in _between(taken, 0.0, duration) if _length(quiet) >= settings.silence_seconds]
    marks = [_mark("gap", gap) for gap in gaps] + [_mark("silence", silence) for silence in silences]
    blocks = sorted([*marks, *_turns(words, marks, settings.turn_pause_seconds)], key=_place)
    spoken, missed = sum(map(_length, speech)), sum(_length(part) for gap in gaps for part in _within(speech, gap))
    figures = Figures(
        duration=round(duration, 3),
        speech=round(spoken, 3),
        worded=round(spoken - missed, 3),
        gaps=round(missed, 3),
        windows=len(heard),
        windows_retried=sum(one.temperature > 0 for one in heard),
        temperatures=tuple(sorted(Counter(one.temperature for one in heard).items())),
        marks=count_marks(blocks),
        thirds=thirds(blocks),
    )
    return tuple(replace(block, id=f"b{number:04}") for number, block in enumerate(blocks, 1)), figures


def marked_blocks(blocks: Sequence[Block], doubt_below: float, is_word: Callable[[str], bool]) -> tuple[Block, ...]:
    """The same blocks, their words marked: what another program wrote down is as doubtful."""
    words = iter(marked([word for block in blocks for word in block.words], doubt_below, is_word))
    return tuple(replace(block, words=tuple(islice(words, len(block.words)))) for block in blocks)


def count_marks(blocks: Iterable[Block]) -> tuple[tuple[Mark, int], ...]:
    """How many words carry each mark."""
    return tuple(sorted(Counter(mark for block in blocks for word in block.words for mark in word.marks).items()))


def thirds(blocks: Sequence[Block]) -> tuple[Third, ...]:
    """Fillers, repetitions and broken-off words in each third of the time (of the words, where they have no times)."""
    counts = [Counter[str]() for _ in range(3)]
    total = sum(len(block.words) for block in blocks)
    end = max((word.end or 0.0 for block in blocks for word in block.words), default=0.0)
    before = 0
    for block in blocks:
        texts = [word.text for word in block.words]
        places = [
            min(2, int(3 * (word.start / end if word.start is not None and end else at / total)))
            for at, word in enumerate(block.words, before)
        ]
        for place, word in zip(places, block.words, strict=True):
            counts[place].update(words=1, fillers=int(is_filler(word.text)), broken=int("broken" in word.marks))
        for first, _ in repetitions(texts):
            counts[places[first]]["repetitions"] += 1
        before += len(block.words)
    names = ("words", "fillers", "repetitions", "broken")
    return tuple(Third(*(count[name] for name in names)) for count in counts)


def unheard(heard: Sequence[Heard], speech: Sequence[Stretch], settings: TranscribeSettings) -> tuple[Stretch, ...]:
    """What to listen to once more: gaps that could hold a word, and exactly those, so that none is heard twice."""
    gaps = _gaps(_in_order(heard, speech), speech, settings.gap_seconds)
    parts = (part for gap in gaps for part in _evenly(gap, settings.window_seconds))
    return tuple(part for part in parts if _length(part) >= settings.gap_seconds)


def _evenly(stretch: Stretch, limit: float) -> list[Stretch]:
    """The stretch in equal parts, each within the limit."""
    count = max(1, -int(-_length(stretch) // limit))
    step = _length(stretch) / count
    cuts = [stretch.start, *(stretch.start + step * number for number in range(1, count)), stretch.end]
    return [Stretch(start, end) for start, end in pairwise(cuts)]


def _together(pieces: Sequence[Stretch], limit: float, silence: float) -> int:
    """How many of these pieces go into one window; where it must be cut, at the widest pause of its second half."""
    first, count = pieces[0], 1
    while count < len(pieces):
        if pieces[count].start - pieces[count - 1].end >= silence:
            return count
        if pieces[count].end - first.start > limit:
            late = [n for n in range(1, count + 1) if pieces[n - 1].end - first.start >= limit / 2] or [count]
            return max(late, key=lambda n: (pieces[n].start - pieces[n - 1].end, n))
        count += 1
    return count


def _in_order(heard: Sequence[Heard], speech: Sequence[Stretch]) -> list[Word]:
    """All words, numbered, none starting before the one before it ends."""
    words: list[Word] = []
    at = 0.0
    for word in sorted((word for one in heard for word in one.words), key=lambda word: word.start or 0.0):
        start = max(at, word.start or 0.0)
        at = min(max(start, word.end or 0.0), start + _LONGEST_WORD)
        outside = not _within(speech, Stretch(start - _NEAR, at + _NEAR))
        marks: tuple[Mark, ...] = ("outside",) if outside else ()
        words.append(replace(word, id=f"w{len(words) + 1:05}", start=start, end=at, marks=marks))
    return words


def _gaps(words: Sequence[Word], speech: Sequence[Stretch], longest: float) -> list[Stretch]:
    """Speech without words: together at least `longest` seconds, or too far from any word to belong to it."""
    times = _times(words)
    never = Stretch(-math.inf, -math.inf), Stretch(math.inf, math.inf)
    found = []
    for before, after in pairwise([never[0], *times, never[1]]):
        for parts in _clusters(_within(speech, Stretch(before.end, after.start)), longest):
            gap = Stretch(parts[0].start, parts[-1].end)
            far = min(gap.start - before.end, after.start - gap.end) > longest
            if far or sum(map(_length, parts)) >= longest:
                found.append(gap)
    return found


def _clusters(parts: Sequence[Stretch], pause: float) -> list[list[Stretch]]:
    clusters: list[list[Stretch]] = []
    for part in parts:
        if clusters and part.start - clusters[-1][-1].end < pause:
            clusters[-1].append(part)
        else:
            clusters.append([part])
    return clusters


def _turns(words: Sequence[Word], marks: Sequence[Block], pause: float) -> list[Block]:
    turns: list[list[Word]] = []
    for word in words:
        start, before = word.start or 0.0, turns[-1][-1].end or 0.0 if turns else 0.0
        parted = any(before <= (mark.start or 0.0) and (mark.end or 0.0) <= start for mark in marks)
        if turns and start - before < pause and not parted:
            turns[-1].append(word)
        else:
            turns.append([word])
    return [Block("", "turn", tuple(turn), turn[0].start, turn[-1].end) for turn in turns]


def _mark(kind: BlockKind, stretch: Stretch) -> Block:
    return Block("", kind, (), stretch.start, stretch.end)


def _place(block: Block) -> tuple[float, float]:
    return block.start or 0.0, block.end or 0.0


def _times(words: Iterable[Word]) -> list[Stretch]:
    return [Stretch(word.start or 0.0, word.end or 0.0) for word in words]


def _between(taken: Iterable[Stretch], start: float, end: float) -> list[Stretch]:
    """What `taken` (in order of start) leaves free between two times."""
    free = []
    for stretch in taken:
        if stretch.start > start:
            free.append(Stretch(start, stretch.start))
        start = max(start, stretch.end)
    return [*free, Stretch(start, end)] if end > start else free


def _within(stretches: Sequence[Stretch], limits: Stretch) -> list[Stretch]:
    """The parts of stretches (in order, not overlapping) that lie within the limits."""
    parts = []
    for stretch in stretches[bisect_right(stretches, limits.start, key=lambda s: s.end) :]:
        if stretch.start >= limits.end:
            break
        parts.append(Stretch(max(stretch.start, limits.start), min(stretch.end, limits.end)))
    return parts


def _length(stretch: Stretch) -> float:
    return stretch.end - stretch.start
