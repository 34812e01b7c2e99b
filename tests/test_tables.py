"""The study in rows: cases, turns, a workbook; nothing is computed, nothing is lost, the same bytes each time."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.errors import ParquetMissing
from pipeline.leaks import find_leaks
from pipeline.model import CaseFacts, CaseFile, Piece, Register, StudyFile
from pipeline.stages.gate import gather
from pipeline.stages.release import release
from pipeline.unpacking import texts_in
from pipeline.verbatim import repetitions
from pipeline.writers import STUDY_WRITERS, write_study
from pipeline.writers.facts import plain
from pipeline.writers.overview import cell, write_overview, write_workbook
from pipeline.writers.turns import COLUMNS, write_parquet, write_turns
from tests import redacted as make

ALL: dict[str, Any] = {"study_writers": list(STUDY_WRITERS), "writers": ["txt", "maxqda", "atlas", "nvivo"]}
NL_STUDY, EN_STUDY = make.settings(release=ALL), make.settings(release=ALL, study={"language": "en"})
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def study_of(*cases: CaseFile) -> StudyFile:
    return StudyFile("Proef", cases)


def case_rows(study: StudyFile, told: Any = NL_STUDY) -> list[dict[str, str]]:
    data = write_overview(study, told)["cases.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";" if told is NL_STUDY else ","))


def turn_rows(study: StudyFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_turns(study, NL_STUDY)["turns.csv"].decode(), newline="")))


# --- promises -----------------------------------------------------------------------------------------------


@given(make.blocks(), st.sampled_from([NL_STUDY, EN_STUDY]), make.words | make.awkward)
@settings(deadline=None, max_examples=25)
def test_two_runs_are_equal_whatever_was_said(blocks: Any, told: Any, detail: str) -> None:
    study = study_of(make.case_file(make.transcript(*blocks, of=make.recording(detail=detail))))
    assert write_study(study, told) == write_study(study, told)


@given(make.words | make.awkward | st.from_regex(r"\A'*[=+\-@＝].*\Z"))
@settings(deadline=None, max_examples=60)
def test_no_text_is_computed_by_a_spreadsheet_and_none_is_changed(text: str) -> None:
    said = replace(make.turn("x"), pieces=(Piece(text, 0, 1),))
    study = study_of(make.case_file(make.transcript(said, of=make.recording(detail=text))))
    (row,) = turn_rows(study)
    assert not row["text"].startswith(FORMULA) and not row["detail"].startswith(FORMULA)
    undone = (
        row["text"][1:] if row["text"].startswith("'") and row["text"].lstrip("'").startswith(FORMULA) else row["text"]
    )
    assert undone == plain(text)
    book = load_workbook(io.BytesIO(write_workbook(study, NL_STUDY)["overview.xlsx"]))
    shown = book["gesprekken"]["C2"]
    assert shown.data_type != "f" and (shown.value or "") == plain(text)


@given(make.blocks())
@settings(deadline=None, max_examples=40)
def test_every_block_is_a_row_and_every_piece_is_counted(blocks: Any) -> None:
    rows = turn_rows(study_of(make.case_file(make.transcript(*blocks))))
    assert [int(row["number"]) for row in rows] == list(range(1, len(blocks) + 1))
    for row, block in zip(rows, blocks, strict=True):
        texts = [plain(piece.text) for piece in block.pieces]
        assert row["text"] == cell(" ".join(filter(None, texts))) and row["kind"] == block.kind
        assert int(row["labels"]) == sum(piece.label is not None for piece in block.pieces)
        words = [text for piece, text in zip(block.pieces, texts, strict=True) if piece.label is None and text]
        assert int(row["words"]) == len(words)
        assert float(row["start"]) == pytest.approx(block.start, abs=0.001)


NAMES = ["Ada", "Bea", "Ed", "Dé de Boer", "Kartika", "Normaal Calibri"]


@pytest.mark.parametrize(("name", "where"), zip(NAMES, ["", "detail", "facts", "month", "text", "case"], strict=True))
def test_a_known_name_never_leaves_in_any_file_and_ours_never_looks_like_one(
    tmp_path: Path, name: str, where: str
) -> None:
    register = make.register("casus-01", *NAMES)
    recording = make.recording(
        f"casus-{name}" if where == "case" else "casus-01", detail=name if where == "detail" else ""
    )
    said = make.turn(f"Dus {name} zei ja." if where == "text" else "Dus ja.")
    case = make.case_file(make.transcript(said, of=recording))
    case = replace(case, facts=CaseFacts(name if where == "facts" else "groep 6", "8-11", "f"))
    (transcript,) = case.transcripts
    case = replace(case, transcripts=(replace(transcript, month=name if where == "month" else "2026-05"),))
    other = make.case_file(make.transcript(of=make.recording("casus-02")))
    tools = make.tools(tmp_path, release=ALL)
    done = release(gather("Proef", [case, other]), tools, {case.case: register, "casus-02": make.register("casus-02")})
    assert bool(done.errors) == bool(where)
    for path in sorted((tmp_path / "release").rglob("*")):
        for place, text in texts_in(path.name, path.read_bytes()) if path.is_file() else ():
            if "styles.xml" not in place and "theme" not in place:
                assert not find_leaks(text, register), (place, where)
            assert str(tmp_path) not in text and "/home/" not in text and "root" not in text


def test_a_name_of_another_case_in_what_is_told_of_a_case_blocks_that_case(tmp_path: Path) -> None:
    one = replace(make.case_file(), facts=CaseFacts("groep van Fatima"))
    two = make.case_file(make.transcript(of=make.recording("casus-02")))
    known = {"casus-01": make.register(), "casus-02": make.register("casus-02", "Fatima Aydin")}
    done = release(gather("Proef", [one, two]), make.tools(tmp_path), known)
    assert [case for case, _ in done.errors] == ["casus-01"]
    said = make.case_file(make.transcript(make.turn("Fatima is hier een woord.")))
    assert release(gather("Proef", [said, two]), make.tools(tmp_path), known).errors == ()


# --- cases --------------------------------------------------------------------------------------------------


def test_a_case_tells_who_was_heard_and_what_is_missing() -> None:
    mother = make.transcript(of=make.recording(role="ouder", detail="mama"))
    father = make.transcript(make.gap(1, 4), of=make.recording(role="ouder", id="casus-01_ouder-2"))
    case = make.case_file(mother, replace(father, persons=("vader-1",)), make.transcript())
    case = replace(case, facts=CaseFacts("groep 6", "8-11", "f"))
    (row,) = case_rows(study_of(case))
    assert (
        row
        | {
            **{"casus": "casus-01", "jaargroep": "groep 6", "leeftijd": "8-11", "geslacht": "meisje", "ouder": "2"},
            **{"leraar": "1", "hulpverlener": "0", "kind": "0", "dossier": "0", "wie van de ouders": "beide"},
            **{"compleet": "nee", "ontbreekt": "hulpverlener", "minuten": "93,4", "onverstaanbaar": "1"},
            "toestemming tot": "ouder-1 2029-05, ouder-2 2029-05, leraar-1 2029-05",
        }
        == row
    )
    (row,) = case_rows(study_of(case), make.settings(table={"complete": ["ouder"]}, study={"language": "en"}))
    assert (
        row["complete"] == "yes" and row["missing"] == "" and row["which parents"] == "both" and row["gender"] == "girl"
    )


def test_one_role_alone_and_roles_of_the_study_s_own() -> None:
    told = make.settings(roles={"coach": ["coach"], "ouder": ["moeder"]}, table={"complete": ["coach"]})
    case = make.case_file(make.transcript(of=make.recording(role="ouder", detail="pleegmoeder")))
    data = write_overview(study_of(case), told)["cases.csv"].decode("utf-8-sig").splitlines()
    assert data[0].startswith("casus;jaargroep;leeftijd;geslacht;coach;ouder;wie van de ouders;")
    assert data[1].startswith("casus-01;;;;0;1;;nee;coach;")


def test_the_workbook_has_two_sheets_with_numbers_and_tells_nobody_s_name() -> None:
    study = study_of(make.case_file(make.transcript(of=make.recording(detail='=cmd|"/c calc"!A1'))))
    data = write_workbook(study, NL_STUDY)["overview.xlsx"]
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["gesprekken", "casussen"]
    sheet = book["gesprekken"]
    assert sheet.freeze_panes == "B2" and sheet["C2"].value == '=cmd|"/c calc"!A1' and sheet["C2"].data_type == "s"
    assert sheet["E2"].value == pytest.approx(31.13, abs=0.01) and sheet["F2"].value == 6
    assert sheet["A1"].font.b and book["casussen"]["A2"].value == "casus-01"
    assert not book.properties.creator and book.properties.modified.year == 2000
    with ZipFile(io.BytesIO(data)) as file:
        assert {one.date_time[0] for one in file.infolist()} == {1980}
        assert not any("theme" in name for name in file.namelist()) and b"<f>" not in file.read(
            "xl/worksheets/sheet1.xml"
        )
    assert load_workbook(io.BytesIO(write_workbook(study, EN_STUDY)["overview.xlsx"])).sheetnames == [
        "interviews",
        "cases",
    ]


# --- turns --------------------------------------------------------------------------------------------------


def test_turns_count_what_makes_speech_spoken() -> None:
    text = "Eh, ik ik ga, uhm, naar [SCHOOL-1]."
    block = make.turn(text, 3.25)
    block = replace(block, pieces=(*block.pieces[:-1], replace(block.pieces[-1], marks=("broken", "doubtful"))))
    case = make.case_file(make.transcript(block, make.gap(9, 12.5)))
    first, second = turn_rows(study_of(case))
    assert list(first) == list(COLUMNS)
    assert repetitions(["Eh,", "ik", "ik", "ga,", "uhm,", "naar", ""]) and first == {
        **{"case": "casus-01", "transcript": "casus-01_leraar-1", "role": "leraar", "detail": "", "month": "2026-05"},
        **{"number": "1", "kind": "turn", "speaker": "R", "start": "3.25", "end": "6.65", "text": text, "words": "6"},
        **{"labels": "1", "fillers": "2", "repetitions": "1", "outside": "0", "loop": "0", "stock": "0"},
        **{"doubtful": "1", "broken": "1", "overlap": "0"},
    }
    assert (second["kind"], second["speaker"], second["text"], second["end"]) == ("gap", "", "", "12.5")


def test_parquet_has_types_and_text_as_it_is() -> None:
    import pyarrow.parquet as parquet

    study = study_of(make.case_file(make.transcript(make.turn("=1+1 \U0001f600 'ie"), make.gap(9, 12))))
    data = write_parquet(study, NL_STUDY)["turns.parquet"]
    assert data == write_parquet(study, NL_STUDY)["turns.parquet"]
    table = parquet.read_table(io.BytesIO(data))
    assert table.column_names == list(COLUMNS)
    assert {str(kind) for kind in table.schema.types} == {"string", "int32", "double"}
    assert table.column("text").to_pylist() == ["=1+1 \U0001f600 'ie", None]
    assert table.column("speaker").to_pylist() == ["R", None] and table.column("words").to_pylist() == [3, 0]
    assert parquet.read_table(io.BytesIO(write_parquet(study_of(), NL_STUDY)["turns.parquet"])).num_rows == 0


def test_parquet_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ParquetMissing) as missing:
        write_study(study_of(make.case_file()), NL_STUDY)
    assert "casus[parquet]" in missing.value.remedy("nl") and missing.value.exit_code == 5


def test_the_example_of_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parent.parent / "docs/qda.md").read_text(encoding="utf-8")
    (code,) = (part.partition("```")[0] for part in page.split("```python\n")[1:])
    study = study_of(make.case_file(make.transcript(make.turn("=dat eh dat", 3), make.turn("Ja.", 9, "I"))))
    (tmp_path / "turns.csv").write_bytes(write_turns(study, NL_STUDY)["turns.csv"])
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    exec(compile(code, "docs/qda.md", "exec"), found)  # noqa: S102
    assert found["seconds"] == {
        ("casus-01", "leraar", "R"): pytest.approx(1.4),
        ("casus-01", "leraar", "I"): pytest.approx(0.4),
    }
    assert found["turns"][0]["text"] == "=dat eh dat"
    assert all(f"`{name}`" in page for name in COLUMNS)


def test_five_hundred_cases_stay_one_table() -> None:
    cases = tuple(make.case_file(make.transcript(of=make.recording(f"casus-{at:03}"))) for at in range(500))
    assert len(case_rows(study_of(*cases))) == 500
    assert (
        load_workbook(io.BytesIO(write_workbook(study_of(*cases), NL_STUDY)["overview.xlsx"]))["casussen"].max_row
        == 501
    )


def test_a_study_that_releases_nothing_writes_nothing(tmp_path: Path) -> None:
    assert (
        release(gather("Proef", []), make.tools(tmp_path, release=ALL), {"casus-01": Register("casus-01")}).written
        == ()
    )
