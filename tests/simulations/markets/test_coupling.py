from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.markets import (
    CallOrder,
    DayOrders,
    LinkAccount,
    LinkKind,
    Towards,
    clear_call,
    clear_linked,
    link_of,
    orders_of,
)
from tests.simulations.markets.orders import LADDER, ORDERS, PRICES_FEN, gains_fen, straight

CARRIER = 1_000
DAYS = st.builds(DayOrders, ORDERS, PRICES_FEN)
PILOT = DayOrders(orders_of(1, straight(100, 2, 90), LADDER), 2_000)
NATIONAL = DayOrders(orders_of(2, straight(1_000, 0.5, 840), LADDER), 8_000)


def _account(kind: LinkKind, **terms: Any) -> LinkAccount:
    return LinkAccount(link_of(kind, ("pilot", "national"), **terms))


def _own(day: DayOrders) -> int:
    return len(day.orders)


def test_a_full_link_equalises_prices() -> None:
    """Check 10: 68 in both, 24 Mt to the national market."""
    calls = clear_linked(PILOT, NATIONAL, _account(LinkKind.FULL), CARRIER)
    assert calls.first.price_fen == calls.second.price_fen == pytest.approx(6_800, abs=10)
    assert calls.towards is Towards.SECOND
    assert calls.moved.sent_t == calls.moved.received_t == pytest.approx(24_000, abs=250)


def test_a_quota_leaves_a_wedge() -> None:
    """Check 11: with 10 Mt prices are 40 and 75."""
    calls = clear_linked(PILOT, NATIONAL, _account(LinkKind.QUOTA, quota_t=10_000), CARRIER)
    assert (calls.first.price_fen, calls.second.price_fen) == (
        pytest.approx(4_000, abs=10),
        pytest.approx(7_500, abs=10),
    )
    assert calls.account.left_t(Towards.SECOND) == 0


def test_at_a_ratio_a_unit_is_worth_its_ratio() -> None:
    """Half a unit for one: 160/17 Mt move, as the solver of linked markets has it."""
    account = _account(LinkKind.EXCHANGE_RATIO, units_for_one=Fraction(1, 2))
    calls = clear_linked(PILOT, NATIONAL, account, CARRIER)
    assert calls.moved.sent_t == pytest.approx(160_000 / 17, abs=250)
    assert calls.first.price_fen is not None
    assert calls.second.price_fen == pytest.approx(2 * calls.first.price_fen, abs=10)


def test_the_link_seen_from_the_other_side_is_the_same() -> None:
    calls = clear_linked(NATIONAL, PILOT, _account(LinkKind.FULL), CARRIER)
    assert calls.towards is Towards.FIRST
    assert calls.second.price_fen == pytest.approx(6_800, abs=10)


def test_one_way_opens_only_towards_the_dearer_market() -> None:
    there = clear_linked(PILOT, NATIONAL, _account(LinkKind.ONE_WAY), CARRIER)
    assert there.moved.sent_t == pytest.approx(24_000, abs=250)
    back = clear_linked(NATIONAL, PILOT, _account(LinkKind.ONE_WAY), CARRIER)
    assert back.moved.sent_t == 0


def test_a_cost_of_moving_stays_between_the_prices() -> None:
    calls = clear_linked(PILOT, NATIONAL, _account(LinkKind.FULL), CARRIER, cost_fen=500)
    assert calls.first.price_fen is not None
    assert calls.second.price_fen == pytest.approx(calls.first.price_fen + 500, abs=1)


@given(first=DAYS, second=DAYS)
def test_a_full_link_gains_as_much_as_one_market(first: DayOrders, second: DayOrders) -> None:
    calls = clear_linked(first, second, _account(LinkKind.FULL), CARRIER)
    orders = [*first.orders, *second.orders]
    traded_t = [
        *calls.first.traded_t[: _own(first)],
        *calls.second.traded_t[: _own(second)],
    ]
    assert gains_fen(orders, traded_t) == gains_fen(orders, clear_call(orders, 1).traded_t)


@given(
    first=DAYS,
    second=DAYS,
    ratio=st.fractions(Fraction(1, 5), 5, max_denominator=5).filter(lambda ratio: ratio != 1),
    cost_fen=st.integers(0, 10),
)
def test_the_carrier_moves_what_it_bought_and_does_not_lose(
    first: DayOrders, second: DayOrders, ratio: Fraction, cost_fen: int
) -> None:
    account = _account(LinkKind.EXCHANGE_RATIO, units_for_one=ratio)
    calls = clear_linked(first, second, account, CARRIER, cost_fen)
    if not calls.moved.sent_t:
        assert calls.first == clear_call(*first)
        assert calls.second == clear_call(*second)
        return
    ends = (calls.first, calls.second)
    source, target = ends if calls.towards is Towards.SECOND else ends[::-1]
    assert (source.traded_t[-1], target.traded_t[-1]) == calls.moved
    assert source.price_fen is not None
    assert target.price_fen is not None
    worth_fen = account.link.ratio(calls.towards) * target.price_fen
    assert worth_fen >= source.price_fen + cost_fen - max(1, account.link.ratio(calls.towards))


@given(first=DAYS, second=DAYS)
def test_a_closed_link_changes_nothing(first: DayOrders, second: DayOrders) -> None:
    calls = clear_linked(first, second, _account(LinkKind.NONE), CARRIER)
    assert (calls.first, calls.second) == (clear_call(*first), clear_call(*second))


@given(first=DAYS, second=DAYS, quota_t=st.integers(0, 50))
def test_a_wider_quota_never_gains_less(first: DayOrders, second: DayOrders, quota_t: int) -> None:
    def gained(account: LinkAccount) -> int:
        calls = clear_linked(first, second, account, CARRIER)
        return gains_fen(first.orders, calls.first.traded_t[: _own(first)]) + gains_fen(
            second.orders, calls.second.traded_t[: _own(second)]
        )

    quota = gained(_account(LinkKind.QUOTA, quota_t=quota_t))
    assert gained(_account(LinkKind.NONE)) <= quota <= gained(_account(LinkKind.FULL))


def test_an_empty_market_takes_and_gives_nothing() -> None:
    empty: list[CallOrder] = []
    calls = clear_linked(PILOT, DayOrders(empty, 100), _account(LinkKind.FULL), CARRIER)
    assert calls.moved.sent_t == 0
