"""What an archive tells of a dataset: out of the settings, and counted in the data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import resources

from pipeline.config import CreatorSettings, Settings
from pipeline.errors import ArchiveUnsettled, AudienceUnknown
from pipeline.model import StudyFile, Transcript
from pipeline.writers.facts import plain

TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "odt": "application/vnd.oasis.opendocument.text",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "qdc": "application/xml",
    "qdpx": "application/zip",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "wav": "audio/x-wav",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the dataset."""

    place: str  # in the bag's `data/`
    size: int  # bytes

    @property
    def type(self) -> str:
        """Its media type, by its ending."""
        return TYPES.get(self.place.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that its metadata tell. Public: nobody of whom the data tell stands in it."""

    name: str  # "mijn-studie-2026-05": of the bag, in ASCII
    title: str
    description: tuple[str, ...]  # paragraphs
    creators: tuple[CreatorSettings, ...]
    rights_holder: str
    licence: str
    audience: tuple[str, ...]
    access: str
    subjects: tuple[str, ...]
    dated: str  # "2026-11-30", or a month
    collected: tuple[str, ...]  # first and last month of the recordings; none where there is no date
    languages: tuple[str, ...]  # "nl"
    cases: int
    transcripts: tuple[tuple[str, int], ...]  # how many of each role
    endings: tuple[str, ...]  # what transcripts are written as
    sound: bool
    files: tuple[File, ...] = ()


def dataset_of(study: StudyFile, settings: Settings, places: Iterable[str]) -> Dataset:
    """What is told of these transcripts, which lie at these places in it. Raises ArchiveUnsettled, AudienceUnknown."""
    told, transcripts = settings.archive, [t for case in study.cases for t in case.transcripts]
    months = sorted({t.month for t in transcripts if t.month})
    dated = str(told.dated) if told.dated else months[-1] if months else ""
    kinds = {(folder, name.partition(".")[2]) for folder, _, name in (place.partition("/") for place in places)}
    made = Dataset(
        name=ascii_name(f"{study.name}-{dated[:7]}").lower(),
        title=plain(told.title),
        description=tuple(line for paragraph in told.description.splitlines() if (line := plain(paragraph))),
        creators=told.creators,
        rights_holder=plain(told.rights_holder or settings.contact.organisation),
        licence=told.licence,
        audience=told.audience,
        access=told.access,
        subjects=tuple(map(plain, told.subjects)),
        dated=dated,
        collected=(months[0], months[-1]) if months else (),
        languages=tuple(sorted({t.redacted.language for t in transcripts})),
        cases=len(study.cases),
        transcripts=_by_role(transcripts),
        endings=tuple(sorted(ending for folder, ending in kinds if folder == "transcripts")),
        sound="sound" in {folder for folder, _ in kinds},
    )
    _check(made)
    return made


def blank(dataset: Dataset) -> Dataset:
    """The same without anything that may be about people in the data: our own words, and who made it."""
    ours = tuple(file for file in dataset.files if "/" not in file.place)
    kinds = tuple(File(f"transcripts/sound/.{ending}", 0) for ending in TYPES)
    return replace(dataset, name="", title="", description=(), subjects=(), transcripts=(), files=(*ours, *kinds))


def name_of(creator: CreatorSettings) -> str:
    """A maker as their name is read: "A. de Vries"."""
    parts = (creator.initials, creator.insertion, creator.surname) if creator.surname else (creator.organisation,)
    return plain(" ".join(part for part in parts if part))


def ascii_name(text: str) -> str:
    """A name for a file that every archive and every system can write: letters, digits, dots and hyphens."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", letters).strip("-.") or "-"


def in_ascii(places: Iterable[str]) -> dict[str, str]:
    """Places with only such names in them, by what they were called; no two become the same."""
    made: dict[str, str] = {}
    for place in sorted(places):
        plainly = "/".join(ascii_name(part) for part in place.split("/"))
        start, dot, ending = plainly.partition(".")
        number = 1
        while plainly in made.values():
            number += 1
            plainly = f"{start}-{number}{dot}{ending}"
        made[place] = plainly
    return made


def _by_role(transcripts: list[Transcript]) -> tuple[tuple[str, int], ...]:
    roles = [t.redacted.recording.role for t in transcripts]
    return tuple((role, roles.count(role)) for role in dict.fromkeys(sorted(roles)))


def _check(dataset: Dataset) -> None:
    """Whether the archive is told all that it asks."""
    asked = ("title", "description", "creators", "rights_holder", "licence", "audience", "dated")
    if missing := [key for key in asked if not getattr(dataset, key)]:
        raise ArchiveUnsettled(keys=", ".join(missing))
    known = resources.files("pipeline.archive").joinpath("disciplines.txt").read_text(encoding="ascii").split()
    if unknown := [code for code in dataset.audience if code not in known]:
        raise AudienceUnknown(code=unknown[0])
