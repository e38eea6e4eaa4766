"""Compliance firms: what each remembers, and how its decisions become commands."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from market.listed import PlaceOrder
from market.rules import OrderKind, Side
from simulations.agents.output import answered
from simulations.agents.profiles import FirmProfile, YearPosition
from simulations.agents.situations import Situation
from simulations.agents.traders import endless
from simulations.behaviour import (
    FEN,
    Built,
    Investing,
    blended_cny,
    built_t,
    patient_limit_cny,
    quote_fen,
    slices,
)
from simulations.memory import Holding, MemoryWorld
from simulations.streams import Streams

_BUY, _SELL, _LIMIT = Side.BUY, Side.SELL, OrderKind.LIMIT
_MOSTLY = 0.8


@dataclass(slots=True)
class Wish:
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
_place = cast(Callable[[tuple[Any, ...]], PlaceOrder], partial(tuple.__new__, PlaceOrder))


class FirmAgent:
    """One compliance firm in a run: its profile and what changes from day to day.

    A tonne abated earns nothing where abatement lowers the allocation by as much. ``draws`` are
    the uniform numbers of the firm's own decisions, without end.
    """

    __slots__ = (
        "_allocation_t",
        "_costs",
        "_emissions_t",
        "_estimated_t",
        "_given",
        "_past_years",
        "abatement",
        "account",
        "account_id",
        "built",
        "demand",
        "draws",
        "expected_cny",
        "invested_cny",
        "issued_t",
        "last_wish_t",
        "lent_t",
        "mind",
        "number",
        "offsets_t",
        "opening_t",
        "owed_t",
        "profile",
        "receives_emissions",
        "sells",
        "tries",
        "year",
    )

    def __init__(self, profile: FirmProfile, account_id: int, streams: Streams) -> None:
        self.profile = profile
        self.account = profile.firm_id
        self.number, self.mind, self.sells = profile.number, profile.mind, profile.sells
        self.account_id = account_id
        self.draws = endless(streams, profile.firm_id)
        self._costs = profile.abatement
        self._past_years = 0
        self.abatement = profile.abatement
        self.year = self._given = YearPosition(0, 0, 0, years=0)
        self._emissions_t = self._estimated_t = self._allocation_t = 0
        self.built: tuple[Built, ...] = ()
        self.invested_cny = 0.0
        self.receives_emissions = False
        self.demand = 1.0
        self.issued_t = 0
        self.offsets_t = 0
        self.opening_t = 0
        self.owed_t = 0
        self.lent_t = 0
        self.tries = 0
        self.last_wish_t = 0
        self.expected_cny = 0.0

    # From year to year

    def start_year(self, year: YearPosition, receives_emissions: bool, opening_t: int) -> None:
        """Begin a compliance year with the units left from the one before; decide on projects."""
        self._past_years += self.year.years
        self.receives_emissions = receives_emissions
        self.opening_t = opening_t
        self.issued_t = self.offsets_t = 0
        self._invest()
        self.set_output(year)

    def set_output(self, year: YearPosition) -> None:
        """Take over the year's emissions and allocation; output answers the expected price."""
        self._given = year
        self.year = year = answered(self.profile, year, self.expected_cny)
        self._emissions_t, self._allocation_t = year.emissions_t, year.allocation_t
        self._estimated_t = int(year.emissions_t * (1.0 + self.profile.estimate_error))
        earned = 0.0 if self.receives_emissions else 1.0
        self.abatement = self._costs.of_year(
            year.years, year.emissions_t, self._projects_t(year.years), earned
        )

    def change_cost(self, shift_cny: float, factor: float) -> None:
        """Change what abatement costs from now on.

        Args:
            shift_cny: Added to marginal cost, CNY/t.
            factor: Factor on marginal cost before, above 0.
        """
        self._costs = self._costs.changed(shift_cny, factor)
        self.set_output(self._given)

    def _invest(self) -> None:
        """Build the projects that pay at the price it expects; nothing of it is undone."""
        terms = self.profile.population.abatement.projects
        self.invested_cny = 0.0
        if terms is None or self.receives_emissions:
            return
        before = len(self.built)
        investing = Investing(terms.rate, terms.hurdle)
        prices_cny = (self.expected_cny,)
        self.built = investing.decided(
            self.profile.projects, self.built, prices_cny, self._past_years
        )
        self.invested_cny = sum(new.project.capital_cny for new in self.built[before:])

    def _projects_t(self, years: int) -> int:
        first = self._past_years
        return int(sum(built_t(self.built, year) for year in range(first, first + years)))

    @property
    def output_share(self) -> float:
        """Output over what it would be without a carbon price."""
        given_t = self._given.emissions_t
        return self.year.emissions_t / given_t if given_t else 1.0

    # What it lacks

    @property
    def abatement_max_t(self) -> int:
        """Most it can abate in the year, t."""
        return self.abatement.most_t

    def net_purchases_t(self, held_t: int) -> int:
        """Return what it bought less what it sold this year, t."""
        return held_t + self.lent_t - self.opening_t - self.issued_t

    def gap_t(self, held_t: int, verified: bool) -> int:
        """Return emissions and units still owed less all units held, used or to come, t."""
        emissions_t = self._emissions_t if verified else self._estimated_t
        full_t = emissions_t if self.receives_emissions else self._allocation_t
        to_come_t = full_t - self.issued_t
        return emissions_t + self.owed_t - self.offsets_t - held_t - self.lent_t - to_come_t

    def short_t(self, now: Situation, price_cny: float) -> int:
        """Return what it lacks when it abates as a price calls for, t; below 0 in surplus."""
        held_t = now.venue.holdings[self.account_id].units.quantity
        return self.gap_t(held_t, now.verified) - self.abatement.at(price_cny)

    def reckon(self, now: Situation) -> float:
        """Return the price it expects today, CNY/t; those who observe it see it."""
        view, mind = now.view, self.mind
        price = view.expected_cny(mind.rule, mind.attention, now.days_left) * mind.opinion
        if view.peer_weight:
            if mind.peers:
                seen = [view.expected_of[peer] for peer in mind.peers if peer in view.expected_of]
                price = blended_cny(price, seen, view.peer_weight)
            view.expected_of[self.number] = price
        return price

    def is_covered(self, now: Situation) -> bool:
        """Whether it has all it must surrender without abating, and buys for no later year."""
        if now.view.banking.weights:
            return False
        held_t = now.venue.holdings[self.account_id].units.quantity
        return self.gap_t(held_t, now.verified) <= 0

    def wish(self, now: Situation) -> Wish | None:
        """Return what the firm wants to trade, or None."""
        price = self.reckon(now)
        holding = now.venue.holdings[self.account_id]
        abatement = self.abatement
        abated_t = abatement.at(price)
        short_t = self.gap_t(holding.units.quantity, now.verified) - abated_t
        if short_t > 0:
            worth = abatement.worth_cny(abated_t + short_t)
            limit = worth if worth < now.dearest_cny else now.dearest_cny
            return Wish(True, short_t, limit, price)
        return self._beyond_compliance(holding, now, -short_t, abated_t, price)

    def _beyond_compliance(
        self, holding: Holding, now: Situation, surplus_t: int, abated_t: int, price: float
    ) -> Wish | None:
        """Return what it buys for later years, or offers of a surplus, within carry-over."""
        view = now.view
        limit = view.carry_over_for(self.mind, now.days_left)
        net_sales_t = -self.net_purchases_t(holding.units.quantity)
        shorts_t = self._shorts_t(now, abated_t) if view.banking.weights else ()
        trade_t = view.banking.keep_t(surplus_t, net_sales_t, shorts_t, limit) - surplus_t
        if trade_t > 0:
            return Wish(True, trade_t, price, price)
        if not self.sells:
            return None
        sellable_t = holding.sellable_t()
        quantity_t = -trade_t if -trade_t < sellable_t else sellable_t
        if quantity_t <= 0:
            return None
        least = self.abatement.worth_cny(abated_t - quantity_t)
        return Wish(False, quantity_t, least, price)

    def _shorts_t(self, now: Situation, abated_t: int) -> list[float]:
        """Return what it expects to lack in later years as its plan tightens, t a year."""
        view, year = now.view, self.year
        weights = view.banking.weights
        if self.receives_emissions:
            return []
        need_t = (year.emissions_t - abated_t) / year.years
        given_t = year.allocation_t / year.years
        kept = 1.0 - view.stock.tighten
        return [need_t - given_t * kept ** (k + 1) for k in range(len(weights))]

    def _impatience(self, quantity_t: int, buys: bool) -> int:
        """Return how often in a row the firm has come with much the same wish."""
        before_t = self.last_wish_t if buys else -self.last_wish_t
        self.last_wish_t = quantity_t if buys else -quantity_t
        same = before_t > 0 and quantity_t > _MOSTLY * before_t
        self.tries = tries = self.tries + 1 if same else 0
        return tries

    # Orders

    def orders(
        self, world: MemoryWorld, now: Situation, wish: Wish, most_t: int
    ) -> list[PlaceOrder]:
        """Return listed orders for part of a wish, at most so much."""
        buys, quantity_t, limit_cny = wish.buys, wish.quantity_t, wish.limit_cny
        venue = now.venue
        shift = now.quote_width * (2.0 * next(self.draws) - 1.0)
        push = now.push + self._impatience(quantity_t, buys) * now.impatience
        shift += push if buys else -push
        around_fen = (venue.last_fen + venue.previous_close_fen) // 2
        if now.quote_anchor:
            around_fen += round(now.quote_anchor * (wish.expected_cny * FEN - around_fen))
        if now.haste is not None:
            limit_cny = _patient_cny(now, wish)
        price_fen = quote_fen(around_fen, shift, limit_cny, buys, venue.band)
        if price_fen is None:
            return []
        total_t = int(quantity_t * now.order_share) or 1
        total_t = total_t if total_t < most_t else most_t
        if buys:
            room_t = world.buyable_t(self.account_id, venue, price_fen, now.fee_rate)
            total_t = total_t if total_t < room_t else room_t
        account, instrument, side = self.account, venue.instrument, _BUY if buys else _SELL
        orders: list[PlaceOrder] = []
        for part_t in slices(total_t, now.order_t_max, now.orders_max):
            name = f"{self.number}:{now.day}:{len(orders)}"
            orders.append(_place((name, account, instrument, side, part_t, price_fen, _LIMIT)))
        return orders


def _patient_cny(now: Situation, wish: Wish) -> float:
    """Return a limit for the book: nearer the price a firm expects the longer it can wait."""
    assert now.haste is not None, "asked only where firms wait"
    haste = 0.0 if now.patient_sellers and not wish.buys else now.haste
    return patient_limit_cny(wish.limit_cny, wish.expected_cny, haste, wish.buys)
