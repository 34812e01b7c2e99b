"""What is counted in the transcripts of one case; kept in the vault until the case is redacted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.model import Findings, Redacted, RedactedCase, Register
from pipeline.report.picture import Read
from pipeline.store import Study, digest_of, to_json
from pipeline.traits.rows import Row, row_of
from pipeline.verbatim import tidied
from pipeline.writers.facts import has_times, pieces, stem, worded_share

_VERSION = "1"  # raised when something is counted otherwise


@dataclass(frozen=True, slots=True)
class Counted:
    """One case in figures. The row of traits holds towns by name, so this never leaves the vault."""

    read: tuple[Read, ...]
    labels: tuple[tuple[str, int], ...]  # how often each stands in the transcripts, most often first
    layers: tuple[tuple[str, int], ...]  # how many places each recogniser found
    traits: Row | None  # None: nothing is redacted yet


def counted(study: Study, case: str, stopped: Collection[str]) -> Counted:
    """The figures of a case, without the recordings that stopped: what was taken back is not counted.

    Reading a case takes a second and is done once: the receipt of its redaction covers all that goes in, our code for
    it included. Raises VaultDamaged, StorageFailed.
    """
    receipt, kept = study.receipt("redact", case), study.scratch("picture", case)
    key = " ".join((_VERSION, digest_of(to_json(receipt)), *sorted(stopped))) if receipt else ""
    found = kept.load(Counted, "counted", key) if key else None
    if found is None:
        found = _count(study, _redacted(study, case, stopped))
        if key:
            kept.save("counted", key, found)
    return found


def _redacted(study: Study, case: str, stopped: Collection[str]) -> RedactedCase:
    try:
        redacted = study.load(RedactedCase, "redacted", case)
    except FileNotFoundError:
        return RedactedCase(case, Register(case), ())
    return replace(redacted, transcripts=tuple(t for t in redacted.transcripts if t.recording.id not in stopped))


def _count(study: Study, redacted: RedactedCase) -> Counted:
    said = (piece for one in redacted.transcripts for piece in pieces(one))
    return Counted(
        read=tuple(map(_read, redacted.transcripts)),
        labels=_often(Counter(label for piece in said if piece.label for label in piece.label.split())),
        layers=_often(_layers(study, redacted)),
        traits=row_of(redacted) if redacted.transcripts else None,
    )


def _often(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _layers(study: Study, redacted: RedactedCase) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in redacted.transcripts:
        try:
            found.update(span.recogniser for span in study.load(Findings, "findings", one.recording.id).spans)
        except FileNotFoundError:
            continue
    return found


def _read(redacted: Redacted) -> Read:
    figures = redacted.figures
    return Read(
        recording=redacted.recording.id,
        name=stem(redacted),
        timed=has_times(redacted),
        heard=redacted.recording.kind == "audio",
        duration=figures.duration,
        words=sum(piece.label is None for piece in pieces(redacted)),
        gaps=sum(block.kind == "gap" for block in redacted.blocks),
        gap_seconds=figures.gaps,
        worded=worded_share(figures),
        thirds=figures.thirds,
        tidied=tidied(figures.thirds),
        queue=len(redacted.queue),
    )
