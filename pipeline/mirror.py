"""A folder that holds exactly the files it is given, beside what others put there.

A manifest (paths and digests) tells our files from theirs. It knows a file before it is written, so that whatever a
kill leaves behind is known again by the next run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pipeline.errors import StorageFailed, VaultDamaged
from pipeline.store import digest_of, digest_of_file, read_json, to_json, write

Manifest = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was done to a folder. Paths are relative to it, with slashes."""

    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    strangers: tuple[str, ...]  # files that we did not make: never touched


def mirror(
    files: Mapping[str, bytes], folder: Path, manifest: Path, kept: Mapping[str, str] = MappingProxyType({})
) -> Mirrored:
    """Take away our files that are no longer wanted, then write those that differ. Raises StorageFailed.

    `kept`: the digests of files that lie there as they should.
    """
    wanted = {path: digest_of(data) for path, data in files.items()} | dict(kept)
    with _storage(folder):
        before = _read(manifest)
        if before != wanted:
            write(manifest, _manifest(before | wanted))
        removed = tuple(path for path in sorted(before.keys() - wanted.keys()) if _remove(folder, path))
        for half in tuple(folder.rglob(".half-*")):  # left by a killed `write`
            _remove(folder, half.relative_to(folder).as_posix())
        written = tuple(path for path in sorted(files) if digest_of_file(folder / path) != wanted[path])
        for path in written:
            write(folder / path, files[path])
        if before != wanted:
            write(manifest, _manifest(wanted))
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return Mirrored(written, len(wanted) - len(written), removed, tuple(sorted(there - wanted.keys())))


def move_in(file: Path, place: str, folder: Path, manifest: Path) -> None:
    """Move a whole file to its place in a folder: for what is too large to hold in memory. Raises StorageFailed."""
    with _storage(folder):
        write(manifest, _manifest(_read(manifest) | {place: digest_of_file(file)}))
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        file.replace(folder / place)


def keep_only(places: Collection[str], folder: Path, manifest: Path) -> tuple[str, ...]:
    """Take away our files that are at no place of these, and say which they were. Raises StorageFailed."""
    with _storage(folder):
        before = _read(manifest)
        removed = tuple(place for place in sorted(before.keys() - set(places)) if _remove(folder, place))
        if before.keys() - set(places):
            write(manifest, _manifest({place: digest for place, digest in before.items() if place in places}))
    return removed


def digests(manifest: Path) -> dict[str, str]:
    """What a manifest says that we made, by place, with its SHA-256; nothing where there is no whole one."""
    return _read(manifest)


def listed(manifest: Path) -> tuple[str, ...]:
    """What a manifest says that we made, relative to its folder, sorted; nothing where there is no whole one."""
    return tuple(sorted(_read(manifest)))


def _remove(folder: Path, path: str) -> bool:
    """Remove a file, and the folders that are empty without it; False: it was gone already."""
    there = (folder / path).exists()
    (folder / path).unlink(missing_ok=True)
    for parent in Path(path).parents:
        with suppress(OSError):  # not empty, or gone
            (folder / parent).rmdir()
    return there


def _read(manifest: Path) -> dict[str, str]:
    """What we made before; nothing where that is not known: such files are strangers then."""
    try:
        return dict(read_json(Manifest, manifest))
    except (FileNotFoundError, VaultDamaged):
        return {}


def _manifest(digests: Mapping[str, str]) -> bytes:
    return to_json(tuple(sorted(digests.items())))


@contextmanager
def _storage(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed(where=folder.name, problem=error.strerror or "?") from None
