import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.behaviour import (
    AbatementCurve,
    AbatingFirm,
    BehaviourOutOfRange,
)
from simulations.equilibria import CapYear, LinearFirm, PowerFirm, solve_banking, solve_cap
from tests.simulations.behaviour.curves import CURVES, PRICES


@given(curve=CURVES, price=PRICES)
def test_a_firm_abates_until_marginal_cost_equals_the_price(
    curve: AbatementCurve, price: float
) -> None:
    share = curve.share(price)
    assert 0 <= share <= curve.share_max
    top = curve.intercept_cny + curve.rise_cny
    if 0.01 < share < curve.share_max:
        assert curve.marginal_cost_cny(share) == pytest.approx(price, abs=1e-6)
    assert curve.share(top) == pytest.approx(curve.share_max)
    assert curve.share(curve.intercept_cny) == 0


@given(curve=CURVES, price=PRICES, more=st.floats(0, 500))
def test_a_higher_price_never_calls_forth_less(
    curve: AbatementCurve, price: float, more: float
) -> None:
    assert curve.share(price) <= curve.share(price + more)


@given(curve=CURVES, part=st.floats(0.05, 0.95))
def test_cost_rises_by_the_marginal_cost(curve: AbatementCurve, part: float) -> None:
    share, step = part * curve.share_max, 1e-5 * curve.share_max
    rise = (curve.cost_cny(share + step) - curve.cost_cny(share - step)) / (2 * step)
    assert rise == pytest.approx(curve.marginal_cost_cny(share), rel=1e-5)
    assert curve.cost_cny(0) == 0


@given(curve=CURVES, price=PRICES, part=st.floats(0, 1))
def test_two_parts_of_a_curve_abate_as_much_as_the_whole(
    curve: AbatementCurve, price: float, part: float
) -> None:
    together = curve.narrowed(part).share(price) + curve.narrowed(1 - part).share(price)
    assert together == pytest.approx(curve.share(price), abs=1e-12)


@given(
    bau=st.floats(1, 1e6),
    top=st.floats(1, 1_000),
    intercept=st.floats(0, 60),
    exponent=st.floats(0.3, 3),
    price=PRICES,
)
def test_a_line_and_a_power_are_the_curves_of_the_solvers(
    bau: float, top: float, intercept: float, exponent: float, price: float
) -> None:
    slope = top / bau
    line = AbatingFirm(bau, 0, AbatementCurve.line(bau, slope, intercept, 1))
    power = AbatingFirm(bau, 0, AbatementCurve.power(top, exponent, intercept, 1))
    pairs = (
        (line, LinearFirm(bau, slope, intercept)),
        (power, PowerFirm(bau, top, exponent, intercept)),
    )
    for own, solvers in pairs:
        abated = own.abatement_t(price)
        assert abated == pytest.approx(solvers.abatement_t(price), rel=1e-9, abs=1e-9)
        assert own.cost_cny(abated) == pytest.approx(solvers.cost_cny(abated), rel=1e-9, abs=1e-9)
        if min(abs(price - intercept), abs(price - own.price_cny_max)) > 1e-6:
            rate = solvers.abatement_rate(price)
            assert own.abatement_rate(price) == pytest.approx(rate, rel=1e-6)
        assert own.price_cny_max == pytest.approx(solvers.price_cny_max)


def test_solvers_take_firms_with_curves() -> None:
    """Check 1 and check 7, with curves that end where firms can abate no more."""
    firms = tuple(AbatingFirm(100, 80, AbatementCurve.line(100, slope, 0, 0.8)) for slope in (1, 3))
    solved = solve_cap(firms, 160)
    assert solved.price_cny == pytest.approx(30)
    assert solved.abatement_t == pytest.approx((30, 10))
    one = (AbatingFirm(100, 0, AbatementCurve.line(100, 1, 0, 0.8)),)
    path = solve_banking([CapYear(one, 90), CapYear(one, 50)], 0.05)
    assert path.prices_cny == pytest.approx((29.268, 30.732), abs=5e-4)


def test_dearer_fuel_moves_the_whole_curve() -> None:
    before, after = (AbatementCurve.power(1_000, 1, fuel, 0.5) for fuel in (20, 35))
    assert after.share(135) == pytest.approx(before.share(120))


def test_a_firm_that_can_abate_nothing_never_does() -> None:
    curve = AbatementCurve.power(1_000, 2, 10, 0)
    assert curve.share(1e6) == 0
    assert curve.cost_cny(0) == 0


@pytest.mark.parametrize(
    ("curve", "field"),
    [
        ((-1, 100, 1, 0.5), "intercept_cny"),
        ((0, 0, 1, 0.5), "rise_cny"),
        ((0, 100, 0, 0.5), "exponent"),
        ((0, 100, 1, 1.5), "share_max"),
        ((0, 1e400, 1, 0.5), "rise_cny"),
    ],
)
def test_a_curve_outside_its_range_is_refused(
    curve: tuple[float, float, float, float], field: str
) -> None:
    with pytest.raises(BehaviourOutOfRange) as refused:
        AbatementCurve(*curve)
    assert refused.value.facts["field"] == field
