"""Transcripts on paper: nothing lost, line numbers and consent on every sheet, no trace of who made them or when."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pipeline.model import Piece, RedactedBlock, StudyFile
from pipeline.packs import Pack
from pipeline.writers import WRITERS, write_case, write_packs
from pipeline.writers.page import page_of
from pipeline.writers.paper_wording import EN, NL
from pipeline.writers.typeface import Style, broken, lacks, shown, width
from tests import redacted as make
from tests.conftest import ROOT

STUDY, EN_STUDY = make.settings(), make.settings(study={"language": "en"})
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DUTCH = "één coördinator, reünie, geïnd, Zoë's crèche, façade, ijs ĳs, “ja” ‘nee’ «zo» ‹hier› … – — (3\u00a0s) € ½ ß œ"


def written(kind: str, *transcripts: Any, study: Any = STUDY) -> bytes:
    return next(iter(WRITERS[kind](make.case_file(*transcripts), study).values()))


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def in_order(wanted: str, text: str) -> bool:
    """Whether every sign of `wanted` stands in the text, in that order."""
    signs = iter(squeezed(text))
    return all(sign in signs for sign in squeezed(wanted))


def long_interview() -> Any:
    """Some 20 minutes: turns, gaps, silences, every sign."""
    said = "Ja nou eh, [KIND-1] zit daar //nog steeds// en dat gaat (eigenlijk?) wel goed zei ik. "
    blocks: list[RedactedBlock] = []
    for at in range(60):
        blocks.append(make.turn((said * (at % 5 + 1)).strip(), at * 20.0, "IR"[at % 2], block=f"b{at}"))
        if at % 10 == 5:
            blocks.append(make.gap(at * 20.0 + 12, at * 20.0 + 18, "gap" if at % 20 == 5 else "silence"))
    return make.transcript(*blocks, of=make.recording(detail="juf"))


# --- promises, for any text ---------------------------------------------------------------------------------


@given(make.blocks(), st.sampled_from([STUDY, EN_STUDY]))
@settings(deadline=None, max_examples=30)
def test_paper_never_loses_a_word(blocks: tuple[RedactedBlock, ...], study: Any) -> None:
    transcript = make.transcript(*blocks)
    lines = page_of(transcript, study).lines
    assert in_order(
        " ".join(shown(line.text) for line in lines), " ".join(pages(written("pdf", transcript, study=study)))
    )
    paragraphs = Document(io.BytesIO(written("docx", transcript, study=study))).paragraphs
    said = [p.text for p in paragraphs if p.style is not None and p.style.name in ("Turn", "Aside")]
    assert said == [f"{ln.time}\t{ln.speaker}:\t{ln.text}" if ln.kind == "turn" else ln.text for ln in lines]


@given(st.text(max_size=80), st.floats(20, 300))
@settings(deadline=None)
def test_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    style = Style("CasusSerif", 11)
    lines = list(broken(text, style, room))
    assert squeezed("".join(lines)) == squeezed(shown(text))
    assert all(width(line, style) <= room or len(line) <= 1 for line in lines)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_a_sign_without_a_shape_is_never_a_silent_box(text: str) -> None:
    visible = shown(text)
    assert not lacks(visible)
    back = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), visible)
    assert back == text or "[U+" in text


# --- stories ------------------------------------------------------------------------------------------------


def test_the_typeface_has_what_dutch_writes() -> None:
    assert shown(DUTCH) == DUTCH
    data = written("pdf", make.transcript(make.turn(DUTCH)))
    assert squeezed(DUTCH) in squeezed(" ".join(pages(data)))


def test_a_sign_that_cannot_be_printed_is_explained() -> None:
    text = " ".join(pages(written("pdf", make.transcript(make.turn("Hij schreef 中 op.")))))
    assert "Hij schreef [U+4E2D] op." in text and NL.missing in text
    assert NL.missing not in " ".join(pages(written("pdf", make.transcript())))


def test_line_numbers_run_through_the_whole_pdf_and_every_sheet_tells_what_it_is_and_what_was_agreed() -> None:
    sheets = pages(written("pdf", long_interview()))
    assert len(sheets) > 3
    numbers = [int(line) for sheet in sheets for line in sheet.splitlines() if line.isdigit()]
    assert numbers == list(range(1, numbers[-1] + 1)) and numbers[-1] > 100
    for at, sheet in enumerate(sheets, start=1):
        assert "casus-01 · leraar (juf) · 2026-05" in sheet and "Gepseudonimiseerd, niet anoniem." in sheet
        assert "Toestemming voor opnemen, transcriberen, delen; geldig tot 2029-05" in sheet
        assert f"blz. {at} van {len(sheets)}" in sheet


def test_a_word_file_has_headings_line_numbers_and_a_wide_margin() -> None:
    document = Document(io.BytesIO(written("docx", long_interview())))
    assert [p.text for p in document.paragraphs if p.style and p.style.name.startswith("Heading")] == [
        "casus-01 · leraar (juf) · 2026-05",
        NL.legend,
        NL.said,
    ]
    (section,) = document.sections
    numbers = section._sectPr.find(f"{W}lnNumType")
    assert numbers.get(f"{W}restart") == "continuous" and numbers.get(f"{W}countBy") == "1"
    assert section.right_margin is not None and 6 < section.right_margin.cm < 7
    assert section.page_width is not None and round(section.page_width.cm, 1) == 21.0
    assert "Toestemming voor opnemen" in section.footer.paragraphs[0].text
    assert section.header.paragraphs[0].text == "casus-01 · leraar (juf) · 2026-05\tGepseudonimiseerd, niet anoniem."
    fields = [field.get(f"{W}instr").strip() for field in section.footer._element.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    styles = document.styles
    assert styles["Turn"].font.size.pt >= 11 and styles["Turn"].paragraph_format.line_spacing >= 1.3


@pytest.mark.parametrize(("study", "locale"), [(STUDY, "nl-NL"), (EN_STUDY, "en-GB")])
def test_a_screen_reader_hears_title_language_and_headings(study: Any, locale: str) -> None:
    dossier = make.transcript(
        make.turn("Groep 6", None, None, "heading"),
        make.turn("[KIND-1] leest.", None, None, "paragraph"),
        make.turn("lezen M5 voldoende", None, None, "row"),
        of=make.recording(role="dossier", recorded_on=None),
    )
    reader = PdfReader(io.BytesIO(written("pdf", dossier, study=study)))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == locale and catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "casus-01 · dossier · 2026-05"
    title, below = cast("list[Any]", reader.outline)
    assert title["/Title"] == "casus-01 · dossier · 2026-05" and below[0]["/Title"] == "Groep 6"
    document = Document(io.BytesIO(written("docx", dossier, study=study)))
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 3"] == ["Groep 6"]
    assert document.core_properties.language == locale
    assert {e.get(f"{W}val") for e in document.styles.element.iter(f"{W}lang")} == {locale}
    assert document.paragraphs[-1].text == "lezen M5 voldoende"


def test_every_letter_is_embedded() -> None:
    for page in PdfReader(io.BytesIO(written("pdf", long_interview()))).pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        assert fonts and all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts.values())


def test_properties_tell_of_no_person_program_or_day() -> None:
    info: Any = PdfReader(io.BytesIO(written("pdf", long_interview()))).metadata
    assert info["/Author"] == info["/Creator"] == info["/Subject"] == "" and info["/Producer"] == "casus"
    assert info["/CreationDate"] == info["/ModDate"] and str(info["/CreationDate"]).startswith("D:2000")
    data = written("docx", long_interview())
    told = Document(io.BytesIO(data)).core_properties
    assert not told.author and not told.last_modified_by and told.created is None and told.modified is None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("app.xml" in name or "thumbnail" in name for name in archive.namelist())


def test_the_study_chooses_readings_on_paper_too() -> None:
    study = make.settings(release={"writers": ["docx", "pdf:leesbaar"]})
    files = write_case(make.case_file(make.transcript(make.turn("Eh, ik ik ga."))), study)
    assert set(files) == {"leraar-1.docx", "leraar-1.leesbaar.pdf"}
    assert "Ik ga." in pages(files["leraar-1.leesbaar.pdf"])[0]
    assert "Eh, ik ik ga." in Document(io.BytesIO(files["leraar-1.docx"])).paragraphs[-1].text


def test_a_long_speaker_name_and_a_turn_without_a_time_still_line_up() -> None:
    turn = replace(make.turn("Ja.", None, "R10"), pieces=(Piece("Ja."),))
    assert "R10: Ja." in " ".join(pages(written("pdf", make.transcript(turn)))[0].split())
    assert Document(io.BytesIO(written("docx", make.transcript(turn)))).paragraphs[-1].text == "\tR10:\tJa."


def test_both_languages_have_all_words_of_paper() -> None:
    for name in NL.__slots__:
        assert getattr(NL, name) and getattr(EN, name)
    assert len(NL.contents) == len(EN.contents)


AGAIN = """
import hashlib
from tests import test_paper as t
print([hashlib.sha256(t.written(kind, t.long_interview())).hexdigest() for kind in ("docx", "pdf")])
"""


def test_another_process_of_another_user_on_another_day_writes_the_same_bytes() -> None:
    here = [hashlib.sha256(written(kind, long_interview())).hexdigest() for kind in ("docx", "pdf")]
    other = {"PYTHONHASHSEED": "7", "USER": "jandevries", "HOME": "/nonexistent", "TZ": "Asia/Tokyo", "LANG": "C"}
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN], capture_output=True, text=True, cwd=ROOT, env=os.environ | other, check=True
    )
    assert ran.stdout.strip() == str(here)


# --- other people's readers ---------------------------------------------------------------------------------


def study_of_everything() -> StudyFile:
    dossier = make.transcript(make.turn(DUTCH, None, None, "paragraph"), of=make.recording(role="dossier"))
    parent = make.transcript(make.turn("Thuis eh gaat het ook."), of=make.recording(role="ouder"))
    return StudyFile("Proef", (make.case_file(long_interview(), dossier, parent),))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_poppler_reads_the_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(written("pdf", long_interview()))
    ran = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True
    )
    assert not ran.stderr
    words = [word for line in page_of(long_interview(), STUDY).lines for word in line.text.split()]
    assert in_order(" ".join(words), ran.stdout)
    assert re.search(r"^ +1 +00:00:00 +I: +Ja nou eh, \[KIND-1\]", ran.stdout, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs soffice (LibreOffice)")
def test_libreoffice_reads_the_word_file(tmp_path: Path) -> None:
    packs = write_packs(study_of_everything(), [Pack(case="casus-01")], STUDY)
    (tmp_path / "a.docx").write_bytes(packs["packs/by-case/casus-01.docx"])
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = " ".join(pages((tmp_path / "a.pdf").read_bytes()))
    flat = squeezed(text)
    said = [line.text for one in study_of_everything().cases[0].transcripts for line in page_of(one, STUDY).lines]
    assert all(squeezed(line)[:40] in flat for line in said[-3:]) and "Zoë'scrèche" in flat
    assert "blz. 2 van" in text and "Leesbundel: casus-01" in text
