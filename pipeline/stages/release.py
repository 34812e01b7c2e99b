"""Write what may be released now, and take away what no longer may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.config import Settings
from pipeline.errors import CasusError, LeakFound
from pipeline.leaks import find_leaks, first_leak, leaks_in
from pipeline.mirror import Mirrored, mirror
from pipeline.model import CaseFile, ConsentSummary, Piece, RedactedCase, Register, StudyFile, Transcript
from pipeline.ports import Tools
from pipeline.writers import write_case, write_concepts, write_overview
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

    Raises StorageFailed.
    """
    settings = tools.settings
    written = {case.case: write_case(case, settings) for case in study_file.cases}
    leaks = {c.case: leak_in(c, written[c.case], settings, registers[c.case]) for c in study_file.cases}
    rows = {case.case: write_overview(replace(study_file, cases=(case,)), settings) for case in study_file.cases}
    for register in registers.values():  # the overview tells of all cases, so it is held against all registers
        for case, row in rows.items():
            leaks[case] = leaks[case] or _leak_in_files(row, register, _own_words(settings), settings)
    clean = tuple(case for case in study_file.cases if leaks[case.case] is None)
    files = {place: data for case in clean for place, data in _placed(case, written[case.case]).items()}
    if clean:
        files |= write_overview(replace(study_file, cases=clean), settings)
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
            if leak := first_leak(value, register, _own_words(settings)):
                return f"{words.at_header} ({leak.label})"
        for leak in leaks_in(transcript.redacted, register):
            return f"{stem(transcript.redacted)}, {words.at_number} {numbers[leak.block]} ({leak.label})"
    return _leak_in_files(files, register, _harmless(case, settings), settings)


def _header(transcript: Transcript, settings: Settings) -> tuple[str, ...]:
    """What goes into headers and file names."""
    recording, consent = transcript.redacted.recording, transcript.consent
    told = (recording.id, recording.case, recording.role, recording.detail, engine(transcript.redacted, settings))
    return (*told, *consent.purposes, *consent.signed_by, consent.form)


def _leak_in_files(files: Mapping[str, bytes], register: Register, harmless: str, settings: Settings) -> str | None:
    """The first place in these files where something known stands."""
    for name, data in files.items():
        text, strings = data.decode("utf-8-sig"), name.endswith(".json")
        if strings:
            text = APART.join(dict.fromkeys(STRING.findall(text)))  # each once: ten times as fast
        if leak := first_leak(text, register, harmless):
            line = text.count("\n", 0, leak.start) + 1
            where = name if strings else f"{name}, {wording(settings).at_line} {line}"
            return f"{where} ({leak.label})"
    return None


def _own_words(settings: Settings) -> str:
    """What the study and the overview say of themselves; "Meester" as a role is no name."""
    words = wording(settings)
    roles = (word for role, others in settings.roles.items() for word in (role, *others))
    return "\n".join([*roles, *words.overview, *words.reviews.values()])


def _harmless(case: CaseFile, settings: Settings) -> str:
    """What may stand in the case's files: our own words, those of pages without content, and what was said.

    For `leaks_in` judged every occurrence in what was said: those still there a person decided to be a word.
    """
    said = [block.text for transcript in case.transcripts for block in transcript.redacted.blocks]
    blank = replace(case, case="", transcripts=tuple(map(_blank, case.transcripts)))
    pages = (data.decode() for data in write_case(blank, settings).values())
    raised = (text.title() for text in said)  # a reading without fillers gives another word the sentence's capital
    return "\n".join([_own_words(settings), *pages, *said, *raised])


def _blank(transcript: Transcript) -> Transcript:
    """The transcript without anything that came from people."""
    redacted = transcript.redacted
    recording = replace(redacted.recording, id="", case="", role="", detail="", persons=(), digest="", suffix="")
    blocks = tuple(
        replace(block, id="", pieces=(Piece("", marks=tuple(marks(redacted))),), speaker=block.speaker and "R")
        for block in redacted.blocks
    )
    redacted = replace(redacted, recording=recording, blocks=blocks, engine="")
    return replace(transcript, redacted=redacted, consent=ConsentSummary((), "", (), "", ""))


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
