"""What traders without an obligation share: an account, draws of their own, orders replaced."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import chain, count

from market.listed import CancelOrder, MarketCommand, PlaceOrder
from market.rules import Side, fee_fen
from simulations.agents.situations import Situation
from simulations.behaviour import FEN
from simulations.behaviour.strategies import Quote, Standing
from simulations.memory import CASH, MemoryWorld, Venue
from simulations.streams import Streams

_DRAWS = 64


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
        self._resting: list[int] = []
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
        book = now.venue.book
        commands: list[MarketCommand] = [
            CancelOrder(client_id=self._client_id(), order_id=order_id)
            for order_id in self._resting
            if book.resting(order_id) is not None
        ]
        standing = self._standing(world, now.venue)
        quotes = self._within(self.quotes(standing, now), standing, now)
        first = world.orders_placed + 1
        self._resting = list(range(first, first + len(quotes)))
        return commands + [self._order(quote, now.venue) for quote in quotes]

    def _standing(self, world: MemoryWorld, venue: Venue) -> Standing:
        """Return what it has; its own orders are about to be replaced and hold back nothing."""
        account_id = world.accounts[self.account]
        unit_type_id = venue.unit_type_id
        freed_t = world.ledger.balance(account_id, unit_type_id).reserved
        cash_fen = world.held(account_id, CASH)
        return Standing(
            last_cny=venue.last_fen / FEN,
            low_fen=venue.band.low_fen,
            high_fen=venue.band.high_fen,
            held_t=world.held(account_id, unit_type_id),
            sellable_t=world.sellable_t(account_id, unit_type_id, freed_t),
            cash_fen=cash_fen - fee_fen(cash_fen, 1, venue.rules.fee_rate),
        )

    def _within(self, quotes: list[Quote], standing: Standing, now: Situation) -> list[Quote]:
        """Return quotes cut to what one order may carry and to the units it may hold."""
        limit_t = now.rules.trading.position_t_max
        most_t = self.position_t_max if limit_t is None else min(self.position_t_max, limit_t)
        room_t, order_t = most_t - standing.held_t, now.venue.rules.quantity_t_max
        cut = (
            quote._replace(
                quantity_t=min(quote.quantity_t, order_t, room_t if quote.buys else order_t)
            )
            for quote in quotes
        )
        return [quote for quote in cut if quote.quantity_t > 0]

    def _order(self, quote: Quote, venue: Venue) -> PlaceOrder:
        return PlaceOrder(
            client_id=self._client_id(),
            account=self.account,
            instrument=venue.instrument,
            side=Side.BUY if quote.buys else Side.SELL,
            quantity_t=quote.quantity_t,
            price_fen=quote.price_fen,
        )

    def _client_id(self) -> str:
        self._sent += 1
        return f"{self.account.replace('/', '.')}:{self._sent}"


def endless(streams: Streams, agent_id: str) -> Iterator[float]:
    """Return the uniform numbers of an agent's own decisions, without end."""
    numbers = streams.generator("decisions", agent_id)
    return chain.from_iterable(numbers.random(_DRAWS).data for _ in count())
