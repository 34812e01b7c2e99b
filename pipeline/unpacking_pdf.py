"""Everything that can be read in a pdf."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

APART = "\n0\n"  # keeps neighbours from being read as one name
Texts = Callable[[str, bytes], Iterator[tuple[str, str]]]
_UNREAD = ("/Contents", "/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode")  # pages are read as text
_DIGITS = re.compile(r"\d+")
# A sheet that says each line with one "(...) Tj T*", moves, and draws lines; anything else takes pypdf's long way.
_LINES = re.compile(
    rb"\s*(?:\(((?:[^()\\]|\\.)*)\)\s+Tj\s+T\*|/(\S+)\s+[\d.]+\s+Tf|BT|ET|(?:-?[\d.]+\s+)*(?:cm|Tm|Td|TL|gs|[gGwmlSn]))(?=\s|$)",
    re.DOTALL,
)
_SIGN = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LETTERS = re.compile(rb"\s*(?:<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>)")
_OF_FONT = re.compile(
    rb"<00>\s*<7F>\s*endcodespacerange\s+128\s+beginbfchar\s+((?:<\w{2}>\s*<\w{4}>\s+){128})endbfchar"
)


def texts_of_pdf(name: str, data: bytes, others: Texts) -> Iterator[tuple[str, str]]:
    """All pages as one text; heads and feet; properties, outline and notes; files within, which `others` reads.

    Raises ValueError for what cannot be read: pictures, scripts, what is locked. Damage raises anything.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ValueError
    fonts: dict[int, str | None] = {}
    pages = []
    for sheet in reader.pages:
        lines = plain_lines(sheet, fonts)
        pages.append(sheet.extract_text().splitlines() if lines is None else lines)
    running = _running(pages)
    told: dict[str, None] = {}
    said: list[str] = []
    for page in pages:
        first, last = _within(page, running)
        said += page[first:last]
        told |= dict.fromkeys((*page[:first], *page[last:]))
    yield name, "\n".join(said)
    for found in _objects(reader):
        if isinstance(found, str):
            told[found] = None
        else:
            yield from others(f"{name}/{len(told)}", found)
    yield name, APART.join(told)


def plain_lines(page: Any, fonts: dict[int, str | None]) -> list[str] | None:
    """What pypdf reads on a sheet that is no more than lines of text, such as ours, much quicker; None: it is more.

    `fonts` remembers the letters of each font in the file. Damage raises anything.
    """
    contents = page.get_contents()
    data = b"" if contents is None else contents.get_data()  # its dictionary may be empty
    lines: list[str] = []
    letters: str | None = None
    at = 0
    while found := _LINES.match(data, at):
        at = found.end()
        if found[2]:
            letters = _letters(page, "/" + found[2].decode(), fonts)
        elif found[1] is not None:
            if letters is None:
                return None
            said = _SIGN.sub(_sign, found[1])
            if said and max(said) >= len(letters):
                return None
            lines += "".join(letters[code] for code in said).splitlines()
    return None if data[at:].strip() else lines


def _letters(page: Any, name: str, fonts: dict[int, str | None]) -> str | None:
    """The letter of each of the 128 codes of a font that tells them one by one; None: it does not."""
    known = page.get("/Resources", {}).get("/Font", {})
    font = known.raw_get(name) if name in known else None
    key = getattr(font, "idnum", None)
    if font is None or key is None:
        return None
    if key not in fonts:
        told = font.get_object()
        cmap = told["/ToUnicode"].get_object().get_data() if "/ToUnicode" in told else b""
        found = _OF_FONT.search(cmap)
        pairs = _LETTERS.findall(found[1]) if found and told.get("/Subtype") == "/TrueType" else []
        in_order = [int(code, 16) for code, _ in pairs] == list(range(128))
        fonts[key] = "".join(chr(int(letter, 16)) for _, letter in pairs) if in_order else None
    return fonts[key]


def _sign(found: re.Match[bytes]) -> bytes:
    told = found[1]
    return bytes([int(told, 8) & 255]) if told[:1].isdigit() else _SIGNS.get(told, told)


def _running(pages: list[list[str]]) -> set[str]:
    """Lines that all pages but one have, whatever number is in them; and those that are only a number."""
    seen = Counter(line for page in pages for line in {_DIGITS.sub("0", line) for line in page})
    return {line for line, count in seen.items() if count > 1 and count >= len(pages) - 1} | {"0"}


def _within(page: list[str], running: set[str]) -> tuple[int, int]:
    """Where the text of a page begins and ends, so that a sentence that goes on over the page is whole."""
    said = [at for at, line in enumerate(page) if _DIGITS.sub("0", line) not in running]
    return (said[0], said[-1] + 1) if said else (0, 0)


def _objects(reader: PdfReader) -> Iterator[str | bytes]:
    """Every name and string in the file, and every file in it."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject, TextStringObject

    waiting: list[tuple[str, Any]] = [(key, value) for key, value in reader.trailer.items() if key != "/ID"]
    known: set[tuple[int, int]] = set()
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) not in known:
                known.add((one.idnum, one.generation))
                waiting.append((key, one.get_object()))
        elif isinstance(one, StreamObject) and key not in _UNREAD and one.get("/Subtype") != "/Form":
            if one.get("/Type") not in ("/Metadata", "/EmbeddedFile"):
                raise ValueError
            yield one.get_data()
        elif isinstance(one, DictionaryObject):
            yield from (str(name)[1:] for name in one)
            waiting.extend(one.items())
        elif isinstance(one, ArrayObject):
            waiting.extend((key, part) for part in one)
        elif isinstance(one, TextStringObject | NameObject):
            yield str(one)
