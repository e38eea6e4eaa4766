"""Rules of trading that change: from one day to the next, and those that cannot be used."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from market.auditing import audit_market
from market.data import day_bar
from market.rules import PriceOffTick, PriceOutsideBand, Side
from registry.rules import AmendRule, Confidence, RuleValueInvalid
from registry.rules.amendments import amend_rule
from registry.worlds import DrivenClock, reading, unit_of_work
from tests.market.listed.amending import ADMINISTRATOR, amend
from tests.market.traders import CEA, Trader, Venue, assert_sound

BUY, SELL = Side.BUY, Side.SELL
TOMORROW = date(2026, 11, 24)
SETTING = AmendRule(
    client_id="amend",
    scheme="cn_ets",
    key="",
    value="",
    unit="",
    valid_from=TOMORROW,
    valid_to=None,
    source="a test",
    reason="a test",
    confidence=Confidence.ASSUMED,
)


def ends(venue: Venue) -> tuple[int, int]:
    """The day's band."""
    with reading(venue.world) as session:
        bar = day_bar(session, CEA)
    return bar.band_low_fen, bar.band_high_fen


def test_a_narrower_band_begins_with_its_day_and_nothing_rests_outside_of_it(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """97.81: ± 10 % is 88.03 to 107.59, ± 5 % is 92.92 to 102.70 (92.9195 and 102.7005)."""
    amend(venue, "trading_band_pct", "5", "pct", "listed", TOMORROW)
    venue.place(ann, SELL, 10_759, 10)
    assert ends(venue) == (8_803, 10_759)
    clock.advance(timedelta(days=1))
    assert ends(venue) == (9_292, 10_270)
    for side, price_fen in ((SELL, 10_271), (BUY, 9_291)):
        with pytest.raises(PriceOutsideBand):
            venue.place(ben, side, price_fen, 1)
    assert venue.place(ben, BUY, 10_270, 10)["trades"] == []
    assert venue.place(ann, SELL, 9_292, 10)["trades"][0]["price_fen"] == 10_270
    assert_sound(venue)


def test_a_wider_tick_begins_with_its_day_for_prices_band_and_close(
    venue: Venue, ann: Trader, ben: Trader, clock: DrivenClock
) -> None:
    """From 97.81 in steps of 0.05: 88.05 to 107.60 (88.029 and 107.591).

    1 t at 97.80 and 2 t at 97.85 close at 97.85 (97.833).
    """
    amend(venue, "trading_tick_cny", "0.05", "CNY", "all", TOMORROW)
    venue.place(ann, SELL, 9_783, 10)
    clock.advance(timedelta(days=1))
    assert ends(venue) == (8_805, 10_760)
    with pytest.raises(PriceOffTick):
        venue.place(ben, BUY, 9_783, 10)
    for price_fen, quantity_t in ((9_780, 1), (9_785, 2)):
        venue.place(ann, SELL, price_fen, quantity_t)
        venue.place(ben, BUY, price_fen, quantity_t)
    with reading(venue.world) as session:
        assert day_bar(session, CEA).close_fen == 9_785
        assert audit_market(session).ok
    assert_sound(venue)


@pytest.mark.parametrize(
    ("key", "unit", "value"),
    [
        ("trading_tick_cny", "CNY", "0"),
        ("trading_tick_cny", "CNY", "-0.01"),
        ("trading_tick_cny", "CNY", "0.001"),
        ("trading_tick_cny", "CNY", "0.015"),
        ("trading_lot", "t", "0"),
        ("trading_lot", "t", "1.5"),
        ("trading_quantity_max", "t", "0"),
        ("trading_band_pct", "pct", "7.5"),
        ("trading_band_pct", "pct", "-1"),
        ("trading_fee_rate", "1", "1.5"),
        ("trading_fee_rate", "1", "-0.001"),
        ("trading_close_volume_t", "t", "-1"),
        ("trading_levels_shown", "count", "0"),
        ("trading_hours", "text", "in the morning"),
        ("trading_hours", "text", "15:00-09:00"),
    ],
)
def test_a_rule_that_no_order_could_be_checked_by_is_refused(
    venue: Venue, ann: Trader, key: str, unit: str, value: str
) -> None:
    command = replace(SETTING, key=key, unit=unit, value=value, applies_to="listed")
    with pytest.raises(RuleValueInvalid) as refused, unit_of_work(venue.world) as session:
        amend_rule(session, command, ADMINISTRATOR)
    assert refused.value.facts["field"] == "value"
    assert venue.place(ann, SELL, 9_800, 10)["state"] == "open"


@pytest.mark.parametrize(
    ("key", "unit", "value"),
    [
        ("trading_tick_cny", "CNY", "0.10"),
        ("trading_band_pct", "pct", "20"),
        ("trading_fee_rate", "1", "0.0075"),
        ("trading_hours", "text", "09:30-11:30"),
        ("trading_large_holder_t", "t", "100000"),
    ],
)
def test_a_rule_that_can_be_used_is_amended(
    venue: Venue, ann: Trader, clock: DrivenClock, key: str, unit: str, value: str
) -> None:
    command = replace(SETTING, key=key, unit=unit, value=value, applies_to="listed")
    with unit_of_work(venue.world) as session:
        assert amend_rule(session, command, ADMINISTRATOR)["value"] == value
    clock.advance(timedelta(days=1))
    assert venue.place(ann, SELL, 9_800, 10)["state"] == "open"
