"""What a document says, in the order in which it is read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.decoding import composed
from pipeline.documents.wording import LeftOut, Wording
from pipeline.errors import DocumentEmpty, DocumentIsPicture

PartKind = Literal["heading", "paragraph", "row"]
CELLS = " | "  # between the cells of a row
_DOTS = "\uf0b7\uf0a7\uf0d8"  # of lists, in the fonts Symbol and Wingdings
LINES = " / "  # between the lines of a cell or a note


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph or a row."""

    kind: PartKind
    text: str = field(repr=False)
    ours: bool = False  # we say so, not the document


@dataclass(slots=True)
class Written:
    """Collects the parts of one document, and counts what is left out of it."""

    recording: str  # how errors call it
    words: Wording
    parts: list[Part] = field(default_factory=list, repr=False)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    pictures: Counter[Literal["seen"]] = field(default_factory=Counter)

    def apart(self) -> Written:
        """A place for parts of the same document that are wanted by themselves."""
        return Written(self.recording, self.words, left_out=self.left_out, pictures=self.pictures)

    def add(self, kind: PartKind, text: str) -> None:
        """Each line of a text as a part; nothing where there is no word."""
        for line in text.split("\n"):
            if shown := lined(line):
                self.parts.append(Part(kind, shown))

    def row(self, cells: Sequence[Sequence[Part]]) -> None:
        """A row of a table. Where only one cell says something, it is no row but a frame around text."""
        filled = [cell for cell in cells if cell]
        if len(filled) > 1:
            text = CELLS.join(joined(cell).replace(CELLS, ", ") for cell in cells)  # a table may lie in a cell
            ours = all(part.ours for cell in filled for part in cell)
            self.parts.append(Part("row", " ".join(text.rstrip(" |").split()), ours))
        elif filled:
            self.parts += filled[0]

    def mark(self, text: str, about: str = "") -> None:
        """Something that was not read, and what the document says about it."""
        told = lined(about)
        self.parts.append(Part("paragraph", f"{text}: {told}" if told else text, ours=not told))

    def picture(self, about: str = "") -> None:
        """A picture, and how the document describes it."""
        self.pictures["seen"] += 1
        self.mark(self.words.picture, about)

    def page(self, number: int) -> None:
        """A page that is a picture."""
        self.pictures["seen"] += 1
        self.mark(self.words.page.format(number=number))

    def section(self, title: str, parts: Iterable[Part]) -> None:
        """Parts under a heading of ours; no heading where there are none."""
        if found := list(parts):
            self.parts += [Part("heading", title, ours=True), *found]

    def numbered(self, title: str, label: str, notes: Iterable[tuple[int, list[Part]]]) -> None:
        """Notes under a heading of ours, each behind the number that stands in the text."""
        in_order = sorted(notes, key=lambda note: note[0])
        self.section(
            title,
            [Part("paragraph", f"{label.format(number=number)}: {joined(note)}") for number, note in in_order if note],
        )

    def leave(self, what: LeftOut, count: int = 1) -> None:
        """Count what is left out; 0: nothing is."""
        if count:
            self.left_out[what] += count

    def finished(self) -> tuple[Part, ...]:
        """All parts, and what was left out. Raises DocumentEmpty, DocumentIsPicture."""
        if all(part.ours for part in self.parts):
            raise (DocumentIsPicture if self.pictures else DocumentEmpty)(recording=self.recording)
        names = self.words.left_out
        left = [f"[{names[what]}: {count}]" for what, count in sorted(self.left_out.items())]
        self.section(self.words.not_taken, [Part("paragraph", text, ours=True) for text in left])
        return tuple(self.parts)


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: the endings of its files, and what collects what one of them says."""

    endings: tuple[str, ...]
    read: Callable[[bytes, Written], None]  # Raises DocumentDamaged, DocumentProtected, HasMacros, TooLarge


def joined(parts: Iterable[Part]) -> str:
    """The parts as one line."""
    return LINES.join(part.text for part in parts)


def said(text: str) -> list[Part]:
    """One paragraph; none where there is no word."""
    return [Part("paragraph", shown)] if (shown := lined(text)) else []


def lined(text: str) -> str:
    """One line, without what nobody sees: a character of no width in a name would hide it."""
    letters = "".join(map(_seen, composed(text)))
    return unicodedata.normalize("NFC", " ".join(letters.split()))


def readable(name: str) -> str:
    """A name of a file or field as words, without its ending: in "sanne_de_wit.pdf" a name would not be seen."""
    return re.sub(r"[_\s]+", " ", re.sub(r"\.\w{1,5}$", "", name)).strip()


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return ""
    if kind == "Cc":
        return " "
    if kind == "Co":  # a sign that means something in one font only
        return "-" if letter in _DOTS else "\ufffd"
    return unicodedata.normalize("NFKC", letter) if "\ufb00" <= letter <= "\ufb06" else letter  # ligatures: "ﬁ"
