import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.financing import lending, pledge, repo
from market.financing.amounts import (
    PPM,
    accrued_fen,
    check_amount,
    collateral_fen,
    interest_fen,
    lendable_fen,
    lent_mark,
    percent_text,
    secured_mark,
)
from market.rules.refused_financing import ContractAmountOutOfRange
from tests.checked import trips

fen = st.integers(1, 10**14)
tonnes = st.integers(1, 10**9)
prices = st.integers(1, 10**5)
rates = st.integers(0, PPM)
days = st.integers(0, 3650)


def test_interest_is_rounded_half_up():
    assert interest_fen(70_000_000, 50_000, 30, 365) == 287_671  # 287,671.2
    assert interest_fen(60_000_000, 60_000, 10, 360) == 100_000
    assert interest_fen(365, 500_000, 1, 365) == 1  # 0.5
    assert interest_fen(364, 500_000, 1, 365) == 0  # 0.4986
    assert interest_fen(1, 0, 365, 365) == 0


def test_a_difference_runs_up_straight_and_whole():
    assert [accrued_fen(10, day, 4) for day in range(6)] == [0, 3, 5, 8, 10, 10]
    assert accrued_fen(-10, 2, 4) == -5


def test_haircut_rounds_down_and_margin_up():
    assert lendable_fen(3, 33, 200_000) == 79  # 79.2
    assert collateral_fen(3, 33, 1_300_000) == 129  # 128.7


@pytest.mark.parametrize(("ppm", "text"), [(65_000, "6.5"), (0, "0"), (1, "0.0001"), (PPM, "100")])
def test_shares_are_said_in_per_cent(ppm: int, text: str) -> None:
    assert percent_text(ppm) == text


@trips(ContractAmountOutOfRange)
@pytest.mark.parametrize("amount", [0, -1, 10**14 + 1, True, 1.5, "7", None])
def test_odd_amounts_are_refused(amount: object) -> None:
    with pytest.raises(ContractAmountOutOfRange):
        check_amount(amount, "loan_fen")  # type: ignore[arg-type]


@given(owed=fen, secured=tonnes, price=prices, level=st.integers(1, 2 * PPM))
def test_what_a_call_asks_is_enough_and_not_a_tonne_more(
    owed: int, secured: int, price: int, level: int
) -> None:
    mark = secured_mark(owed, secured, price, level)
    assert mark.missing >= 0
    assert (mark.missing > 0) == (owed * PPM > secured * price * level)
    if mark.missing:
        assert not secured_mark(owed, secured + mark.missing, price, level).missing
        assert secured_mark(owed, secured + mark.missing - 1, price, level).missing


@given(held=st.integers(0, 10**14), lent=tonnes, price=prices)
def test_a_call_for_cash_restores_the_margin(held: int, lent: int, price: int) -> None:
    mark = lent_mark(held, lent, price, 1_300_000, 1_100_000)
    assert (mark.missing > 0) == (held * 100 < lent * price * 110)
    if mark.missing:
        assert held + mark.missing == collateral_fen(lent, price, 1_300_000)


@given(owed=fen, pledged=tonnes, price=prices)
def test_a_realisation_takes_no_more_than_the_debt(owed: int, pledged: int, price: int) -> None:
    done = pledge.realise(owed, pledged, price)
    assert done.taken_t + done.released_t == pledged
    assert done.covered_fen == done.taken_t * price <= owed
    assert done.covered_fen + done.residual_fen == owed
    assert done.residual_fen < price or not done.released_t


@given(lent=tonnes, price=prices, fee=st.integers(0, 10**12), held=st.integers(0, 10**14))
def test_collateral_pays_what_is_owed_and_no_more(
    lent: int, price: int, fee: int, held: int
) -> None:
    done = lending.cash_out(lent, price, fee, held)
    assert done.from_collateral_fen + done.released_fen == held
    assert done.from_collateral_fen + done.residual_fen == done.owed_fen == lent * price + fee
    assert not (done.released_fen and done.residual_fen)


@given(owed=fen, secured=tonnes, price=prices)
def test_netting_leaves_one_side_owing_the_difference(owed: int, secured: int, price: int) -> None:
    netted = repo.close_out(owed, secured, price)
    assert netted.from_buyer_fen - netted.from_seller_fen == secured * price - owed
    assert not (netted.from_buyer_fen and netted.from_seller_fen)


@given(principal=fen, rate=rates, ran=days, count=st.sampled_from([360, 365]))
def test_longer_loans_cost_more_and_never_less_than_nothing(
    principal: int, rate: int, ran: int, count: int
) -> None:
    cost = interest_fen(principal, rate, ran, count)
    assert 0 <= cost <= interest_fen(principal, rate, ran + 1, count)
    assert abs(cost * PPM * count - principal * rate * ran) * 2 <= PPM * count
