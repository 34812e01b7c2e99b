"""The REFI-QDA project: valid, the same each time, read by others; a codebook; text for MAXQDA, ATLAS.ti and NVivo."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.errors import CodebookWrong
from pipeline.model import CaseFacts, CaseFile, StudyFile, Transcript
from pipeline.stages.gate import gather
from pipeline.stages.release import release
from pipeline.transcripts.page import Page
from pipeline.transcripts.typed import F4
from pipeline.writers import WRITERS
from pipeline.writers.codebook import codes_from, every_code
from pipeline.writers.columns import COLUMNS
from pipeline.writers.facts import plain
from pipeline.writers.qdpx import write_qdpx
from pipeline.writers.reading import read
from tests import redacted as make

DATA = Path(__file__).parent / "data/refi"
SCHEMA = etree.XMLSchema(etree.parse(DATA / "Project.xsd"))
SPACE = "{urn:QDA-XML:project:1.0}"
NL_STUDY, EN_STUDY = make.settings(), make.settings(study={"language": "en"})
ODD = 'Zie je wel, \U0001f600 cafe\u0301 “nou” ‘ja’ [KIND-1] & <hij> "zei" \'ie\r\n\ufeffdus \uffff'


def study_of(*transcripts: Transcript, name: str = "Proef") -> StudyFile:
    by_case: dict[str, list[Transcript]] = {}
    for one in transcripts:
        by_case.setdefault(one.redacted.recording.case, []).append(one)
    facts = CaseFacts("groep 6", "8-11", "f")
    return StudyFile(name, tuple(CaseFile(case, tuple(found), facts) for case, found in by_case.items()))


def opened(study: StudyFile, told: Any = NL_STUDY) -> tuple[Any, dict[str, str]]:
    """The project, valid, and its texts by guid."""
    with ZipFile(io.BytesIO(write_qdpx(study, told)["study.qdpx"])) as file:
        root = etree.fromstring(file.read("project.qde"))
        SCHEMA.assertValid(root)
        assert file.namelist()[0] == "project.qde" and all(one.date_time[0] == 1980 for one in file.infolist())
        texts = {name: file.read(name).decode() for name in file.namelist()[1:]}
    return root, {name.removeprefix("sources/").removesuffix(".txt"): text for name, text in texts.items()}


def named(root: Any, tag: str) -> list[Any]:
    return list(root.iter(f"{SPACE}{tag}"))


def refers(element: Any, tag: str = "SourceRef") -> list[str]:
    return [one.get("targetGUID") for one in element.iter(f"{SPACE}{tag}")]


def several() -> StudyFile:
    """Two cases, three roles, a dossier, and letters that break other programs."""
    dossier = make.recording(role="dossier", recorded_on=None)
    return study_of(
        make.transcript(make.turn("Hoe gaat het met [KIND-1]?", 3, "I"), make.turn(ODD, 9), make.gap(60, 72)),
        make.transcript(of=make.recording(role="ouder", detail="moeder & <vader>")),
        make.transcript(make.turn("Verslag: groep 5", None, None, "heading"), of=dossier),
        make.transcript(of=make.recording("casus-02")),
        name='Proef "één" & <twee>',
    )


# --- promises -----------------------------------------------------------------------------------------------


@given(make.blocks(), st.sampled_from([NL_STUDY, EN_STUDY]), make.words | make.awkward)
@settings(deadline=None, max_examples=60)
def test_a_project_is_valid_the_same_each_time_and_keeps_every_word(blocks: Any, told: Any, detail: str) -> None:
    study = study_of(make.transcript(*blocks, of=make.recording(detail=detail)), name=detail)
    root, texts = opened(study, told)
    assert write_qdpx(study, told) == write_qdpx(study, told)
    (text,) = texts.values()
    assert unicodedata.is_normalized("NFC", text) and not re.search("[\r\ufeff]", text[:1] + text.replace("\ufeff", ""))
    assert text.splitlines() == text.removesuffix("\n").split("\n") and len(text.splitlines()) == len(blocks)
    for line, (block, said) in zip(text.splitlines(), read(blocks, told.release), strict=True):
        assert block.kind != "turn" or line.endswith(plain(" ".join(one.text for one in said)))
    assert [one.get("name") for one in named(root, "TextSource")] == ["casus-01_leraar-1"]


@given(st.integers(1, 60), st.integers(0, 3))
@settings(deadline=None, max_examples=20)
def test_no_id_of_ours_spells_a_name_and_none_comes_twice(cases: int, more: int) -> None:
    of = [make.transcript(of=make.recording(f"casus-{at}", number=n)) for at in range(cases) for n in range(more + 1)]
    root, texts = opened(study_of(*of))
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids)) and len(texts) == len(of)
    assert all(re.fullmatch(r"\d{8}(-\d{4}){3}-\d{12}", guid) for guid in guids)
    assert {target for one in root.iter() if (target := one.get("targetGUID"))} <= set(guids)


@pytest.mark.parametrize("told", [NL_STUDY, EN_STUDY])
def test_what_importers_trip_over_is_not_in_it(told: Any) -> None:
    """QualCoder's rules, read in ccbogel/QualCoder src/qualcoder/refi.py at 06db5fab (2026), and the standard's.

    A named case's source references are not read; a case without a name and with one reference holds a source's
    variables; a variable of a named case is of cases everywhere; a set becomes a variable of sources with its name;
    a variable given twice for one source stops the import; a source's name must be its own; the folder is "sources"
    or "Sources"; Project must not tell a path.
    """
    root, texts = opened(several(), told)
    assert set(root.keys()) == {"name", "origin"} and not named(root, "Users")
    variables = {one.get("guid"): one.get("name") for one in named(root, "Variable")}
    assert len(set(variables.values())) == len(variables)
    sets = [one.get("name") for one in named(root, "Set")]
    assert len({*sets, *variables.values()}) == len(sets) + len(variables)
    of_cases: set[str] = set()
    of_sources: set[str] = set()
    pairs = []
    for case in named(root, "Case"):
        used = refers(case, "VariableRef")
        if case.get("name") is None:
            (source,) = refers(case)
            pairs += [(source, variable) for variable in used]
        (of_sources if case.get("name") is None else of_cases).update(used)
    for source in named(root, "TextSource"):
        pairs += [(source.get("guid"), variable) for variable in refers(source, "VariableRef")]
        of_sources.update(refers(source, "VariableRef"))
        assert source.get("plainTextPath") == f"internal://{source.get('guid')}.txt" and source.get("guid") in texts
    assert not of_cases & of_sources and of_cases | of_sources == set(variables)
    assert len(pairs) == len(set(pairs))
    names = [one.get("name") for one in named(root, "TextSource")]
    assert len(set(names)) == len(names) == 4
    assert all(one.text for one in root.iter() if one.tag.endswith(("Value", "Description")) and not len(one))


def test_a_set_for_each_role_and_a_case_for_each_family() -> None:
    root, _ = opened(several())
    sources = {one.get("guid"): one.get("name") for one in named(root, "TextSource")}
    members = {one.get("name"): [sources[ref] for ref in refers(one, "MemberSource")] for one in named(root, "Set")}
    assert members["rol: leraar"] == ["casus-01_leraar-1", "casus-02_leraar-1"]
    assert members["rol: dossier"] == ["casus-01_dossier-1"]
    cases = {one.get("name"): [sources[ref] for ref in refers(one)] for one in named(root, "Case") if one.get("name")}
    assert cases["casus-02"] == ["casus-02_leraar-1"] and len(cases["casus-01"]) == 3


def test_pyrefiqda_reads_it(tmp_path: Path) -> None:
    from pyrefiqda import RefiProject

    (tmp_path / "study.qdpx").write_bytes(write_qdpx(several(), NL_STUDY)["study.qdpx"])
    # its own default folder is shared and never emptied: a second project would read as the first
    project = RefiProject.load(tmp_path / "study.qdpx", extract_dir=str(tmp_path / "out"))
    assert project.name == 'Proef "één" & <twee>' and len(project.sources.text_source) == 4
    for source in project.sources.text_source:
        text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_bytes().decode()
        assert text.endswith("\n") and not text.startswith("\ufeff")
    first = RefiProject.resolve_source_path(project.sources.text_source[0].plain_text_path, tmp_path / "out")
    assert first.read_text(encoding="utf-8") == (
        "[00:00:03] I: Hoe gaat het met [KIND-1]?\n"
        '[00:00:09] R: (4 s) Zie je wel, \U0001f600 café “nou” ‘ja’ [KIND-1] & <hij> "zei" \'ie \ufeffdus \ufffd\n'
        "[onverstaanbaar 00:01:00-00:01:12]\n"
    )
    ids = {variable.guid: variable.name for variable in project.variables.variable}
    case = next(case for case in project.cases.case if case.name == "casus-01")
    values = {ids[one.variable_ref.target_guid]: one.text_value for one in case.variable_value}
    assert values == {
        "jaargroep": "groep 6", "leeftijd": "8-11", "geslacht": "meisje", "rollen": "leraar, ouder, dossier"
    }  # fmt: skip


def test_without_transcripts_there_is_no_project_and_ids_follow_the_study() -> None:
    assert write_qdpx(StudyFile("Proef", ()), NL_STUDY) == {}
    one, more = make.transcript(), make.transcript(of=make.recording(role="ib"))
    alone, together, other = (
        opened(study)[1].keys() for study in (study_of(one), study_of(one, more), study_of(one, name="Andere"))
    )
    assert alone < together and not alone & other


def test_both_languages_have_all_words_and_no_set_is_called_like_a_variable() -> None:
    for words in COLUMNS.values():
        variables = (words.case, *words.child, words.roles, *words.counted, *words.file)
        assert len(set(variables)) == len(variables) and "{role}" in words.set_of and ":" in words.set_of
        assert all(words.own) or words.genders[""] == ""
        assert not any(":" in name for name in variables)


# --- the codebook -------------------------------------------------------------------------------------------


def test_a_codebook_of_another_program_comes_along() -> None:
    codes = codes_from((DATA / "codebook.qdc").read_bytes(), "codebook.qdc")
    assert [code.name for code in every_code(codes)] == [
        "Samenwerking", "Loopt goed", "Loopt niet <goed>", "Zorgen"
    ]  # fmt: skip
    assert codes[0].guid == "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d" and not codes[0].codable
    root, _ = opened(replace(several(), codes=codes))
    found = named(root, "Code")
    assert [one.get("color") for one in found] == ["#1f77b4", None, None, None]  # "#d00" breaks importers
    assert found[0].findtext(f"{SPACE}Description") == "Tussen school & zorg"


def test_a_codebook_may_be_a_table() -> None:
    table = "code;omschrijving;hoofdcode;kleur\nZorgen;;;#A1B2C3\nGroot;Meer dan één;zorgen;\nPlan;;;\n"
    codes = codes_from(b"\xef\xbb\xbf" + table.encode(), "codes.CSV")
    assert [code.name for code in codes] == ["Zorgen", "Plan"] and codes[0].codes[0].name == "Groot"
    root, _ = opened(replace(several(), codes=codes))
    assert [one.get("name") for one in named(root, "Code")] == ["Zorgen", "Groot", "Plan"]


XML = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{}</Codes></CodeBook>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("codes.txt", b"code\nx\n"),
        ("codes.csv", b""),
        ("codes.csv", b"code\n"),
        ("codes.csv", b"woord\nx\n"),
        ("codes.csv", b"code\n\xff\n"),
        ("codes.csv", b"code,kleur\nx,rood\n"),
        ("codes.csv", b"code,parent\nx,y\n"),
        ("codes.csv", b"code,parent\nx,y\ny,x\n"),
        ("codes.csv", b"code,parent\n,x\nx,\n"),
        ("codes.csv", b"code\nX\nx\n"),
        ("codes.csv", ("code,parent\nc0,\n" + "".join(f"c{n + 1},c{n}\n" for n in range(2000))).encode()),
        ("codes.qdc", b"geen xml"),
        ("codes.qdc", b"<Project/>"),
        ("codes.qdc", XML.format("").encode()),
        ("codes.qdc", XML.format('<Code guid="x"/>').encode()),
        ("codes.qdc", XML.format('<Code name="x"/><Code name="x"/>').encode()),
        ("codes.qdc", b'<!DOCTYPE a [<!ENTITY b "c">]>' + XML.format('<Code name="x"/>').encode()),
        ("codes.qdc", XML.format('<Code name="x">' * 90 + "</Code>" * 90).encode()),
    ],
)
def test_a_wrong_codebook_is_told(name: str, data: bytes) -> None:
    with pytest.raises(CodebookWrong) as wrong:
        codes_from(data, name)
    assert name in wrong.value.sentence("nl") and "docs/qda.md" in wrong.value.remedy("nl")


@pytest.mark.parametrize(("data", "problem"), [(None, "kan niet"), (b"code\nSanne boos\n", "bekende naam")])
def test_a_codebook_that_is_not_there_or_names_somebody_stops_the_release(
    tmp_path: Path, data: bytes | None, problem: str
) -> None:
    if data:
        (tmp_path / "codes.csv").write_bytes(data)
    tools = make.tools(tmp_path, release={"codebook": "codes.csv", "study_writers": ["qdpx"]})
    case = make.case_file()
    with pytest.raises(CodebookWrong) as wrong:
        release(gather("Proef", [case]), tools, {case.case: make.register()})
    assert problem in wrong.value.sentence("nl") and not (tmp_path / "release").exists()
    (tmp_path / "codes.csv").write_bytes(b"code\nBoos\n")
    release(gather("Proef", [case]), tools, {case.case: make.register()})
    with ZipFile(tmp_path / "release/study.qdpx") as file:
        assert b'name="Boos"' in file.read("project.qde")


# --- MAXQDA, ATLAS.ti, NVivo --------------------------------------------------------------------------------

STUDY = make.settings(release={"writers": ["maxqda", "atlas", "nvivo"]})


def text_of(kind: str, transcript: Transcript) -> str:
    (data,) = WRITERS[kind](make.case_file(transcript), STUDY).values()
    return data.decode()


@given(make.blocks())
@settings(deadline=None, max_examples=60)
def test_each_paragraph_has_a_speaker_before_its_first_colon_and_its_text(blocks: Any) -> None:
    said = [(b, plain(" ".join(one.text for one in shown))) for b, shown in read(blocks, STUDY.release)]
    paragraphs = text_of("maxqda", make.transcript(*blocks)).removesuffix("\n").split("\n\n")
    lines = text_of("atlas", make.transcript(*blocks)).removesuffix("\n").split("\n")
    rows = [line.split("\t") for line in text_of("nvivo", make.transcript(*blocks)).removesuffix("\n").split("\n")]
    assert rows[0] == ["Timespan", "Speaker", "Content"]
    spans = [re.fullmatch(r"(\d\d+:\d\d:\d\d\.\d)-(\d\d+:\d\d:\d\d\.\d)", row[0]) for row in rows[1:]]
    assert all(span and span[1] < span[2] for span in spans)
    for (block, text), paragraph, line, (_, speaker, content) in zip(said, paragraphs, lines, rows[1:], strict=True):
        f4 = re.fullmatch(r"#\d\d+:\d\d:\d\d-\d# (I|R1?|-):(?: (.*))?", paragraph)
        atlas = re.fullmatch(r"\[\d\d+:\d\d:\d\d\.\d\] (I|R1?|-):(?: (.*))?", line)
        assert f4 and atlas and f4.groups() == atlas.groups() and speaker == f4[1] and content == (f4[2] or "")
        assert speaker == ((block.speaker or "-") if block.kind == "turn" else "-")
        assert content == text if block.kind == "turn" else ":" not in content


def test_what_we_write_for_maxqda_our_own_import_of_f4_reads() -> None:
    said = make.transcript(
        make.turn("En hoe gaat het met [KIND-1]?", 3.25, "I"), make.turn("Ja nou, best wel goed.", 7.5, "R")
    )
    text = text_of("maxqda", said)
    page = Page("casus-01_leraar-1", ".txt", text)
    assert F4.fits(page)
    found = [(one.voice, [word.text for word in one.words], one.words[0].start) for one in F4.read(page)]
    assert found == [
        ("I", "En hoe gaat het met [KIND-1]?".split(), 3.2),
        ("R", "Ja nou, best wel goed.".split(), 7.5),
    ]


def test_a_dossier_is_no_interview_and_without_times_there_are_none() -> None:
    page = make.turn("Tekst.", None, None, "paragraph")
    assert all(
        WRITERS[kind](make.case_file(make.transcript(page, of=make.recording(role="dossier"))), STUDY) == {}
        for kind in ("maxqda", "atlas", "nvivo")
    )
    typed = make.transcript(make.turn("Ja.", None), of=make.recording(kind="transcript", suffix=".txt"))
    typed = replace(typed, redacted=replace(typed.redacted, figures=replace(typed.redacted.figures, duration=0)))
    assert WRITERS["nvivo"](make.case_file(typed), STUDY) == {}
    assert text_of("maxqda", typed) == text_of("atlas", typed) == "R: Ja.\n"
