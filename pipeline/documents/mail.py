"""Messages (eml): who, when, about what, and the text; what is attached is named and not opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.decoding import decoded
from pipeline.documents.html import read_html
from pipeline.documents.text import paragraphs
from pipeline.documents.written import Reader, Written, lined, readable
from pipeline.errors import DocumentDamaged, DocumentProtected

if TYPE_CHECKING:
    from email.message import MIMEPart

_DEEPEST = 5  # messages within messages
_LOCKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


def _read(data: bytes, written: Written) -> None:
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    if not any(name in message for name in ("from", "date", "subject", "to")):
        raise DocumentDamaged(recording=written.recording)
    _message(message, written, 0)


def _message(message: MIMEPart[Any, Any], written: Written, depth: int) -> None:
    """One message, and those forwarded within it."""
    from email.errors import CloseBoundaryNotFoundDefect

    names = written.words.mail
    for name, shown in names.items():
        for value in message.get_all(name, ()):
            written.add("paragraph", f"{shown}: {lined(_told(value))}")
    written.leave("headers", sum(name.lower() not in names for name in message))
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):  # cut off
        raise DocumentDamaged(recording=written.recording)
    if message.get_content_type() in _LOCKED:
        raise DocumentProtected(recording=written.recording)
    for part in _parts(message, written):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            _forwarded(part, written, depth)
        elif kind in _LOCKED:
            raise DocumentProtected(recording=written.recording)
        elif _is_text(part):
            _text(part, written)
        elif kind.startswith("image/"):
            written.picture(readable(part.get_filename("")))
        elif kind not in ("application/pkcs7-signature", "application/pgp-signature"):
            written.mark(written.words.attachment, readable(part.get_filename("")))


def _told(value: Any) -> str:
    """A header line; a day as it is written here."""
    moment = getattr(value, "datetime", None)
    return f"{moment:%d-%m-%Y %H:%M}" if moment else str(value)


def _parts(message: MIMEPart[Any, Any], written: Written) -> Iterator[MIMEPart[Any, Any]]:
    """The parts that are read, in order: of versions of one text the one with most words."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
    elif message.get_content_type() == "multipart/alternative":
        versions = [list(_parts(part, written)) for part in message.iter_parts()]
        lengths = [sum(_words(part, written) for part in version) for version in versions]
        best = lengths.index(max(lengths)) if versions else 0
        written.leave("other version", max(0, len(versions) - 1))
        for number, version in enumerate(versions):
            yield from version if number == best else filter(_is_attached, version)
    else:
        for part in message.iter_parts():
            yield from _parts(part, written)


def _words(part: MIMEPart[Any, Any], written: Written) -> int:
    """How many words a part would add."""
    if not _is_text(part):
        return 0
    place = Written(written.recording, written.words)
    _text(part, place)
    return sum(len(one.text.split()) for one in place.parts)


def _is_text(part: MIMEPart[Any, Any]) -> bool:
    kind = part.get_content_type()
    return kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _is_attached(part: MIMEPart[Any, Any]) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822"


def _text(part: MIMEPart[Any, Any], written: Written) -> None:
    try:
        text = part.get_content()
    except (LookupError, ValueError, UnicodeError):  # a character set that nobody knows
        text = decoded(_bytes(part)) or ""
    if part.get_content_type() == "text/html":
        read_html(text, written)
    else:
        for kind, words in paragraphs(text):
            written.add(kind, words)


def _bytes(part: MIMEPart[Any, Any]) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _forwarded(part: MIMEPart[Any, Any], written: Written, depth: int) -> None:
    inside = list(part.iter_parts()) if part.is_multipart() else []
    for message in inside:
        if depth < _DEEPEST:
            place = written.apart()
            _message(message, place, depth + 1)
            written.section(written.words.forwarded, place.parts)
        else:
            written.mark(written.words.deep)


MAIL = Reader((".eml",), _read)
