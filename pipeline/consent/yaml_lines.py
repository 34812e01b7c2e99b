"""A small, closed reading of YAML: every value knows its line, and no problem repeats what the file says.

Nothing is constructed: scalars stay the text they were ("No" is a name here, not a boolean).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import yaml

from pipeline.errors import ConsentRecordWrong

Problem = tuple[str, str]  # Dutch, English

NO_YAML: Problem = ("dit is geen leesbare YAML", "this is no readable YAML")
TOO_LARGE: Problem = ("het bestand is te groot", "the file is too large")
ALIAS: Problem = ("verwijzingen met * en & mogen niet", "references with * and & are not allowed")
NOT_FIELDS: Problem = ("hier horen velden (sleutel: waarde)", "fields belong here (key: value)")
NOT_LIST: Problem = ("hier hoort een lijst", "a list belongs here")
NOT_TEXT: Problem = ("hier hoort tekst op één regel", "text on one line belongs here")
NOT_DATE: Problem = ("dit is geen datum (jjjj-mm-dd)", "this is no date (yyyy-mm-dd)")
TWICE: Problem = ("deze sleutel staat er twee keer", "this key is there twice")
MISSING: Problem = ("deze sleutel ontbreekt", "this key is missing")

_LARGEST = 256 * 1024
_LONGEST = 200


class _Refused(yaml.MarkedYAMLError):
    """An alias: a file of a few lines could otherwise unfold into millions."""


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _Refused(problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class Value:
    """A value in the file, with the key it belongs to."""

    file: str
    key: str
    node: yaml.Node

    def wrong(self, problem: Problem) -> NoReturn:
        """Raise ConsentRecordWrong for this line."""
        raise _wrong(self.file, self.node.start_mark.line + 1, self.key, problem)

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Value]:
        """Fields by key; an unknown, double or missing key is wrong."""
        known = (*required, *optional)
        found: dict[str, Value] = {}
        for key, value in self._pairs():
            name = key.text()
            if name not in known:
                likely = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
                meant = f": {likely[0]}?" if likely else ""  # never the key as written: it may be a name
                key.wrong((f"onbekende sleutel{meant}", f"unknown key{meant}"))
            if name in found:
                Value(self.file, name, key.node).wrong(TWICE)
            found[name] = Value(self.file, name, value.node)
        for name in required:
            if name not in found:
                Value(self.file, name, self.node).wrong(MISSING)
        return found

    def pairs(self) -> tuple[tuple[Value, Value], ...]:
        """Free keys and their values, both named after the key this mapping stands under; none comes twice."""
        pairs = self._pairs()
        seen: set[str] = set()
        for key, _ in pairs:
            if key.text() in seen:
                key.wrong(TWICE)
            seen.add(key.text())
        return pairs

    def _pairs(self) -> tuple[tuple[Value, Value], ...]:
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong(NOT_FIELDS)
        return tuple(
            (Value(self.file, self.key, key), Value(self.file, self.key, value)) for key, value in self.node.value
        )

    def items(self) -> tuple[Value, ...]:
        """The items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.wrong(NOT_LIST)
        return tuple(Value(self.file, self.key, node) for node in self.node.value)

    def text(self) -> str:
        """One line of text, NFC."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.wrong(NOT_TEXT)
        text = unicodedata.normalize("NFC", self.node.value).strip()
        plain_nothing = self.node.style is None and text in ("", "~")
        if plain_nothing or not text or len(text) > _LONGEST or not text.isprintable():
            self.wrong(NOT_TEXT)
        return text

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def day(self) -> date:
        """A date written yyyy-mm-dd."""
        text = self.text()
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            self.wrong(NOT_DATE)
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(NOT_DATE)


def read_yaml(data: bytes, file: str) -> Value:
    """The one document in a file. Raises ConsentRecordWrong."""
    if len(data) > _LARGEST:
        raise _wrong(file, 1, "YAML", TOO_LARGE)
    try:
        node = yaml.compose(data.decode("utf-8"), _Loader)
    except UnicodeDecodeError as error:
        raise _wrong(file, data[: error.start].count(b"\n") + 1, "UTF-8", NO_YAML) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = ALIAS if isinstance(error, _Refused) else NO_YAML
        raise _wrong(file, mark.line + 1 if mark else 1, "YAML", problem) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise _wrong(file, 1, "YAML", NO_YAML) from None
    if node is None:
        raise _wrong(file, 1, "YAML", NOT_FIELDS)
    return Value(file, "YAML", node)


def _wrong(file: str, line: int, key: str, problem: Problem) -> ConsentRecordWrong:
    return ConsentRecordWrong(file=file, line=line, key=key, problem=problem[0], problem_en=problem[1])
