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


def texts_of_pdf(name: str, data: bytes, others: Texts) -> Iterator[tuple[str, str]]:
    """All pages as one text; heads and feet; properties, outline and notes; files within, which `others` reads.

    Raises ValueError for what cannot be read: pictures, scripts, what is locked. Damage raises anything.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise ValueError
    pages = [page.extract_text().splitlines() for page in reader.pages]
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
