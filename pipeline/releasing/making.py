"""Parts of a release, each written and checked by itself: by case, by pack, of all cases together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.config import Settings
from pipeline.consent.sidecar import sidecar
from pipeline.errors import CannotCheck, CasusError, LeakFound, NameInPack
from pipeline.leaks import find_leaks
from pipeline.model import CaseFile, Register, StudyFile
from pipeline.packs import Pack
from pipeline.releasing.check import blank_case, leak_in, leak_in_files, leak_in_study, said, texts
from pipeline.seal import SIDECAR, sealed
from pipeline.writers import write_case, write_packs, write_study
from pipeline.writers.facts import stem


@dataclass(frozen=True, slots=True)
class Made:
    """A part as it was made: files by their place in the release, or why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    refused: CasusError | None = None
    kept: Mapping[str, str] = field(default_factory=dict)  # place and digest of files that lie there already


def make_case(alone: StudyFile, settings: Settings, register: Register) -> Made:
    """Every file of the one case of a study by its two places in the release, unless something known stands in one."""
    (case,) = alone.cases
    written = _written(case, settings)
    try:
        where = leak_in(case, written, settings, register) or leak_in_study(alone, settings, register)
    except CannotCheck as error:
        return Made(refused=error)
    return Made(refused=leak_found(case.case, where, register)) if where else Made(_placed(case, written))


def make_study(clean: StudyFile, settings: Settings) -> Made:
    """What tells of all cases together; each case was held against it before. Raises ParquetMissing."""
    return Made(write_study(clean, settings))


def make_pack(chosen: StudyFile, pack: Pack, settings: Settings, known: Register) -> Made:
    """A pack, held against all registers at once; or why it is not there."""

    def harmless() -> str:
        blank = replace(chosen, cases=tuple(map(blank_case, chosen.cases)))
        pages = write_packs(blank, [Pack(), Pack(cards=True)], settings)
        return "\n".join((said(chosen.cases, settings), *texts(pages)))

    try:
        files = write_packs(chosen, [pack], settings)
        where = leak_in_files(files, known, harmless, settings)
    except CasusError as error:
        return Made(refused=error)
    return Made(refused=NameInPack(where=where)) if where else Made(files)


def leak_found(case: str, where: str, register: Register) -> LeakFound:
    """The error of a case; one that is called after somebody is not named."""
    return LeakFound(case="-" if find_leaks(case, register) else case, where=where)


def _written(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Every file of a case, sealed, and beside each transcript the consent that it rests on."""
    files = {name: sealed(data) for name, data in write_case(case, settings).items()}
    for one in (one for one in case.transcripts if one.agreed):
        name = stem(one.redacted)
        files[name + SIDECAR] = sidecar(one, {f: data for f, data in files.items() if f.startswith(f"{name}.")})
    return files


def _placed(case: CaseFile, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same, by their two places in the release."""
    roles = {stem(transcript.redacted): transcript.redacted.recording.role for transcript in case.transcripts}
    by_case = {f"by-case/{case.case}/{name}": data for name, data in files.items()}
    return by_case | {
        f"by-role/{role}/{case.case}_{name}": data
        for name, data in files.items()
        for of, role in roles.items()
        if name.startswith(f"{of}.")
    }
