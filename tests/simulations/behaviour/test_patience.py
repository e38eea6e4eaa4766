import pytest

from simulations.behaviour import patient_limit_cny


@pytest.mark.parametrize(("haste", "limit"), [(0.0, 80.0), (0.5, 90.0), (1.0, 100.0)])
def test_a_buyer_pays_more_than_it_expects_only_as_time_runs_out(
    haste: float, limit: float
) -> None:
    assert patient_limit_cny(100.0, 80.0, haste, buys=True) == limit


@pytest.mark.parametrize(("haste", "limit"), [(0.0, 80.0), (0.5, 50.0), (1.0, 20.0)])
def test_a_seller_takes_less_than_it_expects_only_as_time_runs_out(
    haste: float, limit: float
) -> None:
    assert patient_limit_cny(20.0, 80.0, haste, buys=False) == limit


def test_nobody_goes_beyond_the_limit_of_their_own() -> None:
    assert patient_limit_cny(70.0, 80.0, 0.0, buys=True) == 70.0
    assert patient_limit_cny(90.0, 80.0, 0.0, buys=False) == 90.0
