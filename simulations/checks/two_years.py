"""Layer B of check 7: two years with banking, on the venue of a run.

In the first year firms spread what they must abate over both, so that marginal cost rises at the
rate of interest; what they save is carried over, and the second year's price is whatever their
bank makes it.
"""

from collections.abc import Iterator
from functools import partial
from statistics import fmean

from registry.compliance import Surrender
from simulations.checks.check import Check
from simulations.checks.replications import (
    DAYS,
    SEEDS,
    mean_check,
    price_check,
    settled,
)
from simulations.checks.small_markets import QuotingFirm, SmallMarket, Terms
from simulations.memory import MemoryWorld
from simulations.streams import Streams

_RATE = 0.05
_THOUSAND = 1_000
_PER_TYPE = 5
_BAU_MT = 100
_SLOPES = (4.0 / 3.0, 4.0)
"""Of all firms of a kind; together marginal cost rises by 1 CNY/t per Mt."""
_NEEDED_MT = (10, 50)
_NOISE = 1.0
_OPENINGS = (20.0, 40.0)
_DISCOUNTED = 2.0 + _RATE
"""Marginal cost today of what is spread over two years: c·lacking/(1 + (1 + r))."""
_FIRST = sum(_NEEDED_MT) / _DISCOUNTED
_SECOND = _FIRST * (1.0 + _RATE)
_BANK = _FIRST - _NEEDED_MT[0]
_YEARS = ("X-1", "X-2")

Year = tuple[SmallMarket, float]


def banking_checks() -> Iterator[Check]:
    """Yield the check of prices over two years, with banking and without."""
    banked = [_two_years(seed, banking=True) for seed in range(SEEDS)]
    first = [years[0].closes_cny for years in banked]
    second = [years[1].closes_cny for years in banked]
    yield price_check(7, "two years with banking: price of the first", _FIRST, first, 0.02 * _FIRST)
    name = "two years with banking: price of the second"
    yield price_check(7, name, _SECOND, second, 0.02 * _SECOND)
    ratios = [
        fmean(settled(later)) / fmean(settled(earlier))
        for earlier, later in zip(first, second, strict=True)
    ]
    name = "two years with banking: second price over the first"
    yield mean_check(7, name, 1.0 + _RATE, ratios, 0.01)
    banks = [_issued_t(years[1]) / _THOUSAND - _units_mt(1) for years in banked]
    yield mean_check(7, "two years with banking: bank", _BANK, banks, 0.02 * _BANK)
    apart = [_two_years(seed, banking=False) for seed in range(SEEDS)]
    for i, price_cny in enumerate(_NEEDED_MT):
        closes = [years[i].closes_cny for years in apart]
        name = f"without banking: price of year {i + 1}"
        yield price_check(7, name, float(price_cny), closes, 0.02 * price_cny)


def _units_mt(year: int) -> int:
    """Return the units of all firms in a year, Mt."""
    return 2 * _BAU_MT - _NEEDED_MT[year]


def _issued_t(market: SmallMarket) -> int:
    return sum(firm.units_t for firm in market.firms)


def _two_years(seed: int, *, banking: bool) -> tuple[SmallMarket, SmallMarket]:
    """Hold two years; return their markets as they ended."""
    world = MemoryWorld()
    numbers = partial(Streams(seed).generator, "check-two-years")
    bau_t = _BAU_MT * _THOUSAND // _PER_TYPE
    units_t = [_units_mt(year) * _THOUSAND // (2 * _PER_TYPE) for year in range(2)]
    slopes = [slope * _PER_TYPE / _THOUSAND for slope in _SLOPES for _ in range(_PER_TYPE)]
    years = 2 if banking else 1
    weight = _DISCOUNTED if banking else 1.0
    firms = [
        QuotingFirm(years * bau_t, units_t[0], slope / weight, (years - 1) * units_t[1])
        for slope in slopes
    ]
    terms = [Terms(opening_cny=cny, noise_cny=_NOISE) for cny in _OPENINGS]
    first = SmallMarket(world, _YEARS[0], firms, terms[0], numbers(_YEARS[0]))
    first.trade(DAYS)
    kept_t = [_carried_t(first, i, weight, bau_t) if banking else 0 for i in range(len(firms))]
    firms = [
        QuotingFirm(bau_t, units_t[1] + kept, slope)
        for kept, slope in zip(kept_t, slopes, strict=True)
    ]
    second = SmallMarket(world, _YEARS[1], firms, terms[1], numbers(_YEARS[1]))
    second.trade(DAYS)
    return first, second


def _carried_t(first: SmallMarket, i: int, weight: float, bau_t: int) -> int:
    """Surrender for a firm's first year and cancel what is left; return how much it carries, t."""
    world, venue = first.world, first.venue
    abated_t = round(max(first.lacking_t(i), 0) / weight)
    held_t = world.held(first.account_ids[i], venue.unit_type_id)
    surrendered_t = min(bau_t - abated_t, held_t)
    world.execute(
        Surrender(
            client_id=f"surrender:{i}",
            account=first.accounts[i],
            unit_type=venue.instrument,
            quantity=surrendered_t,
            compliance_year=1,
        )
    )
    left_t = held_t - surrendered_t
    world.cancel_units(first.account_ids[i], venue.unit_type_id, left_t)
    return left_t
