"""What deduce masks, as it comes and told which child the text is about."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold_sets import GoldSet
from pipeline.evaluation.guesses import Guess, Guesses
from pipeline.model import ConsentRecord

_CHILD = Path(__file__).with_name("deduce_child.py")
_CACHE = Path(__file__).resolve().parents[2] / "build" / "deduce"


def deduce(sets: Sequence[GoldSet], python: str) -> dict[str, list[Guesses]]:
    """Guesses for each set, by how deduce was asked; empty, and said so, where this Python has no deduce."""
    has = subprocess.run([python, "-c", "import importlib.util as i, sys; sys.exit(not i.find_spec('deduce'))"])
    if has.returncode:
        where = "" if python == sys.executable else f" in {python}"
        print(f"skipped: deduce is not installed{where}; get it with: pip install '.[peers]'", file=sys.stderr)
        return {}
    asked = [_question(utterance.text, None) for one in sets for utterance in one.utterances]
    asked += [_question(u.text, one.cases[u.case].record) for one in sets for u in one.utterances]
    _CACHE.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [python, "-I", str(_CHILD), str(_CACHE)], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    answers = iter(json.loads(done.stdout))
    return {name: [_guesses(one, answers) for one in sets] for name in ("deduce as is", "deduce, Person = child")}


def _question(text: str, record: ConsentRecord | None) -> dict[str, Any]:
    child = next((person.name.split() for person in record.persons if person.role == "kind"), None) if record else None
    return {"text": text, "patient": child and {"first_names": child[:1], "surname": " ".join(child[1:]) or None}}


def _guesses(one: GoldSet, answers: Iterator[list[tuple[int, int, str]]]) -> Guesses:
    return {utterance.id: tuple(Guess(start, end) for start, end, _ in next(answers)) for utterance in one.utterances}
