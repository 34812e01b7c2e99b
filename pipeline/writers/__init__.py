"""Writers of released transcripts, one file each. They take a `CaseFile` or a `StudyFile` and touch no disk."""

from collections.abc import Callable, Sequence

from pipeline.config import Settings
from pipeline.model import CaseFile, RedactedCase
from pipeline.writers.as_json import write_json
from pipeline.writers.docx import write_docx
from pipeline.writers.overview import write_overview
from pipeline.writers.packs import write_packs
from pipeline.writers.pdf import write_pdf
from pipeline.writers.txt import write_concept, write_txt
from pipeline.writers.vtt import write_vtt

Writer = Callable[[CaseFile, Settings], dict[str, bytes]]

WRITERS: dict[str, Writer] = {
    "txt": write_txt,
    "json": write_json,
    "vtt": write_vtt,
    "docx": write_docx,
    "pdf": write_pdf,
}


def write_case(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """What the study's writers make of a case, by file name ("leraar-1.txt", "leraar-1.leesbaar.txt")."""
    return _written(settings.release.writers, settings, lambda form, told: WRITERS[form](case, told))


def write_concepts(case: RedactedCase, settings: Settings) -> dict[str, bytes]:
    """What nobody approved yet, as text in the readings that the study will release; for the vault only."""
    kinds = [kind for kind in settings.release.writers if kind.startswith("txt")] or ["txt"]
    return _written(kinds, settings, lambda _, told: write_concept(case, told))


def _written(
    kinds: Sequence[str], settings: Settings, write: Callable[[str, Settings], dict[str, bytes]]
) -> dict[str, bytes]:
    """Files of each kind; those of a kind that names its convention ("txt:leesbaar") say so in their names."""
    files: dict[str, bytes] = {}
    for kind in kinds:
        form, _, convention = kind.partition(":")
        told, ending = settings, form
        if convention:
            release = settings.release.model_copy(update={"convention": convention})
            told, ending = settings.model_copy(update={"release": release}), f"{convention}.{form}"
        files |= {f"{name.removesuffix(form)}{ending}": data for name, data in write(form, told).items()}
    return files


__all__ = ["WRITERS", "Writer", "write_case", "write_concepts", "write_overview", "write_packs"]
