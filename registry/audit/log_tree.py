"""The auditor's own look at the log's tree: leaves hashed again, the roots of checkpoints added up.

Source:
    RFC 6962, section 2.1.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from registry.audit.invariants import Invariant, found
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, stream

_LEAVES = (
    "SELECT l.leaf_index, l.leaf_hash, e.content FROM log_leaf l"
    " LEFT JOIN event e ON e.id = l.event_id ORDER BY l.leaf_index"
)
_CHECKPOINTS = "SELECT tree_size, signed_text FROM checkpoint ORDER BY tree_size"


def log_tree_stands(session: WorldSession) -> Iterator[Invariant]:
    """Check that the log's leaves are its events, and that every checkpoint signed its root."""
    hashes: list[bytes] = []
    breaches: list[tuple[object, ...]] = []
    for expected, (index, stored, content) in enumerate(stream(session, _LEAVES)):
        hashed = _hash(b"\x00" + (content or "").encode())
        hashes.append(hashed)
        if (index, bytes(stored)) != (expected, hashed):
            breaches.append((index,))
    yield found(
        "I12.leaves_are_events",
        len(hashes),
        breaches,
    )
    checkpoints = fetch(session, _CHECKPOINTS)
    roots = roots_at(hashes, [size for size, _ in checkpoints])
    yield found(
        "I12.checkpoints_stand",
        len(checkpoints),
        [
            (size,)
            for (size, text), root in zip_longest(checkpoints, roots)
            if root is None or _signed(text) != (size, root)
        ],
    )


def roots_at(hashes: Iterable[bytes], sizes: Sequence[int]) -> list[bytes]:
    """Return the root of the tree at each size that the leaves reach.

    Args:
        hashes: of the leaves, in order.
        sizes: ascending, each above 0.
    """
    wanted, roots = iter(sizes), []
    size = next(wanted, None)
    peaks: list[tuple[int, bytes]] = []  # leaves and hash of each complete subtree, large to small
    for count, leaf in enumerate(hashes, start=1):
        peaks.append((1, leaf))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            leaves, right = peaks.pop()
            _, left = peaks.pop()
            peaks.append((2 * leaves, _hash(b"\x01" + left + right)))
        while size == count:
            roots.append(_joined(peaks))
            size = next(wanted, None)
    return roots


def _joined(peaks: Sequence[tuple[int, bytes]]) -> bytes:
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = _hash(b"\x01" + left + root)
    return root


def _signed(text: str) -> tuple[int, bytes]:
    """Return the size and root that a checkpoint's text states."""
    lines = text.split("\n")
    try:
        return int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        return 0, b""


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
