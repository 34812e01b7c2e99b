"""The parent's side of a process that holds a model: ask it, notice when it dies, end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pipeline
from pipeline.errors import ModelDamaged

Json = dict[str, Any]
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "CUBLAS_WORKSPACE_CONFIG": ":4096:8"}


class Died(Exception):
    """The process ended, or failed at what it was asked; the message is a signal or the kind of failure."""


class Process:
    """A process with a model in it, loaded when it is asked something first."""

    def __init__(
        self,
        order: Json,
        threads: int,
        module: str,
        python: Path = Path(sys.executable),
    ) -> None:
        count = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")}
        home = str(Path(pipeline.__file__).parent.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._order = order
        self._loaded = False
        self._process = subprocess.Popen(
            [python, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_OFFLINE, **count, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C is for the parent, which then ends this one
        )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, window: Json) -> Json:
        """The answer to a window. Raises Died, ModelDamaged."""
        if not self._loaded:
            if self._tell(self._order).get("damaged"):
                raise ModelDamaged(model=self._order["name"])
            self._loaded = True
        return self._tell(window)

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def _tell(self, message: Json) -> Json:
        assert self._process.stdin and self._process.stdout  # noqa: S101
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
            answer: Json = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            code = self._process.wait()
            raise Died(signal.Signals(-code).name if code < 0 else f"exit {code}") from None
        if "error" in answer and not answer.get("damaged"):
            raise Died(answer["error"])
        return answer
