"""Balances and the legs that change them: the rules of the ledger, on integers in memory.

The database ledger (`posting`) loads the rows a transaction touches into the same `Ledger` that a
simulation keeps whole; both therefore refuse the same things for the same reasons.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import partial
from typing import NamedTuple, cast

from registry.ledger.refused_moves import (
    InsufficientUnits,
    ReservationTooSmall,
    SameAccount,
    UnitsFinal,
)
from registry.ledger.serials import SerialRange
from registry.ledger.units import check_quantity
from registry.worlds.errors import ReservationNotOpen, UnknownReservation

LEG_QUANTITY_MAX = 10**15
"""The most one leg moves: cash is counted in fen, so its numbers are larger than those of units."""


class SystemAccount(IntEnum):
    """Ids of the house's own accounts, the same in every world.

    The later ones are below zero: older worlds gave 6 and up to participants. The last three
    hold cash: fees of the exchange, what pays first when a participant cannot, and what passes
    between the two sides of forwards, futures and options.
    """

    ISSUANCE = 1
    SURRENDER = 2
    RETIREMENT = 3
    CANCELLATION = 4
    CASH_SOURCE = 5
    EXPIRY = -1
    CARRY_OVER = -2
    IMMOBILISATION = -3
    EXCHANGE = -4
    SETTLEMENT_RESERVE = -5
    CENTRAL_COUNTERPARTY = -6


UNLIMITED = frozenset({int(SystemAccount.ISSUANCE), int(SystemAccount.CASH_SOURCE)})
"""Accounts that go below zero: minus what they hold is what was ever issued."""

FINAL = frozenset(
    {
        int(SystemAccount.SURRENDER),
        int(SystemAccount.RETIREMENT),
        int(SystemAccount.CANCELLATION),
        int(SystemAccount.EXPIRY),
        int(SystemAccount.CARRY_OVER),
    }
)
"""Accounts that units enter and never leave."""


class ReservationState(StrEnum):
    """Where a reservation is in its life."""

    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"


_OPEN = ReservationState.OPEN


class Balance(NamedTuple):
    """Units of one type in one account, and how many of them are reserved."""

    quantity: int
    reserved: int

    @property
    def available(self) -> int:
        """Return the units neither spent nor reserved."""
        return self.quantity - self.reserved


EMPTY = Balance(0, 0)

# A named tuple made without its Python-level constructor: the simulator makes millions.
_balance = cast(Callable[[tuple[int, int]], Balance], partial(tuple.__new__, Balance))


class Leg(NamedTuple):
    """One movement of units from an account to another.

    `reservation_id` names the reservation the units come from; `serials` the units themselves
    (their total is the quantity), otherwise the lowest serials held are taken.
    """

    from_account_id: int
    to_account_id: int
    unit_type_id: int
    quantity: int
    reservation_id: str | None = None
    serials: tuple[SerialRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Legs that happen together or not at all.

    Args:
        kind: what they are, such as ``transfer``.
        legs: at least one.
        memo: what for, at most 200 characters.
        client_id: the command they belong to.
        issuance_id: where they create units, the issuance.
        even_closed: the rules ask for them, so accounts that are not open take part.
        reverses_id: the surrender they undo; only then may units leave the surrender account.
    """

    kind: str
    legs: tuple[Leg, ...]
    memo: str = ""
    client_id: str | None = None
    issuance_id: int | None = None
    even_closed: bool = False
    reverses_id: str | None = None


class Reservation(NamedTuple):
    """Units set aside in an account until they are posted or the reservation is voided."""

    id: str
    account_id: int
    unit_type_id: int
    quantity: int
    remaining: int
    state: ReservationState = ReservationState.OPEN


_ReservationFields = tuple[str, int, int, int, int, ReservationState]
_reservation = cast(
    Callable[[_ReservationFields], Reservation], partial(tuple.__new__, Reservation)
)


def deposit(balance: Balance, quantity: int) -> Balance:
    """Return the balance after units came in."""
    held, reserved = balance
    return _balance((held + quantity, reserved))


def withdraw(balance: Balance, quantity: int) -> Balance:
    """Return the balance after available units went out.

    Raises:
        InsufficientUnits: fewer are available.
    """
    if quantity > balance.quantity - balance.reserved:
        raise InsufficientUnits(
            requested=quantity, available=balance.available, account="", unit_type=""
        )
    return Balance(balance.quantity - quantity, balance.reserved)


def withdraw_reserved(balance: Balance, quantity: int) -> Balance:
    """Return the balance after reserved units went out.

    Raises:
        ReservationTooSmall: fewer are reserved.
    """
    held, reserved = balance
    if quantity > reserved:
        raise ReservationTooSmall(requested=quantity, available=reserved)
    return _balance((held - quantity, reserved - quantity))


def set_aside(balance: Balance, quantity: int) -> Balance:
    """Return the balance with more units reserved.

    Raises:
        InsufficientUnits: fewer are available.
    """
    if quantity > balance.quantity - balance.reserved:
        raise InsufficientUnits(
            requested=quantity, available=balance.available, account="", unit_type=""
        )
    return _balance((balance.quantity, balance.reserved + quantity))


def release(balance: Balance, quantity: int) -> Balance:
    """Return the balance with fewer units reserved.

    Raises:
        ReservationTooSmall: fewer are reserved.
    """
    held, reserved = balance
    if quantity > reserved:
        raise ReservationTooSmall(requested=quantity, available=reserved)
    return _balance((held, reserved - quantity))


def draw(reservation: Reservation, quantity: int) -> Reservation:
    """Return the reservation after part or all of it was posted.

    Raises:
        ReservationNotOpen: it was posted or voided before.
        ReservationTooSmall: it holds fewer units.
    """
    return _left_of(reservation, quantity, ReservationState.POSTED)


def give_back(reservation: Reservation, quantity: int) -> Reservation:
    """Return the reservation after part or all of it was released.

    Raises:
        ReservationNotOpen: it was posted or voided before.
        ReservationTooSmall: it holds fewer units.
    """
    return _left_of(reservation, quantity, ReservationState.VOIDED)


class Ledger:
    """Balances by (account, unit type) and reservations by id, changed only by these methods.

    Args:
        balances: what each account holds to begin with.
        reservations: those known to begin with.
    """

    __slots__ = ("balances", "reservations")

    def __init__(
        self,
        balances: dict[tuple[int, int], Balance] | None = None,
        reservations: dict[str, Reservation] | None = None,
    ) -> None:
        self.balances = {} if balances is None else balances
        self.reservations = {} if reservations is None else reservations

    def balance(self, account_id: int, unit_type_id: int) -> Balance:
        """Return what an account holds of a unit type."""
        return self.balances.get((account_id, unit_type_id), EMPTY)

    def post(self, legs: Iterable[Leg], *, undoing: bool = False) -> None:
        """Carry out all legs in order, or none.

        Args:
            legs: what moves.
            undoing: they undo a surrender, so units may leave the surrender account.

        Raises:
            QuantityOutOfRange: a leg moves no unit or too many.
            SameAccount: a leg ends where it starts.
            UnitsFinal: a leg starts at an account that units never leave.
            InsufficientUnits: an account has fewer units available.
            UnknownReservation, ReservationNotOpen, ReservationTooSmall: a leg's reservation
                does not carry it.
        """
        balances, reservations = self.balances, self.reservations
        undo: list[tuple[tuple[int, int], Balance | None]] = []
        drawn: list[Reservation] = []
        try:
            for leg in legs:
                from_account_id, to_account_id, unit_type_id, quantity, reservation_id, _ = leg
                check_quantity(quantity, "quantity", LEG_QUANTITY_MAX)
                if from_account_id == to_account_id:
                    raise SameAccount(account=from_account_id)
                source = (from_account_id, unit_type_id)
                target = (to_account_id, unit_type_id)
                before = balances.get(source)
                if reservation_id is None:
                    after = _left(leg, before or EMPTY, undoing)
                else:
                    reservation = self._reservation(reservation_id)
                    if source != (reservation.account_id, reservation.unit_type_id):
                        raise UnknownReservation(reservation=reservation_id)
                    rest = draw(reservation, quantity)
                    after = withdraw_reserved(before or EMPTY, quantity)
                    reservations[reservation_id] = rest
                    drawn.append(reservation)
                balances[source] = after
                undo.append((source, before))
                before = balances.get(target)
                balances[target] = deposit(before or EMPTY, quantity)
                undo.append((target, before))
        except BaseException:
            self._restore(undo, drawn)
            raise

    def reserve(self, reservation: Reservation) -> None:
        """Set units aside under a new reservation.

        Raises:
            QuantityOutOfRange: it names no unit or too many.
            UnitsFinal: the account keeps its units for ever.
            InsufficientUnits: fewer are available.
        """
        id_, account_id, unit_type_id, quantity, _, _ = reservation
        check_quantity(quantity, "quantity", LEG_QUANTITY_MAX)
        if account_id in FINAL:
            raise UnitsFinal(account=account_id)
        key = (account_id, unit_type_id)
        self.balances[key] = set_aside(self.balances.get(key, EMPTY), quantity)
        self.reservations[id_] = reservation

    def void(self, reservation_id: str, quantity: int | None = None) -> Reservation:
        """Release part of a reservation, or all that remains.

        Returns:
            The reservation afterwards.

        Raises:
            UnknownReservation, ReservationNotOpen, ReservationTooSmall: it cannot be released.
        """
        reservation = self._reservation(reservation_id)
        freed = reservation.remaining if quantity is None else quantity
        after = give_back(reservation, freed)
        key = (reservation.account_id, reservation.unit_type_id)
        self.balances[key] = release(self.balances[key], freed)
        self.reservations[reservation_id] = after
        return after

    def _restore(
        self,
        balances: list[tuple[tuple[int, int], Balance | None]],
        reservations: list[Reservation],
    ) -> None:
        """Put back what a refused transaction changed, the latest first."""
        for place, before in reversed(balances):
            if before is None:
                del self.balances[place]
            else:
                self.balances[place] = before
        for reservation in reversed(reservations):
            self.reservations[reservation.id] = reservation

    def _reservation(self, reservation_id: str) -> Reservation:
        try:
            return self.reservations[reservation_id]
        except KeyError:
            raise UnknownReservation(reservation=reservation_id) from None


def _left(leg: Leg, before: Balance, undoing: bool = False) -> Balance:
    if leg.from_account_id in UNLIMITED:
        return Balance(before.quantity - leg.quantity, before.reserved)
    if leg.from_account_id in FINAL and not (
        undoing and leg.from_account_id == SystemAccount.SURRENDER
    ):
        raise UnitsFinal(account=leg.from_account_id)
    try:
        return withdraw(before, leg.quantity)
    except InsufficientUnits as error:
        error.facts.update(account=leg.from_account_id, unit_type=leg.unit_type_id)
        raise


def _left_of(reservation: Reservation, quantity: int, end: ReservationState) -> Reservation:
    id_, account_id, unit_type_id, reserved, remaining, state = reservation
    if state is not _OPEN:
        raise ReservationNotOpen(reservation=id_, state=str(state))
    if quantity > remaining:
        raise ReservationTooSmall(requested=quantity, available=remaining)
    left = remaining - quantity
    return _reservation((id_, account_id, unit_type_id, reserved, left, _OPEN if left else end))
