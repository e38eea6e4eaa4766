from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.rules import (
    MarketRules,
    OrderKind,
    PriceMissing,
    PriceNotWanted,
    PriceOffTick,
    PriceOutsideBand,
    QuantityNotInLots,
    QuantityTooLarge,
    QuantityTooSmall,
    ReferencePriceInvalid,
    SameDayResale,
    check_order,
    check_reference_price,
    check_resale,
    closing_price_fen,
    market_profile,
    order_limits,
    price_band,
)
from registry.rules import file_rules
from registry.worlds.errors import RegistryError
from tests.checked import passes, trips

CLOSE_FEN = 9_781
NATIONAL = market_profile(file_rules(), "cn_ets", date(2026, 1, 5))
CEA_LISTED, CEA_BLOCK = NATIONAL.listed, NATIONAL.block
LIMIT = OrderKind.LIMIT


@pytest.mark.parametrize(
    ("close_fen", "band_pct", "low_fen", "high_fen"),
    [
        (9_781, 10, 8_803, 10_759),
        (9_781, 30, 6_847, 12_715),
        (7_900, 10, 7_110, 8_690),
        (7_900, 30, 5_530, 10_270),
        (7_000, 10, 6_300, 7_700),
        (1, 10, 1, 1),
        (9_785, 10, 8_807, 10_764),  # 88.065 and 107.635: both ends half up
        (9_786, 10, 8_807, 10_765),  # 88.074 and 107.646
    ],
)
def test_the_band_is_that_of_the_documented_days(close_fen, band_pct, low_fen, high_fen) -> None:
    assert price_band(close_fen, band_pct) == (low_fen, high_fen)


@given(st.integers(1, 10**8), st.integers(1, 99), st.sampled_from([1, 5, 10, 100]))
def test_the_band_rounds_half_up_to_the_tick(close_fen, band_pct, tick_fen) -> None:
    exact = [
        Decimal(close_fen) * (100 + change) / 100 / tick_fen for change in (-band_pct, band_pct)
    ]
    low, high = (int(ticks.quantize(Decimal(1), ROUND_HALF_UP)) * tick_fen for ticks in exact)
    assert price_band(close_fen, band_pct, tick_fen) == (max(low, tick_fen), high)


def test_the_close_is_the_volume_weighted_average() -> None:
    """CEA24 on 2026-01-09: 5,027,730 CNY for 68,010 t closed at 73.93."""
    assert closing_price_fen(502_773_000, 68_010, 7_400) == 7_393


def test_the_close_rounds_half_up_to_the_tick() -> None:
    assert closing_price_fen(2 * 9_000 + 1, 2, 1) == 9_001
    assert closing_price_fen(9_004, 1, 1, tick_fen=10) == 9_000


def test_an_average_of_too_little_volume_makes_no_close() -> None:
    """Guangdong: the average counts only above 100 t listed."""
    assert closing_price_fen(100 * 5_200, 100, 5_000, close_min_t=100) == 5_000
    assert closing_price_fen(101 * 5_200, 101, 5_000, close_min_t=100) == 5_200


def test_a_mode_without_a_band_takes_every_price_on_the_tick() -> None:
    assert price_band(5_000, None) == (1, 100_000_000)
    assert price_band(5_000, None, 30) == (30, 99_999_990)


def test_without_trades_the_close_is_unchanged() -> None:
    assert closing_price_fen(0, 0, 7_900) == 7_900


@pytest.mark.parametrize("price_fen", [8_803, 9_781, 10_759])
def test_prices_inside_the_band_are_accepted(price_fen: int) -> None:
    check_order(LIMIT, price_fen, 1, CLOSE_FEN, CEA_LISTED)


@pytest.mark.parametrize("price_fen", [8_802, 10_760, 0, -1, 10**30])
def test_a_price_outside_the_band_is_refused_with_the_band(price_fen: int) -> None:
    with pytest.raises(PriceOutsideBand) as refused:
        check_order(LIMIT, price_fen, 1, CLOSE_FEN, CEA_LISTED)
    facts = refused.value.facts
    assert (facts["low_cny"], facts["high_cny"]) == ("88.03", "107.59")
    assert (facts["previous_close_cny"], facts["field"]) == ("97.81", "price_fen")
    assert "88.03" in refused.value.text["zh"].format(**facts)
    assert "107.59" in str(refused.value)


def test_the_block_band_is_wider() -> None:
    check_order(LIMIT, 6_847, 100_000, CLOSE_FEN, CEA_BLOCK)
    check_order(LIMIT, 12_715, 100_000, CLOSE_FEN, CEA_BLOCK)


@pytest.mark.parametrize(
    ("rules", "quantity_t", "refusal"),
    [
        (CEA_LISTED, 0, QuantityTooSmall),
        (CEA_LISTED, -5, QuantityTooSmall),
        (CEA_LISTED, 100_000, QuantityTooLarge),
        (CEA_LISTED, 10**30, QuantityTooLarge),
        (CEA_BLOCK, 99_999, QuantityTooSmall),
    ],
)
def test_quantities_a_mode_does_not_accept_are_refused(rules, quantity_t, refusal) -> None:
    with pytest.raises(refusal):
        check_order(LIMIT, CLOSE_FEN, quantity_t, CLOSE_FEN, rules)


@passes(QuantityTooSmall, QuantityTooLarge, QuantityNotInLots)
def test_the_largest_listed_order_is_one_tonne_below_a_block() -> None:
    check_order(LIMIT, CLOSE_FEN, 99_999, CLOSE_FEN, CEA_LISTED)


@given(
    st.integers(880, 1_120) | st.integers(176, 224).map(lambda ticks: 5 * ticks),
    st.integers(-10, 1_100) | st.integers(0, 110).map(lambda lots: 10 * lots),
    st.sampled_from([1, 9, 12]),
)
def test_the_limits_of_a_day_allow_what_no_rule_refuses(price_fen, quantity_t, band_pct) -> None:
    rules = replace(coarse_rules(), band_pct=band_pct)
    refused = False
    try:
        check_order(LIMIT, price_fen, quantity_t, 1_000, rules)
    except RegistryError:
        refused = True
    assert order_limits(1_000, rules).allow(price_fen, quantity_t) is not refused


def coarse_rules() -> MarketRules:
    return MarketRules("coarse", 5, 10, 10, 1_000, 10, 0, True, False, {})


@trips(PriceOffTick, QuantityNotInLots)
def test_prices_off_the_tick_and_broken_lots_are_refused() -> None:
    with pytest.raises(PriceOffTick):
        check_order(LIMIT, 9_001, 10, 9_000, coarse_rules())
    with pytest.raises(QuantityNotInLots):
        check_order(LIMIT, 9_000, 11, 9_000, coarse_rules())


@passes(PriceMissing, PriceNotWanted)
def test_a_limit_order_needs_a_price_and_a_market_order_has_none() -> None:
    with pytest.raises(PriceMissing):
        check_order(LIMIT, None, 1, CLOSE_FEN, CEA_LISTED)
    with pytest.raises(PriceNotWanted):
        check_order(OrderKind.MARKET, CLOSE_FEN, 1, CLOSE_FEN, CEA_LISTED)
    check_order(OrderKind.MARKET, None, 1, CLOSE_FEN, CEA_LISTED)


@pytest.mark.parametrize(
    ("quantity_t", "available_t", "bought_today_t"),
    [(100, 100, 0), (60, 100, 40), (1, 1_000, 999)],
)
def test_units_not_bought_today_may_be_sold(quantity_t, available_t, bought_today_t) -> None:
    check_resale(quantity_t, available_t, bought_today_t)


@pytest.mark.parametrize(
    ("quantity_t", "available_t", "bought_today_t", "resellable"),
    [(61, 100, 40, 60), (1, 50, 50, 0), (10, 30, 80, 0)],
)
def test_units_bought_today_are_refused_with_what_may_be_sold(
    quantity_t, available_t, bought_today_t, resellable
) -> None:
    with pytest.raises(SameDayResale) as refused:
        check_resale(quantity_t, available_t, bought_today_t)
    assert refused.value.facts["resellable_t"] == resellable
    assert refused.value.facts["field"] == "quantity_t"


def test_what_is_not_there_at_all_is_left_to_the_ledger() -> None:
    check_resale(101, 100, 40)


@pytest.mark.parametrize("price_fen", [0, -1, 10**9])
@trips(ReferencePriceInvalid)
def test_a_reference_price_must_be_drawable(price_fen: int) -> None:
    with pytest.raises(ReferencePriceInvalid):
        check_reference_price(price_fen, CEA_LISTED)


@pytest.mark.parametrize(("market", "high_cny"), [("BEA", "120.00"), ("SZEA", "110.00")])
def test_a_refusal_names_the_source_of_its_own_market(market: str, high_cny: str) -> None:
    rules = market_profile(file_rules(), market, date(2026, 1, 5)).listed
    assert rules is not None
    with pytest.raises(PriceOutsideBand) as refused:
        check_order(LIMIT, 12_001, 1, 10_000, rules)
    assert refused.value.facts["high_cny"] == high_cny
    assert refused.value.facts["source"] == rules.provenance["band_pct"].source
