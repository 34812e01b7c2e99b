"""What a researcher holds back is in nothing that leaves, and nothing beside it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import NotAFragment
from pipeline.holding import fragment, hold, in_force
from pipeline.model import Held, Piece, QueueItem, Redacted, RedactedBlock
from tests.casework import redact, said

DIGEST = "a" * 64


def talk() -> Redacted:
    _, (redacted,) = redact_of("wij gingen naar huis", "en toen zei zij niets", "dat was alles")
    return redacted


def redact_of(*lines: str) -> tuple[object, tuple[Redacted, ...]]:
    from tests.casework import material

    return redact(material([said("leraar-1", *lines)]))


def test_words_in_the_stretch_go_and_all_others_stay() -> None:
    whole = talk()
    shown = hold(whole, [Held(1.0, 3.0)], DIGEST)
    assert [(block.kind, block.text) for block in shown.blocks] == [
        ("turn", "wij gingen"),
        ("held", ""),
        ("turn", "zei zij niets"),
        ("turn", "dat was alles"),
    ]
    assert (shown.blocks[1].start, shown.blocks[1].end) == (1.0, 3.0)


def test_a_word_half_in_the_stretch_goes() -> None:
    assert "gingen" not in hold(talk(), [Held(0.9, 1.0)], DIGEST).blocks[0].text


def test_a_block_without_word_times_goes_whole() -> None:
    whole = talk()
    bare = replace(whole.blocks[0], pieces=tuple(replace(p, start=None, end=None) for p in whole.blocks[0].pieces))
    shown = hold(replace(whole, blocks=(bare, *whole.blocks[1:])), [Held(0.0, 0.5)], DIGEST)
    assert shown.blocks[0].kind == "held" and "huis" not in " ".join(block.text for block in shown.blocks)


def test_numbers_of_a_document_keep_their_place_and_those_of_another_verbatim_hide_everything() -> None:
    paper = replace(talk(), blocks=tuple(RedactedBlock(f"b{n}", "paragraph", (Piece(f"w{n}"),)) for n in range(5)))
    shown = hold(paper, [Held(2, 3, None, DIGEST)], DIGEST)
    assert [block.text for block in shown.blocks] == ["w0", "", "", "w3", "w4"]
    assert {block.kind for block in hold(paper, [Held(2, 3, None, "b" * 64)], DIGEST).blocks} == {"held"}


def test_nothing_is_asked_about_what_is_held_back() -> None:
    item = QueueItem("q", "b1", 0, 3, "PERSON", "PERSOON-1", "name", "x")
    other = replace(item, block="b3")
    shown = hold(replace(talk(), queue=(item, other)), [Held(0.0, 2.0)], DIGEST)
    assert shown.queue == (other,)


def test_an_embargo_ends_on_its_day() -> None:
    one = Held(0, 1, date(2030, 1, 1))
    assert in_force([one], date(2029, 12, 31)) == (one,)
    assert in_force([one], date(2030, 1, 1)) == ()


@pytest.mark.parametrize(
    "text", ["", "12-15", "00:12:03", "00:14:00-00:12:03", "00:12:03-00:12:03", "Sanne", "0:61:00-1:00:00"]
)
def test_what_is_no_fragment_of_a_recording_is_refused(text: str) -> None:
    with pytest.raises(NotAFragment):
        fragment(text, True, DIGEST, None)


def test_fragments_as_they_are_typed() -> None:
    assert fragment("00:12:03-01:14:00", True, DIGEST, None) == Held(723.0, 4440.0)
    assert fragment("12-15", False, DIGEST, None) == Held(12, 15, None, DIGEST)
    assert fragment("12", False, DIGEST, None) == Held(12, 12, None, DIGEST)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(1, 8)), min_size=1, max_size=3))
def test_every_word_is_either_shown_or_was_said_in_a_stretch(spans: list[tuple[int, int]]) -> None:
    whole = talk()
    held = [Held(first / 2, (first + length) / 2) for first, length in spans]
    shown = hold(whole, held, DIGEST)
    left = [piece for block in shown.blocks for piece in block.pieces]
    for piece in (piece for block in whole.blocks for piece in block.pieces):
        assert piece.start is not None and piece.end is not None
        hidden = any(piece.start < one.last and piece.end > one.first for one in held)
        assert (piece in left) == (not hidden)
    assert len({block.id for block in shown.blocks}) == len(shown.blocks)
