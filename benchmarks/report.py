"""How long the picture of a study takes, and how much memory: `python -m benchmarks.report [--cases N] [--minutes N]`.

A made-up study: so many cases of four roles, 150 words a minute. Prints seconds of processor and of the clock, and the
peak of memory, of three fresh processes: every case new, one case redacted anew, nothing changed.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from pipeline.config import Settings
from pipeline.consent.writing import record_as_yaml
from pipeline.model import (
    ConsentRecord,
    Entity,
    Figures,
    Finding,
    Findings,
    Form,
    Permission,
    Person,
    Piece,
    Recording,
    Redacted,
    RedactedBlock,
    RedactedCase,
    Register,
    Third,
)
from pipeline.report.writing import write_report
from pipeline.store import Receipt, Spent, StateFile, Study, digest_of, write

ROLES = ("ouder", "leraar", "hulpverlener", "kind")
SENTENCES = (
    "Ja nou eh, [KIND-1] zit sinds drie jaar op [SCHOOL-1] en dat gaat eigenlijk heel goed met hem.",
    "En toen zei hij van eh dat wil ik niet, en toen zijn we naar de huisarts gegaan want hij sliep niet.",
    "Ik ik denk dat juf [LEERKRACHT-1] dat anders ziet dan wij thuis, hij is nu negen en zit in groep zes.",
)
PEOPLE = (
    ("kind-1", "Sanne de Wit"),
    ("moeder-1", "Els de Wit"),
    ("leraar-1", "Tom Bos"),
    ("hulpverlener-1", "Noor Dijk"),
)
SETTINGS = Settings.model_validate({"study": {"name": "Proefstudie"}})
TODAY = date(2026, 11, 29)


def made_up_study(root: Path, cases: int, minutes: float) -> Study:
    """A study of which every recording was released, without recordings or words of anybody."""
    study = Study(root)
    for number in range(1, cases + 1):
        case = f"casus-{number:03}"
        register = Register(
            case,
            tuple(
                Entity(f"E{at}", "PERSON", id_.rpartition("-")[0], label, (Form(name, "consent"),), id_)
                for at, ((id_, name), label) in enumerate(
                    zip(PEOPLE, ("KIND-1", "MOEDER", "LEERKRACHT-1", "HULPVERLENER-1"), strict=True), start=1
                )
            ),
        )
        write(study.consent(case), record_as_yaml(_record(case)))
        transcripts = tuple(_transcript(case, role, minutes, number) for role in ROLES)
        study.save("register", case, register)
        study.save("redacted", case, RedactedCase(case, register, transcripts))
        study.save_receipt(case, Receipt("redact", "1", "", (), ()))
        study.save_spent(Spent("redact", case, 2.5))
        for one in transcripts:
            id_ = one.recording.id
            study.save("recordings", id_, one.recording)
            spans = (Finding(b.id, 0, 3, "PERSON", 0.9, "known-exact") for b in one.blocks)
            study.save("findings", id_, Findings(id_, tuple(spans)))
            study.save_state(StateFile(id_, "release", "concept" if number % 3 == 0 else "released"))
            study.save_spent(Spent("transcribe", id_, 40.0 * minutes))
    return study


def _record(case: str) -> ConsentRecord:
    first, last = date(2026, 3, 1), date(2028, 3, 1)
    purposes = ("opnemen", "transcriberen", "andere informanten spreken")
    return ConsentRecord(
        case,
        tuple(Person(id_, id_[:-2], name, age_band="8-11" if id_ == "kind-1" else "") for id_, name in PEOPLE),
        ("moeder-1",),
        tuple(
            Permission(id_, purposes, (("moeder-1" if id_ == "kind-1" else id_, first),), first, last, "formulier-1.0")
            for id_, _ in PEOPLE
        ),
    )


def _transcript(case: str, role: str, minutes: float, number: int) -> Redacted:
    id_ = f"{case}_{role}-1"
    recording = Recording(
        id_, case, role, "", (), date(2026, 3 + number % 6, 11), digest_of(id_.encode()), ".wav", "audio"
    )
    blocks, at = [], 0.0
    for count, sentence in enumerate(itertools.cycle(SENTENCES)):
        if at >= 60 * minutes:
            break
        pieces = []
        for word in sentence.split():
            label = word[1:].split("]")[0] if word.startswith("[") else None
            pieces.append(Piece(word, at, at + 0.35, label))
            at += 0.4
        blocks.append(RedactedBlock(f"b{count:04}", "turn", tuple(pieces), pieces[0].start, at, "IR"[count % 2]))
    third = Third(50 * round(minutes), 2 * round(minutes), round(minutes), round(minutes / 2))
    figures = Figures(at, at, at - 20, 20, marks=(), thirds=(third, third, Third(third.words, 1, 0, 0)))
    return Redacted(recording, tuple(blocks), (), figures, "made up", "nl")


def main() -> None:
    """Print seconds and memory of fresh processes that write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=17)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        _write(options.write)
        return
    with tempfile.TemporaryDirectory() as folder:
        study = made_up_study(Path(folder), options.cases, options.minutes)
        print(f"{options.cases} cases of {len(ROLES)} roles, {options.minutes:.0f} minutes each", flush=True)
        pages = []
        for what in ("every case new", "one case anew", "nothing changed"):
            print(f"{what:<16}", end="", flush=True)
            if what == "one case anew":
                study.save_receipt("casus-001", Receipt("redact", "2", "", (), ()))
            subprocess.run([sys.executable, "-m", "benchmarks.report", "--write", folder], check=True)
            pages.append((study.reports / "study.html").read_bytes())
        print(f"three times the same bytes: {'yes' if len(set(pages)) == 1 else 'NO'}")


def _write(folder: Path) -> None:
    begin, busy = time.perf_counter(), time.process_time()
    page = write_report(Study(folder), SETTINGS, TODAY, "machine")
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    plots = len(list((page.parent / "plots").iterdir()))
    print(
        f"{busy:6.1f} s of processor, {seconds:6.1f} s, peak {peak:.0f} MB; page {page.stat().st_size / 1000:.0f} kB, "
        f"{plots} plots"
    )


if __name__ == "__main__":
    main()
