"""Balances and the legs that change them: the rules of the ledger, on integers in memory.

The database ledger (`posting`) loads the rows a transaction touches into the same `Ledger` that a
simulation keeps whole; both therefore refuse the same things for the same reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, NoReturn

from registry.ledger.refused_moves import (
    InsufficientUnits,
    ReservationTooSmall,
    SameAccount,
    UnitsFinal,
)
from registry.ledger.reservations import Reservation, ReservationState
from registry.ledger.serials import SerialRange
from registry.ledger.units import check_quantity
from registry.worlds.errors import UnknownReservation

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


@dataclass(slots=True)
class Balance:
    """Units of one type in one account, and how many of them are reserved.

    It changes in place, and only by the methods of `Ledger`.
    """

    quantity: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        """Return the units neither spent nor reserved."""
        return self.quantity - self.reserved

    def withdraw(self, quantity: int) -> None:
        """Let available units go.

        Raises:
            InsufficientUnits: fewer are available.
        """
        if quantity > self.quantity - self.reserved:
            self._refuse(quantity)
        self.quantity -= quantity

    def set_aside(self, quantity: int) -> None:
        """Reserve more of the units.

        Raises:
            InsufficientUnits: fewer are available.
        """
        if quantity > self.quantity - self.reserved:
            self._refuse(quantity)
        self.reserved += quantity

    def release(self, quantity: int) -> None:
        """Reserve fewer of the units.

        Raises:
            ReservationTooSmall: fewer are reserved.
        """
        if quantity > self.reserved:
            raise ReservationTooSmall(requested=quantity, available=self.reserved)
        self.reserved -= quantity

    def _refuse(self, quantity: int) -> NoReturn:
        raise InsufficientUnits(
            requested=quantity, available=self.available, account="", unit_type=""
        )


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
        """Return what an account holds of a unit type; one without any has an empty balance."""
        place = (account_id, unit_type_id)
        balance = self.balances.get(place)
        if balance is None:
            balance = self.balances[place] = Balance()
        return balance

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
        balances = self.balances
        done: list[Leg] = []
        try:
            for leg in legs:
                from_account_id, to_account_id, unit_type_id, quantity, reservation_id, _ = leg
                check_quantity(quantity, "quantity", LEG_QUANTITY_MAX)
                if from_account_id == to_account_id:
                    raise SameAccount(account=from_account_id)
                if reservation_id is None:
                    _withdraw(self.balance(from_account_id, unit_type_id), leg, undoing)
                else:
                    reservation = self._named(leg)
                    reservation.draw(quantity)
                    source = balances[from_account_id, unit_type_id]
                    source.quantity -= quantity
                    source.reserved -= quantity
                target = (to_account_id, unit_type_id)
                if target in balances:
                    balances[target].quantity += quantity
                else:
                    balances[target] = Balance(quantity)
                done.append(leg)
        except BaseException:
            self._take_back(done)
            raise

    def reserve(self, reservation: Reservation) -> None:
        """Set units aside under a new reservation.

        Raises:
            QuantityOutOfRange: it names no unit or too many.
            UnitsFinal: the account keeps its units for ever.
            InsufficientUnits: fewer are available.
        """
        check_quantity(reservation.quantity, "quantity", LEG_QUANTITY_MAX)
        account_id = reservation.account_id
        if account_id in FINAL:
            raise UnitsFinal(account=account_id)
        balance = self.balances.get((account_id, reservation.unit_type_id))
        if balance is None:
            balance = self.balance(account_id, reservation.unit_type_id)
        balance.set_aside(reservation.quantity)
        self.reservations[reservation.id] = reservation

    def void(self, reservation_id: str, quantity: int | None = None) -> Reservation:
        """Release part of a reservation, or all that remains.

        Returns:
            The reservation afterwards.

        Raises:
            UnknownReservation, ReservationNotOpen, ReservationTooSmall: it cannot be released.
        """
        reservation = self.reservations.get(reservation_id)
        if reservation is None:
            raise UnknownReservation(reservation=reservation_id)
        freed = reservation.remaining if quantity is None else quantity
        reservation.draw(freed)
        if not reservation.remaining:
            reservation.ended = ReservationState.VOIDED
        self.balances[reservation.account_id, reservation.unit_type_id].release(freed)
        return reservation

    def _take_back(self, legs: list[Leg]) -> None:
        """Undo the legs of a refused transaction, the latest first."""
        for leg in reversed(legs):
            source = self.balances[leg.from_account_id, leg.unit_type_id]
            self.balances[leg.to_account_id, leg.unit_type_id].quantity -= leg.quantity
            source.quantity += leg.quantity
            if leg.reservation_id is not None:
                source.reserved += leg.quantity
                self.reservations[leg.reservation_id].remaining += leg.quantity

    def _named(self, leg: Leg) -> Reservation:
        """Return the reservation that a leg names, if its units lie where the leg starts."""
        reservation = self.reservations.get(leg.reservation_id or "")
        if (
            reservation is None
            or reservation.account_id != leg.from_account_id
            or reservation.unit_type_id != leg.unit_type_id
        ):
            raise UnknownReservation(reservation=leg.reservation_id)
        return reservation


def _withdraw(source: Balance, leg: Leg, undoing: bool) -> None:
    """Let units go that nobody set aside, within what the account may do."""
    if leg.from_account_id in UNLIMITED:
        source.quantity -= leg.quantity
        return
    if leg.from_account_id in FINAL and not (
        undoing and leg.from_account_id == SystemAccount.SURRENDER
    ):
        raise UnitsFinal(account=leg.from_account_id)
    try:
        source.withdraw(leg.quantity)
    except InsufficientUnits as error:
        error.facts.update(account=leg.from_account_id, unit_type=leg.unit_type_id)
        raise
