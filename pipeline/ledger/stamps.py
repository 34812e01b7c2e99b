"""Timestamps (RFC 3161) of checkpoints: an outside service says that a checkpoint was there at some time.

Asking it is left to the steward: a request and an answer are files. Only a digest leaves the machine.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import (
    CasusError,
    CertificatesNotRead,
    NothingToStamp,
    StampsMissing,
    StampUnreadable,
    StampWrong,
)
from pipeline.ledger.checkpoints import Checkpoint, checkpoints_in, file_name
from pipeline.store import write

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Stamped:
    """Timestamps that were verified, with their time; how many could not be, for want of the library; what is wrong."""

    times: tuple[tuple[str, datetime], ...] = ()
    unread: int = 0
    problems: tuple[CasusError, ...] = ()


def request(folder: Path) -> Path:
    """Write a request for the last checkpoint of the log in `folder`. Raises NothingToStamp, StampsMissing."""
    _library()
    from rfc3161_client import TimestampRequestBuilder

    path = _last(folder)
    asked = path.with_suffix(".tsq")
    write(asked, TimestampRequestBuilder().data(path.read_bytes()).build().as_bytes())
    return asked


def accept(folder: Path, response: Path, roots: Path) -> datetime:
    """Keep the answer to the last request beside its checkpoint, with the certificates; the time it tells.

    Raises StampWrong, StampUnreadable, NothingToStamp, CertificatesNotRead, StampsMissing, StorageFailed.
    """
    _library()
    asked = sorted((folder / "checkpoints").glob("*.tsq"))
    if not asked:
        raise NothingToStamp
    path = asked[-1].with_suffix(".checkpoint")
    stamp = asked[-1].with_suffix(".tsr")
    certificates = _bytes(roots)
    try:
        answer, data = response.read_bytes(), path.read_bytes()
    except OSError:
        raise StampUnreadable(stamp=stamp.name) from None
    time = _time(answer, data, _certificates(certificates), stamp.name)
    write(stamp.with_suffix(".pem"), certificates)
    write(stamp, answer)
    return time


def check_stamps(folder: Path, checkpoints: Sequence[Checkpoint], roots: Path | None) -> Stamped:
    """Verify, at the time it tells, each timestamp that lies beside these checkpoints. Raises CertificatesNotRead."""
    stamps = [folder / "checkpoints" / file_name(checkpoint.size) for checkpoint in checkpoints]
    stamps = [path.with_suffix(".tsr") for path in stamps if path.with_suffix(".tsr").is_file()]
    if not stamps or importlib.util.find_spec("rfc3161_client") is None:
        return Stamped(unread=len(stamps))
    times, problems = [], []
    for stamp in stamps:
        try:
            trusted = _certificates(_bytes(roots or stamp.with_suffix(".pem")))
            data = stamp.with_suffix(".checkpoint").read_bytes()
            times.append((stamp.name, _time(stamp.read_bytes(), data, trusted, stamp.name)))
        except (StampWrong, StampUnreadable) as problem:
            problems.append(problem)
        except CertificatesNotRead:
            if roots:
                raise
            problems.append(StampWrong(stamp=stamp.name))
    return Stamped(tuple(times), 0, tuple(problems))


def _time(answer: bytes, data: bytes, trusted: list[Certificate], name: str) -> datetime:
    """When this was stamped, if the answer is about these bytes and somebody trusted signed it."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=trusted).build()
        verifier.verify_message(response, data)
    except VerificationError:
        raise StampWrong(stamp=name) from None
    except ValueError:  # among them certificates in an order that this library does not read
        raise StampUnreadable(stamp=name) from None
    return response.tst_info.gen_time


def _certificates(data: bytes) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(data)
    except ValueError:
        raise CertificatesNotRead from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise CertificatesNotRead from None


def _last(folder: Path) -> Path:
    """The file of the last checkpoint."""
    checkpoints, _ = checkpoints_in(folder)
    if not checkpoints:
        raise NothingToStamp
    return folder / "checkpoints" / file_name(checkpoints[-1].size)


def _library() -> None:
    if importlib.util.find_spec("rfc3161_client") is None:
        raise StampsMissing
