"""Where anything of a recording, or of a whole case, lies in a study. Paths are relative to it, with slashes."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from pipeline.inbox.quarantine import sync
from pipeline.mirror import Manifest, listed
from pipeline.store import Study, to_json, write

SOUND = ("vault/originals", "vault/audio", "vault/scratch", "vault/bleeped", "sound", "work/receipts/bleep")
WITHOUT_NAMES = ("vault/bleeped", "sound", "work/receipts/bleep")
OUTPUTS = ("release", "sound", "archive", "reports")  # what was made to be looked at or taken along
KINDS = frozenset(
    "originals audio scratch heard voices verbatim findings hints speakers held decisions concept register redacted "
    "bleeped recordings kept retired consent salts quarantine receipts states times release sound archive "
    "reports inbox".split()
)
_ELSEWHERE = ("inbox", "consent", "models", "vault/quarantine")  # known by what they hold, or nobody's


def traces(study: Study, recordings: Collection[str], case: str = "", below: tuple[str, ...] = ("",)) -> Iterator[str]:
    """Every file of these recordings (ids), or, with `case`, of the whole case, whoever wrote it.

    Files are known by their names: nothing we write is called otherwise. `below`: only in these folders.
    """
    for path in _files(study.root, below):
        if _is_of(PurePosixPath(path), recordings, case):
            yield path


def concerns(path: str, recordings: Collection[str]) -> bool:
    """Whether a file holds anything of these recordings, as far as its name tells; what is of all cases does."""
    return _is_of(PurePosixPath(path), recordings, "") or is_shared(path)


def is_shared(path: str) -> bool:
    """Whether this is made of all cases together: an overview, a project of all transcripts, an archive."""
    parts = PurePosixPath(path).parts
    return parts[0] in ("archive", "reports") or (parts[0] == "release" and parts[1] not in ("by-case", "by-role"))


def shared(study: Study) -> Iterator[str]:
    """What the study made of all cases together: it is made again of what remains."""
    ours = set(_ours(study))
    for path in _files(study.root, OUTPUTS):
        if is_shared(path) and (path in ours or path.startswith("reports/")):
            yield path
    yield from _files(study.root, ("vault/scratch/archive", "work/receipts/archive"))  # of an archive, half made
    yield from _files(study.root, ("work/receipts/release",))  # they tell digests of what goes


def strangers(study: Study) -> set[str]:
    """What lies among what we made and was made by somebody else: a person must look at it."""
    return set(_files(study.root, ("release", "sound", "archive"))).difference(_ours(study))


def taken_back(study: Study, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of these files that we made to leave, sorted, as the log calls them: "by-case/...", "sound/..."."""
    ours = sorted(set(paths).intersection(_ours(study)))
    return tuple(path.removeprefix("release/") for path in ours if path.startswith(("release/", "sound/")))


def kind_of(path: str) -> str:
    """What a file is counted as: "originals", "verbatim", "receipts", "release"; "other": nothing of ours.

    Counts go into the log, and what somebody else called a file may be a name.
    """
    parts = PurePosixPath(path).parts
    kind = parts[1] if parts[0] in ("vault", "work") and len(parts) > 1 else parts[0]
    return kind if kind in KINDS else "other"


def counted(paths: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How many files of each kind, by kind."""
    return tuple(sorted(Counter(map(kind_of, paths)).items()))


def delete(study: Study, paths: Iterable[str]) -> None:
    """Delete files and folders, and what lies empty without them; what is gone is gone. Raises OSError."""
    gone = tuple(paths)
    for path in gone:
        there = study.root / path
        if there.is_dir() and not there.is_symlink():
            shutil.rmtree(there)
        else:
            there.unlink(missing_ok=True)
        for parent in tuple(PurePosixPath(path).parents)[:-1]:
            with suppress(OSError):  # not empty, or gone
                (study.root / parent).rmdir()
    for folder in {next(there for there in (study.root / path).parents if there.is_dir()) for path in gone}:
        sync(folder)
    for manifest in sorted(study.work.glob("*.json")):
        _forget(manifest, gone)


def _is_of(path: PurePosixPath, recordings: Collection[str], case: str) -> bool:
    """Whether a path is that of one of these recordings ("casus-04_leraar-1", "casus-04/leraar-1"), or of the case."""
    stems = [part.partition(".")[0] for part in path.parts]
    pairs = {f"{folder}_{stem}" for folder, stem in pairwise(stems)}
    if not pairs.union(stems).isdisjoint(recordings):
        return True
    return bool(case) and any(stem == case or stem.startswith(f"{case}_") for stem in stems)


def _files(root: Path, below: tuple[str, ...]) -> Iterator[str]:
    """Every file below these folders of a study, and every link; sorted."""
    found = set[str]()
    for start in below:
        for folder, folders, names in os.walk(root / start):
            here = Path(folder).relative_to(root).as_posix()
            inside = "" if here == "." else f"{here}/"
            folders[:] = [name for name in folders if f"{inside}{name}" not in _ELSEWHERE]
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            found.update(f"{inside}{name}" for name in (*names, *links))
    yield from sorted(found)


def _ours(study: Study) -> Iterator[str]:
    """What the study's manifests say that it made: `work/sound.json` tells of `sound/`."""
    for manifest in study.work.glob("*.json"):
        if _is_manifest(manifest):
            folder = manifest.stem if (study.root / manifest.stem).is_dir() else "release"
            yield from (f"{folder}/{place}" for place in listed(manifest))


def _is_manifest(path: Path) -> bool:
    try:
        TypeAdapter(Manifest).validate_json(path.read_bytes())
    except (ValidationError, OSError):
        return False
    return True


def _forget(manifest: Path, gone: Collection[str]) -> None:
    """Take these out of a manifest: a digest of what was withdrawn tells of it too. Raises StorageFailed."""
    if not _is_manifest(manifest):
        return
    before = TypeAdapter(Manifest).validate_json(manifest.read_bytes())
    kept = tuple((place, digest) for place, digest in before if not any(path.endswith(f"/{place}") for path in gone))
    if kept != before:
        write(manifest, to_json(kept))
