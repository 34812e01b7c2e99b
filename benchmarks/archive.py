"""How long a dataset for an archive takes, and how much memory: interviews of an hour, in cases of four roles.

python -m benchmarks.archive [--cases N] [--minutes N] [--json]

The transcripts are made up (150 words a minute) and released first. Timed is what comes after the release, in a process
of its own: reading the cases from the vault, asking the gate again, and packing.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

from pipeline.archive.archive import archive
from pipeline.config import Settings
from pipeline.model import (
    ConsentRecord,
    Entity,
    Figures,
    Form,
    Permission,
    Person,
    Piece,
    Recording,
    Redacted,
    RedactedBlock,
    RedactedCase,
    Register,
)
from pipeline.ports import Tools
from pipeline.stages.gate import gate, gather
from pipeline.stages.release import release
from pipeline.store import Study

TODAY = date(2026, 6, 1)
SPOKEN = (
    "Ja nou, [KIND-1] zit sinds drie jaar op de [SCHOOL-1] bij de juf en dat gaat eigenlijk heel goed, "
    "en toen zei hij van eh dat wil ik niet en toen zijn we naar de huisarts gegaan want hij sliep niet. "
    "Wij merken dat hij meer rust heeft in de klas, maar thuis is hij vaak boos en dan weet ik het ook niet."
).split()
ROLES = ("kind", "moeder", "leraar", "hulpverlener")
GIVEN = ("opnemen", "transcriberen", "andere informanten spreken", "archiveren")
ARCHIVE = {
    "title": "Gesprekken over samenwerken",
    "description": "Wat ouders, leraren en hulpverleners van elkaar merken.",
    "creators": [{"initials": "A.", "surname": "Onderzoeker", "organisation": "Hogeschool"}],
    "rights_holder": "Hogeschool",
    "licence": "https://doi.org/10.17026/fp39-0x58",
    "audience": ["D54000"],
}


def main() -> None:
    """Print seconds, peak memory and the size of what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=17)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--made", type=Path, help="a study that was made already; for the second process")
    options = parser.parse_args()
    if options.made:
        print(json.dumps(_packed(_tools(options.made))))
        return
    with tempfile.TemporaryDirectory() as root:
        _release(_tools(Path(root)), options.cases, options.minutes)
        command = [sys.executable, "-m", "benchmarks.archive", "--made", root]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:<14}{value:>10,.1f}")


def _packed(tools: Tools) -> dict[str, float]:
    """Pack what was released, and say what that took."""
    begin, busy = time.perf_counter(), time.process_time()
    there = sorted({recording.case for recording in tools.study.recordings()})
    cases = (gate(tools.study.load(RedactedCase, "redacted", case), tools) for case in there)
    archived = archive(cases, tools, {}, sound=False)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    dataset = archived.dataset
    return {
        "transcripts": sum(count for _, count in dataset.transcripts),
        "files": len(dataset.files),
        "payload, MB": sum(file.size for file in dataset.files) / 1e6,
        "zip, MB": (tools.study.archive / archived.place).stat().st_size / 1e6,
        "seconds": seconds,
        "of a core": busy,
        "peak, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _release(tools: Tools, count: int, minutes: int) -> None:
    """So many cases, released."""
    cases = []
    registers = {}
    for number in range(1, count + 1):
        case = f"casus-{number:02}"
        registers[case] = Register(
            case,
            (
                Entity("E1", "PERSON", "kind", "KIND-1", (Form(f"Sanne{number} de Wit", "consent"),)),
                Entity("E2", "SCHOOL", "school", "SCHOOL-1", (Form(f"De Regenboog {number}", "consent"),)),
            ),
        )
        tools.study.save("register", case, registers[case])
        redacted = tuple(_interview(case, role, minutes) for role in ROLES)
        for one in redacted:
            tools.study.save("recordings", one.recording.id, one.recording)
        made = RedactedCase(case, registers[case], redacted)
        tools.study.save("redacted", case, made)
        cases.append(gate(made, tools))
    release(gather(tools.settings.study.name, cases), tools, registers)


def _interview(case: str, role: str, minutes: int) -> Redacted:
    """An hour of turns of forty words, two and a half words a second."""
    words = list(islice(cycle(SPOKEN), minutes * 150))
    blocks = []
    for at in range(0, len(words), 40):
        pieces = []
        for nth, word in enumerate(words[at : at + 40], start=at):
            label = word.strip("[],.") if word.startswith("[") else None
            pieces.append(Piece(word, nth * 0.4, nth * 0.4 + 0.35, label))
        blocks.append(RedactedBlock(f"b{at}", "turn", tuple(pieces), at * 0.4, pieces[-1].end, "R"))
    placed = Recording(f"{case}_{role}-1", case, role, "", (), date(2026, 5, 11), "ab" * 32, ".wav", "audio")
    seconds = minutes * 60.0
    return Redacted(placed, tuple(blocks), (), Figures(seconds, seconds, seconds, 0.0), "benchmark", "nl")


def _tools(root: Path) -> Tools:
    settings = Settings.model_validate(
        {"study": {"name": "Meting"}, "release": {"review": "none", "always_review": []}, "archive": ARCHIVE}
    )
    none = cast(Any, None)
    return Tools(settings, Study(root), none, none, none, none, _record, TODAY)


def _record(case: str) -> ConsentRecord:
    """Everybody agreed to everything."""
    start, end = date(2026, 1, 1), date(2040, 1, 1)
    people = (
        Person("kind-1", "kind", f"Sanne{int(case[-2:])} de Wit", age_band="8-11"),
        *(Person(f"{role}-1", role, f"Bo{case[-2:]} Visser") for role in ROLES[1:]),
    )
    signers = {"kind-1": "moeder-1"}
    given = tuple(
        Permission(p.id, GIVEN, ((signers.get(p.id, p.id), start),), start, end, "formulier-1.0") for p in people
    )
    return ConsentRecord(case, people, ("moeder-1",), given, digest="cd" * 32)


if __name__ == "__main__":
    main()
