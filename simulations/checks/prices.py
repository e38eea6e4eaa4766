"""Layer B of checks 1, 2, 4 and 5: the price under a cap, through the order book."""

from collections.abc import Iterator
from statistics import fmean

from simulations.checks.check import Check
from simulations.checks.simple_market import Outcome, QuotingFirm, SimpleMarket

SEEDS = 50
ROUNDS = 100
_PER_TYPE = 10
_THOUSAND = 1_000
_SLOPES = (1.0, 3.0)
_BAU = 100.0
_PRICE, _COST = 30.0, 600.0


def _outcomes(first_mt: int, second_mt: int, ceiling_cny: float | None = None) -> list[Outcome]:
    """Trade the two firms of check 1 as ten of each kind, in thousands of tonnes."""
    firms = [
        QuotingFirm(
            bau_t=int(_BAU) * _THOUSAND // _PER_TYPE,
            units_t=units_mt * _THOUSAND // _PER_TYPE,
            slope=slope * _PER_TYPE / _THOUSAND,
        )
        for slope, units_mt in zip(_SLOPES, (first_mt, second_mt), strict=True)
        for _ in range(_PER_TYPE)
    ]
    return [
        SimpleMarket(firms, seed, ROUNDS, 10, noise_t=20, ceiling_cny=ceiling_cny).run()
        for seed in range(SEEDS)
    ]


def _mean_price(outcomes: list[Outcome]) -> float:
    """Return the mean over seeds of the price after the burn-in; NaN if a seed has no trade."""
    prices = [outcome.price_cny for outcome in outcomes]
    return fmean(float("nan") if price is None else price for price in prices)


def price_checks() -> Iterator[Check]:
    """Yield the checks of prices under a cap."""
    equal = _outcomes(80, 80)
    yield from _montgomery_in_the_book(equal)
    yield from _independence_in_the_book(_mean_price(equal))
    slack = max(outcome.last_cny or 0.0 for outcome in _outcomes(140, 80))
    yield Check(
        4,
        "B",
        "slack cap: highest last price of 50 seeds",
        0.0,
        slack,
        "at most one tick (0.01)",
        slack <= 0.01,  # noqa: PLR2004 - one tick
    )
    capped = max(outcome.highest_cny for outcome in _outcomes(80, 80, 20.0))
    name = "ceiling 20: highest price of 50 seeds"
    yield Check(5, "B", name, 20.0, capped, "never above", capped <= 20.0)  # noqa: PLR2004


def _montgomery_in_the_book(outcomes: list[Outcome]) -> Iterator[Check]:
    price = _mean_price(outcomes)
    name = f"price = marginal cost at the cap, {len(outcomes)} seeds"
    yield Check(1, "B", name, _PRICE, round(price, 4), "2 %", abs(price - _PRICE) <= 0.02 * _PRICE)
    cost = fmean(outcome.cost_cny for outcome in outcomes) / _THOUSAND
    name = f"cost of abatement, {len(outcomes)} seeds"
    yield Check(1, "B", name, _COST, round(cost, 4), "at most 1.03 ×", cost <= 1.03 * _COST)


def _independence_in_the_book(equal_price: float) -> Iterator[Check]:
    for first, second in ((120, 40), (160, 0)):
        price = _mean_price(_outcomes(first, second))
        yield Check(
            2,
            "B",
            f"independence of allocation: mean price at {first}/{second}, {SEEDS} seeds",
            round(equal_price, 4),
            round(price, 4),
            "1 %",
            abs(price - equal_price) <= 0.01 * equal_price,
        )
