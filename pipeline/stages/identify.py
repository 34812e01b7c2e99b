"""Decide who is who: once per case, over all its interviews and the dossier."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.labels import is_named, plain_label, role_of
from pipeline.model import CaseMaterial, Decision, Doubt, Entity, Finding, FindingKind, Identified, Mention, Verbatim
from pipeline.people.book import Book
from pipeline.people.growing import Sighting, grown
from pipeline.people.names import snapped
from pipeline.people.relations import Voice
from pipeline.people.surroundings import Spot
from pipeline.ports import Tools
from pipeline.recognisers.overlaps import settle
from pipeline.speaking import asks
from pipeline.store import digest_of, to_json

_GUESSES = {"capital", "unknown", "word-name"}  # recognisers that see a name, but not of what
Place = tuple[int, int]
Candidates = tuple[str, ...]  # ids of entities
_WORKS_AT = re.compile(r",?(?: die)?(?: werkt)? (?:van|bij|vanuit|namens)(?: de| het| stichting)* ")


def identify(material: CaseMaterial, tools: Tools) -> Identified:
    """Give every name found its entity, look for every entity everywhere, and mark what a person must decide.

    Run again with its own register it gives the same.
    """
    return who_is_who(material, tools.settings)


def who_is_who(material: CaseMaterial, settings: Settings) -> Identified:
    """The same for a case that lies in no study."""
    pages = tuple(_pages(material))
    language = settings.study.language
    seen = (sighting for page in pages for sighting in _seen(page, settings.redact.mask_from))
    voices = tuple(name for verbatim in material.verbatims for name in verbatim.voices)
    register = grown(material.register, material.record, seen, language, voices)
    book = Book(register)
    alike = book.alike()
    mentions = tuple(mention for page in pages for mention in _mentions(page, book, alike, settings))
    return Identified(material, register, mentions)


@dataclass(frozen=True, eq=False)
class _Page:
    """A block with what was found in it and decided about it."""

    recording: str
    role: str
    block: str
    text: str = field(repr=False)
    voice: Voice
    findings: tuple[Finding, ...]
    decided: dict[Place, Decision]
    spots: dict[Place, Spot] = field(default_factory=dict)

    def spot(self, start: int, end: int) -> Spot:
        """The spot of this span, made once."""
        if (start, end) not in self.spots:
            self.spots[start, end] = Spot(self.text, start, end, self.voice)
        return self.spots[start, end]

    def is_word(self, start: int, end: int) -> bool:
        """Whether a person decided that the span is no name, or part of what is none."""
        return any(d.kind == "word" and d.start <= start and end <= d.end for d in self.decided.values())


@dataclass(frozen=True, slots=True)
class _Source:
    """What proposes a span as a name."""

    score: float
    reason: str
    kind: FindingKind


@dataclass(frozen=True, slots=True)
class _Claim:
    """A span that may become a mention."""

    start: int
    end: int
    kind: FindingKind
    label: str
    doubt: Doubt
    reason: str
    entities: Candidates = ()  # whom it stands for, as far as known
    candidates: Candidates = ()  # between whom a person must choose
    before_others: bool = False

    @property
    def score(self) -> float:
        """Who comes first where spans overlap."""
        return float(self.before_others or not self.doubt)


def _pages(material: CaseMaterial) -> Iterator[_Page]:
    """Every block with text, by recording and place."""
    findings = {found.recording: found.spans for found in material.findings}
    for verbatim in sorted(material.verbatims, key=lambda verbatim: verbatim.recording.id):
        recording = verbatim.recording
        spans: dict[str, list[Finding]] = defaultdict(list)
        for span in findings.get(recording.id, ()):
            spans[span.block].append(span)
        decided: dict[str, dict[Place, Decision]] = defaultdict(dict)
        for decision in _valid(verbatim, material.decisions):
            decided[decision.block][decision.start, decision.end] = decision
        role = role_of(recording.role)
        for block in verbatim.blocks:
            if text := block.text:
                voice = Voice(role, recording.detail, asks=asks(block.speaker))
                found, made = tuple(spans[block.id]), decided[block.id]
                yield _Page(recording.id, recording.role, block.id, text, voice, found, made)


def _valid(verbatim: Verbatim, decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions about this very verbatim; those about an earlier one are asked again."""
    mine = [decision for decision in decisions if decision.recording == verbatim.recording.id]
    return [decision for decision in mine if decision.digest == digest_of(to_json(verbatim))] if mine else []


def _seen(page: _Page, mask_from: float) -> Iterator[Sighting]:
    """The names of a block that count: found with enough certainty, or pointed out by a reviewer.

    Where a reviewer said whose name it is, there is nothing to find out.
    """
    for finding in page.findings:
        place = snapped(page.text, finding.start, finding.end)
        named = is_named(finding.kind) and finding.score >= mask_from and place[0] < place[1]
        if named and place not in page.decided and not page.is_word(*place):
            spot = page.spot(*place)
            firm, of_institution = finding.recogniser not in _GUESSES, _of_institution(page, place[1])
            yield Sighting(spot, _kind(spot, finding.kind), firm=firm, of_institution=of_institution)
    for place, decision in page.decided.items():
        kinds = [f.kind for f in page.findings if f.start < place[1] and place[0] < f.end]
        kind = kinds[0] if kinds else "PERSON"
        pointed_out = decision.kind == "name" and not decision.entity
        if pointed_out and is_named(kind) and snapped(page.text, *place) == place:
            yield Sighting(page.spot(*place), kind, pointed_out=True)


def _kind(spot: Spot, kind: FindingKind) -> FindingKind:
    """What a finding is of: where somebody lives is a place, though a person may be called so too."""
    return "PLACE" if kind == "PERSON" and spot.is_place else kind


def _of_institution(page: _Page, end: int) -> bool:
    """Whether somebody is "van" or "bij" an institution."""
    behind = (f for f in page.findings if f.kind == "INSTITUTION" and end < f.start < end + 30)
    return any(_WORKS_AT.fullmatch(page.text[end : finding.start]) for finding in behind)


def _mentions(page: _Page, book: Book, alike: dict[str, Candidates], settings: Settings) -> Iterator[Mention]:
    """The spans of a block that stand for somebody, none overlapping another, nothing found left uncovered."""
    claims, apart = _claims(page, book, alike, settings)
    settled = settle(claims, page.text)
    if apart:  # names in a row come before what was taken for one name
        settled = settle([replace(claim, before_others=True) for claim in settled] + apart, page.text)
    somebody_looks = settings.release.needs_reader(page.role)
    for claim in _with_surnames(settled, page, book):
        if not page.is_word(claim.start, claim.end):
            yield Mention(
                recording=page.recording,
                block=page.block,
                start=claim.start,
                end=claim.end,
                kind=claim.kind,
                label=claim.label,
                doubt=claim.doubt if somebody_looks else "",
                reason=claim.reason,
                candidates=claim.candidates,
            )


def _with_surnames(claims: list[_Claim], page: _Page, book: Book) -> list[_Claim]:
    """A first name and the surname after it as one: "Yassin el Amrani", where the family is known by that name too.

    Of two with the same first name the surname decides.
    """
    joined: list[_Claim] = []
    for claim in claims:
        before = joined[-1] if joined else None
        if before and before.kind == claim.kind == "PERSON" and page.text[before.end : claim.start] == " ":
            who = book.who(page.spot(before.start, claim.end), "PERSON")
            if len(who.entities) == 1 and who.entities[0] in before.entities:
                label = book.entity(who.entities[0]).label
                doubt: Doubt = "" if before.doubt == "who" else before.doubt
                one = replace(before, end=claim.end, entities=who.entities, label=label, doubt=doubt, candidates=())
                joined[-1] = one
                continue
        joined.append(claim)
    return joined


def _claims(
    page: _Page, book: Book, alike: dict[str, Candidates], settings: Settings
) -> tuple[list[_Claim], list[_Claim]]:
    """What every span found stands for; and apart, spans that hold several names."""
    claims: list[_Claim] = []
    apart: list[_Claim] = []
    for (start, end), found in _sources(page, book).items():
        spot = page.spot(start, end)
        decision = page.decided.get((start, end))
        if decision and decision.kind == "name" and book.has(decision.entity):
            claims.append(_decided(spot, book.entity(decision.entity)))
        elif decision or not _silenced(spot, found, book, settings.redact.mask_from):
            claim, several = _claim(spot, found, book, alike, settings)
            stands = decision is not None and len(claim.entities) <= 1
            (apart if several else claims).append(replace(claim, doubt="") if stands else claim)
    return claims, apart


def _silenced(spot: Spot, found: list[_Source], book: Book, mask_from: float) -> bool:
    """Whether this is a word that names nobody, by decision: ignored in this case, or rejected elsewhere.

    What is certain by more than its looks ("juf Roos") is a name all the same after a rejection elsewhere.
    """
    if not all(is_named(source.kind) for source in found):
        return False
    sure = any(source.score >= mask_from and source.reason not in _GUESSES for source in found)
    return book.ignores(spot.words) or (not sure and book.settled(spot.words, spot.has_capital))


def _sources(page: _Page, book: Book) -> dict[Place, list[_Source]]:
    """Everything that proposes a name, by the span it proposes."""
    sources: dict[Place, list[_Source]] = {}

    def propose(start: int, end: int, score: float, reason: str, kind: FindingKind) -> None:
        start, end = snapped(page.text, start, end)
        if start < end:
            if kind == "PERSON":
                kind = _kind(page.spot(start, end), kind)
            sources.setdefault((start, end), []).append(_Source(score, reason, kind))

    for finding in page.findings:
        propose(finding.start, finding.end, finding.score, finding.recogniser, finding.kind)
    for match in book.matches(page.text):
        propose(match.start, match.end, match.score, match.how, book.entity(match.entities[0]).kind)
    for place, decision in page.decided.items():
        if decision.kind == "name":
            found = sources.get(snapped(page.text, *place))
            propose(*place, 1.0, "reviewer", max(found, key=_score).kind if found else "PERSON")
    return sources


def _decided(spot: Spot, entity: Entity) -> _Claim:
    """Whose name it is, by a reviewer."""
    return _Claim(spot.start, spot.end, entity.kind, entity.label, "", "reviewer", (entity.id,), before_others=True)


def _claim(
    spot: Spot, found: list[_Source], book: Book, alike: dict[str, Candidates], settings: Settings
) -> tuple[_Claim, bool]:
    """What one span stands for, from all that proposed it; and whether it holds several names."""
    best = max(found, key=_score)
    kind, reason = best.kind, best.reason
    doubt: Doubt = "" if best.score >= settings.redact.mask_from else "name"
    label = plain_label(kind, settings.study.language)
    if not is_named(kind):
        return _Claim(spot.start, spot.end, kind, label, doubt, reason), False
    whos = [book.who(spot, source.kind) for source in found if is_named(source.kind)]
    who = next((who for who in whos if who.entities), whos[0])
    entities = [book.entity(id_) for id_ in who.entities]
    label = "/".join(entity.label for entity in entities) or label
    candidates: Candidates = who.entities if len(entities) > 1 else ()
    if doubt:
        pass
    elif len(entities) != 1:
        doubt, reason = "who", "shared" if entities else reason
    elif not who.sure:
        doubt, reason = "who", "nickname"
    elif entities[0].id in alike:
        doubt, reason = "who", "alike"
        candidates = (entities[0].id, *alike[entities[0].id])
    kind = entities[0].kind if entities else kind
    claim = _Claim(spot.start, spot.end, kind, label, doubt, reason, who.entities, candidates)
    return claim, who.apart


def _score(source: _Source) -> float:
    return source.score
