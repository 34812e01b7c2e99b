"""Texts that lie in no study, as the pipeline takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.config import Settings, StudySettings
from pipeline.labels import labels_in
from pipeline.model import (
    Block,
    CaseMaterial,
    ConsentRecord,
    Figures,
    Identified,
    Recording,
    Register,
    Verbatim,
    Word,
)
from pipeline.recognisers import RECOGNISERS
from pipeline.recognisers.reading import Recogniser
from pipeline.stages.find import findings_in
from pipeline.stages.identify import who_is_who
from pipeline.stages.mask import labelled

SETTINGS = Settings(study=StudySettings(name="-"))
_LINES = re.compile(r"(\r\n|\r|\n)")


def verbatim_of(case: str, role: str, texts: Mapping[str, str]) -> Verbatim:
    """One block per text, as if one recording held them all; a block's text is the text to the letter."""
    recording = Recording(f"{case}_{role}-1", case, role, "", (), None, "", ".txt", "document")
    blocks = tuple(Block(name, "turn", _words(name, text)) for name, text in texts.items())
    return Verbatim(recording, "nl", blocks, Figures(), "-")


def identified_in(
    verbatims: Iterable[Verbatim],
    record: ConsentRecord,
    settings: Settings,
    register: Register | None = None,
    recognisers: tuple[type[Recogniser], ...] = RECOGNISERS,
) -> Identified:
    """Who is who in these texts of one case: the work of find and identify."""
    told = tuple(sorted(verbatims, key=lambda verbatim: verbatim.recording.id))
    findings = tuple(findings_in(verbatim, record, settings, recognisers=recognisers) for verbatim in told)
    known = register or Register(record.case)
    return who_is_who(CaseMaterial(record.case, told, findings, record, known, ()), settings)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text with labels in it, and what a reader of it must know."""

    text: str = field(repr=False)
    doubtful: int  # words that may be names, and stayed
    typed: int  # labels that stood in the text already: they are nobody of ours


def redacted(
    text: str, record: ConsentRecord, settings: Settings, register: Register | None = None, all_doubtful: bool = False
) -> Redaction:
    """Put labels for names in a text, line by line; doubtful words stay, unless all of those go too."""
    pieces = _LINES.split(text)
    verbatim = verbatim_of(record.case, "tekst", {str(at): line for at, line in enumerate(pieces[::2])})
    asking = settings.model_copy(update={"release": settings.release.model_copy(update={"review": "required"})})
    who = identified_in([verbatim], record, asking, register)
    masked = tuple(mention for mention in who.mentions if all_doubtful or mention.doubt != "name")
    blocks = labelled(replace(who, mentions=masked), settings).transcripts[0].blocks
    pieces[::2] = [block.text for block in blocks]
    return Redaction("".join(pieces), len(who.mentions) - len(masked), len(labels_in(text)))


def _words(name: str, text: str) -> tuple[Word, ...]:
    """The text cut at every single space, so that joining gives it back."""
    return tuple(Word(f"{name}-{at}", word) for at, word in enumerate(text.split(" "))) if text else ()
