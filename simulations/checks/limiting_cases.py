"""Limiting cases of a cap on the venue of a run: nothing to trade, nothing to disagree about."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import fmean, pstdev

from simulations.checks.check import Check
from simulations.checks.prices import PER_TYPE, THOUSAND, firms_of, traded
from simulations.checks.replications import SEEDS, bound_check, mean_check, settled
from simulations.checks.small_markets import QuotingFirm, SmallMarket, Terms

_PRICE, _TAX = 30.0, 20.0
_OPENING, _NOISE = 20.0, 1.0
_BEYOND_ANY_PRICE = 1e6
_CLOSE = 0.01


def limiting_checks() -> Iterator[Check]:
    """Yield the limiting cases of checks 1 and 5."""
    alike = firms_of(80, 80)[:1]
    yield _volume("one firm: volume", alike)
    yield _volume("identical firms: volume", alike * (2 * PER_TYPE))
    yield from _no_noise()
    yield from _harsh_penalty()
    yield from _tax()


def _volume(name: str, firms: list[QuotingFirm]) -> Check:
    terms = Terms(opening_cny=_OPENING, noise_cny=0.0)
    volumes = [float(sum(traded(seed, firms, terms).volumes_t)) for seed in range(SEEDS)]
    return bound_check(1, name, 0.0, volumes)


def _no_noise() -> Iterator[Check]:
    """Let firms know their costs exactly: only the order in which they come is left to chance."""
    terms = Terms(opening_cny=_OPENING, noise_cny=0.0)
    markets = [traded(seed, firms_of(80, 80), terms) for seed in range(SEEDS)]
    spreads = [pstdev(settled(market.closes_cny)) for market in markets]
    yield mean_check(1, "zero noise: standard deviation of closes, CNY/t", 0.0, spreads, 0.1)


def _harsh_penalty() -> Iterator[Check]:
    terms = Terms(opening_cny=_OPENING, noise_cny=_NOISE, penalty_cny=_BEYOND_ANY_PRICE)
    markets = [traded(seed, firms_of(120, 40), terms) for seed in range(SEEDS)]
    yield bound_check(5, "penalty beyond any price: short", 0.0, [m.short_t for m in markets])
    prices = [fmean(settled(market.closes_cny)) for market in markets]
    yield mean_check(5, "penalty beyond any price: price", _PRICE, prices, 0.02 * _PRICE)


def _tax() -> Iterator[Check]:
    """Sell units without limit at a fixed price to firms that have none: a tax."""
    terms = Terms(opening_cny=_TAX, noise_cny=0.0, ceiling_cny=_TAX)
    firms = [replace(firm, units_t=0) for firm in firms_of(80, 80)]
    markets = [traded(seed, firms, terms) for seed in range(SEEDS)]
    expected = 200.0 - _TAX * (1.0 + 1.0 / 3.0)
    emitted = [_emissions_mt(market) for market in markets]
    name = "tax of 20: emissions = BAU − Σ p/c"
    yield mean_check(5, name, expected, emitted, _CLOSE * expected)


def _emissions_mt(market: SmallMarket) -> float:
    before_t = sum(firm.emissions_t for firm in market.firms)
    return (before_t - sum(market.abatements_t())) / THOUSAND
