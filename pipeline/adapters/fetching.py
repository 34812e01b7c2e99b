"""Fetching a published speech model: the only thing in this package that goes online, and only when a person asks."""

from __future__ import annotations

import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from errno import ENOSPC
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError

from pipeline.adapters.engines.checkpoints import published_digest
from pipeline.errors import ModelFolderMissing, ModelNotAsPublished, ModelNotFetched, ModelUnknown, StorageFailed
from pipeline.store import digest_of_file

Tell = Callable[[int, int], None]  # (bytes that are here, bytes in all)
_WAIT = 60  # seconds without an answer
_PIECE = 1 << 20
_PART, _NO_MORE = 206, 416  # HTTP: what was asked for; there is nothing behind where it starts


def fetch_model(model: str, folder: Path, tell: Tell) -> Path:
    """Fetch a model and check its published digest; the file is complete or absent. Goes on with an earlier try.

    Raises ModelUnknown, ModelFolderMissing, ModelNotFetched, ModelNotAsPublished, StorageFailed.
    """
    import whisper

    if model not in whisper._MODELS:
        raise ModelUnknown(model=model)
    address: str = whisper._MODELS[model]
    digest, target = published_digest(model), folder / address.split("/")[-1]
    if not folder.parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise ModelFolderMissing(folder=folder)
    try:
        folder.mkdir(exist_ok=True)
        if digest_of_file(target) == digest:
            return target
        part = target.with_name(f".half-{target.name}")
        try:
            _fill(part, address, model, tell)
        finally:
            if not part.stat().st_size:
                part.unlink()
        if digest_of_file(part) != digest:
            part.unlink()
            raise ModelNotAsPublished(model=model)
        part.replace(target)
    except OSError as problem:
        raise StorageFailed(where=folder.name, problem=problem.strerror or type(problem).__name__) from None
    return target


def _fill(part: Path, address: str, model: str, tell: Tell) -> None:
    """Add to the file what is missing of it."""
    with part.open("ab") as stream:
        for start, whole, piece in _coming(address, stream.tell(), model):
            if start != stream.tell():  # the server sends everything again
                stream.truncate(start)
                stream.seek(start)
            if shutil.disk_usage(part.parent).free < whole - start:
                raise StorageFailed(where=part.parent.name, problem=os.strerror(ENOSPC))
            stream.write(piece)
            tell(start + len(piece), whole)
        stream.flush()
        os.fsync(stream.fileno())


def _coming(address: str, start: int, model: str) -> Iterator[tuple[int, int, bytes]]:
    """What comes in: where each piece starts, how long the whole is, its bytes. Raises ModelNotFetched."""
    asked = urllib.request.Request(address, headers={"Range": f"bytes={start}-"})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=_WAIT) as answer:  # noqa: S310
            at = start if answer.status == _PART else 0
            whole = at + int(answer.headers["Content-Length"])
            while piece := answer.read(_PIECE):
                yield at, whole, piece
                at += len(piece)
            if at < whole:
                raise ModelNotFetched(model=model, problem="IncompleteRead")
    except HTTPError as problem:
        if problem.code != _NO_MORE:
            raise ModelNotFetched(model=model, problem=f"HTTP {problem.code}") from None
    except URLError as problem:
        raise ModelNotFetched(model=model, problem=type(problem.reason).__name__) from None
    except (HTTPException, TimeoutError, ConnectionError) as problem:
        raise ModelNotFetched(model=model, problem=type(problem).__name__) from None
