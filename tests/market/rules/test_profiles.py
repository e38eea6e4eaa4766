from dataclasses import fields
from datetime import date, time, timedelta

import pytest

from market.rules import (
    AUCTION,
    BLOCK,
    LISTED,
    MARKETS,
    MODES,
    MarketProfile,
    MarketRules,
    UnknownRules,
    market_profile,
    price_band,
)
from market.rules.profiles import Stabilisation
from registry.rules import (
    CONFIDENCE_NAMES,
    Confidence,
    RuleParameter,
    applies_to_name,
    file_rules,
    key_name,
    scheme_profile,
    unit_name,
    value_name,
)
from tests.checked import passes, trips

NOW = date(2026, 1, 5)
MONDAY, SATURDAY = date(2026, 1, 5), date(2026, 1, 10)


def profile(market: str, day: date = NOW) -> MarketProfile:
    return market_profile(file_rules(), market, day)


def listed(market: str) -> MarketRules:
    rules = profile(market).listed
    assert rules is not None
    return rules


def test_the_national_market_has_the_documented_rules() -> None:
    national = profile("cn_ets")
    assert national.listed is not None
    assert national.block is not None
    assert (national.listed.tick_fen, national.listed.lot_t) == (1, 1)
    assert (national.listed.quantity_t_min, national.listed.quantity_t_max) == (1, 99_999)
    assert (national.listed.band_pct, national.block.band_pct) == (10, 30)
    assert national.block.quantity_t_min == 100_000
    assert (national.listed.makes_close, national.block.makes_close) == (True, False)
    assert not national.listed.same_day_resale
    assert national.participants == {"emitter"}
    assert national.reference_rule == "last_composite_close"


def test_bands_around_79_yuan_are_those_of_the_acceptance_list() -> None:
    """Listed 71.10 to 86.90, block 55.30 to 102.70."""
    national = profile("cn_ets")
    assert national.listed is not None
    assert national.block is not None
    assert price_band(7_900, national.listed.band_pct) == (7_110, 8_690)
    assert price_band(7_900, national.block.band_pct) == (5_530, 10_270)


@pytest.mark.parametrize(
    ("market", "listed_pct", "block_pct"),
    [("SZEA", 10, 30), ("SHEA", 10, 30), ("GDEA", 10, 30), ("HBEA", 10, 30), ("BEA", 20, 30)],
)
def test_pilots_have_bands_of_their_own(market: str, listed_pct: int, block_pct: int) -> None:
    block = profile(market).block
    assert block is not None
    assert (listed(market).band_pct, block.band_pct) == (listed_pct, block_pct)


def test_beijing_takes_a_fee_and_limits_holdings() -> None:
    beijing = profile("BEA")
    assert beijing.fee_rate == 750
    assert beijing.position_limit_t == beijing.position_above_allocation_t == 1_000_000
    assert beijing.stabilisation == Stabilisation(2_000, 15_000, 10, None)


def test_the_limit_on_holdings_begins_with_its_rule() -> None:
    assert profile("BEA", date(2013, 12, 31)).position_limit_t is None
    assert profile("BEA", date(2014, 1, 1)).position_limit_t == 1_000_000


def test_guangdong_closes_by_the_average_only_above_100_t() -> None:
    assert profile("GDEA").close_min_t == listed("GDEA").close_min_t == 100
    assert profile("cn_ets").close_min_t == 0


def test_hubei_counts_touches_of_the_band() -> None:
    assert profile("HBEA").stabilisation == Stabilisation(None, None, 20, 6)


def test_voluntary_credits_trade_by_listed_agreement_only() -> None:
    ccer = profile("ccer")
    assert (ccer.listed is None, ccer.block, ccer.auction) == (False, None, None)
    assert [ccer.mode(mode) is None for mode in MODES] == [False, True, True]


def test_what_nobody_has_set_binds_nothing() -> None:
    certificates = listed("gec")
    assert certificates.band_pct is None
    assert profile("cn_ets").position_limit_t is None
    assert profile("cn_ets").large_holder_t is None


def test_sessions_are_those_of_weekdays() -> None:
    national = profile("cn_ets")
    morning, afternoon = (time(9, 30), time(11, 30)), (time(13), time(15))
    assert national.hours(LISTED, MONDAY) == (morning, afternoon)
    assert national.hours(BLOCK, MONDAY) == (afternoon,)
    assert national.hours(AUCTION, MONDAY) == ()
    assert national.hours(LISTED, SATURDAY) == ()


@passes(UnknownRules)
@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_rules_from_its_first_day(market: str) -> None:
    start = scheme_profile(market).start
    assert profile(market, start).since == start
    with pytest.raises(UnknownRules):
        profile(market, start - timedelta(days=1))


@trips(UnknownRules)
def test_a_scheme_without_rules_of_trading_is_no_market() -> None:
    with pytest.raises(UnknownRules):
        profile("inclusion_JCER")


@pytest.mark.parametrize("market", MARKETS)
def test_every_parameter_names_its_source_and_confidence(market: str) -> None:
    wanted = {each.name for each in fields(MarketRules)} - {"code", "provenance"}
    for mode in MODES:
        rules = profile(market).mode(mode)
        if rules is None:
            continue
        missing = {"close_min_t"} if mode != LISTED else set()
        assert set(rules.provenance) >= wanted - missing
        for found in rules.provenance.values():
            assert found.source
            assert found.confidence
            assert set(found.cited) == {"zh", "en"}
        assert {each.confidence for each in rules.provenance.values()} <= {*Confidence}


def test_a_profile_is_read_once_until_something_changes() -> None:
    assert profile("cn_ets", date(2024, 1, 1)) is profile("cn_ets", date(2026, 7, 1))
    assert profile("BEA", date(2013, 12, 31)) is not profile("BEA", date(2014, 1, 1))


def test_an_amendment_changes_the_profile_of_its_days_only() -> None:
    wider = RuleParameter(
        scheme="cn_ets",
        key="trading_band_pct",
        value="5",
        unit="pct",
        applies_to=LISTED,
        valid_from=date(2026, 3, 2),
        valid_to=date(2026, 3, 6),
        source="class",
        confidence=Confidence.ASSUMED,
    )
    book = file_rules().amended([wider])
    bands = {}
    for day in (1, 2, 6, 7):
        rules = market_profile(book, "cn_ets", date(2026, 3, day)).listed
        assert rules is not None
        bands[day] = rules.band_pct
    assert bands == {1: 10, 2: 5, 6: 5, 7: 10}


def test_every_rule_of_trading_has_a_name_in_both_languages() -> None:
    rows = [row for row in file_rules() if row.key.startswith("trading_")]
    for row in rows:
        assert key_name(row.key)["en"] != row.key
        assert row.applies_to == "all" or applies_to_name(row.applies_to)["zh"] != row.applies_to
        assert row.unit in {"1", "count", "text", "list", "choice", "flag"} or unit_name(row.unit)
        if row.unit in {"list", "choice"}:
            assert all(value_name(word)["zh"] != word for word in row.value.split())
    assert set(CONFIDENCE_NAMES) == {*Confidence}
