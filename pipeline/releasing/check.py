"""Hold what is about to be written against everybody who is known: no writer is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.config import Settings
from pipeline.consent.sidecar import vocabulary
from pipeline.leaks import Leak, find_leaks, first_leak, leaks_in, not_passed, passed_in
from pipeline.model import CaseFacts, CaseFile, ConsentSummary, Piece, Register, StudyFile, Transcript
from pipeline.seal import SIDECAR
from pipeline.unpacking import LINES, texts_in
from pipeline.writers import write_case, write_study
from pipeline.writers.columns import columns
from pipeline.writers.facts import engine, marks, stem
from pipeline.writers.wording import wording


def leak_in(case: CaseFile, files: Mapping[str, bytes], settings: Settings, register: Register) -> str | None:
    """Where something known still stands in a case, or in the files about to be written of it; None: nowhere.

    First what was said and what the header tells, strictly. Then every file as it will be; there pass our own words,
    those of pages without content, and what was said and judged before. Raises CannotCheck.
    """
    words, own = wording(settings), own_words(settings)
    for transcript in case.transcripts:
        numbers = {block.id: number for number, block in enumerate(transcript.redacted.blocks, start=1)}
        for value in _header(transcript, settings):
            if leak := first_leak(value, register, own):
                return f"{words.at_header} ({leak.label})"
        for leak in leaks_in(transcript.redacted, register):
            return f"{stem(transcript.redacted)}, {words.at_number} {numbers[leak.block]} ({leak.label})"
    return leak_in_files(files, register, lambda: _harmless(case, settings), settings)


def leak_in_common(
    files: Mapping[str, bytes], registers: Iterable[Register], settings: Settings, harmless: str
) -> tuple[str, str] | None:
    """Where something known of any case stands in files that tell of all of them: that case, and where; None: nowhere.

    Passed are our own words, and what stands in `harmless`. Raises CannotCheck.
    """
    passed, registers = "\n".join([own_words(settings), harmless]), tuple(registers)
    if leak_in_files(files, everybody(registers), lambda: passed, settings) is None:  # each file is read once
        return None
    found = ((register, leak_in_files(files, register, lambda: passed, settings)) for register in registers)
    return next(((register.case, where) for register, where in found if where), None)


def leak_in_study(study: StudyFile, settings: Settings, register: Register) -> str | None:
    """Where something known still stands in the study's files; what was said may stand there. Raises CannotCheck."""

    def harmless() -> str:
        return "\n".join((said(study.cases, settings), blank_pages(study, settings)))

    return leak_in_files(write_study(study, settings), register, harmless, settings)


def leaks_in_facts(study: StudyFile, known: Register, settings: Settings) -> Iterator[tuple[str, str]]:
    """Cases of which the study's files tell something that any case knows, and where. Raises CannotCheck.

    What was said is left out: "Tim" may be a name in another case and a word here. Cases are looked at one by one only
    if there is anything in all of them together.
    """
    unsaid = without_speech(study)
    if leak_in_study(unsaid, settings, known):
        for case in unsaid.cases:
            if where := leak_in_study(replace(unsaid, cases=(case,)), settings, known):
                yield case.case, where


def without_speech(study: StudyFile) -> StudyFile:
    """The study without what was said in it: what is left is what its files tell of everybody."""
    return replace(study, cases=tuple(map(_unsaid, study.cases)))


def blank_pages(study: StudyFile, settings: Settings) -> str:
    """What stands in the study's files whatever the data. Raises CannotCheck."""
    blank = replace(study, name="", cases=tuple(map(blank_case, study.cases)))
    return "\n".join(texts(write_study(blank, settings)))


def leak_in_files(
    files: Mapping[str, bytes], register: Register, harmless: Callable[[], str], settings: Settings
) -> str | None:
    """The first place in these files where something known stands that does not stand in `harmless`.

    Raises CannotCheck.
    """
    passed: frozenset[str] | None = None
    for name, data in files.items():
        for place, text in texts_in(name, data):
            leaks = find_leaks(text, register)
            if leaks and passed is None:
                passed = passed_in(harmless(), register)  # only now: it takes as long as all the rest
            if leaks and (leak := not_passed(leaks, text, passed or ())):
                return f"{_where(name, place, text, leak, register, settings)} ({leak.label})"
    return None


def everybody(registers: Iterable[Register]) -> Register:
    """Whoever any case knows: what is told of all cases in one file is held against it."""
    return Register("", tuple(entity for register in registers for entity in register.entities))


def own_words(settings: Settings) -> str:
    """What the study and its tables say of themselves; "Meester" as a role is no name."""
    words = wording(settings)
    roles = (word for role, others in settings.roles.items() for word in (role, *others))
    own = [*roles, *words.overview, *words.reviews.values(), *columns(settings).own]
    return "\n".join([*own, *_reached(settings)])


def _reached(settings: Settings) -> Iterator[str]:
    """How those who answer for the study are reached, which stands in consent metadata: addresses and numbers only.

    Their names are no exception: one that is also in a register is told.
    """
    contact = settings.contact
    ways = (contact.email, f"mailto:{contact.email}", contact.phone, contact.address, contact.privacy_officer)
    for way in ways:
        yield from (way[leak.start : leak.end] for leak in find_leaks(way, Register("")))


def said(cases: Iterable[CaseFile], settings: Settings) -> str:
    """Our own words and what was said: `leaks_in` judged it, so what is known there a person decided to be a word."""
    told = [block.text for case in cases for one in case.transcripts for block in one.redacted.blocks]
    raised = (text.title() for text in told)  # a reading without fillers gives another word the sentence's capital
    return "\n".join((own_words(settings), *told, *raised))


def texts(files: Mapping[str, bytes]) -> Iterator[str]:
    """Everything that can be read in these files. Raises CannotCheck."""
    return (text for name, data in files.items() for _, text in texts_in(name, data))


def blank_case(case: CaseFile) -> CaseFile:
    """The case without anything that came from people."""
    return replace(case, case="", transcripts=tuple(map(_blank, case.transcripts)), facts=CaseFacts())


def _header(transcript: Transcript, settings: Settings) -> tuple[str, ...]:
    """What goes into headers and file names."""
    recording, consent = transcript.redacted.recording, transcript.consent
    told = (recording.id, recording.case, recording.role, recording.detail, engine(transcript.redacted, settings))
    return (*told, *consent.purposes, *consent.signed_by, consent.form)


def _where(name: str, place: str, text: str, leak: Leak, register: Register, settings: Settings) -> str:
    """Where in a file a leak is, without repeating a name that stands in the place itself."""
    if name.endswith(LINES):
        return f"{name}, {wording(settings).at_line} {text.count(chr(10), 0, leak.start) + 1}"
    return name if find_leaks(place, register) else place


def _harmless(case: CaseFile, settings: Settings) -> str:
    """What may stand in the case's files: what was said, our own words, and those of pages without content."""
    blank = blank_case(case)
    pages = (write_case(replace(blank, transcripts=(one,)), settings) for one in blank.transcripts)
    consent = {SIDECAR: vocabulary(settings)}
    return "\n".join((said([case], settings), *(text for files in (*pages, consent) for text in texts(files))))


def _unsaid(case: CaseFile) -> CaseFile:
    """The case without what was said in it."""

    def silent(transcript: Transcript) -> Transcript:
        blocks = tuple(replace(block, pieces=()) for block in transcript.redacted.blocks)
        return replace(transcript, redacted=replace(transcript.redacted, blocks=blocks))

    return replace(case, transcripts=tuple(map(silent, case.transcripts)))


def _blank(transcript: Transcript) -> Transcript:
    redacted = transcript.redacted
    recording = replace(redacted.recording, id="", case="", role="", detail="", persons=(), digest="", suffix="")
    occurring = (Piece("", marks=tuple(marks(redacted))),)
    blocks = tuple(replace(block, id="", pieces=occurring, speaker=block.speaker and "R") for block in redacted.blocks)
    redacted = replace(redacted, recording=recording, blocks=blocks, engine="")
    return replace(transcript, redacted=redacted, consent=ConsentSummary((), "", (), "", ""), month="", persons=())
