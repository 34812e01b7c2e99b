"""The child's side of `apart`: a document on stdin, what it says on stdout."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from dataclasses import astuple
from typing import Any

from pipeline.documents import read_document
from pipeline.errors import CasusError, DocumentDamaged, Language


def answer(data: bytes, suffix: str, recording: str, language: Language) -> dict[str, Any]:
    """The parts of a document, or the name and details of what is wrong with it.

    Raises MemoryError, ImportError, OSError: that says nothing of the document.
    """
    try:
        parts = read_document(data, suffix, recording, language)
    except CasusError as error:
        return {"error": type(error).__name__, "details": error.details}
    except (MemoryError, ImportError, OSError):
        raise
    except Exception:  # libraries break on broken files in every way there is, and their messages hold text
        return {"error": DocumentDamaged.__name__, "details": {"recording": recording}}
    return {"error": "", "parts": [astuple(part) for part in parts]}


def _serve(order: dict[str, Any]) -> None:
    data = sys.stdin.buffer.read()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print goes nowhere
    for limit, most in ((resource.RLIMIT_CPU, order["seconds"]), (resource.RLIMIT_AS, order["gb"] << 30)):
        with contextlib.suppress(ValueError, OSError):  # not every system has it
            resource.setrlimit(limit, (most, most))
    with answers:
        told = answer(data, order["suffix"], order["recording"], order["language"])
        answers.write(json.dumps(told).encode())


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
