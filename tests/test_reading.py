"""Two readings of the same data: what marks and pauses look like, and what the readable one leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Convention
from pipeline.model import Mark, Piece, RedactedBlock
from pipeline.verbatim import is_filler
from pipeline.writers import write_case
from pipeline.writers.reading import PAIRS, Shown, read, readable
from tests import redacted as make

SHEET = (Path(__file__).parent.parent / "docs/transcription.md").read_text(encoding="utf-8")
BODY = "-" * 100 + "\n\n"


def told(*blocks: RedactedBlock, convention: Convention = "woordelijk", **release: Any) -> list[str]:
    """The text of each block in a reading."""
    study = make.settings(release={"convention": convention, **release})
    return [" ".join(one.text for one in said).replace("\u00a0", " ") for _, said in read(blocks, study.release)]


def turn(*said: Any, **more: Any) -> RedactedBlock:
    """Words with their marks, half a second each; a number is a pause. "[KIND-1]" is a label."""
    at, pieces = more.pop("start", 0.0), []
    for one in said:
        if isinstance(one, float):
            at += one
            continue
        text, *marks = (one,) if isinstance(one, str) else one
        for word in text.split():
            label = word[1:].split("]")[0] if word.startswith("[") else None
            pieces.append(Piece(word, at, at + 0.5, label, tuple(marks)))
            at += 0.5
    return replace(make.turn("x"), pieces=tuple(pieces), start=pieces[0].start, end=at, **more)


def readable_text(text: str) -> str:
    return told(turn(text), convention="leesbaar")[0]


# --- the sheet for researchers ------------------------------------------------------------------------------

FRAGMENT = (
    turn("Hoe ging dat, hoe ging dat eh op school?", start=2.0, speaker="I"),
    turn(
        *("Eh, nou, ik ik heb de", ("gemeenteraa", "broken"), "gemeente gebeld.", 3.0, "En dat, dat was"),
        *(("lastig,", "doubtful"), "zeg maar."),
        start=8.0,
    ),
    turn(("Ja, ja.", "overlap"), start=20.0, speaker="I"),
    turn(
        ("En toen", "overlap"),
        "kwam [HULPVERLENER-1], uh, van [INSTELLING-1]. Hij luisterde heel heel goed.",
        start=20.2,
    ),
    make.gap(26.7, 31.0, "silence"),
    turn("Mhm.", start=31.0),
    make.gap(32.0, 36.5),
    turn("Ja, en dan", ("en dan en dan en dan", "loop"), start=37.0),
    make.gap(42.0, 70.0, "silence"),
    turn(("Ondertiteling door vrijwilligers.", "stock", "outside"), ("Bedankt", "outside"), start=70.0, speaker=None),
)


@pytest.mark.parametrize("convention", get_args(Convention))
def test_the_example_of_the_sheet_is_what_is_written(convention: str) -> None:
    study = make.settings(release={"writers": [f"txt:{convention}"]})
    files = write_case(make.case_file(make.transcript(*FRAGMENT)), study)
    page = files[f"leraar-1.{convention}.txt"].decode()
    (shown,) = re.findall(rf"```{convention}\n(.*?)```", SHEET, re.DOTALL)
    assert page.split(BODY)[1] == shown
    assert f"Weergave          {convention}: " in page


def test_the_sheet_explains_every_mark() -> None:
    for opening, closing in [*PAIRS.values(), ("", "-")]:
        assert f"| `{opening}woord" in SHEET and f"{closing}` |" in SHEET


# --- marks and pauses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ((("dat", "doubtful"),), "(dat?)"),
        (("zo", ("dat is", "doubtful"), "het"), "zo (dat is?) het"),
        ((("wat?", "doubtful"),), "(wat?)?"),
        ((("ja.", "outside"), ("dank u", "outside")), "‹ja. dank u›"),
        ((("a", "overlap"), ("b", "doubtful", "overlap"), ("c", "overlap"), "d"), "//a (b?) c// d"),
        ((("a", "doubtful"), ("b", "overlap", "doubtful")), "(a?) //(b?)//"),
        ((("a", "outside", "loop"), ("b", "loop")), "‹{a}› {b}"),
        ((("ge,", "broken"), ("gemee", "broken"), ("raa-", "broken"), ("hm...", "broken")), "ge-, gemee- raa- hm-..."),
        ((("ge", "broken", "doubtful"), "ga"), "(ge-?) ga"),
        ((("[KIND-1],", "doubtful"), "ja"), "([KIND-1]?), ja"),
        ((("Sub door X.", "stock"),), "~Sub door X~."),
        ((("...", "doubtful"),), "(...?)"),
        ((("ja", "loop"), 2.5, ("ja", "loop")), "{ja} (3 s) {ja}"),
    ],
)
def test_marks_stand_around_runs_and_nest_in_one_order(said: Any, shown: str) -> None:
    assert told(turn(*said)) == [shown]


def test_pauses_are_told_from_the_setting_on() -> None:
    block = turn("ja", 1.9, "en", 2.0, "toen", 65.2, "dus")
    assert told(block) == ["ja en (2 s) toen (65 s) dus"]
    assert told(block, pause_seconds=0.5) == ["ja (2 s) en (2 s) toen (65 s) dus"]
    assert told(block, pause_seconds=90.0) == ["ja en toen dus"]


def test_a_pause_between_turns_is_told_unless_a_block_of_its_own_tells_it() -> None:
    first, second = turn("ja"), turn("nee", start=4.0)
    assert told(first, second) == ["ja", "(4 s) nee"]
    assert told(first, make.gap(0.5, 4.0, "silence"), second) == ["ja", "", "nee"]
    assert told(second, turn("dus", start=4.2)) == ["nee", "dus"]


def test_a_document_has_no_pauses_and_nothing_is_left_out_of_it() -> None:
    paragraph = make.turn("Eh, ik ik heb", None, None, "paragraph")
    assert told(paragraph, convention="leesbaar") == ["Eh, ik ik heb"]


def test_a_pause_is_never_broken_over_two_lines() -> None:
    page = write_case(make.case_file(make.transcript(turn("ja", *["a", 3.0] * 60, "ja"))), make.settings())
    text = page["leraar-1.txt"].decode().split(BODY)[1]
    assert text.count("(3 s)") == 60 and "\u00a0" not in text


# --- leesbaar -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Eh, ik weet", "Ik weet"),
        ("het is, eh, moeilijk", "het is, moeilijk"),
        ("het is eh, moeilijk", "het is moeilijk"),
        ("Dat weet ik niet, eh. Ik ga.", "Dat weet ik niet. Ik ga."),
        ("Dat weet ik niet... eh? Ik ga.", "Dat weet ik niet? Ik ga."),
        ("Ja. Eh. Uh, ijs dus.", "Ja. IJs dus."),
        ("Uh, ’t is zo. Ik, ik ik ga.", "’t is zo. Ik ga."),
        ("en Uh ik ga", "en ik ga"),
        ("Eh, [KIND-1], eh. Zo.", "[KIND-1]. Zo."),
        ("met [KIND-1], met [KIND-1] gaat", "met [KIND-1], met [KIND-1] gaat"),
        ("Hm. Eh.", "Hm. Eh."),
        ("Mhm.", "Mhm."),
        ("bij bij, uh, bij [SCHOOL-1] toen", "bij bij [SCHOOL-1] toen"),
        ("Nou ja, zeg maar, hè.", "Nou ja, zeg maar, hè."),
    ],
)
def test_fillers_and_repetitions_go_with_their_punctuation(said: str, left: str) -> None:
    assert readable_text(said) == left


def test_marked_words_and_pauses_stay_and_only_a_doubtful_filler_goes() -> None:
    block = turn(
        *("ik", ("eh", "overlap"), ("uh", "doubtful"), ("hm", "outside"), 3.0, "eh", 2.0, "ga", ("de", "broken"), "de"),
        "tuin",
    )
    assert told(block, convention="leesbaar") == ["ik //eh// ‹hm› (3 s) (2 s) ga de- de tuin"]
    assert told(turn(("de", "loop"), ("de", "loop"), "de", ("de", "doubtful"), "tuin"), convention="leesbaar") == [
        "{de de} (de?) tuin"
    ]


spoken = st.lists(
    st.tuples(
        st.sampled_from(
            "Ik ik heb heb, dat dat, dat... eh Eh uh, eh. hm? de en op ja zes. keer [KIND-1] [KIND-1].".split()
        ),
        st.sampled_from([(), (), (), (), ("doubtful",), ("overlap",), ("broken",), ("loop", "outside")]),
        st.sampled_from([0.0, 0.0, 0.0, 3.0]),
    ),
    min_size=1,
    max_size=25,
)


def said_of(drawn: list[tuple[str, tuple[Mark, ...], float]]) -> list[Piece | Shown]:
    said: list[Piece | Shown] = []
    for text, marks, pause in drawn:
        said += [Shown("(3 s)")] if pause else []
        said.append(Piece(text, label="KIND-1" if text.startswith("[") else None, marks=marks))
    return said


def folded(said: list[Piece | Shown]) -> list[str]:
    return [re.sub(r"[,.?]+$", "", one.text).casefold() for one in said]


@given(spoken)
@settings(deadline=None, max_examples=400)
def test_the_readable_words_are_some_of_the_verbatim_words_in_order(drawn: Any) -> None:
    said = said_of(drawn)
    left = iter(folded(said))
    assert all(word in left for word in folded(readable(said)))


@given(spoken)
@settings(deadline=None, max_examples=400)
def test_labels_pauses_and_marks_all_stay(drawn: Any) -> None:
    def kept(said: list[Piece | Shown]) -> list[tuple[str, tuple[Mark, ...]]]:
        stays = [one.label or not {*one.marks} <= {"doubtful"} if isinstance(one, Piece) else "pause" for one in said]
        return [
            (text, getattr(one, "marks", ())) for one, text, stay in zip(said, folded(said), stays, strict=True) if stay
        ]

    said = said_of(drawn)
    assert kept(readable(said)) == kept(said)


@given(spoken)
@settings(deadline=None, max_examples=400)
def test_reading_twice_changes_nothing(drawn: Any) -> None:
    once = readable(said_of(drawn))
    assert readable(once) == once


@given(spoken)
@settings(deadline=None, max_examples=400)
def test_sentences_end_where_they_ended(drawn: Any) -> None:
    """As many sentences, but for those of nothing but fillers."""
    said = said_of(drawn)
    ends = [one for one in readable(said) if re.search(r"[^.][.?]$", one.text)]
    words = [one for one in said if isinstance(one, Shown) or not is_filler(one.text)]
    assert len([one for one in words if re.search(r"[^.][.?]$", one.text)]) <= len(ends) or len(readable(said)) == len(
        said
    )


@given(st.lists(st.sampled_from("Ja. nou hoor dat is wel een goede school, maar [KIND-1] niet".split()), min_size=1))
@settings(deadline=None)
def test_without_fillers_and_repetitions_nothing_changes(words: list[str]) -> None:
    apart = [word for at, word in enumerate(words) if word not in words[:at]]
    assert readable_text(" ".join(apart)) == told(turn(" ".join(apart)))[0]


@given(make.blocks(), st.sampled_from(get_args(Convention)))
@settings(deadline=None)
def test_pairs_close_inside_out_in_every_block(blocks: tuple[RedactedBlock, ...], convention: Convention) -> None:
    plain_words = tuple(
        replace(block, pieces=tuple(replace(piece, text=f"w{at}", label=None) for at, piece in enumerate(block.pieces)))
        for block in blocks
    )
    for text in told(*plain_words, convention=convention):
        left = re.sub(r"\(\d+ s\)|w\d+-?", "", text).replace(" ", "")
        while left != (left := re.sub(r"‹›|\{\}|\(\?\)|////|~~", "", left)):
            pass
        assert left == ""
