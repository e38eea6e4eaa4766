import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium
from simulations.equilibria import (
    CappedMarket,
    Firm,
    LinearFirm,
    LinkedEquilibrium,
    solve_joined,
    solve_link,
)
from tests.simulations.equilibria.firms import FIRMS, SHARES, total_bau_t

MARKETS = st.builds(
    lambda firms, share: CappedMarket(tuple(firms), 1.1 * share * total_bau_t(firms)), FIRMS, SHARES
)
PILOT = CappedMarket((LinearFirm(100, 2),), 90)
NATIONAL = CappedMarket((LinearFirm(1_000, 0.5),), 840)


def _emitted_t(firms: tuple[Firm, ...], abated_t: tuple[float, ...]) -> float:
    return total_bau_t(list(firms)) - sum(abated_t)


def _apart(first: CappedMarket, second: CappedMarket) -> LinkedEquilibrium:
    return solve_link(first, second, to_second_t_max=0, to_first_t_max=0)


@given(first=MARKETS, second=MARKETS)
def test_a_full_link_is_one_market(first: CappedMarket, second: CappedMarket) -> None:
    link, joined = solve_link(first, second), solve_joined([first, second])
    assert link.abatement_cost_cny == pytest.approx(
        sum(market.abatement_cost_cny for market in joined), rel=1e-5, abs=1e-4
    )


@given(first=MARKETS, second=MARKETS, ratio=st.floats(0.2, 5), quotas=st.tuples(SHARES, SHARES))
def test_a_link_keeps_both_caps_and_its_quotas(
    first: CappedMarket, second: CappedMarket, ratio: float, quotas: tuple[float, float]
) -> None:
    there, here = (100 * quota for quota in quotas)
    link = solve_link(
        first, second, units_for_one=ratio, to_second_t_max=there, to_first_t_max=here
    )
    assert -here / ratio - 1e-9 <= link.flow_t <= there + 1e-9
    emitted = _emitted_t(first.firms, link.first.abatement_t)
    assert emitted <= first.cap_t - link.flow_t + 1e-4
    emitted = _emitted_t(second.firms, link.second.abatement_t)
    assert emitted <= second.cap_t + ratio * link.flow_t + 1e-4


@given(first=MARKETS, second=MARKETS, quota=st.floats(0, 100))
def test_a_wider_quota_never_costs_more(
    first: CappedMarket, second: CappedMarket, quota: float
) -> None:
    costs = [
        link.abatement_cost_cny
        for link in (
            solve_link(first, second),
            solve_link(first, second, to_second_t_max=quota, to_first_t_max=quota),
            _apart(first, second),
        )
    ]
    assert costs[0] <= costs[1] + 1e-4 * max(1, costs[1])
    assert costs[1] <= costs[2] + 1e-4 * max(1, costs[2])


def test_one_way_links_open_only_towards_the_dearer_market() -> None:
    towards_national = solve_link(PILOT, NATIONAL, to_first_t_max=0)
    assert towards_national.flow_t == pytest.approx(24)
    assert towards_national.wedge_cny == pytest.approx(0, abs=1e-9)
    towards_pilot = solve_link(PILOT, NATIONAL, to_second_t_max=0)
    assert towards_pilot.flow_t == 0
    assert (towards_pilot.first.price_cny, towards_pilot.second.price_cny) == pytest.approx(
        (20, 80)
    )


def test_at_an_exchange_ratio_a_unit_is_worth_its_ratio() -> None:
    """Half a unit for one: 2(10 + x) = (80 − x/4)/2 gives x = 160/17."""
    link = solve_link(PILOT, NATIONAL, units_for_one=0.5)
    assert link.flow_t == pytest.approx(160 / 17)
    assert link.first.price_cny == pytest.approx(0.5 * link.second.price_cny)


def test_the_link_seen_from_the_other_side_is_the_same() -> None:
    link = solve_link(PILOT, NATIONAL, units_for_one=0.5)
    turned = solve_link(NATIONAL, PILOT, units_for_one=2)
    assert turned.flow_t == pytest.approx(-0.5 * link.flow_t)
    assert turned.first.price_cny == pytest.approx(link.second.price_cny)


def test_spare_units_flow_only_as_far_as_they_are_needed() -> None:
    spare = CappedMarket((LinearFirm(100, 1),), 150)
    short = CappedMarket((LinearFirm(100, 1),), 80)
    link = solve_link(spare, short)
    assert (link.first.price_cny, link.second.price_cny, link.flow_t) == (0, 0, 20)
    back = solve_link(short, spare)
    assert (back.first.price_cny, back.second.price_cny, back.flow_t) == (0, 0, -20)
    assert solve_link(spare, spare).flow_t == 0


@pytest.mark.parametrize("wrong", [{"units_for_one": 0}, {"to_second_t_max": -1}])
def test_a_ratio_or_quota_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(NoEquilibrium):
        solve_link(PILOT, NATIONAL, **wrong)


def test_joining_nothing_and_a_cap_that_is_no_number_are_refused() -> None:
    with pytest.raises(NoEquilibrium):
        solve_joined([])
    with pytest.raises(NoEquilibrium):
        CappedMarket((LinearFirm(100, 1),), math.nan)
