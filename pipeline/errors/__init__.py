"""What can go wrong: each a state, an exit code, a sentence and a remedy, in Dutch and English.

Details are ids, numbers, keys and file names inside the vault or inbox; never spoken text, never names.
Exit codes: 0 nothing failed; 1 several kinds of failure; 2 wrong use; 3 settings; 4 consent; 5 tool or model
missing; 6 audio; 7 storage; 8 leak; 9 a bug; 10 something waits (with --strict); 11 an audit found something;
130 interrupted.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from pipeline.errors.archive import ArchiveNames, ArchiveUnsettled, AudienceUnknown, NothingToArchive
from pipeline.errors.audit import (
    CertificatesNotRead,
    FileChanged,
    FileExpired,
    FileGone,
    FileTakenBack,
    FileUnknown,
    FileWithdrawn,
    FileWithoutConsent,
    NothingToStamp,
    ProofUnreadable,
    ProofWrong,
    StampsMissing,
    StampUnreadable,
    StampWrong,
)
from pipeline.errors.base import Bug, CasusError, Language, State
from pipeline.errors.consent import (
    AgeMissing,
    AssentMissing,
    ChildResists,
    ChildUnclear,
    ConsentExpired,
    ConsentRefused,
    ConsentWithdrawn,
    DateMissing,
    FormUnknown,
    NoAuthority,
    NoPermission,
    NotSigned,
    NotYetValid,
    OwnConsentMissing,
    PermissionsContradict,
    PersonNotInRecord,
    PurposeNotGiven,
    RespondentUnknown,
    SignedLater,
)
from pipeline.errors.documents import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentIsPicture,
    DocumentProtected,
    DocumentTooMuch,
    WrongEnding,
)
from pipeline.errors.forms import (
    ConsentListWrong,
    FormFileInTheWay,
    FormIncomplete,
    FormTemplateWrong,
    FormVersionUsed,
    NotAConsentList,
    NotConsentJson,
)
from pipeline.errors.intake import (
    CannotPlace,
    CaseMissing,
    DateImpossible,
    InboxIsVault,
    NoOrdinaryFile,
    OnlyText,
    RoleMissing,
    SameAudioElsewhere,
    StillArriving,
    TwoCases,
    TwoDates,
    TwoRoles,
    UnknownKind,
    WrongRoleForKind,
)
from pipeline.errors.keys import (
    KeyExists,
    KeyInStudy,
    KeyLost,
    KeyNotOfLog,
    KeyNotRead,
    KeyNotSet,
    KeyThere,
    PassphraseShort,
    PassphraseWrong,
)
from pipeline.errors.ledger import (
    FOUND,
    BeginningMissing,
    ChainBroken,
    CheckpointAhead,
    CheckpointRefuted,
    CheckpointUnreadable,
    CheckpointUnsigned,
    ClockBehind,
    ClockWentBack,
    EntryOutOfPlace,
    EntryRefused,
    KeyUnknown,
    KeyUnvouched,
    LogBroken,
    LogMissing,
    NoSuchEntry,
    NothingSigned,
    OldKeyUsed,
    OtherStudy,
    SignatureWrong,
    SignedByOther,
    TailTorn,
    TailUnsigned,
)
from pipeline.errors.media import EmptyFile, NoSound, NoSpeech, NotPlainText, NotReadable, StopsHalfway
from pipeline.errors.models import (
    ModelCutOff,
    ModelDamaged,
    ModelEnglishOnly,
    ModelFolderMissing,
    ModelIsPointer,
    ModelMissing,
    ModelNotAsPublished,
    ModelNotFetched,
    ModelOfOther,
    ModelOfOtherEngine,
    ModelOtherFormat,
    ModelPacked,
    ModelTooLarge,
    ModelUnknown,
    ToolMissing,
    TranscriberDied,
    VoterMissing,
    VoterStopped,
)
from pipeline.errors.packs import NameInPack, NothingToPack, OneRole
from pipeline.errors.qda import CodebookWrong, ParquetMissing
from pipeline.errors.records import (
    ConsentFileNotRead,
    ConsentRecordExists,
    ConsentRecordWrong,
    NobodySigned,
    NoConsentRecord,
    NoSuchPerson,
    TwoRecords,
)
from pipeline.errors.register import (
    BothOfRecord,
    DifferentKinds,
    FormOfRecord,
    NameEmpty,
    NameInUse,
    NoNumbers,
    NoSuchSentence,
    NotCalledSo,
    NotIgnored,
    OnlyForm,
    SameLabel,
    SurelyAName,
    UnknownLabel,
    UnknownRole,
    WhoseName,
)
from pipeline.errors.release import CannotCheck, LeakFound, NameHeard, NoRecording, NotAFragment, NotReleased, QueueOpen
from pipeline.errors.report import ReportNamesSomebody
from pipeline.errors.settings import SettingsNotRead, SettingsWrong
from pipeline.errors.speakers import (
    NoSpeakerName,
    NothingToSwap,
    SpeakerFinderMissing,
    SpeakerFinderStopped,
    UnknownVoice,
)
from pipeline.errors.storage import StorageFailed, VaultDamaged
from pipeline.errors.transcripts import (
    HasMacros,
    NotATranscript,
    NothingSaid,
    NoWordFile,
    TimesWrong,
    TooLarge,
    WithoutSpeakers,
)
from pipeline.errors.use import (
    GoldWrong,
    NotACase,
    NotAStudy,
    NothingToShow,
    NothingToVerify,
    NotRedactedYet,
    NotUtf8,
    ReadingNotWritten,
    RefusedWhenPiped,
    StudyBusy,
    StudyExists,
    StudyInCheckout,
    UnknownSubject,
)
from pipeline.errors.withdrawal import (
    DayAhead,
    NobodyNamed,
    NotConfirmed,
    NothingThere,
    NotTheirs,
    PurposeUnknown,
    SoundDeleted,
    StudyEnded,
    WhoSpoke,
    WithdrawnAgain,
)


def error_named(name: str, details: dict[str, str]) -> CasusError:
    """Make an error again from what a state file kept of it."""
    found = {kind.__name__: kind for kind in all_errors()}
    return found[name](**details)


def all_errors() -> tuple[type[CasusError], ...]:
    """Every error there is, in the order of this page."""

    def below(kind: type[CasusError]) -> list[type[CasusError]]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]

    return tuple(below(CasusError)[1:])


def known(problem: Exception, subject: str) -> CasusError:
    """An error a person can act on, from anything that went wrong. Keeps no message: it may hold text."""
    if isinstance(problem, CasusError):
        return problem
    if isinstance(problem, OSError):
        return StorageFailed(where=subject, problem=problem.strerror or type(problem).__name__)
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return Bug(subject=subject, kind=type(problem).__name__, where=f"{Path(frame.filename).name}:{frame.lineno}")
