"""The Merkle tree of RFC 6962: hashes, roots, proofs, and checking proofs. Pure functions.

The tree over n leaves is known by the hashes of its complete subtrees: `Node(level, index)` covers
the leaves from index · 2^level on, 2^level of them. Everything else is computed from a few of
these, found by a callback, so that a proof costs O(log n) look-ups.
"""

import hashlib
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()
"""Root of the tree without leaves."""

NodeOf = Callable[[int, int], bytes]
"""Level and index → hash of a complete subtree; level 0 are the leaves' own hashes."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf.

    Source:
        RFC 6962, section 2.1: SHA-256(0x00 || d).
    """
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node.

    Source:
        RFC 6962, section 2.1: SHA-256(0x01 || left || right).
    """
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The complete subtrees that make up a tree; grows by leaves.

    Args:
        size: leaves of the tree.
        hashes: hash of each of `frontier_places(size)`.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self._hashes = list(hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Append a leaf's hash; return level, index and hash of each subtree it completes."""
        completed = []
        level, place, hashed = 0, self.size, leaf
        while place & 1:
            hashed = node_hash(self._hashes.pop(), hashed)
            level, place = level + 1, place >> 1
            completed.append((level, place, hashed))
        self._hashes.append(hashed)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._hashes:
            return EMPTY_ROOT
        *rest, hashed = self._hashes
        for left in reversed(rest):
            hashed = node_hash(left, hashed)
        return hashed


def frontier_places(size: int) -> list[tuple[int, int]]:
    """Return the complete subtrees that make up a tree, largest first, as (level, index)."""
    found = []
    first = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append((level, first >> level))
            first += 1 << level
    return found


def root(size: int, node: NodeOf) -> bytes:
    """Return the root of the tree over the first `size` leaves.

    Source:
        RFC 6962, section 2.1, MTH.
    """
    return _range_root(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: NodeOf) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, lowest first.

    Args:
        index: of the leaf, from 0.
        size: leaves of the tree; more than the index.
        node: finds complete subtrees.

    Source:
        RFC 6962, section 2.1.1, PATH.
    """
    assert 0 <= index < size
    first, last = 0, size
    proof = []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            proof.append(_range_root(middle, last, node))
            last = middle
        else:
            proof.append(_range_root(first, middle, node))
            first = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, node: NodeOf) -> list[bytes]:
    """Return the hashes that show a tree to be the beginning of a later one.

    Args:
        old: leaves of the earlier tree, at least 1.
        new: leaves of the later tree, not fewer.
        node: finds complete subtrees.

    Source:
        RFC 6962, section 2.1.2, PROOF and SUBPROOF.
    """
    assert 1 <= old <= new
    first, last, whole = 0, new, True
    proof = []
    while old < last:
        middle = first + _split(last - first)
        if old <= middle:
            proof.append(_range_root(middle, last, node))
            last = middle
        else:
            proof.append(_range_root(first, middle, node))
            first, whole = middle, False
    if not whole:
        proof.append(_range_root(first, last, node))
    return proof[::-1]


def inclusion_length(index: int, size: int) -> int:
    """Return how many hashes an inclusion proof has."""
    inner = (index ^ (size - 1)).bit_length()
    return inner + (index >> inner).bit_count()


def root_of_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to; None if a length is wrong.

    Source:
        RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size or len(proof) != inclusion_length(index, size):
        return None
    if any(len(each) != HASH_BYTES for each in (leaf, *proof)):
        return None
    place, last, hashed = index, size - 1, leaf
    for step in proof:
        if place & 1 or place == last:
            hashed = node_hash(step, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        place, last = place >> 1, last >> 1
    return hashed


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows the old tree to be the beginning of the new one.

    Source:
        RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = hashes[0]
    for step in hashes[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, step)
        place, last = place >> 1, last >> 1
    return not last and first == old_root and second == new_root


def _split(width: int) -> int:
    """Return the largest power of two smaller than a number above 1."""
    return 1 << (width - 1).bit_length() - 1


def _range_root(first: int, last: int, node: NodeOf) -> bytes:
    width = last - first
    if width & (width - 1) == 0 and first & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, first >> level)
    middle = first + _split(width)
    return node_hash(_range_root(first, middle, node), _range_root(middle, last, node))
