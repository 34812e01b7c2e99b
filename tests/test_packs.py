"""Reading packs: what may be read now, by role or by case, taken back and remade with the release."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pipeline import packs as asking
from pipeline.config import Settings, read_settings
from pipeline.consent.writing import record_as_yaml
from pipeline.errors import NothingToPack, OneRole
from pipeline.leaks import find_leaks
from pipeline.model import CaseFile, ConsentRecord, Permission, Person, StudyFile, Transcript
from pipeline.on_request import run_pack
from pipeline.packs import Pack, ask_for, asked
from pipeline.ports import Tools
from pipeline.releasing import making
from pipeline.stages.release import Released, release
from pipeline.store import Study, write
from pipeline.unpacking import texts_in
from pipeline.wiring import tools_for
from pipeline.writers import write_packs
from pipeline.writers.paper_wording import NL
from tests import redacted as make
from tests.studies import Casus, empty_study

STUDY = make.settings()
NONE: dict[str, Any] = {"release": {"review": "none", "writers": ["txt"]}}


def transcript(case: str, role: str, text: str = "Ja nou eh, [KIND-1] gaat wel goed.", **of: Any) -> Transcript:
    return make.transcript(make.turn(text), of=make.recording(case, role, **of))


def study_of(*cases: tuple[str, tuple[str, ...]]) -> StudyFile:
    return StudyFile("Proef", tuple(make.case_file(*(transcript(case, r) for r in roles)) for case, roles in cases))


THREE = study_of(
    ("casus-01", ("hulpverlener", "leraar", "ouder")), ("casus-02", ("leraar",)), ("casus-03", ("ouder", "leraar"))
)


def sheets(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def titles(data: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(data)).paragraphs if p.style and p.style.name == "Heading 1"]


def table(data: bytes) -> list[list[str]]:
    (found,) = Document(io.BytesIO(data)).tables
    return [[cell.text for cell in row.cells] for row in found.rows]


# --- what is in a pack --------------------------------------------------------------------------------------


def test_a_pack_of_a_role_has_every_transcript_of_it_behind_a_list() -> None:
    files = write_packs(THREE, [Pack(role="leraar")], STUDY)
    assert set(files) == {"packs/by-role/leraar.docx", "packs/by-role/leraar.pdf"}
    word, page = files["packs/by-role/leraar.docx"], files["packs/by-role/leraar.pdf"]
    cases = [f"casus-0{n} · leraar · 2026-05" for n in (1, 2, 3)]
    assert titles(word) == ["Leesbundel: leraar", *cases]
    assert table(word) == [
        [*NL.contents[:-1]],
        *([str(n), f"casus-0{n}", "leraar", "2026-05", "31,1", "6"] for n in (1, 2, 3)),
    ]
    front, *rest = sheets(page)
    assert front.count("casus-0") == 3 and [sheet.splitlines()[0] for sheet in rest] == cases
    assert [entry["/Title"] for entry in PdfReader(io.BytesIO(page)).outline] == cases  # type: ignore[call-overload]
    assert "blz. 4 van 4" in rest[-1]


def test_a_pack_of_a_case_lays_its_roles_beside_each_other_in_the_order_of_the_study() -> None:
    word = write_packs(THREE, [Pack(case="casus-01")], STUDY)["packs/by-case/casus-01.docx"]
    assert titles(word)[1:] == [f"casus-01 · {role} · 2026-05" for role in ("ouder", "leraar", "hulpverlener")]
    assert write_packs(THREE, [Pack(case="casus-02")], STUDY) == {}  # one role: nothing to compare


def test_the_list_tells_on_which_page_each_transcript_starts() -> None:
    first = transcript("casus-01", "ouder", "woord " * 1500)
    study = StudyFile("Proef", (make.case_file(first, *(transcript("casus-01", role) for role in ("leraar", "ib"))),))
    pages = sheets(write_packs(study, [Pack(case="casus-01")], STUDY)["packs/by-case/casus-01.pdf"])
    starts = [n for n, page in enumerate(pages, start=1) if "Toestemming voor\n" in page]
    assert starts[0] == 2 and starts[1] > 4 and len(starts) == 3
    told = pages[0].split("blz.\n")[1].splitlines()[6 : 7 * 3 : 7]
    assert [int(page) for page in told] == starts


def test_line_numbers_and_consent_start_anew_with_each_transcript_of_a_pack() -> None:
    odd = replace(transcript("casus-02", "leraar"), consent=replace(make.CONSENT, purposes=("opnemen",)))
    study = StudyFile("Proef", (make.case_file(transcript("casus-01", "leraar")), make.case_file(odd)))
    files = write_packs(study, [Pack(role="leraar")], STUDY)
    first, second = sheets(files["packs/by-role/leraar.pdf"])[1:]
    assert "1" in first.splitlines() and "1" in second.splitlines()
    assert "delen; geldig" in first and "Toestemming voor opnemen; geldig tot 2029-05" in second
    front, one, two = Document(io.BytesIO(files["packs/by-role/leraar.docx"])).sections
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert front._sectPr.find(f"{tag}lnNumType") is None
    assert {s._sectPr.find(f"{tag}lnNumType").get(f"{tag}restart") for s in (one, two)} == {"newSection"}
    assert "delen; geldig" in one.footer.paragraphs[0].text and "opnemen; geldig" in two.footer.paragraphs[0].text


def test_cards_are_eight_on_a_sheet_and_numbered_as_the_list() -> None:
    many = study_of(*((f"casus-{n:02}", ("leraar",)) for n in range(1, 11)))
    files = write_packs(many, [Pack(role="leraar", cards=True)], STUDY)
    first, second = sheets(files["packs/by-role/leraar.cards.pdf"])
    assert first.count("casus-") == 8 and second.count("casus-") == 2
    words = first.split()
    assert words[:9] == ["1", "casus-01", "leraar", "31,1", "minuten", "6", "woorden", "2026-05", "Gepseudonimiseerd,"]
    assert first.count(NL.rank) == 8
    dossier = StudyFile("Proef", (make.case_file(replace(transcript("casus-01", "dossier"), month="")),))
    (card,) = sheets(write_packs(dossier, [Pack(cards=True)], STUDY)["packs/all.cards.pdf"])
    assert "minuten" not in card and "6 woorden" in card


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["ouder", "leraar", "kind"])), max_size=8, unique=True))
@settings(deadline=None, max_examples=15)
def test_a_pack_holds_all_of_its_role_and_nothing_else(there: list[tuple[int, str]]) -> None:
    cases = {case: tuple(role for number, role in there if number == case) for case, _ in there}
    study = study_of(*((f"casus-0{case}", roles) for case, roles in sorted(cases.items())))
    files = write_packs(study, [Pack(role="leraar")], STUDY)
    wanted = [f"casus-0{case} · leraar · 2026-05" for case, role in sorted(there) if role == "leraar"]
    assert (titles(files["packs/by-role/leraar.docx"])[1:] if files else []) == wanted


# --- with the release ---------------------------------------------------------------------------------------


def released(tools: Tools, *cases: CaseFile) -> Released:
    return release(StudyFile("Proef", cases), tools, {case.case: make.register(case.case) for case in cases})


def packs_in(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "release/packs").rglob("*") if path.is_file()}


def test_packs_that_were_asked_for_come_with_every_release_and_go_with_what_they_held(tmp_path: Path) -> None:
    tools = make.tools(tmp_path, **NONE)
    ask_for([Pack(role="leraar"), Pack(case="casus-01")], tools.study)
    one = make.case_file(transcript("casus-01", "leraar"), transcript("casus-01", "ouder"))
    two = make.case_file(transcript("casus-02", "leraar"))
    released(tools, one, two)
    both = {f"release/packs/{place}" for place in ("by-role/leraar", "by-case/casus-01")}
    assert packs_in(tmp_path) == {f"{place}.{kind}" for place in both for kind in ("docx", "pdf")}
    again = released(tools, one, two)
    assert again.written == () and again.unchanged > 4

    without = released(tools, two)  # casus-01 was withdrawn
    assert "packs/by-case/casus-01.pdf" in without.removed and "packs/by-role/leraar.docx" in without.written
    assert titles((tmp_path / "release/packs/by-role/leraar.docx").read_bytes())[1:] == ["casus-02 · leraar · 2026-05"]
    assert released(tools).removed and not (tmp_path / "release").exists()
    assert asked(tools.study) == (Pack(case="casus-01"), Pack(role="leraar"))


def test_a_case_that_leaks_is_in_no_pack(tmp_path: Path) -> None:
    tools = make.tools(tmp_path, **NONE)
    ask_for([Pack(role="leraar")], tools.study)
    leaking = make.case_file(transcript("casus-01", "leraar", "Dus Sanne zei ja."))
    done = released(tools, leaking, make.case_file(transcript("casus-02", "leraar")))
    assert [case for case, _ in done.errors] == ["casus-01"] and done.withheld == ()
    assert titles((tmp_path / "release/packs/by-role/leraar.docx").read_bytes())[1:] == ["casus-02 · leraar · 2026-05"]


def test_a_pack_in_which_a_name_appears_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = write_packs

    def careless(study: StudyFile, packs: Any, told: Settings) -> dict[str, bytes]:
        there = study.cases and study.cases[0].case
        return real(study, packs, told) | ({"packs/by-role/leraar.txt": b"Sanne"} if there else {})

    monkeypatch.setattr(making, "write_packs", careless)
    tools = make.tools(tmp_path, **NONE)
    ask_for([Pack(role="leraar")], tools.study)
    done = released(tools, make.case_file(transcript("casus-01", "leraar")))
    ((place, error),) = done.withheld
    assert place == "packs/by-role/leraar" and error.exit_code == 8 and packs_in(tmp_path) == set()
    assert "Sanne" not in error.sentence("nl") and "by-case/casus-01/leraar-1.txt" in done.written


def test_a_word_that_was_decided_in_one_case_does_not_block_a_pack(tmp_path: Path) -> None:
    block = make.turn("Een roos dus.")
    roos = replace(block, pieces=tuple(replace(p, decided=p.text == "roos") for p in block.pieces))
    case = make.case_file(make.transcript(roos))
    tools = make.tools(tmp_path, **NONE)
    ask_for([Pack(role="leraar")], tools.study)
    done = release(StudyFile("Proef", (case,)), tools, {"casus-01": make.register("casus-01", "Roos Legend")})
    assert done.errors == () == done.withheld and len(packs_in(tmp_path)) == 2


@given(st.integers(0, 20), st.sampled_from(["Sanne", "sánne", "de Wit", "SANNE DE WIT"]))
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_known_name_is_in_any_pack(tmp_path: Path, at: int, name: str) -> None:
    words = ["woord"] * 20
    words[at:at] = name.split()
    tools = make.tools(tmp_path, **NONE)
    ask_for([Pack(role="leraar"), Pack(cards=True)], tools.study)
    released(
        tools,
        make.case_file(transcript("casus-01", "leraar", " ".join(words))),
        make.case_file(transcript("casus-02", "leraar")),
    )
    for path in (tmp_path / "release/packs").rglob("*.*"):
        for _, text in texts_in(path.name, path.read_bytes()):
            assert find_leaks(text, make.register()) == []


def test_packs_are_remembered_once_sorted_and_name_nobody(tmp_path: Path) -> None:
    study = Study(tmp_path)
    assert asked(study) == ()
    ask_for([Pack(role="ouder"), Pack(case="casus-02"), Pack(role="ouder")], study)
    assert asked(study) == (Pack(case="casus-02"), Pack(role="ouder"))
    write(tmp_path / "work/packs.json", b"{")
    assert asking.asked(study) == ()


# --- as a person would --------------------------------------------------------------------------------------

START, END = date(2026, 1, 1), date(2041, 1, 1)
OWN = ("opnemen", "transcriberen", "delen")


def record(case: str, withdrawn_on: date | None = None) -> ConsentRecord:
    child = (*OWN, "andere informanten spreken", "dossier inzien")
    return ConsentRecord(
        case=case,
        persons=(
            Person("kind-1", "kind", "Daan Visser", (), "8-11"),
            Person("moeder-1", "moeder", "Petra Visser"),
            Person("leraar-1", "leraar", "Anneke Bakker"),
        ),
        authority=("moeder-1",),
        permissions=(
            Permission("kind-1", child, (("moeder-1", START),), START, END, "ouders-1.0"),
            Permission("moeder-1", OWN, (("moeder-1", START),), START, END, "volwassenen-1.0"),
            Permission("leraar-1", OWN, (("leraar-1", START),), START, END, "volwassenen-1.0", withdrawn_on),
        ),
    )


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two cases: of one the mother and the teacher, of the other the teacher, written down elsewhere."""
    made = empty_study(tmp_path / "studie")
    for case in ("casus-01", "casus-02"):
        write(made.consent(case), record_as_yaml(record(case)))
    for count, place in enumerate(("casus-01/moeder", "casus-01/leraar", "casus-02/leraar"), start=2):
        said = f"I: Hoe gaat het met Daan?\nR: Ja nou eh, dat gaat wel goed, {count} keer, zei Anneke.\n"
        write(made.inbox / place / "2026-05-13 gesprek.txt", said.encode())
    return made


def test_a_researcher_asks_for_packs_and_withdrawn_consent_takes_a_transcript_out_of_them(
    study: Study, casus: Casus
) -> None:
    here = ("--study", str(study.root))
    told = read_settings(study.root)
    assert casus("run", *here).returncode == 0
    made = casus("pack", "--role", "leraar", *here)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[:2] == ["release/packs/by-role/leraar.docx", "release/packs/by-role/leraar.pdf"]
    with tools_for(study, told) as (tools, _):
        run_pack(tools, Pack(case="casus-01"))
        assert run_pack(tools, Pack(cards=True)) == ("packs/all.cards.pdf",)
        with pytest.raises(NothingToPack):
            run_pack(tools, Pack(role="ib"))
    for path in (study.release / "packs").rglob("*.*"):
        text = "\n".join(text for _, text in texts_in(path.name, path.read_bytes()))
        assert not any(name in text for name in ("Daan", "Anneke", "Visser", "Bakker", "Petra"))
        assert "cards" in path.name or "[KIND-1]" in text

    write(study.consent("casus-01"), record_as_yaml(record("casus-01", date(2026, 6, 1))))
    with tools_for(study, told) as (tools, _):
        with pytest.raises(OneRole):  # asked for before, and now there is nothing to lay beside the mother
            run_pack(tools, Pack(case="casus-01"))
        left = {path.relative_to(study.release).as_posix() for path in (study.release / "packs").rglob("*.*")}
        assert left == {"packs/by-role/leraar.docx", "packs/by-role/leraar.pdf", "packs/all.cards.pdf"}
    assert titles((study.release / "packs/by-role/leraar.docx").read_bytes())[1:] == ["casus-02 · leraar · 2026-05"]

    assert casus("pack", "--role", "leraar", "--drop", *here).returncode == 0
    assert not (study.release / "packs/by-role").exists() and Pack(role="leraar") not in asked(study)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--role", "Sanne"), 2, "Die rol kennen we niet."),
        (("--case", "Sanne"), 2, "Die casus, opname of vraag is er niet"),
        (("--role", "leraar", "--case", "casus-01"), 2, "--role | --case | --cards"),
    ],
)
def test_what_cannot_be_packed_says_why_and_repeats_no_name(
    study: Study, casus: Casus, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = casus("pack", *arguments, "--study", str(study.root))
    assert ran.returncode == code and said in ran.stderr and "Sanne" not in ran.stdout + ran.stderr
    assert not (study.work / "packs.json").exists()
