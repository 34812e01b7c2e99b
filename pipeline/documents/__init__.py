"""Documents of the child's file: one file for each format. To add one, write its reader and put it in the tuple."""

from __future__ import annotations

from pipeline.documents.archive import LOCKED, OLD_OFFICE, kind_of_archive
from pipeline.documents.html import HTML
from pipeline.documents.mail import MAIL
from pipeline.documents.odt import ODT
from pipeline.documents.pdf import PDF
from pipeline.documents.sheet import SHEET
from pipeline.documents.text import TABLE, TEXT
from pipeline.documents.word import WORD
from pipeline.documents.wording import WORDINGS
from pipeline.documents.written import Part, Reader, Written
from pipeline.errors import DocumentEmpty, Language, WrongEnding

__all__ = ["ENDINGS", "READERS", "Part", "Reader", "read_document"]

READERS = (TEXT, TABLE, WORD, ODT, PDF, SHEET, MAIL, HTML)
ENDINGS = frozenset(ending for reader in READERS for ending in reader.endings)
_STARTS = ((b"%PDF-", ".pdf"), (b"{\\rtf", ".rtf"), (b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"))


def read_document(data: bytes, suffix: str, recording: str, language: Language) -> tuple[Part, ...]:
    """What a document says, and marks for what was not read. `recording` is how errors call it.

    Raises DocumentDamaged, DocumentEmpty, DocumentIsPicture, DocumentProtected, HasMacros, NotPlainText, TooLarge,
    WrongEnding.
    """
    if not data.strip():
        raise DocumentEmpty(recording=recording)
    kind = _kind(data)
    if kind not in ("", suffix):
        raise WrongEnding(recording=recording, ending=suffix, kind=kind)
    written = Written(recording, WORDINGS[language])
    next(reader for reader in READERS if suffix in reader.endings).read(data, written)
    return written.finished()


def _kind(data: bytes) -> str:
    """The ending that would fit, by the first bytes and by what an archive holds; "": nothing tells."""
    if data.startswith(OLD_OFFICE):
        return "" if LOCKED in data else ".doc"
    if data.startswith(b"PK"):
        return kind_of_archive(data)
    return next((ending for start, ending in _STARTS if data.startswith(start)), "")
