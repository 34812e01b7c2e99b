"""Word documents (docx): everything that is written in one, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.documents.archive import Archive, attribute, local
from pipeline.documents.written import Part, Reader, Written

_HEADING = re.compile(r"(?:heading|kop|title|titel|subtitle|ondertitel)\b", re.IGNORECASE)
_STYLES_DEEP = 10
_DELETED = frozenset({"del", "moveFrom"})
_CHOICES = frozenset({"dropDownList", "comboBox", "ddList"})
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD = re.compile(r"^customXml/item\d+\.xml$|/(?:glossary/document\.xml|embeddings/|charts/chart|diagrams/data)")
_BOXES = {"F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0FD": "☒", "F0FC": "✓"}  # what people tick, in the font Wingdings
_READ = ("header", "footer", "footnotes", "endnotes", "comments")  # besides the text itself


def _read(data: bytes, written: Written) -> None:
    archive = Archive(data, written.recording)
    package = _relations(archive, "")
    main = next((target for kind, target, _ in package if kind == "officeDocument"), "")
    root = archive.xml(main)
    if root is None:
        raise archive.damaged()
    _Document(archive, main, written).read(root)


@dataclass
class _Document:
    """One document as it is read: what hangs on its paragraphs is kept until it can be told."""

    archive: Archive
    main: str  # the name of the file with the text
    written: Written
    headings: frozenset[str] = frozenset()  # ids of styles
    lists: frozenset[str] = frozenset()
    deleted: list[Part] = field(default_factory=list)
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # number in the text, by (kind, id)
    hanging: list[partial[None]] = field(default_factory=list)  # what comes behind the paragraph that holds it

    def read(self, root: Any) -> None:
        relations = _relations(self.archive, self.main)
        parts: dict[str, list[Any]] = {kind: [] for kind in _READ}
        for kind, target, _ in relations:
            if kind == "styles":
                self.headings, self.lists = _styles(self.archive.xml(target))
            elif kind in parts and (part := self.archive.xml(target)) is not None:
                parts[kind].append(part)
        self._blocks(root, self.written)
        words = self.written.words
        self.written.numbered(words.notes, words.note, self._notes(parts["footnotes"] + parts["endnotes"]))
        self.written.numbered(words.comments, words.comment, self._notes(parts["comments"]))
        for title, kind in ((words.header, "header"), (words.footer, "footer")):
            found = [part for root in parts[kind] for part in self._apart(root)]
            self.written.section(title, dict.fromkeys(found))  # most pages have the same
        self.written.section(words.deleted, self.deleted)
        self.written.leave("choices", sum(local(one) in _CHOICES for one in root.iter()))
        self.written.leave("links", sum(map(self._links, self.archive.names)))
        self.written.leave("authors", int(bool(self.deleted or parts["comments"])))
        self.written.leave("properties", int(any(name.startswith("docProps/") for name in self.archive.names)))
        self.written.leave("parts", sum(1 for name in self.archive.names if _UNREAD.search(name)))

    def _links(self, name: str) -> int:
        """How many addresses a list of relations holds."""
        root = self.archive.xml(name) if name.endswith(".rels") else ()
        return sum(attribute(one, "Type").endswith("/hyperlink") for one in root)

    def _apart(self, root: Any) -> list[Part]:
        place = self.written.apart()
        self._blocks(root, place)
        return place.parts

    def _notes(self, roots: list[Any]) -> Iterator[tuple[int, list[Part]]]:
        """Notes or comments with their numbers; the lines that part notes from the text are none."""
        for root in roots:
            for note in root:
                if attribute(note, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                    yield self._number(local(note), attribute(note, "id")), self._apart(note)

    def _number(self, kind: str, id_: str) -> int:
        """The number of a note or comment: in the order in which they stand in the text, comments by themselves."""
        if (kind, id_) not in self.notes:
            same = sum((one == "comment") == (kind == "comment") for one, _ in self.notes)
            self.notes[kind, id_] = same + 1
        return self.notes[kind, id_]

    def _blocks(self, element: Any, place: Written) -> None:
        """Everything below an element that is no paragraph."""
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child, place)
            elif name == "tr":
                place.row([self._apart(cell) for cell in _cells(child)])
            elif name in ("altChunk", "subDoc"):
                place.mark(place.words.thing)
            elif name in ("tblCaption", "tblDescription"):
                place.add("paragraph", attribute(child, "val"))
            elif name in _DELETED:
                self._delete(child)
            elif name not in ("Fallback", "sectPr", "tblGrid"):
                self._blocks(child, place)

    def _paragraph(self, element: Any, place: Written) -> None:
        before, self.hanging = self.hanging, []
        text = self._text(element, place)
        properties = next((child for child in element if local(child) == "pPr"), ())
        about = {local(child): child for child in properties}
        style = attribute(about["pStyle"], "val") if "pStyle" in about else ""
        listed = _is_listed(about["numPr"]) if "numPr" in about else style in self.lists
        heading = style in self.headings or ("outlineLvl" in about and attribute(about["outlineLvl"], "val") != "9")
        place.add("heading" if heading else "paragraph", f"- {text}" if listed and text.strip() else text)
        for tell in self.hanging:
            tell()
        self.hanging = before

    def _text(self, element: Any, place: Written) -> str:
        """The text of a paragraph, with marks for what is told elsewhere."""
        return "".join(self._said(child, place) for child in element)

    def _said(self, child: Any, place: Written) -> str:
        name, words = local(child), place.words
        if name == "t":
            return child.text or ""
        if name in _SIGNS and local(child.getparent()) == "r":
            return _SIGNS[name]
        if name in _DELETED:
            self._delete(child)
        elif name in ("footnoteReference", "endnoteReference"):
            number = self._number(name.removesuffix("Reference"), attribute(child, "id"))
            return f" {words.note.format(number=number)} "
        elif name == "commentReference":
            return f" {words.comment.format(number=self._number('comment', attribute(child, 'id')))} "
        elif name == "sym":
            return _BOXES.get(attribute(child, "char").upper(), f" {words.sign} ")
        elif name == "checked" and local(child.getparent()) == "checkBox":
            return "☐" if attribute(child, "val") in ("0", "false") else "☒"
        elif name == "ddList":
            return _chosen(child)
        elif name in ("drawing", "pict", "object"):
            self._drawn(child, place)
        elif name in ("instrText", "delInstrText", "fldSimple", "fldChar"):
            place.leave("fields", int(name == "fldSimple" or attribute(child, "fldCharType") == "begin"))
            return self._text(child, place)
        elif name not in ("pPr", "rPr", "Fallback"):
            return self._text(child, place)
        return ""

    def _delete(self, element: Any) -> None:
        text = "".join(one.text or "" for one in element.iter() if local(one) in ("delText", "t"))
        place = self.written.apart()
        place.add("paragraph", text)
        self.deleted += place.parts

    def _drawn(self, element: Any, place: Written) -> None:
        """Boxes with text, words drawn as a picture, pictures and other things; they come behind the paragraph."""
        inside = [one for one in element.iter() if not any(local(up) == "Fallback" for up in one.iterancestors())]
        names = {local(one) for one in inside}
        about = [attribute(one, key) for one in inside for key in ("title", "descr", "alt") if local(one) != "cNvPr"]
        told = " ".join(dict.fromkeys(filter(None, about)))
        if names & {"pic", "imagedata", "svgBlip"}:
            self.hanging.append(partial(place.picture, told))
        elif names & {"chart", "relIds", "OLEObject", "control", "contentPart"}:
            self.hanging.append(partial(place.mark, place.words.thing, told))
        else:
            self.hanging.append(partial(place.add, "paragraph", told))
        for one in inside:
            outer = next((up for up in one.iterancestors() if local(up) == "txbxContent" or up is element), None)
            if local(one) == "txbxContent" and outer is element:
                self.hanging.append(partial(self._blocks, one, place))
            elif local(one) == "t" and outer is element:
                self.hanging.append(partial(place.add, "paragraph", one.text or ""))
            elif local(one) == "textpath":
                self.hanging.append(partial(place.add, "paragraph", attribute(one, "string")))


def _relations(archive: Archive, name: str) -> list[tuple[str, str, bool]]:
    """What a file of the archive refers to: (kind, name of the file or address, whether that lies outside)."""
    folder, _, file = name.rpartition("/")
    root = archive.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
    found = []
    for one in root if root is not None else ():
        target, outside = attribute(one, "Target"), attribute(one, "TargetMode") == "External"
        inside = target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
        found.append((attribute(one, "Type").rpartition("/")[2], target if outside else inside, outside))
    return sorted(found)


def _styles(styles: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the styles that make a heading, and of those that make a list; by themselves or by what they build on."""
    based: dict[str, str] = {}
    headings: set[str] = set()
    lists: set[str] = set()
    for style in styles if styles is not None else ():
        id_, about = attribute(style, "styleId"), {local(child): child for child in style}
        based[id_] = attribute(about["basedOn"], "val") if "basedOn" in about else ""
        if "name" in about and _HEADING.match(attribute(about["name"], "val")):
            headings.add(id_)
        if any(local(one) == "numPr" and _is_listed(one) for one in about.get("pPr", ())):
            lists.add(id_)
    for _ in range(_STYLES_DEEP):
        for found in (headings, lists):
            found |= {id_ for id_, base in based.items() if base in found}
    return frozenset(headings), frozenset(lists - headings)


def _is_listed(numbering: Any) -> bool:
    """Whether a paragraph gets a number or a dot; 0 takes away what its style gives."""
    return next((attribute(one, "val") for one in numbering if local(one) == "numId"), "") != "0"


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row; content controls may lie around them."""
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _chosen(choices: Any) -> str:
    """What is chosen of a list in an old form."""
    about = [(local(child), attribute(child, "val")) for child in choices]
    entries = [value for name, value in about if name == "listEntry"]
    chosen = next((int(value) for name, value in about if name == "result" and value.isdigit()), 0)
    return entries[chosen] if chosen < len(entries) else ""


WORD = Reader((".docx",), _read)
