"""What is wrong with what a study brings to QDA programs and tables."""

from __future__ import annotations

from pipeline.errors.base import CasusError


class CodebookWrong(CasusError):
    """The study's codebook is not there, or cannot be read as one."""

    exit_code = 3
    nl = (
        "{file}: {problem}.",
        "Verbeter het codeboek, of haal codebook weg onder [release] in study.toml; hoe het eruitziet: docs/qda.md",
    )
    en = (
        "{file}: {problem_en}.",
        "Mend the codebook, or take codebook away under [release] in study.toml; what it looks like: docs/qda.md",
    )


class ParquetMissing(CasusError):
    """A table was asked for in a format whose library is not installed."""

    exit_code = 5
    nl = (
        'Voor "parquet" bij study_writers is pyarrow nodig, en dat staat niet op deze machine.',
        'Installeer het met: pip install "casus[parquet]", of kies "turns" (csv).',
    )
    en = (
        '"parquet" among study_writers needs pyarrow, which is not on this machine.',
        'Install it with: pip install "casus[parquet]", or choose "turns" (csv).',
    )
