"""The one door: units and cash move here and nowhere else.

A post loads what it touches, locked and in one order, into the pure `Ledger` and `Shelf`, lets
these decide, and writes what changed.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.blocks import Missing
from registry.ledger.door import UNIT_RULES, Move
from registry.ledger.loaded_holdings import Loaded, load, load_blocks, load_neighbours, save
from registry.ledger.missing_serials import refuse_missing
from registry.ledger.refused_moves import InsufficientUnits, SameAccount, UnitsFinal
from registry.ledger.reservations import Reservation
from registry.ledger.reversals import check_mirror, record_reversals
from registry.ledger.serials import SerialRange, total
from registry.worlds.clock import market_date
from registry.worlds.database import WorldSession
from registry.worlds.driver import date_value, fetch, instant_value, together, write
from registry.worlds.errors import UnknownReservation
from registry.worlds.refused_values import SerialsMismatch

_POSTING = (
    "INSERT INTO posting (transaction_id, account_id, unit_type_id, quantity) VALUES (?, ?, ?, ?)"
)
_MOVE = (
    "INSERT INTO block_move (transaction_id, unit_type_id, serial_first, serial_last,"
    " from_account_id, to_account_id) VALUES (?, ?, ?, ?, ?, ?)"
)
_TRANSACTION = (
    "INSERT INTO ledger_transaction (id, kind, client_id, recorded_at, business_date, memo)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_RESERVATION = (
    "INSERT INTO reservation (id, account_id, unit_type_id, quantity, remaining, state, memo,"
    " recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_RESERVATION_PLACE = "SELECT account_id, unit_type_id FROM reservation WHERE id = ?"


def post(session: WorldSession, transaction: Transaction) -> str:
    """Carry out a transaction: all its legs or none.

    Returns:
        The transaction's id.

    Raises:
        InsufficientUnits, UnitsNotHeld, UnitsUsed, SameAccount, UnitsFinal, AccountNotOpen,
        QuantityOutOfRange, SerialsMismatch, UnknownReservation, ReservationNotOpen,
        ReservationTooSmall: a leg cannot be carried out.
    """
    return post_many(session, (transaction,))[0]


def post_many(session: WorldSession, transactions: Sequence[Transaction]) -> list[str]:
    """Carry out transactions in order, each on what the one before left; all or none.

    Returns:
        Their ids, in the same order.

    Raises:
        The same as `post`.
    """
    session.flush()
    legs = [leg for transaction in transactions for leg in transaction.legs]
    places = [(leg.from_account_id, leg.unit_type_id) for leg in legs]
    places += [(leg.to_account_id, leg.unit_type_id) for leg in legs]
    reservations = [leg.reservation_id for leg in legs if leg.reservation_id is not None]
    even_closed = all(transaction.even_closed for transaction in transactions)
    loaded = load(session, places, reservations, even_closed=even_closed)
    now = session.clock.now()
    ids = [new_id(now) for _ in transactions]
    for transaction in transactions:
        _check_serials(transaction)
        check_mirror(session, transaction)
        try:
            _decide(loaded, transaction)
        except InsufficientUnits:
            _refuse_named(session, loaded, transaction.legs)
            raise
    load_blocks(session, loaded, legs)
    moves: list[tuple[object, ...]] = []
    for id_, transaction in zip(ids, transactions, strict=True):
        for leg in transaction.legs:
            for run in _move_blocks(session, loaded, leg, transaction.issuance_id):
                moves.append((id_, leg.unit_type_id, *run, leg.from_account_id, leg.to_account_id))
    _ask_rules(session, loaded, moves)
    load_neighbours(session, loaded.shelf)
    with together(session):
        save(session, loaded)
        _write_journal(session, transactions, ids, moves, now)
        record_reversals(session, transactions, ids, now)
    _note(session, transactions, ids, moves)
    return ids


def reserve(
    session: WorldSession, account_id: int, unit_type_id: int, quantity: int, memo: str = ""
) -> Reservation:
    """Set units of an account aside.

    Args:
        session: the unit of work.
        account_id: whose units.
        unit_type_id: which units.
        quantity: how many.
        memo: what for, at most 200 characters.

    Raises:
        InsufficientUnits, QuantityOutOfRange, AccountNotOpen, UnitsFinal: it cannot be done.
    """
    session.flush()
    now = session.clock.now()
    made = (new_id(now), account_id, unit_type_id, quantity)
    reservation = Reservation(*made, remaining=quantity)
    loaded = load(session, [(account_id, unit_type_id)])
    try:
        loaded.ledger.reserve(reservation)
    except InsufficientUnits as error:
        raise _named(error, loaded, account_id, unit_type_id) from None
    except UnitsFinal:
        raise UnitsFinal(account=loaded.held[account_id, unit_type_id].account_number) from None
    held = loaded.held[account_id, unit_type_id]
    if held.unit_kind in UNIT_RULES:
        reserved = loaded.ledger.balances[account_id, unit_type_id].reserved
        UNIT_RULES[held.unit_kind].check_reservation(session, account_id, unit_type_id, reserved)
    write(
        session,
        _RESERVATION,
        [(*made, quantity, reservation.state.value, memo, instant_value(session, now))],
    )
    save(session, loaded)
    session.notes.moved.made.append(made)
    return reservation


def void(session: WorldSession, reservation_id: str, quantity: int | None = None) -> Reservation:
    """Release a reservation, or only part of what remains of it.

    Returns:
        The reservation afterwards.

    Raises:
        UnknownReservation, ReservationNotOpen, ReservationTooSmall: it cannot be released.
    """
    return void_many(session, [(reservation_id, quantity)])[0]


def void_many(
    session: WorldSession,
    released: Iterable[tuple[str, int | None]],
    *,
    even_closed: bool = False,
) -> list[Reservation]:
    """Release several reservations; a quantity of None releases all that remains.

    Args:
        session: the unit of work.
        released: ids of reservations with what is released of each.
        even_closed: the rules ask for it, so accounts that are not open take part.

    Raises:
        The same as `void`.
    """
    session.flush()
    wanted = list(released)
    places = []
    for reservation_id, _ in wanted:
        rows = fetch(session, _RESERVATION_PLACE, (reservation_id,))
        if not rows:
            raise UnknownReservation(reservation=reservation_id)
        places.append((rows[0][0], rows[0][1]))
    ids = [reservation_id for reservation_id, _ in wanted]
    loaded = load(session, places, ids, even_closed=even_closed)
    before = loaded.reservations_before
    after = [loaded.ledger.void(reservation_id, part) for reservation_id, part in wanted]
    save(session, loaded)
    left = {each.id: each.remaining for each in after}
    session.notes.moved.voided.extend((id_, before[id_].remaining - left[id_]) for id_ in left)
    return after


def new_id(now: datetime) -> str:
    """Return an id that sorts by time: a UUID of version 7.

    Source:
        RFC 9562, section 5.7.
    """
    milliseconds = int(now.timestamp() * 1000) & 0xFFFFFFFFFFFF
    chance = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62
    digits = f"{value | (chance & 0x3FFFFFFFFFFFFFFF):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _check_serials(transaction: Transaction) -> None:
    for leg in transaction.legs:
        if leg.serials and total(leg.serials) != leg.quantity:
            raise SerialsMismatch(named=total(leg.serials), quantity=leg.quantity, field="serials")


def _decide(loaded: Loaded, transaction: Transaction) -> None:
    try:
        loaded.ledger.post(transaction.legs, undoing=transaction.reverses_id is not None)
    except InsufficientUnits as error:
        account_id, unit_type_id = error.facts["account"], error.facts["unit_type"]
        raise _named(error, loaded, account_id, unit_type_id) from None
    except (SameAccount, UnitsFinal) as error:
        number = _number(loaded, error.facts["account"])
        raise type(error)(account=number) from None


def _named(
    error: InsufficientUnits, loaded: Loaded, account_id: object, unit_type_id: object
) -> InsufficientUnits:
    held = loaded.held[account_id, unit_type_id]  # type: ignore[index]
    return InsufficientUnits(
        requested=error.facts["requested"],
        available=error.facts["available"],
        account=held.account_number,
        unit_type=held.unit_type_code,
        field="quantity",
    )


def _number(loaded: Loaded, account_id: object) -> str:
    numbers = (held.account_number for place, held in loaded.held.items() if place[0] == account_id)
    return next(numbers)


def _move_blocks(
    session: WorldSession, loaded: Loaded, leg: Leg, issuance_id: int | None
) -> list[SerialRange]:
    source = (leg.from_account_id, leg.unit_type_id)
    target = (leg.to_account_id, leg.unit_type_id)
    held = loaded.held[source]
    if not held.serialised:
        return []
    if leg.from_account_id == SystemAccount.ISSUANCE:
        assert issuance_id is not None
        assert leg.serials
        for run in leg.serials:
            loaded.shelf.create(target, run, issuance_id)
        return list(leg.serials)
    if not leg.serials:
        rules = UNIT_RULES.get(held.unit_kind)
        chosen = rules.choose(session, leg, loaded.shelf.at(source)) if rules else ()
        if chosen:
            return loaded.shelf.move_named(source, target, chosen)
        return loaded.shelf.move(source, target, leg.quantity)
    try:
        return loaded.shelf.move_named(source, target, leg.serials)
    except Missing as missing:
        refuse_missing(session, leg.unit_type_id, held, missing.ranges)


def _ask_rules(session: WorldSession, loaded: Loaded, moves: Sequence[Sequence[object]]) -> None:
    """Let kinds of unit with rules of their own look at what is about to move."""
    kinds = {place[1]: held.unit_kind for place, held in loaded.held.items()}
    for kind in UNIT_RULES.keys() & set(kinds.values()):
        ruled = [Move(*move[1:]) for move in moves if kinds[move[1]] == kind]  # type: ignore[arg-type, index]
        if ruled:
            UNIT_RULES[kind].check_moves(session, ruled)


def _refuse_named(session: WorldSession, loaded: Loaded, legs: Sequence[Leg]) -> None:
    """Give the truer reason where serials were named: they are used, or lie elsewhere."""
    named = [leg for leg in legs if leg.serials and leg.from_account_id != SystemAccount.ISSUANCE]
    load_blocks(session, loaded, named)
    for leg in named:
        _move_blocks(session, loaded, leg, None)


def _write_journal(
    session: WorldSession,
    transactions: Sequence[Transaction],
    ids: Sequence[str],
    moves: Sequence[Sequence[object]],
    now: datetime,
) -> None:
    postings: list[tuple[object, ...]] = []
    for id_, transaction in zip(ids, transactions, strict=True):
        for leg in transaction.legs:
            unit_type_id, quantity = leg.unit_type_id, leg.quantity
            postings.append((id_, leg.from_account_id, unit_type_id, -quantity))
            postings.append((id_, leg.to_account_id, unit_type_id, quantity))
    recorded_at, day = instant_value(session, now), date_value(session, market_date(now))
    write(session, _POSTING, postings)
    write(session, _MOVE, moves)
    write(
        session,
        _TRANSACTION,
        [
            (id_, transaction.kind, transaction.client_id, recorded_at, day, transaction.memo)
            for id_, transaction in zip(ids, transactions, strict=True)
        ],
    )


def _note(
    session: WorldSession,
    transactions: Sequence[Transaction],
    ids: Sequence[str],
    moves: Sequence[Sequence[object]],
) -> None:
    moved: dict[object, list[Sequence[object]]] = {}
    for id_, *move in moves:
        moved.setdefault(id_, []).append(move)
    for id_, transaction in zip(ids, transactions, strict=True):
        legs = [leg[:5] for leg in transaction.legs]
        session.notes.transaction(
            transaction.client_id,
            id_,
            transaction.kind,
            transaction.memo,
            legs,
            moved.get(id_, ()),
        )
