"""The child's side of a process of ours: one JSON line in, one JSON line out.

It ends when its parent does, prints nothing anywhere, and cannot reach a network. Imports nothing of ours.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

Json = dict[str, Any]
Answering = Callable[[Json], Json]
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")


def serve(load: Callable[[Json], Answering]) -> None:
    """Take the first line to `load`, then answer each line that follows; only the kind of a failure goes out."""
    answers = _only_way_out()
    logging.disable()
    sys.addaudithook(_refuse_network)
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    try:
        answer = load(json.loads(lines.get()))
    except Exception as problem:  # any way in which a model can be broken
        _say(answers, {"error": type(problem).__name__, "damaged": not _of_the_machine(problem)})
        return
    _say(answers, {})
    while True:
        try:
            _say(answers, answer(json.loads(lines.get())))
        except Exception as problem:  # its message may hold text
            _say(answers, {"error": type(problem).__name__})
            return


def _only_way_out() -> BinaryIO:
    """A private copy of stdout; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _refuse_network(event: str, _details: object) -> None:
    if event in _NETWORK:
        raise PermissionError("this process works offline")


def _listen(lines: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)  # the parent is gone, in the middle of an answer too


def _say(answers: BinaryIO, answer: Json) -> None:
    with contextlib.suppress(BrokenPipeError):
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _of_the_machine(problem: Exception) -> bool:
    """Whether memory, the disk or a package falls short: that says nothing of the model."""
    return isinstance(problem, MemoryError | OSError | ImportError) or "memory" in str(problem)
