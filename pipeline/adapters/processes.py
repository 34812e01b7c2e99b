"""Long work of our own in several processes: Python does one thing at a time in each."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cached_property
from typing import Any

_SHORT = 1.0  # seconds of work: less is done sooner than a process starts


class Processes:
    """A `map` over so many processes, which start when work turns out to be long and end with `close`."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterator[Any]:
        """Results in the order of the items; the first of them are made here."""
        waiting, began = iter(items), time.monotonic()
        for item in waiting:
            yield function(item)
            if self._workers > 1 and time.monotonic() - began > _SHORT:
                break
        rest = list(waiting)
        if len(rest) > 1:
            try:
                for result in self._pool.map(function, rest.copy()):
                    yield result
                    del rest[0]
            except BrokenProcessPool:  # somebody ended one, for want of memory most likely
                del self._pool
        yield from map(function, rest)

    def close(self) -> None:
        """End the processes, in the middle of their work too."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.kill()

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        with suppress(OSError):
            parent.join()
        os._exit(1)
