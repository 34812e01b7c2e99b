"""Writers of released transcripts, one file each. They take a `CaseFile` or a `StudyFile` and touch no disk."""

from collections.abc import Callable, Sequence

from pipeline.config import Settings
from pipeline.model import CaseFile, RedactedCase, StudyFile
from pipeline.writers.as_json import write_json
from pipeline.writers.docx import write_docx
from pipeline.writers.overview import write_overview, write_workbook
from pipeline.writers.packs import write_packs
from pipeline.writers.pdf import write_pdf
from pipeline.writers.qda_text import write_atlas, write_maxqda, write_nvivo
from pipeline.writers.qdpx import write_qdpx
from pipeline.writers.turns import write_parquet, write_turns
from pipeline.writers.txt import write_concept, write_txt
from pipeline.writers.vtt import write_vtt

Writer = Callable[[CaseFile, Settings], dict[str, bytes]]
StudyWriter = Callable[[StudyFile, Settings], dict[str, bytes]]

WRITERS: dict[str, Writer] = {
    "txt": write_txt,
    "json": write_json,
    "vtt": write_vtt,
    "docx": write_docx,
    "pdf": write_pdf,
    "maxqda": write_maxqda,
    "atlas": write_atlas,
    "nvivo": write_nvivo,
}
STUDY_WRITERS: dict[str, StudyWriter] = {
    "csv": write_overview,
    "xlsx": write_workbook,
    "qdpx": write_qdpx,
    "turns": write_turns,
    "parquet": write_parquet,
}


def write_case(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """What the study's writers make of a case, by file name ("leraar-1.txt", "leraar-1.leesbaar.txt")."""
    return _written(settings.release.writers, settings, lambda form, told: WRITERS[form](case, told))


def write_study(study: StudyFile, settings: Settings) -> dict[str, bytes]:
    """What the study's writers make of it as a whole, by file name ("overview.csv"). Raises ParquetMissing."""
    kinds = dict.fromkeys(settings.release.study_writers)
    return {name: data for kind in kinds for name, data in STUDY_WRITERS[kind](study, settings).items()}


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
        if not convention:
            files |= write(form, settings)
            continue
        release = settings.release.model_copy(update={"convention": convention})
        told = settings.model_copy(update={"release": release})
        files |= {f"{name.removesuffix(form)}{convention}.{form}": data for name, data in write(form, told).items()}
    return files


__all__ = [
    "STUDY_WRITERS",
    "WRITERS",
    "StudyWriter",
    "Writer",
    "write_case",
    "write_concepts",
    "write_packs",
    "write_study",
]
