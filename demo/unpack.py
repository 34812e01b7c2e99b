"""The demo model's weights, unpacked from their compressed file."""

from __future__ import annotations

import lzma
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A path whisper can load: the file itself, or a passing copy when it ends in .xz."""
    if path.suffix != ".xz":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / path.stem
        with lzma.open(path) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        yield target
