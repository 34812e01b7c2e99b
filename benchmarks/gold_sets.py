"""The annotated talk at hand: our own in `benchmarks/gold/`, and that of ../shared where it is present."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.evaluation.gold import GoldCase, Utterance, read_cases, read_gold

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "gold"
OWN = Path(__file__).parent / "gold"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Annotated talk, and what is known beforehand of each of its cases."""

    name: str
    utterances: tuple[Utterance, ...]
    cases: dict[str, GoldCase]


def annotated() -> list[GoldSet]:
    """Every set with cases, in order of name; those that are absent are named on the way."""
    if not SHARED.is_dir():
        print(f"skipped: {SHARED} is not here", file=sys.stderr)
    found = []
    for path in [*sorted(SHARED.glob("*.jsonl")), *sorted(OWN.glob("*.jsonl"))]:
        beside = path.with_name(f"{path.stem}_cases.yaml")
        if beside.is_file():
            cases = read_cases(beside)
            found.append(GoldSet(path.stem, read_gold(path, cases), cases))
    if not any(OWN.glob("*.jsonl")):
        print(f"skipped: there is no annotated talk in {OWN}", file=sys.stderr)
    return found


def without_names(sets: Iterable[GoldSet]) -> list[GoldSet]:
    """Talk that identifies nobody, told once in each of the cases of these sets: whatever is masked is wrong."""
    cases = {case: known for one in sets for case, known in one.cases.items()}
    found = []
    quotes = SHARED / "real_quotes_without_names.json"
    if quotes.is_file():
        said = [Utterance(str(at), text) for at, text in enumerate(json.loads(quotes.read_text(encoding="utf-8")))]
        found.append(GoldSet("real quotes without names", _in_each(said, cases), cases))
    else:
        print(f"skipped: {quotes} is not here", file=sys.stderr)
    found += [GoldSet(path.stem, _in_each(read_gold(path), cases), cases) for path in sorted(OWN.glob("*_plain.jsonl"))]
    return [one for one in found if one.utterances]


def _in_each(said: Sequence[Utterance], cases: Iterable[str]) -> tuple[Utterance, ...]:
    return tuple(replace(one, id=f"{case} {one.id}", case=case) for case in cases for one in said)
