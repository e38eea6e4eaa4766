"""Layer B of checks 1, 2, 4 and 5: the price under a cap, on the venue of a run."""

from collections.abc import Iterator
from functools import cache
from statistics import fmean

from simulations.checks.check import Check
from simulations.checks.replications import (
    DAYS,
    SEEDS,
    bound_check,
    mean_and_half,
    mean_check,
    price_check,
)
from simulations.checks.small_markets import QuotingFirm, SmallMarket, Terms
from simulations.memory import MemoryWorld
from simulations.streams import Streams

PER_TYPE = 5
THOUSAND = 1_000
_SLOPES = (1.0, 3.0)
_BAU_MT = 100
_PRICE, _COST, _CEILING = 30.0, 600.0, 20.0
_TICK = 0.01
_AT_TWENTY = 80.0 / 3.0
_OPENING, _NOISE = 20.0, 1.0
_FLOOR, _AT_FIVE = 5.0, 20.0 / 3.0
_LOW_OPENING, _LONG = 6.0, 100


def firms_of(first_mt: int, second_mt: int) -> list[QuotingFirm]:
    """Return the two firms of check 1 as several of each kind, in thousands of tonnes.

    Args:
        first_mt: Units of all firms whose marginal cost rises by 1, Mt.
        second_mt: Units of all firms whose marginal cost rises by 3, Mt.
    """
    return [
        QuotingFirm(
            emissions_t=_BAU_MT * THOUSAND // PER_TYPE,
            units_t=units_mt * THOUSAND // PER_TYPE,
            slope=slope * PER_TYPE / THOUSAND,
        )
        for slope, units_mt in zip(_SLOPES, (first_mt, second_mt), strict=True)
        for _ in range(PER_TYPE)
    ]


def traded(
    seed: int, firms: list[QuotingFirm], terms: Terms, days: int = DAYS, purpose: str = "quotes"
) -> SmallMarket:
    """Return a small market after its days."""
    numbers = Streams(seed).generator("check-prices", purpose)
    market = SmallMarket(MemoryWorld(), "X", firms, terms, numbers)
    market.trade(days)
    return market


@cache
def _capped(first_mt: int, second_mt: int) -> list[SmallMarket]:
    """Trade under the cap of check 1 with so many units each; every allocation has own numbers."""
    terms = Terms(opening_cny=_OPENING, noise_cny=_NOISE)
    firms = firms_of(first_mt, second_mt)
    purpose = f"{first_mt}/{second_mt}"
    return [traded(seed, firms, terms, DAYS, purpose) for seed in range(SEEDS)]


def price_checks() -> Iterator[Check]:
    """Yield the checks of prices under a cap."""
    yield from _montgomery()
    yield from _independence()
    _capped.cache_clear()
    yield from _slack()
    yield from _ceiling()
    yield from _penalty()


def _montgomery() -> Iterator[Check]:
    markets = _capped(80, 80)
    closes = [market.closes_cny for market in markets]
    yield price_check(1, "price = marginal cost at the cap", _PRICE, closes, 0.02 * _PRICE)
    costs = [market.cost_cny / THOUSAND for market in markets]
    name = "cost of abatement, highest of all seeds, against 1.03 × 600"
    yield bound_check(1, name, 1.03 * _COST, costs)
    abated = [fmean(market.abatement_t(i) for i in range(PER_TYPE)) for market in markets]
    name = "abatement of the firms with the flatter cost curve"
    yield mean_check(1, name, 30.0, [t * PER_TYPE / THOUSAND for t in abated], 0.6)


def _independence() -> Iterator[Check]:
    equal = [mean_and_half(market.closes_cny)[0] for market in _capped(80, 80)]
    for first, second in ((120, 40), (160, 0)):
        markets = _capped(first, second)
        closes = [market.closes_cny for market in markets]
        name = f"price at allocation {first}/{second}"
        yield price_check(2, name, _PRICE, closes, 0.02 * _PRICE)
        differences = [
            mean_and_half(market.closes_cny)[0] - price
            for market, price in zip(markets, equal, strict=True)
        ]
        name = f"price at {first}/{second} less price at 80/80"
        yield mean_check(2, name, 0.0, differences, 0.01 * _PRICE)


def _slack() -> Iterator[Check]:
    """Trade with more units than emissions: price falls to the lowest there is, or to a floor."""
    terms = Terms(opening_cny=_LOW_OPENING, noise_cny=_NOISE)
    markets = [traded(seed, firms_of(140, 80), terms, _LONG) for seed in range(SEEDS)]
    last = [market.closes_cny[-1] for market in markets]
    yield mean_check(4, "slack cap: last price, lowest there is 0.01", _TICK, last, _TICK)
    terms = Terms(opening_cny=_LOW_OPENING, noise_cny=0.0, floor_cny=_FLOOR)
    markets = [traded(seed, firms_of(110, 110), terms) for seed in range(SEEDS)]
    last = [market.closes_cny[-1] for market in markets]
    name = "slack cap with a floor of 5: last price against the floor and one tick"
    yield bound_check(4, name, _FLOOR + _TICK, last)
    yield bound_check(4, "slack cap with a floor of 5: last price", _FLOOR, last, least=True)
    bought = [-market.regulator_sold_t / THOUSAND for market in markets]
    name = "slack cap with a floor of 5: units bought by the regulator"
    yield mean_check(4, name, 20.0 + _AT_FIVE, bought, 0.02 * (20.0 + _AT_FIVE))


def _ceiling() -> Iterator[Check]:
    terms = Terms(opening_cny=15.0, noise_cny=0.0, ceiling_cny=_CEILING)
    markets = [traded(seed, firms_of(80, 80), terms) for seed in range(SEEDS)]
    highest = [market.highest_cny for market in markets]
    yield bound_check(5, "ceiling 20: highest price", _CEILING, highest)
    closes = [market.closes_cny[-1] for market in markets]
    yield mean_check(5, "ceiling 20: last price", _CEILING, closes, 0.02 * _CEILING)
    abated = [sum(market.abatements_t()) / THOUSAND for market in markets]
    yield mean_check(5, "ceiling 20: abatement", _AT_TWENTY, abated, 0.02 * _AT_TWENTY)
    sold = [market.regulator_sold_t / THOUSAND for market in markets]
    name = "ceiling 20: units sold beyond the cap"
    yield mean_check(5, name, 40.0 - _AT_TWENTY, sold, 0.02 * _AT_TWENTY)


def _penalty() -> Iterator[Check]:
    terms = Terms(opening_cny=15.0, noise_cny=0.0, penalty_cny=_CEILING)
    markets = [traded(seed, firms_of(90, 70), terms) for seed in range(SEEDS)]
    highest = [market.highest_cny for market in markets]
    yield bound_check(5, "penalty of 20 without make-good: highest price", _CEILING, highest)
    abated = [sum(market.abatements_t()) / THOUSAND for market in markets]
    yield mean_check(5, "penalty of 20: abatement", _AT_TWENTY, abated, 0.02 * _AT_TWENTY)
    short = [market.short_t / THOUSAND for market in markets]
    yield mean_check(5, "penalty of 20: short", 40.0 - _AT_TWENTY, short, 0.02 * _AT_TWENTY)
