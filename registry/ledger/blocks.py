"""Blocks of serials in accounts: which are taken for a leg, how they split, join and are written.

A `Shelf` is the part of the unit blocks that a transaction touches, loaded into memory. Legs move
ranges on it; `changes` then says which rows to delete, change and insert, in an order in which the
database's rule that ranges never overlap holds after every single statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from registry.ledger.serials import SerialRange, merged, subtracted, total

Place = tuple[int, int]
"""Account id and unit type id."""


class Block(NamedTuple):
    """A run of serials of one issuance in one place; `id` is None until it is written."""

    first: int
    last: int
    issuance_id: int
    id: int | None = None


class PlacedBlock(NamedTuple):
    """A block and where it lies."""

    account_id: int
    unit_type_id: int
    block: Block


class Missing(Exception):
    """Named serials do not lie where the leg says."""

    def __init__(self, ranges: Sequence[SerialRange]) -> None:
        self.ranges = ranges
        super().__init__(str(ranges))


@dataclass(slots=True)
class Changes:
    """What to write, in this order."""

    deleted: list[int] = field(default_factory=list)
    shrunk: list[PlacedBlock] = field(default_factory=list)
    grown: list[PlacedBlock] = field(default_factory=list)
    inserted: list[PlacedBlock] = field(default_factory=list)


class Shelf:
    """The blocks a transaction works on, by place."""

    __slots__ = ("_before", "_places")

    def __init__(self) -> None:
        self._places: dict[Place, list[Block]] = defaultdict(list)
        self._before: dict[int, PlacedBlock] = {}

    def load(self, place: Place, blocks: Iterable[Block]) -> None:
        """Add blocks as they are written in the database; known ones are passed over."""
        for block in blocks:
            assert block.id is not None
            if block.id not in self._before:
                self._before[block.id] = PlacedBlock(*place, block)
                self._places[place].append(block)
        self._places[place].sort()

    def create(self, place: Place, run: SerialRange, issuance_id: int) -> None:
        """Add a block of new units."""
        self._put(place, [Block(run.first, run.last, issuance_id)])

    def at(self, place: Place) -> Sequence[Block]:
        """Return the blocks known at a place, in serial order."""
        return self._places[place]

    def move(self, source: Place, target: Place, quantity: int) -> list[SerialRange]:
        """Move the lowest serials at a place.

        Returns:
            The ranges moved, in order.

        Raises:
            Missing: fewer units lie there.
        """
        blocks = self._places[source]
        moved: list[Block] = []
        needed, whole = quantity, 0
        for block in blocks:
            size = block.last - block.first + 1
            if size > needed:
                break
            moved.append(block)
            needed -= size
            whole += 1
            if not needed:
                break
        if needed and whole == len(blocks):
            raise Missing([])
        if needed:
            block = blocks[whole]
            cut = block.first + needed
            moved.append(Block(block.first, cut - 1, block.issuance_id))
            blocks[whole] = block._replace(first=cut)
        del blocks[:whole]
        self._put(target, moved)
        return [SerialRange(block.first, block.last) for block in moved]

    def move_named(
        self, source: Place, target: Place, serials: Iterable[SerialRange]
    ) -> list[SerialRange]:
        """Move exactly the named serials.

        Returns:
            The ranges moved, in order, split where blocks end.

        Raises:
            Missing: some do not lie there; nothing has moved.
        """
        named = merged(serials)
        blocks = self._places[source]
        absent = subtracted(named, [SerialRange(block.first, block.last) for block in blocks])
        if absent:
            raise Missing(absent)
        moved: list[Block] = []
        left: list[Block] = []
        for block in blocks:
            _split(block, named, moved, left)
        self._places[source] = left
        self._put(target, moved)
        return [SerialRange(block.first, block.last) for block in moved]

    def edges(self) -> dict[Place, list[int]]:
        """Return, by place, the serials next to blocks that arrived: a neighbour may join them."""
        found: dict[Place, list[int]] = {}
        for place, blocks in self._places.items():
            arrived = [block for block in blocks if self._arrived(place, block)]
            if arrived:
                found[place] = [
                    edge for block in arrived for edge in (block.first - 1, block.last + 1)
                ]
        return found

    def changes(self) -> Changes:
        """Join neighbours and say what to write."""
        changes = Changes()
        kept: set[int] = set()
        for place, blocks in self._places.items():
            for block in self._joined(place, blocks):
                after = PlacedBlock(*place, block)
                if block.id is None:
                    changes.inserted.append(after)
                    continue
                kept.add(block.id)
                before = self._before[block.id]
                if before != after:
                    self._sort_in(before, after, changes)
        changes.deleted.extend(id_ for id_ in self._before if id_ not in kept)
        return changes

    def _arrived(self, place: Place, block: Block) -> bool:
        if block.id is None:
            return True
        before = self._before[block.id]
        return (before.account_id, before.unit_type_id) != place

    def _joined(self, place: Place, blocks: Sequence[Block]) -> list[Block]:
        """Join blocks of one issuance that touch; the row that lay here before keeps its id."""
        joined: list[Block] = []
        for block in blocks:
            last = joined[-1] if joined else None
            if (
                last is None
                or last.issuance_id != block.issuance_id
                or last.last + 1 != block.first
            ):
                joined.append(block)
                continue
            keeper = block if self._arrived(place, last) and block.id is not None else last
            joined[-1] = Block(last.first, block.last, block.issuance_id, keeper.id)
        return joined

    def _put(self, target: Place, moved: list[Block]) -> None:
        blocks = self._places[target]
        in_order = not blocks or (moved and moved[0].first > blocks[-1].first)
        blocks.extend(moved)
        if not in_order:
            blocks.sort()

    @staticmethod
    def _sort_in(before: PlacedBlock, after: PlacedBlock, changes: Changes) -> None:
        old, new = before.block, after.block
        if old.first <= new.first and new.last <= old.last:
            changes.shrunk.append(after)
        elif new.first <= old.first and old.last <= new.last:
            changes.grown.append(after)
        else:
            assert old.id is not None
            changes.deleted.append(old.id)
            changes.inserted.append(after._replace(block=new._replace(id=None)))


def _split(
    block: Block, named: Sequence[SerialRange], moved: list[Block], left: list[Block]
) -> None:
    run = SerialRange(block.first, block.last)
    stay = subtracted([run], named)
    if not stay:
        moved.append(block)
        return
    if total(stay) == run.quantity:
        left.append(block)
        return
    for index, part in enumerate(stay):
        left.append(Block(*part, block.issuance_id, block.id if index == 0 else None))
    moved.extend(Block(*part, block.issuance_id) for part in subtracted([run], stay))
