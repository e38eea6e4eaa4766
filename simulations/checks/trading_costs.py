"""Layer B of check 12: what trading costs keeps marginal costs apart, on the venue of a run."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import fmean

from simulations.checks.check import Check
from simulations.checks.prices import PER_TYPE, THOUSAND, firms_of, traded
from simulations.checks.replications import SEEDS, mean_check
from simulations.checks.small_markets import WIDTH_LEAST, SmallMarket, Terms

_EACH_CNY, _PRICE = 2.0, 31.0
_FEE_PCT = Decimal("6.4516")
"""Two CNY/t of 31: as a fee of the venue it leaves the same marginal costs."""
_FIRST, _SECOND, _COST = 29.0, 33.0, 602.0
_HELD_BEFORE, _VOLUME = 20.0, 9.0


def trading_cost_checks() -> Iterator[Check]:
    """Yield the check of the wedge, with costs of the firms' own and with fees of the venue."""
    own = Terms(
        opening_cny=_PRICE, noise_cny=0.0, width_first=WIDTH_LEAST, trade_cost_cny=_EACH_CNY
    )
    fees = Terms(opening_cny=_PRICE, noise_cny=0.0, width_first=WIDTH_LEAST, fee_pct=_FEE_PCT)
    yield from _wedge("trading costs 2 either side", own)
    yield from _wedge(f"the venue takes {_FEE_PCT} % of either side", fees)


def _wedge(name: str, terms: Terms) -> Iterator[Check]:
    markets = [traded(seed, firms_of(80, 80), terms) for seed in range(SEEDS)]
    sellers = [_marginal_cny(market, 0) for market in markets]
    buyers = [_marginal_cny(market, PER_TYPE) for market in markets]
    wedges = [buyer - seller for buyer, seller in zip(buyers, sellers, strict=True)]
    label = f"{name}: marginal cost of buyers less that of sellers"
    yield mean_check(12, label, _SECOND - _FIRST, wedges, 0.5)
    costs = [market.cost_cny / THOUSAND for market in markets]
    yield mean_check(12, f"{name}: cost of abatement", _COST, costs, 0.01 * _COST)
    moved = [seller_cny - _HELD_BEFORE for seller_cny in sellers]
    yield mean_check(12, f"{name}: net volume", _VOLUME, moved, 0.05 * _VOLUME)


def _marginal_cny(market: SmallMarket, first: int) -> float:
    """Return the mean marginal cost of the firms of a kind, CNY/t.

    That of the first kind is also their abatement in Mt: it rises by 1 CNY/t per Mt.
    """
    places = range(first, first + PER_TYPE)
    return fmean(market.firms[i].slope * market.abatement_t(i) for i in places)
