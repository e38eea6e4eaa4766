"""Compliance firms: what each remembers, and how its decisions become commands."""

from collections.abc import Callable
from functools import partial
from math import inf
from typing import NamedTuple, cast

from market.listed import PlaceOrder
from market.rules import OrderKind, Side
from simulations.agents.population import FirmProfile, YearPosition
from simulations.agents.situations import Situation
from simulations.agents.traders import endless
from simulations.behaviour import (
    FEN,
    Need,
    buyer_limit_cny,
    expected_price,
    keepable_t,
    need,
    offered_t,
    quantile,
    quote_fen,
    seller_limit_cny,
    slices,
)
from simulations.memory import MemoryWorld, NegotiateTrade
from simulations.streams import Streams

_BUY, _SELL, _LIMIT = Side.BUY, Side.SELL, OrderKind.LIMIT
_MOSTLY = 0.8


class Wish(NamedTuple):
    """What a firm wants to trade now and within which limit.

    Args:
        buys: Whether it buys.
        quantity_t: How much in all, t.
        limit_cny: The most it pays or the least it takes, CNY/t.
        expected_cny: The price it reckoned with, CNY/t.
    """

    buys: bool
    quantity_t: int
    limit_cny: float
    expected_cny: float


# A named tuple made without its Python-level constructor: a run makes millions.
_wish = cast(Callable[[tuple[bool, int, float, float]], Wish], partial(tuple.__new__, Wish))


class FirmAgent:
    """One compliance firm in a run: its profile and what changes from day to day.

    The slope of its marginal cost is infinite where abatement would lower its allocation.
    """

    __slots__ = (
        "_draws",
        "abatement_max_t",
        "account",
        "account_id",
        "cost_factor",
        "demand",
        "expectation_day",
        "expected_cny",
        "issued_t",
        "last_wish_t",
        "mac_slope",
        "offsets_t",
        "opening_t",
        "owed_t",
        "profile",
        "receives_emissions",
        "tries",
        "year",
    )

    def __init__(self, profile: FirmProfile, account_id: int, streams: Streams) -> None:
        self.profile = profile
        self.account = profile.firm_id
        self.account_id = account_id
        self._draws = endless(streams, profile.firm_id)
        self.year = YearPosition(0, 0, 0)
        self.mac_slope = profile.mac_slope
        self.cost_factor = 1.0
        self.abatement_max_t = 0
        self.receives_emissions = False
        self.demand = 1.0
        self.issued_t = 0
        self.offsets_t = 0
        self.opening_t = 0
        self.owed_t = 0
        self.tries = 0
        self.last_wish_t = 0
        self.expected_cny = 0.0
        self.expectation_day = 0

    def draw(self) -> float:
        """Return the next uniform number of the firm's own decisions."""
        return next(self._draws)

    def start_year(self, year: YearPosition, receives_emissions: bool, opening_t: int) -> None:
        """Begin a compliance year with the units left from the one before."""
        self.receives_emissions = receives_emissions
        self.opening_t = opening_t
        self.issued_t = self.offsets_t = 0
        self.mac_slope = self.profile.mac_slope * self.cost_factor
        if receives_emissions:
            self.mac_slope = inf
        self.set_output(year)

    def set_output(self, year: YearPosition) -> None:
        """Take over the year's emissions and allocation, as demand has changed them."""
        self.year = year
        self.abatement_max_t = min(self.profile.abatement_max_t, year.emissions_t)

    def change_cost(self, _shift_cny: float, factor: float) -> None:
        """Change what abatement costs from now on.

        Args:
            _shift_cny: Added to marginal cost, CNY/t; a line through zero has no place for it.
            factor: Factor on the rise of marginal cost, above 0.
        """
        self.cost_factor *= factor
        self.mac_slope *= factor

    def net_purchases_t(self, held_t: int) -> int:
        """Return what it bought less what it sold this year, t."""
        return held_t - self.opening_t - self.issued_t

    def gap_t(self, held_t: int, verified: bool) -> int:
        """Return emissions and units still owed less all units held, used or to come, t."""
        known = 1.0 if verified else 1.0 + self.profile.estimate_error
        emissions_t = int(self.year.emissions_t * known)
        to_come_t = self.year.allocation_t - self.issued_t
        if self.receives_emissions:
            to_come_t = emissions_t - self.issued_t
        return emissions_t + self.owed_t - self.offsets_t - held_t - to_come_t

    def wish(self, world: MemoryWorld, now: Situation) -> Wish | None:
        """Return what the firm wants to trade, or None."""
        last_cny = now.venue.last_fen / FEN
        weight = now.behaviours.expectation_weight
        days = now.day - self.expectation_day
        price = expected_price(self.expected_cny, last_cny, weight, days)
        profile = self.profile
        abatement_max_t = self.abatement_max_t
        held_t = world.held(self.account_id, now.venue.unit_type_id)
        gap_t = self.gap_t(held_t, now.verified)
        want = need(gap_t, price, self.mac_slope, abatement_max_t)
        if want.trade_t > 0:
            top = now.venue.block_band.high_fen / FEN
            limit = buyer_limit_cny(want, self.mac_slope, abatement_max_t, top)
            return _wish((True, want.trade_t, limit, price))
        if want.trade_t < 0 and profile.sells:
            return self._offer(world, now, want, held_t, price)
        return None

    def _offer(
        self, world: MemoryWorld, now: Situation, want: Need, held_t: int, price: float
    ) -> Wish | None:
        """Return what it offers of a surplus, keeping what it hopes to carry over."""
        carry = now.rules.carry_over
        surplus_t = -want.trade_t
        net_t = -self.net_purchases_t(held_t)
        kept = keepable_t(carry.rule, surplus_t, net_t, carry.base_t, carry.multiple)
        quantity_t = offered_t(surplus_t, kept, now.behaviours.hoarding)
        quantity_t = min(quantity_t, world.sellable_t(self.account_id, now.venue.unit_type_id))
        if quantity_t <= 0:
            return None
        limit = seller_limit_cny(want, self.mac_slope, quantity_t)
        return _wish((False, quantity_t, limit, price))

    def remember(self, now: Situation, wish: Wish) -> None:
        """Keep the price it reckoned with as its expectation."""
        self.expected_cny = wish.expected_cny
        self.expectation_day = now.day

    def _impatience(self, wish: Wish) -> int:
        """Return how often in a row the firm has come with much the same wish."""
        signed_t = wish.quantity_t if wish.buys else -wish.quantity_t
        same = signed_t * self.last_wish_t > 0 and abs(signed_t) > _MOSTLY * abs(self.last_wish_t)
        self.tries = self.tries + 1 if same else 0
        self.last_wish_t = signed_t
        return self.tries

    def orders(
        self, world: MemoryWorld, now: Situation, wish: Wish, most_t: int
    ) -> list[PlaceOrder]:
        """Return listed orders for part of a wish, at most so much."""
        ways = now.behaviours
        noise = ways.quote_width * (2.0 * self.draw() - 1.0)
        push = now.push + self._impatience(wish) * ways.impatience_per_try
        shift = noise + push if wish.buys else noise - push
        venue = now.venue
        around_fen = (venue.last_fen + venue.previous_close_fen) // 2
        price_fen = quote_fen(around_fen, shift, wish.limit_cny, wish.buys, venue.band)
        if price_fen is None:
            return []
        share = 1.0 if now.days_left <= ways.urgency_days else ways.order_share
        total_t = min(max(1, int(wish.quantity_t * share)), most_t)
        if wish.buys:
            fee_rate = venue.rules.fee_rate
            total_t = min(total_t, world.buyable_t(self.account_id, venue, price_fen, fee_rate))
        parts = slices(total_t, venue.rules.quantity_t_max, ways.orders_per_wake_max)
        side, name = (_BUY if wish.buys else _SELL), f"{self.profile.number}:{now.day}"
        return [
            PlaceOrder(
                client_id=f"{name}:{i}",
                account=self.account,
                instrument=venue.instrument,
                side=side,
                order_kind=_LIMIT,
                price_fen=price_fen,
                quantity_t=part_t,
            )
            for i, part_t in enumerate(parts)
        ]


def block_price_fen(now: Situation, uniform: float) -> int:
    """Return a negotiated price: the last close with a discount, inside the block band."""
    points = now.behaviours.block.discount_quantiles
    wanted = round(now.venue.previous_close_fen * (1.0 + quantile(points, uniform)))
    low, high = now.venue.block_band
    return min(max(wanted, low), high)


def agree(
    world: MemoryWorld, now: Situation, one: tuple[FirmAgent, Wish], other: tuple[FirmAgent, Wish]
) -> NegotiateTrade | None:
    """Return the block trade two firms agree on, or None.

    The price is drawn by the firm that searched (``one``); both limits must allow it.
    """
    price_fen = block_price_fen(now, one[0].draw())
    (buyer, bid), (seller, offer) = (one, other) if one[1].buys else (other, one)
    price = price_fen / FEN
    if not bid.buys or offer.buys or not offer.limit_cny <= price <= bid.limit_cny:
        return None
    rules = now.venue.block_rules
    if rules is None:
        return None
    most_t = world.buyable_t(buyer.account_id, now.venue, price_fen, rules.fee_rate)
    quantity_t = min(bid.quantity_t, offer.quantity_t, most_t)
    if quantity_t < rules.quantity_t_min:
        return None
    return NegotiateTrade(
        client_id=f"block:{one[0].profile.number}:{now.day}",
        buyer=buyer.account,
        seller=seller.account,
        instrument=now.venue.instrument,
        price_fen=price_fen,
        quantity_t=quantity_t,
    )
