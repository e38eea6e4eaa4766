"""Holdings, reservations and blocks: read under lock for one post, and written back."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from registry.ledger.balances import UNLIMITED, Balance, Ledger, Leg, SystemAccount
from registry.ledger.blocks import Block, Place, Shelf
from registry.ledger.door import UNIT_RULES
from registry.ledger.models import Holding, ReservationRow, UnitBlock
from registry.ledger.refused_moves import AccountNotOpen
from registry.ledger.reservations import Reservation, ReservationState
from registry.ledger.serials import SerialRange, total
from registry.ledger.units import QUANTITY_MAX
from registry.worlds.database import WorldSession
from registry.worlds.driver import ROWS_PER_STATEMENT, fetch, locking, value_rows, write

PAGE_FIRST = 16
PAGE_NEXT = 512

_HOLDINGS = (
    "SELECT h.id, h.account_id, h.unit_type_id, h.quantity, h.reserved,"
    " a.number, a.status, u.code, u.serialised, u.kind"
    " FROM holding h JOIN account a ON a.id = h.account_id"
    " JOIN unit_type u ON u.id = h.unit_type_id"
    " WHERE (h.account_id, h.unit_type_id) IN (VALUES {rows})"
    " ORDER BY h.account_id, h.unit_type_id"
)
_NEW_HOLDING = (
    "INSERT INTO holding (account_id, unit_type_id, quantity, reserved, unlimited)"
    " VALUES (?, ?, 0, 0, ?) ON CONFLICT (account_id, unit_type_id) DO NOTHING"
)
_RESERVATIONS = (
    "SELECT id, account_id, unit_type_id, quantity, remaining, state FROM reservation"
    " WHERE id IN (VALUES {rows}) ORDER BY id"
)
_LOWEST_BLOCKS = (
    "SELECT serial_first, serial_last, issuance_id, id FROM unit_block"
    " WHERE account_id = ? AND unit_type_id = ? AND serial_first > ?"
    " ORDER BY serial_first LIMIT ?"
)
_NAMED_BLOCKS = (
    "SELECT serial_first, serial_last, issuance_id, id FROM unit_block"
    " WHERE account_id = ? AND unit_type_id = ? AND serial_last >= ? AND serial_first <= ?"
    " AND serial_first >= coalesce((SELECT max(serial_first) FROM unit_block"
    " WHERE unit_type_id = ? AND serial_first <= ?), 0)"
)
_NEIGHBOURS = (
    "SELECT serial_first, serial_last, issuance_id, id FROM unit_block"
    " WHERE unit_type_id = ? AND account_id = ? AND (serial_last = ? OR serial_first = ?)"
    " AND serial_first IN (?, (SELECT max(serial_first) FROM unit_block"
    " WHERE unit_type_id = ? AND serial_first < ?))"
)


class Held(NamedTuple):
    """What a post needs to know of a holding besides its balance."""

    id: int
    account_number: str
    unit_type_code: str
    serialised: bool
    unit_kind: str


@dataclass(slots=True)
class Loaded:
    """The part of a world that a post works on."""

    ledger: Ledger = field(default_factory=Ledger)
    held: dict[Place, Held] = field(default_factory=dict)
    before: dict[Place, Balance] = field(default_factory=dict)
    reservations_before: dict[str, Reservation] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)


def load(
    session: WorldSession,
    places: Iterable[Place],
    reservation_ids: Iterable[str] = (),
    *,
    even_closed: bool = False,
) -> Loaded:
    """Read and lock holdings (made where there is none) and reservations, in one order.

    Args:
        session: the unit of work.
        places: accounts and unit types.
        reservation_ids: which reservations.
        even_closed: the rules themselves move units, also of accounts that are not open.

    Raises:
        AccountNotOpen: an account is frozen or closed.
    """
    loaded = Loaded()
    wanted = sorted(set(places))
    _load_holdings(session, wanted, loaded, even_closed)
    missing = [place for place in wanted if place not in loaded.held]
    if missing:
        rows = [(*place, place[0] in UNLIMITED) for place in missing]
        write(session, _NEW_HOLDING, rows)
        _load_holdings(session, missing, loaded, even_closed)
    ids = sorted(set(reservation_ids))
    for start in range(0, len(ids), ROWS_PER_STATEMENT):
        part = ids[start : start + ROWS_PER_STATEMENT]
        text = _RESERVATIONS.format(rows=value_rows(1, len(part))) + locking(session, "reservation")
        for id_, account_id, unit_type_id, quantity, remaining, state in fetch(session, text, part):
            place = (account_id, unit_type_id)
            found = Reservation(id_, *place, quantity, remaining)
            if not remaining:
                found.ended = ReservationState(state)
            loaded.ledger.reservations[id_] = found
    ledger = loaded.ledger
    loaded.reservations_before = {id_: copy(found) for id_, found in ledger.reservations.items()}
    loaded.before = {place: copy(balance) for place, balance in ledger.balances.items()}
    return loaded


def load_blocks(session: WorldSession, loaded: Loaded, legs: Iterable[Leg]) -> None:
    """Read the blocks that the legs may take: the lowest of each source, and those named."""
    needed: dict[Place, int] = {}
    for leg in legs:
        source = (leg.from_account_id, leg.unit_type_id)
        if source[0] == SystemAccount.ISSUANCE or not loaded.held[source].serialised:
            continue
        for run in leg.serials:
            loaded.shelf.load(source, named_blocks(session, source, run))
        unnamed = 0 if leg.serials else leg.quantity
        if unnamed and loaded.held[source].unit_kind in UNIT_RULES:
            unnamed = QUANTITY_MAX  # any of them may be chosen
        needed[source] = needed.get(source, 0) + unnamed
    for leg in legs:
        source = (leg.from_account_id, leg.unit_type_id)
        if leg.serials and needed.get(source):
            needed[source] += leg.quantity
    for source, quantity in needed.items():
        if quantity:
            _load_lowest(session, loaded.shelf, source, quantity)


def named_blocks(session: WorldSession, place: Place, run: SerialRange) -> list[Block]:
    """Return the blocks at a place that have a serial of the range."""
    account_id, unit_type_id = place
    rows = fetch(
        session,
        _NAMED_BLOCKS,
        (account_id, unit_type_id, run.first, run.last, unit_type_id, run.first),
    )
    return [Block(*row) for row in rows]


def load_neighbours(session: WorldSession, shelf: Shelf) -> None:
    """Read the blocks that touch arrived ones, so that they are joined."""
    for (account_id, unit_type_id), edges in shelf.edges().items():
        found: list[Block] = []
        for before, after in zip(edges[::2], edges[1::2], strict=True):
            rows = fetch(
                session,
                _NEIGHBOURS,
                (unit_type_id, account_id, before, after, after, unit_type_id, before + 1),
            )
            found.extend(Block(*row) for row in rows)
        shelf.load((account_id, unit_type_id), found)


def save(session: WorldSession, loaded: Loaded) -> None:
    """Write the balances, reservations and blocks that changed."""
    ledger = loaded.ledger
    write(
        session,
        "UPDATE holding SET quantity = ?, reserved = ? WHERE id = ?",
        [
            (balance.quantity, balance.reserved, loaded.held[place].id)
            for place, balance in ledger.balances.items()
            if balance != loaded.before[place]
        ],
    )
    write(
        session,
        "UPDATE reservation SET remaining = ?, state = ? WHERE id = ?",
        [
            (reservation.remaining, reservation.state.value, reservation.id)
            for reservation in ledger.reservations.values()
            if loaded.reservations_before.get(reservation.id) not in (None, reservation)
        ],
    )
    _save_blocks(session, loaded.shelf)
    _forget(session)


def _load_holdings(
    session: WorldSession, places: Sequence[Place], loaded: Loaded, even_closed: bool
) -> None:
    for start in range(0, len(places), ROWS_PER_STATEMENT):
        part = places[start : start + ROWS_PER_STATEMENT]
        text = _HOLDINGS.format(rows=value_rows(2, len(part))) + locking(session, "h")
        rows = fetch(session, text, [number for place in part for number in place])
        for id_, account_id, unit_type_id, quantity, reserved, number, status, *unit in rows:
            if status != "open" and not even_closed:
                raise AccountNotOpen(account=number, status=status)
            place = (account_id, unit_type_id)
            code, serialised, kind = unit
            loaded.held[place] = Held(id_, number, code, bool(serialised), kind)
            loaded.ledger.balances[place] = Balance(quantity, reserved)


def _load_lowest(session: WorldSession, shelf: Shelf, place: Place, quantity: int) -> None:
    last, page = 0, PAGE_FIRST
    while quantity > 0:
        rows = fetch(session, _LOWEST_BLOCKS, (*place, last, page))
        blocks = [Block(*row) for row in rows]
        shelf.load(place, blocks)
        if len(blocks) < page:
            return
        quantity -= total(SerialRange(block.first, block.last) for block in blocks)
        last, page = blocks[-1].first, PAGE_NEXT


def _save_blocks(session: WorldSession, shelf: Shelf) -> None:
    changes = shelf.changes()
    write(session, "DELETE FROM unit_block WHERE id = ?", [(id_,) for id_ in changes.deleted])
    for changed in (changes.shrunk, changes.grown):
        write(
            session,
            "UPDATE unit_block SET serial_first = ?, serial_last = ?, account_id = ? WHERE id = ?",
            [(b.first, b.last, account_id, b.id) for account_id, _, b in changed],
        )
    write(
        session,
        "INSERT INTO unit_block (unit_type_id, serial_first, serial_last, account_id, issuance_id)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (unit_type_id, b.first, b.last, account_id, b.issuance_id)
            for account_id, unit_type_id, b in changes.inserted
        ],
    )


def _forget(session: WorldSession) -> None:
    """Let records read before be read again: their rows were written past the session."""
    for record in list(session.identity_map.values()):
        if isinstance(record, (Holding, ReservationRow, UnitBlock)):
            session.expire(record)
