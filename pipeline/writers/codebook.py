"""The study's own codes, for a QDA program: read from a REFI-QDA codebook (.qdc) or from a table (.csv).

A table has a row for each code: its name, and if you like a description, the name of the code above it, and a colour.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.errors import CodebookWrong
from pipeline.model import Code
from pipeline.writers.facts import plain

COLUMNS = {  # what a column may be called, folded
    "name": ("code", "naam", "name"),
    "description": ("omschrijving", "beschrijving", "description", "memo"),
    "above": ("hoofdcode", "boven", "parent"),
    "color": ("kleur", "color", "colour"),
}
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_DEEPEST = 50


def codes_from(data: bytes, file: str) -> tuple[Code, ...]:
    """The codes in such a file, in order, each below its own; `file` is its name. Raises CodebookWrong."""
    suffix = file.casefold().rpartition(".")[2]
    if suffix == "qdc":
        codes = _of_qdc(data, file)
    elif suffix == "csv":
        codes = _of_csv(data, file)
    else:
        raise _wrong(file, "dit is geen .qdc en geen .csv", "this is no .qdc and no .csv")
    if not codes:
        raise _wrong(file, "er staan geen codes in", "it holds no codes")
    _refuse_twice(codes, file)
    return codes


def _wrong(file: str, problem: str, problem_en: str) -> CodebookWrong:
    return CodebookWrong(file=file, problem=problem, problem_en=problem_en)


def _refuse_twice(codes: Sequence[Code], file: str) -> None:
    """No name stands twice in one place, no id twice anywhere: programs would merge them."""
    guids = [code.guid.casefold() for code in every_code(codes) if code.guid]
    if len(guids) != len(set(guids)):
        raise _wrong(file, "twee codes hebben hetzelfde guid", "two codes have the same guid")
    for level in (codes, *(code.codes for code in every_code(codes))):
        names = [code.name.casefold() for code in level]
        if len(names) != len(set(names)):
            raise _wrong(file, "twee codes op een plaats heten hetzelfde", "two codes in one place have the same name")


def every_code(codes: Iterable[Code]) -> Iterator[Code]:
    """These codes and all below them, in order."""
    for code in codes:
        yield code
        yield from every_code(code.codes)


def _of_qdc(data: bytes, file: str) -> tuple[Code, ...]:
    """What any program exported; in whatever namespace, for programs differ. No entity is resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise _wrong(file, "dit is geen XML", "this is no XML") from None
    if _tag(root) != "CodeBook" or root.getroottree().docinfo.internalDTD is not None:
        raise _wrong(file, "dit is geen REFI-QDA-codeboek", "this is no REFI-QDA codebook")
    return tuple(_code(one, file) for codes in root if _tag(codes) == "Codes" for one in codes if _tag(one) == "Code")


def _code(element: Any, file: str, depth: int = 1) -> Code:
    name, guid, color = plain(element.get("name", "")), element.get("guid", ""), element.get("color", "")
    if not name:
        raise _wrong(file, "een code heeft geen naam", "a code has no name")
    _refuse_depth(depth, file)
    told = _GUID.fullmatch(guid.strip())
    return Code(
        guid=told[1].lower() if told else "",
        name=name,
        description=" ".join(plain(one.text or "") for one in element if _tag(one) == "Description"),
        color=color if _COLOR.fullmatch(color) else "",
        codable=element.get("isCodable", "true").strip().casefold() not in ("false", "0"),
        codes=tuple(_code(one, file, depth + 1) for one in element if _tag(one) == "Code"),
    )


def _refuse_depth(depth: int, file: str) -> None:
    if depth > _DEEPEST:
        raise _wrong(file, "de codes staan te diep in elkaar", "codes lie too deep in one another")


def _tag(element: Any) -> str:
    """The name of an element without its namespace; "" of what is none."""
    return str(element.tag).rpartition("}")[2]


def _of_csv(data: bytes, file: str) -> tuple[Code, ...]:
    """Rows in any order, with commas, semicolons or tabs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(file, "dit is geen UTF-8", "this is no UTF-8") from None
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))
    except csv.Error:
        raise _wrong(file, "dit is geen tabel", "this is no table") from None
    places = _places(rows[0] if rows else [])
    if "name" not in places:
        raise _wrong(file, "geen kolom heet code of naam", "no column is called code or name")
    cells = [
        {what: plain(row[at]) if at < len(row) else "" for what, at in places.items()}
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]
    for number, cell in enumerate(cells, start=2):
        if not cell["name"]:
            raise _wrong(file, f"rij {number} heeft geen naam", f"row {number} has no name")
        if (color := cell.get("color", "")) and not _COLOR.fullmatch(color):
            raise _wrong(
                file, f"de kleur in rij {number} is niet als #a1b2c3", f"the colour in row {number} is not like #a1b2c3"
            )
    below = _below(cells, file)
    made = tuple(_made(cell, below, file) for cell in below.get("", ()))
    if sum(1 for _ in every_code(made)) != len(cells):
        raise _wrong(file, "codes staan onder elkaar in een kring", "codes lie below one another in a circle")
    return made


def _places(head: Sequence[str]) -> dict[str, int]:
    """Which column is what."""
    called = [plain(cell).casefold() for cell in head]
    return {what: called.index(name) for what, names in COLUMNS.items() for name in names if name in called}


def _below(cells: Sequence[dict[str, str]], file: str) -> dict[str, list[dict[str, str]]]:
    """Rows by the folded name of the code above them; "" has those at the top."""
    names = [cell["name"].casefold() for cell in cells]
    below: dict[str, list[dict[str, str]]] = {}
    for number, cell in enumerate(cells, start=2):
        above = cell.get("above", "").casefold()
        if above and names.count(above) != 1:
            raise _wrong(
                file,
                f"de hoofdcode van rij {number} staat er niet, of twee keer",
                f"the code above row {number} is not there, or twice",
            )
        below.setdefault(above, []).append(cell)
    return below


def _made(cell: dict[str, str], below: dict[str, list[dict[str, str]]], file: str, depth: int = 1) -> Code:
    _refuse_depth(depth, file)
    lower = tuple(_made(one, below, file, depth + 1) for one in below.get(cell["name"].casefold(), ()))
    return Code("", cell["name"], cell.get("description", ""), cell.get("color", ""), True, lower)
