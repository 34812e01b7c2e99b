"""The Merkle tree of RFC 6962 over the lines of the log: its root, and proofs of what is in it. Digests: 32 bytes."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf(line: bytes) -> bytes:
    """The digest of one line, without its newline."""
    return sha256(b"\x00" + line).digest()


class Tree:
    """A tree that grows: keeps one digest for every complete part, so a million lines take twenty."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []  # from the largest to the smallest; their sizes are the bits of `size`

    def add(self, digest: bytes) -> None:
        """Put in the next leaf."""
        size = self.size
        while size & 1:
            digest = _node(self._parts.pop(), digest)
            size >>= 1
        self._parts.append(digest)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of all that was put in; of nothing, the digest of nothing."""
        if not self._parts:
            return sha256().digest()
        *others, root = self._parts
        for part in reversed(others):
            root = _node(part, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of these leaves."""
    tree = Tree()
    for digest in leaves:
        tree.add(digest)
    return tree.root


def inclusion(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """What proves that leaf `index` is in the tree of `leaves`: its path to the root (RFC 6962, 2.1.1)."""
    if len(leaves) == 1:
        return ()
    half = _split(len(leaves))
    if index < half:
        return (*inclusion(index, leaves[:half]), root_of(leaves[half:]))
    return (*inclusion(index - half, leaves[half:]), root_of(leaves[:half]))


def includes(digest: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether this path leads from leaf `index` of `size` leaves to `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(root) != 32:
        return False
    last = size - 1
    for step in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            digest = _node(step, digest)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = _node(digest, step)
        index, last = index >> 1, last >> 1
    return last == 0 and digest == root


def consistency(size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """What proves that the tree of `leaves` begins with its first `size` (at least one) leaves (RFC 6962, 2.1.2)."""
    return () if size == len(leaves) else _below(size, leaves, known=True)


def _below(size: int, leaves: Sequence[bytes], known: bool) -> tuple[bytes, ...]:
    """The path within a part of the tree; `known`: the reader has the root of the part's first `size` leaves."""
    if size == len(leaves):
        return () if known else (root_of(leaves),)
    half = _split(len(leaves))
    if size <= half:
        return (*_below(size, leaves[:half], known), root_of(leaves[half:]))
    return (*_below(size - half, leaves[half:], known=False), root_of(leaves[:half]))


def consistent(size: int, root: bytes, later: int, later_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree with `later` leaves begins with the one with `size` leaves (RFC 9162, 2.1.4.2)."""
    if not 0 < size <= later:
        return False
    if size == later:
        return not path and root == later_root
    steps = list(path)
    if size & (size - 1) == 0:  # a complete tree: its root is on the path, and left out
        steps.insert(0, root)
    if not steps:
        return False
    first, last = size - 1, later - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = _node(step, old), _node(step, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = _node(new, step)
        first, last = first >> 1, last >> 1
    return last == 0 and old == root and new == later_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
