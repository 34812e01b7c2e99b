"""Empty the inbox: into the vault what can be placed, into quarantine what cannot.

Nothing is decoded here, so this needs no consent. A kill between any two steps loses nothing: a file leaves the inbox
only when its bytes and what is known of it are safely in the vault, and the same content is recognised again.

The same content again in the same case is a duplicate. It may still fill in what the first name left open: who speaks,
the day, and as long as there is no day also the role.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.config import Settings
from pipeline.errors import (
    CannotPlace,
    CasusError,
    DateImpossible,
    NoOrdinaryFile,
    NotReadable,
    OnlyText,
    SameAudioElsewhere,
    StillArriving,
    StorageFailed,
    WithdrawnAgain,
    WrongRoleForKind,
)
from pipeline.inbox.arriving import TRANSCRIPTS, Arrival, arrivals, check_inbox, same_look
from pipeline.inbox.placing import Placed, place
from pipeline.inbox.quarantine import (
    clear,
    copy_in,
    folder_of,
    id_of,
    lay_aside,
    remember,
    retire,
    retired,
    sync,
    tidy,
    told_as_storage,
)
from pipeline.inbox.tombstones import Tombstones, tombstones
from pipeline.model import Recording, RecordingKind
from pipeline.store import Kept, Study, digest_of_file


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: a recording (new, or filled in), a duplicate of one, or an error."""

    recording: Recording | None = None
    duplicate_of: str = ""
    error: CasusError | None = None


@dataclass
class _Vault:
    """What the study has while the inbox is being emptied."""

    study: Study
    settings: Settings
    by_digest: dict[str, Recording] = field(init=False)
    dropped: tuple[Recording, ...] = field(init=False)
    withdrawn: Tombstones = field(init=False)

    def __post_init__(self) -> None:
        self.by_digest = {recording.digest: recording for recording in self.study.recordings()}
        self.dropped = retired(self.study)
        self.withdrawn = tombstones(self.study)


def take_in(study: Study, settings: Settings) -> tuple[Taken, ...]:
    """Empty the inbox, in order of path. One result per file; with `keep_inbox`, files of before give none.

    Raises InboxIsVault, StorageFailed, VaultDamaged.
    """
    check_inbox(study)
    study.make()
    with told_as_storage():
        tidy(study)
        vault = _Vault(study, settings)
        return tuple(taken for file in arrivals(study) if (taken := _take(file, vault)))


def _take(file: Arrival, vault: _Vault) -> Taken | None:
    """One file; None where there is nothing to tell."""
    if not file.ordinary:
        return Taken(error=NoOrdinaryFile(number=file.number))
    if not file.still:
        return Taken(error=StillArriving(number=file.number))
    try:
        seen = file.path.lstat()
        digest = digest_of_file(file.path)
        if stone := vault.withdrawn.of(digest):  # also where the inbox is kept: this may not lie here
            file.path.unlink()
            recordings = ", ".join(stone.recordings) or stone.case
            return Taken(error=WithdrawnAgain(number=file.number, day=stone.day, recording=recordings))
        found = _read_name(file, id_of(digest), vault)
    except OSError as error:
        return Taken(error=StorageFailed(where="inbox", problem=error.strerror or "?"))
    taken = _settle(file, digest, found, vault)
    stays = vault.settings.intake.keep_inbox or (taken is not None and isinstance(taken.error, StillArriving))
    try:
        if not stays and same_look(seen, file.path.lstat()):
            file.path.unlink()
    except OSError as error:
        return replace(taken or Taken(), error=StorageFailed(where="inbox", problem=error.strerror or "?"))
    return taken


def _read_name(file: Arrival, shown: str, vault: _Vault) -> tuple[Placed, RecordingKind] | CasusError:
    try:
        kind = file.kind(shown)
        placed = place(file.parts, vault.settings.roles, shown)
    except (CannotPlace, NotReadable) as error:
        return error
    dossier = placed.role == "dossier"
    if dossier and kind != "document":
        return WrongRoleForKind(file=shown)
    if not dossier and kind == "document":
        if file.suffix not in TRANSCRIPTS:
            return OnlyText(file=shown)
        kind = "transcript"  # a text in which people speak; whether it says who is read with consent only
    if placed.recorded_on and placed.recorded_on > date.today():
        return DateImpossible(file=shown)
    return placed, kind


def _settle(
    file: Arrival, digest: str, found: tuple[Placed, RecordingKind] | CasusError, vault: _Vault
) -> Taken | None:
    """Decide between a new recording, one that is filled in, a duplicate and quarantine."""
    known = vault.by_digest.get(digest)
    if isinstance(found, CasusError):
        return _duplicate(known, vault) if known else _set_aside(file, digest, found, vault)
    placed, kind = found
    if known is None:
        unreadable = any(one.digest == digest for one in vault.dropped) and folder_of(vault.study, digest).exists()
        if vault.settings.intake.keep_inbox and unreadable:
            return None
        return _add(file, digest, placed, kind, vault)
    if known.case != placed.case:
        return _set_aside(file, digest, SameAudioElsewhere(file=id_of(digest), recording=known.id), vault)
    if known.role != placed.role and known.recorded_on is None and known.kind != "document":
        retire(vault.study, known)
        vault.dropped = retired(vault.study)
        return _add(file, digest, placed, kind, vault)
    better = _filled_in(known, placed) if known.role == placed.role else known
    if better == known:
        return _duplicate(known, vault)
    _keep(better, vault)
    return Taken(recording=better)


def _filled_in(known: Recording, placed: Placed) -> Recording:
    """The recording with what its first name left open; what it said is never changed."""
    return replace(
        known,
        recorded_on=known.recorded_on or placed.recorded_on,
        persons=known.persons or placed.persons,
        detail=known.detail or ("" if known.persons else placed.detail),
    )


def _duplicate(known: Recording, vault: _Vault) -> Taken | None:
    return None if vault.settings.intake.keep_inbox else Taken(duplicate_of=known.id)


def _set_aside(file: Arrival, digest: str, error: CasusError, vault: _Vault) -> Taken | None:
    study, language = vault.study, vault.settings.study.language
    before = vault.settings.intake.keep_inbox and study.state(id_of(digest)) is not None
    where = file.path.relative_to(study.inbox).as_posix()
    if not lay_aside(study, file.path, file.path.name, digest, error, language, where):
        return Taken(error=StillArriving(number=file.number))
    remember(study, digest, error)
    return None if before else Taken(error=error)


def _add(file: Arrival, digest: str, placed: Placed, kind: RecordingKind, vault: _Vault) -> Taken:
    """A new recording: first its bytes, then what is known of it."""
    recording = Recording(
        id="",
        case=placed.case,
        role=placed.role,
        detail=placed.detail,
        persons=placed.persons,
        recorded_on=placed.recorded_on,
        digest=digest,
        suffix=file.suffix,
        kind=kind,
    )
    recording = replace(recording, id=_new_id(recording, vault))
    if not copy_in(file.path, vault.study.original(recording), digest):
        return Taken(error=StillArriving(number=file.number))
    _keep(recording, vault)
    clear(vault.study, digest)
    return Taken(recording=recording)


def _new_id(recording: Recording, vault: _Vault) -> str:
    """The next number of this case and role.

    Numbers of dropped and withdrawn recordings, and of bytes nobody placed, stay used.
    """
    stem = f"{recording.case}_{recording.role}-"
    placed = (one.id for one in (*vault.by_digest.values(), *vault.dropped))
    used = [id_ for id_ in (*placed, *vault.withdrawn.used) if id_.startswith(stem)]
    number = 1 + max((int(id_.removeprefix(stem)) for id_ in used), default=0)
    while digest_of_file(_original(recording, f"{stem}{number}", vault)) not in ("", recording.digest):
        number += 1
    return f"{stem}{number}"


def _original(recording: Recording, id_: str, vault: _Vault) -> Path:
    return vault.study.original(replace(recording, id=id_))


def _keep(recording: Recording, vault: _Vault) -> None:
    if vault.study.kept(recording.id) is None:
        vault.study.save("kept", recording.id, Kept(date.today()))
    vault.study.save("recordings", recording.id, recording)
    sync(vault.study.product("recordings", recording.id).parent)
    vault.by_digest[recording.digest] = recording
