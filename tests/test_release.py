"""The gate and the release: only what consent, review and the leak check let out; a mirror that survives a kill."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.config import Settings, settings_from
from pipeline.errors import SettingsWrong, StorageFailed
from pipeline.mirror import mirror
from pipeline.model import CaseFile, Decision, Figures, Form, Mark, QueueItem, Redacted, RedactedCase, Register, Third
from pipeline.ports import Tools
from pipeline.stages.gate import gate, gather, unreviewed
from pipeline.stages.release import Released, keep_concepts, release
from pipeline.status import released as count_released
from pipeline.store import digest_of, to_json, write
from pipeline.unpacking import texts_in
from pipeline.writers import WRITERS
from tests import redacted as make

PIPELINE = Path(__file__).parent.parent / "pipeline"
CONFIGS = PIPELINE.parent / "configs"
NONE: dict[str, Any] = {"release": {"review": "none"}}


def case_of(*transcripts: Redacted, case: str = "casus-01") -> RedactedCase:
    return RedactedCase(case, make.register(case), transcripts or (make.redacted(of=make.recording(case)),))


def released(tools: Tools, *cases: CaseFile, **registers: Register) -> Released:
    known = {case.case: registers.get(case.case.replace("-", "_"), make.register(case.case)) for case in cases}
    return release(gather("Proef", cases), tools, known)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def everything(folder: Path) -> str:
    """All that can be read in the files of a folder, and what they are called."""
    return "\n".join(
        part for path, data in files(folder).items() for found in texts_in(path, data) for part in (path, *found)
    )


def two_cases() -> tuple[CaseFile, CaseFile]:
    return make.case_file(), make.case_file(make.transcript(of=make.recording("casus-02")))


# --- the gate -----------------------------------------------------------------------------------------------


def test_only_the_gate_makes_case_files() -> None:
    made = {
        (path.relative_to(PIPELINE).as_posix(), name)
        for path in PIPELINE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for name in [getattr(node.func, "id", getattr(node.func, "attr", ""))]
        if name in ("Transcript", "CaseFile", "StudyFile")
    }
    assert made == {("stages/gate.py", name) for name in ("Transcript", "CaseFile", "StudyFile")}


def test_a_released_transcript_carries_its_consent_in_roles_and_months(tmp_path: Path) -> None:
    (transcript,) = gate(case_of(), make.tools(tmp_path, **NONE)).transcripts
    assert transcript.month == "2026-05" and transcript.review == "not required"
    assert transcript.consent.purposes == ("opnemen", "transcriberen", "delen")
    assert transcript.consent.signed_by == ("leraar",) and transcript.consent.form == "professional-1"
    assert transcript.consent.record_digest == "cd" * 32
    assert transcript.consent.valid_until == "2028-12"  # the child's consent to speak with others ends first


def test_a_release_ends_on_the_day_before_a_birthday_that_asks_for_more(tmp_path: Path) -> None:
    teacher, child = make.record().permissions
    silent = replace(make.record(), permissions=(teacher, replace(child, assent=None)))
    (transcript,) = gate(case_of(), make.tools(tmp_path, silent, **NONE)).transcripts
    assert transcript.consent.valid_until == "2026-12"  # in 2027 a child of 8-11 may be twelve
    exact = replace(silent, persons=(replace(silent.persons[0], born="2015-03"), *silent.persons[1:]))
    (transcript,) = gate(case_of(), make.tools(tmp_path, exact, **NONE)).transcripts
    assert transcript.consent.valid_until == "2027-02"


def test_a_dossier_carries_the_child_s_consent_and_its_parent_s_signature(tmp_path: Path) -> None:
    dossier = make.redacted(of=make.recording(role="dossier", recorded_on=None))
    (transcript,) = gate(case_of(dossier), make.tools(tmp_path, **NONE)).transcripts
    assert transcript.month == "" and transcript.consent.signed_by == ("moeder",)
    assert "dossier inzien" in transcript.consent.purposes and transcript.consent.form == "ouders-2"


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2029, 1, 1), date(2030, 1, 1)])
def test_outside_the_days_of_consent_nothing_passes(tmp_path: Path, today: date) -> None:
    tools = make.tools(tmp_path, today=today, **NONE)
    assert gate(case_of(), tools).transcripts == ()
    assert unreviewed(case_of(), make.tools(tmp_path, today=today)).transcripts == ()


def test_what_nobody_approved_stays_in_concept_until_somebody_does(tmp_path: Path) -> None:
    tools, case = make.tools(tmp_path), case_of()
    assert gate(case, tools).transcripts == ()
    assert keep_concepts([unreviewed(case, tools)], tools).written == ("casus-01/leraar-1.txt",)
    page = (tools.study.vault / "concept/casus-01/leraar-1.txt").read_text(encoding="utf-8")
    assert page.startswith("NIET NAGEKEKEN - niet verspreiden") and "gaat wel goed." in page

    (redacted,) = case.transcripts
    approval = Decision("approve", redacted.recording.id, digest_of(to_json(redacted)))
    tools.study.save("decisions", case.case, (approval,))
    assert [t.review for t in gate(case, tools).transcripts] == ["reviewed"]
    assert keep_concepts([unreviewed(case, tools)], tools).removed == ("casus-01/leraar-1.txt",)
    assert not (tools.study.vault / "concept").exists()

    changed = case_of(replace(redacted, blocks=(make.turn("Heel iets anders."),)))
    assert gate(changed, tools).transcripts == ()


def test_without_review_a_child_s_transcript_still_waits_for_a_reader(tmp_path: Path) -> None:
    tools, child = make.tools(tmp_path, **NONE), make.redacted(of=make.recording(role="kind"))
    case = case_of(make.redacted(), child)
    assert [t.redacted.recording.role for t in gate(case, tools).transcripts] == ["leraar"]
    assert [r.recording.role for r in unreviewed(case, tools).transcripts] == ["kind"]

    tools.study.save("decisions", case.case, (Decision("approve", child.recording.id, digest_of(to_json(child))),))
    assert [t.review for t in gate(case, tools).transcripts] == ["not required", "reviewed"]


def test_which_roles_are_always_read_is_a_setting_and_the_demo_reads_none(tmp_path: Path) -> None:
    case = case_of(make.redacted(), make.redacted(of=make.recording(role="kind")))
    for roles, passed in ((["leraar"], ["kind"]), ([], ["leraar", "kind"]), (["kind", "leraar"], [])):
        tools = make.tools(tmp_path, release={"review": "none", "always_review": roles})
        assert [t.redacted.recording.role for t in gate(case, tools).transcripts] == passed
    demo = settings_from((CONFIGS / "demo.toml").read_bytes(), "demo.toml")
    study = settings_from((CONFIGS / "study.toml").read_bytes(), "study.toml")
    assert not demo.release.needs_reader("kind") and study.release.always_review == ("kind",)


@pytest.mark.parametrize("text", ['always_review = ["kid"]', '[roles]\nchild = ["kid"]'])
def test_a_role_that_does_not_exist_is_never_the_only_one_that_is_read(text: str) -> None:
    toml = f'study.name = "x"\n[release]\nreview = "none"\n{text}\n'
    with pytest.raises(SettingsWrong) as raised:
        settings_from(toml.encode(), "study.toml")
    assert "always_review" in raised.value.sentence("nl")
    settings_from(toml.replace('"none"', '"required"').encode(), "study.toml")


def test_an_approved_transcript_with_open_questions_stays_in_concept(tmp_path: Path) -> None:
    tools = make.tools(tmp_path)
    item = QueueItem("q1", "b1", 0, 2, "PERSON", "PERSOON-1", "name", "capital")
    open_ = replace(make.redacted(), queue=(item,))
    tools.study.save("decisions", "casus-01", (Decision("approve", open_.recording.id, digest_of(to_json(open_))),))
    assert gate(case_of(open_), tools).transcripts == ()
    keep_concepts([unreviewed(case_of(open_), tools)], tools)
    assert "nog te beslissen: 1" in next(iter(files(tools.study.vault / "concept").values())).decode()


def test_withdrawn_consent_removes_what_was_released_before(tmp_path: Path) -> None:
    before = make.tools(tmp_path, make.record(), make.record("casus-02"), **NONE)
    both = case_of(), case_of(case="casus-02")
    released(before, *(gate(case, before) for case in both))
    withdrawn = make.record(withdrawn_on=make.TODAY)
    after = make.tools(tmp_path, withdrawn, make.record("casus-02"), **NONE)
    done = released(after, *(gate(case, after) for case in both))
    assert {path for path in done.removed if "casus-01" in path} == set(done.removed) and len(done.removed) == 8
    assert not any("casus-01" in path or b"casus-01" in data for path, data in files(after.study.release).items())
    assert not (after.study.release / "by-case/casus-01").exists()
    assert (after.study.release / "by-case/casus-02/leraar-1.txt").exists()


# --- leaks --------------------------------------------------------------------------------------------------

NAME = "Sanne"


def planted(where: str) -> CaseFile:
    """A case with one known name left in it."""
    if where == "text":
        return make.case_file(make.transcript(make.turn("Ja hoor."), make.turn(f"Dus {NAME} zei ja.", 9, block="b2")))
    if where == "detail":
        return make.case_file(make.transcript(of=make.recording(detail=f"juf van {NAME.lower()}")))
    if where == "file name":
        return make.case_file(make.transcript(of=make.recording(id=f"casus-01_{NAME.lower()}-1")))
    if where == "form":
        return make.case_file(make.transcript(consent=replace(make.CONSENT, form=f"formulier {NAME}")))
    return make.case_file(make.transcript(of=make.recording(f"casus-{NAME.lower()}")))


@pytest.mark.parametrize("where", ["text", "detail", "file name", "form", "case"])
def test_a_known_name_anywhere_blocks_only_that_case_and_is_not_repeated(tmp_path: Path, where: str) -> None:
    tools, leaking = make.tools(tmp_path), planted(where)
    done = released(tools, leaking, two_cases()[1])
    ((case, error),) = done.errors
    assert case == leaking.case and error.exit_code == 8 and error.state == "blocked"
    for language in ("nl", "en"):
        assert NAME.lower() not in (error.sentence(language) + error.remedy(language)).lower()
    assert {path.split("/")[1] for path in done.written if path.startswith("by-case")} == {"casus-02"}
    assert NAME.lower() not in everything(tmp_path).lower()


def test_the_message_gives_the_place(tmp_path: Path) -> None:
    ((_, error),) = released(make.tools(tmp_path), planted("text")).errors
    assert error.details["where"] == "leraar-1, nr. 2 (KIND-1)"


@pytest.mark.parametrize(
    ("kind", "page", "where"),
    [
        ("txt", "ja\nen\ndoor {}\n", "leraar-1.txt, regel 3 (KIND-1)"),
        ("json", '{{"a": "{}"}}', "leraar-1.json (KIND-1)"),
    ],
)
def test_a_writer_that_lets_a_name_through_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, page: str, where: str
) -> None:
    def careless(case: CaseFile, _settings: Settings) -> dict[str, bytes]:
        return {f"leraar-1.{kind}": page.format(*case.transcripts[0].redacted.recording.persons or [""]).encode()}

    monkeypatch.setitem(WRITERS, kind, careless)
    odd = make.case_file(make.transcript(of=make.recording(persons=(NAME,))))
    ((_, error),) = released(make.tools(tmp_path, release={"writers": [kind]}), odd).errors
    assert error.details["where"] == where


def test_a_name_of_another_case_in_the_overview_blocks_the_row(tmp_path: Path) -> None:
    odd = make.case_file(make.transcript(of=make.recording("casus-02", detail="juf fatima")))
    done = released(
        make.tools(tmp_path), make.case_file(), odd, casus_01=make.register("casus-01", "Fatima el Idrissi")
    )
    assert [case for case, _ in done.errors] == ["casus-02"]
    assert b"fatima" not in (tmp_path / "release/overview.csv").read_bytes()


def test_a_name_that_only_one_reading_brings_together_blocks_the_case(tmp_path: Path) -> None:
    said = make.case_file(make.transcript(make.turn("Op 't eh Kompas dus.")))
    register = make.register("casus-01")
    school = replace(register.entities[0], kind="SCHOOL", label="SCHOOL-1", forms=(Form("'t Kompas", "consent"),))
    known = replace(register, entities=(school,))
    assert released(make.tools(tmp_path), said, casus_01=known).errors == ()
    both = make.tools(tmp_path, release={"writers": ["txt", "txt:leesbaar"]})
    ((_, error),) = released(both, said, casus_01=known).errors
    assert error.details["where"].startswith("leraar-1.leesbaar.txt, ") and "SCHOOL-1" in error.details["where"]


def test_a_capital_that_a_reading_gives_is_no_leak(tmp_path: Path) -> None:
    register = make.register("casus-01", "Rob de Groot")
    said = make.case_file(make.transcript(make.turn("Eh, groot is het niet.")))
    tools = make.tools(tmp_path, release={"writers": ["txt:leesbaar"]})
    assert released(tools, said, casus_01=register).errors == ()
    assert b"Groot is het niet." in files(tmp_path / "release")["by-case/casus-01/leraar-1.leesbaar.txt"]
    again = make.case_file(make.transcript(make.turn("Meneer Groot is het niet.")))
    assert len(released(tools, again, casus_01=register).errors) == 1


def test_both_readings_lie_in_both_places_and_count_as_one_transcript(tmp_path: Path) -> None:
    tools = make.tools(tmp_path, release={"writers": ["txt", "txt:leesbaar", "json"]})
    assert released(tools, *two_cases()).errors == ()
    there = set(files(tmp_path / "release"))
    assert {"by-case/casus-01/leraar-1.leesbaar.txt", "by-role/leraar/casus-01_leraar-1.leesbaar.txt"} <= there
    assert len(there) == 16 and count_released(tools.study) == 2


def test_words_that_were_decided_our_own_words_and_roles_are_no_leak(tmp_path: Path) -> None:
    register = make.register("casus-01", "Tom de Meester", "Roos Duur", "Case Labels", "Start Speech")
    block = make.turn("Een roos dus.")
    decided = replace(block, pieces=tuple(replace(p, decided=p.text == "roos") for p in block.pieces))
    fine = make.case_file(make.transcript(decided, of=make.recording(detail="meester")))
    assert released(make.tools(tmp_path), fine, casus_01=register).errors == ()
    spoken = make.case_file(make.transcript(make.turn("Zei Meester toen."), of=make.recording(detail="meester")))
    assert len(released(make.tools(tmp_path), spoken, casus_01=register).errors) == 1


@given(st.integers(0, 40), st.sampled_from(["Sanne", "sanne", "SANNE", "Sanne's", "Sánne", "Sanne de Wit", "de Wit,"]))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_known_name_is_released_wherever_it_stands(tmp_path: Path, at: int, name: str) -> None:
    words = ["woord"] * 40
    words[at:at] = name.split()
    done = released(make.tools(tmp_path), make.case_file(make.transcript(make.turn(" ".join(words)))))
    assert len(done.errors) == 1 and files(tmp_path / "release") == {}


@given(st.lists(st.floats(0, 40_000), min_size=8, max_size=8), st.integers(0, 10**10), st.sampled_from(["nl", "en"]))
@example([0.0, 5e-324, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0], 0, "nl")
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_our_own_times_figures_and_digests_are_never_taken_for_a_leak(
    tmp_path: Path, numbers: list[float], count: int, language: str
) -> None:
    duration, speech, worded, gaps = numbers[:4]
    third = Third(count, *(int(number) for number in numbers[:3]))
    figures = Figures(
        *(duration, speech, worded, gaps, count, count),
        temperatures=((0.0, count), (0.2, int(gaps))),
        marks=(("outside", count), ("loop", count)) if count else (),
        thirds=(third, third, Third(count, int(gaps))),
    )
    blocks = [make.turn("woord AB nl", at, block=f"b{at}") for at in numbers]
    blocks = [replace(b, pieces=tuple(replace(p, marks=get_args(Mark)) for p in b.pieces)) for b in blocks]
    made = make.transcript(*blocks, *(make.gap(at, at + 1000) for at in numbers))
    made = replace(
        made,
        redacted=replace(made.redacted, figures=figures),
        consent=replace(made.consent, record_digest=digest_of(repr(numbers).encode())),
    )
    assert released(make.tools(tmp_path, study={"language": language}), make.case_file(made)).errors == ()


def test_a_case_that_leaks_now_takes_back_what_it_released_before(tmp_path: Path) -> None:
    tools = make.tools(tmp_path)
    released(tools, *two_cases())
    done = released(tools, planted("text"), two_cases()[1])
    assert len(done.removed) == 6 and done.errors[0][0] == "casus-01"


# --- the mirror ---------------------------------------------------------------------------------------------


def test_a_release_is_by_case_by_role_and_an_overview(tmp_path: Path) -> None:
    dossier = make.transcript(make.turn("Tekst.", None, None, "paragraph"), of=make.recording(role="dossier"))
    released(make.tools(tmp_path), make.case_file(make.transcript(), dossier))
    assert set(files(tmp_path / "release")) == {
        *(f"by-case/casus-01/leraar-1.{kind}" for kind in ("txt", "json", "vtt")),
        *(f"by-role/leraar/casus-01_leraar-1.{kind}" for kind in ("txt", "json", "vtt")),
        *(f"by-case/casus-01/dossier-1.{kind}" for kind in ("txt", "json")),
        *(f"by-role/dossier/casus-01_dossier-1.{kind}" for kind in ("txt", "json")),
        *("overview.csv", "cases.csv", "overview.xlsx", "study.qdpx"),
    }


def test_the_study_chooses_its_formats(tmp_path: Path) -> None:
    released(make.tools(tmp_path, release={"writers": ["txt"], "study_writers": ["turns"]}), make.case_file())
    assert {path.rpartition("/")[2] for path in files(tmp_path / "release")} == {
        *("leraar-1.txt", "casus-01_leraar-1.txt", "turns.csv")
    }


def test_a_case_without_allowed_transcripts_gets_no_folder(tmp_path: Path) -> None:
    done = released(make.tools(tmp_path), CaseFile("casus-01", ()))
    assert done == Released() and not (tmp_path / "release").exists()


def test_a_second_release_writes_nothing(tmp_path: Path) -> None:
    tools = make.tools(tmp_path)
    first = released(tools, *two_cases())
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    second = released(tools, *two_cases())
    assert len(first.written) == 16 and first.unchanged == 0
    assert second.written == () and second.unchanged == 16
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def test_strangers_are_left_alone_and_named(tmp_path: Path) -> None:
    note = tmp_path / "release/by-case/casus-01/mijn notities.docx"
    write(note, b"gemarkeerd")
    tools = make.tools(tmp_path)
    assert released(tools, make.case_file()).strangers == ("by-case/casus-01/mijn notities.docx",)
    done = released(tools, CaseFile("casus-01", ()))
    assert len(done.removed) == 10 and done.strangers == ("by-case/casus-01/mijn notities.docx",)
    assert note.read_bytes() == b"gemarkeerd"


def test_a_released_file_that_somebody_changed_or_removed_is_put_right(tmp_path: Path) -> None:
    tools = make.tools(tmp_path)
    released(tools, make.case_file())
    whole = files(tmp_path / "release")
    (tmp_path / "release/overview.csv").unlink()
    write(tmp_path / "release/by-case/casus-01/leraar-1.txt", b"anders")
    assert len(released(tools, make.case_file()).written) == 2
    assert files(tmp_path / "release") == whole


def test_a_folder_in_the_way_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "release/overview.csv").mkdir(parents=True)
    with pytest.raises(StorageFailed):
        released(make.tools(tmp_path), make.case_file())


KILLED = """
import os, sys
from pathlib import Path
from typing import Any
import pipeline.store as store, pipeline.mirror as mirror_
left, root = int(sys.argv[1]), Path(sys.argv[2])
def step(real):
    def stepped(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return real(*arguments, **named)
    return stepped
Path.replace, Path.unlink, Path.rmdir, os.fsync = map(step, (Path.replace, Path.unlink, Path.rmdir, os.fsync))
mirror_.mirror({name: name.encode() * 9 for name in sys.argv[3:]}, root / "release", root / "release.json")
"""


def test_killed_at_any_step_every_file_is_whole_and_the_next_run_repairs(tmp_path: Path) -> None:
    old, new = ["a/1.txt", "b/2.txt"], ["b/2.txt", "c/3.txt"]
    whole = {name: name.encode() * 9 for name in {*old, *new}}
    ended = False
    for step in range(0, 40):
        root = tmp_path / str(step)
        mirror({name: whole[name] for name in old}, root / "release", root / "release.json")
        killed = subprocess.run([sys.executable, "-c", KILLED, str(step), str(root), *new], cwd=PIPELINE.parent)
        there = files(root / "release")
        assert all(data == whole[name] for name, data in there.items() if ".half-" not in name)
        mirrored = mirror({name: whole[name] for name in new}, root / "release", root / "release.json")
        assert files(root / "release") == {name: whole[name] for name in new} and mirrored.strangers == ()
        assert not (root / "release/a").exists()
        if ended := killed.returncode == 0:
            break
    assert ended and step > 6


def test_a_lost_manifest_deletes_nothing(tmp_path: Path) -> None:
    tools = make.tools(tmp_path)
    released(tools, *two_cases())
    (tmp_path / "work/release.json").write_text("{", encoding="utf-8")
    done = released(tools, make.case_file())
    assert done.removed == () and len(done.strangers) == 6
    assert done.written == ("cases.csv", "overview.csv", "overview.xlsx", "study.qdpx")


def test_how_the_study_is_reached_is_no_leak_but_a_name_in_it_is(tmp_path: Path) -> None:
    contact = {
        "organisation": "Hogeschool Voorbeeld",
        "address": "Voorbeeldlaan 1, 1234 AB Voorbeeldstad",
        "email": "onderzoek@hogeschool.example",
        "phone": "030 123 45 67",
        "privacy_officer": "de functionaris, fg@hogeschool.example, 06-12345678",
    }
    tools = make.tools(tmp_path, **NONE, contact=contact)
    assert released(tools, gate(case_of(), tools)).errors == ()
    named = make.tools(tmp_path, **NONE, contact=contact | {"privacy_officer": "Sanne de Wit"})
    assert [case for case, _ in released(named, gate(case_of(), named)).errors] == ["casus-01"]
