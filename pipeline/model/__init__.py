"""The frozen things that travel through the pipeline. Imports nothing of ours.

Times are seconds from the start of the recording. Spans are offsets in `Block.text`, end exclusive.
Fields that hold spoken or written text are kept out of `repr`, so that logs and tracebacks stay clean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipeline.model.consent import ConsentRecord, Gender, Objection, ObjectionKind, Permission, Person, Thresholds

RecordingKind = Literal["audio", "document", "transcript"]  # the last was typed out elsewhere
BlockKind = Literal["turn", "gap", "silence", "paragraph", "heading", "row", "held"]
FindingKind = Literal[
    "PERSON", "SCHOOL", "INSTITUTION", "PLACE", "STREET", "DATE", "PHONE", "EMAIL", "POSTCODE", "BSN", "ID"
]
ReviewState = Literal["unreviewed", "reviewed", "not required"]
Mark = Literal["outside", "loop", "stock", "doubtful", "broken", "overlap"]
"""What accounting saw in a word: nobody was heard; said over and over; a phrase recognisers make up; not sure; broken
off; two at once. Shown, never deleted."""
Doubt = Literal["", "name", "who"]  # none; whether this is a name at all; a name, but whose?


@dataclass(frozen=True, slots=True)
class Recording:
    """One interview (or one document of the child's file), placed in a case. Made by intake."""

    id: str  # "casus-04_leraar-1": names nobody
    case: str
    role: str  # one of the study's roles: "ouder", "leraar", ..., "dossier"
    detail: str  # the word the researcher used for it: "moeder", "juf"; "" when it was the role itself
    persons: tuple[str, ...]  # ids of the consent record, where the file name gave them
    recorded_on: date | None
    digest: str  # SHA-256 of the original, hexadecimal
    suffix: str  # of the original, with its dot, lower case
    kind: RecordingKind


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the recogniser wrote it, its punctuation attached."""

    id: str
    text: str = field(repr=False)
    start: float | None = None  # None in documents
    end: float | None = None
    confidence: float | None = None  # 0 to 1
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A turn, a paragraph or a heading; or a stretch without words (a gap in speech, or silence)."""

    id: str
    kind: BlockKind
    words: tuple[Word, ...] = field(default=(), repr=False)
    start: float | None = None
    end: float | None = None
    speaker: str | None = None  # "I", "I1", "R", "R1"; "S3": a voice nobody expected; None: nobody could tell

    @property
    def text(self) -> str:
        """The words joined by single spaces; spans count in this string."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Third:
    """How literal a third of a recording was written down: what is lost first when a recogniser tidies up."""

    words: int = 0
    fillers: int = 0
    repetitions: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a transcript says about itself; times in seconds."""

    duration: float = 0.0
    speech: float = 0.0
    worded: float = 0.0
    gaps: float = 0.0
    windows: int = 0
    windows_retried: int = 0  # decoded again: at a higher temperature, or once more by itself
    temperatures: tuple[tuple[float, int], ...] = ()  # how many windows were decoded at each, 0 being the first try
    marks: tuple[tuple[Mark, int], ...] = ()  # how many words carry each mark
    thirds: tuple[Third, ...] = ()  # three, by time; none of a document


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Everything that was said, or written, in one recording."""

    recording: Recording
    language: str
    blocks: tuple[Block, ...] = field(repr=False)
    figures: Figures
    engine: str  # which recogniser, model and options wrote this
    voices: tuple[str, ...] = field(default=(), repr=False)  # names that a transcript made elsewhere gave who speaks


@dataclass(frozen=True, slots=True)
class Finding:
    """A span that a recogniser proposes as identifying."""

    block: str
    start: int
    end: int
    kind: FindingKind
    score: float  # 0 to 1; below the study's `mask_from` a person decides
    recogniser: str
    entity: str | None = None  # consent person id or register entity id, where the recogniser knows it


@dataclass(frozen=True, slots=True)
class Findings:
    """All spans proposed in one recording."""

    recording: str
    spans: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One way an entity is called."""

    text: str = field(repr=False)
    origin: str  # "consent", "researcher", "interview", "reviewer"


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, school, institution or place of a case."""

    id: str  # "E1"
    kind: FindingKind
    role: str  # "kind", "moeder", "leraar", "broer", "school", "persoon", ...
    label: str  # "KIND-1"; once given it never changes
    forms: tuple[Form, ...] = field(repr=False)
    person: str | None = None  # id in the consent record
    gender: Gender = ""  # by how they are addressed: "mevrouw", "meester"


@dataclass(frozen=True, slots=True)
class Register:
    """Who is who in a case."""

    case: str
    entities: tuple[Entity, ...] = ()
    ignored: tuple[str, ...] = field(default=(), repr=False)  # words decided to name nobody in this case, folded
    retired: tuple[str, ...] = ()  # labels of who was merged or taken out: never given again
    words: tuple[str, ...] = field(default=(), repr=False)  # rejected in review, folded: no longer asked about


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided in review."""

    kind: Literal["word", "name", "approve"]
    recording: str
    digest: str  # of the verbatim (word, name) or of the redacted transcript (approve) that was looked at
    block: str = ""
    start: int = 0
    end: int = 0
    entity: str = ""  # whose name it is, where that was asked


@dataclass(frozen=True, slots=True)
class Held:
    """A fragment that a person holds back."""

    first: float  # seconds from the start of the recording, or the number of a block
    last: float
    until: date | None = None  # the first day on which it may be shown again; None: never
    numbers_of: str = ""  # digest of the verbatim whose blocks are counted; "": these are seconds


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """All that is known of one case before anybody is identified. Sorted by recording id."""

    case: str
    verbatims: tuple[Verbatim, ...] = field(repr=False)
    findings: tuple[Findings, ...]
    record: ConsentRecord
    register: Register
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that stands for an entity, or may do so."""

    recording: str
    block: str
    start: int
    end: int
    kind: FindingKind
    label: str  # "KIND-1"; "DATUM" for what has no entity
    doubt: Doubt  # other than "": a person decides
    reason: str  # which recogniser, or why it is doubtful; never text
    candidates: tuple[str, ...] = ()  # ids of entities it may stand for, where nobody can tell


@dataclass(frozen=True, slots=True)
class Identified:
    """A case of which every mention has an entity."""

    material: CaseMaterial
    register: Register
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word that stayed, or the label that took the place of one or more words."""

    text: str = field(repr=False)
    start: float | None = None
    end: float | None = None
    label: str | None = None
    marks: tuple[Mark, ...] = ()
    decided: bool = False  # a person decided that this occurrence is a word, no name


@dataclass(frozen=True, slots=True)
class RedactedBlock:
    """A block with labels in it."""

    id: str
    kind: BlockKind
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    start: float | None = None
    end: float | None = None
    speaker: str | None = None

    @property
    def text(self) -> str:
        """The pieces joined by single spaces."""
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A doubtful span that waits for a person. Holds no text."""

    id: str
    block: str
    start: int
    end: int
    kind: FindingKind
    label: str
    doubt: Doubt
    reason: str
    candidates: tuple[str, ...] = ()  # labels


@dataclass(frozen=True, slots=True)
class Redacted:
    """One transcript with labels for names, and what is still open in it."""

    recording: Recording
    blocks: tuple[RedactedBlock, ...] = field(repr=False)
    queue: tuple[QueueItem, ...]
    figures: Figures
    engine: str
    language: str


@dataclass(frozen=True, slots=True)
class RedactedCase:
    """All transcripts of one case after masking."""

    case: str
    register: Register
    transcripts: tuple[Redacted, ...]


@dataclass(frozen=True, slots=True)
class ConsentSummary:
    """What a released transcript says of its consent. Names nobody."""

    purposes: tuple[str, ...]
    valid_until: str  # year and month
    signed_by: tuple[str, ...]  # roles
    form: str
    record_digest: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A redacted transcript that may be released, with its consent."""

    redacted: Redacted
    consent: ConsentSummary
    review: ReviewState
    month: str  # of the recording, "2026-05"
    persons: tuple[str, ...] = ()  # ids of who is heard: "moeder-1"; of a document, whom it is about
    rests_on: tuple[tuple[str, tuple[str, ...]], ...] = ()  # whose consent lets it out, and for what
    until: date = date.max  # the last day on which that does; written down as a month
    agreed: bytes = field(default=b"", repr=False)  # that consent as JSON-LD; names nobody


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the study's table tells of the child: coarse, and from the consent record."""

    year_group: str = ""  # "groep 6"
    age_band: str = ""  # "8-11"
    gender: Gender = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What may leave the vault of one case. Made only by the gate."""

    case: str
    transcripts: tuple[Transcript, ...]
    facts: CaseFacts = CaseFacts()


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the study's codebook, with the codes below it."""

    guid: str  # "" where the codebook gives none
    name: str = field(repr=False)
    description: str = field(default="", repr=False)
    color: str = ""  # "#a1b2c3"
    codable: bool = True  # False: only a heading
    codes: tuple[Code, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class StudyFile:
    """All case files of a study. Made only by the gate."""

    name: str
    cases: tuple[CaseFile, ...]
    codes: tuple[Code, ...] = field(default=(), repr=False)  # what the study brings to a QDA program
