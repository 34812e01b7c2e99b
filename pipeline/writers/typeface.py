"""The letters of our pdf files, embedded in each: no machine needs them. How wide words are and where lines break."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Weight = Literal["CasusSerif", "CasusSerif-Bold"]
FILES: dict[Weight, str] = {
    "CasusSerif": "DejaVuSerifCondensed.ttf",
    "CasusSerif-Bold": "DejaVuSerifCondensed-Bold.ttf",
}


class Style(NamedTuple):
    """How a stretch of text looks; size in points, grey from 0 (black) to 1."""

    weight: Weight
    size: float
    grey: float = 0.0


@cache
def font(weight: Weight) -> Any:
    """The font, known to reportlab from here on."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    made = TTFont(weight, str(Path(__file__).parent / "fonts" / FILES[weight]))
    registerFont(made)
    return made


def shown(text: str) -> str:
    """The text with a number for each sign that the typeface lacks, so that none is lost: "[U+4E2D]"."""
    if text.isascii():
        return text
    known = font("CasusSerif").face.charToGlyph
    return "".join(letter if ord(letter) in known else f"[U+{ord(letter):04X}]" for letter in text)


def lacks(text: str) -> bool:
    """Whether the typeface lacks a sign of the text."""
    return shown(text) != text


@lru_cache(maxsize=50_000)
def width(text: str, style: Style) -> float:
    """How wide a text is, in points."""
    face = font(style.weight).face
    thousandths: float = sum(face.charWidths.get(ord(letter), face.defaultWidth) for letter in text)
    return thousandths * style.size / 1000


def broken(text: str, style: Style, room: float) -> Iterator[str]:
    """Lines that are at most so wide, broken at spaces; a word wider than a line is broken anywhere."""
    space = width(" ", style)
    line: list[str] = []
    used = 0.0
    for whole in shown(text).split(" "):
        for word in (whole,) if width(whole, style) <= room else _cut(whole, style, room):
            wide = width(word, style)
            if line and used + space + wide > room:
                yield " ".join(line)
                line, used = [], 0.0
            used += wide + (space if line else 0.0)
            line.append(word)
    yield " ".join(line)


def _cut(word: str, style: Style, room: float) -> Iterator[str]:
    part = ""
    for letter in word:
        if part and width(part + letter, style) > room:
            yield part
            part = ""
        part += letter
    yield part
