"""Write what may be released now, and take away what no longer may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.consent.sidecar import sidecar
from pipeline.errors import CannotCheck, CasusError, CodebookWrong, LeakFound, NameInPack
from pipeline.leaks import find_leaks, first_leak
from pipeline.mirror import Mirrored, mirror
from pipeline.model import CaseFile, Code, RedactedCase, Register, StudyFile
from pipeline.packs import Pack, asked
from pipeline.ports import Tools
from pipeline.seal import SIDECAR, sealed
from pipeline.stages.check import (
    blank_case,
    everybody,
    leak_in,
    leak_in_files,
    leak_in_study,
    leaks_in_facts,
    own_words,
    said,
    texts,
)
from pipeline.writers import write_case, write_concepts, write_packs, write_study
from pipeline.writers.codebook import codes_from, every_code
from pipeline.writers.facts import stem


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did. Paths are relative to `release/`; they name nobody."""

    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    errors: tuple[tuple[str, CasusError], ...] = ()  # (case, why nothing of it is released)
    strangers: tuple[str, ...] = ()  # files that we did not make: never touched
    withheld: tuple[tuple[str, CasusError], ...] = ()  # (place of a pack, why it is not there)


def release(study_file: StudyFile, tools: Tools, registers: Mapping[str, Register]) -> Released:
    """Write every case without leaks, by case and by role, and the packs; take away what no longer may be released.

    Raises StorageFailed, CodebookWrong, ParquetMissing.
    """
    settings, known = tools.settings, everybody(registers.values())
    codes = _codes(tools, known)
    written = {case.case: _written(case, settings) for case in study_file.cases}
    found = {
        case.case: _refused(replace(study_file, cases=(case,)), written[case.case], settings, registers[case.case])
        for case in study_file.cases
    }
    for case, where in leaks_in_facts(study_file, known, settings):
        found[case] = found[case] or _error(case, where, registers[case])
    clean = replace(study_file, cases=tuple(case for case in study_file.cases if found[case.case] is None))
    files = {place: data for case in clean.cases for place, data in _placed(case, written[case.case]).items()}
    withheld: dict[str, CasusError] = {}
    if clean.cases:
        files |= write_study(replace(clean, codes=codes), settings)
        packs, withheld = _packs(clean, tools, known)
        files |= packs
    done = mirror(files, tools.study.release, tools.study.work / "release.json")
    errors = tuple((case, error) for case, error in found.items() if error is not None)
    return Released(done.written, done.unchanged, done.removed, errors, done.strangers, tuple(withheld.items()))


def _written(case: CaseFile, settings: Settings) -> dict[str, bytes]:
    """Every file of a case, sealed, and beside each transcript the consent that it rests on."""
    files = {name: sealed(data) for name, data in write_case(case, settings).items()}
    for one in (one for one in case.transcripts if one.agreed):
        name = stem(one.redacted)
        files[name + SIDECAR] = sidecar(one, {f: data for f, data in files.items() if f.startswith(f"{name}.")})
    return files


def _packs(study_file: StudyFile, tools: Tools, known: Register) -> tuple[dict[str, bytes], dict[str, CasusError]]:
    """The packs that were asked for, by place, and why others are not there: held against all registers at once."""
    settings = tools.settings
    made: dict[str, bytes] = {}
    withheld: dict[str, CasusError] = {}

    def harmless() -> str:
        blank = replace(study_file, cases=tuple(map(blank_case, study_file.cases)))
        pages = write_packs(blank, [Pack(), Pack(cards=True)], settings)
        return "\n".join((said(study_file.cases, settings), *texts(pages)))

    for pack in asked(tools.study):
        files = write_packs(study_file, [pack], settings)
        try:
            if where := leak_in_files(files, known, harmless, settings):
                raise NameInPack(where=where)
            made |= files
        except CasusError as error:
            withheld[pack.place] = error
    return made, withheld


def keep_concepts(cases: Iterable[RedactedCase], tools: Tools) -> Mirrored:
    """Keep in the vault a readable page of each of these transcripts, and of no others. Raises StorageFailed."""
    pages = {f"{c.case}/{name}": data for c in cases for name, data in write_concepts(c, tools.settings).items()}
    return mirror(pages, tools.study.vault / "concept", tools.study.work / "concept.json")


def _refused(alone: StudyFile, files: Mapping[str, bytes], settings: Settings, register: Register) -> CasusError | None:
    """Why a case may not be released with these files and what the study's files tell of it; None: it may."""
    (case,) = alone.cases
    try:
        where = leak_in(case, files, settings, register) or leak_in_study(alone, settings, register)
    except CannotCheck as error:
        return error
    return _error(case.case, where, register) if where else None


def _error(case: str, where: str, register: Register) -> LeakFound:
    return LeakFound(case="-" if find_leaks(case, register) else case, where=where)


def _codes(tools: Tools, known: Register) -> tuple[Code, ...]:
    """The study's codebook, where it has one. Raises CodebookWrong, also where a code names somebody."""
    path = tools.settings.release.codebook
    if path is None:
        return ()
    try:
        codes = codes_from((tools.study.root / path).read_bytes(), path.name)
    except OSError:
        raise CodebookWrong(file=path.name, problem="kan niet gelezen worden", problem_en="cannot be read") from None
    told = "\n".join(f"{code.name}\n{code.description}" for code in every_code(codes))
    if leak := first_leak(told, known, own_words(tools.settings)):
        raise CodebookWrong(
            file=path.name,
            problem=f"er staat een bekende naam in ({leak.label})",
            problem_en=f"a known name stands in it ({leak.label})",
        )
    return codes


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
