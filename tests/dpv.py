"""The terms that the Data Privacy Vocabulary defines: kept in tests/data/dpv/terms.txt, read from its own files.

python -m tests.dpv      writes the list again from ../shared/data/dpv, where that is
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph, URIRef

from tests.conftest import ROOT

TERMS = ROOT / "tests" / "data" / "dpv" / "terms.txt"
SOURCE = ROOT.parent / "shared" / "data" / "dpv"
NAMESPACES = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-eu": "https://w3id.org/dpv/legal/eu#",
    "legal-nl": "https://w3id.org/dpv/legal/nl#",
    "dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#",
}
USED = {"loc": "https://w3id.org/dpv/loc#"}  # a vocabulary of its own; these terms of it are what legal-nl points at


def kept() -> frozenset[str]:
    """The list, as whole IRIs."""
    spaces = NAMESPACES | USED
    names = (line.split(":", 1) for line in TERMS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return frozenset(spaces[prefix] + name for prefix, name in names)


def read(folder: Path = SOURCE) -> list[str]:
    """Every term that the files in this folder define, as prefix:name, sorted."""
    graph = Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path)
    defined = {str(subject) for subject in graph.subjects() if isinstance(subject, URIRef)}
    pointed_at = {str(value) for value in graph.objects() if isinstance(value, URIRef)}
    found = [f"{prefix}:{iri.removeprefix(space)}" for prefix, space in NAMESPACES.items()
             for iri in defined if iri.startswith(space) and iri != space]  # fmt: skip
    found += [f"{prefix}:{iri.removeprefix(space)}" for prefix, space in USED.items()
              for iri in pointed_at if iri.startswith(space) and iri != space]  # fmt: skip
    return sorted(found)


def main() -> None:
    """Write the list."""
    head = "# Terms of the Data Privacy Vocabulary 2.3 (SOURCES.txt, LICENSE.md); written by python -m tests.dpv"
    TERMS.write_text("\n".join([head, *read(), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
