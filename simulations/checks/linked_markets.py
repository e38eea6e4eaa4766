"""Layer B of check 10: two linked markets, one ledger, and a carrier who trades in both."""

from collections.abc import Iterator
from statistics import fmean

import numpy as np

from market.rules import Side
from simulations.checks.check import Check
from simulations.checks.replications import DAYS, SEEDS, mean_check, price_check, settled
from simulations.checks.small_markets import QuotingFirm, SmallMarket, Terms, open_trader, place
from simulations.markets import LinkAccount, LinkKind, Towards, link_of
from simulations.memory import MemoryWorld, Venue
from simulations.streams import Streams

_THOUSAND = 1_000
_FIRMS = 5
_PILOT = (100, 10, 2.0)
_NATIONAL = (1_000, 160, 0.5)
"""Emissions and what must be abated, Mt; slope of marginal cost of all firms, CNY/t per Mt."""
_PRICE, _FLOW, _COST = 68.0, 24.0, 5_780.0
_NOISE = 1.0
_MORE_DAYS = 20
"""The price of the pilot has further to go than a day's band lets it."""
_NAMES, _OPENINGS = ("PILOT", "CEA"), (20.0, 80.0)


def link_checks() -> Iterator[Check]:
    """Yield the checks of full linkage."""
    ended = [_linked(seed) for seed in range(SEEDS)]
    for i, name in enumerate(("pilot", "national market")):
        closes = [markets.pair[i].closes_cny for markets in ended]
        yield price_check(10, f"linked: price of the {name}", _PRICE, closes, 0.01 * _PRICE)
    spreads = [
        abs(fmean(settled(pilot.closes_cny)) - fmean(settled(national.closes_cny)))
        for pilot, national in (markets.pair for markets in ended)
    ]
    yield mean_check(10, "linked: difference of the two prices", 0.0, spreads, 0.01 * _PRICE)
    flows = [markets.flow_t / _THOUSAND for markets in ended]
    yield mean_check(10, "linked: flow to the national market", _FLOW, flows, 0.02 * _FLOW)
    costs = [sum(market.cost_cny for market in markets.pair) / _THOUSAND for markets in ended]
    yield mean_check(10, "linked: cost of abatement", _COST, costs, 0.01 * _COST)


def _firms(emissions_mt: int, needed_mt: int, slope: float) -> list[QuotingFirm]:
    emissions_t = emissions_mt * _THOUSAND // _FIRMS
    units_t = (emissions_mt - needed_mt) * _THOUSAND // _FIRMS
    return [QuotingFirm(emissions_t, units_t, slope * _FIRMS / _THOUSAND) for _ in range(_FIRMS)]


class _LinkedPair:
    """The two markets and, for each direction, a carrier between them."""

    def __init__(self, numbers: np.random.Generator) -> None:
        self.world = MemoryWorld()
        self.numbers = numbers
        self.pair = tuple(
            SmallMarket(
                self.world,
                name,
                _firms(*size),
                Terms(opening_cny=opening_cny, noise_cny=_NOISE),
                numbers,
                f"{name}-",
            )
            for name, size, opening_cny in zip(_NAMES, (_PILOT, _NATIONAL), _OPENINGS, strict=True)
        )
        self.carriers = {towards: open_trader(self.world, towards) for towards in Towards}
        self.account = LinkAccount(link_of(LinkKind.FULL, _NAMES))

    @property
    def flow_t(self) -> int:
        """Return what moved to the national market less what came back, t."""
        return self.account.to_second.received_t - self.account.to_first.received_t

    def trade(self, days: int) -> None:
        """Hold days in both markets; the carriers look after every firm that came."""
        for day in range(days):
            self.world.start_day(day)
            arrivals = [(market, i) for market in self.pair for i in market.open_day()]
            for number in self.numbers.permutation(len(arrivals)):
                market, i = arrivals[number]
                market.visit(i)
                self._carry()
            for market in self.pair:
                market.close_day()
        self.world.check_conservation()

    def _carry(self) -> None:
        """Buy while units are asked for less than they are bid for in the other market."""
        pilot, national = (market.venue for market in self.pair)
        while self._moved(pilot, national, Towards.SECOND):
            pass
        while self._moved(national, pilot, Towards.FIRST):
            pass

    def _moved(self, cheap: Venue, dear: Venue, towards: Towards) -> bool:
        """Take the best offer here and the best bid there, as far as both go; tell if it paid."""
        asks, bids = cheap.book.depth(1).asks, dear.book.depth(1).bids
        if not asks or not bids or asks[0].price_fen >= bids[0].price_fen:
            return False
        quantity_t = min(asks[0].quantity_t, bids[0].quantity_t)
        place(self.world, towards, cheap, Side.BUY, asks[0].price_fen, quantity_t)
        self.account, moved = self.account.move(towards, quantity_t)
        self.world.cancel_units(self.carriers[towards], cheap.unit_type_id, moved.sent_t)
        self.world.issue(towards, dear.instrument, moved.received_t)
        if moved.received_t:
            place(self.world, towards, dear, Side.SELL, bids[0].price_fen, moved.received_t)
        return moved.received_t > 0


def _linked(seed: int) -> _LinkedPair:
    pair = _LinkedPair(Streams(seed).generator("check-linked-markets"))
    pair.trade(DAYS + _MORE_DAYS)
    return pair
