"""How good guesses are: what is masked of what must be, and what is masked beside it.

A mention counts only if every letter and digit of it is masked. A token is a run of letters, digits and
underscores; a masked one is right if it touches a mention. Articles, titles and words for schools that touch a
mention, and neutral stretches, count neither way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluation.gold import DIRECT, OTHER, PERSONS, GoldMention, Utterance
from pipeline.evaluation.guesses import Guess, Guesses
from pipeline.evaluation.marks import Place, Tokens, count_words, covered, is_covered
from pipeline.evaluation.shares import Share


@dataclass(frozen=True, slots=True)
class Scores:
    """Every figure of one system on one gold set."""

    recall: dict[str, Share]  # mentions masked: all, direct, core, other; by label; of the direct ones, by subset
    entities: Share  # of which all mentions are masked
    direct_entities: Share
    precision: Share  # masked tokens that are part of a mention
    alarms: Share  # wrongly masked tokens, of all that are part of none
    touched: Share  # utterances without identifiers in which a word was masked
    quiet_alarms: Share  # wrongly masked tokens, of those in such utterances
    kind: Share  # masked mentions with a label of the right kind
    role: Share  # masked mentions of persons with a label of the right group of roles, and no other
    missed: tuple[Place, ...]
    wrong: tuple[Place, ...]


def score(utterances: Sequence[Utterance], guesses: Guesses, known: Collection[str] | None = None) -> Scores:
    """Hold guesses against the gold; `known` are the entities that the consent records know, if there are any."""
    judged: list[_Judged] = []
    tokens: list[Tokens] = []
    for utterance in utterances:
        found = guesses.get(utterance.id, ())
        masked = covered(utterance.text, found)
        judged += (_judge(utterance, mention, masked, found) for mention in utterance.spans)
        tokens.append(count_words(utterance, masked))
    labelled = [one for one in judged if one.whole and one.labels]
    right = sum(words.right for words in tokens)
    quiet = [words for words, utterance in zip(tokens, utterances, strict=True) if not utterance.spans]
    return Scores(
        recall=_recall(judged, known),
        entities=_entities(judged, DIRECT + OTHER),
        direct_entities=_entities(judged, DIRECT),
        precision=Share(right, right + sum(len(words.wrong) for words in tokens)),
        alarms=_alarms(tokens),
        touched=_share(bool(words.wrong) for words in quiet),
        quiet_alarms=_alarms(quiet),
        kind=_share(_kind(one.mention.label) in map(_kind, one.labels) for one in labelled),
        role=_share(one.labels == {one.mention.label} for one in labelled if one.mention.label in PERSONS),
        missed=tuple(one.place for one in judged if not one.whole),
        wrong=tuple(place for words in tokens for place in words.wrong),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A mention of the gold, and what became of it."""

    utterance: Utterance
    mention: GoldMention
    whole: bool  # all of it is masked
    core: bool  # all that identifies
    labels: frozenset[str]  # what the guesses on it say it may be

    @property
    def place(self) -> Place:
        return Place(self.utterance.id, self.mention.start, self.mention.end, self.mention.label)


def _judge(utterance: Utterance, mention: GoldMention, masked: bytearray, found: Iterable[Guess]) -> _Judged:
    start = mention.start if mention.core_start is None else mention.core_start
    touching = [one for one in found if one.start < mention.end and mention.start < one.end]
    return _Judged(
        utterance,
        mention,
        whole=is_covered(utterance.text, masked, mention.start, mention.end),
        core=is_covered(utterance.text, masked, start, mention.end),
        labels=frozenset(label for one in touching for label in one.labels),
    )


def _recall(judged: Iterable[_Judged], known: Collection[str] | None) -> dict[str, Share]:
    marks: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        for subset in _subsets(one.utterance, one.mention, known):
            marks[subset].append(one.core if subset == "core" else one.whole)
    return {subset: _share(found) for subset, found in sorted(marks.items())}


def _entities(judged: Iterable[_Judged], labels: Collection[str]) -> Share:
    """Entities that are first called so, and of which every mention is masked."""
    mentions: dict[tuple[str, str], list[_Judged]] = defaultdict(list)
    for one in judged:
        mentions[one.utterance.case, one.mention.entity].append(one)
    return _share(all(one.whole for one in found) for found in mentions.values() if found[0].mention.label in labels)


def _alarms(tokens: Sequence[Tokens]) -> Share:
    return Share(sum(len(words.wrong) for words in tokens), sum(words.other for words in tokens))


def _subsets(utterance: Utterance, mention: GoldMention, known: Collection[str] | None) -> Iterator[str]:
    """The figures of recall that a mention counts for."""
    yield "all"
    yield mention.label
    if mention.label not in DIRECT:
        yield "other"
        return
    yield from ("direct", "core")
    yield "asr" if "asr" in utterance.tags else "lower" if "lower" in utterance.tags else "plain"
    if "lower" in utterance.tags:
        yield "all lower"
    if known is not None:
        yield "known" if mention.entity in known else "unknown"


def _kind(label: str) -> str:
    return "PERSON" if label.startswith("PERSON") else label


def _share(marks: Iterable[bool]) -> Share:
    counted = list(marks)
    return Share(sum(counted), len(counted))
