"""A release is made in parts, and a part that did not change is left as it is: always the same as made from nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pipeline.adapters.processes import Processes
from pipeline.model import CaseFacts, CaseFile, Register, Transcript
from pipeline.packs import Pack, ask_for
from pipeline.ports import Mapper
from pipeline.releasing import making
from pipeline.stages import our_files
from pipeline.stages.gate import gather
from pipeline.stages.parts import OURS
from pipeline.stages.release import Released, release
from pipeline.store import Study
from tests import redacted as make
from tests.test_release import files

FORMS: dict[str, Any] = {
    "review": "none",
    "writers": ["txt", "txt:leesbaar", "json", "docx"],
    "study_writers": ["csv", "turns"],
}
PACKS = (Pack(role="leraar"), Pack(role="moeder"), Pack(case="casus-01"), Pack(cards=True))


@dataclass
class Story:
    """What a release is made from."""

    cases: list[CaseFile]
    registers: dict[str, Register]
    sections: dict[str, Any] = field(default_factory=lambda: {"release": dict(FORMS)})
    packs: tuple[Pack, ...] = PACKS

    def release(self, root: Path, over: Mapper = map) -> Released:
        ask_for(self.packs, Study(root))
        tools = replace(make.tools(root, **self.sections), spread=over)
        return release(gather("Proef", self.cases), tools, self.registers)


def story() -> Story:
    def case(name: str) -> CaseFile:
        def said(role: str) -> Transcript:
            turns = make.turn(f"Ja {role} eh, [KIND-1] gaat wel goed."), make.turn("Nou ja.", 6.0, "I", block="b2")
            return make.transcript(*turns, of=make.recording(name, role))

        return make.case_file(said("leraar"), said("moeder"))

    names = ("casus-01", "casus-02", "casus-03")
    return Story([case(name) for name in names], {name: make.register(name) for name in names})


def other_words(told: Story) -> None:
    first = told.cases[0]
    words = make.transcript(make.turn("Iets heel anders."), of=first.transcripts[0].redacted.recording)
    told.cases[0] = replace(first, transcripts=(words, *first.transcripts[1:]))


def other_facts(told: Story) -> None:
    told.cases[1] = replace(told.cases[1], facts=CaseFacts(year_group="groep 6"))


def other_consent(told: Story) -> None:
    first = told.cases[0]
    told.cases[0] = replace(first, transcripts=tuple(replace(one, review="not required") for one in first.transcripts))


def known_since(told: Story) -> None:
    told.registers["casus-02"] = make.register("casus-02", "Sanne de Wit", "Goed")


def known_elsewhere(told: Story) -> None:
    told.registers["casus-03"] = make.register("casus-03", "Sanne de Wit", "Moeder")


def withdrawn(told: Story) -> None:
    told.cases[2] = replace(told.cases[2], transcripts=told.cases[2].transcripts[1:])


def gone(told: Story) -> None:
    del told.cases[1]


def nothing_left(told: Story) -> None:
    told.cases.clear()


def other_reading(told: Story) -> None:
    told.sections["release"]["convention"] = "leesbaar"


def other_formats(told: Story) -> None:
    told.sections["release"]["writers"] = ["vtt", "txt"]


def other_packs(told: Story) -> None:
    told.packs = (Pack(case="casus-02"),)


CHANGES = [
    *(other_words, other_facts, other_consent, known_since, known_elsewhere, withdrawn, gone, nothing_left),
    *(other_reading, other_formats, other_packs),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_any_change_it_is_as_if_made_from_nothing(tmp_path: Path, change: Callable[[Story], None]) -> None:
    told = story()
    assert not told.release(tmp_path / "kept").errors
    change(told)
    again, fresh = told.release(tmp_path / "kept"), told.release(tmp_path / "fresh")
    assert files(tmp_path / "kept" / "release") == files(tmp_path / "fresh" / "release")
    assert [(case, error.details) for case, error in again.errors] == [(c, e.details) for c, e in fresh.errors]
    assert [(place, error.details) for place, error in again.withheld] == [(p, e.details) for p, e in fresh.withheld]
    change_back = story().release(tmp_path / "kept")
    story().release(tmp_path / "fresh")
    assert not change_back.errors
    assert files(tmp_path / "kept" / "release") == files(tmp_path / "fresh" / "release")


def test_what_did_not_change_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = story().release(tmp_path)
    before = files(tmp_path / "release")

    def never(*_: Any) -> NoReturn:
        raise AssertionError

    with monkeypatch.context() as patched:
        for writer in ("write_case", "write_packs"):
            patched.setattr(making, writer, never)
        again = story().release(tmp_path)
    assert again == replace(made, written=(), unchanged=len(made.written)) and len(made.written) == len(before)
    assert files(tmp_path / "release") == before


def spoilt(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"Sanne de Wit")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


@pytest.mark.parametrize("harm", [spoilt, half, Path.unlink])
@pytest.mark.parametrize("where", ["release/by-case/casus-01/leraar-1.txt", "release/packs/by-role/leraar.docx"])
def test_a_file_that_somebody_changed_is_made_again(tmp_path: Path, harm: Callable[[Path], None], where: str) -> None:
    story().release(tmp_path)
    before = files(tmp_path / "release")
    harm(tmp_path / where)
    assert story().release(tmp_path).written == (where.removeprefix("release/"),)
    assert files(tmp_path / "release") == before


@pytest.mark.parametrize("harm", [half, Path.unlink, spoilt])
def test_whatever_happens_to_its_receipts(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    story().release(tmp_path)
    before, receipts = files(tmp_path / "release"), sorted((tmp_path / "work/receipts").rglob("*.json"))
    assert len(receipts) == 3 + 1 + len(PACKS)
    for path in receipts:
        harm(path)
    assert story().release(tmp_path).written == ()
    assert files(tmp_path / "release") == before


def test_a_name_that_is_known_later_takes_back_what_was_checked_before(tmp_path: Path) -> None:
    told = story()
    told.release(tmp_path)
    known_since(told)
    done = told.release(tmp_path)
    assert [case for case, _ in done.errors] == ["casus-02"]
    assert not any("casus-02" in place for place in files(tmp_path / "release"))
    assert not list((tmp_path / "work/receipts").rglob("casus-02.json"))


def test_what_python_compiles_is_no_change_of_our_code() -> None:
    files = {path.name for path in our_files(*OURS)}
    assert {"release.py", "DejaVuSerifCondensed.ttf", "transcript.schema.json"} <= files
    assert not [name for name in files if name.endswith(".pyc")]


def test_many_processes_make_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.adapters.processes._SHORT", 0.0)
    done = story().release(tmp_path / "two", Processes(2))
    assert done == story().release(tmp_path / "one")
    assert files(tmp_path / "two" / "release") == files(tmp_path / "one" / "release")
    assert files(tmp_path / "two" / "work") == files(tmp_path / "one" / "work")
