import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium
from simulations.equilibria import EmissionsOutlook, shortage_price_cny

OUTLOOKS = st.builds(
    EmissionsOutlook, mean_t=st.floats(50, 150), sd_t=st.one_of(st.just(0.0), st.floats(0.1, 30))
)


@given(outlook=OUTLOOKS, cap=st.floats(50, 150), penalty=st.floats(0, 1_000))
def test_the_price_never_leaves_the_range_of_its_outcomes(
    outlook: EmissionsOutlook, cap: float, penalty: float
) -> None:
    assert 0 <= shortage_price_cny(outlook, cap, penalty) <= penalty


@given(outlook=OUTLOOKS, cap=st.floats(50, 150), known=st.floats(0.05, 0.95))
def test_the_price_is_a_martingale(outlook: EmissionsOutlook, cap: float, known: float) -> None:
    """The mean over all news of the later price is today's price."""
    steps = 200
    total, weight = 0.0, 0.0
    for step in range(-steps, steps + 1):
        news = 8 * step / steps
        density = math.exp(-0.5 * news * news)
        total += density * shortage_price_cny(outlook.after(known, news), cap, 100)
        weight += density
    assert total / weight == pytest.approx(shortage_price_cny(outlook, cap, 100), abs=0.2)


def test_at_the_deadline_the_price_is_all_or_nothing() -> None:
    known = EmissionsOutlook(100, 5).after(1.0)
    assert known.sd_t == 0
    assert shortage_price_cny(known, 104, 100) == 0
    assert shortage_price_cny(known, 99, 100) == 100


def test_units_carried_over_have_the_later_price_as_their_least() -> None:
    outlook = EmissionsOutlook(100, 5)
    price = shortage_price_cny(outlook, 104, 100 + 40, worth_if_long_cny=40)
    assert price == pytest.approx(40 + shortage_price_cny(outlook, 104, 100))


def test_interest_discounts_the_penalty() -> None:
    outlook = EmissionsOutlook(100, 5)
    later = shortage_price_cny(outlook, 104, 100, rate=0.05, years=2)
    assert later == pytest.approx(math.exp(-0.1) * shortage_price_cny(outlook, 104, 100))


@pytest.mark.parametrize("sd_t", [-1, math.nan, math.inf])
def test_a_deviation_that_is_none_is_refused(sd_t: float) -> None:
    with pytest.raises(NoEquilibrium):
        EmissionsOutlook(100, sd_t)
