"""Texts of LibreOffice (odt): everything that is written in one, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pipeline.documents.archive import Archive, attribute, local
from pipeline.documents.written import Part, Reader, Written, joined, said
from pipeline.errors import DocumentProtected

_NO_TEXT = frozenset("annotation-end change-info sequence-decls variable-decls note-citation".split())
_ABOUT = ("{http://purl.org/dc/", "{urn:oasis:names:tc:opendocument:xmlns:meta:")  # who wrote a comment, and when
_FIELDS = frozenset("page-number page-count author-name file-name date time variable-get database-display".split())
_DRAWN = frozenset("frame custom-shape rect ellipse g".split())
_THINGS = frozenset("object object-ole plugin applet floating-frame".split())


def _read(data: bytes, written: Written) -> None:
    archive = Archive(data, written.recording)
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""
    if b"encryption-data" in manifest:
        raise DocumentProtected(recording=written.recording)
    root = archive.xml("content.xml")
    body = next((one for one in root if local(one) == "body"), ()) if root is not None else ()
    text = next((one for one in body if local(one) == "text"), None)
    if text is None:
        raise archive.damaged()
    document = _Document(written)
    document.blocks(text, written)
    words = written.words
    written.numbered(words.notes, words.note, document.notes)
    written.numbered(words.comments, words.comment, document.comments)
    styles = archive.xml("styles.xml")
    for title, kind in ((words.header, "header"), (words.footer, "footer")):
        found = [one for one in (styles.iter() if styles is not None else ()) if local(one).startswith(kind)]
        tops = [one for one in found if local(one) in (kind, f"{kind}-left", f"{kind}-first")]
        written.section(title, dict.fromkeys(part for top in tops for part in document.apart(top)))
    written.section(words.deleted, document.deleted)
    written.leave("authors", int(bool(document.deleted or document.comments)))
    written.leave("properties", int("meta.xml" in archive.names))


class _Document:
    """One document as it is read: what hangs on its paragraphs is kept until it can be told."""

    def __init__(self, written: Written) -> None:
        self.deleted: list[Part] = []
        self.notes: list[tuple[int, list[Part]]] = []
        self.comments: list[tuple[int, list[Part]]] = []
        self._written = written
        self._hanging: list[partial[None]] = []  # what comes behind the paragraph that holds it

    def apart(self, element: Any) -> list[Part]:
        """What an element says, by itself."""
        place = self._written.apart()
        before, self._hanging = self._hanging, []
        self.blocks(element, place)
        self._hanging = before
        return place.parts

    def blocks(self, element: Any, place: Written, item: str = "") -> None:
        """Everything below an element that is no paragraph; `item` stands before the first."""
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                self._paragraph(child, place, item)
                item = ""
            elif name == "list-item":
                self.blocks(child, place, "- ")
            elif name == "table-row":
                place.row([self.apart(cell) for cell in child if local(cell) in ("table-cell", "covered-table-cell")])
            elif name == "tracked-changes":
                for change in child.iter():
                    if local(change) == "deletion":
                        self.deleted += self.apart(change)
            elif name in ("title", "desc"):
                place.add("paragraph", child.text or "")
            elif name in _DRAWN:
                self._drawn(child, place)
                self._tell()
            elif name in ("forms", "form"):
                place.section(place.words.form, _filled_in(child))
            elif not _is_silent(child):
                self.blocks(child, place, item)

    def _paragraph(self, element: Any, place: Written, item: str) -> None:
        before, self._hanging = self._hanging, []
        text = self._text(element, place)
        place.add("heading" if local(element) == "h" else "paragraph", f"{item}{text}" if text.strip() else "")
        self._tell()
        self._hanging = before

    def _tell(self) -> None:
        while self._hanging:
            self._hanging.pop(0)()

    def _text(self, element: Any, place: Written) -> str:
        """The text of a paragraph, with marks for what is told elsewhere."""
        text = element.text or ""
        for child in element:
            text += self._said(child, place) + (child.tail or "")
        return text

    def _said(self, child: Any, place: Written) -> str:
        name, words = local(child), place.words
        if name in ("s", "tab"):
            return " "
        if name == "line-break":
            return "\n"
        if name in ("note", "annotation"):
            kept, label = (self.notes, words.note) if name == "note" else (self.comments, words.comment)
            kept.append((len(kept) + 1, []))
            at = len(kept) - 1
            kept[at][1].extend(self.apart(child))
            return f" {label.format(number=at + 1)} "
        if name in _DRAWN:
            self._drawn(child, place)
            return ""
        if name in ("hidden-text", "hidden-paragraph"):
            return attribute(child, "string-value") or self._text(child, place)
        if _is_silent(child):
            return ""
        place.leave("links", int(name == "a"))
        place.leave("fields", int(name in _FIELDS))
        return self._text(child, place)

    def _drawn(self, element: Any, place: Written) -> None:
        """Boxes with text, pictures and other things; they come behind the paragraph."""
        inside = {local(one): one for one in element}
        told = joined(part for key in ("title", "desc") if key in inside for part in said(inside[key].text or ""))
        if "image" in inside and not _THINGS & inside.keys():
            self._hanging.append(partial(place.picture, told))
        elif _THINGS & inside.keys():
            self._hanging.append(partial(place.mark, place.words.thing, told))
        else:
            self._hanging.append(partial(place.add, "paragraph", told))
        for child in element:
            if local(child) not in ("title", "desc"):
                self._hanging.append(partial(self.blocks, [child], place))


def _is_silent(element: Any) -> bool:
    """Whether nothing in this is text."""
    return not isinstance(element.tag, str) or local(element) in _NO_TEXT or element.tag.startswith(_ABOUT)


def _filled_in(forms: Any) -> Iterator[Part]:
    """Fields of a form: what stands beside them and what was filled in."""
    for field in forms.iter():
        told = [attribute(field, key) for key in ("label", "current-value", "value")]
        if shown := " | ".join(dict.fromkeys(filter(None, told))):
            yield Part("row", shown)


ODT = Reader((".odt",), _read)
