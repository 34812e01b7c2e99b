"""Masking puts labels for names and changes nothing else, not by a letter."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import RecognizerResult

from pipeline.model import Doubt, Identified, Mention, Piece, Register, Verbatim
from pipeline.stages.mask import mask
from pipeline.store import to_json
from tests.casework import found, material, read, record, redact, said, tools_for

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="[]"), min_size=1)
words = st.lists(texts, min_size=1, max_size=15)


@st.composite
def masked_lines(draw: st.DrawFn) -> tuple[Verbatim, tuple[Mention, ...]]:
    """A turn of any words, and any spans in it that do not overlap."""
    verbatim = said("moeder-1", " ".join(draw(words)))
    recording, text = verbatim.recording.id, verbatim.blocks[0].text
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    labels = st.sampled_from(["KIND-1", "MOEDER", "KIND-1/BROER-1", "DATUM"])
    doubts: st.SearchStrategy[Doubt] = st.sampled_from(["", "name", "who"])
    return verbatim, tuple(
        Mention(recording, "b1", start, end, "PERSON", draw(labels), draw(doubts), "by hand")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )


@settings(max_examples=200, deadline=None)
@given(masked_lines())
def test_pieces_with_labels_mapped_back_give_what_was_said(made: tuple[Verbatim, tuple[Mention, ...]]) -> None:
    verbatim, mentions = made
    identified = Identified(material([verbatim]), Register("casus-04"), mentions)
    (redacted,) = mask(identified, tools_for()).transcripts
    text = verbatim.blocks[0].text
    names = iter(text[mention.start : mention.end] for mention in mentions)
    assert re.sub(r"\[[A-Z0-9/-]+\]", lambda _: next(names), redacted.blocks[0].text) == text
    assert next(names, None) is None


def test_presidio_would_make_one_person_of_tom_tim_and_we_do_not() -> None:
    merged = AnonymizerEngine().anonymize(  # type: ignore[no-untyped-call]
        "Tom Tim", [RecognizerResult("PERSON", 0, 3, 1.0), RecognizerResult("PERSON", 4, 7, 1.0)]
    )
    assert merged.text == "<PERSON>"
    talk = said("moeder-1", "Tom Tim", "Tom, Tom Tom.")
    case = material([talk], [], record(("kind-1", "kind", "Tom"), ("broer-1", "broer", "Tim")))
    assert read(redact(case)[1][0]) == ["[KIND-1] [BROER-1]", "[KIND-1], [KIND-1] [KIND-1]."]


def test_a_label_over_several_words_is_one_piece_with_their_times() -> None:
    talk = said("moeder-1", "En (Sanne van der Meulen), zei ze.")
    _, (redacted,) = redact(material([talk], [], record(("kind-1", "kind", "Sanne van der Meulen"))))
    assert redacted.blocks[0].pieces == (
        Piece("En", 0.0, 0.5),
        Piece("([KIND-1]),", 0.5, 2.5, "KIND-1"),
        Piece("zei", 2.5, 3.0),
        Piece("ze.", 3.0, 3.5),
    )


def test_the_possessive_goes_with_the_name_and_punctuation_stays() -> None:
    talk = said("moeder-1", "Sannes jas, Sanne's tas; (sanne) en Sannetje! Sanne-achtig.")
    _, (redacted,) = redact(material([talk], [], record(("kind-1", "kind", "Sanne"))))
    assert read(redacted) == ["[KIND-1] jas, [KIND-1] tas; ([KIND-1]) en [KIND-1]! [KIND-1]-achtig."]


def test_two_names_in_one_word_stay_two() -> None:
    talk = said("moeder-1", "Tom/Sanne gingen")
    case = material([talk], [], record(("kind-1", "kind", "Tom"), ("broer-1", "broer", "Sanne")))
    (redacted,) = redact(case)[1]
    assert redacted.blocks[0].pieces[0] == Piece("[KIND-1]/[BROER-1]", 0.0, 0.5, "KIND-1 BROER-1")


def test_the_old_habit_writes_xx_for_everybody() -> None:
    talk = said("moeder-1", "Sanne en Tom op 3 mei.")
    case = material([talk], [[found(talk, "3 mei", "DATE")]], record(("a", "kind", "Sanne"), ("b", "broer", "Tom")))
    (redacted,) = redact(case, tools_for(style="xx"))[1]
    assert read(redacted) == ["XX en XX op XX."]
    assert {piece.label for piece in redacted.blocks[0].pieces} == {None, "XX"}


def test_queue_items_hold_no_text_and_keep_their_ids() -> None:
    talk = said("moeder-1", "Jordan en Roos.")
    case = material(
        [talk], [[found(talk, "Roos", score=0.3)]], record(("a", "kind", "Jordan"), ("b", "vriend", "Jordan"))
    )
    (once,), (again,) = redact(case, tools_for("required"))[1], redact(case, tools_for("required"))[1]
    assert once.queue == again.queue
    assert len({item.id for item in once.queue}) == 2
    assert not re.search("Jordan|Roos", to_json(once).decode())


def test_words_where_nobody_spoke_keep_their_mark() -> None:
    talk = said("moeder-1", "Sanne kwam")
    marked = tuple(replace(word, marks=("outside",) if word.text == "kwam" else ()) for word in talk.blocks[0].words)
    talk = replace(talk, blocks=(replace(talk.blocks[0], words=marked),))
    (redacted,) = redact(material([talk]))[1]
    assert [piece.marks for piece in redacted.blocks[0].pieces] == [(), ("outside",)]


def test_the_start_of_a_name_that_was_broken_off_goes_too() -> None:
    talk = said("moeder-1", "Toen zei Sa, eh, Sanne dat het bege begeleiding was.")
    words = tuple(replace(w, marks=("broken",)) if w.text in ("Sa,", "bege") else w for w in talk.blocks[0].words)
    talk = replace(talk, blocks=(replace(talk.blocks[0], words=words),))
    _, (redacted,) = redact(material([talk], [], record(("kind-1", "kind", "Sanne"))))
    assert read(redacted) == ["Toen zei [KIND-1], eh, [KIND-1] dat het bege begeleiding was."]
    assert [piece.text for piece in redacted.blocks[0].pieces if "broken" in piece.marks] == ["[KIND-1],", "bege"]
