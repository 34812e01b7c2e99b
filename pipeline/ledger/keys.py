"""Ed25519 keys, as C2SP signed notes use them: a name (the log's origin), and an id made of name and public key.

The signing key lies outside the study, closed with a passphrase; the public key is one line that the steward hands to
the auditor in person.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import KeyExists, KeyNotRead, PassphraseShort, PassphraseWrong
from pipeline.ledger.entries import KEY_LINE
from pipeline.store import write

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LEAST = 12  # characters of a passphrase
_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What an auditor holds."""

    name: str
    raw: bytes  # 32

    @property
    def id(self) -> bytes:
        """Four bytes that tell this key from others with the name."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def line(self) -> str:
        """As C2SP writes it: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    def verifies(self, signature: bytes, text: bytes) -> bool:
        """Whether this key made the signature of that text."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What a steward signs with."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """What belongs to it."""
        return PublicKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self.private.sign(text)


def public_key(line: str) -> PublicKey:
    """The key in a line. Raises KeyNotRead."""
    line = line.strip()
    if not re.fullmatch(KEY_LINE, line):
        raise KeyNotRead
    name, _, key = line.split("+", 2)
    made = PublicKey(name, base64.b64decode(key)[1:])
    if made.line != line:  # another kind of key, or an id that does not belong to it
        raise KeyNotRead
    return made


def read_public(path: Path) -> PublicKey:
    """The key in the auditor's file. Raises KeyNotRead."""
    try:
        return public_key(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise KeyNotRead from None


def make_key(path: Path, name: str, passphrase: str) -> SigningKey:
    """A new key in this file, and its public half in a .pub beside it.

    Raises KeyExists, PassphraseShort, StorageFailed.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(passphrase) < LEAST:
        raise PassphraseShort(least=LEAST)
    public = public_file(path)
    if path.exists() or public.exists():
        raise KeyExists
    key = SigningKey(name, Ed25519PrivateKey.generate())
    closed = key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    write(path, closed)
    write(public, f"{key.public.line}\n".encode())
    return key


def public_file(path: Path) -> Path:
    """Where the public half of a key lies."""
    return path.with_name(path.name + ".pub")


def read_key(path: Path, name: str, passphrase: Callable[[], str]) -> SigningKey:
    """The key in this file; the passphrase is asked for once there is one.

    Raises KeyNotRead, PassphraseWrong.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        data = path.read_bytes()
    except OSError:
        raise KeyNotRead from None
    if b"ENCRYPTED" not in data:
        raise KeyNotRead
    try:
        private = serialization.load_pem_private_key(data, passphrase().encode())
    except (ValueError, TypeError) as problem:
        raise (PassphraseWrong if "password" in str(problem).lower() else KeyNotRead) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyNotRead
    return SigningKey(name, private)


def new_origin() -> str:
    """A name for a log that no other log has."""
    return f"casus/{os.urandom(16).hex()}"
