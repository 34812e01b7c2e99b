"""Everything that can be read in a file that is about to be released, whatever its format.

For the leak check: no writer is trusted, so names of members, attributes, properties and comments count as text too.
What cannot be read is an error, never passed.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from pipeline.errors import CannotCheck

if TYPE_CHECKING:
    from pypdf import PdfReader

APART = "\n0\n"  # keeps neighbours from being read as one name
LINES = (".txt", ".csv", ".tsv", ".vtt", ".srt", ".md", ".ttl", ".toml", ".yaml", ".yml")  # read as they are
_XML = (".xml", ".rels", ".svg", ".qde", ".qdc", ".rdf", ".xsd", ".xhtml")
_PARAGRAPHS = frozenset(  # what reads as one line, whatever stretches it is made of: Word, OpenDocument, Excel, pages
    "p h si h1 h2 h3 h4 h5 h6 li td th dt dd caption title figcaption label summary option button text".split()
)
_SPACES = frozenset("tab br cr s line-break noBreakHyphen".split())
_DIGITS = re.compile(r"\d+")


def texts_in(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text in a file with its place: "leraar-1.docx/word/document.xml", "leraar-1.pdf, 3".

    The place of what is text by itself is its name. Texts that nobody reads as one stand apart (`APART`).
    Raises CannotCheck.
    """
    try:
        yield from _texts(name, data)
    except CannotCheck:
        raise
    except Exception:  # a damaged file breaks libraries in many ways, and messages may hold text
        raise CannotCheck(file=name) from None


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """By what a file starts with; an ending says only how text is to be read."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        yield from _zip(name, data)
    elif data.startswith(b"%PDF-"):
        yield from _pdf(name, data)
    elif data.startswith(b"PAR1"):
        yield name, APART.join(_once(_parquet(data)))
    else:
        text = _decoded(name, data)
        yield name, text if name.endswith(LINES) else APART.join(_once(_parts(name, text)))


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 without control characters. Raises CannotCheck."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotCheck(file=name) from None
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise CannotCheck(file=name)
    return text


def _parts(name: str, text: str) -> Iterator[str]:
    """What a structured text holds; one that we know no structure of, as it is."""
    if name.endswith(".json"):
        yield from _json(text)
    elif name.endswith(".jsonl"):
        for line in text.splitlines():
            yield from _json(line)
    elif name.endswith((".html", ".htm")):
        from lxml.html import document_fromstring

        yield from _marked_up(document_fromstring(text.encode(), parser=_html_parser()))
    elif name.endswith(_XML) or text.startswith("<?xml"):
        yield from _xml(text.encode())
    else:
        yield text


def _json(text: str) -> Iterator[str]:
    """Keys and values that are strings, also where a key comes twice."""

    def pairs(found: list[tuple[str, Any]]) -> list[Any]:
        return [part for pair in found for part in pair]

    waiting = [json.loads(text, object_pairs_hook=pairs)] if text.strip() else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _html_parser() -> Any:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", no_network=True)


def _xml(data: bytes) -> Iterator[str]:
    from lxml.etree import XMLParser, fromstring

    parser = XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:  # an entity may hold text that nobody sees here
        raise ValueError
    for beside in (*root.itersiblings(preceding=True), *root.itersiblings()):
        yield beside.text or ""
    yield from _marked_up(root)


def _marked_up(root: Any) -> Iterator[str]:
    """Attributes and comments; each paragraph as it is read; any other stretch of text by itself."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from element.attrib.values()
        else:
            yield element.text or ""
    yield from _read(root, [])


def _read(element: Any, line: list[str] | None) -> Iterator[str]:
    """The texts below an element, joined within paragraphs."""
    if not isinstance(element.tag, str):
        return
    local = element.tag.rpartition("}")[2]
    if local in _SPACES and line is not None:
        line.append(" ")
    whole = local in _PARAGRAPHS and not (local == "text" and len(element))
    within: list[str] | None = [] if whole else line
    _say(element.text, within, sink := [])
    for child in element:
        yield from _read(child, within)
        _say(child.tail, within, sink)
    yield from sink
    if whole and within:
        yield "".join(within)


def _say(text: str | None, line: list[str] | None, alone: list[str]) -> None:
    (alone if line is None else line).append(text or "")
