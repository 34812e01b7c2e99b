"""What optional voters add to our own findings: never anything certain, and nothing where we found something."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.config import RedactSettings
from pipeline.model import Block, Finding
from pipeline.ports import Voter
from pipeline.recognisers.context import TITLES
from pipeline.recognisers.overlaps import settle
from pipeline.recognisers.page import PARTICLES, Token, tokens_of

_AT_MOST = 0.45  # what only a voter says, a person decides


def with_votes(findings: list[Finding], block: Block, voters: Sequence[Voter], redact: RedactSettings) -> list[Finding]:
    """Our findings as they are, and doubtful ones for the words that only voters take for a name.

    Raises VoterMissing, VoterStopped.
    """
    if not voters:
        return findings
    words = [token for token in tokens_of(block.text) if token.word or token.text.isdigit()]
    found = {at for finding in findings for at in range(finding.start, finding.end)}
    votes = settle((vote for voter in voters for vote in _votes(block, words, voter, redact)), block.text)
    added = [
        replace(vote, start=start, end=end)
        for vote in votes
        for start, end in _left(_touched(words, vote.start, vote.end), found)
    ]
    return sorted([*findings, *added], key=lambda finding: finding.start)


def _votes(block: Block, words: Sequence[Token], voter: Voter, redact: RedactSettings) -> Iterator[Finding]:
    """What a voter proposes, on whole words, with less certainty than masks."""
    for vote in voter(block.text):
        touched = _touched(words, vote.start, vote.end)
        if touched and not (vote.kind == "DATE" and redact.dates == "none"):
            score = min(vote.score, _AT_MOST, 0.9 * redact.mask_from)
            yield Finding(block.id, touched[0].start, touched[-1].end, vote.kind, score, f"voter-{voter.name}")


def _touched(words: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    """The words that are in a span, or partly."""
    first = bisect_right(words, start, key=lambda word: word.end)
    return words[first : bisect_left(words, end, key=lambda word: word.start)]


def _left(words: Sequence[Token], found: set[int]) -> Iterator[tuple[int, int]]:
    """The places where nothing was found, without titles before a name; none of tussenvoegsels only."""
    for free, run in groupby(words, lambda word: found.isdisjoint(range(word.start, word.end))):
        rest = list(run)
        while rest and rest[0].norm in TITLES:
            rest = rest[1:]
        if free and not all(word.norm in PARTICLES for word in rest):
            yield rest[0].start, rest[-1].end
