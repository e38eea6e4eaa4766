from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.markets import (
    LinkAccount,
    LinkKind,
    LinkTermRefused,
    MarketTermRefused,
    Moved,
    Towards,
    link_of,
)

MARKETS = ("hubei", "national")
RATIOS = st.fractions(Fraction(1, 50), 50, max_denominator=50)


@pytest.mark.parametrize(
    ("kind", "terms", "to_second_t", "to_first_t"),
    [
        (LinkKind.NONE, {}, 0, 0),
        (LinkKind.QUOTA, {"quota_t": 30}, 30, 30),
        (LinkKind.EXCHANGE_RATIO, {"units_for_one": Fraction(1, 2)}, 100, 100),
        (LinkKind.ONE_WAY, {}, 100, 0),
        (LinkKind.ONE_WAY, {"quota_t": 30}, 30, 0),
        (LinkKind.FULL, {}, 100, 100),
    ],
)
def test_each_kind_of_link_lets_through_what_its_name_says(
    kind: LinkKind, terms: dict[str, Any], to_second_t: int, to_first_t: int
) -> None:
    account = LinkAccount(link_of(kind, MARKETS, **terms))
    assert account.move(Towards.SECOND, 100)[1].sent_t == to_second_t
    assert account.move(Towards.FIRST, 100)[1].sent_t == to_first_t


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        (LinkKind.QUOTA, {}),
        (LinkKind.FULL, {"quota_t": 5}),
        (LinkKind.NONE, {"quota_t": 5}),
        (LinkKind.EXCHANGE_RATIO, {}),
        (LinkKind.EXCHANGE_RATIO, {"units_for_one": Fraction(2), "quota_t": 5}),
        (LinkKind.FULL, {"units_for_one": Fraction(2)}),
    ],
)
def test_a_kind_takes_its_own_terms_and_no_others(kind: LinkKind, terms: dict[str, Any]) -> None:
    with pytest.raises(LinkTermRefused):
        link_of(kind, MARKETS, **terms)


def test_a_quota_counts_all_that_moved_in_the_year() -> None:
    account = LinkAccount(link_of(LinkKind.QUOTA, MARKETS, quota_t=30))
    account, moved = account.move(Towards.SECOND, 20)
    assert moved == Moved(20, 20)
    account, moved = account.move(Towards.SECOND, 20)
    assert moved == Moved(10, 10)
    assert (account.left_t(Towards.SECOND), account.left_t(Towards.FIRST)) == (0, 30)
    assert account.next_year().left_t(Towards.SECOND) == 30


@given(
    ratio=RATIOS.filter(lambda ratio: ratio != 1),
    moves=st.lists(st.tuples(st.sampled_from(Towards), st.integers(0, 1_000)), max_size=8),
)
def test_no_exchange_makes_more_units_than_its_ratio_says(
    ratio: Fraction, moves: list[tuple[Towards, int]]
) -> None:
    account = LinkAccount(link_of(LinkKind.EXCHANGE_RATIO, MARKETS, units_for_one=ratio))
    for towards, wanted_t in moves:
        account, moved = account.move(towards, wanted_t)
        rate = account.link.ratio(towards)
        assert moved.sent_t <= wanted_t
        assert moved.received_t <= moved.sent_t * rate < moved.received_t + max(1, rate)
        assert (moved.sent_t > 0) is (moved.received_t > 0)
    assert account.to_second.received_t <= account.to_second.sent_t * ratio
    assert account.to_first.received_t * ratio <= account.to_first.sent_t


@given(ratio=RATIOS.filter(lambda ratio: ratio != 1), amount_t=st.integers(0, 1_000))
def test_there_and_back_nothing_is_won(ratio: Fraction, amount_t: int) -> None:
    account = LinkAccount(link_of(LinkKind.EXCHANGE_RATIO, MARKETS, units_for_one=ratio))
    account, there = account.move(Towards.SECOND, amount_t)
    _, back = account.move(Towards.FIRST, there.received_t)
    assert back.received_t <= there.sent_t


def test_a_firm_covers_a_share_of_its_obligation_with_units_from_elsewhere() -> None:
    link = link_of(LinkKind.FULL, MARKETS, share_max=Decimal("0.05"))
    assert link.usable_t(999) == 49
    assert link_of(LinkKind.FULL, MARKETS).usable_t(999) == 999


def test_terms_out_of_range_are_refused() -> None:
    with pytest.raises(MarketTermRefused):
        link_of(LinkKind.EXCHANGE_RATIO, MARKETS, units_for_one=Fraction(0))
    with pytest.raises(MarketTermRefused):
        link_of(LinkKind.QUOTA, MARKETS, quota_t=-1)
    with pytest.raises(MarketTermRefused):
        link_of(LinkKind.FULL, MARKETS, share_max=Decimal(2))
    with pytest.raises(MarketTermRefused):
        LinkAccount(link_of(LinkKind.FULL, MARKETS)).move(Towards.FIRST, -1)
