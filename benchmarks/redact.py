"""How fast names are found and masked: words per second on one core, on a long interview; and how long a start takes.

python -m benchmarks.redact [--words N] [--json]

The interview is made of the annotated talk and the quotes at hand, of one case, a sentence a turn.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.gold_sets import annotated, without_names
from pipeline.evaluation.loose import SETTINGS, verbatim_of
from pipeline.model import CaseMaterial, ConsentRecord, Person, Register, Verbatim
from pipeline.stages.find import findings_in
from pipeline.stages.identify import who_is_who
from pipeline.stages.mask import labelled

PROMPT = "Ja, Sanne zit bij juf Marieke."
START = f"""
from pipeline.evaluation.loose import SETTINGS, redacted
from pipeline.model import ConsentRecord
redacted({PROMPT!r}, ConsentRecord("-", (), (), ()), SETTINGS)
"""
SPOKEN = (
    "Ja nou, Sanne zit sinds drie jaar op de Regenboog bij juf Marieke en dat gaat eigenlijk heel goed.",
    "en toen zei hij van eh dat wil ik niet en toen zijn we naar de huisarts gegaan want hij sliep niet",
    "Mevrouw van der Meulen belde op 14 november of het nummer nul zes twaalf vierendertig nog klopte.",
    "Wij merken dat hij meer rust heeft in de klas, maar thuis is hij vaak boos en dan weet ik het ook niet.",
)
RECORD = ConsentRecord(
    "casus-01",
    (Person("P1", "kind", "Sanne van der Meulen"), Person("P2", "leraar", "Marieke Bos")),
    (),
    (),
    ("De Regenboog",),
)


def main() -> None:
    """Print seconds of a fresh start, and words per second of each stage and of all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    start = _timed(lambda: subprocess.run([sys.executable, "-c", START], check=True))[1]
    verbatim, record = _interview(options.words)
    words = sum(len(block.words) for block in verbatim.blocks)
    findings_in(verbatim_of(record.case, "ouder", {"b": PROMPT}), record, SETTINGS)  # lists are read once a process
    findings, finding = _timed(lambda: findings_in(verbatim, record, SETTINGS))
    case = CaseMaterial(record.case, (verbatim,), (findings,), record, Register(record.case), ())
    who, identifying = _timed(lambda: who_is_who(case, SETTINGS))
    _, masking = _timed(lambda: labelled(who, SETTINGS))
    seconds = {"find": finding, "identify": identifying, "mask": masking}
    speed = {name: words / spent for name, spent in (seconds | {"together": sum(seconds.values())}).items()}
    if options.json:
        print(json.dumps({"start, s": start, "words": words, "words/s": speed}, indent=1))
        return
    print(f"a fresh process, first sentence: {start:.2f} s")
    print(f"{words:,} words, {len(findings.spans):,} findings, {len(who.mentions):,} mentions")
    for name, rate in speed.items():
        print(f"{name:<10}{rate:>10,.0f} words/s")


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def _interview(wanted: int) -> tuple[Verbatim, ConsentRecord]:
    """So many words of one case, said by one person: what was annotated, then quotes, and again."""
    sets = annotated()
    if not sets:
        return _spoken(SPOKEN, wanted, RECORD)
    case, known = next(iter(sets[0].cases.items()))
    named = [one.text for one in sets[0].utterances if one.case == case]
    plain = [one.text for gold in without_names(sets) for one in gold.utterances if one.case == case]
    share = max(len(plain) // len(named), 1) if plain else 1
    told = [text for at, name in enumerate(named) for text in (name, *plain[at * share : (at + 1) * share])]
    return _spoken(told, wanted, known.record)


def _spoken(
    sentences: tuple[str, ...] | list[str], wanted: int, record: ConsentRecord
) -> tuple[Verbatim, ConsentRecord]:
    texts: dict[str, str] = {}
    count = 0
    for sentence in itertools.cycle(sentences):
        if count >= wanted:
            break
        texts[f"b{len(texts)}"] = sentence
        count += len(sentence.split())
    return verbatim_of(record.case, "ouder", texts), record


if __name__ == "__main__":
    main()
