"""The small markup of form templates: what stands on a line says what it is.

`# ` a title, `## ` a heading, `- ` an item, `> ` a note in a box, `[ ] ` a box to tick (`[ ] citeren: ` for a purpose),
`___ ` a line to fill in, `| a | b |` a row of a table (the first is its heading; empty cells are to fill in), `---` a
new page; anything else is text. `**bold**` within a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "heading", "item", "note", "tick", "line", "table", "page", "text"]

_STARTS: dict[str, BlockKind] = {
    "# ": "title",
    "## ": "heading",
    "- ": "item",
    "> ": "note",
    "[ ] ": "tick",
    "___ ": "line",
    "|": "table",
}
_PURPOSE = re.compile(r"([a-z]+(?: [a-z]+)*): (.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a form. Text may hold `**bold**`, and line breaks where it is running text."""

    kind: BlockKind
    text: str = ""
    purpose: str = ""  # what a box to tick consents to
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, all of one length


def blocks_of(text: str) -> tuple[Block, ...]:
    """The pieces of a filled form, in order. Blank lines end running text and tables."""
    blocks: list[Block] = []
    ended = True
    for line in text.split("\n"):
        if not line:
            ended = True
            continue
        block = _block(line)
        if not ended and blocks[-1].kind == block.kind == "text":
            blocks[-1] = Block("text", f"{blocks[-1].text}\n{block.text}")
        elif not ended and blocks[-1].kind == block.kind == "table":
            blocks[-1] = Block("table", rows=_even((*blocks[-1].rows, *block.rows)))
        else:
            blocks.append(block)
        ended = False
    return tuple(blocks)


def spans(text: str) -> tuple[tuple[str, bool], ...]:
    """Stretches of a text, each with whether it is bold."""
    parts = re.split(r"\*\*(.+?)\*\*", text)
    return tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)


def _block(line: str) -> Block:
    if line == "---":
        return Block("page")
    start = next((start for start in _STARTS if line.startswith(start)), "")
    if not start:
        return Block("text", line)
    kind, rest = _STARTS[start], line[len(start) :].strip()
    if kind == "table":
        cells = rest.removesuffix("|").split("|")
        return Block(kind, rows=(tuple(cell.strip() for cell in cells),))
    if kind == "tick" and (found := _PURPOSE.fullmatch(rest)):
        return Block(kind, found[2], found[1])
    return Block(kind, rest)


def _even(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    width = len(rows[0])
    return tuple((*row[:width], *[""] * (width - len(row))) for row in rows)
