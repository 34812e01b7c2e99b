"""Many recordings side by side in one process; the heavy work is in the transcriber's own processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pipeline.ports import Mapper


def side_by_side(workers: int) -> Mapper:
    """A `map` that runs in so many threads."""

    def over(function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterator[Any]:
        pool = ThreadPoolExecutor(workers)
        try:
            yield from pool.map(function, items)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return over
