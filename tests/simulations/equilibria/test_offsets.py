import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium, solve_cap
from simulations.equilibria import Firm, LinearFirm, OffsetSupply, solve_offsets
from tests.simulations.equilibria.firms import FIRMS, SHARES, total_bau_t

SUPPLIES = st.builds(
    OffsetSupply,
    price_cny=st.floats(0, 200),
    slope=st.one_of(st.just(0.0), st.floats(0.01, 10)),
    available_t=st.one_of(st.just(math.inf), st.floats(0, 100)),
)


@given(firms=FIRMS, share=SHARES, supply=SUPPLIES, limit=SHARES)
def test_units_and_offsets_cover_emissions_within_every_limit(
    firms: list[Firm], share: float, supply: OffsetSupply, limit: float
) -> None:
    cap = share * total_bau_t(firms)
    solved = solve_offsets(firms, cap, supply, limit)
    assert solved.emissions_t <= cap + solved.offsets_t + 1e-5
    assert 0 <= solved.offsets_t <= min(solved.limit_t, supply.available_t)
    price = solved.market.price_cny
    assert price <= solve_cap(firms, cap).price_cny + 1e-6
    if solved.offsets_t > 1e-6:
        assert supply.price_cny - 1e-9 <= solved.offset_price_cny <= price + 1e-6


@given(firms=FIRMS, share=SHARES, supply=SUPPLIES)
def test_a_limit_of_nothing_is_the_plain_cap(
    firms: list[Firm], share: float, supply: OffsetSupply
) -> None:
    cap = share * total_bau_t(firms)
    solved = solve_offsets(firms, cap, supply, 0.0)
    assert solved.offsets_t == 0
    plain = solve_cap(firms, cap)
    assert solved.market.abatement_cost_cny == pytest.approx(
        plain.abatement_cost_cny, rel=1e-6, abs=1e-5
    )


FIRM_PAIR = [LinearFirm(100, 1), LinearFirm(100, 3)]


def test_sellers_of_offsets_earn_only_their_cost_where_the_limit_binds() -> None:
    solved = solve_offsets(FIRM_PAIR, 160, OffsetSupply(12), 0.05)
    assert solved.offset_price_cny == 12
    assert solved.market.price_cny == pytest.approx(23.684, abs=1e-3)


def test_scarce_offsets_are_worth_a_unit() -> None:
    solved = solve_offsets(FIRM_PAIR, 160, OffsetSupply(12, available_t=4), 0.05)
    assert solved.offsets_t == pytest.approx(4)
    assert solved.offset_price_cny == pytest.approx(solved.market.price_cny) == pytest.approx(27)


def test_rising_supply_meets_the_price() -> None:
    """0.75 (40 − O) = 10 + 5 O gives O = 80/23."""
    solved = solve_offsets(FIRM_PAIR, 160, OffsetSupply(10, 5), 0.05)
    assert solved.offsets_t == pytest.approx(80 / 23)
    assert solved.offset_price_cny == pytest.approx(solved.market.price_cny)


def test_dear_offsets_are_not_used() -> None:
    solved = solve_offsets(FIRM_PAIR, 160, OffsetSupply(31), 0.05)
    assert solved.offsets_t == 0
    assert solved.market.price_cny == pytest.approx(30)


def test_a_limit_above_all_emissions_is_refused() -> None:
    with pytest.raises(NoEquilibrium):
        solve_offsets(FIRM_PAIR, 160, OffsetSupply(12), 1.5)
