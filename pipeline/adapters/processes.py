"""Long work of our own in several processes: Python does one thing at a time in each."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

_SHORT = 1.0  # seconds of work: less is done sooner than a process starts
# A fork has what it works on; elsewhere forking is not safe, and all of it is sent.
_HOW = "fork" if sys.platform == "linux" else "spawn"

_work: tuple[Callable[[Any], Any], Sequence[Any]]  # in a process: what it is there for


class Processes:
    """A `map` over so many processes, which start when work turns out to be long and end with it."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._long = False  # whether work was; more of it probably is too

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterator[Any]:
        """Results in the order of the items; those of the first second are made here."""
        rest, began, done = list(items), time.monotonic(), 0
        while rest and not self._long:
            yield function(rest.pop(0))
            self._long = self._workers > 1 and time.monotonic() - began > _SHORT
        if len(rest) > 1:
            with suppress(BrokenProcessPool):  # somebody ended one, for want of memory most likely: here then
                for result in self._side_by_side(function, rest):
                    yield result
                    done += 1
        yield from map(function, rest[done:])

    def _side_by_side(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        workers = min(self._workers, len(items))
        context = multiprocessing.get_context(_HOW)
        pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(function, items))
        try:
            yield from pool.map(_do, range(len(items)))
        except BaseException:  # Ctrl-C, or nobody wants the rest: they end in the middle of their work
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.kill()
            raise
        pool.shutdown()


def _begin(function: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Leave Ctrl-C to the parent, and end when it is gone, however it went."""
    global _work
    _work = function, items
    gc.freeze()  # what came along stays shared with the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _do(number: int) -> Any:
    function, items = _work
    return function(items[number])


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        with suppress(OSError):
            parent.join()
        os._exit(1)
