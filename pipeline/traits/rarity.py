"""How few cases share what is told: k-anonymity over the study's rows.

Only the rarest combinations that cannot be made smaller are kept, as SUDA's "minimal sample uniques" are
(Elliot, Manning and Ford 2002): where an age alone is unique, so is everything with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.traits.extractor import TRAITS, Trait
from pipeline.traits.rows import Fact, Row

_TOGETHER = 3  # traits in one combination, at most

Counts = Counter[frozenset[Fact]]


@dataclass(frozen=True, slots=True)
class Combination:
    """Facts that few cases have together."""

    facts: tuple[Fact, ...]
    cases: int  # that share it: its k


@dataclass(frozen=True, slots=True)
class Advice:
    """The one trait that is best told more coarsely."""

    trait: Trait
    before: int  # combinations that too few cases share
    after: int
    lowest: int  # the k of the rarest combination that is left


def count_shared(rows: Sequence[Row]) -> Counts:
    """For every combination of up to three facts, how many cases have it."""
    return Counter(group for row in rows for group in _groups(row))


def rarest(row: Row, counts: Counts, k: int) -> tuple[Combination, ...]:
    """Combinations of a row that fewer than k cases share and that cannot be made smaller; the rarest first."""
    found: dict[frozenset[Fact], int] = {}
    for group in _groups(row):  # small ones first
        if counts[group] < k and not any(part < group and found[part] <= counts[group] for part in found):
            found[group] = counts[group]
    order = {fact: number for number, fact in enumerate(row.facts)}
    made = (Combination(tuple(sorted(group, key=order.__getitem__)), cases) for group, cases in found.items())
    return tuple(sorted(made, key=lambda one: (one.cases, len(one.facts), [order[fact] for fact in one.facts])))


def rare_groups(row: Row, counts: Counts, k: int) -> int:
    """How many combinations of a row fewer than k cases share."""
    return sum(counts[group] < k for group in _groups(row))


def advise(rows: Sequence[Row], k: int) -> dict[str, Advice]:
    """For each case the trait that, told more coarsely in the whole study, leaves it least rare; where any helps."""
    best: dict[str, Advice] = {}
    now = count_shared(rows)
    for trait in TRAITS:
        changed = [row.with_coarser(trait) for row in rows]
        if all(after.facts == before.facts for after, before in zip(changed, rows, strict=True)):
            continue
        counts = count_shared(changed)
        for before, after in zip(rows, changed, strict=True):
            advice = Advice(trait, rare_groups(before, now, k), rare_groups(after, counts, k), _lowest(after, counts))
            if advice.after < advice.before and _rank(advice) > _rank(best.get(before.case)):
                best[before.case] = advice
    return best


def _rank(advice: Advice | None) -> tuple[int, int]:
    """Better advice ranks higher: a larger smallest k, then fewer rare combinations."""
    return (advice.lowest, -advice.after) if advice else (-1, 0)


def _lowest(row: Row, counts: Counts) -> int:
    return min((counts[group] for group in _groups(row)), default=0)


def _groups(row: Row) -> Iterator[frozenset[Fact]]:
    """All combinations of a row, small ones first."""
    for size in range(1, _TOGETHER + 1):
        yield from map(frozenset, combinations(row.facts, size))
