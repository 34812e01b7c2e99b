"""What a person must decide and approve before a transcript may leave. Decisions live in the vault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import QueueOpen, UnknownSubject
from pipeline.model import Decision, QueueItem, Redacted, RedactedCase, Verbatim
from pipeline.store import Study, digest_of, to_json

AROUND = 6  # words shown on either side


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A doubtful span with the words around it, for a person's eyes only."""

    case: str
    recording: str
    item: QueueItem
    raw_context: str = field(repr=False)  # "... en toen zei »Roos« dat het ..."


def item_id(recording: str, digest: str, block: str, start: int, end: int) -> str:
    """A queue item's id; the same as long as the verbatim (its digest) is. Holds no text."""
    return digest_of(f"{recording} {digest} {block} {start} {end}".encode())[:12]


def open_items(study: Study, case: str | None = None) -> tuple[OpenItem, ...]:
    """Everything still to be decided, in one case or in all. Raises UnknownSubject, VaultDamaged.

    An item is gone once it was decided; one of an earlier verbatim comes back with the next run.
    """
    found = []
    for redacted_case in _redacted_cases(study, case):
        decided = {(d.recording, d.digest, d.block, d.start, d.end) for d in study.decisions(redacted_case.case)}
        for redacted in redacted_case.transcripts:
            if redacted.queue:
                recording = redacted.recording.id
                verbatim, digest = _verbatim(study, recording)
                texts = {block.id: block.text for block in verbatim.blocks} if verbatim else {}
                for item in redacted.queue:
                    place = (item.block, item.start, item.end)
                    if item.id == item_id(recording, digest, *place) and (recording, digest, *place) not in decided:
                        context = _context(texts[item.block], item.start, item.end)
                        found.append(OpenItem(redacted_case.case, recording, item, context))
    return tuple(found)


def decide(study: Study, item_id: str, answer: Literal["word", "name"]) -> None:
    """Remember that this occurrence is a word, or a name. Raises UnknownSubject, StorageFailed, VaultDamaged."""
    asked = next((found for found in open_items(study) if found.item.id == item_id), None)
    if asked is None:
        raise UnknownSubject(what=item_id)
    _, digest = _verbatim(study, asked.recording)
    item = asked.item
    _remember(study, asked.case, Decision(answer, asked.recording, digest, item.block, item.start, item.end))


def approve(study: Study, recording: str) -> None:
    """Remember that a person read this very transcript. Raises UnknownSubject, QueueOpen, StorageFailed."""
    for case in _redacted_cases(study, None):
        for redacted in case.transcripts:
            if redacted.recording.id == recording:
                if redacted.queue:
                    raise QueueOpen(recording=recording, count=len(redacted.queue))
                _remember(study, case.case, Decision("approve", recording, digest_of(to_json(redacted))))
                return
    raise UnknownSubject(what=recording)


def is_approved(redacted: Redacted, decisions: Iterable[Decision]) -> bool:
    """Whether a person approved exactly this transcript, and nothing in it is open."""
    mine = [d for d in decisions if d.kind == "approve" and d.recording == redacted.recording.id]
    return bool(mine) and not redacted.queue and any(d.digest == digest_of(to_json(redacted)) for d in mine)


def waiting(study: Study) -> tuple[str, ...]:
    """Recordings whose transcript nobody approved yet, sorted by case and id."""
    return tuple(
        redacted.recording.id
        for case in _redacted_cases(study, None)
        for redacted in case.transcripts
        if not is_approved(redacted, study.decisions(case.case))
    )


def _redacted_cases(study: Study, case: str | None) -> Iterator[RedactedCase]:
    """Cases that were masked, or the one asked for."""
    subjects = sorted({recording.case for recording in study.recordings()})
    if case is not None and case not in subjects:
        raise UnknownSubject(what=case)
    for subject in subjects if case is None else [case]:
        if study.product("redacted", subject).is_file():
            yield study.load(RedactedCase, "redacted", subject)


def _verbatim(study: Study, recording: str) -> tuple[Verbatim | None, str]:
    """What was said in a recording, and its digest."""
    try:
        verbatim = study.load(Verbatim, "verbatim", recording)
    except FileNotFoundError:
        return None, ""
    return verbatim, digest_of(to_json(verbatim))


def _remember(study: Study, case: str, decision: Decision) -> None:
    """Add a decision; an earlier one on the same place gives way."""

    def place(decision: Decision) -> tuple[object, ...]:
        return decision.kind == "approve", decision.recording, decision.block, decision.start, decision.end

    others = tuple(other for other in study.decisions(case) if place(other) != place(decision))
    study.save("decisions", case, (*others, decision))


def _context(text: str, start: int, end: int) -> str:
    """The span between marks, with some words on either side."""
    before = re.findall(r"\S+\s*", text[:start])
    behind = re.findall(r"\s*\S+", text[end:])
    left = ("… " if len(before) > AROUND else "") + "".join(before[-AROUND:])
    right = "".join(behind[:AROUND]) + (" …" if len(behind) > AROUND else "")
    return f"{left}»{text[start:end]}«{right}"
