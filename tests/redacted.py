"""Hand-made redacted transcripts, for tests of what comes after masking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.model import (
    BlockKind,
    CaseFile,
    ConsentRecord,
    ConsentSummary,
    Entity,
    Figures,
    Form,
    Mark,
    Permission,
    Person,
    Piece,
    Recording,
    Redacted,
    RedactedBlock,
    Register,
    Transcript,
)
from pipeline.ports import Tools
from pipeline.store import Study

TODAY = date(2026, 6, 1)
CONSENT = ConsentSummary(("opnemen", "transcriberen", "delen"), "2029-05", ("leraar",), "professional-1", "0f3ac8" * 10)


def settings(**sections: dict[str, Any]) -> Settings:
    return Settings.model_validate({**sections, "study": {"name": "Proef", **sections.get("study", {})}})


def recording(case: str = "casus-01", role: str = "leraar", number: int = 1, **more: Any) -> Recording:
    made = Recording(
        id=f"{case}_{role}-{number}",
        case=case,
        role=role,
        detail="",
        persons=(),
        recorded_on=date(2026, 5, 11),
        digest="ab" * 32,
        suffix=".wav",
        kind="document" if role == "dossier" else "audio",
    )
    return replace(made, **more)


def turn(
    text: str, start: float | None = 0.0, speaker: str | None = "R", kind: BlockKind = "turn", block: str = "b1"
) -> RedactedBlock:
    """A block of half-second words; "[KIND-1]" becomes a label."""
    pieces = []
    for at, word in enumerate(text.split(" ")):
        begin = None if start is None else start + at / 2
        label = word[1:].split("]")[0] if word.startswith("[") and "]" in word else None
        pieces.append(Piece(word, begin, None if begin is None else begin + 0.4, label))
    end = pieces[-1].end
    return RedactedBlock(block, kind, tuple(pieces), start, end, speaker)


def gap(start: float, end: float, kind: BlockKind = "gap") -> RedactedBlock:
    return RedactedBlock(f"g{start}", kind, (), start, end)


def redacted(*blocks: RedactedBlock, of: Recording | None = None) -> Redacted:
    return Redacted(
        recording=of or recording(),
        blocks=blocks or (turn("Ja nou eh, [KIND-1] gaat wel goed."),),
        queue=(),
        figures=Figures(1867.9, 1200.0, 1188.0, 12.0, marks=(("outside", 1),)),
        engine="openai-whisper 20250625 demo.pt beam=5",
        language="nl",
    )


def transcript(*blocks: RedactedBlock, of: Recording | None = None, consent: ConsentSummary = CONSENT) -> Transcript:
    return Transcript(redacted(*blocks, of=of), consent, "reviewed", "2026-05")


def case_file(*transcripts: Transcript) -> CaseFile:
    made = transcripts or (transcript(),)
    return CaseFile(made[0].redacted.recording.case, made)


def register(case: str = "casus-01", *names: str) -> Register:
    return Register(
        case,
        tuple(
            Entity(f"E{n}", "PERSON", "kind", f"KIND-{n}", (Form(name, "consent"),))
            for n, name in enumerate(names or ("Sanne de Wit",), start=1)
        ),
    )


def record(case: str = "casus-01", withdrawn_on: date | None = None) -> ConsentRecord:
    """A teacher who agreed to everything, and a child of ten for whom its mother signed."""
    start, end = date(2026, 1, 1), date(2029, 5, 31)
    own = ("opnemen", "transcriberen", "delen")
    return ConsentRecord(
        case=case,
        persons=(
            Person("kind", "kind", "Sanne de Wit", age_band="8-11"),
            Person("moeder", "moeder", "Els de Wit"),
            Person("leraar", "leraar", "Tom Bos"),
        ),
        authority=("moeder",),
        permissions=(
            Permission("leraar", own, (("leraar", start),), start, end, "professional-1", withdrawn_on),
            Permission(
                "kind",
                (*own, "andere informanten spreken", "dossier inzien"),
                (("moeder", start),),
                start,
                date(2028, 12, 31),
                "ouders-2",
                assent=start,
            ),
        ),
        digest="cd" * 32,
    )


def tools(root: Path, *records: ConsentRecord, today: date = TODAY, **sections: dict[str, Any]) -> Tools:
    """Tools of which only the study, its settings and its consent records work."""
    book = {one.case: one for one in records or (record(),)}
    none = cast(Any, None)

    def consent(case: str) -> ConsentRecord:
        return book[case]

    return Tools(settings(**sections), Study(root), none, none, none, none, consent, today)


words = st.text(min_size=1, max_size=30)
awkward = st.sampled_from(
    ["-->", "<v R>", "&amp;", "<", "]", "[", "WEBVTT", "NOTE", "\u2028", "\r\n", "\n\n", "\u0338x", "e\u0301", "‹", "1"]
)


marks: st.SearchStrategy[tuple[Mark, ...]] = st.lists(st.sampled_from(get_args(Mark)), unique=True, max_size=3).map(
    tuple
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[RedactedBlock, ...]:
    """Blocks with any text at all, with times in order."""
    made: list[RedactedBlock] = []
    at = 0.0
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["turn", "turn", "gap", "silence"]))
        begin, pieces = at, []
        for text in draw(st.lists(words | awkward, min_size=1, max_size=30)) if kind == "turn" else ():
            length = draw(st.floats(0, 3))
            label = draw(st.sampled_from([None, None, "KIND-1"]))
            pieces.append(Piece(text, at, at + length, label, draw(marks)))
            at += length
        at += draw(st.floats(0, 9))
        speaker = draw(st.sampled_from([None, "I", "R", "R1"]))
        made.append(RedactedBlock(f"b{number}", cast(BlockKind, kind), tuple(pieces), begin, at, speaker))
    return tuple(made)
