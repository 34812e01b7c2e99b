"""Bars on the screen while something takes long. Silent when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from pipeline.screen import err
from pipeline.status import STATES

if TYPE_CHECKING:
    from pipeline.run import Tell


@contextmanager
def progress() -> Iterator[tuple[Tell, Callable[[str, float, float], None]]]:
    """A bar over all recordings, and one over the minutes of each that is being listened to; silent when piped."""
    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        whole = bar.add_task("intake", total=None)
        listening: dict[str, TaskID] = {}

        def tell(subject: str, stage: str, total: int | None = None) -> None:
            bar.update(whole, description=f"{subject} {stage}", total=total, advance=int(stage in STATES))
            if stage in STATES and subject in listening:
                bar.remove_task(listening.pop(subject))

        def heard(recording: str, seconds: float, duration: float) -> None:
            if recording not in listening:
                listening[recording] = bar.add_task(f"{recording} (min)")
            bar.update(listening[recording], completed=int(seconds // 60), total=-(-duration // 60))

        yield tell, heard


@contextmanager
def fetching(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar over bytes on a screen; silent when piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(name, total=None)
        yield lambda here, whole: bar.update(task, completed=here, total=whole)
