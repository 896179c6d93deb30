"""The tree gives the published roots and proofs, and its verifier takes nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.chain import leaf_hash
from evidence.merkle import (
    EMPTY_ROOT,
    Tree,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "merkle.json").read_text()
)
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves_hex"]]

sizes = st.integers(1, 130)


def some_leaves(count: int) -> list[bytes]:
    return [leaf_hash(f"leaf {place}".encode()) for place in range(count)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, written down as it is printed there: the oracle."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_growth(earlier: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2."""
    if earlier == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if earlier <= k:
        return [*naive_growth(earlier, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_growth(earlier - k, leaves[k:], False), naive_root(leaves[:k])]


@pytest.mark.parametrize("vector", VECTORS["roots"], ids=lambda vector: str(vector["size"]))
def test_the_published_roots_come_out(vector: dict[str, Any]) -> None:
    assert root_of(LEAVES[: vector["size"]]).hex() == vector["root_hex"]


def test_the_published_leaves_and_nodes_come_out() -> None:
    assert [leaf.hex() for leaf in LEAVES] == VECTORS["leaf_hashes"]
    for node in VECTORS["nodes"]:
        width = 1 << node["level"]
        start = node["index"] * width
        assert root_of(LEAVES[start : start + width]).hex() == node["hash"]


def test_the_published_constants_come_out() -> None:
    extra = VECTORS["extra_published"]

    assert leaf_hash(b"L123456").hex() == extra["leaf_of_L123456"]
    assert node_hash(b"N123", b"N456").hex() == extra["node_of_N123_N456"]
    assert EMPTY_ROOT.hex() == extra["empty_root"]
    assert leaf_hash(b"").hex() == extra["empty_leaf"]


@pytest.mark.parametrize("vector", VECTORS["frontiers"], ids=lambda vector: str(vector["size"]))
def test_the_frontier_is_the_roots_of_the_complete_subtrees(vector: dict[str, Any]) -> None:
    tree = Tree(LEAVES[: vector["size"]])

    assert [one.hex() for one in tree.frontier] == vector["hashes"]


@pytest.mark.parametrize(
    "vector", VECTORS["larger_tree"]["sizes"], ids=lambda vector: str(vector["size"])
)
def test_larger_trees_have_the_roots_and_frontiers_of_the_reference(vector: dict[str, Any]) -> None:
    tree = Tree(some_leaves(vector["size"]))

    assert tree.root().hex() == vector["root"]
    assert [one.hex() for one in tree.frontier] == vector["frontier"]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda v: f"{v['index']}-{v['size']}")
def test_inclusion_proofs_are_those_of_the_reference(vector: dict[str, Any]) -> None:
    index, size = vector["index"], vector["size"]

    proof = prove_inclusion(index, LEAVES[:size])

    assert [one.hex() for one in proof] == vector["proof"]
    assert verify_inclusion(index, size, LEAVES[index], proof, bytes.fromhex(vector["root"]))


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda v: f"{v['m']}-{v['n']}")
def test_consistency_proofs_are_those_of_the_reference(vector: dict[str, Any]) -> None:
    m, n = vector["m"], vector["n"]

    proof = prove_consistency(m, LEAVES[:n])

    assert [one.hex() for one in proof] == vector["proof"]
    roots = bytes.fromhex(vector["root_m"]), bytes.fromhex(vector["root_n"])
    assert verify_consistency(m, n, *roots, proof)


@given(st.integers(0, 200))
def test_the_frontier_gives_the_root_of_the_definition(size: int) -> None:
    leaves = some_leaves(size)
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)

    assert tree.size == size
    assert tree.root() == naive_root(leaves)
    assert Tree.restore(size, tree.frontier).root() == tree.root()


def test_the_root_is_right_after_every_append() -> None:
    tree = Tree()

    for size, leaf in enumerate(some_leaves(70), start=1):
        tree.append(leaf)
        assert tree.root() == naive_root(some_leaves(size))


@given(st.data(), sizes)
def test_every_inclusion_proof_is_that_of_the_definition(data: st.DataObject, size: int) -> None:
    leaves = some_leaves(size)
    index = data.draw(st.integers(0, size - 1))

    proof = prove_inclusion(index, leaves)

    assert list(proof) == naive_path(index, leaves)
    assert verify_inclusion(index, size, leaves[index], proof, naive_root(leaves))


@given(st.data(), sizes)
def test_every_consistency_proof_is_that_of_the_definition(data: st.DataObject, size: int) -> None:
    leaves = some_leaves(size)
    earlier = data.draw(st.integers(1, size))

    proof = prove_consistency(earlier, leaves)

    assert list(proof) == naive_growth(earlier, leaves)
    old, new = naive_root(leaves[:earlier]), naive_root(leaves)
    assert verify_consistency(earlier, size, old, new, proof)


def spoiled(proof: Sequence[bytes]) -> list[list[bytes]]:
    """The alterations of the reference that apply to any proof."""
    found = [[*proof, bytes(32)]]
    if proof:
        found += [list(proof[1:]), list(proof[:-1])]
        found += [[*proof[:-1], proof[-1][:31]], [*proof[:-1], proof[-1] + b"\x00"]]
    for place, one in enumerate(proof):
        for bit in (0, 7, 255):
            changed = bytearray(one)
            changed[bit // 8] ^= 1 << bit % 8
            found.append([*proof[:place], bytes(changed), *proof[place + 1 :]])
    for place in range(len(proof) - 1):
        swapped = list(proof)
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        if swapped != list(proof):
            found.append(swapped)
    return found


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda v: f"{v['index']}-{v['size']}")
def test_an_altered_inclusion_proof_is_refused(vector: dict[str, Any]) -> None:
    index, size = vector["index"], vector["size"]
    leaf, root = LEAVES[index], bytes.fromhex(vector["root"])
    proof = prove_inclusion(index, LEAVES[:size])

    for changed in spoiled(proof):
        assert not verify_inclusion(index, size, leaf, changed, root)
    assert not verify_inclusion(size, size, leaf, proof, root)
    assert not verify_inclusion(-1, size, leaf, proof, root)
    assert not verify_inclusion(index, 0, leaf, proof, root)
    assert not verify_inclusion(index, size, flipped(leaf), proof, root)
    assert not verify_inclusion(index, size, leaf, proof, flipped(root))
    assert not verify_inclusion(index, size, leaf[:31], proof, root)
    assert not verify_inclusion(index, size, leaf, proof, root + b"\x00")
    for other in range(size):
        assert other == index or not verify_inclusion(other, size, leaf, proof, root)


def test_a_byte_moved_between_leaf_and_sibling_is_refused_though_the_root_is_the_same() -> None:
    leaf, sibling = LEAVES[:2]
    root = root_of([leaf, sibling])

    assert verify_inclusion(0, 2, leaf, [sibling], root)
    assert not verify_inclusion(0, 2, leaf[:31], [leaf[31:] + sibling], root)
    assert not verify_inclusion(0, 2, leaf + sibling[:1], [sibling[1:]], root)


@pytest.mark.parametrize("size", range(1, 40))
def test_a_proof_for_one_size_is_refused_at_another_that_needs_another_shape(size: int) -> None:
    """Where the path of a leaf has the same turns in both sizes the root alone tells them apart."""
    leaves = some_leaves(size)
    for index in range(size):
        proof = prove_inclusion(index, leaves)
        for other in (size - 1, size + 1):
            root = naive_root(some_leaves(other))
            assert not verify_inclusion(index, other, leaves[index], proof, root)


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda v: f"{v['m']}-{v['n']}")
def test_an_altered_consistency_proof_is_refused(vector: dict[str, Any]) -> None:
    m, n = vector["m"], vector["n"]
    old, new = bytes.fromhex(vector["root_m"]), bytes.fromhex(vector["root_n"])
    proof = prove_consistency(m, LEAVES[:n])

    for changed in spoiled(proof):
        assert not verify_consistency(m, n, old, new, changed)
    assert not verify_consistency(0, n, old, new, proof)
    assert not verify_consistency(n + 1, n, old, new, proof)
    assert not verify_consistency(m, n, flipped(old), new, proof)
    assert not verify_consistency(m, n, old, flipped(new), proof)
    assert not verify_consistency(m, n, old[:31], new, proof)
    assert not verify_consistency(m, n, old, new[:31], proof)
    if m < n:
        assert not verify_consistency(m, n, old, new, ())
        assert not verify_consistency(m, n, new, old, proof)
        assert not verify_consistency(n, m, old, new, proof)
    else:
        assert not verify_consistency(m, n, old, flipped(old), ())


def test_a_proof_is_asked_only_for_what_there_is() -> None:
    for index in (-1, 8):
        with pytest.raises(IndexError, match=f"no leaf {index} in 8"):
            prove_inclusion(index, LEAVES)
    for earlier in (0, 9):
        with pytest.raises(IndexError, match=f"no tree of {earlier} leaves grew into one of 8"):
            prove_consistency(earlier, LEAVES)


@pytest.mark.parametrize(("size", "hashes"), [(1, 0), (1, 2), (3, 1), (-1, 0), (0, 1)])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, hashes: int) -> None:
    with pytest.raises(ValueError, match="complete subtrees"):
        Tree.restore(size, [bytes(32)] * hashes)
