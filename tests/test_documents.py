"""Documents of the child's file: every word in, nothing dropped without saying so, no name out, no file too bad."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import jsonschema
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import pipeline
from pipeline.config import RedactSettings
from pipeline.consent.writing import record_as_yaml
from pipeline.decoding import composed
from pipeline.documents import ENDINGS, apart, read_document
from pipeline.documents.child import answer
from pipeline.documents.wording import WORDINGS
from pipeline.documents.written import lined
from pipeline.errors import (
    CasusError,
    DocumentDamaged,
    DocumentEmpty,
    DocumentIsPicture,
    DocumentProtected,
    DocumentTooMuch,
    HasMacros,
    NotPlainText,
    TooLarge,
    WrongEnding,
    error_named,
)
from pipeline.inbox.arriving import DOCUMENTS
from pipeline.recognisers.asides import asides_in
from pipeline.stages import EXTRACT
from pipeline.store import Study
from pipeline.unpacking import texts_in
from tests import document_files as files
from tests import word_files
from tests.studies import Casus, empty_study
from tests.test_find import found
from tests.test_imports import CASE, record

SCHEMA = Path(pipeline.__file__).parent / "writers" / "transcript.schema.json"
ID = "casus-04_dossier-1"
NAMES = "Daan Visser Petra Mees Anneke Bakker Wietske Eigenschap Jozefiën Kuiper".split()


def read(data: bytes, suffix: str) -> list[tuple[str, str]]:
    """Kind and text of every part."""
    return [(part.kind, part.text) for part in read_document(data, suffix, ID, "nl")]


def texts(data: bytes, suffix: str) -> list[str]:
    return [text for _, text in read(data, suffix)]


# --- what is written is read, where it stands -------------------------------------------------------------


def test_every_corner_of_a_word_document_is_read_or_told_to_be_left_out() -> None:
    assert read(files.with_footnote(files.word(), "Bron: Anneke"), ".docx") == [
        ("heading", "Verslag over Daan"),
        ("paragraph", "Daan gaat naar groep zes met Mees Visser. [opmerking 1]"),
        ("row", "Naam | Daan Visser"),
        ("row", "Moeder | Petra Visser / zorgmijder"),
        ("paragraph", "[afbeelding niet gelezen]: Foto van Daan op het plein"),
        ("paragraph", "In het kader:"),
        ("paragraph", "Bel Petra"),
        ("paragraph", "Zie haar adres en Anneke"),
        ("paragraph", "- een punt [noot 1]"),
        ("heading", "[noten]"),
        ("paragraph", "[noot 1]: Bron: Anneke"),
        ("heading", "[opmerkingen]"),
        ("paragraph", "[opmerking 1]: Mees is zijn broer"),
        ("heading", "[koptekst]"),
        ("paragraph", "Leerling: Daan Visser"),
        ("heading", "[voettekst]"),
        ("paragraph", "Opgesteld door Anneke Bakker"),
        ("heading", "[verwijderde tekst]"),
        ("paragraph", "Petra Visser drinkt te veel"),
        ("heading", "[niet overgenomen]"),
        ("paragraph", "[wie opmerkingen en wijzigingen maakte: 1]"),
        ("paragraph", "[veldcodes: 1]"),
        ("paragraph", "[adressen van links: 1]"),
        ("paragraph", "[overige onderdelen van het bestand: 1]"),
        ("paragraph", "[eigenschappen van het bestand: 1]"),
    ]


def test_every_corner_of_a_text_of_libreoffice_is_read_or_told_to_be_left_out() -> None:
    assert read(files.odt(), ".odt") == [
        ("heading", "Verslag over Daan"),
        ("paragraph", "Daan gaat naar groep zes [noot 1] [opmerking 1] en haar adres"),
        ("paragraph", "- een punt"),
        ("row", "Naam | Daan Visser"),
        ("row", "Moeder | Petra Visser"),
        ("paragraph", "Hierbij:"),
        ("paragraph", "[afbeelding niet gelezen]: Foto van Daan op het plein"),
        ("paragraph", "Bel Petra"),
        ("heading", "[noten]"),
        ("paragraph", "[noot 1]: volgens Anneke Bakker"),
        ("heading", "[opmerkingen]"),
        ("paragraph", "[opmerking 1]: Mees is zijn broer"),
        ("heading", "[koptekst]"),
        ("paragraph", "Leerling: Daan Visser"),
        ("heading", "[voettekst]"),
        ("paragraph", "Opgesteld door Anneke Bakker"),
        ("heading", "[verwijderde tekst]"),
        ("paragraph", "Petra Visser drinkt te veel"),
        ("heading", "[niet overgenomen]"),
        ("paragraph", "[wie opmerkingen en wijzigingen maakte: 1]"),
        ("paragraph", "[adressen van links: 1]"),
        ("paragraph", "[eigenschappen van het bestand: 1]"),
    ]


def test_a_spreadsheet_is_read_with_what_is_hidden_and_with_results_for_formulas() -> None:
    assert read(files.sheet(), ".xlsx") == [
        ("heading", "Daan Visser"),
        ("row", "Naam | Geboren | BSN | Aanwezig | Verborgen"),
        ("row", "Daan Visser | 03-05-2014 | 012345672 | 50% | Petra"),
        ("row", "Mees Visser | | | waar | 3,25"),
        ("row", "[formule zonder uitkomst] | Anneke Bakker"),
        ("heading", "Anneke"),
        ("paragraph", "[verborgen werkblad]"),
        ("paragraph", "Bel Petra"),
        ("heading", "[opmerkingen]"),
        ("paragraph", "A2: Mees is zijn broer"),
        ("heading", "[koptekst]"),
        ("paragraph", "Leerling: Daan Visser"),
        ("heading", "[niet overgenomen]"),
        ("paragraph", "[wie opmerkingen en wijzigingen maakte: 1]"),
        ("paragraph", "[namen van cellen: 1]"),
        ("paragraph", "[formules, de uitkomst staat er: 2]"),
        ("paragraph", "[adressen van links: 1]"),
        ("paragraph", "[eigenschappen van het bestand: 1]"),
    ]


def test_pages_of_a_pdf_are_read_and_a_page_that_is_a_picture_is_marked() -> None:
    assert texts(files.pdf(("Daan woont bij Petra Vis-", "ser in een huis."), None), ".pdf")[:2] == [
        "Daan woont bij Petra Visser in een huis.",
        "[bladzijde 2 is een afbeelding, niet gelezen]",
    ]
    assert texts(files.remarked_pdf(), ".pdf")[:4] == [
        "Daan gaat naar groep zes.",
        "[opmerkingen]",
        "Mees is zijn broer",
        "[bijlage niet geopend]: verslag Petra Visser",
    ]
    assert texts(files.locked_pdf(""), ".pdf")[0] == "Daan gaat naar groep zes."


def test_words_broken_at_the_end_of_a_line_are_whole_again_and_names_keep_their_hyphen() -> None:
    lines = ("de begelei-", "ding van Jan-", "Willem, voor-", "en nadelen")
    assert texts(files.pdf(lines), ".pdf")[0] == "de begeleiding van Jan-Willem, voor- en nadelen"


def test_a_message_is_read_with_what_is_forwarded_in_it_and_attachments_are_named() -> None:
    assert read(files.mail(), ".eml") == [
        ("paragraph", "[van]: Anneke Bakker <a.bakker@example.nl>"),
        ("paragraph", "[aan]: Jozefiën Kuiper <j.kuiper@example.nl>, Petra Visser <petra.visser@example.nl>"),
        ("paragraph", "[kopie aan]: Mees Visser <mees@example.nl>"),
        ("paragraph", "[datum]: 13-05-2026 10:00"),
        ("paragraph", "[onderwerp]: Fwd: Daan Visser – afspraak"),
        ("heading", "x"),
        ("paragraph", "Beste Jozefiën,"),
        ("paragraph", "Daan komt morgen niet, zie hier."),
        ("row", "Naam | Daan Visser"),
        ("paragraph", "Met vriendelijke groet,"),
        ("paragraph", "Anneke Bakker"),
        ("paragraph", "[afbeelding niet gelezen]: Logo De Berkenhof"),
        ("paragraph", "[bijlage niet geopend]: verslag Petra Visser"),
        ("heading", "[doorgestuurd bericht]"),
        ("paragraph", "[van]: Petra Visser <petra.visser@example.nl>"),
        ("paragraph", "[onderwerp]: Daan is ziek"),
        ("paragraph", "Daan blijft thuis."),
        ("paragraph", "Groeten,"),
        ("paragraph", "Petra"),
        ("heading", "[niet overgenomen]"),
        ("paragraph", "[overige regels van het bericht: 6]"),
        ("paragraph", "[adressen van links: 1]"),
        ("paragraph", "[andere versie van het bericht: 1]"),
    ]


def test_a_page_of_the_web_is_read_and_its_code_is_not() -> None:
    page = (
        "<!-- Wietske --><style>p {}</style><h2>Kop</h2><p>Een <b>woord</b>.<ul><li>punt</ul><script>Wietske</script>"
        '<table><tr><th>Naam<th>Groep<tr><td>Daan<td>6</table><iframe src="https://x.nl"></iframe>'
    )
    assert read(page.encode(), ".html") == [
        ("heading", "Kop"),
        ("paragraph", "Een woord."),
        ("paragraph", "- punt"),
        ("row", "Naam | Groep"),
        ("row", "Daan | 6"),
        ("paragraph", "[ingevoegd onderdeel niet gelezen]"),
        ("heading", "[niet overgenomen]"),
        ("paragraph", "[onzichtbare code: 3]"),
    ]


def test_a_table_as_text_gives_rows_whatever_parts_its_cells() -> None:
    for sign in ";,\t":
        data = f'Naam{sign}Groep\n"Visser{sign} Daan"{sign}6\n'.encode("cp1252")
        assert read(data, ".csv") == [("row", "Naam | Groep"), ("row", f"{lined(f'Visser{sign} Daan')} | 6")]


def test_a_frame_around_a_page_is_no_row() -> None:
    document = Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "Eerste alinea."
    cell.add_paragraph("Tweede alinea.")
    assert read(word_files.saved(document), ".docx")[:2] == [
        ("paragraph", "Eerste alinea."),
        ("paragraph", "Tweede alinea."),
    ]


def test_a_table_within_a_cell_keeps_the_cells_apart() -> None:
    document = Document()
    grid = document.add_table(1, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "Gezin", "twee kinderen"
    inner = grid.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Daan", "Mees"
    assert texts(word_files.saved(document), ".docx")[0] == "Gezin | twee kinderen / Daan, Mees"
    assert read(b"# Kop\n\n| Naam | Groep |\n|---|:-:|\n| Daan | 6 |\n", ".md") == [
        ("heading", "Kop"),
        ("row", "Naam | Groep"),
        ("row", "Daan | 6"),
    ]


def test_what_is_filled_in_on_a_form_is_read() -> None:
    document = Document()
    paragraph = document.add_paragraph("Keuze: ")
    for inner in (
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Een"/>'
        '<w:listEntry w:val="Twee"/></w:ddList></w:ffData></w:fldChar>',
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>',
        '<w:sym w:font="Wingdings" w:char="F0A8"/>',
        '<w:sym w:font="Wingdings" w:char="F04A"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))
    assert texts(word_files.saved(document), ".docx")[0] == "Keuze: Twee☒☐ [teken niet gelezen]"
    assert texts(files.form_pdf(), ".pdf")[1:4] == ["[formuliervelden]", "naam kind | Daan", "akkoord | ☒"]


def test_a_version_of_a_message_that_is_not_read_still_tells_what_is_attached_to_it() -> None:
    page = EmailMessage()
    page.set_content("<p>Hoi.</p>", subtype="html")
    page.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="brief.pdf")
    message = EmailMessage()
    message["From"] = "a@example.nl"
    message.set_content("Een langere tekst dan de pagina heeft.")
    message.make_alternative()
    message.attach(page)
    assert texts(bytes(message), ".eml")[1:3] == [
        "Een langere tekst dan de pagina heeft.",
        "[bijlage niet geopend]: brief",
    ]


def test_ten_thousand_paragraphs_are_read() -> None:
    assert len(read(files.many_paragraphs(10_000), ".docx")) == 10_000


def test_a_document_says_what_it_is_in_the_language_of_the_study() -> None:
    parts = read_document(files.word(), ".docx", ID, "en")
    assert "[deleted text]" in [part.text for part in parts] and "[picture not read]" in parts[4].text


# --- nothing is lost --------------------------------------------------------------------------------------

WORDS = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="|/"), min_size=1, max_size=9)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
GRID = st.lists(st.lists(LINES, min_size=2, max_size=3), min_size=1, max_size=4)


def said(lines: list[str]) -> list[str]:
    return [word for line in lines for word in lined(composed(line)).split()]


@settings(max_examples=25, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), GRID)
def test_every_word_of_paragraphs_and_cells_is_there_in_order(lines: list[str], grid: list[list[str]]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    book = Workbook()
    sheet = book.worksheets[0]
    out, csv_out = io.BytesIO(), io.StringIO()
    for number, row in enumerate(grid, 1):
        made = document.add_table(1, len(row)).rows[0]
        for field, text in zip(made.cells, row, strict=True):
            field.text = text
        for at, text in enumerate(row, 1):
            cell = sheet.cell(number, at, text)
            cell.data_type = "s"  # "=" is text here
        csv.writer(csv_out, delimiter=";").writerow(row)
    book.save(out)
    cells = [text for row in grid for text in row]
    marks = {"|", *"[niet overgenomen]".split()}

    def words(data: bytes, suffix: str) -> list[str]:
        parts = [part.text for part in read_document(data, suffix, ID, "nl") if not part.ours]
        return [word for text in parts for word in text.split() if word not in marks]

    assert words(word_files.saved(document), ".docx") == said(lines + cells)
    assert words(out.getvalue(), ".xlsx")[1:] == said(cells)  # behind the name of the sheet
    if csv_out.getvalue().isprintable():
        assert words(csv_out.getvalue().encode(), ".csv") == said(cells)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(ENDINGS)), st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04"]))
def test_any_bytes_give_parts_or_an_error_that_a_person_can_act_on(suffix: str, data: bytes, start: bytes) -> None:
    told = answer(start + data, suffix, ID, "nl")
    if told["error"]:
        error = error_named(told["error"], told["details"])
        assert error.state == "quarantined" and error.sentence("nl").startswith(ID)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([".docx", ".odt", ".xlsx", ".pdf"]), st.floats(0.01, 0.99))
def test_a_document_cut_off_anywhere_is_never_read_as_if_it_were_whole(suffix: str, share: float) -> None:
    whole = {".docx": files.word, ".odt": files.odt, ".xlsx": files.sheet, ".pdf": _long_pdf}[suffix]()
    cut = whole[: int(share * len(whole))]
    assert answer(cut, suffix, ID, "nl")["error"] in ("DocumentDamaged", "WrongEnding", "DocumentEmpty")


def _long_pdf() -> bytes:
    return files.pdf(*[[f"Bladzijde {n} over Daan."] for n in range(20)])


def test_the_same_document_gives_the_same_parts() -> None:
    for suffix, data in (("docx", files.word()), ("xlsx", files.sheet()), ("pdf", _long_pdf()), ("eml", files.mail())):
        assert read(data, f".{suffix}") == read(data, f".{suffix}")


def test_nobody_hides_in_signs_of_no_width_ligatures_or_fonts() -> None:
    page = "<p>Sa\u200bn\u00adn\u202ee en So\ufb01e en Zoe\u0308 \uf0b7 De\ue000Wit</p>".encode()
    assert texts(page, ".html") == ["Sanne en Sofie en Zoë - De\ufffdWit"]


# --- what cannot be read ----------------------------------------------------------------------------------


def bomb(name: str, megabytes: int) -> bytes:
    """An archive that promises so much; the promise stands behind the mark of an entry, in its table of contents."""
    data = bytearray(files.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", name: bytes(9)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (megabytes << 20).to_bytes(4, "little")
    return bytes(data)


def of_entities(encoding: str = "utf-8") -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "Sanne" * 20}">' for n in range(9))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{levels}]><x><p>&e8;</p></x>'
    return _with(files.word(), "word/document.xml", text.encode(encoding))


def _with(data: bytes, name: str, held: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for one in {*before.namelist(), name}:
            after.writestr(one, held if one == name else before.read(one))
    return out.getvalue()


def reading_a_file() -> bytes:
    return _with(
        files.word(),
        "word/document.xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x><p><r><t>&e;</t></r></p></x>',
    )


def locked(kind: str) -> bytes:
    """A docx or xlsx with a password lies in an archive of the old kind; an odt says so in its manifest."""
    if kind == "odt":
        return _with(files.odt(), "META-INF/manifest.xml", b"<m><encryption-data/></m>")
    return b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le")


def smime() -> bytes:
    message = EmailMessage()
    message["From"] = "Sanne <sanne@example.nl>"
    message.set_content(b"x", maintype="application", subtype="pkcs7-mime")
    return bytes(message)


def zip_password() -> bytes:
    data = bytearray(files.zipped({"word/document.xml": "<Sanne/>"}))
    at = data.rindex(b"PK\x01\x02") + 8
    data[at] |= 1
    return bytes(data)


BAD: dict[str, tuple[str, Callable[[], bytes], type[CasusError]]] = {
    "macro": (".docx", lambda: _with(files.word(), "word/vbaProject.bin", b"Sanne"), HasMacros),
    "macro of excel": (".xlsx", lambda: _with(files.sheet(), "xl/vbaProject.bin", b"Sanne"), HasMacros),
    "macro of libreoffice": (".odt", lambda: _with(files.odt(), "Basic/Standard/Sanne.xml", b"<x/>"), HasMacros),
    "bomb": (".docx", lambda: bomb("word/Sanne.xml", 60), TooLarge),
    "bomb of pictures": (".docx", lambda: bomb("word/media/Sanne.png", 210), TooLarge),
    "entities": (".docx", of_entities, DocumentDamaged),
    "entities in utf-16": (".docx", lambda: of_entities("utf-16"), DocumentDamaged),
    "reads a file": (".docx", reading_a_file, DocumentDamaged),
    "locked docx": (".docx", lambda: locked("docx"), DocumentProtected),
    "locked xlsx": (".xlsx", lambda: locked("xlsx"), DocumentProtected),
    "locked odt": (".odt", lambda: locked("odt"), DocumentProtected),
    "locked pdf": (".pdf", lambda: files.locked_pdf("Sanne"), DocumentProtected),
    "locked zip": (".docx", zip_password, DocumentProtected),
    "locked message": (".eml", smime, DocumentProtected),
    "old word": (".docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(99) + b"Sanne", WrongEnding),
    "pdf called docx": (".docx", lambda: files.pdf(("Sanne",)), WrongEnding),
    "docx called pdf": (".pdf", files.word, WrongEnding),
    "docx called txt": (".txt", files.word, WrongEnding),
    "xlsx called docx": (".docx", files.sheet, WrongEnding),
    "odt called docx": (".docx", files.odt, WrongEnding),
    "zip called docx": (".docx", lambda: files.zipped({"Sanne.txt": "x"}), WrongEnding),
    "rtf called docx": (".docx", lambda: b"{\\rtf1 Sanne}", WrongEnding),
    "text called docx": (".docx", lambda: b"Sanne was er ook.", DocumentDamaged),
    "text called pdf": (".pdf", lambda: b"Sanne was er ook.", DocumentDamaged),
    "scan": (".pdf", lambda: files.pdf(None, None), DocumentIsPicture),
    "picture in word": (".docx", lambda: _picture_only(), DocumentIsPicture),
    "empty word": (".docx", lambda: word_files.lines("", " "), DocumentEmpty),
    "nothing": (".pdf", lambda: b"", DocumentEmpty),
    "empty text": (".csv", lambda: b" \r\n;;\r\n", DocumentEmpty),
    "no text": (".md", lambda: b"\x81\x8d\x8f" * 9, NotPlainText),
    "no message": (".eml", lambda: b"Sanne was er ook.", DocumentDamaged),
    "half a message": (".eml", lambda: files.mail()[:1800], DocumentDamaged),
    "broken xml": (".docx", lambda: _with(files.word(), "word/document.xml", b"<x>Sanne"), DocumentDamaged),
    "deep xml": (".docx", lambda: _with(files.word(), "word/document.xml", b"<x>" * 9999), DocumentDamaged),
    "no text in it": (".docx", lambda: _with(files.word(), "_rels/.rels", b"<x/>"), DocumentDamaged),
    "changed byte": (".docx", lambda: files.word().replace(b"PK\x01\x02", b"PK\x01\x03", 1), DocumentDamaged),
}


def _picture_only() -> bytes:
    document = Document()
    document.add_picture(io.BytesIO(files.PNG))
    return word_files.saved(document)


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_without_saying_what_it_says(name: str) -> None:
    suffix, data, error = BAD[name]
    with pytest.raises(error) as raised:
        read_document(data(), suffix, ID, "nl")
    assert type(raised.value) is error and raised.value.state == "quarantined"
    assert raised.value.__cause__ is None and (raised.value.__suppress_context__ or not raised.value.__context__)
    for language in ("nl", "en"):
        told = raised.value.sentence(language) + raised.value.remedy(language)
        assert "anne" not in told and ID in told


def test_a_bomb_within_a_document_is_never_opened() -> None:
    within = _with(files.word(), "word/embeddings/Sanne.zip", bomb("x.xml", 60))
    assert "[overige onderdelen van het bestand: 2]" in texts(within, ".docx")


def placed(tmp_path: Path, data: bytes, suffix: str = ".docx") -> Path:
    path = tmp_path / f"{ID}{suffix}"
    path.write_bytes(data)
    return path


def test_a_document_is_read_in_another_process_and_comes_back_as_it_was(tmp_path: Path) -> None:
    data = files.word()
    assert apart.read_apart(placed(tmp_path, data), ".docx", ID, "nl") == read_document(data, ".docx", ID, "nl")
    with pytest.raises(DocumentIsPicture) as raised:
        apart.read_apart(placed(tmp_path, files.pdf(None), ".pdf"), ".pdf", ID, "nl")
    assert raised.value.details == {"recording": ID}


@pytest.mark.parametrize(("limit", "value"), [("SECONDS", 0), ("GIGABYTES", 0)])
def test_a_document_that_takes_too_much_ends_its_own_process_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(apart, limit, value)
    monkeypatch.setattr(apart, "_WAIT", 9)
    with pytest.raises(DocumentTooMuch):
        apart.read_apart(placed(tmp_path, files.many_paragraphs(10_000)), ".docx", ID, "nl")


def test_a_document_of_200_mb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = placed(tmp_path, b"%PDF-1.7", ".pdf")
    os.truncate(path, 200 << 20)
    path.chmod(0)
    with pytest.raises(TooLarge):
        apart.read_apart(path, ".pdf", ID, "nl")


# --- names ------------------------------------------------------------------------------------------------


def test_nothing_that_we_add_is_taken_for_a_name() -> None:
    for words in WORDINGS.values():
        marks = [getattr(words, name) for name in words.__slots__]
        shown = [mark for mark in marks if isinstance(mark, str) and mark.startswith("[")]
        shown += [*(f"[{name}: 12]" for name in words.left_out.values()), *words.mail.values()]
        for mark in shown:
            told = mark.format(number=123, count=12)
            assert not found(f"{told}: een tekst {told}", RedactSettings()), told


def test_somebody_may_be_called_as_our_marks_are() -> None:
    assert asides_in("[Page] en [Noot] en [noot 1]") == [(20, 28)]


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("Naam | Sanne van der Meulen | 03-05-2014", ["Sanne van der Meulen", "03-05-2014"]),
        ("Sanne | van der Meulen", ["Sanne", "van der Meulen"]),
        ("Contactpersoon | Marloes", ["Marloes"]),
        ("Vader | Kees | Moeder | Els", ["Kees", "Els"]),
        ("BSN | 123456782 | Telefoon | 612345678", ["123456782", "612345678"]),
        ("Leerling | Groep | Toelichting", []),
        ("[bijlage niet geopend]: verslag Marloes Janssen", ["Marloes Janssen"]),
        ("[van]: Marloes Janssen <m.janssen@school.nl>", ["Marloes Janssen", "m.janssen@school.nl"]),
    ],
)
def test_names_in_cells_are_found(row: str, names: list[str]) -> None:
    assert [text for text, _ in found(row)] == names


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = empty_study(tmp_path / "studie")
    path = made.consent(CASE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record_as_yaml(record()))
    return made


def drop(study: Study, name: str, data: bytes) -> None:
    path = study.inbox / CASE / "dossier" / f"2026-05-13 {name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_a_dossier_goes_from_the_inbox_to_the_release_without_a_name(study: Study, casus: Casus) -> None:
    dropped = {
        "a.docx": files.with_footnote(files.word(), "Bron: Anneke"),
        "b.odt": files.odt(),
        "c.xlsx": files.sheet(),
        "d.pdf": files.pdf(("Daan woont bij Petra Vis-", "ser in een huis."), None),
        "e.pdf": files.remarked_pdf(),
        "f.eml": files.mail(),
        "g.csv": "Naam;Groep;Moeder\nDaan Visser;6;Petra\n".encode("cp1252"),
    }
    for name, data in dropped.items():
        drop(study, name, data)
    drop(study, "scan.pdf", files.pdf(None))
    ran = casus("run", "--study", str(study.root))
    assert ran.returncode == 0, ran.stderr
    (note,) = study.quarantine.rglob("LEES MIJ.txt")
    assert "een scan" in note.read_text(encoding="utf-8") and "OCR" in note.read_text(encoding="utf-8")
    released = sorted(study.release.glob(f"by-case/{CASE}/dossier-*.txt"))
    assert len(released) == len(dropped)
    lying = [path for path in study.release.rglob("*") if path.is_file()]
    written = [text for path in lying for _, text in texts_in(path.name, path.read_bytes())]
    outside = [path.read_text(encoding="utf-8") for path in study.work.rglob("*.json")]
    for text in (*written, *outside, ran.stdout, ran.stderr):
        assert not [name for name in NAMES if name in text]
        assert "example.nl" not in text and "12345672" not in text
    pages = [path.read_text(encoding="utf-8") for path in released]
    assert "Herkomst          document: docx" in pages[0] and "luister na" not in pages[0]
    assert "Naam | [KIND-1]" in pages[0] and "== [verwijderde tekst] ==\n19  [MOEDER] drinkt te veel" in pages[0]
    assert "3  [KIND-1] | [DATUM] | [BSN] | 50% | [MOEDER]" in pages[2] and "== [KIND-1] ==" in pages[2]
    assert "[kopie aan]: [BROER-1] <[EMAIL]>" in pages[5]
    content = json.loads((study.release / "by-case" / CASE / "dossier-7.json").read_text(encoding="utf-8"))
    jsonschema.validate(content, json.loads(SCHEMA.read_text(encoding="utf-8")))
    rows = [block for block in content["blocks"] if block["kind"] == "row"]
    assert [piece["text"] for piece in rows[1]["pieces"]] == ["[KIND-1]", "|", "6", "|", "[MOEDER]"]


def test_the_inbox_takes_every_format_that_there_is_a_reader_for() -> None:
    assert DOCUMENTS == ENDINGS


def test_a_document_is_read_again_when_a_reader_changes() -> None:
    assert len(EXTRACT.version) == 64


def test_encoded_headers_and_names_of_attachments_are_read() -> None:
    name = base64.b64encode("Jozefiën".encode()).decode()
    data = f"From: =?utf-8?b?{name}?= <a@example.nl>\nSubject: x\n\nHoi.\n".encode()
    assert texts(data, ".eml")[0] == "[van]: Jozefiën <a@example.nl>"
