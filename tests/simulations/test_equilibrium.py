import pytest

from simulations import LinearFirm, NoEquilibrium, solve_cap


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


def test_a_fixed_price_is_a_tax() -> None:
    firms = [LinearFirm(100, 1), LinearFirm(100, 3)]
    taxed = solve_cap(firms, 0, ceiling_cny=12)
    assert sum(taxed.abatement_t) == pytest.approx(12 / 1 + 12 / 3)


def test_no_firm_abates_more_than_it_emits() -> None:
    solved = solve_cap([LinearFirm(10, 1), LinearFirm(100, 1)], 10)
    assert solved.abatement_t == pytest.approx((10, 90))


@pytest.mark.parametrize(
    ("firms", "cap_t"), [([], 1.0), ([LinearFirm(1, 0)], 0.5), ([LinearFirm(1, 1)], -1.0)]
)
def test_a_market_without_a_price_is_refused(firms: list[LinearFirm], cap_t: float) -> None:
    with pytest.raises(NoEquilibrium):
        solve_cap(firms, cap_t)
