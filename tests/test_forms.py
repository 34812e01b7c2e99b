"""Forms to sign: the text people are shown, as Word and PDF, under one digest that never changes unnoticed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pipeline.cli.consent_papers import FormLanguage, FormName
from pipeline.config import ContactSettings, Settings
from pipeline.consent.fields import PURPOSES
from pipeline.consent.forms import NAMES, SIGNED, fill, known_forms, write_form, write_own
from pipeline.consent.markup import Block, blocks_of, spans
from pipeline.consent.paper import KnownForm, Paper
from pipeline.consent.paper_docx import as_docx
from pipeline.consent.paper_pdf import as_pdf
from pipeline.errors import FormFileInTheWay, FormIncomplete, FormTemplateWrong, FormVersionUsed, Language, VaultDamaged
from pipeline.store import Study, digest_of
from tests import redacted as make
from tests.conftest import ROOT
from tests.studies import Casus

LANGUAGES: tuple[Language, ...] = ("nl", "en")
CONTACT = {
    "organisation": "Hogeschool Voorbeeld",
    "address": "Laan van de Zon 12, 3521 AB Utrecht",
    "email": "onderzoek@voorbeeld.nl",
    "phone": "030 123 45 67",
    "researchers": ["Noor van Dijk", "Yusuf Şahin"],
    "privacy_officer": "fg@voorbeeld.nl",
}
KEPT = {"audio_until": "2027-08-31", "everything_until": "2031-12-31"}
SETTINGS = make.settings(study={"name": "Samen rond het kind"}, contact=CONTACT, retention=KEPT)
FOR_ADULTS = ("opnemen", "transcriberen", "citeren", "delen", "archiveren", "geluid delen")
EVERY = [(name, language) for name in NAMES for language in LANGUAGES]


def template(name: str, language: Language) -> bytes:
    return (ROOT / "consent" / "forms" / f"{name}.{language}.md").read_bytes()


def paper(name: str = "ouders", language: Language = "nl", settings: Settings = SETTINGS) -> Paper:
    return fill(template(name, language), settings, name, language)


def ticks(blocks: Sequence[Block]) -> list[str]:
    return [block.purpose for block in blocks if block.kind == "tick" and block.purpose]


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*found, *(paragraph.text for paragraph in document.sections[0].footer.paragraphs)])


def words_of_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


# --- the texts we ship -------------------------------------------------------------------------------------


def test_there_is_a_text_for_everybody_in_both_languages_and_it_has_its_purposes() -> None:
    assert {path.name for path in (ROOT / "consent" / "forms").glob("*.md")} == {f"{n}.{la}.md" for n, la in EVERY}
    for language in LANGUAGES:
        for name in ("ouders", "jongeren", "kinderen"):
            assert tuple(ticks(paper(name, language).blocks)) == PURPOSES
        assert tuple(ticks(paper("volwassenen", language).blocks)) == FOR_ADULTS
        assert not ticks(paper("dpia", language).blocks)


def test_both_languages_say_the_same_things_in_the_same_order() -> None:
    for name in NAMES:
        dutch, english = paper(name, "nl"), paper(name, "en")
        assert dutch.known.form == english.known.form
        assert [block.kind for block in dutch.blocks] == [block.kind for block in english.blocks]
        places = [re.findall(r"\{[^}]*\}", template(name, language).decode()) for language in LANGUAGES]
        assert sorted(places[0]) == sorted(places[1])


@pytest.mark.parametrize("name", SIGNED)
def test_each_form_says_how_to_stop_who_answers_and_when_things_go(name: str) -> None:
    text = template(name, "nl").decode()
    for needed in (
        "{contact.phone}",
        "{contact.email}",
        "{contact.organisation}",
        "{retention.audio_until}",
        "stoppen" if name != "kinderen" else "Ik wil niet",
    ):
        assert needed in text
    assert "anoniem." not in text.replace("niet anoniem", "")
    if name != "kinderen":
        assert "Autoriteit Persoonsgegevens" in text and "{contact.privacy_officer}" in text
        assert "{retention.everything_until}" in text
    longest = max(len(s.split()) for s in re.split(r"[.?!:]\s", " ".join(b.text for b in paper(name).blocks)))
    assert longest <= 36  # words in a sentence


def test_ages_come_from_the_settings() -> None:
    later = make.settings(
        contact=CONTACT, retention=KEPT, consent={"assent_from": 11, "own_from": 15, "adult_from": 19}
    )
    text = " ".join(block.text for block in paper("ouders", "nl", later).blocks)
    assert "Vanaf 11 jaar" in text and "Vanaf 15 jaar" in text
    assert "Ik ben 19 jaar" in " ".join(block.text for block in paper("volwassenen", "nl", later).blocks)


# --- filling in --------------------------------------------------------------------------------------------


def test_what_is_missing_is_named_by_its_key() -> None:
    with pytest.raises(FormIncomplete) as told:
        paper(settings=make.settings(contact=CONTACT | {"phone": " "}, retention={"audio_until": "2027-08-31"}))
    assert told.value.details["keys"] == "contact.phone, retention.everything_until"
    assert "study.toml" in told.value.sentence("nl") and "Laan van de Zon" not in str(told.value)


WRONG = [
    (b"", 1),
    (b"form: ouders\nlanguage: nl\n", 1),
    (b"form: volwassenen-1.0\nlanguage: nl\n", 1),
    (b"form: ouders-1.0\nlanguage: en\n", 2),
    (b"form: ouders-1.0\n", 2),
    (b"form: ouders-1.0\nlanguage: nl\n\n{contact.fax}\n", 4),
    (b"form: ouders-1.0\nlanguage: nl\n{transcribe.model}\n", 3),
    (b"form: ouders-1.0\nlanguage: nl\n| {contact.email} |\n", 3),
    (b"form: ouders-1.0\nlanguage: nl\n[ ] opname: ja\n", 3),
    (b"form: ouders-1.0\nlanguage: nl\n[ ] citeren: ja\n[ ] citeren: ja\n", 4),
    (b"form: ouders-1.0\nlanguage: nl\n\n\xff\n", 4),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_text_of_their_own_that_cannot_be_is_told_by_line(text: bytes, line: int) -> None:
    with pytest.raises(FormTemplateWrong) as told:
        fill(text, SETTINGS, "ouders", "nl")
    assert told.value.details["line"] == str(line)


anything = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), min_size=1, max_size=40
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(
    st.lists(anything.filter(str.strip) | st.sampled_from(["{study.name}", "**", "| a", "---"]), min_size=6, max_size=6)
)
def test_whatever_a_study_is_called_its_form_keeps_its_shape(told: list[str]) -> None:
    fields = list(ContactSettings.model_fields)
    contact: dict[str, Any] = dict(zip(fields, told, strict=True)) | {"researchers": [told[4], told[0]]}
    strange = make.settings(study={"name": told[0]}, contact=contact, retention=KEPT)
    made, usual = paper(settings=strange), paper()
    assert [(b.kind, b.purpose, len(b.rows)) for b in made.blocks] == [
        (b.kind, b.purpose, len(b.rows)) for b in usual.blocks
    ]
    assert made == paper(settings=strange)


# --- Word and PDF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_word_and_pdf_say_every_word_and_print_what_they_are(name: str, language: Language) -> None:
    made = paper(name, language)
    docx, pdf = as_docx(made), as_pdf(made)
    for words in (plain(words_of_docx(docx)), plain(words_of_pdf(pdf))):
        for block in made.blocks:
            for text in (block.text, *(cell for row in block.rows for cell in row)):
                for stretch, _ in spans(text):
                    assert plain(stretch) in words
            assert f"({plain(block.purpose)})" in words or not block.purpose
        assert made.known.sha256 in words and made.known.form in words and f"·{language}" in words
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) <= 5
    of = {"nl": "van", "en": "of"}[language]
    for number, page in enumerate(pages, start=1):
        text = plain(page.extract_text())
        assert f"{number}{of}{len(pages)}" in text and made.known.sha256 in text


def test_written_twice_they_are_the_same_and_tell_nothing_of_the_writer(tmp_path: Path) -> None:
    made = paper()
    first = as_docx(made), as_pdf(made)
    assert (as_docx(made), as_pdf(made)) == first
    docx, pdf = first
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in archive.read("docProps/core.xml")
    properties = Document(io.BytesIO(docx)).core_properties
    assert (properties.author, properties.last_modified_by, properties.created.year) == ("", "", 2000)
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None and not about.author and about.title == "Mag uw kind meedoen aan ons onderzoek?"
    assert about.creation_date is not None and about.creation_date.year == 2000


def test_the_pdf_brings_the_letters_it_uses() -> None:
    fonts = set[str]()
    for page in PdfReader(io.BytesIO(as_pdf(paper()))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            about = font.get_object()
            if "/FontDescriptor" in about:
                assert "/FontFile2" in about["/FontDescriptor"]
                fonts.add(str(about["/BaseFont"]).partition("+")[2])
    assert fonts == {"BitstreamVeraSans-Roman", "BitstreamVeraSans-Bold"}
    assert "Şahin" in words_of_pdf(as_pdf(paper()))


def test_the_digest_is_of_the_filled_text_and_nothing_else() -> None:
    made = paper()
    text = template("ouders", "nl").decode()
    values: dict[str, str] = {f"contact.{key}": v if isinstance(v, str) else ", ".join(v) for key, v in CONTACT.items()}
    values |= {"study.name": "Samen rond het kind", "consent.assent_from": "12", "consent.own_from": "16"}
    values |= {"retention.audio_until": "31 augustus 2027", "retention.everything_until": "31 december 2031"}
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    by_hand = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip("\n") + "\n"
    assert made.known == KnownForm("ouders-1.0", "nl", digest_of(by_hand.encode()))
    assert paper("ouders", "en").known.sha256 != made.known.sha256


# --- in a study --------------------------------------------------------------------------------------------


def files(study: Study) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (study.root / "consent" / "forms").glob("*")}


def test_a_form_that_was_made_is_known_by_its_digest(tmp_path: Path) -> None:
    study = Study(tmp_path)
    assert known_forms(study) == ()
    write_form(study, SETTINGS, "volwassenen", "nl")
    write_form(study, SETTINGS, "ouders", "nl")
    write_form(study, SETTINGS, "ouders", "en")
    write_form(study, SETTINGS, "dpia", "nl")
    assert known_forms(study) == (paper("ouders", "en").known, paper().known, paper("volwassenen").known)
    before = files(study)
    assert {"ouders-1.0.nl.docx", "ouders-1.0.nl.pdf", "dpia-1.0.nl.docx", "forms.json"} <= set(before)
    write_form(study, SETTINGS, "ouders", "nl")
    assert files(study) == before
    (tmp_path / "consent" / "forms" / "forms.json").write_bytes(b"{")
    with pytest.raises(VaultDamaged):
        known_forms(study)


def test_a_text_that_changed_needs_another_version(tmp_path: Path) -> None:
    study = Study(tmp_path)
    write_form(study, SETTINGS, "ouders", "nl")
    before = files(study)
    moved = make.settings(contact=CONTACT | {"phone": "030 765 43 21"}, retention=KEPT)
    with pytest.raises(FormVersionUsed):
        write_form(study, moved, "ouders", "nl")
    assert files(study) == before
    own = write_own(study, "ouders", "nl")
    own.write_text(own.read_text(encoding="utf-8").replace("ouders-1.0", "ouders-1.1"), encoding="utf-8")
    write_form(study, moved, "ouders", "nl")
    assert [one.form for one in known_forms(study)] == ["ouders-1.0", "ouders-1.1"]
    assert files(study)["ouders-1.0.nl.docx"] == before["ouders-1.0.nl.docx"]


def test_what_somebody_changed_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    study = Study(tmp_path)
    docx, _ = write_form(study, SETTINGS, "dpia", "nl")
    docx.write_bytes(b"filled in by the steward")
    with pytest.raises(FormFileInTheWay):
        write_form(study, SETTINGS, "dpia", "nl")
    own = write_own(study, "dpia", "nl")
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(FormFileInTheWay):
        write_own(study, "dpia", "nl")
    assert docx.read_bytes() == b"filled in by the steward" and own.read_text(encoding="utf-8") == "mine"


def test_markup_of_every_kind() -> None:
    text = "# T\n\nom\nregel\n## K\n- a\n- b\n> n\n[ ] citeren: c\n[ ] d\n___ e\n| a | b |\n| 1 |\n\n| x |\n---\nna"
    assert blocks_of(text) == (
        Block("title", "T"),
        Block("text", "om\nregel"),
        Block("heading", "K"),
        Block("item", "a"),
        Block("item", "b"),
        Block("note", "n"),
        Block("tick", "c", "citeren"),
        Block("tick", "d"),
        Block("line", "e"),
        Block("table", rows=(("a", "b"), ("1", ""))),
        Block("table", rows=(("x",),)),
        Block("page"),
        Block("text", "na"),
    )
    assert spans("een **twee** drie") == (("een ", False), ("twee", True), (" drie", False))


def test_a_steward_makes_a_form(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    toml = tmp_path / "s" / "study.toml"
    toml.write_text('[study]\nname = "Samen"\n', encoding="utf-8")
    incomplete = casus("consent", "form", "ouders", "--study", "s")
    assert incomplete.returncode == 3 and "contact.address" in incomplete.stderr
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in CONTACT.items()]
    kept = [f"{key} = {value}" for key, value in KEPT.items()]
    toml.write_text("\n".join(['[study]\nname = "Samen"\n[contact]', *lines, "[retention]", *kept]), encoding="utf-8")
    done = casus("consent", "form", "ouders", "--study", "s", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == [f"consent/forms/ouders-1.0.en.{kind}" for kind in ("docx", "pdf")]
    assert "jurist" in done.stdout


def test_the_command_offers_what_there_is() -> None:
    assert tuple(FormName) == NAMES and tuple(FormLanguage) == LANGUAGES


def test_the_papers_title_falls_back_on_its_name() -> None:
    assert replace(paper(), blocks=()).title == "ouders-1.0"
