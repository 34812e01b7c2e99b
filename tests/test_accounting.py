"""Every second is accounted for, whatever was spoken and whatever was heard."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.accounting import account, windows
from pipeline.config import TranscribeSettings
from pipeline.model import Block, Word
from pipeline.ports import Heard, Stretch

is_word = frozenset("ja nou de het een school voor".split()).__contains__
SETTINGS = TranscribeSettings()
OFTEN = settings(max_examples=50, deadline=None)


@st.composite
def spoken(draw: st.DrawFn) -> tuple[tuple[Stretch, ...], float]:
    """Stretches of speech in order, and the length of the recording."""
    at, speech = 0.0, []
    for _ in range(draw(st.integers(1, 12))):
        start = at + draw(st.floats(0, 8))
        at = start + draw(st.floats(0.1, 40))
        speech.append(Stretch(start, at))
    return tuple(speech), at + draw(st.floats(0, 20))


@st.composite
def heard(draw: st.DrawFn) -> tuple[tuple[Heard, ...], tuple[Stretch, ...], float]:
    """What a recogniser may make of it: words anywhere in their window, overlapping and out of order too."""
    speech, duration = draw(spoken())
    found = []
    for window in windows(speech, duration, SETTINGS):
        moment = st.floats(window.start, window.end)
        times = draw(st.lists(st.tuples(moment, moment), max_size=6))
        words = tuple(Word("", f"woord{n}", min(pair), max(pair), 0.5) for n, pair in enumerate(times))
        found.append(Heard(window, words, draw(st.sampled_from((0.0, 0.4)))))
    return tuple(found), speech, duration


def covered(speech: tuple[Stretch, ...], stretches: list[Stretch]) -> float:
    """Seconds of speech within the stretches."""
    return sum(max(0.0, min(s.end, t.end) - max(s.start, t.start)) for s in speech for t in stretches)


def span(block: Block) -> Stretch:
    assert block.start is not None and block.end is not None
    return Stretch(block.start, block.end)


@OFTEN
@given(spoken(), st.floats(2, 30))
def test_windows_hold_all_speech_and_none_is_too_long(case: tuple[tuple[Stretch, ...], float], longest: float) -> None:
    speech, duration = case
    found = windows(speech, duration, TranscribeSettings(window_seconds=longest))
    assert abs(covered(speech, list(found)) - sum(s.end - s.start for s in speech)) < 1e-6
    assert all(window.end - window.start <= longest + 1e-6 for window in found)
    assert all(before.end <= after.start + 1e-9 for before, after in pairwise(found))
    assert found[0].start >= 0 and found[-1].end <= duration + 1e-9


def test_a_window_is_cut_at_the_widest_pause_of_its_second_half() -> None:
    speech = (Stretch(0, 8), Stretch(8.4, 14), Stretch(15.5, 20), Stretch(20.4, 27))
    first, second = windows(speech, 27.5, TranscribeSettings(window_seconds=22.0))
    assert (first.end, second.start) == (14.3, 15.2)


def test_no_window_reaches_across_a_long_silence() -> None:
    assert len(windows((Stretch(0, 3), Stretch(6, 9)), 10, SETTINGS)) == 2


@OFTEN
@given(spoken())
def test_a_silence_that_is_not_decoded_is_shown(case: tuple[tuple[Stretch, ...], float]) -> None:
    speech, duration = case
    blocks, _ = account((), speech, duration, SETTINGS, is_word)
    shown = tuple(span(block) for block in blocks)
    edges = [0.0, *(edge for w in windows(speech, duration, SETTINGS) for edge in (w.start, w.end)), duration]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= SETTINGS.silence_seconds:
            assert covered((Stretch(start, end),), list(shown)) > end - start - 1e-6


@OFTEN
@given(heard())
def test_no_word_is_lost_doubled_or_moved(case: tuple[tuple[Heard, ...], tuple[Stretch, ...], float]) -> None:
    found, speech, duration = case
    blocks, _ = account(found, speech, duration, SETTINGS, is_word)
    words = [word for block in blocks for word in block.words]
    given_words = [word for one in found for word in one.words]
    assert [w.text for w in words] == [w.text for w in sorted(given_words, key=lambda word: word.start or 0.0)]
    assert len({word.id for word in words}) == len(words)
    assert all(block.kind == "turn" for block in blocks if block.words)


@OFTEN
@given(heard())
def test_every_second_of_speech_is_worded_or_a_gap(case: tuple[tuple[Heard, ...], tuple[Stretch, ...], float]) -> None:
    found, speech, duration = case
    blocks, figures = account(found, speech, duration, SETTINGS, is_word)
    gaps = [span(block) for block in blocks if block.kind == "gap"]
    assert abs(figures.speech - figures.worded - figures.gaps) < 0.005
    assert abs(figures.gaps - covered(speech, gaps)) < 0.005


@OFTEN
@given(heard())
def test_speech_without_words_of_a_second_or_more_is_inside_a_gap(
    case: tuple[tuple[Heard, ...], tuple[Stretch, ...], float],
) -> None:
    found, speech, duration = case
    blocks, _ = account(found, speech, duration, SETTINGS, is_word)
    gaps = [span(block) for block in blocks if block.kind == "gap"]
    words = [Stretch(w.start or 0, w.end or 0) for block in blocks for w in block.words]
    for stretch in speech:
        inside = [w for w in words if w.start < stretch.end and w.end > stretch.start]
        edges = [stretch.start, *(moment for word in inside for moment in (word.start, word.end)), stretch.end]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= SETTINGS.gap_seconds:
                assert abs(covered((Stretch(start, end),), gaps) - (end - start)) < 1e-6


@OFTEN
@given(heard())
def test_blocks_follow_each_other_in_time(case: tuple[tuple[Heard, ...], tuple[Stretch, ...], float]) -> None:
    blocks, figures = account(*case, SETTINGS, is_word)
    assert all(span(before).end <= span(after).start + 1e-9 for before, after in pairwise(blocks))
    assert all(span(block).start <= span(block).end for block in blocks)
    words = [word for block in blocks for word in block.words]
    assert all((before.end or 0) <= (after.start or 0) for before, after in pairwise(words))
    assert [block.id for block in blocks] == [f"b{n:04}" for n in range(1, len(blocks) + 1)]
    assert figures.windows == len(case[0])


def said(*words: tuple[float, float]) -> tuple[Heard, ...]:
    found = tuple(Word("", "ja", start, end, 0.9) for start, end in words)
    return (Heard(Stretch(0, 30), found, 0.0),)


def test_speech_without_words_is_shown_as_a_gap() -> None:
    speech = (Stretch(0, 2), Stretch(3, 6), Stretch(7, 8))
    blocks, figures = account(said((0.1, 1.9), (7.1, 7.9)), speech, 8, SETTINGS, is_word)
    assert [(block.kind, span(block)) for block in blocks][1] == ("gap", Stretch(3, 6))
    assert figures.gaps == 3.0


def test_a_sentence_missing_between_two_words_is_shown_as_a_gap() -> None:
    blocks, _ = account(said((0, 0.5), (3, 3.5)), (Stretch(0, 3.5),), 4, SETTINGS, is_word)
    assert [block.kind for block in blocks] == ["turn", "gap", "turn"]


def test_a_word_cannot_hide_a_sentence_by_being_long() -> None:
    blocks, _ = account(said((0, 9)), (Stretch(0, 9),), 9, SETTINGS, is_word)
    assert [(block.kind, span(block)) for block in blocks] == [("turn", Stretch(0, 2)), ("gap", Stretch(2, 9))]


def test_a_short_hole_belongs_to_the_words_beside_it() -> None:
    blocks, figures = account(said((0.3, 1), (1.7, 2)), (Stretch(0, 2.3),), 3, SETTINGS, is_word)
    assert [block.kind for block in blocks] == ["turn"]
    assert figures.worded == figures.speech == 2.3


def test_a_short_sound_far_from_any_word_is_a_gap() -> None:
    blocks, _ = account(said((0, 1)), (Stretch(0, 1), Stretch(4, 4.5)), 5, SETTINGS, is_word)
    assert [block.kind for block in blocks] == ["turn", "silence", "gap"]


def test_a_recording_in_which_no_word_was_understood_is_all_gap() -> None:
    blocks, figures = account((Heard(Stretch(0, 5), (), 0.0),), (Stretch(1, 4),), 5, SETTINGS, is_word)
    assert [block.kind for block in blocks] == ["gap"]
    assert figures.worded == 0


def test_words_where_nobody_speaks_are_marked_and_kept() -> None:
    blocks, figures = account(said((0, 1), (5, 6)), (Stretch(0, 1.2),), 7, SETTINGS, is_word)
    assert [word.marks for block in blocks for word in block.words] == [(), ("outside",)]
    assert figures.marks == (("outside", 1),)


def test_a_long_silence_is_shown_and_a_pause_starts_a_turn() -> None:
    speech = (Stretch(0, 1), Stretch(2.5, 4), Stretch(12, 13))
    blocks, _ = account(said((0, 1), (2.5, 4), (12, 13)), speech, 13, SETTINGS, is_word)
    assert [block.kind for block in blocks] == ["turn", "turn", "silence", "turn"]
