"""What is still missed, and what is wrongly masked, in our own annotated talk, to the place.

python -m benchmarks.known_failures           # what changed against benchmarks/gold/known_failures.json
python -m benchmarks.known_failures --write   # keep today's as the known ones
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from benchmarks.gold_sets import OWN
from pipeline.evaluation.gold import read_cases, read_gold
from pipeline.evaluation.marks import Place
from pipeline.evaluation.report import report

KNOWN = OWN / "known_failures.json"
Failures = dict[str, dict[str, list[str]]]  # of each set: "missed", "missed by the queue too", "wrong"


def failures() -> Failures:
    """Today's, of every set of our own."""
    found: Failures = {}
    for path in sorted(OWN.glob("*_cases.yaml")):
        name, cases = path.name.removesuffix("_cases.yaml"), read_cases(path)
        told = report(read_gold(OWN / f"{name}.jsonl", cases), cases)
        found[name] = {
            "missed": _places(told.automatic.missed),
            "missed with every doubt decided": _places(told.with_queue.missed),
            "wrong": _places(told.automatic.wrong),
        }
    return found


def known() -> Failures:
    """Those that were kept."""
    stored: Failures = json.loads(KNOWN.read_text(encoding="utf-8"))
    return stored


def changes(before: Failures, now: Failures) -> list[str]:
    """A line for every failure that is new or gone."""
    lines = []
    for name, kinds in now.items():
        for kind, places in kinds.items():
            old = set(before.get(name, {}).get(kind, ()))
            lines += [f"new:  {name} {kind} {place}" for place in places if place not in old]
            lines += [f"gone: {name} {kind} {place}" for place in sorted(old - set(places))]
    return lines


def main() -> None:
    """Print what changed, or keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    now = failures()
    if options.write:
        KNOWN.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    else:
        print(*changes(known(), now), sep="\n")


def _places(places: Iterable[Place]) -> list[str]:
    return sorted(f"{place.utterance}:{place.start}-{place.end}" for place in places)


if __name__ == "__main__":
    main()
