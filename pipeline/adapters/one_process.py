"""One process with a model in it: started when it is needed, asked one thing at a time, replaced once when it dies."""

from __future__ import annotations

import threading
from collections.abc import Callable

from pipeline.adapters.process import Died, Json, Process


class OneProcess:
    """Keeps the process that `start` gives."""

    def __init__(self, start: Callable[[], Process]) -> None:
        self._start = start
        self._asking = threading.Lock()
        self._changing = threading.Lock()  # of the process: closing does not wait for an answer
        self._process: Process | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Its number; None before it was asked anything."""
        return self._process.pid if self._process else None

    def ask(self, question: Json) -> Json:
        """The answer. Raises Died when two processes die of it, ModelDamaged, whatever `start` raises.

        KeyboardInterrupt where we are closed meanwhile, so that nobody takes that for a failure.
        """
        with self._asking:
            try:
                return self._ask(question)
            except Died:
                return self._ask(question)

    def close(self) -> None:
        """End the process, in the middle of an answer too."""
        with self._changing:
            self._closed = True
            if self._process:
                self._process.end()

    def _ask(self, question: Json) -> Json:
        process = self._started()
        try:
            return process.ask(question)
        except BaseException:  # dead; or interrupted halfway: what it would answer next is not what we ask next
            process.end()
            raise

    def _started(self) -> Process:
        with self._changing:
            if self._closed:
                raise KeyboardInterrupt
            if self._process is None or not self._process.alive():
                self._process = self._start()
            return self._process
