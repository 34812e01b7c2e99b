"""What the log can say: closed kinds of entries, each one line of canonical JSON (RFC 8785).

Every field has a pattern, so that neither names nor free text get in. What is personal is there only as a salted
commitment: with the salt gone, nobody can tell any more what it stood for.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, date, datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from pipeline.errors import EntryRefused, LogBroken

Kind = Literal[
    "study",
    "consent",
    "gate",
    "stage",
    "review",
    "release",
    "taken-back",
    "withdrawal",
    "retention",
    "recipient",
    "key",
    "repair",
]
NOTHING_BEFORE = "0" * 64
KEY_LINE = r"[!-*,-~]{1,120}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"  # as C2SP writes a public key

_LETTERS = "a-zà-öø-ÿ"  # of a role that a study named itself: "cliënt"


def _text(pattern: str, longest: int = 200) -> StringConstraints:
    return StringConstraints(pattern=f"^(?:{pattern})$", max_length=longest)


def _whole_second(time: datetime) -> datetime:
    if time.microsecond or time.tzinfo is None:
        raise ValueError
    return time.astimezone(UTC)


Digest = Annotated[str, _text("[0-9a-f]{64}")]
Case = Annotated[str, _text(r"[a-z]{1,30}-[0-9]{1,9}")]
Person = Annotated[str, _text(r"(?:[a-z]{1,30}-[0-9]{1,9}_)?[a-z]+(?:-[a-z]+)*-[1-9][0-9]{0,4}", 80)]
Recording = Annotated[str, _text(rf"[a-z]{{1,30}}-[0-9]{{1,9}}_[{_LETTERS}]+(?:-[{_LETTERS}]+)*-[0-9]{{1,5}}", 100)]
_FOLDER = rf"[{_LETTERS}0-9][{_LETTERS}0-9._-]*"
_FILE = rf"(?:[{_LETTERS}0-9][{_LETTERS}0-9._-]*|[A-Z]{{4,12}})\.[a-z][a-z0-9]{{1,6}}"  # small letters, or LEESMIJ
Place = Annotated[str, _text(rf"(?:{_FOLDER}/)*{_FILE}")]
Word = Annotated[str, _text(r"[a-z]+(?:[-_][a-z]+){0,3}", 40)]
Form = Annotated[str, _text(r"[a-z]+(?:-[a-z]+)*-[0-9]+(?:\.[0-9]+)*", 60)]
Purpose = Literal[
    "opnemen",
    "transcriberen",
    "andere informanten spreken",
    "dossier inzien",
    "citeren",
    "delen",
    "archiveren",
    "geluid delen",
]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Nothing = Literal[""]


class Entry(BaseModel):
    """One line of the log: its number, when it was written (UTC, whole seconds), and the digest of the line before."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    v: Literal[1] = 1
    seq: Count
    time: Annotated[datetime, AfterValidator(_whole_second)]
    prev: Digest
    kind: Kind


class StudyEntry(Entry):
    """The first line: which study this is the log of, and its public key where there was one."""

    kind: Literal["study"]
    origin: Annotated[str, _text(r"casus/[0-9a-f]{32}")]
    key: Annotated[str, _text(KEY_LINE)] | Nothing = ""


class ConsentEntry(Entry):
    """Somebody consented, or took that back.

    `given` and `renewed` add purposes until a day; after `changed` the purposes named are all there are; `refused`,
    `resisted` and `withdrawn` end the purposes named, or all where none is.
    """

    kind: Literal["consent"]
    case: Case
    person: Person
    state: Literal["given", "renewed", "changed", "refused", "resisted", "withdrawn"]
    by: tuple[Person, ...]  # who signed, or said so
    purposes: tuple[Purpose, ...]
    day: date
    until: date | None = None
    form: Form | Nothing = ""
    commitment: Digest | Nothing = ""  # to the record of the case


class GateEntry(Entry):
    """What the gate answered for a recording; the reason is the name of an error, "" where it was allowed."""

    kind: Literal["gate"]
    case: Case
    recording: Recording
    state: Literal["allowed", "waiting", "blocked", "withdrawn"]
    reason: Annotated[str, _text(r"(?:[A-Z][a-z]+){2,8}", 40)] | Nothing = ""


class StageEntry(Entry):
    """A stage was done with a recording, or, where none is named, with a case."""

    kind: Literal["stage"]
    case: Case
    recording: Recording | Nothing = ""
    stage: Word
    digest: Digest


class ReviewEntry(Entry):
    """A person approved exactly this transcript, or took that back."""

    kind: Literal["review"]
    case: Case
    recording: Recording
    state: Literal["approved", "reopened"]
    digest: Digest


class ReleaseEntry(Entry):
    """Files that were released, until when, and whose consent for what they rest on.

    A file that tells of more than one case has no case and no recording, and persons with their case before them:
    "casus-04_leraar-1". Places are relative to `release/`; those in `sound/` begin with "sound/".
    """

    kind: Literal["release"]
    case: Case | Nothing = ""
    recording: Recording | Nothing = ""
    rests_on: dict[Person, tuple[Purpose, ...]]
    until: date
    seal: Digest | Nothing = ""
    files: dict[Place, Digest]


class TakenBackEntry(Entry):
    """Files that were released and no longer are."""

    kind: Literal["taken-back"]
    case: Case | Nothing = ""
    files: tuple[Place, ...]


class WithdrawalEntry(Entry):
    """What was removed because consent ended: how many of each kind, and a commitment to each file's digest."""

    kind: Literal["withdrawal"]
    case: Case
    person: Person
    purposes: tuple[Purpose, ...]  # none: all
    removed: dict[Word, Count]
    tombstones: tuple[Digest, ...]


class RetentionEntry(Entry):
    """What was removed because its time was over."""

    kind: Literal["retention"]
    reason: Word
    removed: dict[Word, Count]


class RecipientEntry(Entry):
    """Somebody outside the team received these files; a commitment tells who."""

    kind: Literal["recipient"]
    commitment: Digest
    files: dict[Place, Digest]


class KeyEntry(Entry):
    """From here on another key signs; the key before it signs a checkpoint that holds this entry."""

    kind: Literal["key"]
    key: Annotated[str, _text(KEY_LINE)]


class RepairEntry(Entry):
    """A line that a crash had cut off was removed, or the time was set right: it may go back here, and only here."""

    kind: Literal["repair"]
    removed_bytes: Count


_OF = {get_args(shape.model_fields["kind"].annotation)[0]: shape for shape in Entry.__subclasses__()}
_ANY: TypeAdapter[Entry] = TypeAdapter(
    Annotated[
        StudyEntry
        | ConsentEntry
        | GateEntry
        | StageEntry
        | ReviewEntry
        | ReleaseEntry
        | TakenBackEntry
        | WithdrawalEntry
        | RetentionEntry
        | RecipientEntry
        | KeyEntry
        | RepairEntry,
        Field(discriminator="kind"),
    ]
)


def canonical(value: object) -> bytes:
    """Canonical JSON of what entries hold (Latin keys, whole numbers): what rfc8785 gives, several times as fast."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def line_of(entry: Entry) -> bytes:
    """The entry as it stands in the log, without its newline."""
    return canonical(entry.model_dump(mode="json"))


def entry_in(line: bytes, number: int) -> Entry:
    """The entry that a line holds. Raises LogBroken, also where the line could be written in another way."""
    try:
        entry = _ANY.validate_json(line)
    except ValidationError:
        raise LogBroken(entry=number) from None
    if line_of(entry) != line:
        raise LogBroken(entry=number)
    return entry


def made(kind: Kind, seq: int, time: datetime, prev: str, fields: dict[str, object]) -> Entry:
    """A new entry. Raises EntryRefused, which names the field and never what was in it."""
    about = {"v": 1, "seq": seq, "prev": prev, "kind": kind}
    try:
        stamp = time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return _ANY.validate_json(json.dumps(fields | about | {"time": stamp}, default=_plain))
    except (ValidationError, TypeError) as problem:
        known = {name for shape in _OF.values() for name in shape.model_fields}
        where = problem.errors()[0]["loc"] if isinstance(problem, ValidationError) else ()
        field = next((part for part in reversed(where) if part in known), "?")
        raise EntryRefused(kind=kind if kind in _OF else "?", field=field) from None


def commitment(salt: bytes, data: bytes) -> str:
    """What stands in the log for something personal: HMAC-SHA256, hexadecimal; without the salt it tells nothing."""
    return hmac.new(salt, data, "sha256").hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError
