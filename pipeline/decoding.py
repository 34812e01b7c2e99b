"""From bytes to text, whatever program wrote them: UTF-8, UTF-16, or what Windows used before (cp1252)."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")  # a soft hyphen in a name would hide it


def decoded(data: bytes) -> str | None:
    """The text, composed; None: this is no text."""
    named = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if named is None and data.count(0) > len(data) / 3:  # UTF-16 without its mark: half of each letter is zero
        named = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else composed(text)
    return None


def composed(text: str) -> str:
    """The text in NFC, without characters that nobody sees."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
