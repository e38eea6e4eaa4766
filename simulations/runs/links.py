"""Links between markets: carriers buy units where they are cheap and sell them where they are dear.

What they buy in one market is cancelled there and issued in the other, as far as the link allows
(`markets.LinkAccount`). They trade by the same orders as everybody and bring the cash they need.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from market.listed import CancelOrder, PlaceOrder
from market.rules import OrderKind, Side, cash_to_reserve_fen
from registry.ledger import DepositCash
from simulations.behaviour import FEN, slices
from simulations.markets import Link, LinkAccount, LinkKind, Towards, link_of
from simulations.memory import CASH
from simulations.runs.market_state import MarketState
from simulations.runs.stage import Stage
from simulations.scenarios import LinkTerms

_ORDERS_MAX = 1_000_000


@dataclass(slots=True)
class Crossing:
    """One link in a run: its terms, what has moved over it this year, who carries.

    Args:
        first: The link's first market.
        second: Its second market.
        opens: The day from which it holds.
        ends: The day on which it no longer holds; None for no end.
        account: What has moved.
        code: The carriers' account.
        cost_fen: What carrying a unit costs them, fen per t.
        holds_t_max: Most units they hold at a time, t.
    """

    first: MarketState
    second: MarketState
    opens: date
    ends: date | None
    account: LinkAccount
    code: str
    cost_fen: int
    holds_t_max: int
    _year: int = 0
    _usable: dict[tuple[str, int], int] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Whether units may move on a day."""
        return self.opens <= day and (self.ends is None or day < self.ends)

    def left_t(self, towards: Towards) -> int | None:
        """Return how many units may still be sent there this year, t; None for no limit.

        The year is the first market's cycle. The share of obligations that units from elsewhere
        may cover holds for all firms of a market together.
        """
        if self._year != self.first.number:
            self._year, self.account = self.first.number, self.account.next_year()
        left_t = self.account.left_t(towards)
        link = self.account.link
        if link.share_max >= 1:
            return left_t
        to_second = towards is Towards.SECOND
        moved = self.account.to_second if to_second else self.account.to_first
        usable_t = self._usable_t(self.second if to_second else self.first)
        sendable_t = math.floor((usable_t - moved.received_t) / link.ratio(towards))
        return max(0, sendable_t if left_t is None else min(left_t, sendable_t))

    def move(self, towards: Towards, quantity_t: int, day: int) -> None:
        """Exchange units that the carriers hold, as many as the link allows."""
        left_t = self.left_t(towards)
        wanted_t = quantity_t if left_t is None else min(quantity_t, left_t)
        self.account, moved = self.account.move(towards, wanted_t)
        if not moved.received_t:
            return
        to_second = towards is Towards.SECOND
        source, target = (self.first, self.second) if to_second else (self.second, self.first)
        world = source.world
        world.exchange_units(
            world.accounts[self.code],
            (source.venue.unit_type_id, moved.sent_t),
            (target.venue.unit_type_id, moved.received_t),
        )
        source.event(day, "link_out", target.venue.instrument, moved.sent_t)
        target.event(day, "link_in", source.venue.instrument, moved.received_t)

    def _usable_t(self, market: MarketState) -> int:
        """Return what the market's firms may cover with units from elsewhere in a cycle, t."""
        key = market.name, market.number
        if key not in self._usable:
            link = self.account.link
            self._usable[key] = sum(
                link.usable_t(agent.year.emissions_t) for agent in market.agents
            )
        return self._usable[key]


@dataclass(slots=True)
class Carrier:
    """The carriers of a link, seen from one of its markets.

    They bid what a unit is worth elsewhere less what carrying costs, and ask what it costs to
    bring one from elsewhere.

    Args:
        crossing: The link.
        here: The market where this side trades.
        there: The other.
        opening_t: Units at the start of a cycle, t.
    """

    crossing: Crossing
    here: MarketState
    there: MarketState
    opening_t: int = 0
    _resting: list[int] = field(default_factory=list)
    _sent: int = 0

    @property
    def account(self) -> str:
        """Their account, the same in both markets."""
        return self.crossing.code

    def visit(self, day: int) -> None:
        """Renew the orders in this market; bring units where they are worth more here."""
        self._withdraw()
        here, crossing = self.here, self.crossing
        venue = here.venue
        if not crossing.is_open(here.stage.days[day]) or day == here.cycle.deadline or self._ended:
            self._place(Side.SELL, max(venue.last_fen, venue.band.low_fen), self._stock_t())
            return
        ratio = crossing.account.link.ratio(self._outward)
        worth_fen = ratio * self.there.venue.last_fen
        cost_fen = crossing.cost_fen
        if venue.last_fen - cost_fen > worth_fen:
            crossing.move(self._inward, self._elsewhere_t(), day)
        bid_fen = min(math.floor(worth_fen) - cost_fen, venue.band.high_fen)
        ask_fen = max(math.ceil(worth_fen) + cost_fen, venue.band.low_fen, bid_fen + 1)
        if ask_fen <= venue.band.high_fen:
            self._place(Side.SELL, ask_fen, self._stock_t())
        if bid_fen >= venue.band.low_fen:
            self._bid(bid_fen, ratio)

    @property
    def _ended(self) -> bool:
        """Whether the other market trades no more in this run."""
        return self.there.number == len(self.there.cycles)

    @property
    def _inward(self) -> Towards:
        return Towards.FIRST if self.here is self.crossing.first else Towards.SECOND

    @property
    def _outward(self) -> Towards:
        return Towards.SECOND if self.here is self.crossing.first else Towards.FIRST

    def _stock_t(self) -> int:
        """Return what they may sell here, t."""
        world = self.here.world
        return world.sellable_t(world.accounts[self.account], self.here.venue.unit_type_id)

    def _elsewhere_t(self) -> int:
        """Return what they hold in the other market and do not offer there, t."""
        world = self.there.world
        account_id = world.accounts[self.account]
        return world.ledger.balance(account_id, self.there.venue.unit_type_id).available

    def _bid(self, price_fen: int, ratio: Fraction) -> None:
        """Bid for as much as they may hold and carry on."""
        here, world = self.here, self.here.world
        account_id = world.accounts[self.account]
        held_t = world.held(account_id, here.venue.unit_type_id)
        coming_t = world.held(account_id, self.there.venue.unit_type_id) / ratio
        left_t = self.crossing.left_t(self._outward)
        most_t = int(self.crossing.holds_t_max - held_t - coming_t)
        quantity_t = most_t if left_t is None else min(most_t, left_t - held_t)
        if quantity_t <= 0:
            return
        rate = here.venue.rules.fee_rate
        lacking_fen = cash_to_reserve_fen(price_fen, quantity_t, rate)
        lacking_fen -= world.ledger.balance(account_id, CASH).available
        if lacking_fen > 0:
            command = DepositCash(
                client_id=self._name(), account=self.account, amount_fen=lacking_fen
            )
            world.execute(command)
        room_t = world.buyable_t(account_id, here.venue, price_fen, rate)
        self._place(Side.BUY, price_fen, min(quantity_t, room_t))

    def _place(self, side: Side, price_fen: int, quantity_t: int) -> None:
        here = self.here
        most_t = here.venue.rules.quantity_t_max
        for part_t in slices(quantity_t, most_t, _ORDERS_MAX):
            command = PlaceOrder(
                client_id=self._name(),
                account=self.account,
                instrument=here.venue.instrument,
                side=side,
                order_kind=OrderKind.LIMIT,
                price_fen=price_fen,
                quantity_t=part_t,
            )
            self._resting.append(here.place(command))

    def _withdraw(self) -> None:
        """Take what still rests here out of the book."""
        book = self.here.venue.book
        for order_id in self._resting:
            if book.resting(order_id) is not None:
                client_id = self._name()
                self.here.place(CancelOrder(client_id=client_id, order_id=order_id))
        self._resting = []

    def _name(self) -> str:
        """Return a client id of its own for a command."""
        self._sent += 1
        side = "first" if self.here is self.crossing.first else "second"
        return f"{self.account}:{side}:{self._sent}".replace("/", ":")


def open_links(markets: Sequence[MarketState], stage: Stage) -> None:
    """Prepare the links of a scenario and let their carriers come to both markets."""
    named = {market.name: market for market in markets}
    for number, terms in enumerate(stage.scenario.links):
        if terms.carriers is None:
            continue
        first, second = named[terms.first], named[terms.second]
        code = f"link-{number + 1}/carriers"
        stage.world.open_account(code)
        crossing = Crossing(
            first,
            second,
            terms.from_,
            terms.until,
            LinkAccount(_link(terms)),
            code,
            math.ceil(terms.carriers.cost_cny * FEN),
            terms.carriers.holds_t_max,
        )
        first.carriers.append(Carrier(crossing, first, second))
        second.carriers.append(Carrier(crossing, second, first))


def _link(terms: LinkTerms) -> Link:
    return link_of(
        LinkKind(terms.kind),
        (terms.first, terms.second),
        quota_t=terms.quota_t,
        units_for_one=Fraction(str(terms.units_for_one or 1)),
        share_max=Decimal(1) if terms.share_max is None else Decimal(str(terms.share_max)),
    )
