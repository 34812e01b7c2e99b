"""The figures of our own work on one gold set: without anybody, and with a person who decides every doubt rightly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from pipeline.config import Settings
from pipeline.evaluation.gold import GoldCase, Utterance
from pipeline.evaluation.guesses import Guesses, automatic, guesses_of, with_queue
from pipeline.evaluation.loose import SETTINGS
from pipeline.evaluation.score import Scores, score
from pipeline.evaluation.shares import Share
from pipeline.model import Doubt
from pipeline.recognisers.phonetic import normal


@dataclass(frozen=True, slots=True)
class Queue:
    """What a person is asked, of all words said."""

    single: Share  # every place
    grouped: Share  # once per word and case


@dataclass(frozen=True, slots=True)
class Report:
    """What `casus evaluate` tells."""

    automatic: Scores
    with_queue: Scores
    queue: dict[Doubt, Queue]  # "name": is this a name at all? "who": whose?

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every figure with its counts and interval, every error as a place."""
        return {
            "automatic": scores_as_dict(self.automatic),
            "with queue": scores_as_dict(self.with_queue),
            "queue": {
                doubt: {"single": queue.single.as_dict(), "grouped": queue.grouped.as_dict()}
                for doubt, queue in self.queue.items()
            },
        }


def report(utterances: Sequence[Utterance], cases: Mapping[str, GoldCase], settings: Settings = SETTINGS) -> Report:
    """Redact every case with its own record only, and score what came of it."""
    return report_of(utterances, cases, guesses_of(utterances, cases, settings))


def report_of(utterances: Sequence[Utterance], cases: Mapping[str, GoldCase], guesses: Guesses) -> Report:
    """The same, for what was found already."""
    known = {entity for case in cases.values() for entity in case.entities} if cases else None
    return Report(
        automatic=score(utterances, automatic(guesses), known),
        with_queue=score(utterances, with_queue(utterances, guesses), known),
        queue={doubt: queue_of(utterances, guesses, doubt) for doubt in ("name", "who")},
    )


def queue_of(utterances: Sequence[Utterance], guesses: Guesses, doubt: Doubt) -> Queue:
    """What a person is asked for this reason."""
    words = sum(len(re.findall(r"\w+", utterance.text)) for utterance in utterances)
    asked = [(one, guess) for one in utterances for guess in guesses.get(one.id, ()) if guess.doubt == doubt]
    grouped = {(one.case, normal(one.text[guess.start : guess.end])) for one, guess in asked}
    return Queue(Share(len(asked), words), Share(len(grouped), words))


def scores_as_dict(scores: Scores) -> dict[str, Any]:
    """For JSON."""
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(scores)):
        value = getattr(scores, name)
        if isinstance(value, Share):
            found[name] = value.as_dict()
        elif isinstance(value, dict):
            found[name] = {key: share.as_dict() for key, share in value.items()}
        else:
            found[name] = [asdict(place) for place in value]
    return found
