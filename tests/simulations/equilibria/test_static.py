import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import LinearFirm, NoEquilibrium, solve_cap
from simulations.equilibria import Firm, PowerFirm, solve_auction
from tests.simulations.equilibria.firms import FIRMS, SHARES, total_bau_t


def test_intercepts_and_corner_solutions() -> None:
    firms = [LinearFirm(100, 0.5, 10), LinearFirm(100, 0.5, 40)]
    tight = solve_cap(firms, 160)
    assert tight.price_cny == pytest.approx(30)
    assert tight.abatement_t == pytest.approx((40, 0))
    tighter = solve_cap(firms, 100)
    assert tighter.price_cny == pytest.approx(50)
    assert tighter.abatement_t == pytest.approx((80, 20))


def test_a_floor_leaves_units_unsold() -> None:
    floored = solve_cap([LinearFirm(100, 1), LinearFirm(100, 3)], 160, floor_cny=40)
    assert floored.price_cny == 40
    assert sum(floored.abatement_t) == pytest.approx(160 / 3)
    assert floored.unsold_t == pytest.approx(40 / 3)


@given(firms=FIRMS, price_cny=st.floats(0.5, 500))
def test_units_sold_without_limit_at_one_price_are_a_tax(
    firms: list[Firm], price_cny: float
) -> None:
    taxed = solve_cap(firms, 0, ceiling_cny=price_cny)
    if sum(firm.abatement_t(price_cny) for firm in firms) < total_bau_t(firms):
        assert taxed.price_cny == price_cny
    assert sum(taxed.abatement_t) == pytest.approx(
        sum(firm.abatement_t(price_cny) for firm in firms)
    )


def test_no_firm_abates_more_than_it_emits() -> None:
    solved = solve_cap([LinearFirm(10, 1), LinearFirm(100, 1)], 10)
    assert solved.abatement_t == pytest.approx((10, 90))


@given(firms=FIRMS, share=SHARES)
def test_the_cap_is_met_and_marginal_costs_are_equal(firms: list[Firm], share: float) -> None:
    """Conditions of Karush, Kuhn and Tucker: equal inside, dearer at nothing, cheaper at all."""
    cap = share * total_bau_t(firms)
    solved = solve_cap(firms, cap)
    assert total_bau_t(firms) - sum(solved.abatement_t) == pytest.approx(cap, rel=1e-7, abs=1e-7)
    for firm, abated in zip(firms, solved.abatement_t, strict=True):
        cost = firm.marginal_cost_cny(abated)
        if abated < firm.bau_t:
            assert cost >= solved.price_cny - 1e-6
        if abated > 0:
            assert cost <= solved.price_cny + 1e-6


@given(firms=FIRMS, share=st.floats(0.05, 0.95), weights=st.lists(SHARES, min_size=5, max_size=5))
def test_no_other_plan_that_keeps_the_cap_costs_less(
    firms: list[Firm], share: float, weights: list[float]
) -> None:
    needed = (1 - share) * total_bau_t(firms)
    solved = solve_cap(firms, total_bau_t(firms) - needed)
    plan = [weight * firm.bau_t for weight, firm in zip(weights, firms, strict=False)]
    short = needed - sum(plan)
    room = sum(firm.bau_t - a for firm, a in zip(firms, plan, strict=True))
    if short > 0:
        plan = [a + (firm.bau_t - a) * short / room for firm, a in zip(firms, plan, strict=True)]
    other = sum(firm.cost_cny(a) for firm, a in zip(firms, plan, strict=True))
    assert solved.abatement_cost_cny <= other * (1 + 1e-7) + 1e-6


@given(firm=st.one_of(FIRMS.map(lambda firms: firms[0])), share=SHARES)
def test_one_firm_alone_pays_its_own_marginal_cost(firm: Firm, share: float) -> None:
    cap = share * firm.bau_t
    solved = solve_cap([firm], cap)
    assert solved.abatement_t[0] == pytest.approx(firm.bau_t - cap, rel=1e-7, abs=1e-7)


@given(count=st.integers(2, 20), share=st.floats(0.05, 0.95))
def test_identical_firms_do_not_trade(count: int, share: float) -> None:
    firms = [PowerFirm(100, 1_050, 0.675, allocation_t=100 * share)] * count
    solved = solve_cap(firms, 100 * share * count)
    assert solved.volume_t == pytest.approx(0, abs=1e-6)
    assert solved.price_cny == pytest.approx(1_050 * (1 - share) ** 0.675)


@given(firms=FIRMS, share=SHARES, floor=st.floats(0, 50), spread=st.floats(0, 500))
def test_the_price_stays_between_floor_and_ceiling(
    firms: list[Firm], share: float, floor: float, spread: float
) -> None:
    cap = share * total_bau_t(firms)
    solved = solve_cap(firms, cap, floor_cny=floor, ceiling_cny=floor + spread)
    assert floor <= solved.price_cny <= floor + spread
    emitted = total_bau_t(firms) - sum(solved.abatement_t)
    assert emitted == pytest.approx(
        cap + solved.sold_at_ceiling_t - solved.unsold_t, rel=1e-7, abs=1e-7
    )


@given(firms=FIRMS, offered=st.floats(0, 500), reserve=st.floats(0, 300))
def test_an_auction_never_sells_below_its_reserve(
    firms: list[Firm], offered: float, reserve: float
) -> None:
    auction = solve_auction(firms, offered, reserve_cny=reserve)
    assert auction.sold_t + auction.unsold_t == pytest.approx(offered)
    assert 0 <= auction.sold_t <= offered
    assert auction.revenue_cny >= auction.sold_t * reserve * (1 - 1e-12)
    if auction.unsold_t > 0:
        assert auction.market.price_cny <= reserve


def test_units_given_away_can_push_the_price_below_the_reserve() -> None:
    firms = [LinearFirm(100, 1, allocation_t=90)]
    auction = solve_auction(firms, 10, reserve_cny=40)
    assert (auction.sold_t, auction.unsold_t, auction.revenue_cny) == (0, 10, 0)
    assert auction.market.price_cny == pytest.approx(10)


def test_a_national_market_in_tonnes_keeps_its_precision() -> None:
    firms = [PowerFirm(2.3e6 * (1 + i / 3_378), 1_050, 0.675) for i in range(3_378)]
    total = math.fsum(firm.bau_t for firm in firms)
    solved = solve_cap(firms, 0.98 * total)
    assert solved.price_cny == pytest.approx(1_050 * 0.02**0.675, rel=1e-9)


@pytest.mark.parametrize(
    ("firms", "cap_t"), [([], 1.0), ([LinearFirm(1, 1)], -1.0), ([LinearFirm(1, 1)], math.nan)]
)
def test_a_market_without_a_price_is_refused(firms: list[Firm], cap_t: float) -> None:
    with pytest.raises(NoEquilibrium):
        solve_cap(firms, cap_t)


def test_a_ceiling_below_the_floor_is_refused_with_both_numbers() -> None:
    with pytest.raises(NoEquilibrium) as refused:
        solve_cap([LinearFirm(1, 1)], 0.5, floor_cny=40, ceiling_cny=20)
    assert refused.value.facts == {
        "field": "ceiling_cny",
        "value": 20,
        "least": 40,
        "most": math.inf,
    }
