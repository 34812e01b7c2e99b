"""What a list of the participants masks, in any case: full names and their parts, the school, institution and town."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from benchmarks.gold_sets import GoldSet
from pipeline.evaluation.guesses import Guess, Guesses
from pipeline.model import ConsentRecord


def exact_list(sets: Sequence[GoldSet]) -> dict[str, list[Guesses]]:
    """Guesses for each set."""
    return {"exact list of participants": [_guesses(one) for one in sets]}


def _guesses(one: GoldSet) -> Guesses:
    patterns = {case: _pattern(known.record) for case, known in one.cases.items()}
    return {
        utterance.id: tuple(Guess(*match.span()) for match in patterns[utterance.case].finditer(utterance.text))
        for utterance in one.utterances
    }


def _pattern(record: ConsentRecord) -> re.Pattern[str]:
    names = sorted({*_names(record)}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


def _names(record: ConsentRecord) -> Iterator[str]:
    for person in record.persons:
        first, _, rest = person.name.partition(" ")
        yield from filter(None, (person.name, first, rest))
    yield from (*record.schools, *record.institutions, *record.places)
