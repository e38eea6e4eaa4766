from hypothesis import given
from hypothesis import strategies as st

from market.surveillance.detectors import (
    Claim,
    DayOfTrading,
    OrdersOfDay,
    Thresholds,
    band_touches,
    cancel_shares,
    corridor,
    defaults,
    large_holders,
    self_trades,
)

HUBEI = Thresholds(touches=6, touch_days=20)
BEIJING = Thresholds(low_fen=2_000, high_fen=15_000, corridor_days=10)


def day(high_fen: int = 10_000, low_fen: int = 9_900, volume_t: int = 1, **more: int):
    """A day whose band is 90.00 to 110.00 CNY/t."""
    turnover = more.get("turnover_fen", high_fen * volume_t)
    return DayOfTrading(high_fen, low_fen, 11_000, 9_000, volume_t, turnover)


CALM, HIGH, LOW = day(), day(high_fen=11_000), day(low_fen=9_000)


def test_the_sixth_touch_within_twenty_days_is_reported():
    days = [HIGH, *[CALM] * 14, HIGH, LOW, HIGH, LOW, LOW]
    (found,) = band_touches(days, HUBEI)
    assert found.figures == {"touches": 6, "days": 20, "threshold": 6}
    assert list(band_touches(days[1:], HUBEI)) == []


def test_a_touch_that_left_the_window_does_not_count():
    days = [HIGH, *[CALM] * 15, HIGH, LOW, HIGH, LOW, LOW]
    assert list(band_touches(days, HUBEI)) == []


def test_touches_are_reported_on_the_day_of_a_touch_only():
    assert list(band_touches([HIGH] * 6, HUBEI))
    assert list(band_touches([*[HIGH] * 6, CALM], HUBEI)) == []


def test_a_tick_inside_the_band_is_no_touch():
    near = day(high_fen=10_999, low_fen=9_001)
    assert list(band_touches([near] * 20, HUBEI)) == []


def test_nothing_is_reported_without_thresholds():
    days = [day(high_fen=11_000, low_fen=9_000)] * 30
    none = Thresholds()
    assert list(band_touches(days, none)) == []
    assert list(corridor(days, none)) == []
    assert list(large_holders({1: 10}, none)) == []
    assert list(cancel_shares([OrdersOfDay(1, 10, 10)], none)) == []


def test_holders_are_reported_from_a_quantity_or_else_a_share_on():
    holdings = {1: 249, 2: 250, 3: 501}
    by_share = large_holders(holdings, Thresholds(holder_pct=25))
    assert [(each.party_id, each.figures["threshold_t"]) for each in by_share] == [
        (2, 250),
        (3, 250),
    ]
    by_quantity = large_holders(holdings, Thresholds(holder_t=500, holder_pct=1))
    assert [each.party_id for each in by_quantity] == [3]
    assert list(large_holders({}, Thresholds(holder_pct=25))) == []


def test_cancelled_orders_are_reported_from_a_share_of_enough_orders_on():
    orders = [OrdersOfDay(1, 10, 8), OrdersOfDay(2, 10, 7), OrdersOfDay(3, 9, 9)]
    found = list(cancel_shares(orders, Thresholds(cancel_pct=80, cancel_orders_min=10)))
    assert [(each.party_id, each.figures["share_pct"]) for each in found] == [(1, 80)]


def test_the_corridor_is_left_by_the_weighted_price_of_ten_days():
    edge = [day(15_000, 15_000, 100)] * 10
    assert list(corridor(edge, BEIJING)) == []
    (above,) = corridor([*edge[1:], day(15_001, 15_001, 100)], BEIJING)
    assert above.figures == {
        "price_fen": 15_000,
        "days": 10,
        "threshold_fen": 15_000,
        "above": 1,
    }
    (below,) = corridor([*[day(2_000, 2_000, 100)] * 9, day(1_999, 1_999, 100)], BEIJING)
    assert (below.figures["threshold_fen"], below.figures["above"]) == (2_000, 0)
    assert list(corridor([day(20_000, 20_000)] * 9, BEIJING)) == []


def test_large_days_weigh_more():
    days = [day(10_000, 10_000, 1)] * 9
    assert list(corridor([*days, day(16_000, 16_000, 1)], BEIJING)) == []
    assert list(corridor([*days, day(16_000, 16_000, 100)], BEIJING))


def test_attempts_are_reported_by_party():
    found = self_trades({7: 2, 3: 0, 5: 1})
    assert [(each.party_id, each.figures) for each in found] == [
        (5, {"attempts": 1}),
        (7, {"attempts": 2}),
    ]


def test_every_claim_is_reported_with_what_was_advanced_and_what_is_unpaid():
    (found,) = defaults([Claim("DF-2026-000001", 7, 300, 200)])
    assert (found.party_id, found.figures) == (
        7,
        {"claim": "DF-2026-000001", "owed_fen": 500, "advanced_fen": 300, "unpaid_fen": 200},
    )
    assert list(defaults([])) == []


@given(
    st.dictionaries(st.integers(1, 9), st.integers(0, 10**12)),
    st.integers(1, 100),
)
def test_reported_holders_are_those_at_or_above_the_share(holdings, pct):
    total = sum(holdings.values())
    found = {each.party_id for each in large_holders(holdings, Thresholds(holder_pct=pct))}
    assert found == {who for who, held in holdings.items() if total and held * 100 >= total * pct}
