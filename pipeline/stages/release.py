"""Write what may be released now, and take away what no longer may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.errors import CannotCheck, CasusError, LeakFound, NameInPack
from pipeline.leaks import Leak, find_leaks, leaks_in
from pipeline.mirror import Mirrored, mirror
from pipeline.model import CaseFacts, CaseFile, ConsentSummary, Piece, RedactedCase, Register, StudyFile, Transcript
from pipeline.packs import Pack, asked
from pipeline.ports import Tools
from pipeline.unpacking import LINES, texts_in
from pipeline.writers import write_case, write_concepts, write_overview, write_packs
from pipeline.writers.facts import engine, marks, stem
from pipeline.writers.wording import wording


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

    Raises StorageFailed.
    """
    settings = tools.settings
    written = {case.case: write_case(case, settings) for case in study_file.cases}
    found = {c.case: _refused(c, written[c.case], settings, registers[c.case]) for c in study_file.cases}
    rows = {case.case: write_overview(replace(study_file, cases=(case,)), settings) for case in study_file.cases}
    for register in registers.values():  # the overview tells of all cases, so it is held against all registers
        for case, row in rows.items():
            if where := _leak_in_files(row, register, lambda: _own_words(settings), settings):
                found[case] = found[case] or _error(case, where, registers[case])
    clean = replace(study_file, cases=tuple(case for case in study_file.cases if found[case.case] is None))
    files = {place: data for case in clean.cases for place, data in _placed(case, written[case.case]).items()}
    withheld: dict[str, CasusError] = {}
    if clean.cases:
        files |= write_overview(clean, settings)
        packs, withheld = _packs(clean, tools, registers)
        files |= packs
    done = mirror(files, tools.study.release, tools.study.work / "release.json")
    errors = tuple((case, error) for case, error in found.items() if error is not None)
    return Released(done.written, done.unchanged, done.removed, errors, done.strangers, tuple(withheld.items()))


def _packs(
    study_file: StudyFile, tools: Tools, registers: Mapping[str, Register]
) -> tuple[dict[str, bytes], dict[str, CasusError]]:
    """The packs that were asked for, by place, and why others are not there: held against all registers at once."""
    settings = tools.settings
    everybody = Register("", tuple(entity for case in study_file.cases for entity in registers[case.case].entities))
    made: dict[str, bytes] = {}
    withheld: dict[str, CasusError] = {}

    def harmless() -> str:
        blank = replace(study_file, cases=tuple(map(_blank_case, study_file.cases)))
        pages = write_packs(blank, [Pack(), Pack(cards=True)], settings)
        return "\n".join((_said(study_file.cases, settings), *_texts(pages)))

    for pack in asked(tools.study):
        files = write_packs(study_file, [pack], settings)
        try:
            if where := _leak_in_files(files, everybody, harmless, settings):
                raise NameInPack(where=where)
            made |= files
        except CasusError as error:
            withheld[pack.place] = error
    return made, withheld


def keep_concepts(cases: Iterable[RedactedCase], tools: Tools) -> Mirrored:
    """Keep in the vault a readable page of each of these transcripts, and of no others. Raises StorageFailed."""
    pages = {f"{c.case}/{name}": data for c in cases for name, data in write_concepts(c, tools.settings).items()}
    return mirror(pages, tools.study.vault / "concept", tools.study.work / "concept.json")


def _refused(case: CaseFile, files: Mapping[str, bytes], settings: Settings, register: Register) -> CasusError | None:
    """Why a case may not be released with these files; None: it may."""
    try:
        where = leak_in(case, files, settings, register)
    except CannotCheck as error:
        return error
    return _error(case.case, where, register) if where else None


def leak_in(case: CaseFile, files: Mapping[str, bytes], settings: Settings, register: Register) -> str | None:
    """Where something known still stands in a case, or in the files about to be written of it; None: nowhere.

    First what was said and what the header tells, strictly. Then every file as it will be, so that no writer is
    trusted; there `_harmless` passes. Raises CannotCheck.
    """
    words = wording(settings)
    for transcript in case.transcripts:
        numbers = {block.id: number for number, block in enumerate(transcript.redacted.blocks, start=1)}
        for value in _header(transcript, settings):
            if leak := _first(find_leaks(value, register), value, _passed(_own_words(settings), register)):
                return f"{words.at_header} ({leak.label})"
        for leak in leaks_in(transcript.redacted, register):
            return f"{stem(transcript.redacted)}, {words.at_number} {numbers[leak.block]} ({leak.label})"
    return _leak_in_files(files, register, lambda: _harmless(case, settings), settings)


def leak_in_common(
    files: Mapping[str, bytes], registers: Iterable[Register], settings: Settings, harmless: str
) -> tuple[str, str] | None:
    """Where something known of any case stands in files that tell of all of them: that case, and where; None: nowhere.

    Passed are our own words, and what stands in `harmless`.
    """
    passed, registers = "\n".join([_own_words(settings), harmless]), tuple(registers)
    everybody = Register("", tuple(entity for register in registers for entity in register.entities))
    if _leak_in_files(files, everybody, passed, settings) is None:  # each file is read once, not once a case
        return None
    found = ((register, _leak_in_files(files, register, passed, settings)) for register in registers)
    return next(((register.case, where) for register, where in found if where), None)


def _header(transcript: Transcript, settings: Settings) -> tuple[str, ...]:
    """What goes into headers and file names."""
    recording, consent = transcript.redacted.recording, transcript.consent
    told = (recording.id, recording.case, recording.role, recording.detail, engine(transcript.redacted, settings))
    return (*told, *consent.purposes, *consent.signed_by, consent.form)


def _leak_in_files(
    files: Mapping[str, bytes], register: Register, harmless: Callable[[], str], settings: Settings
) -> str | None:
    """The first place in these files where something known stands. Raises CannotCheck."""
    passed: frozenset[str] | None = None
    for name, data in files.items():
        for place, text in texts_in(name, data):
            leaks = find_leaks(text, register)
            if leaks and passed is None:
                passed = _passed(harmless(), register)  # only now: it takes as long as all the rest
            if leaks and (leak := _first(leaks, text, passed or ())):
                return f"{_where(name, place, text, leak, register, settings)} ({leak.label})"
    return None


def _where(name: str, place: str, text: str, leak: Leak, register: Register, settings: Settings) -> str:
    """Where in a file a leak is, without repeating a name that stands in the place itself."""
    if name.endswith(LINES):
        return f"{name}, {wording(settings).at_line} {text.count(chr(10), 0, leak.start) + 1}"
    return name if find_leaks(place, register) else place


def _first(leaks: Iterable[Leak], text: str, passed: Collection[str]) -> Leak | None:
    """The first whose words are not passed."""
    return next((leak for leak in leaks if text[leak.start : leak.end].casefold() not in passed), None)


def _passed(harmless: str, register: Register) -> frozenset[str]:
    """The known things that stand in harmless words, without case."""
    return frozenset(harmless[leak.start : leak.end].casefold() for leak in find_leaks(harmless, register))


def _own_words(settings: Settings) -> str:
    """What the study and the overview say of themselves; "Meester" as a role is no name."""
    words = wording(settings)
    roles = (word for role, others in settings.roles.items() for word in (role, *others))
    return "\n".join([*roles, *words.overview, *words.reviews.values()])


def _harmless(case: CaseFile, settings: Settings) -> str:
    """What may stand in the case's files: what was said, our own words, and those of pages without content."""
    blank = _blank_case(case)
    pages = (write_case(replace(blank, transcripts=(one,)), settings) for one in blank.transcripts)
    return "\n".join((_said([case], settings), *(text for files in pages for text in _texts(files))))


def _said(cases: Iterable[CaseFile], settings: Settings) -> str:
    """Our own words and what was said: `leaks_in` judged it, so what is known there a person decided to be a word."""
    said = [block.text for case in cases for one in case.transcripts for block in one.redacted.blocks]
    raised = (text.title() for text in said)  # a reading without fillers gives another word the sentence's capital
    return "\n".join((_own_words(settings), *said, *raised))


def _texts(files: Mapping[str, bytes]) -> Iterator[str]:
    return (text for name, data in files.items() for _, text in texts_in(name, data))


def _blank_case(case: CaseFile) -> CaseFile:
    return replace(case, case="", transcripts=tuple(map(_blank, case.transcripts)), facts=CaseFacts())


def _blank(transcript: Transcript) -> Transcript:
    """The transcript without anything that came from people."""
    redacted = transcript.redacted
    recording = replace(redacted.recording, id="", case="", role="", detail="", persons=(), digest="", suffix="")
    blocks = tuple(
        replace(block, id="", pieces=(Piece("", marks=tuple(marks(redacted))),), speaker=block.speaker and "R")
        for block in redacted.blocks
    )
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
