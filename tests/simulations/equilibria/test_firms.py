import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulations.equilibria import EquilibriumInputRefused, Firm, LinearFirm, NoFirms, PowerFirm
from simulations.equilibria.firms import require_firms
from tests.simulations.equilibria.firms import LINEAR_FIRMS, POWER_FIRMS, SHARES

ONE = st.one_of(LINEAR_FIRMS, POWER_FIRMS)


@given(firm=ONE, share=SHARES)
def test_abatement_and_marginal_cost_are_each_other_s_inverse(firm: Firm, share: float) -> None:
    abated = share * firm.bau_t
    price = firm.marginal_cost_cny(abated)
    assert firm.abatement_t(price) == pytest.approx(abated, rel=1e-6, abs=1e-6)


@given(firm=ONE, share=st.floats(0.1, 0.9))
def test_marginal_cost_is_what_one_more_tonne_costs(firm: Firm, share: float) -> None:
    abated, step = share * firm.bau_t, 1e-4 * firm.bau_t
    rise = firm.cost_cny(abated + step) - firm.cost_cny(abated - step)
    assert rise / (2 * step) == pytest.approx(firm.marginal_cost_cny(abated), rel=1e-5)


@given(firm=ONE, share=st.floats(0.1, 0.9))
def test_the_rate_of_abatement_is_how_it_rises_with_the_price(firm: Firm, share: float) -> None:
    price = firm.marginal_cost_cny(share * firm.bau_t)
    step = 1e-5 * price
    assume(firm.price_cny_max > price + step)
    assume(firm.abatement_t(price - step) > 0)
    rise = firm.abatement_t(price + step) - firm.abatement_t(price - step)
    assert rise / (2 * step) == pytest.approx(firm.abatement_rate(price), rel=1e-3)


@given(firm=ONE, prices=st.tuples(st.floats(0, 2_000), st.floats(0, 2_000)))
def test_a_higher_price_never_lowers_abatement(firm: Firm, prices: tuple[float, float]) -> None:
    low, high = sorted(prices)
    assert 0 <= firm.abatement_t(low) <= firm.abatement_t(high) <= firm.bau_t


def test_the_default_curve_passes_its_two_anchors() -> None:
    """2 % at about 75 CNY/t, an assumption; 42.5 % at about 590 CNY/t, from Du et al. (2015)."""
    firm = PowerFirm(100, 1_050, 0.675)
    assert firm.marginal_cost_cny(2) == pytest.approx(75, rel=0.01)
    assert firm.marginal_cost_cny(42.5) == pytest.approx(590, rel=0.01)


def test_a_power_of_one_is_a_line() -> None:
    line, power = LinearFirm(100, 2, 10), PowerFirm(100, 200, 1, 10)
    assert power.abatement_t(50) == pytest.approx(line.abatement_t(50))
    assert power.cost_cny(30) == pytest.approx(line.cost_cny(30))


@pytest.mark.parametrize("slope", [0, -1, math.nan, math.inf, 1e400])
def test_a_slope_that_is_none_is_refused_by_name(slope: float) -> None:
    with pytest.raises(EquilibriumInputRefused, match="slope"):
        LinearFirm(100, slope)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("bau_t", (math.inf, 1, 1)),
        ("bau_t", (0, 1, 1)),
        ("scale_cny", (100, 0, 1)),
        ("exponent", (100, 1, 0)),
        ("exponent", (100, 1, 1_000)),
        ("intercept_cny", (100, 1, 1, -1)),
        ("allocation_t", (100, 1, 1, 0, -1)),
    ],
)
def test_a_power_curve_out_of_range_is_refused_by_name(
    field: str, values: tuple[float, ...]
) -> None:
    with pytest.raises(EquilibriumInputRefused) as refused:
        PowerFirm(*values)
    assert refused.value.facts["field"] == field
    assert all(
        field in refused.value.text[lang].format(**refused.value.facts) for lang in ("en", "zh")
    )


def test_no_firm_at_all_is_refused() -> None:
    with pytest.raises(NoFirms):
        require_firms([])
