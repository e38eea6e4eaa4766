"""The log in the database: events get their places in the tree, and proofs are read from it.

Committing never waits for the tree. `sequence` gives places to the events that were committed
since; it runs before every checkpoint, one at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.proof.checkpoints import Checkpoint, read_checkpoint, sign_checkpoint
from registry.proof.keys import SigningKey
from registry.proof.refused_proofs import (
    CheckpointAhead,
    CheckpointsDiffer,
    EventsAltered,
    UnknownEntry,
)
from registry.proof.tree import (
    Frontier,
    NodeOf,
    consistency_proof,
    frontier_places,
    inclusion_proof,
    leaf_hash,
    root,
)
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, instant_value, write

EVENTS_PER_STEP = 2_000
ALTERED_NAMED_MAX = 20
_LOCK = "LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE"
_LAST = "SELECT leaf_index, event_id FROM log_leaf ORDER BY leaf_index DESC LIMIT 1"
_NEXT = "SELECT id, content FROM event WHERE id > ? ORDER BY id LIMIT ?"
_LEAF = "SELECT leaf_hash FROM log_leaf WHERE leaf_index = ?"
_NODE = "SELECT node_hash FROM log_node WHERE level = ? AND node_index = ?"
_ADD_LEAF = "INSERT INTO log_leaf (leaf_index, event_id, leaf_hash) VALUES (?, ?, ?)"
_ADD_NODE = "INSERT INTO log_node (level, node_index, node_hash) VALUES (?, ?, ?)"
_NEWEST = "SELECT signed_text FROM checkpoint ORDER BY tree_size DESC LIMIT ?"
_COVERING = (
    "SELECT signed_text FROM checkpoint WHERE tree_size > ? AND signed_text LIKE ?"
    " ORDER BY tree_size LIMIT 10"
)
_ADD_CHECKPOINT = "INSERT INTO checkpoint (tree_size, signed_text, recorded_at) VALUES (?, ?, ?)"
_ENTRIES = (
    "SELECT l.leaf_index, l.event_id, l.leaf_hash, e.kind, e.subject, e.content"
    " FROM log_leaf l LEFT JOIN event e ON e.id = l.event_id"
    " WHERE l.leaf_index >= ? AND l.leaf_index < ? ORDER BY l.leaf_index"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the log with its event as it is now; `content` is None where it is missing."""

    index: int
    event_id: int
    leaf_hash: bytes
    kind: str | None
    subject: str | None
    content: str | None

    @property
    def hash_now(self) -> bytes:
        """Return the hash of the content as it is now; no hash where the event is missing."""
        return leaf_hash(self.content.encode()) if self.content is not None else b""


def sequence(session: WorldSession) -> int:
    """Give every committed event its place in the tree; return the size of the log.

    On PostgreSQL the table of events is locked for that moment: whoever is writing events is
    waited for, so that no event with a lower number can appear later.
    """
    if not session.is_sqlite:
        session.driver_connection().execute(_LOCK)
    last = fetch(session, _LAST)
    size, after = (last[0][0] + 1, last[0][1]) if last else (0, 0)
    frontier = Frontier(size, [node_of(session)(*place) for place in frontier_places(size)])
    while events := fetch(session, _NEXT, (after, EVENTS_PER_STEP)):
        leaves: list[Sequence[object]] = []
        nodes: list[Sequence[object]] = []
        for event_id, content in events:
            hashed = leaf_hash(content.encode())
            leaves.append((frontier.size, event_id, hashed))
            nodes.extend(frontier.add(hashed))
        write(session, _ADD_LEAF, leaves)
        write(session, _ADD_NODE, nodes)
        after = events[-1][0]
    return frontier.size


def log_size(session: WorldSession) -> int:
    """Return how many events have a place in the tree."""
    last = fetch(session, _LAST)
    return last[0][0] + 1 if last else 0


def node_of(session: WorldSession) -> NodeOf:
    """Return what finds the hashes of complete subtrees in the database."""

    @cache
    def find(level: int, index: int) -> bytes:
        rows = fetch(session, _NODE, (level, index)) if level else fetch(session, _LEAF, (index,))
        return bytes(rows[0][0])

    return find


def root_at(session: WorldSession, size: int) -> bytes:
    """Return the root over the first entries."""
    return root(size, node_of(session))


def latest_checkpoint(session: WorldSession) -> Checkpoint | None:
    """Return the newest published state of the log."""
    return next(iter(newest_checkpoints(session, 1)), None)


def make_checkpoint(session: WorldSession, key: SigningKey) -> Checkpoint:
    """Sign the log as it is now; nothing new is signed if nothing happened.

    A change of keys is itself an event of the log.
    """
    size = sequence(session)
    latest = latest_checkpoint(session)
    if latest is not None and latest.key_id != key.public.key_id:
        session.note("key", {"verifier": key.public.text})
        session.write_notes()
        size = sequence(session)
    if latest is not None and latest.size == size:
        return latest
    made = sign_checkpoint(key, size, root_at(session, size))
    recorded_at = instant_value(session, session.clock.now())
    write(session, _ADD_CHECKPOINT, [(made.size, made.text, recorded_at)])
    return made


def is_behind(session: WorldSession) -> bool:
    """Tell whether something happened that no signed state covers yet; asks in any session."""
    latest = latest_checkpoint(session)
    last = fetch(session, _LAST)
    if latest is None or not last or last[0][0] >= latest.size:
        return True
    return bool(fetch(session, _NEXT, (last[0][1], 1)))


def covering_checkpoint(session: WorldSession, index: int, key: SigningKey) -> Checkpoint | None:
    """Return the first state signed by a key that covers an entry, if there is one."""
    signed = f"%— {key.name} %"
    for (text,) in fetch(session, _COVERING, (index, signed)):
        found = read_checkpoint(text)
        if found.key_id == key.public.key_id:
            return found
    return None


def newest_checkpoints(session: WorldSession, limit: int = 50) -> list[Checkpoint]:
    """Return the newest published states of the log, newest first."""
    return [read_checkpoint(text) for (text,) in fetch(session, _NEWEST, (limit,))]


def inclusion(session: WorldSession, index: int, size: int) -> list[bytes]:
    """Return the proof that an entry is in the log of a size.

    Raises:
        UnknownEntry: there is no such entry, or the log is not that large.
    """
    _check_place(session, size, size)
    _check_place(session, index, size - 1)
    return inclusion_proof(index, size, node_of(session))


def consistency(session: WorldSession, old: int, new: int) -> list[bytes]:
    """Return the proof that the log of one size is the beginning of that of another.

    Raises:
        UnknownEntry: the log is not that large, or the sizes are not in order.
    """
    _check_place(session, new, new)
    _check_place(session, old, new)
    _check_place(session, old - 1, new)
    return consistency_proof(old, new, node_of(session))


def entries(session: WorldSession, first: int, last: int) -> list[Entry]:
    """Return the entries from one place up to, not with, another."""
    return [_entry(row) for row in fetch(session, _ENTRIES, (first, last))]


def recompute(
    session: WorldSession, size: int, progress: Callable[[int], None] | None = None
) -> tuple[bytes, list[int]]:
    """Compute the root anew from the events as they are now.

    Args:
        session: any session.
        size: how many entries.
        progress: told now and then how many are done.

    Returns:
        The root, and the places whose event is not the one that was logged, at most 20 of them.
    """
    frontier = Frontier()
    altered: list[int] = []
    for entry in _all_entries(session, size):
        hashed = entry.hash_now
        if hashed != entry.leaf_hash and len(altered) < ALTERED_NAMED_MAX:
            altered.append(entry.index)
        frontier.add(hashed)
        if progress and not frontier.size % EVENTS_PER_STEP:
            progress(frontier.size)
    return frontier.root(), altered


def check_against(session: WorldSession, old: Checkpoint) -> None:
    """Check that the log still begins with what an old checkpoint signed, event by event.

    The checkpoint's signature must have been checked.

    Raises:
        CheckpointAhead: the log is shorter than the checkpoint says.
        CheckpointsDiffer: the tree was another when the checkpoint was signed.
        EventsAltered: events were altered behind the tree's back.
    """
    size = log_size(session)
    if old.size > size:
        raise CheckpointAhead(found=old.size, size=size)
    found, altered = recompute(session, old.size)
    if found == old.root:
        return
    if not altered:
        raise CheckpointsDiffer(old=old.size, new=size)
    raise EventsAltered(size=old.size, altered=", ".join(map(str, altered)))


def _check_place(session: WorldSession, place: int, last: int) -> None:
    size = log_size(session)
    if not 0 <= place <= min(last, size):
        raise UnknownEntry(entry=place, size=size)


def _all_entries(session: WorldSession, size: int) -> Iterator[Entry]:
    for first in range(0, size, EVENTS_PER_STEP):
        yield from entries(session, first, min(size, first + EVENTS_PER_STEP))


def _entry(row: Sequence[Any]) -> Entry:
    index, event_id, hashed, kind, subject, content = row
    return Entry(index, event_id, bytes(hashed), kind, subject, content)
