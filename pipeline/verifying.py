"""Is what somebody received what was released? Offline, also with one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.consent.sidecar import tied
from pipeline.errors import NotConsentJson, NothingToVerify
from pipeline.seal import SIDECAR, Checked, own_seal
from pipeline.store import digest_of


def verify(paths: Iterable[Path], known: frozenset[str] | None = None) -> tuple[Checked, ...]:
    """Each file, and every file in each folder, by its own seal and by the consent file that lies beside it.

    `known` are the SHA-256 of what a log says is released now; a file that is not among them is changed. Raises
    NothingToVerify, OSError.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise NothingToVerify
    beside = {file.parent: _tied(file.parent) for file in files}
    return tuple(_checked(file, beside[file.parent], known) for file in files)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.is_file())
    return [path] if path.is_file() else []


def _tied(folder: Path) -> dict[str, str]:
    """The digest of every file that a consent file in this folder speaks of; "" where the two disagree."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob(f"*{SIDECAR}")):
        try:
            said = tied(file.read_bytes())
        except NotConsentJson:
            continue
        for ending, digest in said.files.items():
            found[f"{file.name.removesuffix(SIDECAR)}.{ending}"] = digest
    return found


def _checked(file: Path, beside: dict[str, str], known: frozenset[str] | None) -> Checked:
    data = file.read_bytes()
    digest, state = digest_of(data), own_seal(data)
    ties = not file.name.endswith(SIDECAR) or _ties(file, data)
    fits = beside.get(file.name, digest) == digest and (known is None or digest in known)
    if state == "changed" or not ties or not fits:
        return Checked(file, "changed")
    consent = file.name in beside or file.name.endswith(SIDECAR)
    by = ", ".join(_shown(state == "whole", consent, known is not None))
    return Checked(file, "whole" if by else "unsealed", by)


def _ties(file: Path, data: bytes) -> bool:
    """Whether a consent file can be read, and the files it speaks of that lie beside it are as it says."""
    try:
        said = tied(data)
    except NotConsentJson:
        return False
    name = file.name.removesuffix(SIDECAR)
    there = {file.with_name(f"{name}.{ending}"): digest for ending, digest in said.files.items()}
    return all(digest_of(other.read_bytes()) == digest for other, digest in there.items() if other.is_file())


def _shown(seal: bool, consent: bool, log: bool) -> Iterator[str]:
    yield from (name for name, holds in (("seal", seal), ("consent", consent), ("log", log)) if holds)
