"""Write what may be released now, and take away what no longer may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from pipeline.config import Settings
from pipeline.errors import CasusError, CodebookWrong
from pipeline.leaks import first_leak
from pipeline.mirror import Mirrored, mirror
from pipeline.model import CaseFile, Code, RedactedCase, Register, StudyFile
from pipeline.packs import Pack, asked
from pipeline.ports import Tools
from pipeline.releasing.check import everybody, leaks_in_facts, own_words
from pipeline.releasing.making import leak_found, make_case, make_pack, make_study
from pipeline.stages.parts import Part, make, note
from pipeline.store import digest_of, to_json
from pipeline.writers import write_concepts
from pipeline.writers.codebook import codes_from, every_code


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

    What did not change since it was written and checked stays as it is. Raises StorageFailed, CodebookWrong,
    ParquetMissing.
    """
    settings, known = tools.settings, everybody(registers.values())
    codes = _codes(tools, known)
    digests = {of.redacted.recording.id: _digest(of) for case in study_file.cases for of in case.transcripts}
    alone = [replace(study_file, cases=(case,)) for case in study_file.cases]
    cases = [_case(one, digests, settings, registers[one.cases[0].case]) for one in alone]
    made = make(cases, tools)
    found = {case.case: made[part.name].refused for case, part in zip(study_file.cases, cases, strict=True)}
    for case, where in leaks_in_facts(study_file, known, settings):
        found[case] = found[case] or leak_found(case, where, registers[case])
    clean = replace(study_file, cases=tuple(case for case in study_file.cases if found[case.case] is None), codes=codes)
    parts = [part for part, case in zip(cases, study_file.cases, strict=True) if found[case.case] is None]
    if clean.cases:
        packs = (_pack(clean, pack, digests, settings, known) for pack in asked(tools.study))
        common = [_study(clean, digests, settings), *packs]
        made |= make(common, tools)
        parts += common
    files = {place: data for part in parts for place, data in made[part.name].files.items()}
    kept = {place: digest for part in parts for place, digest in made[part.name].kept.items()}
    done = mirror(files, tools.study.release, tools.study.work / "release.json", kept)
    note(parts, made, tools)
    withheld = tuple((part.name, error) for part in parts if (error := made[part.name].refused))
    errors = tuple((case, error) for case, error in found.items() if error is not None)
    return Released(done.written, done.unchanged, done.removed, errors, done.strangers, withheld)


def _case(alone: StudyFile, digests: Mapping[str, str], settings: Settings, register: Register) -> Part:
    (case,) = alone.cases
    inputs = (_digest(alone.name), _digest(case.facts), _digest(register), *_of([case], digests))
    return Part(f"by-case/{case.case}", inputs, partial(make_case, alone, settings, register))


def _study(clean: StudyFile, digests: Mapping[str, str], settings: Settings) -> Part:
    facts = (_digest(clean.name), _digest(clean.codes), *(_digest(case.facts) for case in clean.cases))
    return Part("study", (*facts, *_of(clean.cases, digests)), partial(make_study, clean, settings))


def _pack(clean: StudyFile, pack: Pack, digests: Mapping[str, str], settings: Settings, known: Register) -> Part:
    cases = tuple(_read_in(pack, case) for case in clean.cases if pack.case in ("", case.case))
    inputs = (_digest(known), _digest(pack), *_of(cases, digests))
    return Part(pack.place, inputs, partial(make_pack, replace(clean, cases=cases), pack, settings, known))


def _read_in(pack: Pack, case: CaseFile) -> CaseFile:
    """The case with only what is read in a pack: what travels to another process, and what makes it be made anew."""
    read = (one for one in case.transcripts if pack.role in ("", one.redacted.recording.role))
    return replace(case, transcripts=tuple(read))


def _of(cases: Iterable[CaseFile], digests: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(digests[of.redacted.recording.id] for case in cases for of in case.transcripts)


def _digest(value: object) -> str:
    return digest_of(to_json(value))


def keep_concepts(cases: Iterable[RedactedCase], tools: Tools) -> Mirrored:
    """Keep in the vault a readable page of each of these transcripts, and of no others. Raises StorageFailed."""
    pages = {f"{c.case}/{name}": data for c in cases for name, data in write_concepts(c, tools.settings).items()}
    return mirror(pages, tools.study.vault / "concept", tools.study.work / "concept.json")


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
