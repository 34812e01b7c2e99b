"""Word documents, spreadsheets and texts of LibreOffice are archives of XML: opened with care, once for all of them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from pipeline.errors import DocumentDamaged, DocumentProtected, HasMacros, TooLarge

MOST_MB = 200  # of everything in it, unpacked: pictures too
MOST_TEXT_MB = 50
_MOST_FILES = 20_000
_MB = 1 << 20
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")  # a locked docx or xlsx lies within an archive of the old kind
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)  # no office writes them; bombs are made of them
_MACROS = re.compile(r"vbaProject\.bin$|vbaData\.xml$|^(?:Basic|Scripts)/.")
_TEXT = b"application/vnd.oasis.opendocument.text"
_HOLDING = (("word/", ".docx"), ("xl/", ".xlsx"), ("ppt/", ".pptx"))
_BROKEN = (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError)


class Archive:
    """The files in such a document. Nothing is unpacked on disk, and nothing in it is run or fetched."""

    def __init__(self, data: bytes, recording: str) -> None:
        """Look at the table of contents: zipfile never unpacks more than that promises.

        Raises DocumentDamaged, DocumentProtected, HasMacros, TooLarge.
        """
        self.recording = recording
        if data.startswith(OLD_OFFICE) and LOCKED in data:
            raise DocumentProtected(recording=recording)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            files = self._zip.infolist()
            self.names = frozenset(file.filename for file in files)
            for limit, ending in ((MOST_MB, ""), (MOST_TEXT_MB, ".xml")):
                if sum(file.file_size for file in files if file.filename.endswith(ending)) > limit * _MB:
                    raise TooLarge(recording=recording, limit=limit)
        except _BROKEN:
            raise DocumentDamaged(recording=recording) from None
        if len(files) > _MOST_FILES:
            raise self.damaged()
        if any(file.flag_bits & 1 for file in files):
            raise DocumentProtected(recording=recording)
        content = self.read("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        if b"macroEnabled" in content or any(_MACROS.search(name) for name in self.names):
            raise HasMacros(recording=recording)

    def damaged(self) -> DocumentDamaged:
        """The error that says so."""
        return DocumentDamaged(recording=self.recording)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises DocumentDamaged."""
        try:
            return self._zip.read(name)
        except _BROKEN:
            raise self.damaged() from None

    def xml(self, name: str) -> Any:
        """The root of a file that is XML, or None where it is not there. Raises DocumentDamaged."""
        if name not in self.names:
            return None
        from lxml import etree

        data = self.read(name)
        if _DECLARED.search(data.replace(b"\0", b"")):  # in UTF-16 every other byte is zero
            raise self.damaged()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from None
            raise self.damaged() from None
        except ValueError:
            raise self.damaged() from None


def kind_of_archive(data: bytes) -> str:
    """The ending of a document of this kind: ".docx"; ".zip" where it is none; "" where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return ".odt" if archive.read("mimetype").strip() == _TEXT else ".ods/.odp"
    except _BROKEN:
        return ""
    return next((ending for folder, ending in _HOLDING if any(name.startswith(folder) for name in names)), ".zip")


def local(element: Any) -> str:
    """The name of an element without its namespace: strict and transitional documents differ in that only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" where it has none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
