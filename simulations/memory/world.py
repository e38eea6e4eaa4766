"""The in-memory world: carries out participants' commands by the rules of market and registry.

The database world runs the same commands through the same pure rules; only where balances and
books are kept differs. Everything is an integer.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from market.listed import CancelOrder, MarketCommand, PlaceOrder
from market.matching import Fill
from market.rules import (
    OrderKind,
    SelfTrade,
    Side,
    UnknownOrder,
    cash_to_reserve_fen,
    check_order,
    check_position,
    check_resale,
    clear,
)
from market.rules import Trade as Match
from market.rules import Venue as ClearingVenue
from registry.ledger import Leg, Reservation
from registry.worlds import Command
from simulations.memory.accounts import CASH, Accounts
from simulations.memory.call_book import CallBook
from simulations.memory.commands import AwardUnits, NegotiateTrade
from simulations.memory.venue import Venue

_BUY = Side.BUY
_WHOLE = 100_000
_WITHOUT_FEES = 2
_SCENARIO = {"en": "scenario", "zh": "情景"}

# Named tuples made without their Python-level constructors: a run makes millions of each.
_match = cast(Callable[[tuple[int, int, int, int]], Match], partial(tuple.__new__, Match))
_leg = cast(Callable[[tuple[Any, ...]], Leg], partial(tuple.__new__, Leg))

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
        "reservation",
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
        reservation: Reservation,
    ) -> None:
        self.order_id = order_id
        self.account_id = account_id
        self.buys = buys
        self.price_fen = price_fen
        self.remaining_t = remaining_t
        self.venue = venue
        self.reservation = reservation


class MemoryWorld(Accounts):
    """Accounts, venues and the tape of one run."""

    def __init__(self) -> None:
        super().__init__()
        self.venues: dict[str, Venue] = {}
        self.trades: list[Trade] = []
        self.regulators: set[int] = set()
        self.day = 0
        self.orders_placed = 0
        self._orders: dict[int, _Order] = {}
        self._resting: dict[tuple[int, str], int] = {}
        self._handlers |= {
            PlaceOrder: self._place,
            CancelOrder: self._cancel,
            NegotiateTrade: self._negotiate,
            AwardUnits: self._award,
        }

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

    def buyable_t(self, account_id: int, venue: Venue, price_fen: int, fee_rate: int) -> int:
        """Return the most an account may buy at a price: cash, fee and largest holding allow it.

        Args:
            account_id: Who would buy.
            venue: What and where.
            price_fen: At which price, fen per t, above zero.
            fee_rate: Fee in parts of 100,000 of the turnover, of the listed or the block mode.

        Returns:
            Whole units, rounded down, t.
        """
        cash = self.ledger.balances.get((account_id, CASH))
        cash_fen = 0 if cash is None else cash.quantity - cash.reserved
        if fee_rate:
            most_t = cash_fen * _WHOLE // (price_fen * (_WHOLE + fee_rate))
        else:
            most_t = cash_fen // price_fen
        if venue.position_t_max is None:
            return most_t
        room_t = venue.position_t_max - self._held_or_wanted_t(account_id, venue)
        return max(0, min(most_t, room_t))

    def start_day(self, day: int) -> None:
        """Begin a trading day: what was bought yesterday may be sold."""
        self.day = day
        self._resting.clear()
        self._bought_today.clear()

    def close_day(self, venue: Venue) -> tuple[int, ...]:
        """Hold the call where there is one, expire what rests, make the close.

        Returns:
            The day's row.
        """
        book = venue.book
        if isinstance(book, CallBook):
            for fill in book.call(venue.previous_close_fen):
                buyer, seller = self._orders[fill.buy_order_id], self._orders[fill.sell_order_id]
                self._settle(buyer, seller, fill.price_fen, fill.quantity_t)
        for resting in book.clear():
            order = self._orders.pop(resting.order_id, None)
            if order is not None:
                self._release(order)
        return venue.close_day()

    def _place(self, command: PlaceOrder) -> int:
        venue = self.venues[command.instrument]
        account_id = self.accounts[command.account]
        price_fen, quantity_t = command.price_fen, command.quantity_t
        rules = venue.rules
        check_order(command.order_kind, price_fen, quantity_t, venue.previous_close_fen, rules)
        assert price_fen is not None, "simulated participants place limit orders"
        buys = command.side is _BUY
        place = (account_id, venue.instrument)
        if self._resting.get(place):
            self._check_own(venue, account_id, command)
        if buys:
            if venue.position_t_max is not None:
                self._check_position(account_id, venue, quantity_t)
            unit_type_id = CASH
            amount = cash_to_reserve_fen(price_fen, quantity_t, rules.fee_rate)
        else:
            unit_type_id, amount = venue.unit_type_id, quantity_t
            if (account_id, unit_type_id) in self._bought_today:
                self._check_resale(account_id, venue, quantity_t)
        self.orders_placed = order_id = self.orders_placed + 1
        venue.orders += 1
        reservation = Reservation(f"{order_id}", account_id, unit_type_id, amount, amount)
        self.ledger.reserve(reservation)
        order = _Order(order_id, account_id, buys, price_fen, quantity_t, venue, reservation)
        fills = venue.book.limit(order_id, account_id, command.side, price_fen, quantity_t)
        if fills:
            self._fill(order, fills)
        if order.remaining_t:
            self._orders[order_id] = order
            self._resting[place] = self._resting.get(place, 0) + 1
        return order_id

    def _fill(self, taker: _Order, fills: Sequence[Fill]) -> None:
        """Settle an arriving order's trades and free what a buyer saved by them."""
        orders = self._orders
        for price_fen, quantity_t, maker_id, _ in fills:
            maker = orders[maker_id]
            pair = (taker, maker) if taker.buys else (maker, taker)
            self._settle(*pair, price_fen, quantity_t)
        if taker.buys and taker.remaining_t:
            rate = taker.venue.rules.fee_rate
            needed_fen = cash_to_reserve_fen(taker.price_fen, taker.remaining_t, rate)
            left_fen = taker.reservation.remaining
            if left_fen > needed_fen:
                self.ledger.void(taker.reservation.id, left_fen - needed_fen)

    def _settle(self, buyer: _Order, seller: _Order, price_fen: int, quantity_t: int) -> None:
        """Deliver against payment: one posting with a unit leg, a cash leg and any fees."""
        venue = buyer.venue
        match = _match((price_fen, quantity_t, buyer.account_id, seller.account_id))
        movements = clear(match, venue.clearing)
        paying = buyer.reservation.id
        legs = [
            _leg((*movements[0], seller.reservation.id, ())),
            _leg((*movements[1], paying, ())),
        ]
        if len(movements) > _WITHOUT_FEES:
            legs += [_leg((*movements[2], paying, ())), _leg((*movements[3], None, ()))]
        self.ledger.post(legs)
        for order in (buyer, seller):
            order.remaining_t -= quantity_t
            if not order.remaining_t:
                self._finish(order)
        self._note(venue, "listed", match)
        venue.note(price_fen, quantity_t)

    def _finish(self, order: _Order) -> None:
        """Forget a filled order, with what rounding or a better price left of its reservation."""
        if order.reservation.remaining:
            self.ledger.void(order.reservation.id)
        del self.ledger.reservations[order.reservation.id]
        if self._orders.pop(order.order_id, None) is not None:
            self._resting[order.account_id, order.venue.instrument] -= 1

    def _release(self, order: _Order) -> None:
        """Free what an order that ends unfilled had set aside."""
        self.ledger.void(order.reservation.id)
        del self.ledger.reservations[order.reservation.id]

    def _note(self, venue: Venue, mode: str, match: Match) -> None:
        """Enter a trade on the tape; what was bought may not be sold before tomorrow."""
        price_fen, quantity_t, buyer_id, seller_id = match
        key = (buyer_id, venue.unit_type_id)
        self._bought_today[key] = self._bought_today.get(key, 0) + quantity_t
        self.trades.append(
            (
                self.day,
                venue.market,
                venue.instrument,
                mode,
                price_fen,
                quantity_t,
                buyer_id,
                seller_id,
            )
        )

    def _check_own(self, venue: Venue, account_id: int, command: PlaceOrder) -> None:
        found = venue.book.own_order_reached(
            account_id, command.side, command.price_fen, command.quantity_t
        )
        if found is not None:
            raise SelfTrade(order_id=found)

    def _check_position(self, account_id: int, venue: Venue, quantity_t: int) -> None:
        assert venue.position_t_max is not None, "asked only where there is a limit"
        if account_id in self.regulators:
            return
        held_t = self._held_or_wanted_t(account_id, venue)
        check_position(venue.instrument, venue.position_t_max, held_t, quantity_t, _SCENARIO)

    def _held_or_wanted_t(self, account_id: int, venue: Venue) -> int:
        """Return what an account holds and what its open orders may still buy, t."""
        held_t = self.held(account_id, venue.unit_type_id)
        if not self._resting.get((account_id, venue.instrument)):
            return held_t
        return held_t + sum(
            order.remaining_t
            for order in self._orders.values()
            if order.buys and order.account_id == account_id and order.venue is venue
        )

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
        freed_t = order.venue.book.cancel(order.order_id)
        self._release(order)
        self._resting[order.account_id, order.venue.instrument] -= 1
        return freed_t

    def _negotiate(self, command: NegotiateTrade) -> None:
        venue = self.venues[command.instrument]
        price_fen, quantity_t = command.price_fen, command.quantity_t
        mode = "negotiated" if venue.block_rules is None else "block"
        if venue.block_rules is not None:
            close_fen = venue.previous_close_fen
            check_order(OrderKind.LIMIT, price_fen, quantity_t, close_fen, venue.block_rules)
        buyer, seller = self.accounts[command.buyer], self.accounts[command.seller]
        if venue.position_t_max is not None:
            self._check_position(buyer, venue, quantity_t)
        self._check_resale(seller, venue, quantity_t)
        match = Match(price_fen, quantity_t, buyer, seller)
        self.ledger.post(Leg(*movement) for movement in clear(match, venue.block_clearing))
        self._note(venue, mode, match)
        venue.note_block(price_fen, quantity_t)

    def _award(self, command: AwardUnits) -> None:
        venue = self.venues[command.instrument]
        buyer, seller = self.accounts[command.buyer], self.accounts[command.seller]
        match = Match(command.price_fen, command.quantity_t, buyer, seller)
        clearing = ClearingVenue(venue.unit_type_id, CASH)
        self.ledger.post(Leg(*movement) for movement in clear(match, clearing))
        self._note(venue, "auction", match)
        venue.note_auction(command.price_fen, command.quantity_t)
