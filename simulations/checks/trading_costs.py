"""Layer B of check 12: what trading costs keeps marginal costs apart, on the venue of a run."""

from collections.abc import Iterator
from statistics import fmean

from simulations.checks.check import Check
from simulations.checks.prices import PER_TYPE, THOUSAND, firms_of, traded
from simulations.checks.replications import SEEDS, mean_check
from simulations.checks.small_markets import WIDTH_LEAST, SmallMarket, Terms

_EACH_CNY = 2.0
_FIRST, _SECOND, _COST = 29.0, 33.0, 602.0
_VOLUME = 9.0


def trading_cost_checks() -> Iterator[Check]:
    """Yield the check of the wedge that costs of trading leave."""
    terms = Terms(
        opening_cny=31.0, noise_cny=0.0, width_first=WIDTH_LEAST, trade_cost_cny=_EACH_CNY
    )
    markets = [traded(seed, firms_of(80, 80), terms) for seed in range(SEEDS)]
    sellers = [_marginal_cny(market, 0) for market in markets]
    buyers = [_marginal_cny(market, PER_TYPE) for market in markets]
    wedges = [buyer - seller for buyer, seller in zip(buyers, sellers, strict=True)]
    name = "trading costs 4 in all: marginal cost of buyers less that of sellers"
    yield mean_check(12, name, _SECOND - _FIRST, wedges, 0.5)
    costs = [market.cost_cny / THOUSAND for market in markets]
    yield mean_check(12, "trading costs 4: cost of abatement", _COST, costs, 0.01 * _COST)
    moved = [cny / 1.0 - 20.0 for cny in sellers]
    yield mean_check(12, "trading costs 4: net volume", _VOLUME, moved, 0.05 * _VOLUME)


def _marginal_cny(market: SmallMarket, first: int) -> float:
    """Return the mean marginal cost of the firms of a kind, CNY/t."""
    places = range(first, first + PER_TYPE)
    return fmean(market.firms[i].slope * market.abatement_t(i) for i in places)
