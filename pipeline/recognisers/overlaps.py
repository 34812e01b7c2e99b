"""Makes one set of spans out of overlapping ones, without uncovering anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from pipeline.model import Finding
from pipeline.recognisers.page import PARTICLES, tokens_of
from pipeline.recognisers.phonetic import normal


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
    taken: list[S] = []
    ranked = sorted(
        spans,
        key=lambda span: (span.score < mask_from, yields(span), span.start - span.end, -span.score, span.start),
    )
    for span in ranked:
        pieces = [(span.start, span.end)]
        for other in taken:
            if other.start < span.end and span.start < other.end:
                pieces = [part for piece in pieces for part in _minus(piece, (other.start, other.end))]
        for start, end in pieces:
            start, end = _trimmed(text, start, end)
            whole = (start, end) == _trimmed(text, span.start, span.end)
            if start < end and (whole or not _only_particles(text[start:end])):
                taken.append(_cut(span, start, end))
    return sorted(taken, key=lambda span: span.start)


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
    """Parts of one name with only tussenvoegsels between them as one: "Linda van het Hof", misheard twice."""
    joined: list[Finding] = []
    for finding in (_with_particles(finding, proposed, text) for finding in settled):
        before = joined[-1] if joined else None
        between = text[before.end : finding.start].split() if before else []
        if (
            before
            and between
            and all(normal(word) in PARTICLES for word in between)
            and before.kind == finding.kind == "PERSON"
            and before.entity in (None, finding.entity)
            and any(one.start <= before.start and finding.end <= one.end for one in proposed)
        ):
            joined[-1] = replace(before, end=finding.end, score=max(before.score, finding.score), entity=finding.entity)
        else:
            joined.append(finding)
    return joined


def _with_particles(finding: Finding, proposed: list[Finding], text: str) -> Finding:
    """A person's name with the tussenvoegsels that another recogniser saw before it: "Van Toff" for Van 't Hoff."""
    starts = [one.start for one in proposed if one.kind == finding.kind == "PERSON" and one.end == finding.end]
    start = min(starts, default=finding.start)
    if start < finding.start and all(normal(word) in PARTICLES for word in text[start : finding.start].split()):
        return replace(finding, start=start)
    return finding
