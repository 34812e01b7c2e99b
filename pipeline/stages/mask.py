"""Put labels in the place of names. Nothing else changes, not by a letter, unless the settings generalise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from pipeline.config import Settings
from pipeline.model import (
    Block,
    Decision,
    Identified,
    Mention,
    Piece,
    QueueItem,
    Redacted,
    RedactedBlock,
    RedactedCase,
    Verbatim,
    Word,
)
from pipeline.ports import Tools
from pipeline.review import item_id
from pipeline.store import digest_of, to_json
from pipeline.traits.generalise import generalised
from pipeline.verbatim import is_filler

if TYPE_CHECKING:
    from presidio_anonymizer import AnonymizerEngine

_AROUND = ",.…-–\"'«»"


def mask(identified: Identified, tools: Tools) -> RedactedCase:
    """Replace every mention by its label, and list the doubtful ones for a person to decide."""
    return labelled(identified, tools.settings)


def labelled(identified: Identified, settings: Settings) -> RedactedCase:
    """The same for a case that lies in no study."""
    style = settings.redact.style
    labels = {entity.id: entity.label for entity in identified.register.entities}
    transcripts = tuple(
        _masked(
            verbatim,
            tuple(mention for mention in identified.mentions if mention.recording == verbatim.recording.id),
            tuple(
                d for d in identified.material.decisions if d.recording == verbatim.recording.id and d.kind == "word"
            ),
            labels,
            "XX" if style == "xx" else None,
        )
        for verbatim in identified.material.verbatims
    )
    register = identified.register
    coarse = tuple(generalised(transcript, register, settings) for transcript in transcripts)
    return RedactedCase(identified.material.case, register, coarse)


def _masked(
    verbatim: Verbatim,
    mentions: tuple[Mention, ...],
    words: tuple[Decision, ...],
    labels: dict[str, str],
    always: str | None,
) -> Redacted:
    """One transcript; `always` is what stands for every name, if not its label."""
    digest = digest_of(to_json(verbatim))
    blocks = []
    for block in verbatim.blocks:
        here = [mention for mention in mentions if mention.block == block.id]
        decided = [(d.start, d.end) for d in words if d.block == block.id and d.digest == digest]
        pieces = tuple(_pieces(block, [*here, *_begun(block, here)], decided, always))
        blocks.append(RedactedBlock(block.id, block.kind, pieces, block.start, block.end, block.speaker))
    return Redacted(
        recording=verbatim.recording,
        blocks=tuple(blocks),
        queue=tuple(_item(mention, digest, labels) for mention in mentions if mention.doubt),
        figures=verbatim.figures,
        engine=verbatim.engine,
        language=verbatim.language,
    )


def _item(mention: Mention, digest: str, labels: dict[str, str]) -> QueueItem:
    """What is asked of a person."""
    return QueueItem(
        id=item_id(mention.recording, digest, mention.block, mention.start, mention.end),
        block=mention.block,
        start=mention.start,
        end=mention.end,
        kind=mention.kind,
        label=mention.label,
        doubt=mention.doubt,
        reason=mention.reason,
        candidates=tuple(labels[id_] for id_ in mention.candidates),
    )


def _begun(block: Block, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Names that were begun and broken off before they were said whole ("Sa- Sanne"): the start tells them too."""
    starts = list(accumulate((len(word.text) + 1 for word in block.words), initial=0))
    for mention in mentions:
        name = block.text[mention.start : mention.end].casefold()
        for at in range(bisect_right(starts, mention.start) - 2, -1, -1):
            word = block.words[at]
            if is_filler(word.text):
                continue
            begun = word.text.strip(_AROUND)
            if "broken" not in word.marks or not begun or not name.startswith(begun.casefold()):
                break
            start = starts[at] + word.text.index(begun)
            yield replace(mention, start=start, end=start + len(begun), doubt="")


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that become one piece: a word that stays, or all the words a label touches."""

    words: tuple[Word, ...]
    start: int  # in the block's text
    end: int
    mentions: tuple[Mention, ...]


def _pieces(
    block: Block, mentions: list[Mention], decided: list[tuple[int, int]], always: str | None
) -> Iterator[Piece]:
    """The block's words, those that a mention touches replaced by its label."""
    whole = block.text
    for run in _runs(block, mentions):
        first, last = run.words[0], run.words[-1]
        text, label = first.text, None
        if run.mentions:
            text = _replaced(whole[run.start : run.end], run, always)
            label = always or " ".join(mention.label for mention in run.mentions)
        yield Piece(
            text=text,
            start=first.start,
            end=last.end,
            label=label,
            marks=tuple(dict.fromkeys(mark for word in run.words for mark in word.marks)),
            decided=label is None and any(start < run.end and run.start < end for start, end in decided),
        )


def _runs(block: Block, mentions: list[Mention]) -> Iterator[_Run]:
    """Words in order, joined where one mention covers several."""
    mentions = sorted(mentions, key=lambda mention: mention.start)
    words: list[Word] = []
    start = end = -1
    first = 0  # of the mentions that end here or further on
    for word in block.words:
        at = end + 1
        end = at + len(word.text)
        start = start if words else at
        words.append(word)
        last = first
        while last < len(mentions) and mentions[last].start <= end:
            last += 1
        near = mentions[first:last]
        if any(end < mention.end for mention in near) and word is not block.words[-1]:
            continue  # a mention goes on in the next word
        yield _Run(tuple(words), start, end, tuple(m for m in near if m.start < end and start < m.end))
        words, first = [], last


def _replaced(text: str, run: _Run, always: str | None) -> str:
    """The run's text with labels in it, by Presidio."""
    from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

    results, operators = [], {}
    for number, mention in enumerate(run.mentions):
        # A type of its own for each mention: Presidio merges neighbours of one type, and "Tom Tim" are two.
        kind = f"{mention.label} {number}"
        start, end = max(mention.start - run.start, 0), min(mention.end - run.start, len(text))
        results.append(RecognizerResult(entity_type=kind, start=start, end=end, score=1.0))
        shown = always or f"[{mention.label}]"
        operators[kind] = OperatorConfig("replace", {"new_value": shown})
    return str(_engine().anonymize(text=text, analyzer_results=results, operators=operators).text)


@cache
def _engine() -> AnonymizerEngine:
    """Presidio's engine; imported when the first name is masked, for it takes a while."""
    from presidio_anonymizer import AnonymizerEngine

    return AnonymizerEngine()  # type: ignore[no-untyped-call]
