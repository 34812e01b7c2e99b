"""Web pages, and messages that are made like one."""

from __future__ import annotations

import re
from typing import Any

from pipeline.decoding import decoded
from pipeline.documents.archive import local
from pipeline.documents.written import PartKind, Reader, Written
from pipeline.errors import DocumentDamaged

_CODE = frozenset("script style template noscript".split())
_THINGS = frozenset("object iframe embed svg canvas video audio frame applet math".split())
_BLOCKS = frozenset(
    "html body head title div p blockquote pre section article header footer main nav aside address ul ol li dl dt dd "
    "table thead tbody tfoot caption form fieldset legend figure figcaption details summary hr center h1 h2 h3 h4 h5 "
    "h6 option textarea select".split()
)


def _read(data: bytes, written: Written) -> None:
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:2048])
    text = None
    if declared:
        try:
            text = data.decode(declared[1].decode("ascii"))
        except (UnicodeDecodeError, LookupError):
            text = None
    text = text if text is not None else decoded(data)
    if text is None:
        raise DocumentDamaged(recording=written.recording)
    read_html(text, written)


def read_html(text: str, written: Written) -> None:
    """What is read in a browser, and what is written there without being shown. Raises DocumentDamaged."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        raise DocumentDamaged(recording=written.recording) from None
    if root is not None:
        written.leave("remarks", sum(1 for before in (True, False) for _ in root.itersiblings(preceding=before)))
        _Flow(written).read(root)


class _Flow:
    """Text that runs on until a block begins or ends."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._line = ""
        self._kind: PartKind = "paragraph"

    def read(self, element: Any) -> None:
        """Everything within an element, and the text behind its children."""
        self._text(element.text)
        for child in element:
            self._child(child)
            self._text(child.tail)
        self._end()

    def _child(self, child: Any) -> None:
        name, written = local(child).lower(), self._written
        if not name or name in _CODE:
            written.leave("remarks")
        elif name == "br":
            self._line += "\n"
        elif name == "tr":
            self._end()
            written.row([_apart(cell, written) for cell in child if local(cell)])
            for text in (child.text, *(cell.tail for cell in child)):  # where no text should be
                self._text(text)
        elif name == "img":
            self._end()
            written.picture(child.get("alt", ""))
        elif name in _THINGS:
            self._end()
            written.mark(written.words.thing)
        elif name == "meta":
            written.leave("properties")
        elif name == "input":
            self._line += f" {child.get('value', '')} "
        elif name in _BLOCKS:
            self._end()
            inner = _Flow(written)
            inner._kind = "heading" if re.fullmatch(r"h[1-6]|title", name) else self._kind
            inner._line = "- " if name == "li" else ""
            inner.read(child)
        else:
            written.leave("links", int(name == "a" and "href" in child.attrib))
            self._text(child.text)
            for inside in child:
                self._child(inside)
                self._text(inside.tail)

    def _text(self, text: str | None) -> None:
        self._line += re.sub(r"\s+", " ", text or "")

    def _end(self) -> None:
        if self._line.strip(" -\n"):
            self._written.add(self._kind, self._line)
        self._line = ""


def _apart(element: Any, written: Written) -> list[Any]:
    place = written.apart()
    _Flow(place).read(element)
    return place.parts


HTML = Reader((".html", ".htm"), _read)
