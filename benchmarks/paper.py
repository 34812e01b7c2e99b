"""How long a study takes on paper: docx and pdf of every transcript, and the leak check that reads them back.

python -m benchmarks.paper [--cases N] [--minutes N] [--packs] [--json]

The transcripts are made up: four roles a case, 150 words a minute, with the stretches and signs that real ones have.
Seconds are of the processor, on one core.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from pipeline.config import Settings
from pipeline.leaks import find_leaks
from pipeline.model import (
    CaseFile,
    ConsentSummary,
    Entity,
    Figures,
    Form,
    Mark,
    Piece,
    Recording,
    Redacted,
    RedactedBlock,
    Register,
    StudyFile,
    Transcript,
)
from pipeline.packs import Pack
from pipeline.stages.release import leak_in
from pipeline.unpacking import texts_in
from pipeline.writers import WRITERS, write_packs

ROLES = ("ouder", "leraar", "hulpverlener", "kind")
RATE = 150  # words a minute
TALK = (
    "Ja nou eh dat is op school eigenlijk wel goed gegaan en toen zei [KIND-1] dat wil ik niet want wij hadden de "
    "gemeente gebeld over ondersteuning en één van de leerkrachten dacht daar anders over dus toen zijn we samen met "
    "[HULPVERLENER-1] gaan praten omdat het thuis ook niet meer ging zoals we dat graag gewild hadden met elkaar"
).split()
CONSENT = ConsentSummary(
    ("opnemen", "transcriberen", "citeren", "delen"), "2029-05", ("leraar",), "professional-1", "0f" * 32
)
SETTINGS = Settings.model_validate({"study": {"name": "Meting"}, "release": {"writers": ["docx", "pdf"]}})


def main() -> None:
    """Print seconds and sizes of each format, and of all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=17)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--packs", action="store_true", help="also a pack of each role and of each case")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    seconds: dict[str, float] = dict.fromkeys(("docx", "pdf", "docx, read back", "pdf, read back", "leak check"), 0.0)
    sizes = {"docx": 0, "pdf": 0}
    cases = []
    for number in range(1, options.cases + 1):
        case, register = made_up(number, options.minutes)
        cases.append((case, register))
        files: dict[str, bytes] = {}
        for kind in sizes:
            written, seconds[kind] = _timed(WRITERS[kind], case, SETTINGS, before=seconds[kind])
            sizes[kind] += sum(map(len, written.values()))
            _, seconds[f"{kind}, read back"] = _timed(_read, written, before=seconds[f"{kind}, read back"])
            files |= written
        leak, whole = _timed(leak_in, case, files, SETTINGS, register)
        assert leak is None
        seconds["leak check"] += whole
    # The leak check reads the files itself: what reading takes is in it, and not counted twice.
    together = seconds["docx"] + seconds["pdf"] + seconds["leak check"]
    told: dict[str, Any] = {"transcripts": 4 * len(cases), "seconds": seconds | {"together": together}, "bytes": sizes}
    if options.packs:
        told["packs"] = _packs(cases)
    told["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told, indent=1) if options.json else "\n".join(_lines(told)))


def made_up(number: int, minutes: int) -> tuple[CaseFile, Register]:
    """A case of four interviews, and a register of thirty people."""
    name = f"casus-{number:02}"
    dice = random.Random(number)
    transcripts = tuple(_transcript(name, role, minutes * RATE, dice) for role in ROLES)
    names = (f"Voornaam{n} {'van der ' if n % 5 == 0 else ''}Achternaam{n}" for n in range(30))
    people = tuple(
        Entity(f"E{n}", "PERSON", "persoon", f"PERSOON-{n}", (Form(called, "consent"),))
        for n, called in enumerate(names)
    )
    labels = (Entity("E98", "PERSON", "kind", "KIND-1", ()), Entity("E99", "PERSON", "hulp", "HULPVERLENER-1", ()))
    return CaseFile(name, transcripts), Register(name, (*people, *labels))


def _transcript(case: str, role: str, words: int, dice: random.Random) -> Transcript:
    blocks: list[RedactedBlock] = []
    clock, said = 0.0, 0
    talk = itertools.cycle(TALK)
    while said < words:
        count = dice.choice((3, 8, 20, 60, 140))
        pieces = tuple(_piece(next(talk), clock + 0.4 * at, dice) for at in range(count))
        blocks.append(RedactedBlock(f"b{len(blocks)}", "turn", pieces, clock, clock + 0.4 * count, dice.choice("IR")))
        clock, said = clock + 0.4 * count, said + count
        if dice.random() < 0.1:
            kind = dice.choice(("gap", "silence"))
            blocks.append(RedactedBlock(f"b{len(blocks)}", kind, (), clock, clock + 12.0))  # type: ignore[arg-type]
            clock += 12.0
    figures = Figures(clock, clock * 0.9, clock * 0.88, 12.0, marks=(("doubtful", 40),))
    recording = Recording(f"{case}_{role}-1", case, role, "", (), date(2026, 5, 11), "0" * 64, ".wav", "audio")
    return Transcript(Redacted(recording, tuple(blocks), (), figures, "model", "nl"), CONSENT, "reviewed", "2026-05")


def _piece(text: str, start: float, dice: random.Random) -> Piece:
    label = text.strip("[]") if text.startswith("[") else None
    marks: tuple[Mark, ...] = (dice.choice(get_args(Mark)),) if dice.random() < 0.03 else ()
    return Piece(text, start, start + 0.35, label, marks)


def _read(files: dict[str, bytes]) -> int:
    return sum(len(text) for name, data in files.items() for _, text in texts_in(name, data))


def _packs(cases: list[tuple[CaseFile, Register]]) -> dict[str, float]:
    """Seconds for a pack of each role and of each case, and for their leak check against all registers."""
    study = StudyFile("Meting", tuple(case for case, _ in cases))
    packs = [*(Pack(role=role) for role in ROLES), *(Pack(case=case.case) for case, _ in cases)]
    everybody = replace(cases[0][1], entities=tuple(entity for _, register in cases for entity in register.entities))
    files, writing = _timed(write_packs, study, packs, SETTINGS)
    found, checking = _timed(
        lambda: [find_leaks(text, everybody) for name, data in files.items() for _, text in texts_in(name, data)]
    )
    assert not any(found)
    return {"files": len(files), "MB": sum(map(len, files.values())) / 1e6, "write": writing, "check": checking}


def _timed(work: Callable[..., Any], *arguments: Any, before: float = 0.0) -> tuple[Any, float]:
    begin = time.process_time()
    done = work(*arguments)
    return done, before + time.process_time() - begin


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['transcripts']} transcripts"
    for name, spent in told["seconds"].items():
        yield f"{name:<16}{spent:>8.1f} s"
    for kind, size in told["bytes"].items():
        yield f"{kind:<16}{size / 1e6:>8.1f} MB"
    for name, value in told.get("packs", {}).items():
        yield f"packs, {name:<9}{value:>8.1f}"
    yield f"memory, peak    {told['memory, MB']:>8} MB"


if __name__ == "__main__":
    main()
