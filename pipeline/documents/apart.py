"""A document is read in a process of its own: one that a broken file can hang or fill without harm to the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pipeline
from pipeline.documents.written import Part
from pipeline.errors import DocumentTooMuch, Language, TooLarge, error_named

MOST_MB = 100
SECONDS = 300  # of a processor
GIGABYTES = 4
_WAIT = 4  # times as long on a busy machine


def read_apart(path: Path, suffix: str, recording: str, language: Language) -> tuple[Part, ...]:
    """What `read_document` says of a file. Raises what that raises, DocumentTooMuch, OSError."""
    if path.stat().st_size > MOST_MB << 20:
        raise TooLarge(recording=recording, limit=MOST_MB)
    order = {"suffix": suffix, "recording": recording, "language": language, "seconds": SECONDS, "gb": GIGABYTES}
    too_much = DocumentTooMuch(recording=recording, seconds=SECONDS, gigabytes=GIGABYTES)
    try:
        with path.open("rb") as stream:
            ran = subprocess.run(
                [sys.executable, "-P", "-m", "pipeline.documents.child", json.dumps(order)],
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": _path()},
                timeout=SECONDS * _WAIT,
                check=True,
            )
        answer: dict[str, Any] = json.loads(ran.stdout)
    except (subprocess.SubprocessError, ValueError):  # killed: by its limits, or for want of memory
        raise too_much from None
    if answer["error"]:
        raise error_named(answer["error"], answer["details"])
    return tuple(Part(*part) for part in answer["parts"])


def _path() -> str:
    """Where the process finds our code."""
    home = str(Path(pipeline.__file__).parent.parent)
    return os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
