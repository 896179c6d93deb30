"""The Merkle tree over the leaves of a record, as RFC 6962 section 2.1 draws it.

A chain shows that nothing was changed only to whoever has all of it.  A tree adds three things:
one hash, the *root*, that fixes all leaves at a size; a short proof that one leaf is in it; and
a short proof that a later tree only added leaves to an earlier one.

Rules:

1. A leaf is ``SHA-256(00 || leaf bytes)`` (``chain.leaf_hash``), an inner node
   ``SHA-256(01 || left || right)``, so neither can be passed off as the other.
2. The root of no leaves is ``SHA-256()``, of one leaf its hash, of n leaves the node over the first
   k and the rest, where k is the largest power of two smaller than n.
3. While leaves come in, only the *frontier* is kept: the roots of the complete subtrees, largest
   first, one for each 1-bit of the size.  Everything else follows from it and the next leaves.

Only the standard library is used: an auditor's verifier stands on this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256().digest()

_sha256 = hashlib.sha256


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return _sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows at its end and remembers only its frontier."""

    __slots__ = ("_frontier", "_size")

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._size = 0
        self._frontier: list[bytes] = []
        for leaf_hash in leaf_hashes:
            self.append(leaf_hash)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._size

    @property
    def frontier(self) -> tuple[bytes, ...]:
        """The roots of the complete subtrees, largest first."""
        return tuple(self._frontier)

    @classmethod
    def restore(cls, size: int, frontier: Sequence[bytes]) -> Tree:
        """The tree that once had this size and frontier.

        Raises:
            ValueError: There is not one hash for each 1-bit of the size.
        """
        if size < 0 or size.bit_count() != len(frontier):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees")
        tree = cls()
        tree._size, tree._frontier = size, list(frontier)
        return tree

    def append(self, leaf_hash: bytes) -> None:
        """Add the hash of the next leaf."""
        full, frontier = self._size, self._frontier
        self._size = full + 1
        while full & 1:
            leaf_hash = _sha256(b"\x01" + frontier.pop() + leaf_hash).digest()
            full >>= 1
        frontier.append(leaf_hash)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._frontier:
            return EMPTY_ROOT
        root = self._frontier[-1]
        for left in self._frontier[-2::-1]:
            root = node_hash(left, root)
        return root


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over these leaves."""
    return Tree(leaf_hashes).root()


def prove_inclusion(index: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The proof that leaf *index* is in the tree over *leaf_hashes*, the leaf's sibling first.

    Raises:
        IndexError: There is no such leaf.
    """
    if not 0 <= index < len(leaf_hashes):
        raise IndexError(f"there is no leaf {index} in {len(leaf_hashes)}")
    proof: list[bytes] = []
    start, end = 0, len(leaf_hashes)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(root_of(leaf_hashes[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaf_hashes[start:middle]))
            start = middle
    return tuple(reversed(proof))


def prove_consistency(earlier: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The proof that the tree over the first *earlier* leaves grew into that over all of them.

    Raises:
        IndexError: *earlier* is 0 or more than there are; from nothing everything grows.
    """
    if not 0 < earlier <= len(leaf_hashes):
        raise IndexError(f"no tree of {earlier} leaves grew into one of {len(leaf_hashes)}")
    proof: list[bytes] = []
    start, end = 0, len(leaf_hashes)
    while earlier < end:
        middle = start + _split(end - start)
        if earlier <= middle:
            proof.append(root_of(leaf_hashes[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaf_hashes[start:middle]))
            start = middle
    if start > 0:  # else the earlier tree is itself a subtree, and its root is known
        proof.append(root_of(leaf_hashes[start:end]))
    return tuple(reversed(proof))


def verify_inclusion(
    index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether *proof* shows that the leaf is number *index* of the tree with this size and root.

    Follows RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    place, last, reached = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            place, last = _climb(place, last)
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(
    earlier: int, later: int, earlier_root: bytes, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether *proof* shows that the later tree only added leaves to the earlier one.

    Follows RFC 9162 section 2.1.4.2.  An earlier tree of no leaves is no question: refused.
    """
    if not 1 <= earlier <= later or not _are_hashes(earlier_root, later_root, *proof):
        return False
    if earlier == later:
        return not proof and earlier_root == later_root
    if not proof:
        return False
    whole = earlier & (earlier - 1) == 0
    first, *rest = (earlier_root, *proof) if whole else proof
    place, last = earlier - 1, later - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = first
    for sibling in rest:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _climb(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == earlier_root and new == later_root


def _split(size: int) -> int:
    """The largest power of two smaller than *size*."""
    return 1 << (size - 1).bit_length() - 1


def _climb(place: int, last: int) -> tuple[int, int]:
    """At the right edge levels without a sibling are passed over."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
