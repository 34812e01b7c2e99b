"""Whoever received a file can tell, offline, whether it is what was released."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.consent.sidecar import tied
from pipeline.seal import EMPTY, own_seal, sealed
from pipeline.stages.gate import gate, gather
from pipeline.stages.release import release
from pipeline.verifying import verify
from tests import redacted as make
from tests.conftest import run_casus
from tests.test_release import NONE, case_of


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A release of one transcript, by case and by role."""
    tools = make.tools(tmp_path, **NONE)
    case = gate(case_of(), tools)
    done = release(gather("Proef", [case]), tools, {case.case: make.register(case.case)})
    assert done.errors == ()
    return tmp_path / "release"


def test_every_file_of_a_transcript_is_whole_and_told_by_seal_and_by_the_consent_beside_it(out: Path) -> None:
    found = {one.path.name: one for one in verify([out / "by-case"])}
    assert {one.state for one in found.values()} == {"whole"}
    assert found["leraar-1.txt"].by == "seal, consent" and found["leraar-1.json"].by == "seal, consent"
    assert tied((out / "by-case/casus-01/leraar-1.consent.jsonld").read_bytes()).recording == "casus-01_leraar-1"


@pytest.mark.parametrize("name", ["leraar-1.txt", "leraar-1.json", "leraar-1.vtt"])
def test_one_file_is_enough(out: Path, tmp_path: Path, name: str) -> None:
    alone = tmp_path / "alone" / name
    alone.parent.mkdir()
    shutil.copy(out / "by-case" / "casus-01" / name, alone)
    (one,) = verify([alone])
    assert (one.state, one.by) == ("whole", "seal")
    alone.write_bytes(alone.read_bytes().replace(b"2026-05", b"2026-06", 1))
    (one,) = verify([alone])
    assert one.state == "changed"


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_can_be_changed_unseen(out: Path, data: st.DataObject) -> None:
    whole = (out / "by-case/casus-01/leraar-1.txt").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    assert own_seal(whole[:at] + bytes([other]) + whole[at + 1 :]) != "whole"


def test_a_file_sealed_anew_does_not_fit_the_consent_beside_it(out: Path) -> None:
    path = out / "by-case/casus-01/leraar-1.txt"
    data = path.read_bytes()
    seal = data.split(b"Zegel")[1].split()[0]
    forged = sealed(data.replace(seal, EMPTY.encode()).replace(b"2026-05", b"2026-06", 1))
    assert own_seal(forged) == "whole"
    path.write_bytes(forged)
    assert {one.state for one in verify([path])} == {"changed"}


def test_the_command_says_so_with_exit_11(out: Path, tmp_path: Path) -> None:
    fine = run_casus(tmp_path, "verify", str(out / "by-role"))
    assert fine.returncode == 0 and "ongewijzigd (zegel, toestemming ernaast)" in fine.stdout
    path = out / "by-role/leraar/casus-01_leraar-1.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    changed = run_casus(tmp_path, "verify", str(path))
    assert changed.returncode == 11 and "GEWIJZIGD" in changed.stdout
    assert run_casus(tmp_path, "verify", str(tmp_path / "nergens")).returncode == 2
