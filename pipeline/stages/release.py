"""Write what may be released now, and take away what no longer may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.errors import CasusError, CodebookWrong, LeakFound
from pipeline.leaks import Leak, find_leaks, leaks_in
from pipeline.mirror import Mirrored, mirror
from pipeline.model import (
    CaseFacts,
    CaseFile,
    Code,
    ConsentSummary,
    Piece,
    RedactedCase,
    Register,
    StudyFile,
    Transcript,
)
from pipeline.ports import Tools
from pipeline.unpacking import texts_in
from pipeline.writers import write_case, write_concepts, write_study
from pipeline.writers.codebook import codes_from, every_code
from pipeline.writers.columns import columns
from pipeline.writers.facts import engine, marks, stem
from pipeline.writers.wording import wording

STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')  # in JSON, keys and values
APART = "\n0\n"  # keeps neighbours from being read as one name


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did. Paths are relative to `release/`; they name nobody."""

    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    errors: tuple[tuple[str, CasusError], ...] = ()  # (case, why nothing of it is released)
    strangers: tuple[str, ...] = ()  # files that we did not make: never touched


def release(study_file: StudyFile, tools: Tools, registers: Mapping[str, Register]) -> Released:
    """Write every case without leaks, by case and by role; take away what was released and no longer may be.

    Raises StorageFailed, CodebookWrong, ParquetMissing.
    """
    settings, known = tools.settings, _everybody(registers)
    codes = _codes(tools, known)
    written = {case.case: write_case(case, settings) for case in study_file.cases}
    leaks = {}
    for case in study_file.cases:
        leak, register = leak_in(case, written[case.case], settings, registers[case.case]), registers[case.case]
        alone = replace(study_file, cases=(case,))
        leaks[case.case] = leak or _leak_in_study(alone, settings, register, *_said(case))
    for name, where in _leaks_in_facts(study_file, known, settings):
        leaks[name] = leaks[name] or where
    clean = tuple(case for case in study_file.cases if leaks[case.case] is None)
    files = {place: data for case in clean for place, data in _placed(case, written[case.case]).items()}
    if clean:
        files |= write_study(replace(study_file, cases=clean, codes=codes), settings)
    done = mirror(files, tools.study.release, tools.study.work / "release.json")
    errors = tuple((case, _error(case, where, registers[case])) for case, where in leaks.items() if where is not None)
    return Released(done.written, done.unchanged, done.removed, errors, done.strangers)


def keep_concepts(cases: Iterable[RedactedCase], tools: Tools) -> Mirrored:
    """Keep in the vault a readable page of each of these transcripts, and of no others. Raises StorageFailed."""
    pages = {f"{c.case}/{name}": data for c in cases for name, data in write_concepts(c, tools.settings).items()}
    return mirror(pages, tools.study.vault / "concept", tools.study.work / "concept.json")


def leak_in(case: CaseFile, files: Mapping[str, bytes], settings: Settings, register: Register) -> str | None:
    """Where something known still stands in a case, or in the files about to be written of it; None: nowhere.

    First what was said and what the header tells, strictly. Then every file as it will be, so that no writer is
    trusted; there `_harmless` passes.
    """
    words = wording(settings)
    for transcript in case.transcripts:
        numbers = {block.id: number for number, block in enumerate(transcript.redacted.blocks, start=1)}
        for value in _header(transcript, settings):
            if leak := _first_leak(value, register, _own_words(settings)):
                return f"{words.at_header} ({leak.label})"
        for leak in leaks_in(transcript.redacted, register):
            return f"{stem(transcript.redacted)}, {words.at_number} {numbers[leak.block]} ({leak.label})"
    return _leak_in_files(files, register, _harmless(case, settings), settings)


def _everybody(registers: Mapping[str, Register]) -> Register:
    """Whoever any case knows: what is told of all cases in one file is held against it."""
    return Register("", tuple(entity for register in registers.values() for entity in register.entities))


def _leak_in_study(study: StudyFile, settings: Settings, register: Register, *said: str) -> str | None:
    """Where something known still stands in the study's files; what was `said` may stand there."""
    blank = replace(study, name="", cases=tuple(map(_blank_case, study.cases)))
    pages = (text for name, data in write_study(blank, settings).items() for _, text in texts_in(name, data))
    harmless = "\n".join([_own_words(settings), *said, *pages])
    return _leak_in_files(write_study(study, settings), register, harmless, settings)


def _leaks_in_facts(study: StudyFile, known: Register, settings: Settings) -> Iterator[tuple[str, str]]:
    """Cases of which the study's files tell something that any case knows, and where.

    What was said is left out: "Tim" may be a name in another case and a word here. Cases are looked at one by one only
    if there is anything in all of them together.
    """
    unsaid = replace(study, cases=tuple(map(_unsaid, study.cases)))
    if _leak_in_study(unsaid, settings, known):
        for case in unsaid.cases:
            if where := _leak_in_study(replace(unsaid, cases=(case,)), settings, known):
                yield case.case, where


def _unsaid(case: CaseFile) -> CaseFile:
    """The case without what was said in it."""

    def silent(transcript: Transcript) -> Transcript:
        blocks = tuple(replace(block, pieces=()) for block in transcript.redacted.blocks)
        return replace(transcript, redacted=replace(transcript.redacted, blocks=blocks))

    return replace(case, transcripts=tuple(map(silent, case.transcripts)))


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
    if leak := _first_leak(told, known, _own_words(tools.settings)):
        raise CodebookWrong(
            file=path.name,
            problem=f"er staat een bekende naam in ({leak.label})",
            problem_en=f"a known name stands in it ({leak.label})",
        )
    return codes


def _header(transcript: Transcript, settings: Settings) -> tuple[str, ...]:
    """What goes into headers and file names."""
    recording, consent = transcript.redacted.recording, transcript.consent
    told = (recording.id, recording.case, recording.role, recording.detail, engine(transcript.redacted, settings))
    return (*told, *consent.purposes, *consent.signed_by, consent.form)


def _leak_in_files(files: Mapping[str, bytes], register: Register, harmless: str, settings: Settings) -> str | None:
    """The first place in these files where something known stands."""
    for name, text in (found for file, data in files.items() for found in texts_in(file, data)):
        strings = name.endswith(".json")
        if strings:
            text = APART.join(dict.fromkeys(STRING.findall(text)))  # each once: ten times as fast
        if leak := _first_leak(text, register, harmless):
            line = text.count("\n", 0, leak.start) + 1
            where = name if strings else f"{name}, {wording(settings).at_line} {line}"
            return f"{where} ({leak.label})"
    return None


def _first_leak(text: str, register: Register, harmless: str) -> Leak | None:
    """The first known thing in `text` that does not stand in `harmless` in the same words."""
    leaks = find_leaks(text, register)
    passed = {harmless[leak.start : leak.end].casefold() for leak in find_leaks(harmless, register)} if leaks else ()
    return next((leak for leak in leaks if text[leak.start : leak.end].casefold() not in passed), None)


def _own_words(settings: Settings) -> str:
    """What the study and the overview say of themselves; "Meester" as a role is no name."""
    words = wording(settings)
    roles = (word for role, others in settings.roles.items() for word in (role, *others))
    return "\n".join([*roles, *words.overview, *words.reviews.values(), *columns(settings).own])


def _harmless(case: CaseFile, settings: Settings) -> str:
    """What may stand in the case's files: our own words, those of pages without content, and what was said.

    For `leaks_in` judged every occurrence in what was said: those still there a person decided to be a word.
    """
    blank = write_case(_blank_case(case), settings)
    pages = (text for name, data in blank.items() for _, text in texts_in(name, data))
    return "\n".join([_own_words(settings), *pages, *_said(case)])


def _said(case: CaseFile) -> tuple[str, ...]:
    """What was said, also with the capitals that a reading without fillers gives to other words."""
    said = [block.text for transcript in case.transcripts for block in transcript.redacted.blocks]
    return (*said, *(text.title() for text in said))


def _blank_case(case: CaseFile) -> CaseFile:
    return replace(case, case="", transcripts=tuple(map(_blank, case.transcripts)), facts=CaseFacts())


def _blank(transcript: Transcript) -> Transcript:
    """The transcript without anything that came from people."""
    redacted = transcript.redacted
    recording = replace(redacted.recording, id="", case="", role="", detail="", persons=(), digest="", suffix="")
    occurring = (Piece("", marks=tuple(marks(redacted))),)
    blocks = tuple(replace(block, id="", pieces=occurring, speaker=block.speaker and "R") for block in redacted.blocks)
    redacted = replace(redacted, recording=recording, blocks=blocks, engine="")
    return replace(transcript, redacted=redacted, consent=ConsentSummary((), "", (), "", ""), month="", persons=())


def _error(case: str, where: str, register: Register) -> LeakFound:
    return LeakFound(case="-" if find_leaks(case, register) else case, where=where)


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
