"""Makes one set of spans out of overlapping ones, without uncovering anything."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from pipeline.model import Finding
from pipeline.recognisers.context import KIN, TITLES
from pipeline.recognisers.lexicon import jargon
from pipeline.recognisers.page import PARTICLES, tokens_of
from pipeline.recognisers.phonetic import normal

_ARTICLE = re.compile(r"(?<![\w'’])(de|het|'t|’t|it)\s$", re.IGNORECASE)


class Spanning(Protocol):
    """Anything with a place in a text and a score."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last character."""

    @property
    def score(self) -> float:
        """How sure we are, 0 to 1."""


S = TypeVar("S", bound=Spanning)


def settle(
    spans: Iterable[S], text: str, mask_from: float = 0.5, yields: Callable[[S], bool] = lambda span: False
) -> list[S]:
    """Spans that do not overlap: certain before doubtful, those that yield last, then long before short, then by score.

    What is left of a losing span stays covered, as long as it holds more than a tussenvoegsel.
    """
    taken: list[S] = []  # in the order of the text
    ranked = sorted(
        spans,
        key=lambda span: (span.score < mask_from, yields(span), span.start - span.end, -span.score, span.start),
    )
    for span in ranked:
        pieces = [(span.start, span.end)]
        first = bisect_right(taken, span.start, key=lambda other: other.end)
        for other in taken[first : bisect_left(taken, span.end, key=lambda other: other.start)]:
            pieces = [part for piece in pieces for part in _minus(piece, (other.start, other.end))]
        for start, end in pieces:
            start, end = _trimmed(text, start, end)
            whole = (start, end) == _trimmed(text, span.start, span.end)
            if start < end and (whole or not _only_particles(text[start:end])):
                insort(taken, _cut(span, start, end), key=lambda other: other.start)
    return taken


def _minus(piece: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    (start, end), (left, right) = piece, other
    if right <= start or end <= left:
        return [piece]
    return [(a, b) for a, b in ((start, left), (right, end)) if a < b]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _only_particles(piece: str) -> bool:
    """What is left of "van De Brug" once the school is found says nothing."""
    return all(token.norm in PARTICLES for token in tokens_of(piece) if token.word) and not any(map(str.isdigit, piece))


def _cut(span: S, start: int, end: int) -> S:
    changed: Any = replace(span, start=start, end=end)  # type: ignore[type-var]
    return changed  # type: ignore[no-any-return]


def whole_names(settled: list[Finding], proposed: list[Finding], text: str) -> list[Finding]:
    """Names with what belongs to them and was left aside: tussenvoegsels, initials, the article of a school."""
    joined: list[Finding] = []
    persons = sorted((one for one in proposed if one.kind == "PERSON"), key=_start)
    longest = max((one.end - one.start for one in persons), default=0)

    def around(start: int, end: int) -> list[Finding]:
        near = persons[bisect_left(persons, end - longest, key=_start) : bisect_right(persons, start, key=_start)]
        return [one for one in near if end <= one.end]

    for settled_one in settled:
        before = joined[-1] if joined else None
        near = around(settled_one.start, settled_one.end)
        finding = _completed(settled_one, near, text, before.end if before else 0)
        if before and before.end >= finding.start:
            joined[-1] = replace(before, end=max(before.end, finding.end))
        elif before and _are_one(before, finding, text) and around(before.start, finding.end):
            entity = before.entity if before.entity == finding.entity else None
            joined[-1] = replace(before, end=finding.end, score=max(before.score, finding.score), entity=entity)
        else:
            joined.append(finding)
    return joined


def _start(finding: Finding) -> int:
    return finding.start


def _are_one(before: Finding, finding: Finding, text: str) -> bool:
    """ "Linda van het Hof", heard wrong twice: two parts of a known name with only tussenvoegsels between them."""
    between = text[before.end : finding.start]
    return (
        between.startswith(" ")
        and all(normal(word) in PARTICLES for word in between.split())
        and before.kind == finding.kind == "PERSON"
        and (finding.entity is None or before.entity in (None, finding.entity))
    )


def _completed(finding: Finding, around: list[Finding], text: str, floor: int) -> Finding:
    """A span with the particles and initials that another recogniser saw beside it, and with its article."""
    start, end = finding.start, finding.end
    for one in around if finding.kind == "PERSON" else ():
        if one.start <= start and end <= one.end:
            if _goes_with_names(text[one.start : start]):
                start = one.start
            if _goes_with_names(text[end : one.end]):
                end = one.end
    start = _led_in(text, start, floor)
    if finding.kind in ("SCHOOL", "INSTITUTION") and (article := _ARTICLE.search(text, max(start - 5, 0), start)):
        start = article.start(1)
    return finding if (start, end) == (finding.start, finding.end) else replace(finding, start=start, end=end)


def _led_in(text: str, start: int, floor: int) -> int:
    """Where a capitalised name really begins, from `floor` on: "De Kleine Plantage", "Ter Apel", "Van Embden"."""
    tokens = tokens_of(text)
    at = bisect_left(tokens, start, key=lambda token: token.start)
    if at == len(tokens) or not tokens[at].capital:
        return start
    while at and tokens[at].near and tokens[at - 1].capital and not tokens[at - 1].initial:
        if tokens[at - 1].start < floor or tokens[at - 1].norm in jargon() | TITLES | KIN:
            break
        at -= 1
    return min(start, tokens[at].start)


def _goes_with_names(piece: str) -> bool:
    return all(normal(word) in PARTICLES or len(word.rstrip(".")) == 1 for word in piece.split())
