"""The leak check reads every format: a name in any corner of any file is found, and what cannot be read is refused."""

from __future__ import annotations

import base64
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.text import P, S, Span
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import ReleaseSettings, Settings
from pipeline.errors import CannotCheck
from pipeline.leaks import find_leaks
from pipeline.model import CaseFile, Piece, Register, StudyFile
from pipeline.packs import Pack, ask_for
from pipeline.stages.release import Released, release
from pipeline.unpacking import texts_in
from pipeline.unpacking_pdf import plain_lines
from pipeline.writers import STUDY_WRITERS, WRITERS
from tests import redacted as make
from tests.conftest import ROOT

NAME = "Sanne de Wit"
REGISTER = make.register("casus-01", NAME, "Den Haag", "Zoë")
PLACE = replace(REGISTER.entities[1], kind="PLACE", label="PLAATS-1")
REGISTER = replace(REGISTER, entities=(REGISTER.entities[0], PLACE, REGISTER.entities[2]))
EVERY = list(get_args(get_args(ReleaseSettings.model_fields["writers"].annotation)[0]))
ALL: dict[str, Any] = {"release": {"writers": EVERY, "review": "none"}}


def read(name: str, data: bytes) -> str:
    return "\n\n".join(text for _, text in texts_in(name, data))


def found(name: str, data: bytes) -> set[str]:
    return {leak.label for _, text in texts_in(name, data) for leak in find_leaks(text, REGISTER)}


def saved(save: Callable[[Any], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def zip_of(**members: bytes) -> bytes:
    def save(out: Any) -> None:
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name.replace("__", ".")), data)  # undated: a test is named after it

    return saved(save)


# --- corners ------------------------------------------------------------------------------------------------


def word(corner: str) -> bytes:
    document = Document()
    paragraph = document.add_paragraph("Ja ")
    if corner == "runs":
        for part in ("San", "n", "e"):
            paragraph.add_run(part).bold = part == "n"
    elif corner == "two words":
        paragraph.add_run("Den").add_tab()
        paragraph.add_run("Haag")
    elif corner == "line break":
        paragraph.add_run("Den").add_break(WD_BREAK.LINE)
        paragraph.add_run("Haag")
    elif corner == "author":
        document.core_properties.author = NAME
    elif corner == "table":
        document.add_table(1, 1).cell(0, 0).text = NAME
    elif corner == "header":
        document.sections[0].header.paragraphs[0].text = NAME
    elif corner == "attribute":
        document.styles.add_style(NAME, 1)
    elif corner == "comment":
        document.add_comment(paragraph.runs, text=NAME, author="x")
    document.part.package.rels.pop(
        next(key for key, rel in document.part.package.rels.items() if rel.reltype.endswith("/thumbnail"))
    )
    return saved(document.save)


@pytest.mark.parametrize(
    "corner", ["runs", "two words", "line break", "author", "table", "header", "attribute", "comment"]
)
def test_a_name_in_any_corner_of_a_word_file_is_found(corner: str) -> None:
    assert found("a.docx", word(corner)) & {"KIND-1", "PLAATS-1"}
    assert found("a.docx", word("")) == set()


def page(corner: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle(NAME if corner == "title" else "Titel")
    words = ["woord een", "woord twee"]
    if corner == "over lines":
        words = ["en in Den", "Haag dus"]
    elif corner == "text":
        words = [f"dus {NAME} zei"]
    for at, line in enumerate(words):
        canvas.drawString(72, 700 - 15 * at, line)
    if corner == "outline":
        canvas.bookmarkPage("x")
        canvas.addOutlineEntry(NAME, "x")
    elif corner == "note":
        canvas.linkURL(f"https://school.nl/{NAME.split()[0]}", (0, 0, 10, 10))
    canvas.showPage()
    canvas.save()
    if corner in ("attachment", "own property"):
        writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
        if corner == "attachment":
            writer.add_attachment("a.txt", NAME.encode())
        else:
            writer.add_metadata({"/Sanne": "x"})
        return saved(writer.write)
    return out.getvalue()


@pytest.mark.parametrize("corner", ["title", "over lines", "text", "outline", "note", "attachment", "own property"])
def test_a_name_in_any_corner_of_a_pdf_is_found(corner: str) -> None:
    assert found("a.pdf", page(corner)) & {"KIND-1", "PLAATS-1"}
    assert found("a.pdf", page("")) == set()


def test_a_name_over_two_sheets_is_found_in_spite_of_heads_feet_and_line_numbers() -> None:
    data = WRITERS["pdf"](make.case_file(make.transcript(make.turn("woord " * 1500))), make.settings())["leraar-1.pdf"]
    first = next(iter(PdfReader(io.BytesIO(data)).pages)).extract_text().split("Tekst")[1]
    said = len([one for one in first.split() if one == "woord"])
    words = ["woord"] * 1500
    words[said - 1 : said + 1] = ["Den", "Haag"]
    data = WRITERS["pdf"](make.case_file(make.transcript(make.turn(" ".join(words)))), make.settings())["leraar-1.pdf"]
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(data)).pages]
    assert "Den" in sheets[0] and "Haag" in sheets[1]
    assert found("leraar-1.pdf", data) == {"PLAATS-1"}


def test_a_name_in_any_corner_of_a_workbook_is_found() -> None:
    for corner in ("cell", "sheet", "comment", "author"):
        book = Workbook()
        sheet: Any = book.active
        sheet["A1"] = NAME if corner == "cell" else "x"
        sheet.title = "Sanne" if corner == "sheet" else "Blad"
        if corner == "comment":
            sheet["A1"].comment = Comment(NAME, "x")
        book.properties.creator = NAME if corner == "author" else "x"
        assert "KIND-1" in found("a.xlsx", saved(book.save)), corner


def test_a_name_in_an_open_document_is_found_whatever_stretches_it_is_made_of() -> None:
    document = OpenDocumentText()
    paragraph = P(text="en ")
    paragraph.addElement(Span(text="Den"))
    paragraph.addElement(S(c=1))
    paragraph.addElement(Span(text="Haag"))
    document.text.addElement(paragraph)
    assert found("a.odt", saved(document.write)) == {"PLAATS-1"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"ja\nSanne"),
        ("LEESMIJ", b"Sanne"),
        ("a.csv", b"casus;naam\n1;Sanne\n"),
        ("a.json", json.dumps({"a": [{"b": "Zoë"}]}).encode()),
        ("a.json", b'{"Sanne": 1, "x": 2}'),
        ("a.json", b'{"x": "Sanne", "x": "ja"}'),
        ("a.jsonl", b'{"x": "ja"}\n{"x": "Zo\\u00eb"}\n'),
        ("a.ttl", b'<x> <y> "Zo\\u00eb" .'),
        ("a.html", b"<p>San<b>ne</b></p>"),
        ("a.html", b"<div>San<b>ne</b></div>"),
        ("a.html", b"<body>San<b>ne</b><p>x</p></body>"),
        ("a.html", b"<p title='Sanne'>x</p>"),
        ("a.xml", b"<a><Sanne/></a>"),
        ("a.xml", b"<a Sanne='x'/>"),
        ("a.html", b"<p>x</p><!-- Sanne -->"),
        ("a.html", b"<p>x<!-- --> Sanne</p>"),
        ("a.html", b"<script>let a = 'Zo\\u00eb'</script>"),
        ("a.html", b"<a href='data:text/plain;base64," + base64.b64encode(b"Sanne") + b"'>x</a>"),
        ("a.svg", b"<svg><text><tspan>Den</tspan><tspan> Haag</tspan></text></svg>"),
        ("a.xml", b"<a><b>x</b>Sanne</a>"),
        ("a.xml", b"<!-- Sanne --><a/>"),
        ("a.xml", b"<a><?x Sanne?></a>"),
        ("a.xml", b"<a>Zo&#235;</a>"),
        ("a.zip", zip_of(Sanne__txt=b"x")),
        ("a.zip", zip_of(b__docx=word("runs"))),
        ("a.zip", zip_of(b__zip=zip_of(c__txt=b"Sanne"))),
    ],
)
def test_a_name_in_any_corner_of_other_files_is_found(name: str, data: bytes) -> None:
    assert found(name, data)


def test_a_name_in_a_parquet_file_is_found() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    for table in (
        pyarrow.table({"a": ["x", NAME]}),
        pyarrow.table({"Sanne": ["x"]}),
        pyarrow.table({"a": [[{"b": NAME}]]}),
        pyarrow.table({"a": ["x"]}).replace_schema_metadata({"by": NAME}),
    ):
        out = pyarrow.BufferOutputStream()
        parquet.write_table(table, out)
        assert found("a.parquet", out.getvalue().to_pybytes()) == {"KIND-1"}


def test_neighbours_in_a_table_are_not_read_as_one_name() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["den", "haag"])
    assert found("a.xlsx", saved(book.save)) == set()
    assert found("a.json", b'["den", "haag"]') == set()
    assert found("a.html", b"<table><tr><td>den</td><td>haag</td></tr></table>") == set()


# --- what cannot be read ------------------------------------------------------------------------------------

PNG = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(page("")))
    writer.encrypt("x")
    return saved(writer.write)


def with_picture() -> bytes:
    document = Document()
    document.add_picture(io.BytesIO(PNG))
    return saved(document.save)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", PNG),
        ("a.txt", PNG),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt "),
        ("a.txt", "é".encode("latin-1")),
        ("a.txt", "Sanne".encode("utf-16")),
        ("a.txt", b"a\x00b"),
        ("a.txt", b"{\\rtf1 San\\b ne}"),
        ("a.docx", with_picture()),
        ("a.zip", zip_of(a__gz=b"\x1f\x8b\x08")),
        ("a.zip", zip_of(a__txt=b"x")[:-30]),
        ("a.pdf", locked()),
        ("a.pdf", b"%PDF-1.4 en verder niets"),
        ("a.json", b"{"),
        ("a.xml", b"<a>"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x "Sanne">]><a>&x;</a>'),
        ("a.html", b"<img src='data:image/png;base64," + base64.b64encode(PNG) + b"'>"),
        ("a.parquet", b"PAR1 en verder niets"),
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(name: str, data: bytes) -> None:
    with pytest.raises(CannotCheck) as raised:
        read(name, data)
    assert raised.value.details == {"file": name} and raised.value.__cause__ is None


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.json", "a.xml", "a.html", "a"]))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        read(name, data)
    except CannotCheck:
        return
    assert data.decode("utf-8-sig") is not None or data.startswith((b"PK", b"%PDF-"))


# --- the release --------------------------------------------------------------------------------------------


def released(root: Path, case: CaseFile, known: Register = REGISTER, **sections: Any) -> Released:
    tools = make.tools(root, **(sections or ALL))
    ask_for([Pack(role="leraar"), Pack(cards=True)], tools.study)
    return release(StudyFile("Proef", (case,)), tools, {case.case: replace(known, case=case.case)})


def everything(folder: Path) -> Iterator[str]:
    """Everything that can be read in a release, names of files too."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder))
        if path.is_file():
            yield read(path.name, path.read_bytes())


HIDDEN = st.sampled_from(
    ["Sanne", "sanne", "SANNE", "Sánne", "San\u00adne", "Sanne's", "de Wit", "Den Haag", "den\nhaag"]
)
PLACES = ["text", "speaker", "detail", "role", "form", "purpose", "signed", "engine", "month", "until", "label"]


def planted(where: str, name: str, at: int) -> CaseFile:
    words = ["woord"] * 30
    if where == "text":
        words[at:at] = name.split(" ")
    made = make.transcript(make.turn(" ".join(words)))
    consent, redacted = made.consent, made.redacted
    recording = redacted.recording
    if where == "speaker":
        redacted = replace(redacted, blocks=(replace(redacted.blocks[0], speaker=name),))
    elif where in ("detail", "role"):
        role, detail = (name, "") if where == "role" else (recording.role, name)
        redacted = replace(redacted, recording=replace(recording, role=role, detail=detail))
    elif where == "label":
        block = redacted.blocks[0]
        redacted = replace(redacted, blocks=(replace(block, pieces=(Piece("x", 0, 1, name),)),))
    elif where == "engine":
        redacted = replace(redacted, engine=f"whisper {name}")
    elif where == "form":
        consent = replace(consent, form=name)
    elif where == "purpose":
        consent = replace(consent, purposes=("delen", name))
    elif where == "signed":
        consent = replace(consent, signed_by=(name,))
    elif where == "until":
        consent = replace(consent, valid_until=name)
    return make.case_file(
        replace(made, redacted=redacted, consent=consent, month=name if where == "month" else "2026-05")
    )


@given(st.sampled_from(PLACES), HIDDEN, st.integers(0, 30))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_gets_out_by_any_writer_wherever_it_stood(tmp_path: Path, where: str, name: str, at: int) -> None:
    root = tmp_path / f"{where}-{at}-{abs(hash(name))}"
    done = released(root, planted(where, name, at))
    assert [leak for text in everything(root / "release") for leak in find_leaks(text, REGISTER)] == []
    assert done.errors or where == "label"


def test_every_writer_is_held_to_it(tmp_path: Path) -> None:
    assert set(WRITERS) == {name.partition(":")[0] for name in EVERY}
    done = released(tmp_path, make.case_file())
    assert done.errors == () == done.withheld
    written = {part for path in done.written for part in Path(path).name.split(".")[1:]}
    assert written >= {*WRITERS, *STUDY_WRITERS} - {"turns", "parquet"}


def test_a_file_that_cannot_be_checked_blocks_only_its_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(case: CaseFile, _settings: Settings) -> dict[str, bytes]:
        return {"leraar-1.txt": PNG if case.case == "casus-01" else b"ja"}

    monkeypatch.setitem(WRITERS, "txt", careless)
    both = StudyFile("Proef", (make.case_file(), make.case_file(make.transcript(of=make.recording("casus-02")))))
    tools = make.tools(tmp_path, release={"writers": ["txt"]})
    done = release(both, tools, {case.case: make.register(case.case) for case in both.cases})
    ((case, error),) = done.errors
    assert case == "casus-01" and isinstance(error, CannotCheck) and error.state == "blocked" and error.exit_code == 8
    assert {path for path in done.written if "by-case" in path} == {"by-case/casus-02/leraar-1.txt"}


def test_the_place_of_a_leak_never_repeats_a_name_that_stands_in_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(case: CaseFile, _settings: Settings) -> dict[str, bytes]:
        return {"leraar-1.docx": zip_of(Sanne__txt=b"Sanne") if case.case else zip_of()}

    monkeypatch.setitem(WRITERS, "docx", careless)
    ((_, error),) = released(tmp_path, make.case_file(), release={"writers": ["docx"]}).errors
    assert error.details["where"] == "leraar-1.docx (KIND-1)"


def test_our_own_words_in_word_files_and_pdfs_are_no_leak(tmp_path: Path) -> None:
    known = make.register("casus-01", "Normal Running", "Cambria Strong", "Tekens Tekst", "Font Page", "Bold Heading")
    block = make.turn("Een roos dus.")
    roos = replace(block, pieces=tuple(replace(p, decided=p.text == "roos") for p in block.pieces))
    entities = (*known.entities, *make.register("casus-01", "Roos Legend").entities)
    done = released(tmp_path, make.case_file(make.transcript(roos)), replace(known, entities=entities))
    assert done.errors == () == done.withheld


LEFT = """
import sys
from pathlib import Path
from pipeline.model import StudyFile
from pipeline.packs import Pack, ask_for
from pipeline.stages.release import release
from tests import redacted as make
tools = make.tools(Path(sys.argv[1]), release={"writers": sys.argv[2:], "review": "none"})
ask_for([Pack(role="leraar"), Pack(cards=True)], tools.study)
case = make.case_file(make.transcript(), make.transcript(of=make.recording(role="ouder")))
assert release(StudyFile("Proef", (case,)), tools, {case.case: make.register()}).errors == ()
"""


def test_no_path_user_or_machine_is_told_by_any_file(tmp_path: Path) -> None:
    root = tmp_path / "geheime-map"
    who = dict.fromkeys(("USER", "LOGNAME", "USERNAME"), "jandevries") | {"HOME": str(tmp_path / "thuis-van-jan")}
    subprocess.run([sys.executable, "-c", LEFT, str(root), *WRITERS], cwd=ROOT, env=os.environ | who, check=True)
    raw = [path.read_bytes().decode("latin-1") for path in (root / "release").rglob("*") if path.is_file()]
    assert len(raw) > 10
    machine = {socket.gethostname()} if len(socket.gethostname()) > 4 else set()  # "vm" stands in any bytes
    for text in (*everything(root / "release"), *raw):
        for told in ("jandevries", "geheime-map", "thuis-van-jan", str(ROOT), str(Path.home()) + "/", *machine):
            assert told not in text, told


def test_sheets_of_our_own_are_read_the_quick_way_as_pypdf_reads_them() -> None:
    text = "Eén (twee) \\ drie ‘vier’ œuf Łódź [KIND-1] " * 200
    case = make.case_file(make.transcript(make.turn(text.strip()), make.gap(900.0, 930.0)))
    data = WRITERS["pdf"](case, make.settings())["leraar-1.pdf"]
    fonts: dict[int, str | None] = {}
    for sheet in PdfReader(io.BytesIO(data)).pages:
        assert plain_lines(sheet, fonts) == sheet.extract_text().splitlines()


@pytest.mark.parametrize("more", [b"(San) Tj", b"[(San)] TJ", b"/F1 Do", b"(San) '", b"(San", b"<53> Tj T*", b"BI"])
def test_a_sheet_with_anything_else_on_it_is_read_the_long_way(more: bytes) -> None:
    data = WRITERS["pdf"](make.case_file(), make.settings())["leraar-1.pdf"]
    sheet = PdfReader(io.BytesIO(data)).pages[0]
    contents = sheet.get_contents()
    assert contents is not None and plain_lines(sheet, {})
    contents.set_data(contents.get_data() + b"\n" + more + b"\n")
    sheet[NameObject("/Contents")] = contents
    assert plain_lines(sheet, {}) is None
    assert plain_lines(PdfReader(io.BytesIO(page("text"))).pages[0], {}) is None  # its fonts tell no letters
