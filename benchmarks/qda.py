"""How long QDA exchange and tables take, on one core, and how much memory: a study of long interviews.

python -m benchmarks.qda [--cases N] [--words N] [--json]

Four roles a case, an hour of made talk each. Seconds of processor time, so that others on the machine do not count.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from typing import get_args

from pipeline.config import QdaText, Settings
from pipeline.model import CaseFacts, CaseFile, RedactedBlock, StudyFile, Transcript
from pipeline.writers import STUDY_WRITERS, WRITERS
from tests import redacted as make

ROLES = ("ouder", "leraar", "hulpverlener", "kind")
SAID = (
    "ja nou eh dat dat gaat eigenlijk wel goed hoor en [KIND-1] zegt dan dat hij naar [SCHOOL-1] wil maar ik weet het "
    "niet precies want thuis is hij vaak boos caf\u00e9 zo h\u00e8 en dan vraag ik [MOEDER-1] of \u2018ie komt"
).split()


def main() -> None:
    """Print what each writer takes, all together, the size of what it makes, and the most memory in use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=17)
    parser.add_argument("--words", type=int, default=9_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    study, settings = _study(options.cases, options.words), make.settings()
    before = _memory()
    told: dict[str, dict[str, float]] = {}
    for name in (*STUDY_WRITERS, *get_args(QdaText)):
        begin = time.process_time()
        size = sum(map(len, _files(name, study, settings).values()))
        told[name] = {"seconds": round(time.process_time() - begin, 2), "megabytes": round(size / 1e6, 2)}
    seconds = round(sum(one["seconds"] for one in told.values()), 2)
    if options.json:
        print(json.dumps({"writers": told, "seconds": seconds, "peak MB": _memory()}, indent=1))
        return
    print(f"{options.cases} cases, {len(ROLES)} roles, {options.words:,} words each")
    for name, one in told.items():
        print(f"{name:<10}{one['seconds']:>8.2f} s{one['megabytes']:>9.2f} MB")
    print(f"together  {seconds:>8.2f} s; peak {_memory():,} MB, of which the study itself {before:,} MB")


def _files(name: str, study: StudyFile, settings: Settings) -> dict[str, bytes]:
    if name in STUDY_WRITERS:
        return STUDY_WRITERS[name](study, settings)
    written = ((case.case, WRITERS[name](case, settings)) for case in study.cases)
    return {f"{case}/{file}": data for case, files in written for file, data in files.items()}


def _memory() -> int:
    """The most this process had in use, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1_000_000 if sys.platform == "darwin" else 1_000)


def _study(cases: int, words: int) -> StudyFile:
    rng = random.Random(0)
    return StudyFile(
        "Proef",
        tuple(
            CaseFile(
                f"casus-{at:02}",
                tuple(_transcript(f"casus-{at:02}", role, words, rng) for role in ROLES),
                CaseFacts("groep 6", "8-11", "f"),
            )
            for at in range(1, cases + 1)
        ),
    )


def _transcript(case: str, role: str, words: int, rng: random.Random) -> Transcript:
    blocks: list[RedactedBlock] = []
    at, said = 0.0, 0
    while said < words:
        text = rng.choices(SAID, k=min(rng.randint(3, 60), words - said))
        turn = make.turn(" ".join(text), at, rng.choice("IRR"), block=f"b{len(blocks)}")
        blocks.append(turn)
        said, at = said + len(text), (turn.end or at) + rng.uniform(0, 4)
        if rng.random() < 0.05:
            blocks.append(make.gap(at, at + 3))
            at += 3
    return make.transcript(*blocks, of=make.recording(case, role))


if __name__ == "__main__":
    main()
