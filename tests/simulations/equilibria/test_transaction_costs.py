import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations import NoEquilibrium, solve_cap
from simulations.equilibria import Firm, LinearFirm, solve_transaction_costs
from tests.simulations.equilibria.firms import FIRMS

COSTS = st.floats(0, 30)


@given(firms=FIRMS)
def test_without_cost_the_market_is_the_plain_one(firms: list[Firm]) -> None:
    costly = solve_transaction_costs(firms, buyer_cny=0, seller_cny=0)
    plain = solve_cap(firms, sum(firm.allocation_t for firm in firms))
    assert costly.abatement_cost_cny == pytest.approx(plain.abatement_cost_cny, rel=1e-6, abs=1e-5)


@given(firms=FIRMS, buyer=COSTS, seller=COSTS)
def test_purchases_and_sales_balance(firms: list[Firm], buyer: float, seller: float) -> None:
    costly = solve_transaction_costs(firms, buyer_cny=buyer, seller_cny=seller)
    assert sum(costly.purchases_t) == pytest.approx(-costly.unsold_t, abs=1e-5)
    assert costly.transaction_cost_cny == pytest.approx(costly.volume_t * (buyer + seller))


@given(firms=FIRMS, cost=COSTS)
def test_only_the_sum_of_both_sides_costs_matters(firms: list[Firm], cost: float) -> None:
    with_price = [
        solve_transaction_costs(firms, buyer_cny=cost * share, seller_cny=cost * (1 - share))
        for share in (0.0, 1.0)
    ]
    if all(costly.price_cny > cost for costly in with_price):
        first, second = with_price
        assert first.volume_t == pytest.approx(second.volume_t, rel=1e-5, abs=1e-4)


@given(firms=FIRMS, cost=st.floats(0, 30), more=st.floats(0, 30))
def test_a_dearer_trade_never_makes_more_of_them(
    firms: list[Firm], cost: float, more: float
) -> None:
    cheap = solve_transaction_costs(firms, buyer_cny=cost, seller_cny=0)
    dear = solve_transaction_costs(firms, buyer_cny=cost + more, seller_cny=0)
    assert dear.volume_t <= cheap.volume_t + 1e-4


def test_a_prohibitive_cost_leaves_each_firm_to_itself() -> None:
    firms = [LinearFirm(100, 1, allocation_t=80), LinearFirm(100, 3, allocation_t=80)]
    costly = solve_transaction_costs(firms, buyer_cny=500, seller_cny=0)
    assert costly.volume_t == 0
    assert costly.abatement_t == (20, 20)


def test_with_costs_the_allocation_matters() -> None:
    def cost(first: float) -> float:
        firms = [LinearFirm(100, 1, 0, first), LinearFirm(100, 3, 0, 160 - first)]
        return solve_transaction_costs(firms, buyer_cny=2, seller_cny=2).abatement_cost_cny

    assert cost(80) == pytest.approx(602)
    assert cost(70) == pytest.approx(600)


def test_a_negative_cost_is_refused() -> None:
    with pytest.raises(NoEquilibrium):
        solve_transaction_costs([LinearFirm(1, 1)], buyer_cny=-1, seller_cny=0)
