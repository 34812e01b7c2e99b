"""PDF with text in it; a scan is refused."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pipeline.documents.text import paragraphs
from pipeline.documents.written import Part, Reader, Written, lined, readable
from pipeline.errors import DocumentDamaged, DocumentIsPicture, DocumentProtected

_TAIL = 2048  # bytes in which the end must be marked: after a cut the rest would be dropped without a word
_STAMP = 60  # letters: a picture of a page may have a number or a stamp on it
_SCAN = 800  # points: a page at 100 to the inch has as many on its short side; most logos have fewer
_NARROW, _WIDE, _FULL = 40, 60, 0.7  # characters, characters, share of the widest line
_TICKED = {"/Off": "☐", "/Yes": "☒", "/On": "☒"}
_DEEPEST = 5  # drawings within drawings
_BLANK = 200  # bytes to draw an empty page
_ODD = 0.1  # of the signs: a font that says not which letters it draws


def _read(data: bytes, written: Written) -> None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.disable()  # it says what it reads
    if b"%%EOF" not in data.rstrip(b"\0\r\n ")[-_TAIL:]:
        raise DocumentDamaged(recording=written.recording)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentProtected(recording=written.recording)
        _pages(reader, written)
    except (PyPdfError, NotImplementedError):
        raise DocumentDamaged(recording=written.recording) from None


def _pages(reader: Any, written: Written) -> None:
    words = written.words
    comments: list[Part] = []
    unread = 0
    for number, page in enumerate(reader.pages, start=1):
        text, pictures = page.extract_text(), _pictures(page)
        if _is_odd(text) or _is_picture(page, text, pictures):
            unread += 1
            written.page(number)
        elif pictures:
            written.mark(words.page_pictures.format(number=number, count=len(pictures)))
        if not _is_odd(text):
            for kind, told in paragraphs(_whole_words(text), _wrapped(text)):
                written.add(kind, told)
        comments += _remarks(page, written)
    if unread and unread == len(reader.pages):
        raise DocumentIsPicture(recording=written.recording)
    written.section(words.form, _filled_in(reader))
    written.section(words.comments, comments)
    if _has_xfa(reader):
        written.mark(words.thing)
    for name in reader.attachments:
        written.mark(words.attachment, readable(name))
    written.leave("properties", int(bool(reader.metadata)))
    written.leave("outline", len(reader.outline))


def _is_picture(page: Any, text: str, pictures: list[int]) -> bool:
    """Whether what a page says is drawn: as a picture, or as lines."""
    letters = sum(letter.isalpha() for letter in text)
    contents = page.get_contents()
    drawn = contents is not None and len(contents.get_data()) > _BLANK
    return (letters < _STAMP and max(pictures, default=0) >= _SCAN) or (not letters and (bool(pictures) or drawn))


def _wrapped(text: str) -> int:
    """How long a line is that the next one carries on: columns may be narrow."""
    widest = max(map(len, text.split("\n")))
    return max(_NARROW, min(_WIDE, int(_FULL * widest)))


def _whole_words(text: str) -> str:
    """Words that were broken at the end of a line, whole again: a name in two halves would not be found."""
    text = re.sub(r"(?<=[^\W\d_])[\u00ad\u2010-]\s*\n\s*(?!(?:en|of|and|or)\b)(?=[^\W\d_A-Z])", "", text)
    text = re.sub(r"(?<=[^\W\d_][-\u2010])\s*\n\s*(?=(?:en|of|and|or)\b)", " ", text)
    return re.sub(r"(?<=[^\W\d_][-\u2010])\s*\n\s*(?=[^\W\d_])", "", text)


def _is_odd(text: str) -> bool:
    """Whether what was extracted is no text: signs for private use, or none at all."""
    signs = [sign for sign in text if not sign.isspace()]
    odd = sum(unicodedata.category(sign) in ("Co", "Cn", "Cc", "Cs") or sign == "\ufffd" for sign in signs)
    return odd > _ODD * len(signs)


def _pictures(page: Any) -> list[int]:
    """Each picture that a page draws, and those in drawings on it: the shortest side, in points of the picture."""
    seen: set[int] = set()

    def within(resources: Any, depth: int) -> Iterator[int]:
        objects = resources.get_object().get("/XObject") if resources is not None else None
        for one in objects.get_object().values() if objects is not None else ():
            drawn = one.get_object()
            if id(drawn) in seen or depth > _DEEPEST:
                continue
            seen.add(id(drawn))
            if drawn.get("/Subtype") == "/Image":
                yield min(int(drawn.get("/Width", 0)), int(drawn.get("/Height", 0)))
            elif drawn.get("/Subtype") == "/Form":
                yield from within(drawn.get("/Resources"), depth + 1)

    return list(within(page.get("/Resources"), 0))


def _remarks(page: Any, written: Written) -> Iterator[Part]:
    """What readers wrote on a page; links and files are counted and named."""
    for one in page.get("/Annots", None) or ():
        note = one.get_object()
        kind = note.get("/Subtype")
        if kind == "/Link":
            written.leave("links")
        elif kind == "/FileAttachment":
            written.mark(written.words.attachment)
        elif kind not in ("/Popup", "/Widget"):
            written.leave("authors", int("/T" in note))
            if said := lined(str(note.get("/Contents", ""))):
                yield Part("paragraph", said)


def _has_xfa(reader: Any) -> bool:
    """Whether there is a form of another kind in it, of which the pages show little or nothing."""
    form = reader.root_object.get("/AcroForm")
    return form is not None and "/XFA" in form.get_object()


def _filled_in(reader: Any) -> Iterator[Part]:
    """Fields of a form with what was filled in."""
    for name, about in (reader.get_fields() or {}).items():
        value = about.get("/V")
        told = ", ".join(map(str, value)) if isinstance(value, list) else _TICKED.get(str(value), str(value))
        if value is not None and (shown := lined(told.removeprefix("/"))) and about.get("/FT") != "/Sig":
            yield Part("row", f"{lined(readable(name))} | {shown}")


PDF = Reader((".pdf",), _read)
