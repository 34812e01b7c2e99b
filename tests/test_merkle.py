"""RFC 6962 as others test it, and our own trees against its definition."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger.merkle import Tree, consistency, consistent, includes, inclusion, leaf, root_of

VECTORS = json.loads((Path(__file__).parent / "data" / "merkle" / "vectors.json").read_text(encoding="utf-8"))
SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "merkle" / "testdata"
NOT_OURS = {
    "inclusion/single-entry/matching-root-and-leaf": "digests that are not 32 bytes",
    "subtreeinclusion": "subtrees are no part of RFC 6962",
    "subtreeconsistency": "subtrees are no part of RFC 6962",
}
LEAVES = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def _data(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - NOT_OURS.keys()))
def test_vectors_of_transparency_dev(name: str) -> None:
    vector: dict[str, Any] = VECTORS[name]
    path = [_data(step) for step in vector["proof"] or ()]
    if name.startswith("inclusion"):
        about = (_data(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], path, _data(vector["root"]))
        assert includes(*about) is not vector["wantErr"]
    else:
        sizes, roots = (vector["size1"], vector["size2"]), (_data(vector["root1"]), _data(vector["root2"]))
        assert consistent(sizes[0], roots[0], sizes[1], roots[1], path) is not vector["wantErr"]


def test_every_vector_there_is_passes_or_is_named() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which users do not have")
    there = {path.relative_to(SHARED).with_suffix("").as_posix() for path in SHARED.rglob("*.json")}
    assert {name for name in there if not name.startswith("subtree")} == VECTORS.keys()


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = max(2**power for power in range(10) if 2**power < len(leaves))
    return sha256(b"\x01" + by_definition(leaves[:half]) + by_definition(leaves[half:])).digest()


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_a_tree_that_grows_has_the_root_of_the_definition(lines: list[bytes]) -> None:
    tree = Tree()
    for count, line in enumerate(lines):
        assert tree.root == by_definition(lines[:count])
        tree.add(leaf(line))
    assert tree.root == by_definition(lines) and tree.size == len(lines)


@given(LEAVES, st.data())
def test_proofs_prove_what_they_should_and_nothing_else(lines: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(line) for line in lines]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, root = inclusion(index, leaves), root_of(leaves)
    assert includes(leaves[index], index, len(leaves), path, root)
    assert not includes(leaf(b"something else"), index, len(leaves), path, root)
    size = data.draw(st.integers(1, len(leaves)))
    way, earlier = consistency(size, leaves), root_of(leaves[:size])
    assert consistent(size, earlier, len(leaves), root, way)
    other = root_of([leaf(b"something else"), *leaves[1:size]])
    assert not consistent(size, other, len(leaves), root, way)
