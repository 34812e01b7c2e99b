"""What a person must decide and approve before a transcript may leave. Decisions live in the vault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.errors import QueueOpen, UnknownSubject
from pipeline.labels import is_named
from pipeline.model import Decision, Doubt, FindingKind, QueueItem, Redacted, RedactedCase, Verbatim
from pipeline.people.book import Book
from pipeline.people.relations import Voice
from pipeline.people.surroundings import Spot
from pipeline.store import Study, digest_of, to_json

AROUND = 6  # words shown on either side


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a doubtful word stands, for a person's eyes only."""

    recording: str
    digest: str  # of the verbatim
    place: QueueItem
    raw_context: str = field(repr=False)  # "... en toen zei »Roos« dat het ..."
    number: int = 1  # of the sentence, in its item; the same until the next run
    capital: bool = False  # inside the sentence


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A question about one word in a case, and every place where it is asked."""

    id: str  # of the first occurrence; holds no text
    case: str
    kind: FindingKind
    doubt: Doubt
    reason: str
    label: str  # what stands there if it is a name; several with "/" between them where nobody can tell
    candidates: tuple[str, ...]  # labels of whom it may be
    occurrences: tuple[Occurrence, ...]
    raw_word: str = field(repr=False)


def item_id(recording: str, digest: str, block: str, start: int, end: int) -> str:
    """A queue item's id; the same as long as the verbatim (its digest) is. Holds no text."""
    return digest_of(f"{recording} {digest} {block} {start} {end}".encode())[:12]


def open_items(study: Study, case: str | None = None) -> tuple[OpenItem, ...]:
    """Everything still to be decided, in one case or in all. Raises UnknownSubject, VaultDamaged.

    An occurrence is gone once it was decided; one of an earlier verbatim comes back with the next run.
    """
    return tuple(item for redacted in _redacted_cases(study, case) for item in _items(study, redacted))


def approve(study: Study, recording: str) -> None:
    """Remember that a person read this very transcript. Raises UnknownSubject, QueueOpen, StorageFailed."""
    for case in _redacted_cases(study, None):
        for redacted in case.transcripts:
            if redacted.recording.id == recording:
                if redacted.queue:
                    raise QueueOpen(recording=recording, count=len(redacted.queue))
                made = Decision("approve", recording, digest_of(to_json(redacted)))
                study.save("decisions", case.case, with_decisions(study.decisions(case.case), [made]))
                return
    raise UnknownSubject(what=recording)


def is_approved(redacted: Redacted, decisions: Iterable[Decision]) -> bool:
    """Whether a person approved exactly this transcript, and nothing in it is open."""
    mine = [d for d in decisions if d.kind == "approve" and d.recording == redacted.recording.id]
    return bool(mine) and not redacted.queue and any(d.digest == digest_of(to_json(redacted)) for d in mine)


def waiting(study: Study, settings: Settings) -> tuple[str, ...]:
    """Recordings whose transcript a person must approve and nobody did yet, sorted by case and id."""
    return tuple(
        redacted.recording.id
        for case in _redacted_cases(study, None)
        for redacted in case.transcripts
        if settings.release.needs_reader(redacted.recording.role)
        and not is_approved(redacted, study.decisions(case.case))
    )


def _items(study: Study, redacted_case: RedactedCase) -> Iterator[OpenItem]:
    """The questions of a case, in the order of their first places; those that are decided keep their numbers."""
    register = study.register(redacted_case.case)
    book = Book(register)
    decided = {(d.recording, d.digest, d.block, d.start, d.end) for d in study.decisions(redacted_case.case)}
    groups: dict[tuple[object, ...], list[tuple[Occurrence, str]]] = {}
    for occurrence, spot in _occurrences(study, redacted_case):
        place = occurrence.place
        settled = place.doubt == "name" and book.settled(spot.words, spot.has_capital)
        if not (is_named(place.kind) and (book.ignores(spot.words) or settled)):
            key = (spot.words, spot.has_capital and place.doubt == "name", place.doubt, place.label, place.candidates)
            groups.setdefault(key, []).append((occurrence, spot.said))
    for found in groups.values():
        numbered = [replace(occurrence, number=number) for number, (occurrence, _) in enumerate(found, 1)]
        first = numbered[0].place
        open_ = tuple(o for o in numbered if (o.recording, o.digest, *_place(o.place)) not in decided)
        if open_:
            yield OpenItem(
                id=first.id,
                case=redacted_case.case,
                kind=first.kind,
                doubt=first.doubt,
                reason=first.reason,
                label=first.label,
                candidates=first.candidates,
                occurrences=open_,
                raw_word=found[0][1],
            )


def _occurrences(study: Study, redacted_case: RedactedCase) -> Iterator[tuple[Occurrence, Spot]]:
    """Every doubtful place of the verbatims as they are now."""
    for redacted in redacted_case.transcripts:
        if redacted.queue:
            recording = redacted.recording.id
            verbatim, digest = verbatim_of(study, recording)
            texts = {block.id: block.text for block in verbatim.blocks} if verbatim else {}
            for item in redacted.queue:
                if item.id == item_id(recording, digest, *_place(item)):
                    spot = Spot(texts[item.block], item.start, item.end, Voice())
                    context = _context(spot.text, item.start, item.end)
                    yield Occurrence(recording, digest, item, context, capital=spot.has_capital), spot


def _place(item: QueueItem) -> tuple[str, int, int]:
    return item.block, item.start, item.end


def _redacted_cases(study: Study, case: str | None) -> Iterator[RedactedCase]:
    """Cases that were masked, or the one asked for."""
    subjects = sorted({recording.case for recording in study.recordings()})
    if case is not None and case not in subjects:
        raise UnknownSubject(what=case)
    for subject in subjects if case is None else [case]:
        if study.product("redacted", subject).is_file():
            yield study.load(RedactedCase, "redacted", subject)


def verbatim_of(study: Study, recording: str) -> tuple[Verbatim | None, str]:
    """What was said in a recording, and its digest."""
    try:
        verbatim = study.load(Verbatim, "verbatim", recording)
    except FileNotFoundError:
        return None, ""
    return verbatim, digest_of(to_json(verbatim))


def with_decisions(decisions: tuple[Decision, ...], made: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions and new ones; an earlier one on the same place gives way."""

    def place(decision: Decision) -> tuple[object, ...]:
        return decision.kind == "approve", decision.recording, decision.block, decision.start, decision.end

    made = tuple(made)
    places = {place(decision) for decision in made}
    return (*(other for other in decisions if place(other) not in places), *made)


def _context(text: str, start: int, end: int) -> str:
    """The span between marks, with some words on either side."""
    before = re.findall(r"\S+\s*", text[:start])
    behind = re.findall(r"\s*\S+", text[end:])
    left = ("… " if len(before) > AROUND else "") + "".join(before[-AROUND:])
    right = "".join(behind[:AROUND]) + (" …" if len(behind) > AROUND else "")
    return f"{left}»{text[start:end]}«{right}"
