"""A seal that ties what is in a file together: its text, the consent record and the receipt that its header names.

It is the SHA-256 of the file with zeros in the seal's own place, so that whoever got only that file can check it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.store import digest_of

EMPTY = "0" * 64
SIDECAR = ".consent.jsonld"
_PLACE = re.compile(rb'(?:Zegel|Seal|"seal")[\s:"]{1,40}([0-9a-f]{64})')

State = Literal["whole", "changed", "unsealed"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file since it was released. The path is as it was given."""

    path: Path
    state: State
    by: str = ""  # what showed it: the file's own seal, or the consent file beside it


def sealed(data: bytes) -> bytes:
    """The file with its seal in the place that a writer left for it; as it is where there is no such place."""
    found = _PLACE.search(data)
    if found is None or found[1] != EMPTY.encode():
        return data
    return data[: found.start(1)] + digest_of(data).encode() + data[found.end(1) :]


def own_seal(data: bytes) -> State:
    """Whether a file is as it was sealed."""
    found = _PLACE.search(data)
    if found is None:
        return "unsealed"
    bare = data[: found.start(1)] + EMPTY.encode() + data[found.end(1) :]
    return "whole" if digest_of(bare).encode() == found[1] else "changed"
