"""How well names are found, beside others: every system on all annotated talk at hand, in one run.

python -m benchmarks.names [--json] [--python PYTHON_THAT_HAS_DEDUCE]

Each case is redacted with only its own consent record. Direct mentions: persons, schools and institutions, with
Wilson's 95 % interval; an entity counts when all its mentions are masked; wrong: masked words that are no part of a
mention, of every 1,000 such words. Asked: what a person must decide of every 1,000 words, once per word and case:
whether it is a name + whose it is. deduce runs in a process of its own, where it is installed (pip install '.[peers]');
making its lists takes a minute the first time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from benchmarks.gold_sets import GoldSet, annotated, without_names
from benchmarks.peers.exact_list import exact_list
from benchmarks.peers.run_deduce import deduce
from benchmarks.peers.run_presidio import presidio
from pipeline.evaluation.guesses import Guesses, automatic, guesses_of, with_queue
from pipeline.evaluation.report import Queue, queue_of, scores_as_dict
from pipeline.evaluation.score import Scores, score
from pipeline.evaluation.shares import Share
from pipeline.screen import show_table

NOTHING = Share(0, 0)
QUEUED = "casus, with queue"
COLUMNS = (
    "",
    "direct mentions",
    "all lower case",
    "entities",
    "others",
    "precision",
    "wrong / 1,000",
    "role right",
    "asked / 1,000",
)


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--python", default=sys.executable, help="a Python that has deduce")
    options = parser.parse_args()
    sets = annotated()
    told = [*sets, *without_names(sets)]
    if not told:
        return
    found = [guesses_of(one.utterances, one.cases) for one in told]
    systems = {
        "casus, automatic": list(map(automatic, found)),
        QUEUED: [with_queue(one.utterances, each) for one, each in zip(told, found, strict=True)],
        **deduce(told, options.python),
        **presidio(told),
        **exact_list(told),
    }
    result: dict[str, dict[str, object]] = {}
    for at, one in enumerate(told):
        asked = [queue_of(one.utterances, found[at], doubt) for doubt in ("name", "who")]
        scores = {name: _scored(one, guesses[at]) for name, guesses in systems.items()}
        result[one.name] = {name: scores_as_dict(each) for name, each in scores.items()}
        if not options.json:
            _show(one, scores, asked)
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))


def _scored(one: GoldSet, guesses: Guesses) -> Scores:
    return score(one.utterances, guesses, {entity for case in one.cases.values() for entity in case.entities})


def _show(one: GoldSet, scores: dict[str, Scores], asked: Sequence[Queue]) -> None:
    """One table; of talk without names, only what is wrong in it."""
    mentions = sum(len(utterance.spans) for utterance in one.utterances)
    print(f"\n{one.name}: {len(one.utterances)} utterances, {mentions} mentions, {len(one.cases)} cases")
    questions = " + ".join(f"{1000 * queue.grouped.right / queue.grouped.of:.1f}" for queue in asked)
    rows = []
    for name, each in scores.items():
        cells = [name, *_cells(each), questions if name == QUEUED else ""]
        rows.append(cells if mentions else [name, cells[-3], cells[-1]])
    show_table(COLUMNS if mentions else (COLUMNS[0], COLUMNS[-3], COLUMNS[-1]), rows)


def _cells(scores: Scores) -> list[str]:
    recall = scores.recall
    return [
        in_short(recall.get("direct", NOTHING), interval=True),
        in_short(recall.get("all lower", NOTHING)),
        in_short(scores.direct_entities),
        in_short(recall.get("other", NOTHING)),
        in_short(scores.precision),
        f"{1000 * (scores.alarms.value or 0):.2f}",
        in_short(scores.role),
    ]


def in_short(share: Share, interval: bool = False) -> str:
    """ "99.0 [97.0-99.6]" in per cent; "-" where there was nothing to count."""
    if share.value is None or share.interval is None:
        return "-"
    low, high = share.interval
    return f"{100 * share.value:.1f}" + (f" [{100 * low:.1f}-{100 * high:.1f}]" if interval else "")


if __name__ == "__main__":
    main()
