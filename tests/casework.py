"""Cases made by hand: what was said, what was found in it, and what the pipeline makes of that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

from pipeline.config import Settings
from pipeline.model import (
    Block,
    CaseMaterial,
    ConsentRecord,
    Decision,
    Figures,
    Finding,
    FindingKind,
    Findings,
    Identified,
    Person,
    Recording,
    Redacted,
    Register,
    Verbatim,
    Word,
)
from pipeline.ports import Tools
from pipeline.stages.identify import identify
from pipeline.stages.mask import mask
from pipeline.store import Study

CASE = "casus-04"


def tools_for(review: str = "none", style: str = "label", language: str = "nl") -> Tools:
    """Settings, and nothing that hears or writes: who is who needs no more."""
    settings = Settings.model_validate(
        {"study": {"name": "test", "language": language}, "release": {"review": review}, "redact": {"style": style}}
    )
    nothing = cast(Any, None)
    study = Study(Path("/nonexistent"))
    return Tools(settings, study, nothing, nothing, nothing, nothing, nothing, date(2026, 11, 23))


def said(recording: str, *lines: str) -> Verbatim:
    """An interview (or a dossier) of these turns; every word lasts half a second."""
    blocks = []
    clock = 0.0
    for number, line in enumerate(lines, 1):
        words = []
        for at, text in enumerate(line.split(" "), 1):
            words.append(Word(f"b{number}w{at}", text, clock, clock + 0.5, 0.9))
            clock += 0.5
        blocks.append(Block(f"b{number}", "turn", tuple(words), words[0].start, clock))
    role = recording.split("_")[-1].split("-")[0]
    placed = Recording(f"{CASE}_{recording}", CASE, role, "", (), date(2026, 5, 1), "0" * 64, ".wav", "audio")
    return Verbatim(placed, "nl", tuple(blocks), Figures(), "by hand")


def found(
    verbatim: Verbatim, name: str, kind: FindingKind = "PERSON", score: float = 0.8, block: int = 1, nth: int = 1
) -> Finding:
    """The nth place of a name in a block, as a recogniser would propose it."""
    text, at = verbatim.blocks[block - 1].text, -1
    for _ in range(nth):
        at = text.index(name, at + 1)
    return Finding(f"b{block}", at, at + len(name), kind, score, "by hand")


def record(
    *persons: tuple[str, str, str],
    schools: tuple[str, ...] = (),
    institutions: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
) -> ConsentRecord:
    """A consent record of (id, role, name), and the schools, institutions and places it knows."""
    made = tuple(Person(id_, role, name) for id_, role, name in persons)
    return ConsentRecord(CASE, made, (), (), schools, institutions, places)


def material(
    verbatims: Sequence[Verbatim],
    findings: Sequence[Sequence[Finding]] = (),
    consent: ConsentRecord | None = None,
    register: Register | None = None,
    decisions: Sequence[Decision] = (),
) -> CaseMaterial:
    """All that is known of the case; findings are by interview."""
    spans = [*findings, *([()] * (len(verbatims) - len(findings)))]
    return CaseMaterial(
        case=CASE,
        verbatims=tuple(verbatims),
        findings=tuple(Findings(v.recording.id, tuple(f)) for v, f in zip(verbatims, spans, strict=True)),
        record=consent or record(),
        register=register or Register(CASE),
        decisions=tuple(decisions),
    )


def redact(case: CaseMaterial, tools: Tools | None = None) -> tuple[Identified, tuple[Redacted, ...]]:
    """The case after identify and mask."""
    tools = tools or tools_for()
    identified = identify(case, tools)
    return identified, mask(identified, tools).transcripts


def read(redacted: Redacted) -> list[str]:
    """The turns as they are read."""
    return [block.text for block in redacted.blocks]


def label_of(identified: Identified, name: str) -> str:
    """The label of the only entity with this form."""
    (label,) = {e.label for e in identified.register.entities if any(form.text == name for form in e.forms)}
    return label
