"""The child's side of `apart`: an order on stdin, what a document says on stdout."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from dataclasses import astuple
from pathlib import Path
from typing import Any

from pipeline.documents import read_document
from pipeline.errors import CasusError, DocumentDamaged


def _serve() -> None:
    order = json.loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print goes nowhere
    for limit, most in ((resource.RLIMIT_CPU, order["seconds"]), (resource.RLIMIT_AS, order["bytes"])):
        with contextlib.suppress(ValueError, OSError):  # not every system has it
            resource.setrlimit(limit, (most, most))
    with answers:
        answers.write(json.dumps(_answer(order)).encode())


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    data, recording = Path(order["path"]).read_bytes(), order["recording"]
    try:
        parts = read_document(data, order["suffix"], recording, order["language"])
    except CasusError as error:
        return {"error": type(error).__name__, "details": error.details}
    except MemoryError:
        raise
    except Exception:  # libraries break on broken files in every way there is, and their messages hold text
        return {"error": DocumentDamaged.__name__, "details": {"recording": recording}}
    return {"error": "", "parts": [astuple(part) for part in parts]}


if __name__ == "__main__":
    _serve()
