"""The same sentences with other casts: do we find names we never saw, in lower case, or misheard?

python -m benchmarks.names_stress [--casts N] [--set dev] [--names dutch] [--errors N] [--json]

Every person, school and institution of the annotated talk at hand gets another name, in the text and in the consent
record; utterances with a misheard, spelled or split name or a nickname are left out. Rows: the names, and how they are
written. Mentions of persons, schools and institutions that are masked, over all casts, with Wilson's 95 % interval and
the worst and best cast; automatically, and with every queue item decided rightly.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.gold_sets import GoldSet, annotated
from benchmarks.names import in_short
from benchmarks.recasting import Pool, lowered, misheard, pool, recast
from pipeline.evaluation.report import Report, report
from pipeline.evaluation.score import Scores
from pipeline.evaluation.shares import Share
from pipeline.evaluation.table import error_lines
from pipeline.screen import show_table

MISSPELT = 0.3
NAMES = {
    "dutch": ("Dutch names", "dutch_first.txt", "dutch_surnames.txt"),
    "foreign": ("names in no list", "foreign_first.txt", "foreign_surnames.txt"),
    "words": ("names that are words", "word_first.txt", "dutch_surnames.txt"),
}
WRITTEN: dict[str, Callable[[GoldSet, int], GoldSet]] = {
    "": lambda gold, seed: gold,
    ", lower case": lambda gold, seed: lowered(gold),
    ", 30 % misspelt": lambda gold, seed: misheard(gold, MISSPELT, seed),
}
COLUMNS = tuple(
    "|automatic|worst-best|with queue|worst-best|entities|precision|wrong / 1,000|asked / 1,000|s".split("|")
)


@dataclass(frozen=True, slots=True)
class Row:
    """All casts of one kind."""

    name: str
    casts: tuple[Report, ...]  # of each gold set, cast after cast
    sets: int
    seconds: float
    misses: tuple[str, ...] = field(repr=False)

    def pooled(self, figure: Callable[[Report], Share]) -> Share:
        """Over all sets and casts."""
        return sum(map(figure, self.casts), Share(0, 0))

    def each(self, figure: Callable[[Report], Share]) -> list[Share]:
        """Over all sets, for each cast."""
        groups = (self.casts[at : at + self.sets] for at in range(0, len(self.casts), self.sets))
        return [sum(map(figure, group), Share(0, 0)) for group in groups]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--casts", type=int, default=5)
    parser.add_argument("--set", help="one gold set only")
    parser.add_argument("--names", choices=NAMES, help="one list of names only")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each row")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sets = [one for one in annotated() if options.set in (None, one.name)]
    if not sets:
        return
    rows = [
        _row(title + how, sets, pool(first, family), write, options.casts)
        for key, (title, first, family) in NAMES.items()
        if options.names in (None, key)
        for how, write in WRITTEN.items()
    ]
    if options.json:
        print(json.dumps([_as_dict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    mentions = sum(share.of for share in rows[0].each(_direct)[:1])
    print(f"{' + '.join(one.name for one in sets)}: {options.casts} casts of {mentions} direct mentions")
    show_table(COLUMNS, [_cells(row) for row in rows])
    for row in rows if options.errors else ():
        print(f"\n{row.name}", *random.Random(0).sample(row.misses, min(options.errors, len(row.misses))), sep="\n")


def _row(name: str, sets: Sequence[GoldSet], names: Pool, write: Callable[[GoldSet, int], GoldSet], casts: int) -> Row:
    begin = time.perf_counter()
    found: list[Report] = []
    misses: list[str] = []
    for seed in range(casts):
        for gold in sets:
            told = write(recast(gold, names, seed), seed)
            found.append(report(told.utterances, told.cases))
            misses += error_lines(found[-1].automatic, told.utterances, len(told.utterances), "en")
    return Row(name, tuple(found), len(sets), time.perf_counter() - begin, tuple(misses))


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        in_short(row.pooled(_direct), interval=True),
        _spread(row.each(_direct)),
        in_short(row.pooled(_direct_queued), interval=True),
        _spread(row.each(_direct_queued)),
        in_short(row.pooled(lambda one: one.automatic.direct_entities)),
        in_short(row.pooled(lambda one: one.automatic.precision)),
        f"{1000 * (row.pooled(lambda one: one.automatic.alarms).value or 0):.2f}",
        f"{1000 * (row.pooled(_asked).value or 0):.1f}",
        f"{row.seconds:.0f}",
    ]


def _spread(shares: Sequence[Share]) -> str:
    values = [100 * (share.value or 0) for share in shares]
    return f"{min(values):.1f}-{max(values):.1f}"


def _as_dict(row: Row) -> dict[str, object]:
    return {
        "row": row.name,
        "automatic": row.pooled(_direct).as_dict(),
        "with queue": row.pooled(_direct_queued).as_dict(),
        "automatic, each cast": [share.as_dict() for share in row.each(_direct)],
        "with queue, each cast": [share.as_dict() for share in row.each(_direct_queued)],
        "precision": row.pooled(lambda one: one.automatic.precision).as_dict(),
        "seconds": row.seconds,
    }


def _of(scores: Scores) -> Share:
    return scores.recall.get("direct", Share(0, 0))


def _direct(one: Report) -> Share:
    return _of(one.automatic)


def _direct_queued(one: Report) -> Share:
    return _of(one.with_queue)


def _asked(one: Report) -> Share:
    return one.queue["name"].grouped


if __name__ == "__main__":
    main()
