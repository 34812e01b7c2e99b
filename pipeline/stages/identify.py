"""Decide who is who: once per case, over all its interviews and the dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.labels import is_named, plain_label
from pipeline.model import (
    Block,
    CaseMaterial,
    Decision,
    Doubt,
    Finding,
    FindingKind,
    Identified,
    Mention,
    Verbatim,
)
from pipeline.people.book import Book, book_of
from pipeline.people.growing import Sighting, grown
from pipeline.people.names import snapped
from pipeline.ports import Tools
from pipeline.recognisers.overlaps import settle
from pipeline.store import digest_of, to_json

Place = tuple[int, int]


def identify(material: CaseMaterial, tools: Tools) -> Identified:
    """Give every name found its entity, look for every entity everywhere, and mark what a person must decide.

    Run again with its own register it gives the same.
    """
    return who_is_who(material, tools.settings)


def who_is_who(material: CaseMaterial, settings: Settings) -> Identified:
    """The same for a case that lies in no study."""
    pages = tuple(_pages(material, settings.redact.mask_from))
    language = settings.study.language
    seen = (sighting for page in pages for sighting in _seen(page, settings.redact.mask_from))
    register = grown(material.register, material.record, seen, language)
    book = book_of(register)
    mentions = tuple(mention for page in pages for mention in _mentions(page, book, settings))
    return Identified(material, register, mentions)


@dataclass(frozen=True, slots=True)
class _Page:
    """A block with what was found in it and decided about it."""

    recording: str
    block: Block
    text: str
    findings: tuple[Finding, ...]
    words: tuple[Place, ...]  # decided: is a word
    names: tuple[Place, ...]  # decided: is a name


@dataclass(frozen=True, slots=True)
class _Claim:
    """A span that may become a mention."""

    start: int
    end: int
    kind: FindingKind
    label: str
    doubt: Doubt
    reason: str
    candidates: tuple[str, ...] = ()
    before_others: bool = False

    @property
    def score(self) -> float:
        """Who comes first where spans overlap."""
        return float(self.before_others or not self.doubt)


def _pages(material: CaseMaterial, mask_from: float) -> Iterator[_Page]:
    """Every block with text, by recording and place."""
    findings = {found.recording: found.spans for found in material.findings}
    for verbatim in sorted(material.verbatims, key=lambda verbatim: verbatim.recording.id):
        id_ = verbatim.recording.id
        decisions = _valid(verbatim, material.decisions)
        for block in verbatim.blocks:
            if block.text:
                here = [decision for decision in decisions if decision.block == block.id]
                spans = tuple(span for span in findings.get(id_, ()) if span.block == block.id)
                words, names = (tuple((d.start, d.end) for d in here if d.kind == kind) for kind in ("word", "name"))
                yield _Page(id_, block, block.text, spans, words, names)


def _valid(verbatim: Verbatim, decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions about this very verbatim; those about an earlier one are asked again."""
    mine = [decision for decision in decisions if decision.recording == verbatim.recording.id]
    return [decision for decision in mine if decision.digest == digest_of(to_json(verbatim))] if mine else []


def _seen(page: _Page, mask_from: float) -> Iterator[Sighting]:
    """The names of a block that count: found with enough certainty, or pointed out by a reviewer."""
    for finding in page.findings:
        start, end = snapped(page.text, finding.start, finding.end)
        if is_named(finding.kind) and finding.score >= mask_from and not _within((start, end), page.words):
            yield Sighting(page.text, start, end, finding.kind)
    for start, end in page.names:
        kinds = [finding.kind for finding in page.findings if finding.start < end and start < finding.end]
        kind = kinds[0] if kinds else "PERSON"
        if is_named(kind) and snapped(page.text, start, end) == (start, end):
            yield Sighting(page.text, start, end, kind, pointed_out=True)


def _mentions(page: _Page, book: Book, settings: Settings) -> Iterator[Mention]:
    """The spans of a block that stand for somebody, none overlapping another, nothing found left uncovered."""
    claims, apart = _claims(page, book, settings)
    settled = settle(claims, page.text)
    if apart:  # names in a row come before what was taken for one name
        settled = settle([replace(claim, before_others=True) for claim in settled] + apart, page.text)
    settled = _with_surnames(settled, page.text, book)
    nobody_looks = settings.release.review == "none"
    for claim in settled:
        if not _within((claim.start, claim.end), page.words):
            decided = nobody_looks or (claim.doubt == "name" and (claim.start, claim.end) in page.names)
            yield Mention(
                recording=page.recording,
                block=page.block.id,
                start=claim.start,
                end=claim.end,
                kind=claim.kind,
                label=claim.label,
                doubt="" if decided else claim.doubt,
                reason=claim.reason,
                candidates=claim.candidates,
            )


def _with_surnames(claims: list[_Claim], text: str, book: Book) -> list[_Claim]:
    """A first name and the surname after it as one: "Yassin el Amrani", where the family is known by that name too."""
    joined: list[_Claim] = []
    for claim in claims:
        before = joined[-1] if joined else None
        if before and before.kind == claim.kind == "PERSON" and text[before.end : claim.start] == " ":
            who = book.who(text, before.start, claim.end, "PERSON")
            if [book.entity(id_).label for id_ in who.entities] == [before.label]:
                joined[-1] = replace(before, end=claim.end)
                continue
        joined.append(claim)
    return joined


def _claims(page: _Page, book: Book, settings: Settings) -> tuple[list[_Claim], list[_Claim]]:
    """What every span found stands for; and apart, spans that hold several names."""
    sources: dict[Place, list[tuple[float, str, FindingKind]]] = {}
    for finding in page.findings:
        place = snapped(page.text, finding.start, finding.end)
        sources.setdefault(place, []).append((finding.score, finding.recogniser, finding.kind))
    for match in book.matches(page.text):
        place = snapped(page.text, match.start, match.end)
        sources.setdefault(place, []).append((match.score, match.how, book.entity(match.entities[0]).kind))
    for place in page.names:
        sources.setdefault(snapped(page.text, *place), []).append((1.0, "reviewer", "PERSON"))
    claims: list[_Claim] = []
    apart: list[_Claim] = []
    for (start, end), found in sources.items():
        if start < end:
            claim, several = _claim(page.text, start, end, found, book, settings)
            (apart if several else claims).append(claim)
    return claims, apart


def _claim(
    text: str, start: int, end: int, found: list[tuple[float, str, FindingKind]], book: Book, settings: Settings
) -> tuple[_Claim, bool]:
    """What one span stands for, from all that proposed it; and whether it holds several names."""
    score, reason, kind = max(found, key=lambda source: source[0])
    doubt: Doubt = "" if score >= settings.redact.mask_from else "name"
    if not is_named(kind):
        return _Claim(start, end, kind, plain_label(kind, settings.study.language), doubt, reason), False
    whos = [book.who(text, start, end, kind) for _, _, kind in found if is_named(kind)]
    who = next((who for who in whos if who.entities), whos[0])
    entities = [book.entity(id_) for id_ in who.entities]
    label = "/".join(entity.label for entity in entities) or plain_label(kind, settings.study.language)
    if doubt:
        pass
    elif len(entities) != 1:
        doubt, reason = "who", "shared" if entities else reason
    elif entities[0].id in book.alike:
        doubt, reason = "who", "alike"
    kind = entities[0].kind if entities else kind
    candidates = who.entities if len(entities) > 1 else ()
    return _Claim(start, end, kind, label, doubt, reason, candidates), who.apart


def _within(place: Place, places: Iterable[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in places)
