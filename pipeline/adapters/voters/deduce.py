"""deduce, which knows lists of Dutch names, places and care institutions; the folder keeps those lists, once built.

Importing it sets the root logger to DEBUG on standard output: only for a process where both lead nowhere.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

from pipeline.adapters.voters.shape import Tag, Tagger

LABELS = {
    "persoon": "PERSON",
    "patient": "PERSON",
    "locatie": "PLACE",
    "instelling": "INSTITUTION",
    "zorginstelling": "INSTITUTION",
    "ziekenhuis": "INSTITUTION",
    "datum": "DATE",
    "telefoonnummer": "PHONE",
    "emailadres": "EMAIL",
    "url": "ID",
    "bsn": "BSN",
    "id": "ID",
}


def load(folder: str) -> Tagger:
    """deduce with the lists in this folder; builds them there the first time (a minute, 74 MB)."""
    gc.disable()  # millions of small objects that all stay: collecting among them takes most of the time
    program = _program(folder)
    gc.freeze()
    gc.enable()

    def tags(text: str) -> Iterator[Tag]:
        return (Tag(found.start_char, found.end_char, found.tag) for found in program.deidentify(text).annotations)

    return tags


def _program(folder: str) -> Any:
    from deduce import Deduce

    try:
        return Deduce(cache_path=folder)
    except Exception:  # lists that were half written when something ended us: as good as absent
        return Deduce(cache_path=folder, build_lookup_structs=True)
