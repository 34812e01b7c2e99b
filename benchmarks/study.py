"""How long everything takes that is written from a study, leak checks included, and how much memory.

python -m benchmarks.study [--cases N] [--minutes N] [--cores N] [--profile]

Written from a made-up study are all formats of each transcript and of the study, a reading pack of each role and each
case, cards, the bag for an archive and the picture of the study; each time in a fresh process: into an empty release,
with nothing changed, with one word changed, and with that word as it was into an empty release, which must give the
same bytes. Memory is that of all processes together. On one core (`--cores 1`) the steps of the release are told apart.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

from benchmarks.long import peak_of, shared_once
from benchmarks.made_up import RATE, ROLES, made_up_study
from pipeline.adapters.processes import Processes
from pipeline.archive.archive import archive
from pipeline.cli import COLLECTED_AT
from pipeline.config import Settings
from pipeline.consent.book import consent_book
from pipeline.model import RedactedCase, Register, StudyFile
from pipeline.packs import Pack, ask_for
from pipeline.ports import Tools
from pipeline.releasing import making
from pipeline.report.writing import write_report
from pipeline.stages import release as stage
from pipeline.stages.gate import gate, gather
from pipeline.store import Receipt, Study, digest_of_file

TODAY = date(2026, 11, 29)
SETTINGS = Settings.model_validate(
    {
        "study": {"name": "Proefstudie"},
        "release": {
            "review": "none",
            "always_review": [],
            "writers": ["txt", "json", "vtt", "docx", "pdf"],
            "study_writers": ["csv", "xlsx", "qdpx", "turns"],
        },
        "archive": {
            "title": "Gesprekken over samenwerken",
            "description": "Wat ouders, leraren en hulpverleners van elkaar merken.",
            "creators": [{"initials": "A.", "surname": "Onderzoeker", "organisation": "Hogeschool"}],
            "rights_holder": "Hogeschool",
            "licence": "https://doi.org/10.17026/fp39-0x58",
            "audience": ["D54000"],
        },
    }
)
STEPS = {  # of a release, by where they are called
    (stage, "_digest"): "what changed?",
    (making, "_written"): "transcripts, 5 formats",
    (making, "write_study"): "csv, xlsx, qdpx, turns",
    (making, "write_packs"): "packs and cards",
    (making, "leak_in"): "check of transcripts",
    (making, "leak_in_study"): "check of the study",
    (stage, "leaks_in_facts"): "check of the study",
    (making, "leak_in_files"): "check of packs",
    (stage, "mirror"): "to disk",
}


def main() -> None:
    """Print seconds and memory, part by part, of fresh processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=17)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--cores", type=int, default=os.cpu_count())
    parser.add_argument("--profile", action="store_true", help="what the first of them spends its time on, and no more")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        _profiled(options.write) if options.profile else _write_all(Study(options.write), options.cores)
        return
    with tempfile.TemporaryDirectory() as folder:
        study = made_up_study(Path(folder), options.cases, options.minutes)
        print(f"{options.cases} cases of {len(ROLES)} roles, {options.minutes * RATE:,} words each")
        made = []
        for what, before in list(_passes(study))[: 1 if options.profile else 4]:
            before()
            print(f"\n{what} (load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)
            profile = ["--profile"] if options.profile else []
            # Not `-m`: processes for parts import what this one was started as, and `casus` imports little.
            start = [sys.executable, "-c", "from benchmarks.study import main; main()"]
            peak, _ = peak_of(
                [*start, "--write", folder, "--cores", str(options.cores), *profile], True, shared_once, 1
            )
            print(f"{'memory at its peak':<28}{peak / 1e6:>7,.0f} MB")
            made.append(_digests(study))
    if not options.profile:
        same = made[0] == made[1] == made[3] != made[2]
        print(f"\n{len(made[0])} files, the same bytes from the same study: {'yes' if same else 'NO'}")


def _passes(study: Study) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is written, and what happens to the study before it is."""
    first = min(one.case for one in study.recordings())
    yield "an empty release", lambda: None
    yield "nothing changed", lambda: None
    yield "a word of one transcript changed", partial(_swap, study, first)
    yield "an empty release again", partial(_from_nothing, study, first)


def _swap(study: Study, case: str) -> None:
    """Another word in the first transcript of a case; done twice, it is as it was."""
    redacted = study.load(RedactedCase, "redacted", case)
    one = redacted.transcripts[0]
    at = next(n for n, block in enumerate(one.blocks) if len(block.pieces) > 1)
    block = one.blocks[at]
    pieces = (replace(block.pieces[0], text=block.pieces[0].text.swapcase()), *block.pieces[1:])
    blocks = (*one.blocks[:at], replace(block, pieces=pieces), *one.blocks[at + 1 :])
    transcripts = (replace(one, blocks=blocks), *redacted.transcripts[1:])
    digest = study.save("redacted", case, replace(redacted, transcripts=transcripts))
    study.save_receipt(case, Receipt("redact", "1", "", (), (("redacted", digest),)))


def _from_nothing(study: Study, case: str) -> None:
    _swap(study, case)
    for place in (*_places(study), study.vault / "scratch", study.work / "receipts" / "release"):
        shutil.rmtree(place)


def _write_all(study: Study, cores: int) -> None:
    """Everything, as `casus` would; prints a table: seconds of the clock, seconds of processor."""
    gc.set_threshold(*COLLECTED_AT)
    cases = sorted({one.case for one in study.recordings()})
    ask_for([*(Pack(role=role) for role in ROLES), *(Pack(case=case) for case in cases), Pack(cards=True)], study)
    none, spread = cast(Any, None), Processes(cores)
    tools = Tools(SETTINGS, study, none, none, none, none, consent_book(study, SETTINGS), TODAY, spread=spread)
    spent: dict[str, tuple[float, float]] = {}
    for (module, step), name in STEPS.items() if cores == 1 else ():
        setattr(module, step, partial(_timed, f"  {name}", spent, getattr(module, step)))
    total: dict[str, tuple[float, float]] = {}
    gathered, registers = _timed("cases read, gate asked", total, _gathered, cases, tools)
    released = _timed("release", total, stage.release, gathered, tools, registers)
    assert not (released.errors or released.withheld or released.strangers)
    archived = _timed("bag for an archive", total, archive, gathered.cases, tools, {}, False)
    assert not archived.left_out
    _timed("picture of the study", total, write_report, study, SETTINGS, TODAY, "machine", spread)
    whole = {"together": tuple(map(sum, zip(*total.values(), strict=True)))}
    for name, (seconds, busy) in (total | whole | spent).items():
        print(f"{name:<28}{seconds:>7.1f} s", f"{busy:>8.1f} s of processor" if cores == 1 else "")


def _gathered(cases: list[str], tools: Tools) -> tuple[StudyFile, Mapping[str, Register]]:
    redacted = [tools.study.load(RedactedCase, "redacted", case) for case in cases]
    registers = {case.case: case.register for case in redacted}
    return gather(tools.settings.study.name, (gate(case, tools) for case in redacted)), registers


def _timed(name: str, spent: dict[str, tuple[float, float]], work: Callable[..., Any], *given: Any) -> Any:
    """What this work gives; an iterator as a list. What it takes is added to what was spent."""
    begin, busy = time.perf_counter(), time.process_time()
    made = work(*given)
    made = list(made) if hasattr(made, "__next__") else made
    seconds, before = time.perf_counter() - begin, spent.get(name, (0.0, 0.0))
    spent[name] = before[0] + seconds, before[1] + time.process_time() - busy
    return made


def _profiled(folder: Path) -> None:
    with cProfile.Profile() as profile:
        _write_all(Study(folder), 1)
    told = pstats.Stats(profile)
    told.sort_stats("tottime").print_stats(40)
    told.sort_stats("cumtime").print_stats(80)


def _places(study: Study) -> tuple[Path, ...]:
    return study.release, study.archive, study.reports


def _digests(study: Study) -> dict[str, str]:
    files = (path for place in _places(study) for path in place.rglob("*") if path.is_file())
    return {path.relative_to(study.root).as_posix(): digest_of_file(path) for path in files}


if __name__ == "__main__":
    main()
