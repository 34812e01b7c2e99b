"""What a page is made of: sections of plots and tables. A plot is drawn in per cent, so that it fits any width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import Markup

from pipeline.errors import Language

TOGETHER = 20  # cases that are shown side by side; more are folded up by so many
LABELS = 32.0  # per cent of a plot's width that the names of its rows take


@dataclass(frozen=True, slots=True)
class Say:
    """Words and figures as the study's language writes them."""

    language: Language

    def __call__(self, nl: str, en: str) -> str:
        """The one of the two."""
        return nl if self.language == "nl" else en

    def count(self, number: float) -> str:
        """A whole number, its thousands apart."""
        return f"{number:,.0f}".replace(",", "." if self.language == "nl" else ",")

    def decimal(self, number: float) -> str:
        """One digit behind the comma."""
        return f"{number:.1f}".replace(".", "," if self.language == "nl" else ".")

    def time(self, seconds: float) -> str:
        """ "4,5 s", "45 s", "12 min", "3,4 uur"; "" for no time at all."""
        if seconds < 10:
            return f"{self.decimal(seconds)} s" if seconds else ""
        if seconds < 90:
            return f"{seconds:.0f} s"
        if seconds < 5400:
            return f"{seconds / 60:.0f} min"
        return f"{self.decimal(seconds / 3600)} {self('uur', 'hours')}"


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture that says in words what it shows. Places across in per cent, down in pixels."""

    name: str  # of its file, and unique on the page
    title: str
    told: str  # what is to be seen, for who cannot see it
    height: int
    marks: tuple[Markup, ...]

    def drawn(self, width: str = "100%", style: str = "") -> Markup:
        """The SVG; `style` only where no page brings it."""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" aria-labelledby="{name}-t {name}-d" '
            'width="{width}" height="{height}"><title id="{name}-t">{title}</title><desc id="{name}-d">{told}</desc>'
            "{style}{marks}</svg>"
        ).format(
            name=self.name,
            width=width,
            height=self.height,
            title=self.title,
            told=self.told,
            style=Markup("<style>{}</style>").format(style) if style else "",
            marks=Markup("").join(self.marks),
        )

    def as_file(self, style: str) -> bytes:
        """The SVG by itself, 720 pixels wide, with its style in it."""
        return f"{self.drawn('720', style)}\n".encode()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of which the first cell says what they are about."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # `Markup` where a cell is more than text
    numbers: tuple[int, ...] = ()  # columns of figures


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """Plots side by side, where there is room."""

    plots: tuple[Plot, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks behind a line that opens them; on paper they are all there."""

    line: str
    blocks: tuple[Block, ...]


Block: TypeAlias = "Table | Plot | Note | Gallery | Folded"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def folded(names: Sequence[str], make: Callable[[slice], Sequence[Block]]) -> tuple[Block, ...]:
    """The blocks that `make` gives for a part of `names` (cases): as they are for a few, folded up for many."""
    if len(names) <= TOGETHER:
        return tuple(make(slice(0, len(names)))) if names else ()
    parts = [slice(first, min(first + TOGETHER, len(names))) for first in range(0, len(names), TOGETHER)]
    return tuple(Folded(f"{names[part.start]} – {names[part.stop - 1]}", tuple(make(part))) for part in parts)


def lines(items: Sequence[str], kind: str = "") -> Markup:
    """What stays whole, each on a line of its own; `kind` is its class in the style sheet."""
    return Markup("<br>").join(whole(item, kind) for item in items)


def whole(text: str, kind: str = "") -> Markup:
    """Words that no end of a line parts."""
    return Markup('<span class="{}">{}</span>').format(f"whole {kind}".rstrip(), text)


def bar(x: float, y: float, width: float, kind: str, height: int = 14) -> Markup:
    """A bar; `kind` is its class in the style sheet."""
    return Markup('<rect class="{}" x="{:.2f}%" y="{:.0f}" width="{:.2f}%" height="{}"/>').format(
        kind, x, y, max(width, 0), height
    )


def words(
    x: float, y: float, text: str, kind: str = "", anchor: Literal["start", "middle", "end"] = "start", by: int = 0
) -> Markup:
    """Words at a place, moved sideways by so many pixels."""
    return Markup('<text class="{}" x="{:.2f}%" y="{:.0f}" dx="{}" text-anchor="{}">{}</text>').format(
        kind, x, y, by, anchor, text
    )


def upright(x: float, top: float, bottom: float, kind: str) -> Markup:
    """A line from top to bottom."""
    return Markup('<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="{2:.0f}" y2="{3:.0f}"/>').format(
        kind, x, top, bottom
    )


def dot(x: float, y: float, kind: str, radius: int = 4) -> Markup:
    """A dot."""
    return Markup('<circle class="{}" cx="{:.2f}%" cy="{:.0f}" r="{}"/>').format(kind, x, y, radius)
