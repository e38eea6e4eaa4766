"""The in-memory world: carries out participants' commands by the rules of market and registry.

The database world runs the same commands through the same pure rules; only where balances and
books are kept differs. Everything is an integer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    fee_fen,
)
from market.rules import Trade as Match
from market.rules import Venue as ClearingVenue
from registry.ledger import Balance, Leg, SystemAccount, exchange
from registry.worlds import Command
from simulations.memory.accounts import CASH, Accounts
from simulations.memory.call_book import CallBook
from simulations.memory.commands import AwardUnits, NegotiateTrade
from simulations.memory.holdings import Holding
from simulations.memory.tape import AUCTION, BLOCK, LISTED, NEGOTIATED, Tape
from simulations.memory.venue import Venue

_BUY, _LIMIT = Side.BUY, OrderKind.LIMIT
_WHOLE = 100_000
_SCENARIO = {"en": "scenario", "zh": "情景"}


@dataclass(slots=True)
class _Order:
    """What settlement must know of an order: whose it is, what it set aside of which balance."""

    venue: Venue
    holding: Holding
    buys: bool
    price_fen: int
    remaining_t: int
    balance: Balance
    reserved: int

    def close(self) -> None:
        """Set free what is still set aside."""
        if self.reserved:
            self.balance.release(self.reserved)
            self.reserved = 0


class MemoryWorld(Accounts):
    """Accounts, venues and the tape of one run."""

    def __init__(self) -> None:
        super().__init__()
        self.venues: dict[str, Venue] = {}
        self.tape = Tape()
        self.regulators: set[int] = set()
        self.day = 0
        self.orders_placed = 0
        self._orders: dict[int, _Order] = {}
        self._bought: list[Holding] = []
        self._fees = self.ledger.balance(SystemAccount.EXCHANGE, CASH)
        self._handlers |= {
            PlaceOrder: self.place,
            CancelOrder: self._cancel,
            NegotiateTrade: self._negotiate,
            AwardUnits: self._award,
        }

    def open_venue(self, venue: Venue) -> None:
        """Add an instrument that can be traded."""
        self.venues[venue.instrument] = venue
        venue.place = self.tape.open(venue.market, venue.instrument)
        venue.holdings = self.holdings(venue.unit_type_id)

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
        holding = venue.holdings[account_id]
        cash_fen = holding.cash.quantity - holding.cash.reserved
        if fee_rate:
            most_t = cash_fen * _WHOLE // (price_fen * (_WHOLE + fee_rate))
        else:
            most_t = cash_fen // price_fen
        if venue.position_t_max is None:
            return most_t
        room_t = venue.position_t_max - self._held_or_wanted_t(holding)
        return max(0, min(most_t, room_t))

    def start_day(self, day: int) -> None:
        """Begin a trading day: what was bought yesterday may be sold."""
        self.day = day
        for holding in self._bought:
            holding.bought_t = 0
        self._bought.clear()

    def close_day(self, venue: Venue) -> tuple[int, ...]:
        """Hold the call where there is one, expire what rests, make the close.

        Returns:
            The day's row.
        """
        book, orders = venue.book, self._orders
        if isinstance(book, CallBook):
            for fill in book.call(venue.previous_close_fen):
                buyer, seller = orders[fill.buy_order_id], orders[fill.sell_order_id]
                self._settle(buyer, seller, fill.price_fen, fill.quantity_t)
        for number in book.clear():
            order = orders.pop(number)
            order.holding.resting -= 1
            order.close()
        return venue.close_day()

    def place(self, command: PlaceOrder) -> int:
        """Carry out the most frequent command at once; return the order's number.

        Raises:
            RegistryError: It breaks a rule of the mode, or the account has too little.
        """
        _, account, instrument, side, quantity_t, price_fen, kind = command
        venue = self.venues[instrument]
        holding = venue.holdings[self.accounts[account]]
        assert kind is _LIMIT, "simulated participants place limit orders"
        assert price_fen is not None, "a limit order names its price"
        if not venue.limits.allow(price_fen, quantity_t):
            check_order(kind, price_fen, quantity_t, venue.previous_close_fen, venue.rules)
        buys = side is _BUY
        if holding.resting:
            self._check_own(venue, holding, command)
        if buys:
            if venue.position_t_max is not None:
                self._check_position(venue, holding, quantity_t)
            balance = holding.cash
            amount = cash_to_reserve_fen(price_fen, quantity_t, venue.rules.fee_rate)
        else:
            if holding.bought_t:
                self._check_resale(venue, holding, quantity_t)
            balance, amount = holding.units, quantity_t
        balance.set_aside(amount)
        order = _Order(venue, holding, buys, price_fen, quantity_t, balance, amount)
        self.orders_placed = number = self.orders_placed + 1
        venue.orders += 1
        fills = venue.book.limit(number, holding.account_id, side, price_fen, quantity_t)
        if fills:
            self._fill(order, fills)
        if order.remaining_t:
            self._orders[number] = order
            holding.resting += 1
        return number

    def _fill(self, taker: _Order, fills: Sequence[Fill]) -> None:
        """Settle an arriving order's trades and free what a buyer saved by them."""
        orders = self._orders
        for price_fen, quantity_t, maker_id, _ in fills:
            maker = orders[maker_id]
            buyer, seller = (taker, maker) if taker.buys else (maker, taker)
            self._settle(buyer, seller, price_fen, quantity_t)
            if not maker.remaining_t:
                del orders[maker_id]
                maker.holding.resting -= 1
        if taker.buys and taker.remaining_t:
            rate = taker.venue.rules.fee_rate
            needed_fen = cash_to_reserve_fen(taker.price_fen, taker.remaining_t, rate)
            if taker.reserved > needed_fen:
                taker.balance.release(taker.reserved - needed_fen)
                taker.reserved = needed_fen

    def _settle(self, buyer: _Order, seller: _Order, price_fen: int, quantity_t: int) -> None:
        """Deliver against payment, with any fees; free what orders that are filled leave over."""
        venue = buyer.venue
        rate = venue.rules.fee_rate
        fee = fee_fen(price_fen, quantity_t, rate) if rate else 0
        turnover_fen = price_fen * quantity_t
        sides = buyer.holding, seller.holding
        exchange(seller.holding, buyer.holding, quantity_t, turnover_fen, fee, self._fees)
        seller.remaining_t -= quantity_t
        seller.reserved -= quantity_t
        buyer.remaining_t -= quantity_t
        buyer.reserved -= turnover_fen + fee
        if not buyer.remaining_t:
            buyer.close()
        self._note(venue, LISTED, price_fen, quantity_t, sides)
        venue.note(price_fen, quantity_t)

    def _note(
        self,
        venue: Venue,
        mode: int,
        price_fen: int,
        quantity_t: int,
        sides: tuple[Holding, Holding],
    ) -> None:
        """Enter a trade on the tape; what was bought may not be sold before tomorrow."""
        buyer, seller = sides
        if not buyer.bought_t:
            self._bought.append(buyer)
        buyer.bought_t += quantity_t
        place = venue.place + mode
        self.tape.write(self.day, place, price_fen, quantity_t, buyer.account_id, seller.account_id)

    def _check_own(self, venue: Venue, holding: Holding, command: PlaceOrder) -> None:
        found = venue.book.own_order_reached(
            holding.account_id, command.side, command.price_fen, command.quantity_t
        )
        if found is not None:
            raise SelfTrade(order_id=found)

    def _check_position(self, venue: Venue, holding: Holding, quantity_t: int) -> None:
        assert venue.position_t_max is not None, "asked only where there is a limit"
        if holding.account_id in self.regulators:
            return
        held_t = self._held_or_wanted_t(holding)
        check_position(venue.instrument, venue.position_t_max, held_t, quantity_t, _SCENARIO)

    def _held_or_wanted_t(self, holding: Holding) -> int:
        """Return what an account holds and what its open orders may still buy, t."""
        held_t = holding.units.quantity
        if not holding.resting:
            return held_t
        return held_t + sum(
            order.remaining_t
            for order in self._orders.values()
            if order.buys and order.holding is holding
        )

    def _check_resale(self, venue: Venue, holding: Holding, quantity_t: int) -> None:
        if not venue.rules.same_day_resale:
            check_resale(quantity_t, holding.units.available, holding.bought_t)

    def _cancel(self, command: CancelOrder) -> int:
        order = self._orders.pop(command.order_id, None)
        if order is None:
            raise UnknownOrder(order_id=command.order_id)
        freed_t = order.venue.book.cancel(command.order_id)
        order.holding.resting -= 1
        order.close()
        return freed_t

    def _negotiate(self, command: NegotiateTrade) -> None:
        venue = self.venues[command.instrument]
        price_fen, quantity_t = command.price_fen, command.quantity_t
        mode = NEGOTIATED if venue.block_rules is None else BLOCK
        if venue.block_rules is not None:
            close_fen = venue.previous_close_fen
            check_order(_LIMIT, price_fen, quantity_t, close_fen, venue.block_rules)
        buyer, seller = sides = self._sides(command, venue)
        if venue.position_t_max is not None:
            self._check_position(venue, buyer, quantity_t)
        self._check_resale(venue, seller, quantity_t)
        match = Match(price_fen, quantity_t, buyer.account_id, seller.account_id)
        self.ledger.post(Leg(*movement) for movement in clear(match, venue.block_clearing))
        self._note(venue, mode, price_fen, quantity_t, sides)
        venue.note_block(price_fen, quantity_t)

    def _award(self, command: AwardUnits) -> None:
        venue = self.venues[command.instrument]
        price_fen, quantity_t = command.price_fen, command.quantity_t
        buyer, seller = sides = self._sides(command, venue)
        match = Match(price_fen, quantity_t, buyer.account_id, seller.account_id)
        clearing = ClearingVenue(venue.unit_type_id, CASH)
        self.ledger.post(Leg(*movement) for movement in clear(match, clearing))
        self._note(venue, AUCTION, price_fen, quantity_t, sides)
        venue.note_auction(price_fen, quantity_t)

    def _sides(self, command: NegotiateTrade | AwardUnits, venue: Venue) -> tuple[Holding, Holding]:
        """Return what buyer and seller of a trade beside the book have."""
        holdings, accounts = venue.holdings, self.accounts
        return holdings[accounts[command.buyer]], holdings[accounts[command.seller]]
