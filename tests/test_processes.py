"""Long work of our own in several processes: real processes, killed and orphaned."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from string import Formatter

import pytest

from pipeline.adapters import processes
from pipeline.adapters.processes import Processes
from pipeline.errors import CasusError, LeakFound, StudyBusy, all_errors
from pipeline.store import Study
from tests.test_engines import is_running


@pytest.fixture(params=["fork", "spawn"])
def two(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Processes:
    if request.param == "fork" and sys.platform != "linux":
        pytest.skip("forking is not safe here")
    monkeypatch.setattr(processes, "_HOW", request.param)
    return Processes(2)


def slow(number: int) -> tuple[int, int]:
    """Long enough for a process to be worth it."""
    time.sleep(1.2)
    return number, os.getpid()


def test_results_come_in_order_from_more_than_one_process(two: Processes) -> None:
    answers = list(two(slow, range(5)))
    assert [number for number, _ in answers] == [0, 1, 2, 3, 4]
    assert answers[0][1] == os.getpid() and os.getpid() not in {pid for _, pid in answers[1:]}


def test_what_is_quickly_done_is_done_here(two: Processes) -> None:
    assert list(two(str, range(1000))) == [str(n) for n in range(1000)]
    assert list(two(str, [])) == []


def test_one_core_works_alone() -> None:
    assert {pid for _, pid in Processes(1)(slow, range(2))} == {os.getpid()}


def killed(numbers: tuple[int, int]) -> int:
    """Ends its process, unless that is the parent."""
    number, parent = numbers
    if number == 3 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(1.2 if number == 0 else 0)
    return number


def test_a_process_that_is_killed_costs_nothing_but_time(two: Processes) -> None:
    assert list(two(killed, [(number, os.getpid()) for number in range(6)])) == [0, 1, 2, 3, 4, 5]
    assert [number for number, _ in two(slow, range(3))] == [0, 1, 2]  # new ones start


def refused(number: int) -> int:
    time.sleep(1.2 if number == 0 else 0)
    if number:
        raise LeakFound(case="casus-01", where="leraar-1.txt")
    return number


def test_an_error_of_ours_comes_back_as_it_was(two: Processes) -> None:
    answers = two(refused, range(3))
    assert next(answers) == 0
    with pytest.raises(LeakFound) as raised:
        next(answers)
    assert raised.value.details == {"case": "casus-01", "where": "leraar-1.txt"}


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_can_travel(kind: type[CasusError]) -> None:
    details = {name: "-" for told in (*kind.nl, *kind.en) for _, name, _, _ in Formatter().parse(told) if name}
    again = pickle.loads(pickle.dumps(kind(**details)))  # noqa: S301
    assert type(again) is kind and again.details == details


@pytest.mark.parametrize("ending", ["answers.close(); time.sleep(60)", "time.sleep(60)"])
def test_they_end_when_nobody_wants_the_rest_and_when_the_parent_is_killed(ending: str) -> None:
    code = (
        "import time; from pipeline.adapters.processes import Processes; from tests.test_processes import slow\n"
        "answers = Processes(2)(slow, range(20))\n"
        "print(*{next(answers)[1] for _ in range(4)}, flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code + ending], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    children = {int(pid) for pid in parent.stdout.readline().split()} - {parent.pid}
    assert children
    if "close" not in ending:
        parent.kill()
        parent.wait()
    limit = time.monotonic() + 30
    while time.monotonic() < limit and any(map(is_running, children)):
        time.sleep(0.05)
    assert not any(map(is_running, children))
    parent.kill()
    parent.wait()
    parent.stdout.close()


def test_the_lock_of_a_study_goes_with_its_parent_although_they_were_forked_with_it(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from pipeline.adapters.processes import Processes\n"
        "from pipeline.store import Study; from tests.test_processes import slow\n"
        "with Study(Path(sys.argv[1])).locked():\n"
        "    answers = Processes(2)(slow, range(20))\n"
        "    print([next(answers) for _ in range(2)], flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout and parent.stdout.readline()
    with pytest.raises(StudyBusy), Study(tmp_path).locked():
        pass
    parent.kill()
    parent.wait()
    parent.stdout.close()
    limit = time.monotonic() + 30
    while True:
        try:
            with Study(tmp_path).locked():
                return
        except StudyBusy:
            assert time.monotonic() < limit
            time.sleep(0.01)
