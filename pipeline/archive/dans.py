"""What DANS reads beside a dataset: `metadata/dataset.xml` (DDM, version 2) and `metadata/files.xml`. Both are public.

In the order of the schemas; tests validate against those of DANS.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.archive.dataset import Dataset
from pipeline.config import CreatorSettings

_DDM = {
    "ddm": "http://schemas.dans.knaw.nl/dataset/ddm-v2/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dcx-dai": "http://easy.dans.knaw.nl/schemas/dcx/dai/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_FILES = {None: "http://easy.dans.knaw.nl/schemas/bag/metadata/files/", "dcterms": _DDM["dcterms"]}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ACCESSIBLE = {"REQUEST_PERMISSION": "RESTRICTED_REQUEST", "NO_ACCESS": "NONE"}  # of a dataset: of its files


def dataset_xml(dataset: Dataset) -> bytes:
    """Title, makers, rights and whom to ask; that it holds personal data: pseudonymised is not anonymous."""
    from lxml import etree

    root = etree.Element(_in("ddm:DDM"), nsmap=_DDM)
    profile = etree.SubElement(root, _in("ddm:profile"))
    _add(profile, "dc:title", dataset.title)
    for paragraph in dataset.description:
        _add(profile, "dc:description", paragraph)
    for creator in dataset.creators:
        _add_creator(_add(profile, "dcx-dai:creatorDetails"), creator)
    _add(profile, "ddm:created", dataset.dated)
    _add(profile, "ddm:available", dataset.dated)
    for code in dataset.audience:
        _add(profile, "ddm:audience", code)
    _add(profile, "ddm:accessRights", dataset.access)
    _add(profile, "ddm:personalData", present="Yes")

    more = etree.SubElement(root, _in("ddm:dcmiMetadata"))
    for subject in dataset.subjects:
        _add(more, "dcterms:subject", subject)
    for language in dataset.languages:
        _add(more, "ddm:language", language, encodingScheme="ISO639-1", code=language)
    if dataset.collected:
        _add(more, "ddm:datesOfCollection", "/".join(dataset.collected))
    _add(more, "dcterms:rightsHolder", dataset.rights_holder)
    licence = _add(more, "dcterms:license", dataset.licence)
    licence.set(_in("xsi:type"), "dcterms:URI")
    return _bytes(root)


def files_xml(dataset: Dataset) -> bytes:
    """Every file of the dataset: what it is, and who may open it. What it is called may be seen by everybody."""
    from lxml import etree

    root = etree.Element(f"{{{_FILES[None]}}}files", nsmap=_FILES)
    for file in dataset.files:
        one = etree.SubElement(root, f"{{{_FILES[None]}}}file", filepath=f"data/{file.place}")
        etree.SubElement(one, f"{{{_FILES['dcterms']}}}format").text = file.type
        etree.SubElement(one, f"{{{_FILES[None]}}}accessibleToRights").text = _ACCESSIBLE[dataset.access]
        etree.SubElement(one, f"{{{_FILES[None]}}}visibleToRights").text = "ANONYMOUS"
    return _bytes(root)


def _add_creator(details: Any, creator: CreatorSettings) -> None:
    if not creator.surname:
        _add(_add(details, "dcx-dai:organization"), "dcx-dai:name", creator.organisation)
        return
    author = _add(details, "dcx-dai:author")
    _add(author, "dcx-dai:initials", creator.initials)
    if creator.insertion:
        _add(author, "dcx-dai:insertions", creator.insertion)
    _add(author, "dcx-dai:surname", creator.surname)
    if creator.orcid:
        _add(author, "dcx-dai:ORCID", f"https://orcid.org/{creator.orcid}")
    if creator.organisation:
        _add(_add(author, "dcx-dai:organization"), "dcx-dai:name", creator.organisation)


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    """A child with this text; characters that XML cannot hold become U+FFFD."""
    from lxml import etree

    child = etree.SubElement(parent, _in(name), attributes)
    child.text = _NOT_IN_XML.sub("\ufffd", text) or None
    return child


def _in(name: str) -> str:
    """ "dc:title" as lxml names it."""
    prefix, _, local = name.partition(":")
    return f"{{{_DDM[prefix]}}}{local}"


def _bytes(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data
