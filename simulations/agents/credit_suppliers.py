"""Suppliers of credits: what each has issued year by year, and what it asks."""

import math

from simulations.behaviour import FEN
from simulations.behaviour.strategies import CreditSupplier, Quote, Standing
from simulations.scenarios import Scenario, Suppliers
from simulations.streams import Streams


class SupplierAgent:
    """One supplier of credits; the run opens its account and issues what ``issued_t`` says.

    Args:
        account: Its account, ``unit/supplier-population-0001``.
        unit: Unit type of its credits.
        markets: Markets in which it sells.
        opening_t: Credits at the start, t.
        yearly_t: Credits that it can have issued in a year, t.
        strategy: What they cost it and how it asks.
    """

    __slots__ = ("account", "last_sold", "markets", "opening_t", "strategy", "unit", "yearly_t")

    def __init__(
        self,
        account: str,
        unit: str,
        markets: tuple[str, ...],
        opening_t: int,
        yearly_t: int,
        strategy: CreditSupplier,
    ) -> None:
        self.account = account
        self.unit = unit
        self.markets = markets
        self.opening_t = opening_t
        self.yearly_t = yearly_t
        self.strategy = strategy
        self.last_sold = 0

    def issued_t(self, expected_cny: float) -> int:
        """Return the credits it has issued in a new year, t; none when they do not pay.

        Args:
            expected_cny: Price that it expects of a credit, CNY/t.
        """
        return self.yearly_t if self.strategy.supplies(expected_cny) else 0

    def offer(self, held_t: int, allowance_cny: float, day: int, days_left: float) -> Quote | None:
        """Return what it asks for which part of its credits, or None.

        Args:
            held_t: Its credits, t.
            allowance_cny: Price of the allowance that a credit stands in for, CNY/t.
            day: Index of the trading day.
            days_left: Trading days until its credits are no longer accepted; infinite without end.
        """
        standing = Standing(
            last_cny=allowance_cny,
            low_fen=1,
            high_fen=math.ceil(allowance_cny * FEN),
            held_t=held_t,
            sellable_t=held_t,
            cash_fen=0,
        )
        return self.strategy.quote(standing, allowance_cny, day - self.last_sold, days_left)

    def sold(self, day: int) -> None:
        """Note that somebody bought, and that there is no hurry."""
        self.last_sold = day


def draw_suppliers(scenario: Scenario, streams: Streams) -> list[SupplierAgent]:
    """Return all suppliers of credits, in the order of the scenario.

    They belong to no single market: each sells wherever its unit is accepted and it is admitted.
    """
    populations = scenario.agents.suppliers or {}
    return [
        agent for name, terms in populations.items() for agent in _population(name, terms, streams)
    ]


def _population(name: str, terms: Suppliers, streams: Streams) -> list[SupplierAgent]:
    accounts = [f"{terms.unit.lower()}/supplier-{name}-{i:04d}" for i in range(1, terms.count + 1)]
    draws = [streams.generator("profile", account).standard_normal(2) for account in accounts]
    weights = [math.exp(terms.supply_sigma_log * float(draw[0])) for draw in draws]
    opening = shared_t(terms.opening_supply_t, weights)
    yearly = shared_t(terms.supply_t_per_year, weights)
    return [
        SupplierAgent(
            account,
            terms.unit,
            terms.markets,
            opening[i],
            yearly[i],
            CreditSupplier(
                float(terms.unit_cost_cny) * math.exp(terms.cost_sigma_log * float(draws[i][1])),
                terms.discount,
                terms.patience_days,
                terms.sunk_days,
                terms.offered_share,
            ),
        )
        for i, account in enumerate(accounts)
    ]


def shared_t(total_t: int, weights: list[float]) -> list[int]:
    """Return a total shared out by weights in whole tonnes; the parts add up to it."""
    whole = math.fsum(weights)
    parts, given_t, weighed = [], 0, 0.0
    for weight in weights:
        weighed += weight
        upto_t = round(total_t * min(weighed / whole, 1.0))
        parts.append(upto_t - given_t)
        given_t = upto_t
    return parts
