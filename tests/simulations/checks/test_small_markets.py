from dataclasses import replace
from fractions import Fraction

import pytest

from simulations.checks import linked_markets, prices, small_markets, trading_costs
from simulations.checks.prices import firms_of, traded
from simulations.checks.small_markets import SmallMarket, Terms
from simulations.checks.zero_intelligence import _ZeroIntelligence
from simulations.markets import LinkKind, link_of

QUIET = Terms(opening_cny=20.0, noise_cny=0.0)
NOISY = Terms(opening_cny=20.0, noise_cny=1.0)


def test_the_same_seed_trades_the_same_days() -> None:
    first, second = (traded(3, firms_of(80, 80), NOISY) for _ in range(2))
    assert first.closes_cny == second.closes_cny
    assert first.closes_cny != traded(4, firms_of(80, 80), NOISY).closes_cny


def test_units_are_neither_made_nor_lost() -> None:
    market = traded(3, firms_of(120, 40), NOISY)
    held_t = [market.world.held(i, market.venue.unit_type_id) for i in market.account_ids]
    assert sum(held_t) == sum(firm.units_t for firm in market.firms)


def test_one_firm_alone_does_not_trade() -> None:
    assert sum(traded(1, firms_of(80, 80)[:1], NOISY).volumes_t) == 0


def test_identical_firms_that_know_their_costs_do_not_trade() -> None:
    assert sum(traded(1, firms_of(80, 80)[:1] * 6, QUIET).volumes_t) == 0


def test_a_regulator_that_sells_without_limit_keeps_every_trade_at_its_ceiling() -> None:
    market = traded(1, firms_of(80, 80), replace(QUIET, ceiling_cny=20.0))
    assert market.highest_cny == 20.0
    assert sum(market.abatements_t()) / 1_000 == pytest.approx(80 / 3, rel=0.01)
    assert market.regulator_sold_t / 1_000 == pytest.approx(40 / 3, rel=0.01)


def test_firms_that_may_pay_a_penalty_stay_short_of_what_costs_more() -> None:
    market = traded(1, firms_of(90, 70), replace(QUIET, penalty_cny=20.0))
    assert market.short_t / 1_000 == pytest.approx(40 / 3, rel=0.02)


def test_firms_that_think_they_lack_more_than_they_do_are_found_by_check_1(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted bug: one tonne in twenty is counted twice."""
    original = SmallMarket.lacking_t

    def wrong(self: SmallMarket, i: int) -> int:
        return original(self, i) * 21 // 20

    monkeypatch.setattr(SmallMarket, "lacking_t", wrong)
    monkeypatch.setattr(prices, "SEEDS", 20)
    prices._capped.cache_clear()
    found = next(prices._montgomery())
    prices._capped.cache_clear()
    assert not found.ok


def test_a_carrier_that_carries_half_of_what_it_buys_is_found_by_check_10(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted bug: a link that turns two units into one."""
    halved = link_of(LinkKind.EXCHANGE_RATIO, ("PILOT", "CEA"), units_for_one=Fraction(1, 2))
    monkeypatch.setattr(linked_markets, "link_of", lambda *_: halved)
    monkeypatch.setattr(linked_markets, "SEEDS", 5)
    assert not all(check.ok for check in linked_markets.link_checks())


def test_costs_of_trading_keep_marginal_costs_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trading_costs, "SEEDS", 5)
    assert all(check.ok for check in trading_costs.trading_cost_checks())


def test_traders_without_intelligence_reap_nearly_every_gain() -> None:
    assert 0.95 <= _ZeroIntelligence(8).efficiency() <= 1.0


def test_no_quantity_is_bounded_but_the_band_holds() -> None:
    rules = traded(1, firms_of(80, 80)[:1], QUIET, days=1).venue.rules
    assert rules.band_pct == small_markets.WIDEST_PCT
    assert rules.quantity_t_max == 10**9
    assert not rules.same_day_resale
