import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium
from simulations.equilibria import (
    CapYear,
    LinearFirm,
    PowerFirm,
    solve_banking,
    solve_cap,
)

YEARS = st.lists(
    st.builds(
        lambda slope, share, power: CapYear(
            (LinearFirm(100, slope), PowerFirm(50, 300, power)), 150 * share
        ),
        st.floats(0.2, 5),
        st.floats(0.1, 1.3),
        st.floats(0.5, 2),
    ),
    min_size=1,
    max_size=5,
)
RATES = st.floats(0, 0.2)
LIMITS = st.one_of(st.just(math.inf), st.floats(0, 60))


def _plan(*needed_t: float) -> list[CapYear]:
    return [CapYear((LinearFirm(100, 1),), 100 - needed) for needed in needed_t]


@given(years=YEARS, rate=RATES, bank=st.floats(0, 50), limit=LIMITS)
def test_the_price_rises_at_the_rate_while_a_bank_is_held(
    years: list[CapYear], rate: float, bank: float, limit: float
) -> None:
    """The conditions of an optimum: slower only from an empty bank, faster only from a full one."""
    path = solve_banking(years, rate, bank_t=bank, bank_t_max=limit)
    for year in range(len(years) - 1):
        rise = path.prices_cny[year + 1] - path.prices_cny[year] * (1 + rate)
        kept = path.bank_t[year]
        if kept > 1e-6:
            assert rise >= -1e-6
        if kept < limit - 1e-6:
            assert rise <= 1e-6


@given(years=YEARS, rate=RATES, bank=st.floats(0, 50), limit=LIMITS)
def test_every_unit_is_used_kept_or_expires(
    years: list[CapYear], rate: float, bank: float, limit: float
) -> None:
    path = solve_banking(years, rate, bank_t=bank, bank_t_max=limit)
    held = bank
    for year, values in enumerate(years):
        held += path.abatement_t[year] - values.needed_t - path.expired_t[year]
        assert path.bank_t[year] == pytest.approx(held, abs=1e-6)
        assert path.bank_t[year] >= 0
        if path.expired_t[year] > 1e-6:
            assert path.prices_cny[year] == pytest.approx(0, abs=1e-9)
    if path.prices_cny[-1] > 0:
        assert path.bank_t[-1] == pytest.approx(0, abs=1e-6)


@given(years=YEARS, rate=RATES, shares=st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_no_other_plan_of_keeping_units_costs_less(
    years: list[CapYear], rate: float, shares: list[float]
) -> None:
    path = solve_banking(years, rate)
    bank, cost = 0.0, 0.0
    for year, (values, share) in enumerate(zip(years, shares, strict=False)):
        units = bank + values.cap_t
        kept = share * bank
        used = solve_cap(values.firms, units - kept)
        bank = kept + max(used.unsold_t, 0.0)
        cost += used.abatement_cost_cny / (1 + rate) ** year
    assert path.present_cost_cny <= cost * (1 + 1e-7) + 1e-6


@given(years=YEARS, rate=RATES)
def test_without_a_bank_each_year_stands_alone(years: list[CapYear], rate: float) -> None:
    path = solve_banking(years, rate, bank_t_max=0.0)
    alone = [solve_cap(year.firms, year.cap_t).price_cny for year in years]
    assert path.prices_cny == pytest.approx(alone, abs=1e-6)


@given(years=YEARS, rate=RATES)
def test_more_freedom_never_costs_more(years: list[CapYear], rate: float) -> None:
    free = solve_banking(years, rate, borrowing=True)
    kept = solve_banking(years, rate)
    limited = solve_banking(years, rate, bank_t_max=10)
    alone = solve_banking(years, rate, bank_t_max=0)
    costs = [path.present_cost_cny for path in (free, kept, limited, alone)]
    assert all(less <= more * (1 + 1e-7) + 1e-6 for less, more in pairwise(costs))


def test_units_that_expire_do_not_help_a_later_year() -> None:
    path = solve_banking(_plan(-40, 30), 0.05, bank_t_max=10)
    assert path.prices_cny == pytest.approx((0, 20))
    assert path.bank_t == pytest.approx((10, 0))
    assert path.expired_t == pytest.approx((30, 0))


def test_borrowing_lets_the_price_rise_at_the_rate_throughout() -> None:
    path = solve_banking(_plan(30, 10, 10, 40, 60), 0.05, borrowing=True)
    growth = sum(1.05**k for k in range(5))
    assert path.prices_cny[0] == pytest.approx(150 / growth)
    assert min(path.bank_t) < 0
    assert path.bank_t[-1] == pytest.approx(0, abs=1e-9)


def test_a_limited_bank_lets_the_price_jump() -> None:
    path = solve_banking(_plan(10, 50), 0.05, bank_t_max=5)
    assert path.prices_cny == pytest.approx((15, 45))
    assert path.bank_t == pytest.approx((5, 0))


def test_units_wanted_at_the_end_raise_every_price() -> None:
    path = solve_banking(_plan(10, 50), 0.05, bank_t_at_end=4.1)
    assert path.prices_cny[0] == pytest.approx(64.1 / 2.05)
    assert path.bank_t[-1] == pytest.approx(4.1)


def test_a_large_bank_from_before_makes_units_free() -> None:
    path = solve_banking(_plan(10, 50), 0.05, bank_t=70)
    assert path.prices_cny == (0, 0)
    assert path.bank_t[-1] == pytest.approx(10)


@pytest.mark.parametrize(
    "wrong",
    [{"rate": -1}, {"bank_t": -1}, {"bank_t_max": -1}, {"bank_t_at_end": 1e9}, {"rate": math.nan}],
)
def test_a_value_out_of_range_is_refused_by_name(wrong: dict[str, float]) -> None:
    values: dict[str, Any] = {"rate": 0.05, **wrong}
    with pytest.raises(NoEquilibrium) as refused:
        solve_banking(_plan(10, 50), **values)
    assert refused.value.facts["field"] in wrong


def test_no_year_at_all_is_refused() -> None:
    with pytest.raises(NoEquilibrium):
        solve_banking([], 0.05)
