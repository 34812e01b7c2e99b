"""Signed statements of what the log was at some size: C2SP checkpoints, one file each, in `consent/checkpoints/`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CasusError, CheckpointUnreadable, CheckpointUnsigned, SignatureWrong, SignedByOther
from pipeline.ledger.keys import PublicKey, SigningKey
from pipeline.store import write

_TEXT = re.compile(r"([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]{44})\n(?:[^\n]+\n)*", re.ASCII)
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/=]+)\n")
_LARGEST = 1 << 16  # bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was signed: origin, number of entries, root; with every signature that came along."""

    name: str  # how it is called when something is told about it
    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]  # name of the key, its id, signature

    @property
    def note(self) -> str:
        """As it stands in a file."""
        return self.text + "\n" + "".join(_line(*signature) for signature in self.signatures)

    def signer(self, keys: Sequence[PublicKey]) -> PublicKey:
        """Which of these keys signed it, the last first. Raises SignedByOther, SignatureWrong, CheckpointUnsigned."""
        if not self.signatures:
            raise CheckpointUnsigned(checkpoint=self.name)
        for key in reversed(keys):
            for name, id_, signature in self.signatures:
                if (name, id_) == (key.name, key.id):
                    if not key.verifies(signature, self.text.encode()):
                        raise SignatureWrong(checkpoint=self.name)
                    return key
        raise SignedByOther(checkpoint=self.name)


def signed(origin: str, size: int, root: bytes, key: SigningKey) -> Checkpoint:
    """A new checkpoint."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = (key.name, key.public.id, key.sign(text.encode()))
    return Checkpoint(file_name(size), origin, size, root, text, (signature,))


def checkpoint_in(data: bytes, name: str) -> Checkpoint:
    """What a file holds. Raises CheckpointUnreadable."""
    try:
        text, blank, lines = data[:_LARGEST].decode().rpartition("\n\n")
        text = text + "\n" if blank else data.decode()
        found = _TEXT.fullmatch(text)
        signatures = tuple((m["name"], *_parts(m["signature"])) for m in _SIGNATURE.finditer(lines)) if blank else ()
        if not found:
            raise ValueError
        made = Checkpoint(name, found[1], int(found[2]), _bytes(found[3]), text, signatures)
    except ValueError:
        raise CheckpointUnreadable(checkpoint=name) from None
    if (blank and made.note.encode() != data) or len(made.root) != 32:
        raise CheckpointUnreadable(checkpoint=name)
    return made


def read_checkpoint(path: Path, name: str) -> Checkpoint:
    """The checkpoint in a file. Raises CheckpointUnreadable."""
    try:
        return checkpoint_in(path.read_bytes(), name)
    except OSError:
        raise CheckpointUnreadable(checkpoint=name) from None


def checkpoints_in(folder: Path) -> tuple[list[Checkpoint], list[CasusError]]:
    """Every checkpoint of the log in `folder`, from small to large; and what is wrong with those that are none."""
    found: list[Checkpoint] = []
    wrong: list[CasusError] = []
    for number, path in enumerate(sorted((folder / "checkpoints").glob("*.checkpoint")), start=1):
        name = path.name if re.fullmatch(r"\d+\.checkpoint", path.name, re.ASCII) else f"nr. {number}"
        try:
            checkpoint = read_checkpoint(path, name)
            if path.name != file_name(checkpoint.size):
                raise CheckpointUnreadable(checkpoint=name)
            found.append(checkpoint)
        except CheckpointUnreadable as error:
            wrong.append(error)
    return found, wrong


def keep(checkpoint: Checkpoint, folder: Path) -> Path:
    """Put it beside the log. Raises StorageFailed."""
    path = folder / "checkpoints" / file_name(checkpoint.size)
    write(path, checkpoint.note.encode())
    return path


def file_name(size: int) -> str:
    """How the checkpoint of so many entries is called."""
    return f"{size:012d}.checkpoint"


def _line(name: str, id_: bytes, signature: bytes) -> str:
    return f"— {name} {base64.b64encode(id_ + signature).decode()}\n"


def _parts(text: str) -> tuple[bytes, bytes]:
    data = _bytes(text)
    return data[:4], data[4:]


def _bytes(text: str) -> bytes:
    """What base64 stands for, where it is written in the one right way. Raises ValueError."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError from None
    if base64.b64encode(data).decode() != text:
        raise ValueError
    return data
