from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.compliance import carry_over_t
from simulations.behaviour import BankingTarget, BehaviourOutOfRange, CarryOverLimit

TARGET = BankingTarget(weights=(0.8, 0.5, 0.2), hoarding=0.0)
BY_SALES = CarryOverLimit("net_sales", 10_000, 1.5)
SHORTS = st.lists(st.floats(-1e6, 1e6), max_size=5)


def _carried_t(limit: CarryOverLimit, surplus_t: int, net_sales_t: int, kept_t: int) -> int:
    """Return what the registry lets a firm carry over when it ends with so much."""
    sold_t = max(0, net_sales_t + surplus_t - kept_t)
    multiple = Decimal(str(limit.multiple))
    return carry_over_t(sold_t, kept_t, Decimal(limit.base_t), multiple)


def test_later_years_count_less() -> None:
    assert TARGET.wanted_t([100, 100, 100, 1_000]) == pytest.approx(150)
    assert TARGET.wanted_t([100, -200, 0]) == 0
    assert TARGET.wanted_t([]) == 0


@given(
    surplus=st.integers(-50_000, 200_000),
    sold=st.integers(-50_000, 200_000),
    base=st.integers(0, 20_000),
    multiple=st.sampled_from([0.0, 0.5, 1.5, 3.0]),
)
def test_what_can_be_kept_is_the_most_that_the_registry_carries_over(
    surplus: int, sold: int, base: int, multiple: float
) -> None:
    limit = CarryOverLimit("net_sales", base, multiple)
    kept = limit.keepable_t(surplus, sold)
    assert _carried_t(limit, surplus, sold, kept) == kept
    assert _carried_t(limit, surplus, sold, kept + 1) < kept + 1


@given(
    surplus=st.integers(-50_000, 200_000),
    sold=st.integers(-50_000, 200_000),
    shorts=SHORTS,
    hoarding=st.floats(0, 1),
    rule=st.sampled_from(["unlimited", "none", "net_sales"]),
)
def test_a_firm_keeps_nothing_that_would_expire(
    surplus: int, sold: int, shorts: list[float], hoarding: float, rule: str
) -> None:
    limit = CarryOverLimit(rule, 10_000, 1.5)  # type: ignore[arg-type]
    target = BankingTarget((0.8, 0.5, 0.2), hoarding)
    kept_t = target.keep_t(surplus, sold, shorts, limit)
    assert 0 <= kept_t <= limit.keepable_t(surplus, sold)
    if rule == "none":
        assert kept_t == 0
    if rule == "unlimited":
        assert kept_t >= target.wanted_t(shorts) - 1e-6


def test_the_rule_by_net_sales_makes_holders_sell() -> None:
    """Of a surplus of 60,000 t wanted for later, 20,000 t are sold so that 40,000 t may stay."""
    assert TARGET.keep_t(60_000, 0, [1e6], BY_SALES) == 40_000
    assert _carried_t(BY_SALES, 60_000, 0, 40_000) == 40_000


def test_who_is_short_buys_for_later_no_more_than_the_base() -> None:
    assert TARGET.keep_t(-5_000, 0, [1e6], BY_SALES) == 10_000


def test_hoarders_keep_what_they_do_not_need() -> None:
    hoarder = BankingTarget((0.8,), hoarding=0.5)
    unlimited = CarryOverLimit("unlimited", 0, 0)
    assert hoarder.keep_t(1_000, 0, [-500], unlimited) == 500
    assert hoarder.keep_t(1_000, 0, [1_000], unlimited) == 800
    assert hoarder.keep_t(-1_000, 0, [], unlimited) == 0


def test_weights_beyond_one_are_refused() -> None:
    with pytest.raises(BehaviourOutOfRange):
        BankingTarget((1.2,), 0.0)
    with pytest.raises(BehaviourOutOfRange):
        CarryOverLimit("net_sales", -1, 1.5)
