"""Everything that can be read in a file that is about to be released, whatever its format.

For the leak check: no writer is trusted, so names of members, attributes, properties and comments count as text too.
What cannot be read is an error, never passed.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZipFile

from pipeline.errors import CannotCheck
from pipeline.unpacking_pdf import APART, texts_of_pdf

LINES = (".txt", ".csv", ".tsv", ".vtt", ".srt", ".md", ".ttl", ".toml", ".yaml", ".yml")  # read as they are
_XML = (".xml", ".rels", ".svg", ".qde", ".qdc", ".rdf", ".xsd", ".xhtml")
_PARAGRAPHS = frozenset(  # of Word, OpenDocument, Excel and web pages: what reads as one line
    "p h si is text h1 h2 h3 h4 h5 h6 li td th dt dd caption title figcaption label summary option button body div "
    "section article main aside header footer nav blockquote pre address".split()
)
_SPACES = frozenset("tab br cr s line-break noBreakHyphen".split())
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_RTF = "{\\rtf"  # words of a text in it may be split by signs
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# A digest or a UUID tells nothing, and between its digits stand "ed", "ada" and "bea".
_DIGEST = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{12,128}\b")
_INLINE = re.compile(r"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=\s]+)")


def texts_in(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text in a file with its place: "leraar-1.docx/word/document.xml".

    The place of what is one text is its name. Texts that nobody reads as one stand apart (`APART`). Digests are zeros.
    Raises CannotCheck.
    """
    try:
        for place, text in _texts(name, data):
            yield place, _DIGEST.sub(lambda digest: "0" * len(digest[0]), text)
    except Exception:  # a damaged file breaks libraries in many ways, and messages may hold text
        raise CannotCheck(file=name) from None


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """By what a file starts with; an ending says only how text is to be read. Raises anything."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _zip(name, data)
    elif data.startswith(b"%PDF-"):
        yield from texts_of_pdf(name, data, _texts)
    elif data.startswith(b"PAR1"):
        yield name, _apart(_parquet(data))
    else:
        yield from _plain(name, data.decode("utf-8-sig"))


def _apart(texts: Iterable[str]) -> str:
    """Each text once, each by itself."""
    return APART.join(dict.fromkeys(texts))


def _zip(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Names and comments, then every member."""
    with ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        told = [archive.comment, *(member.comment for member in members)]
        yield name, _apart([*(member.filename for member in members), *map(bytes.decode, told)])
        for member in members:
            if not member.is_dir():
                yield from _texts(f"{name}/{member.filename}", archive.read(member))


def _parquet(data: bytes) -> Iterator[str]:
    """Names of columns, what is told beside them, and every value."""
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
    yield str(file.metadata.created_by)
    for key, value in (file.metadata.metadata or {}).items():
        if key != b"ARROW:schema":  # the columns once more, packed
            yield from (key.decode(), value.decode())
    for column in file.schema_arrow:
        yield column.name
        yield from (text.decode() for pair in (column.metadata or {}).items() for text in pair)
    for values in file.read().to_pydict().values():
        yield from map(str, values)


def _plain(name: str, text: str) -> Iterator[tuple[str, str]]:
    """A text file by its ending; one whose structure we do not know as it stands."""
    if _CONTROL.search(text) or text.startswith(_RTF):
        raise ValueError
    for at, inline in enumerate(_INLINE.findall(text), start=1):
        yield from _texts(f"{name}/{at}", base64.b64decode(inline))
    if name.endswith((".json", ".jsonld")):
        yield name, _apart(_json(text))
    elif name.endswith(".jsonl"):
        yield name, _apart(part for line in text.split("\n") if line.strip() for part in _json(line))
    elif name.endswith((".html", ".htm")):
        from lxml.html import HTMLParser, document_fromstring

        yield name, _unescaped(_apart(_marked_up(document_fromstring(text.encode(), HTMLParser(encoding="utf-8")))))
    elif name.endswith(_XML) or text.startswith("<?xml"):
        yield name, _apart(_xml(text.encode()))
    else:
        yield name, _unescaped(text)


def _unescaped(text: str) -> str:
    """With letters for what scripts and triples write as a number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _json(text: str) -> Iterator[str]:
    """Keys and values that are strings, also where a key comes twice."""
    json.loads(text)  # outside its strings there is no text
    for string in dict.fromkeys(_STRING.findall(text)):
        yield json.loads(string) if "\\" in string else string[1:-1]


def _xml(data: bytes) -> Iterator[str]:
    """Raises ValueError where a definition may hold text that is not seen here."""
    from lxml.etree import XMLParser, fromstring

    root = fromstring(data, XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError
    yield from (beside.text or "" for side in (True, False) for beside in root.itersiblings(preceding=side))
    yield from _marked_up(root)


def _marked_up(root: Any) -> Iterator[str]:
    """Tags, attributes and comments; each paragraph as one text, of whatever stretches; other stretches alone."""
    from lxml.etree import iterwalk

    line: list[str] = []
    inside = 0  # how many paragraphs, one in the other
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        local = element.tag.rpartition("}")[2] if event in ("start", "end") else ""
        if event == "start":
            yield local
            yield from (part for pair in element.attrib.items() for part in map(str, pair))
            line += [" "] if local in _SPACES else []
        if local in _PARAGRAPHS:
            inside += 1 if event == "start" else -1
            yield "".join(line)
            line = []
        if event in ("comment", "pi"):
            yield element.text or ""
        line.append((element.text if event == "start" else element.tail) or "")
        if not inside:
            yield "".join(line)
            line = []
