"""A speech recogniser held by processes of its own: a crash of the recogniser is not a crash of the run."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from pipeline.adapters.machine import has_gpu, memory, memory_needed, physical_cores
from pipeline.adapters.process import Died, Json, Process
from pipeline.config import Settings, TranscribeSettings
from pipeline.errors import ModelMissing, TranscriberDied
from pipeline.model import Word
from pipeline.ports import Heard, Sound, Stretch
from pipeline.store import digest_of_file

_BELOW = {"openai-whisper": "torch", "faster-whisper": "ctranslate2"}  # what the engine computes with
_SAME_FILE = {"large": "large-v3", "turbo": "large-v3-turbo"}


def model_file(settings: TranscribeSettings, study: Path) -> Path:
    """Where the model is, or should be: a path is taken as it is, a name is a file of the models folder."""
    if settings.model.endswith(".pt") or "/" in settings.model:
        return study / settings.model
    return study / settings.models / f"{_SAME_FILE.get(settings.model, settings.model)}.pt"


def choose_workers(settings: Settings, study: Path) -> tuple[int, int]:
    """Processes, and threads for each: many processes of one thread are quickest, as far as memory goes."""
    cores = physical_cores()
    path = model_file(settings.transcribe, study)
    needed = memory_needed(path.stat().st_size if path.is_file() else 0, settings.transcribe.batch)
    fit = 1 if has_gpu() else max(1, min(cores, int(0.7 * memory()) // needed))
    workers = settings.machine.workers or fit
    return workers, settings.machine.threads or max(1, cores // workers)


class Pool:
    """A transcriber of several processes; each batch of windows goes to one that is free.

    Processes start when they are needed, and one that dies is replaced.
    """

    def __init__(self, settings: TranscribeSettings, study: Path, workers: int, threads: int) -> None:
        self._settings = settings
        self._path = model_file(settings, study)
        self._threads = threads
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="recogniser")
        self._idle: queue.SimpleQueue[Process] = queue.SimpleQueue()
        self._children: set[Process] = set()
        self._lock = threading.Lock()
        self._closed = False

    @cached_property
    def _digest(self) -> str:
        if digest := digest_of_file(self._path):
            return digest
        raise ModelMissing(model=self._path.stem, folder=self._path.parent)

    @cached_property
    def identity(self) -> str:
        """Engine, model, options and threads. Raises ModelMissing."""
        engine = self._settings.engine
        versions = ", ".join(f"{package} {version(package)}" for package in (engine, _BELOW[engine]))
        model = f"model {self._path.stem} sha256:{self._digest[:12]}"
        return f"{versions}, {model}, beam {self._settings.beam_size}, threads {self._threads}"

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        """The words of each window, in order.

        Raises TranscriberDied when a batch ends two processes, ModelMissing, ModelDamaged; KeyboardInterrupt when
        the pool is closed meanwhile, so that nobody takes the interruption for a failure of this recording.
        """
        prompt = f"{sound.hints} {self._settings.prompt}".strip()
        futures: list[Future[Json]] = []
        try:
            for batch in batches(windows, self._settings.batch):
                asked = {"windows": [(w.start, w.end) for w in batch], "audio": str(sound.path), "seed": sound.digest}
                futures.append(self._pool.submit(self._hear, asked | {"prompt": prompt}, sound.recording))
            answers = [answer for future in futures for answer in future.result()["windows"]]
            return tuple(_heard(window, answer) for window, answer in zip(windows, answers, strict=True))
        except (CancelledError, RuntimeError):
            if self._closed:
                raise KeyboardInterrupt from None
            raise
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """End the processes, in the middle of a window too."""
        with self._lock:
            self._closed = True
            children = tuple(self._children)
        for child in children:
            child.end()
        self._pool.shutdown(cancel_futures=True)

    def _hear(self, batch: Json, recording: str) -> Json:
        problem = ""
        for fresh in (False, True):
            child = self._take(fresh)
            try:
                answer = child.ask(batch)
            except Died as died:
                problem = str(died)
                self._drop(child)
            except BaseException:
                self._drop(child)
                raise
            else:
                self._idle.put(child)
                return answer
        raise TranscriberDied(recording=recording, problem=problem)

    def _take(self, fresh: bool) -> Process:
        with contextlib.suppress(queue.Empty):
            while not fresh:
                child = self._idle.get_nowait()
                if child.alive():
                    return child
                self._drop(child)
        with self._lock:
            if self._closed:
                raise CancelledError
            child = Process(self._order, self._threads, "pipeline.adapters.engines.child")
            self._children.add(child)
        return child

    @cached_property
    def _order(self) -> Json:
        settings = self._settings
        return {
            "engine": settings.engine,
            "path": str(self._path),
            "name": self._path.stem,
            "digest": self._digest,
            "threads": self._threads,
            "language": settings.language,
            "beam": settings.beam_size,
            "precision": settings.precision,
            "temperatures": settings.temperatures,
        }

    def _drop(self, child: Process) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()


def batches(windows: Sequence[Stretch], size: int) -> list[Sequence[Stretch]]:
    """Neighbouring windows to decode together: few batches of about the same size, and an even number of them.

    So two processes share a recording; it depends on nothing else, for what is decoded together is an input.
    """
    count = min(len(windows), 2 * -(-len(windows) // (2 * size)))
    cuts = [len(windows) * number // count for number in range(count + 1)] if count else [0]
    return [windows[start:end] for start, end in pairwise(cuts)]


def _heard(window: Stretch, answer: Json) -> Heard:
    """Words kept inside the window, in order of time; they get their ids later."""
    words: list[Word] = []
    for text, start, end, sure in answer["words"]:
        start = min(max(start, window.start, words[-1].end or 0.0 if words else 0.0), window.end)
        words.append(Word("", text, start, min(max(end, start), window.end), sure))
    return Heard(window, tuple(words), answer["temperature"])
