"""Writers: nothing lost, nothing broken by odd text, the same bytes each time, nothing but what was allowed."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline.model import CaseFile, Mark, Piece, RedactedBlock, RedactedCase, StudyFile, Third, Transcript
from pipeline.writers import WRITERS, write_case, write_concepts, write_overview
from pipeline.writers.facts import clock, plain
from pipeline.writers.reading import LONG_SILENCE, PAIRS, read
from pipeline.writers.wording import EN, NL, WORDINGS
from tests import redacted as make

SCHEMA = json.loads((Path(__file__).parent.parent / "pipeline/writers/transcript.schema.json").read_text())
NL_STUDY, EN_STUDY = make.settings(), make.settings(study={"language": "en"})


def written(kind: str, transcript: Transcript, settings: Any = NL_STUDY) -> str:
    return next(iter(WRITERS[kind](make.case_file(transcript), settings).values())).decode()


def body(page: str) -> list[str]:
    """The lines below the dashes."""
    return page.split("-" * 100 + "\n\n", 1)[1].splitlines()


def unwrapped(page: str) -> list[tuple[str, str]]:
    """Numbered blocks of a text page, put together again: number, and what stands behind it."""
    found: list[list[str]] = []
    for line in filter(None, body(page)):
        if start := re.match(r" {0,2}(\d+)  (?:\d\d:\d\d:\d\d  \S+ *)?", line):
            found.append([start[1], line[start.end() :]])
            indent = start.end()
        else:
            assert line.startswith(" " * indent)
            found[-1].append(line[indent:])
    return [(number, " ".join(filter(None, rest))) for number, *rest in found]


def as_read(blocks: tuple[RedactedBlock, ...], study: Any = NL_STUDY) -> list[str]:
    return [plain(" ".join(one.text for one in said)) for _, said in read(blocks, study.release)]


def stretch(block: RedactedBlock) -> str:
    """A block without words, in a player."""
    seconds = (block.end or 0) - (block.start or 0)
    short = block.kind == "silence" and seconds < LONG_SILENCE
    return f"({max(1, int(seconds + 0.5))} s)" if short else f"[{getattr(NL, block.kind)}]"


def cues(page: str) -> list[tuple[str, str, str]]:
    """A simple WebVTT reader: start, end, text of each cue; raises on what a player would not take."""
    head, note, *rest = page.removesuffix("\n").split("\n\n")
    assert head == "WEBVTT" and note.startswith("NOTE\n") and "-->" not in note
    found = []
    for part in rest:
        timing, text = part.split("\n")
        start, end = re.fullmatch(r"(\d\d+:\d\d:\d\d\.\d{3}) --> (\d\d+:\d\d:\d\d\.\d{3})", timing).groups()  # type: ignore[union-attr]
        text = re.sub(r"^<v \w+>", "", text)
        assert not re.search(r"[<>]|-->|&(?!amp;|lt;|gt;)", text)
        found.append((start, end, html.unescape(text)))
    return found


# --- promises, for any text ---------------------------------------------------------------------------------


@given(make.blocks())
@settings(deadline=None)
def test_txt_wraps_and_never_loses_a_word(blocks: tuple[RedactedBlock, ...]) -> None:
    page = written("txt", make.transcript(*blocks))
    shown = unwrapped(page)
    assert [number for number, _ in shown] == [str(n) for n in range(1, len(blocks) + 1)]
    for block, said, (_, text) in zip(blocks, as_read(blocks), shown, strict=True):
        assert text == said if block.kind == "turn" else text.startswith(stretch(block).rstrip("]"))


@given(make.blocks())
@settings(deadline=None)
def test_vtt_stays_valid_and_keeps_every_word_in_order_of_time(blocks: tuple[RedactedBlock, ...]) -> None:
    found = cues(written("vtt", make.transcript(*blocks)))
    assert all(start < end for start, end, _ in found)
    assert [start for start, _, _ in found] == sorted(start for start, _, _ in found)
    said = zip(blocks, as_read(blocks), strict=True)
    expected = [text if block.kind == "turn" else stretch(block) for block, text in said]
    assert " ".join(text for _, _, text in found) == " ".join(filter(None, expected))


@given(make.blocks(), st.sampled_from([NL_STUDY, EN_STUDY]))
@settings(deadline=None)
def test_json_validates_and_gives_back_every_piece(blocks: tuple[RedactedBlock, ...], study: Any) -> None:
    content = json.loads(written("json", make.transcript(*blocks), study))
    Draft202012Validator(SCHEMA).validate(content)
    assert [[p["text"] for p in b["pieces"]] for b in content["blocks"]] == [
        [plain(p.text) for p in b.pieces] for b in blocks
    ]


@given(make.blocks(), st.sampled_from([NL_STUDY, EN_STUDY]))
@settings(deadline=None, max_examples=50)
def test_all_files_are_nfc_with_lf_and_the_same_each_time(blocks: tuple[RedactedBlock, ...], study: Any) -> None:
    case = make.case_file(make.transcript(*blocks))
    for kind in ("txt", "json", "vtt"):
        files = WRITERS[kind](case, study)
        assert files == WRITERS[kind](case, study)
        for text in map(bytes.decode, files.values()):
            assert unicodedata.is_normalized("NFC", text)
            assert text.splitlines() == text.removesuffix("\n").split("\n")


@given(make.words | make.awkward | st.from_regex(r"\A[=+\-@\t＝].*\Z"))
@settings(deadline=None)
def test_no_cell_of_the_overview_is_computed_and_none_splits(detail: str) -> None:
    odd = make.transcript(of=make.recording(detail=detail))
    data = write_overview(StudyFile("Proef", (make.case_file(odd),)), NL_STUDY)["overview.csv"]
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert len(header) == len(row)
    assert not row[2].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert row[2].removeprefix("'") == plain(detail).removeprefix("'")


@given(st.floats(0, 360_000))
@settings(deadline=None)
def test_times_are_rounded_down(seconds: float) -> None:
    hours, minutes, rest = map(int, clock(seconds).split(":"))
    assert 0 <= seconds - (3600 * hours + 60 * minutes + rest) < 1 and minutes < 60 and rest < 60


# --- stories ------------------------------------------------------------------------------------------------


def test_a_teacher_s_transcript_reads_as_the_documentation_shows() -> None:
    said = " ".join(["dat dat gaat eigenlijk wel beter"] * 5)
    page = written(
        "txt",
        make.transcript(
            make.turn("En hoe gaat het met [KIND-1] in de groep?", 211, "I"),
            make.turn(f"Ja nou eh, {said}", 221.9),
            make.gap(723.2, 729.9),
            make.gap(762, 769, "silence"),
            make.gap(802, 819, "silence"),
            of=make.recording(detail="juf"),
        ),
    )
    head, lines = page.split("-" * 100)[0], body(page)
    assert "Casus             casus-01\nRol               leraar (juf)\nOpgenomen         2026-05\n" in head
    assert "Duur              31:07\nWeergave          woordelijk: alles zoals het is herkend\n" in head
    assert "\nToestemming voor  opnemen, transcriberen, delen\nGeldig tot        2029-05\n" in head
    assert "Getekend door     leraar\nFormulier         professional-1\nBewijsstuk        0f3ac80f3ac8\n" in head
    assert "Gepseudonimiseerd, niet anoniem." in head and "Labels            [KIND-1]\n" in head
    assert "Gemeten           1200,0 s spraak, waarvan 99,0% met woorden; 12,0 s onverstaanbaar\n" in head
    assert "Gemarkeerd        1 waar niemand sprak\n" in head
    assert lines[0] == "1  00:03:31  I:  En hoe gaat het met [KIND-1] in de groep?"
    assert lines[1].startswith("2  00:03:41  R:  (7 s) Ja nou eh, dat dat") and lines[2].startswith(" " * 17 + "dat ")
    assert lines[-3:] == ["3  [onverstaanbaar 00:12:03-00:12:09]", "4  (7 s)", "5  [stilte 00:13:22-00:13:39]"]
    assert max(map(len, page.splitlines())) <= 110
    assert "niet uit elkaar" not in page and "Demo" not in page


def test_speakers_that_were_not_told_apart_and_the_demo_model_are_said_so() -> None:
    study = make.settings(study={"demo": True})
    page = written("txt", make.transcript(make.turn("Hallo daar.", speaker=None)), study)
    assert NL.not_separated in page and NL.demo in page
    assert body(page) == ["1  00:00:00  -:  Hallo daar."]


def test_words_where_nobody_was_heard_are_marked_and_kept() -> None:
    block = replace(make.turn("Ja."), pieces=(Piece("Ja", 0, 1), Piece("bedankt", 1, 2, None, marks=("outside",))))
    assert body(written("txt", make.transcript(block))) == ["1  00:00:00  R:  Ja ‹bedankt›"]
    assert cues(written("vtt", make.transcript(block)))[0][2] == "Ja ‹bedankt›"
    assert json.loads(written("json", make.transcript(block)))["blocks"][0]["pieces"][1]["marks"] == ["outside"]


def test_a_document_has_headings_and_paragraphs_without_times_and_no_vtt() -> None:
    file = make.transcript(
        make.turn("Verslag groep 5", None, None, "heading"),
        make.turn("[KIND-1] leest op niveau.", None, None, "paragraph"),
        of=make.recording(role="dossier", recorded_on=None),
    )
    page = written("txt", file)
    assert body(page) == ["1  == Verslag groep 5 ==", "2  [KIND-1] leest op niveau."]
    assert "Duur" not in page and "Gemeten" not in page and NL.not_separated not in page
    assert WRITERS["vtt"](make.case_file(file), NL_STUDY) == {}
    Draft202012Validator(SCHEMA).validate(json.loads(written("json", replace(file, month=""))))


def test_long_turns_become_cues_of_seven_seconds_or_two_lines() -> None:
    found = cues(written("vtt", make.transcript(make.turn("wel wel " * 100 + "ja", 3.25))))
    assert len(found) > 10 and found[0][0] == "00:00:03.250"
    assert all(len(text) <= 84 for _, _, text in found)


def test_the_header_tells_attempts_marks_and_how_literal_each_third_is() -> None:
    of = make.transcript()
    figures = replace(
        of.redacted.figures,
        temperatures=((0.0, 41), (0.2, 3)),
        marks=(("broken", 2), ("doubtful", 5)),
        thirds=(Third(1000, 41, 20, 3), Third(1000, 40, 19, 2), Third(1000, 9, 4, 0)),
    )
    of = replace(of, redacted=replace(of.redacted, figures=figures))
    head = written("txt", of)
    assert "Gemarkeerd        2 afgebroken; 5 onzeker\n" in head
    assert "Pogingen          41 stukken in de eerste poging; 3 bij temperatuur 0,2\n" in head
    assert "100 woorden, in drie delen: 4,1 / 2,0 / 0,3 - 4,0 / 1,9 / 0,2 - 0,9 / 0,4 / 0,0" in " ".join(head.split())
    assert "In het laatste derde deel veel minder aarzelingen dan in het eerste: luister na.\n" in head
    told = json.loads(written("json", of))["figures"]
    Draft202012Validator(SCHEMA).validate(json.loads(written("json", of)))
    assert told["temperatures"] == [{"temperature": 0.0, "windows": 41}, {"temperature": 0.2, "windows": 3}]
    assert told["thirds"][2] == {"words": 1000, "fillers": 9, "repetitions": 4, "broken": 0} and told["tidied"] == [3]
    row = write_overview(StudyFile("Proef", (make.case_file(of),)), NL_STUDY)["overview.csv"].decode().splitlines()[1]
    assert row.endswith(";ja;0;0;0;0;5;2;6,4;6,1;1,3;3")


def test_only_marks_that_occur_are_explained() -> None:
    piece = Piece("dat", 0, 1, None, marks=("loop",))
    page = written("txt", make.transcript(replace(make.turn("x"), pieces=(piece,))))
    assert [mark for mark, line in NL.legend_of_marks.items() if line in page] == ["loop"]


def test_a_study_may_have_both_readings_and_json_has_everything() -> None:
    study = make.settings(release={"writers": ["txt", "txt:leesbaar", "vtt:leesbaar", "json"]})
    files = write_case(make.case_file(make.transcript(make.turn("Eh, ik ik ga."))), study)
    assert set(files) == {"leraar-1.txt", "leraar-1.leesbaar.txt", "leraar-1.leesbaar.vtt", "leraar-1.json"}
    assert body(files["leraar-1.txt"].decode()) == ["1  00:00:00  R:  Eh, ik ik ga."]
    assert body(files["leraar-1.leesbaar.txt"].decode()) == ["1  00:00:00  R:  Ik ga."]
    assert cues(files["leraar-1.leesbaar.vtt"].decode())[0][2] == "Ik ga."
    assert [
        piece["text"] for piece in json.loads(files["leraar-1.json"])["blocks"][0]["pieces"]
    ] == "Eh, ik ik ga.".split()
    plain_in = write_case(
        make.case_file(make.transcript(make.turn("Eh, ik ga."))), make.settings(release={"convention": "leesbaar"})
    )
    assert "Weergave: leesbaar" in plain_in["leraar-1.vtt"].decode()
    assert body(plain_in["leraar-1.txt"].decode()) == ["1  00:00:00  R:  Ik ga."]


def test_what_waits_for_review_is_kept_in_the_readings_of_the_study() -> None:
    case = RedactedCase("casus-01", make.register(), (make.redacted(),))
    study = make.settings(release={"writers": ["txt:leesbaar", "json"]})
    assert list(write_concepts(case, study)) == ["leraar-1.leesbaar.txt"]
    assert list(write_concepts(case, make.settings(release={"writers": ["json"]}))) == ["leraar-1.txt"]


def test_an_english_study_gets_english_pages() -> None:
    transcript = make.transcript(make.gap(1, 4))
    page = written("txt", transcript, EN_STUDY)
    assert "[unintelligible 00:00:01-00:00:04]" in page and "Pseudonymised, not anonymous." in page
    overview = write_overview(StudyFile("Proef", (make.case_file(transcript),)), EN_STUDY)["overview.csv"]
    assert overview.decode("utf-8-sig").startswith("case,role,detail,recorded,minutes")


def test_both_languages_have_all_words() -> None:
    assert set(WORDINGS) == {"nl", "en"}
    for field in fields(NL):
        assert getattr(NL, field.name) and getattr(EN, field.name)
    assert len(NL.overview) == len(EN.overview)
    legends = [line for words in (NL, EN) for line in (*words.legend, *words.legend_of_marks.values())]
    assert max(map(len, legends)) <= 110
    assert set(get_args(Mark)) == {*PAIRS, "broken"}
    assert all(set(told) == set(get_args(Mark)) for words in (NL, EN) for told in (words.marks, words.legend_of_marks))


def test_no_folder_or_user_name_of_the_engine_line_is_written() -> None:
    model = "/home/jan de vries/models/demo.pt"
    study = make.settings(transcribe={"model": model})
    odd = make.transcript()
    odd = replace(odd, redacted=replace(odd.redacted, engine=f"openai-whisper {model} cache=/home/jan/x.bin beam=5"))
    for kind in ("txt", "json"):
        page = written(kind, odd, study)
        assert "demo.pt" in page and "beam=5" in page and "jan" not in page and "home" not in page


def test_the_overview_opens_in_a_dutch_spreadsheet() -> None:
    case = make.case_file(make.transcript(make.turn("Zo, [KIND-1] en [BROER-1] dus."), make.gap(2, 5)))
    data = write_overview(StudyFile("Proef", (case,)), NL_STUDY)["overview.csv"]
    assert data.startswith(b"\xef\xbb\xbfcasus;rol;detail;opgenomen;")
    assert data.decode().splitlines()[1] == (
        "casus-01;leraar;;2026-05;31,1;3;2;1;1200,0;99,0;2029-05;ja;0;1;0;0;0;0;;;;"
    )


def test_an_unreviewed_page_says_so_on_its_first_line() -> None:
    case = RedactedCase("casus-01", make.register(), (make.redacted(),))
    (page,) = write_concepts(case, NL_STUDY).values()
    assert page.decode().startswith("NIET NAGEKEKEN - niet verspreiden (nog te beslissen: 0)\n")


@pytest.mark.parametrize("writer", [*WRITERS.values(), write_overview])
def test_writing_anything_but_what_the_gate_let_through_is_a_type_error(writer: Any) -> None:
    first = next(iter(get_type_hints(writer).values()))
    assert first in (CaseFile, StudyFile)
