"""What each layer is worth: every recogniser left out in turn, the network, the consent records, the second pass.

python -m benchmarks.names_ablation [--set dev] [--json]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from unittest.mock import patch

from benchmarks.gold_sets import GoldSet, annotated
from benchmarks.names import in_short
from pipeline.evaluation.gold import GoldCase
from pipeline.evaluation.guesses import Guess, Guesses, guesses_of
from pipeline.evaluation.loose import SETTINGS, verbatim_of
from pipeline.evaluation.report import Report, report_of
from pipeline.evaluation.shares import Share
from pipeline.model import ConsentRecord, Doubt
from pipeline.recognisers import RECOGNISERS, sense
from pipeline.recognisers.reading import Recogniser
from pipeline.screen import show_table
from pipeline.stages.find import findings_in

COLUMNS = ("without", "direct mentions", "with queue", "entities", "others", "precision", "wrong / 1,000")
NOTHING = Share(0, 0)
_NO_SENSE = 0.1
FIGURES: tuple[Callable[[Report], Share], ...] = (
    lambda one: one.automatic.recall.get("direct", NOTHING),
    lambda one: one.with_queue.recall.get("direct", NOTHING),
    lambda one: one.automatic.direct_entities,
    lambda one: one.automatic.recall.get("other", NOTHING),
    lambda one: one.automatic.precision,
    lambda one: one.automatic.alarms,
)


def main() -> None:
    """Print a table, all gold sets together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", help="one gold set only")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sets = [one for one in annotated() if options.set in (None, one.name)]
    if not sets:
        return
    ways: dict[str, Callable[[GoldSet], Guesses]] = {"nothing": _all}
    ways |= {kind.label: _without(kind) for kind in RECOGNISERS}
    ways |= {"the network": _senseless, "the consent records": _unknown, "the pass over the case": _by_itself}
    found = {name: [report_of(one.utterances, one.cases, way(one)) for one in sets] for name, way in ways.items()}
    figures = {name: [_pooled(reports, figure) for figure in FIGURES] for name, reports in found.items()}
    if options.json:
        told = {name: dict(zip(COLUMNS[1:], map(Share.as_dict, row), strict=True)) for name, row in figures.items()}
        print(json.dumps(told, indent=1))
        return
    print(" + ".join(one.name for one in sets))
    show_table(COLUMNS, [(name, *_cells(row)) for name, row in figures.items()])


def _all(gold: GoldSet) -> Guesses:
    return guesses_of(gold.utterances, gold.cases)


def _without(left_out: type[Recogniser]) -> Callable[[GoldSet], Guesses]:
    rest = tuple(kind for kind in RECOGNISERS if kind is not left_out)
    return lambda gold: guesses_of(gold.utterances, gold.cases, recognisers=rest)


def _senseless(gold: GoldSet) -> Guesses:
    """With a network that finds every word as little of a name as the next: the rules' evidence alone."""

    def judged(_text: str, places: Sequence[int], _known: str) -> dict[int, sense.Sense]:
        return dict.fromkeys(places, sense.Sense(_NO_SENSE))

    with patch.object(sense, "_judged", judged):
        sense._senses.cache_clear()
        guesses = _all(gold)
    sense._senses.cache_clear()
    return guesses


def _unknown(gold: GoldSet) -> Guesses:
    """With nothing known beforehand of any case."""
    return guesses_of(gold.utterances, {case: _blank(case) for case in gold.cases})


def _blank(case: str) -> GoldCase:
    return GoldCase(ConsentRecord(case, (), (), ()), frozenset())


def _by_itself(gold: GoldSet) -> Guesses:
    """What is found in each utterance alone: no name found elsewhere in the case is looked for."""
    found: dict[str, list[Guess]] = defaultdict(list)
    mask_from = SETTINGS.redact.mask_from
    for utterance in gold.utterances:
        verbatim = verbatim_of(utterance.case, utterance.role, {utterance.id: utterance.text})
        for span in findings_in(verbatim, gold.cases[utterance.case].record, SETTINGS).spans:
            doubt: Doubt = "" if span.score >= mask_from else "name"
            found[utterance.id].append(Guess(span.start, span.end, frozenset({span.kind}), doubt))
    return {id_: tuple(guesses) for id_, guesses in found.items()}


def _pooled(reports: Sequence[Report], figure: Callable[[Report], Share]) -> Share:
    return sum(map(figure, reports), NOTHING)


def _cells(row: Sequence[Share]) -> list[str]:
    *shares, alarms = row
    first, *others = shares
    return [in_short(first, interval=True), *map(in_short, others), f"{1000 * (alarms.value or 0):.2f}"]


if __name__ == "__main__":
    main()
