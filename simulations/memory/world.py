"""The in-memory world: carries out participants' commands by the rules of market and registry.

The database world runs the same commands through the same pure rules; only where balances and
books are kept differs. Everything is an integer, and units only ever move between accounts, so
the sum over all accounts is zero for every unit type at any time.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

from market.listed import CancelOrder, MarketCommand, PlaceOrder
from market.matching import OrderBook
from market.rules import (
    OrderKind,
    SelfTrade,
    Side,
    UnknownOrder,
    cash_to_reserve_fen,
    check_order,
    check_resale,
    clear,
    resellable_t,
)
from market.rules import Trade as Match
from registry.compliance import Surrender
from registry.ledger import (
    DepositCash,
    IssueAllowances,
    Ledger,
    Leg,
    Reservation,
    ReservationState,
    SystemAccount,
)
from registry.worlds import Command
from simulations.memory.commands import NegotiateTrade
from simulations.memory.venue import CASH, Venue

FIRST_ACCOUNT: Final = 1_000
_BUY = Side.BUY
_OPEN = ReservationState.OPEN

# Named tuples made without their Python-level constructors: a run makes millions of each.
_match = cast(Callable[[tuple[int, int, int, int]], Match], partial(tuple.__new__, Match))
_leg = cast(Callable[[tuple[Any, ...]], Leg], partial(tuple.__new__, Leg))
_reservation = cast(Callable[[tuple[Any, ...]], Reservation], partial(tuple.__new__, Reservation))

Trade = tuple[int, str, str, str, int, int, int, int]
"""Day, market, instrument, mode, price in fen, quantity in t, buyer's and seller's account."""


class _Order:
    """What settlement must know of a resting order: whose it is and what it set aside."""

    __slots__ = (
        "account_id",
        "buys",
        "order_id",
        "price_fen",
        "remaining_t",
        "reservation_id",
        "venue",
    )

    def __init__(
        self,
        order_id: int,
        account_id: int,
        buys: bool,
        price_fen: int,
        remaining_t: int,
        venue: Venue,
    ) -> None:
        self.order_id = order_id
        self.account_id = account_id
        self.buys = buys
        self.price_fen = price_fen
        self.remaining_t = remaining_t
        self.reservation_id = f"{order_id}"
        self.venue = venue


class MemoryWorld:
    """Accounts, venues and the tape of one run."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.venues: dict[str, Venue] = {}
        self.unit_types: dict[str, int] = {"CNY": CASH}
        self.accounts: dict[str, int] = {}
        self.trades: list[Trade] = []
        self.day = 0
        self.orders_placed = 0
        self._orders: dict[int, _Order] = {}
        self._resting: dict[tuple[int, str], int] = {}
        self._bought_today: dict[tuple[int, int], int] = {}
        self._handlers: dict[type, Callable[[Any], Any]] = {
            PlaceOrder: self._place,
            CancelOrder: self._cancel,
            NegotiateTrade: self._negotiate,
            IssueAllowances: self._issue,
            DepositCash: self._deposit,
            Surrender: self._surrender,
        }

    def open_account(self, code: str) -> int:
        """Return the id of a new account."""
        account_id = FIRST_ACCOUNT + len(self.accounts)
        self.accounts[code] = account_id
        return account_id

    def open_unit_type(self, code: str) -> int:
        """Return the id of a unit type, new or known."""
        return self.unit_types.setdefault(code, len(self.unit_types) + 1)

    def open_venue(self, venue: Venue) -> None:
        """Add an instrument that can be traded."""
        self.venues[venue.instrument] = venue

    def execute(self, command: Command | MarketCommand) -> Any:
        """Carry out a participant's command.

        Returns:
            The order number of PlaceOrder, the quantity freed by CancelOrder, otherwise None.

        Raises:
            RegistryError, SimulationError: The command breaks a rule.
        """
        return self._handlers[type(command)](command)

    def held(self, account_id: int, unit_type_id: int) -> int:
        """Return what an account holds, set aside or not."""
        return self.ledger.balance(account_id, unit_type_id).quantity

    def sellable_t(self, account_id: int, unit_type_id: int) -> int:
        """Return what an account may sell: available, and not bought today."""
        available = self.ledger.balance(account_id, unit_type_id).available
        bought_t = self._bought_today.get((account_id, unit_type_id))
        return available if bought_t is None else resellable_t(available, bought_t)

    def start_day(self, day: int) -> None:
        """Begin a trading day: what was bought yesterday may be sold."""
        self.day = day
        self._resting.clear()
        self._bought_today.clear()

    def close_day(self, venue: Venue) -> tuple[int, ...]:
        """Expire what rests, make the close and return the day's row."""
        ledger, orders = self.ledger, self._orders
        for resting in venue.book.clear():
            order = orders.pop(resting.order_id)
            ledger.void(order.reservation_id)
            del ledger.reservations[order.reservation_id]
        return venue.close_day()

    def totals(self) -> dict[int, int]:
        """Return the sum over all accounts of each unit type; zero unless units were lost."""
        sums: Counter[int] = Counter(dict.fromkeys(self.unit_types.values(), 0))
        for (_, unit_type_id), balance in self.ledger.balances.items():
            sums[unit_type_id] += balance.quantity
        return dict(sums)

    def check_conservation(self) -> None:
        """Assert that nothing was created or lost, and that no participant owes units."""
        for unit_type_id, total in self.totals().items():
            assert total == 0, f"unit type {unit_type_id} does not sum to zero: {total}"
        for (account_id, _), balance in self.ledger.balances.items():
            assert balance.reserved >= 0, f"account {account_id}: negative reservation"
            if account_id >= FIRST_ACCOUNT:
                assert balance.reserved <= balance.quantity, f"account {account_id} overdrawn"

    # Commands

    def _place(self, command: PlaceOrder) -> int:
        venue = self.venues[command.instrument]
        account_id = self.accounts[command.account]
        price_fen, quantity_t = command.price_fen, command.quantity_t
        check_order(
            command.order_kind, price_fen, quantity_t, venue.previous_close_fen, venue.rules
        )
        assert price_fen is not None, "simulated participants place limit orders"
        buys = command.side is _BUY
        book = venue.book
        place = (account_id, venue.instrument)
        if self._resting.get(place):
            self._check_own(book, account_id, command)
        self.orders_placed = order_id = self.orders_placed + 1
        order = _Order(order_id, account_id, buys, price_fen, quantity_t, venue)
        if buys:
            unit_type_id, amount = CASH, cash_to_reserve_fen(price_fen, quantity_t)
        else:
            unit_type_id, amount = venue.unit_type_id, quantity_t
            if (account_id, unit_type_id) in self._bought_today:
                self._check_resale(account_id, venue, quantity_t)
        self.ledger.reserve(
            _reservation((order.reservation_id, account_id, unit_type_id, amount, amount, _OPEN))
        )
        fills = book.limit(order_id, account_id, command.side, price_fen, quantity_t)
        saved_fen = 0
        for fill_fen, fill_t, maker_id, _ in fills:
            self._settle(order, self._orders[maker_id], fill_fen, fill_t)
            saved_fen += (price_fen - fill_fen) * fill_t
        if buys and saved_fen:
            self.ledger.void(order.reservation_id, saved_fen)
        if order.remaining_t:
            self._orders[order_id] = order
            self._resting[place] = self._resting.get(place, 0) + 1
        else:
            del self.ledger.reservations[order.reservation_id]
        return order_id

    def _settle(self, taker: _Order, maker: _Order, price_fen: int, quantity_t: int) -> None:
        """Deliver against payment: one posting with a unit leg and a cash leg."""
        venue = taker.venue
        buyer, seller = (taker, maker) if taker.buys else (maker, taker)
        ledger = self.ledger
        match = _match((price_fen, quantity_t, buyer.account_id, seller.account_id))
        units, cash = clear(match, venue.clearing)
        delivery = _leg((*units, seller.reservation_id, ()))
        payment = _leg((*cash, buyer.reservation_id, ()))
        ledger.post((delivery, payment))
        taker.remaining_t -= quantity_t
        maker.remaining_t -= quantity_t
        if not maker.remaining_t:
            del self._orders[maker.order_id]
            del ledger.reservations[maker.reservation_id]
            self._resting[maker.account_id, venue.instrument] -= 1
        self._bought(buyer.account_id, venue.unit_type_id, quantity_t)
        venue.note(price_fen, quantity_t)
        self.trades.append(
            (
                self.day,
                venue.market,
                venue.instrument,
                "listed",
                price_fen,
                quantity_t,
                buyer.account_id,
                seller.account_id,
            )
        )

    def _bought(self, account_id: int, unit_type_id: int, quantity_t: int) -> None:
        """Note units that may not be sold before tomorrow."""
        key = (account_id, unit_type_id)
        self._bought_today[key] = self._bought_today.get(key, 0) + quantity_t

    def _check_own(self, book: OrderBook, account_id: int, command: PlaceOrder) -> None:
        found = book.own_order_reached(
            account_id, command.side, command.price_fen, command.quantity_t
        )
        if found is not None:
            raise SelfTrade(order_id=found)

    def _check_resale(self, account_id: int, venue: Venue, quantity_t: int) -> None:
        if not venue.rules.same_day_resale:
            unit_type_id = venue.unit_type_id
            available_t = self.ledger.balance(account_id, unit_type_id).available
            check_resale(
                quantity_t, available_t, self._bought_today.get((account_id, unit_type_id), 0)
            )

    def _cancel(self, command: CancelOrder) -> int:
        order = self._orders.pop(command.order_id, None)
        if order is None:
            raise UnknownOrder(order_id=command.order_id)
        venue = order.venue
        freed_t = venue.book.cancel(order.order_id)
        self.ledger.void(order.reservation_id)
        del self.ledger.reservations[order.reservation_id]
        self._resting[order.account_id, venue.instrument] -= 1
        return freed_t

    def _negotiate(self, command: NegotiateTrade) -> None:
        venue = self.venues[command.instrument]
        mode = "negotiated" if venue.block_rules is None else "block"
        if venue.block_rules is not None:
            check_order(
                OrderKind.LIMIT,
                command.price_fen,
                command.quantity_t,
                venue.previous_close_fen,
                venue.block_rules,
            )
        buyer, seller = self.accounts[command.buyer], self.accounts[command.seller]
        self._check_resale(seller, venue, command.quantity_t)
        match = Match(command.price_fen, command.quantity_t, buyer, seller)
        self.ledger.post(Leg(*movement) for movement in clear(match, venue.clearing))
        self._bought(buyer, venue.unit_type_id, command.quantity_t)
        venue.note_block(command.price_fen, command.quantity_t)
        self.trades.append(
            (
                self.day,
                venue.market,
                venue.instrument,
                mode,
                command.price_fen,
                command.quantity_t,
                buyer,
                seller,
            )
        )

    def _issue(self, command: IssueAllowances) -> None:
        self._move(
            SystemAccount.ISSUANCE,
            self.accounts[command.account],
            self.unit_types[command.unit_type],
            command.quantity,
        )

    def _deposit(self, command: DepositCash) -> None:
        account_id = self.accounts[command.account]
        self._move(SystemAccount.CASH_SOURCE, account_id, CASH, command.amount_fen)

    def _surrender(self, command: Surrender) -> None:
        self._move(
            self.accounts[command.account],
            SystemAccount.SURRENDER,
            self.unit_types[command.unit_type],
            command.quantity,
        )

    def issue(self, account: str, unit_type: str, quantity: int) -> None:
        """Create units that no participant's command creates, such as an outside supply."""
        target = self.accounts[account]
        self._move(SystemAccount.ISSUANCE, target, self.unit_types[unit_type], quantity)

    def pay_fine(self, account_id: int, amount_fen: int) -> None:
        """Move a fine out of the market, as far as the account's cash goes."""
        cash_fen = self.ledger.balance(account_id, CASH).available
        self._move(account_id, SystemAccount.CASH_SOURCE, CASH, min(amount_fen, cash_fen))

    def cancel_units(self, account_id: int, unit_type_id: int, quantity: int) -> None:
        """Take units out of use, as the registry does with what may not be carried over."""
        self._move(account_id, SystemAccount.CANCELLATION, unit_type_id, quantity)

    def _move(self, source: int, target: int, unit_type_id: int, quantity: int) -> None:
        if quantity:
            self.ledger.post((Leg(int(source), int(target), unit_type_id, quantity),))
