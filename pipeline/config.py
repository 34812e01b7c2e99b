"""TOML -> frozen settings. A wrong key or value names the file and the key."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.errors import Language, NotAStudy, SettingsNotRead, SettingsWrong
from pipeline.errors.settings import letters_problem, toml_problem, value_problem

Convention = Literal["woordelijk", "leesbaar"]  # docs/transcription.md
Paper = Literal["docx", "pdf", "docx:leesbaar", "docx:woordelijk", "pdf:leesbaar", "pdf:woordelijk"]  # docs/paper.md
Reading = Literal["txt", "json", "vtt", "txt:leesbaar", "txt:woordelijk", "vtt:leesbaar", "vtt:woordelijk"]
QdaText = Literal["maxqda", "atlas", "nvivo"]  # docs/qda.md
StudyWriterName = Literal["csv", "xlsx", "qdpx", "turns", "parquet"]
ROLES: dict[str, tuple[str, ...]] = {
    role: tuple(words.split())
    for role, words in {
        "ouder": "ouder ouders moeder vader mama papa verzorger voogd pleegmoeder pleegvader stiefmoeder stiefvader",
        "leraar": "leraar lerares leerkracht docent juf juffrouw meester mentor",
        "hulpverlener": "hulpverlener hulpverleenster zorgverlener behandelaar begeleider",
        "kind": "kind leerling jongere zoon dochter",
        "ib": "ib ib'er iber intern-begeleider kwaliteitscoordinator",
        "dossier": "dossier document verslag",
    }.items()
}


class Section(BaseModel):
    """Settings that stages depend on together; its digest is part of their receipts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def digest(self) -> str:
        """SHA-256 of the section, hexadecimal."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


class StudySettings(Section):
    """Name and language of the study."""

    name: str
    language: Language = "nl"
    demo: bool = False  # only a demo may lie inside a git checkout


class IntakeSettings(Section):
    """The drop folder."""

    keep_inbox: bool = False


class TranscribeSettings(Section):
    """What the speech recogniser is told."""

    engine: Literal["openai-whisper", "faster-whisper"] = "openai-whisper"
    model: str = "large-v2"  # a name, or the path of a checkpoint
    models: Path = Path("models")  # the folder that holds named models; relative to the study
    language: str = "nl"
    beam_size: int = Field(5, ge=1, le=20)
    temperatures: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    prompt: str = Field("Eh, ja, nou, dat, dat weet ik uh niet.", max_length=64)
    names: bool = False  # tell the recogniser the names of the consent record, so that it hears them right
    window_seconds: float = Field(28.0, gt=1, le=30)  # speech decoded in one go, cut in pauses
    speech_threshold: float = Field(0.35, gt=0, lt=1)  # of the voice activity model
    gap_seconds: float = Field(1.0, gt=0)  # speech without words, this long, is shown as a gap
    silence_seconds: float = Field(2.0, gt=0)  # silence, this long, is not decoded but shown
    turn_pause_seconds: float = Field(0.8, gt=0)  # a pause this long starts a new turn
    doubt_below: float = Field(0.3, ge=0, le=1)  # words the recogniser is less sure of are marked
    batch: int = Field(8, ge=1, le=64)  # windows decoded together
    precision: Literal["float32", "bfloat16"] = "float32"  # of openai-whisper's numbers on a processor


class SpeakerSettings(Section):
    """Who speaks when."""

    finder: Literal["auto", "channels", "embeddings", "sherpa-onnx", "pyannote", "none"] = "auto"
    interviewers: int = Field(1, ge=0, le=4)  # heard in each recording, besides the respondents
    models: Path = Path("models")  # folder with the models of sherpa-onnx or pyannote; relative to the study


class MachineSettings(Section):
    """How much of the machine is used; changes results only through `threads`."""

    workers: int = Field(0, ge=0)  # 0: chosen from cores and memory
    threads: int = Field(0, ge=0)  # per worker; 0: chosen


def _is_voter(name: str) -> str:
    """The name of a voter as it stands; refuses a kind that does not exist, or a model without its folder."""
    if re.fullmatch(r"deduce(:.+)?|(spacy|stanza|transformers):.+", name):
        return name
    raise PydanticCustomError("voter", "no voter")


class RedactSettings(Section):
    """How names are taken out."""

    style: Literal["label", "xx"] = "label"
    mask_from: float = Field(0.5, ge=0, le=1)  # findings below go to the review queue
    dates: Literal["day and month", "all", "none"] = "day and month"
    voters: tuple[Annotated[str, AfterValidator(_is_voter)], ...] = ()  # second opinions: docs/voters.md
    generalise: tuple[Literal["ages", "groups", "towns"], ...] = ()  # told more coarsely; see docs/quasi-identifiers.md


class ReleaseSettings(Section):
    """What leaves the vault."""

    review: Literal["required", "none"] = "required"
    always_review: tuple[str, ...] = ("kind",)  # roles that a person reads all the same: children are hardest to hear
    writers: tuple[Literal[Reading, Paper, QdaText], ...] = ("txt", "json", "vtt")
    study_writers: tuple[StudyWriterName, ...] = ("csv", "xlsx", "qdpx")  # of the study as a whole
    codebook: Path | None = None  # codes for study.qdpx: .qdc or .csv; relative to the study
    convention: Convention = "woordelijk"  # of writers that name none
    pause_seconds: float = Field(2.0, ge=0.5)  # a pause this long between words is written down: (3 s)
    k_anonymity: int = Field(3, ge=2)  # `casus risk` tells what fewer cases than this share

    def needs_reader(self, role: str) -> bool:
        """Whether a person must approve what somebody in this role said before it may leave."""
        return self.review == "required" or role in self.always_review


class ContactSettings(Section):
    """Who answers for the study: stands in forms and in consent metadata."""

    organisation: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    researchers: tuple[str, ...] = ()
    privacy_officer: str = ""  # name or function, with how to reach them


class ConsentSettings(Section):
    """From which age who must say yes; a lawyer must confirm these."""

    assent_from: int = Field(12, ge=0, le=21)
    own_from: int = Field(16, ge=0, le=21)
    adult_from: int = Field(18, ge=0, le=21)


class RetentionSettings(Section):
    """How long what is kept."""

    audio_until: date | None = None  # recordings go after this day
    everything_until: date | None = None  # all personal data go after this day; the release and the log stay
    blocked_days: int = Field(90, ge=1)  # audio that consent has not allowed for so long is deleted
    warn_days: int = Field(14, ge=0)  # so long before that, it is told


class LogSettings(Section):
    """The consent log and its signatures."""

    key: Path | None = None  # the signing key, outside the study; none: checkpoints stay unsigned


class StudyTableSettings(Section):
    """When a case counts as complete."""

    complete: tuple[str, ...] = ("ouder", "leraar", "hulpverlener")  # roles that a complete case has


def _matches(pattern: str, wrong: str) -> AfterValidator:
    """A check that a value looks like what it should be, and is called by its own name where it does not."""

    def checked(value: str) -> str:
        if not value or re.fullmatch(pattern, value, re.ASCII):
            return value
        raise PydanticCustomError(wrong, wrong)

    return AfterValidator(checked)


class CreatorSettings(Section):
    """Who made the data: a person (as an archive writes names down), or an organisation by itself."""

    initials: str = ""
    insertion: str = ""  # "van de"
    surname: str = ""
    orcid: Annotated[str, _matches(r"(\d{4}-){3}\d{3}[\dX]", "orcid")] = ""
    organisation: str = ""

    @model_validator(mode="after")
    def _is_somebody(self) -> CreatorSettings:
        """Initials and a surname, or an organisation."""
        if bool(self.initials) == bool(self.surname) and (self.surname or self.organisation):
            return self
        raise PydanticCustomError("creator", "nobody")


class ArchiveSettings(Section):
    """What an archive is told of the dataset: public, so without anybody of whom the data tell. See docs/archive.md."""

    title: str = ""
    description: str = ""
    creators: tuple[CreatorSettings, ...] = ()
    rights_holder: str = ""  # none: the organisation of [contact]
    licence: Annotated[str, _matches(r"https?://[\w.-]+/\S*", "web")] = ""
    audience: tuple[Annotated[str, _matches(r"[A-Z]\d{5}", "audience")], ...] = ()  # NARCIS codes
    access: Literal["REQUEST_PERMISSION", "NO_ACCESS"] = "REQUEST_PERMISSION"
    subjects: tuple[str, ...] = ()
    dated: date | None = None  # none: the month of the last recording


class Settings(Section):
    """Everything a study can be told; `configs/` has whole examples."""

    study: StudySettings
    intake: IntakeSettings = IntakeSettings()
    transcribe: TranscribeSettings = TranscribeSettings()
    speakers: SpeakerSettings = SpeakerSettings()
    machine: MachineSettings = MachineSettings()
    redact: RedactSettings = RedactSettings()
    contact: ContactSettings = ContactSettings()
    consent: ConsentSettings = ConsentSettings()
    retention: RetentionSettings = RetentionSettings()
    log: LogSettings = LogSettings()
    table: StudyTableSettings = StudyTableSettings()
    archive: ArchiveSettings = ArchiveSettings()
    roles: dict[str, tuple[str, ...]] = ROLES
    release: ReleaseSettings = Field(ReleaseSettings(), validate_default=True)

    @field_validator("release")
    @classmethod
    def _reads_known_roles(cls, release: ReleaseSettings, about: ValidationInfo) -> ReleaseSettings:
        """Where only some roles are read, one that does not exist would be read by nobody."""
        known = set(about.data.get("roles", release.always_review))
        if release.review == "required" or set(release.always_review) <= known:
            return release
        raise PydanticCustomError("always_review", "no such role")


def read_settings(study: Path) -> Settings:
    """Settings of the study in this folder. Raises NotAStudy, SettingsNotRead, SettingsWrong."""
    path = study / "study.toml"
    if not path.is_file():
        raise NotAStudy(folder=study)
    return settings_from(settings_bytes(path), path.name)


def settings_bytes(path: Path) -> bytes:
    """What a settings file holds. Raises SettingsNotRead."""
    try:
        return path.read_bytes()
    except OSError:
        raise SettingsNotRead(file=path) from None


def settings_from(data: bytes, file: str) -> Settings:
    """Check what such a file holds. Raises SettingsWrong."""
    try:
        text = data.decode("utf-8-sig")
        return Settings.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        key, problem = "UTF-8", letters_problem(data.count(b"\n", 0, error.start) + 1)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        problem = value_problem(first["type"], first.get("ctx", {}))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and not the only one
        key, problem = "TOML", toml_problem(str(error), len(text.splitlines()))
    raise SettingsWrong(file=file, key=key, problem=problem[0], problem_en=problem[1])
