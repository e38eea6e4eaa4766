import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium, solve_cap
from simulations.equilibria import Firm, LinearFirm, PowerFirm, solve_dominant


@given(
    slopes=st.tuples(st.floats(0.2, 5), st.floats(0.2, 5)),
    units=st.tuples(st.floats(55, 95), st.floats(55, 95)),
)
def test_two_lines_give_the_closed_form(
    slopes: tuple[float, float], units: tuple[float, float]
) -> None:
    """y = (c_F R_F − c_D R_D) / (2 c_F + c_D), where the dominant firm abates something."""
    own, other = slopes
    needed, missing = (100 - unit for unit in units)
    wanted = (other * missing - own * needed) / (2 * other + own)
    if needed + wanted < 0 or wanted > missing:
        return
    solved = solve_dominant(
        LinearFirm(100, own, 0, units[0]), [LinearFirm(100, other, 0, units[1])]
    )
    assert solved.sales_t == pytest.approx(wanted, abs=1e-6)
    assert solved.price_cny == pytest.approx(other * (missing - wanted), abs=1e-5)


@given(scale=st.floats(50, 1_000), power=st.floats(0.5, 2), units=st.floats(40, 140))
def test_no_other_sales_earn_more(scale: float, power: float, units: float) -> None:
    dominant = LinearFirm(100, 1, 5, units)
    fringe: list[Firm] = [PowerFirm(80, scale, power, 0, 30), LinearFirm(60, 2, 10, 40)]
    solved = solve_dominant(dominant, fringe)
    for share in range(11):
        sold = -60 + share * (units + 60) / 10
        rest = solve_cap(fringe, 70 + sold)
        abated = max(100 - units + sold, 0)
        if abated <= 100:
            profit = sold * rest.price_cny - dominant.cost_cny(abated)
            assert profit <= solved.dominant_profit_cny + 1e-6 * max(1, abs(profit))


def test_a_firm_that_holds_just_what_it_uses_has_no_power() -> None:
    """Hahn's proposition: the outcome is competitive only at that allocation."""
    solved = solve_dominant(LinearFirm(100, 1, 0, 70), [LinearFirm(100, 3, 0, 90)])
    assert solved.sales_t == pytest.approx(0, abs=1e-6)
    assert solved.abatement_cost_cny == pytest.approx(600)


def test_a_dominant_buyer_lowers_the_price() -> None:
    solved = solve_dominant(LinearFirm(100, 3, 0, 60), [LinearFirm(100, 1, 0, 100)])
    competitive = solve_cap([LinearFirm(100, 3), LinearFirm(100, 1)], 160)
    assert solved.sales_t < 0
    assert solved.price_cny < competitive.price_cny
    assert solved.abatement_cost_cny > competitive.abatement_cost_cny


def test_a_dominant_firm_needs_others() -> None:
    with pytest.raises(NoEquilibrium):
        solve_dominant(LinearFirm(1, 1), [])
