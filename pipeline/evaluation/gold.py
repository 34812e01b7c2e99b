"""Annotated talk: what was said, what in it identifies somebody, and what the consent forms of its cases would say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.consent.yaml_lines import Problem, Value, read_yaml
from pipeline.errors import ConsentRecordWrong, GoldWrong
from pipeline.model import ConsentRecord, Person

PERSONS = ("PERSON_CHILD", "PERSON_PARENT", "PERSON_TEACHER", "PERSON_CARE", "PERSON_OTHER")
DIRECT = (*PERSONS, "SCHOOL", "INSTITUTION")
OTHER = ("PLACE", "STREET", "DATE", "PHONE", "EMAIL", "POSTCODE", "BSN", "OTHER_ID")
_THINGS = ("school", "institution", "place")

_NO_JSON: Problem = ("dit is geen JSON", "this is no JSON")
_NO_VALUE: Problem = ("dit ontbreekt, of is niet van de goede soort", "this is missing, or not of the right kind")
_SAME_ID: Problem = ("deze id is al gebruikt", "this id is used already")
_NO_CASE: Problem = ("deze casus staat niet in het casusbestand", "this case is not in the file of cases")
_OUTSIDE: Problem = ("dit ligt buiten de tekst", "this lies outside the text")
_EMPTY: Problem = ("hier staat geen letter of cijfer", "there is no letter or digit here")
_NO_CORE: Problem = ("core_start ligt buiten de span", "core_start lies outside the span")
_NO_LABEL: Problem = ("dit label kennen we niet", "this label is unknown")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place in a text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A span that identifies somebody; what comes before `core_start` ("wijkteam") identifies nobody by itself."""

    start: int
    end: int
    label: str
    entity: str
    core_start: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that was said in an interview of a case, with everything in it that must be masked."""

    id: str
    text: str = field(repr=False)
    case: str = ""
    role: str = ""  # whose interview it is from
    spans: tuple[GoldMention, ...] = ()
    neutral: tuple[Stretch, ...] = ()  # neither right nor wrong to mask: public figures, a dog
    tags: frozenset[str] = frozenset()  # "lower": all lower case; "asr": a name in it was misheard

    def said(self, span: Stretch | GoldMention) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class GoldCase:
    """A case of the gold: the consent record it would have, and the entities which that record knows."""

    record: ConsentRecord
    entities: frozenset[str]


_READER = TypeAdapter(Utterance)


def read_gold(path: Path, cases: Collection[str] | None = None) -> tuple[Utterance, ...]:
    """Utterances, one JSON object a line; each of one of these cases, if given.

    Raises GoldWrong (line and key, never text), OSError.
    """
    found: dict[str, Utterance] = {}
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            utterance = _utterance(line, path, number)
            if utterance.id in found:
                raise _wrong(path, number, "id", _SAME_ID)
            if cases is not None and utterance.case not in cases:
                raise _wrong(path, number, "case", _NO_CASE)
            found[utterance.id] = utterance
    return tuple(found.values())


def read_cases(path: Path) -> dict[str, GoldCase]:
    """What would be known of each case beforehand. Raises GoldWrong (line and key, never a name), OSError."""
    try:
        whole = read_yaml(path.read_bytes(), path.name)
        return {case.text(): _case(case.text(), entry) for case, entry in whole.pairs()}
    except ConsentRecordWrong as error:
        raise GoldWrong(**error.details) from None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _wrong(path, error.object[: error.start].count(b"\n") + 1, "UTF-8", _NO_JSON) from None


def _utterance(line: str, path: Path, number: int) -> Utterance:
    """One line, checked."""
    try:
        utterance = _READER.validate_json(line)
    except ValidationError as error:
        where = error.errors(include_input=False, include_url=False)[0]["loc"]
        key = ".".join(map(str, where))
        raise _wrong(path, number, key or "JSON", _NO_VALUE if key else _NO_JSON) from None
    for at, span in enumerate(utterance.spans):
        if problem := _problem(utterance, span):
            raise _wrong(path, number, f"spans.{at}", problem)
    for at, stretch in enumerate(utterance.neutral):
        if not _inside(stretch, utterance):
            raise _wrong(path, number, f"neutral.{at}", _OUTSIDE)
    return utterance


def _problem(utterance: Utterance, span: GoldMention) -> Problem | None:
    """What is wrong with a span, if anything."""
    if not _inside(span, utterance):
        return _OUTSIDE
    if not any(map(str.isalnum, utterance.said(span))):
        return _EMPTY
    if span.core_start is not None and not span.start <= span.core_start < span.end:
        return _NO_CORE
    return None if span.label in DIRECT + OTHER else _NO_LABEL


def _inside(span: Stretch | GoldMention, utterance: Utterance) -> bool:
    return 0 <= span.start < span.end <= len(utterance.text)


def _case(case: str, entry: Value) -> GoldCase:
    fields = entry.fields(("participants",), _THINGS)
    rows = [row.fields(("name", "role", "entity"), ("label",)) for row in fields["participants"].items()]
    persons = tuple(Person(row["entity"].text(), row["role"].text(), row["name"].text()) for row in rows)
    things = {kind: fields[kind].fields(("name", "entity")) for kind in _THINGS if kind in fields}
    schools, institutions, places = ((things[kind]["name"].text(),) if kind in things else () for kind in _THINGS)
    record = ConsentRecord(case, persons, (), (), schools, institutions, places)
    entities = {person.id for person in persons} | {thing["entity"].text() for thing in things.values()}
    return GoldCase(record, frozenset(entities))


def _wrong(path: Path, line: int, key: str, problem: Problem) -> GoldWrong:
    return GoldWrong(file=path.name, line=line, key=key, problem=problem[0], problem_en=problem[1])
