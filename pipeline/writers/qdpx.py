"""The study as a REFI-QDA 1.5 project (.qdpx): what MAXQDA, ATLAS.ti, NVivo, QualCoder and others open.

Importers differ (`docs/qda.md` says what was read where), so that everything is told in a way all of them take: text
in files of its own, speakers and times in the text; a named case with what is known of the child and its sources; a
case without a name for what is known of one source; a set for each role. No variable is of cases and of sources both,
and no set is called like a variable. Whoever works here, and where, is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.config import Settings
from pipeline.model import CaseFile, Code, StudyFile, Transcript
from pipeline.writers.columns import columns
from pipeline.writers.facts import about, clock, has_times, labelled, plain, unintelligible, worded
from pipeline.writers.paragraphs import paragraphs
from pipeline.writers.wording import wording
from pipeline.writers.workbook import Cell
from pipeline.writers.zipped import zipped

SPACE = "urn:QDA-XML:project:1.0"
CASUS = UUID("6f8a2f0e-1f0b-5c51-9a86-7c1d3b0a4e55")  # ours, once and for all: below it ids are worked out
TYPES: dict[type, str] = {str: "Text", int: "Integer", float: "Float"}
Ids = Callable[..., str]  # of something in this study, by what it is called


def write_qdpx(study: StudyFile, settings: Settings) -> dict[str, bytes]:
    """The whole study as "study.qdpx"; nothing where there is no transcript. The same study has the same ids."""
    transcripts = [of for case in study.cases for of in case.transcripts]
    if not transcripts:
        return {}
    of_study = uuid5(CASUS, study.name)

    def ids(*names: str) -> str:
        return _guid(uuid5(of_study, "\x1f".join(names)))

    root = _project(study, settings, ids)
    indent(root)
    qde: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    texts = {f"sources/{_source(of, ids)}.txt": _text(of, settings) for of in transcripts}
    return {"study.qdpx": zipped({"project.qde": qde} | dict(sorted(texts.items())))}


def _guid(id_: UUID) -> str:
    """An id in digits alone: the letters of a hexadecimal one may spell a name (Ada, Bea, Ed)."""
    digits = f"{id_.int % 10**32:032}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _project(study: StudyFile, settings: Settings, ids: Ids) -> Element:
    """The elements in the order that the schema asks for; one that would be empty is left out."""
    words = columns(settings)
    cases = [(case, _of_case(case, settings)) for case in study.cases]
    sources = [(of, _of_source(of, settings)) for case in study.cases for of in case.transcripts]
    root = Element("Project", {"xmlns": SPACE, "name": plain(study.name), "origin": "casus"})
    if study.codes:
        _codes(_below(_below(root, "CodeBook"), "Codes"), study.codes, ids)
    variables = _below(root, "Variables")
    for kind, told in (("case", cases), ("source", sources)):
        used = {name: value for _, values in told for name, value in values.items()}
        for name, value in used.items():
            type_ = TYPES[type(value)]
            _below(variables, "Variable", guid=ids("variable", kind, name), name=name, typeOfVariable=type_)
    of_case = _below(variables, "Variable", guid=ids("variable", words.case), name=words.case, typeOfVariable="Text")
    made = _below(root, "Cases")
    for case, values in cases:
        one = _below(made, "Case", guid=ids("case", case.case), name=plain(case.case))
        _values(one, "case", values, ids)
        for of in case.transcripts:
            _below(one, "SourceRef", targetGUID=_source(of, ids))
    for of, values in sources:
        one = _below(made, "Case", guid=ids("values", of.redacted.recording.id))
        _values(one, "source", values, ids)
        _below(one, "SourceRef", targetGUID=_source(of, ids))
    made = _below(root, "Sources")
    for of, _ in sources:
        guid, name = _source(of, ids), plain(of.redacted.recording.id)
        one = _below(made, "TextSource", guid=guid, name=name, plainTextPath=f"internal://{guid}.txt")
        _below(one, "Description").text = _description(of, settings)
        _value(one, str(of_case.get("guid")), plain(of.redacted.recording.case))
    made = _below(root, "Sets")
    roles = dict.fromkeys(of.redacted.recording.role for of, _ in sources)
    for role in roles:
        one = _below(made, "Set", guid=ids("set", role), name=words.set_of.format(role=plain(role)))
        for of, _ in sources:
            if of.redacted.recording.role == role:
                _below(one, "MemberSource", targetGUID=_source(of, ids))
    _below(root, "Description").text = words.description
    return root


def _codes(above: Element, codes: Iterable[Code], ids: Ids, *path: str) -> None:
    for code in codes:
        color = {"color": code.color} if code.color else {}
        guid, codable = code.guid or ids("code", *path, code.name), str(code.codable).lower()
        one = _below(above, "Code", guid=guid, name=code.name, isCodable=codable, **color)
        if code.description:
            _below(one, "Description").text = code.description
        _codes(one, code.codes, ids, *path, code.name)


def _of_case(case: CaseFile, settings: Settings) -> dict[str, Cell]:
    """What is known of a case, by the name of the variable; what is not known is left out."""
    words, facts = columns(settings), case.facts
    roles = dict.fromkeys(of.redacted.recording.role for of in case.transcripts)
    told = (facts.year_group, facts.age_band, words.genders[facts.gender])
    values = dict(zip(words.child, told, strict=True)) | {words.roles: ", ".join(roles)}
    return {name: plain(value) for name, value in values.items() if value}


def _of_source(of: Transcript, settings: Settings) -> dict[str, Cell]:
    """The same of a transcript."""
    redacted, consent = of.redacted, of.consent
    recording, words = redacted.recording, columns(settings)
    review, purposes = wording(settings).reviews[of.review], ", ".join(consent.purposes)
    told = (recording.role, recording.detail, of.month, review, purposes, consent.valid_until)
    minutes = round(redacted.figures.duration / 60, 1) if has_times(redacted) else ""
    counts = (minutes, worded(redacted), labelled(redacted), unintelligible(redacted))
    values: dict[str, Cell] = dict(zip(words.file, map(plain, told), strict=True))
    values |= dict(zip(words.counted, counts, strict=True))
    return {name: value for name, value in values.items() if value != ""}


def _values(one: Element, kind: str, values: dict[str, Cell], ids: Ids) -> None:
    for name, value in values.items():
        _value(one, ids("variable", kind, name), value)


def _value(one: Element, variable: str, value: Cell) -> None:
    told = _below(one, "VariableValue")
    _below(told, "VariableRef", targetGUID=variable)
    _below(told, f"{TYPES[type(value)]}Value").text = str(value)


def _source(of: Transcript, ids: Ids) -> str:
    return ids("source", of.redacted.recording.id)


def _description(of: Transcript, settings: Settings) -> str:
    """What this is and how it is to be read, in lines: programs show it as a note."""
    words = wording(settings)
    told = (f"{name}: {plain(value)}" for name, value in about(of.redacted, words, settings.release.convention).items())
    return "\n".join((words.pseudonymised, *told, *words.legend, *words.legend_of_marks.values()))


def _text(of: Transcript, settings: Settings) -> bytes:
    """The transcript alone, a line for each block: UTF-8 without a mark, LF, NFC. A coding counts these letters."""
    lines = []
    for one in paragraphs(of.redacted, settings, times=True):
        time = "" if one.start is None else f"[{clock(one.start)}] "
        lines.append(f"{time}{one.speaker}: {one.text}".rstrip() if one.kind == "turn" else one.text)
    return ("\n".join(lines) + "\n").encode()


def _below(above: Element, tag: str, **attributes: str) -> Element:
    return SubElement(above, tag, attributes)
