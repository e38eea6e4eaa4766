"""What traders without an obligation share: an account, draws of their own, orders replaced."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, count
from typing import Any, cast

from market.listed import CancelOrder, MarketCommand, PlaceOrder
from market.rules import OrderKind, Side, fee_fen
from simulations.agents.situations import Situation
from simulations.behaviour import FEN
from simulations.behaviour.strategies import Quote, Standing
from simulations.memory import Holding, MemoryWorld, Venue
from simulations.streams import Streams

_DRAWS = 32
_BUY, _SELL, _LIMIT = Side.BUY, Side.SELL, OrderKind.LIMIT

# Named tuples made without their Python-level constructors: a run makes millions.
_place = cast(Callable[[tuple[Any, ...]], PlaceOrder], partial(tuple.__new__, PlaceOrder))
_standing = cast(Callable[[tuple[Any, ...]], Standing], partial(tuple.__new__, Standing))


class Trader(ABC):
    """Somebody who trades in one market and owes nothing.

    The run opens ``account`` and gives it ``opening_t`` units and ``cash_fen`` before it acts.

    Args:
        account: Its account, ``market/kind-population-0001``.
        market: Its market.
        opening_t: Units at the start, t.
        cash_fen: Cash at the start, fen.
        position_t_max: Most units it holds, t.
        streams: The run's random streams.
    """

    __slots__ = (
        "_draws",
        "_name",
        "_resting",
        "_sent",
        "account",
        "cash_fen",
        "market",
        "opening_t",
        "position_t_max",
    )

    def __init__(
        self,
        account: str,
        market: str,
        opening_t: int,
        cash_fen: int,
        position_t_max: int,
        streams: Streams,
    ) -> None:
        self.account = account
        self.market = market
        self.opening_t = opening_t
        self.cash_fen = cash_fen
        self.position_t_max = position_t_max
        self._draws = endless(streams, account)
        self._name = account.replace("/", ".")
        self._resting = range(0)
        self._sent = 0

    @property
    @abstractmethod
    def visits_per_day(self) -> float:
        """How often it looks at the market on a trading day."""

    @abstractmethod
    def quotes(self, standing: Standing, now: Situation) -> list[Quote]:
        """Return what it wants to have in the book now."""

    def act(self, world: MemoryWorld, now: Situation) -> list[MarketCommand]:
        """Return its commands: what it still has in the book is replaced.

        The commands must be carried out at once and in their order.
        """
        venue = now.venue
        commands: list[MarketCommand] = []
        if self._resting:
            waits = venue.book.resting
            commands += [
                CancelOrder(client_id=self._client_id(), order_id=order_id)
                for order_id in self._resting
                if waits(order_id) is not None
            ]
        holding = venue.holdings[world.accounts[self.account]]
        orders = [
            self._order(quote, quantity_t, venue)
            for quote in self.quotes(_standing_of(holding, venue), now)
            if (quantity_t := self._within(quote, holding, now)) > 0
        ]
        first = world.orders_placed + 1
        self._resting = range(first, first + len(orders))
        return commands + orders

    def _within(self, quote: Quote, holding: Holding, now: Situation) -> int:
        """Return what of a quote one order may carry and it may hold, t."""
        quantity_t = min(quote.quantity_t, now.order_t_max)
        if not quote.buys:
            return quantity_t
        limit_t = now.venue.position_t_max
        most_t = self.position_t_max if limit_t is None else min(self.position_t_max, limit_t)
        return min(quantity_t, most_t - holding.units.quantity)

    def _order(self, quote: Quote, quantity_t: int, venue: Venue) -> PlaceOrder:
        side, name = _BUY if quote.buys else _SELL, self._client_id()
        account, instrument = self.account, venue.instrument
        return _place((name, account, instrument, side, quantity_t, quote.price_fen, _LIMIT))

    def _client_id(self) -> str:
        self._sent = sent = self._sent + 1
        return f"{self._name}:{sent}"


def _standing_of(holding: Holding, venue: Venue) -> Standing:
    """Return what a trader has; its own orders are about to be replaced and hold back nothing."""
    low_fen, high_fen = venue.band
    units, cash_fen, rate = holding.units, holding.cash.quantity, venue.rules.fee_rate
    if rate:
        cash_fen -= fee_fen(cash_fen, 1, rate)
    sellable_t = holding.sellable_t(units.reserved)
    last_cny = venue.last_fen / FEN
    return _standing((last_cny, low_fen, high_fen, units.quantity, sellable_t, cash_fen))


def endless(streams: Streams, agent_id: str) -> Iterator[float]:
    """Return the uniform numbers of an agent's own decisions, without end."""
    numbers = streams.generator("decisions", agent_id)
    return chain.from_iterable(numbers.random(_DRAWS).tolist() for _ in count())
