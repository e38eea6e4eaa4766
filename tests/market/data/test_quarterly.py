"""Quarterly bulletins: the published third quarter of 2024, and what follows from the months."""

from datetime import date
from decimal import Decimal

import pytest

from market.data import (
    UnknownQuarter,
    load_published_figures,
    load_published_history,
    published_months,
    published_years,
    quarterly_bulletin,
    quarters,
)
from market.rules import Side
from registry.worlds import WorldSession, reading, unit_of_work
from tests.checked import passes, trips
from tests.market.traders import Trader, Venue


@pytest.fixture
def published(session: WorldSession) -> WorldSession:
    """A world with the published figures and months."""
    load_published_figures(session)
    load_published_history(session)
    return session


def test_history_enters_once(session: WorldSession) -> None:
    first = load_published_history(session)
    assert first == 5 + 61
    assert load_published_history(session) == 0


def test_months_add_up_to_the_years(published: WorldSession) -> None:
    months = published_months(published)
    for year in published_years(published):
        volumes = [month.volume_t for month in months if month.period.startswith(year.period)]
        assert sum(volumes) == year.volume_t


def test_years_are_those_published(published: WorldSession) -> None:
    last = published_years(published)[-1]
    assert (last.period, last.volume_t, last.close_cny, last.vwap_cny) == (
        "2025",
        234_597_856,
        "74.63",
        "62.36",
    )
    assert last.turnover_cny == "14629890000"
    assert last.source_zh
    assert last.source_en


@passes(UnknownQuarter)
def test_the_third_quarter_of_2024_shows_the_published_figures(published: WorldSession) -> None:
    quarter = quarterly_bulletin(published, "2024-Q3")
    national = {figure.measure: figure for figure in quarter.groups["national"]}
    assert quarter.complete
    assert [month.volume_t for month in quarter.months] == [3_490_622, 5_862_111, 7_835_587]
    volume = national["volume"]
    assert (volume.value, volume.confidence) == ("17188320", "derived")
    assert volume.source_en == "Sum of the months shown"
    assert quarter.volume_published is not None
    assert quarter.volume_published.value == volume.value
    assert Decimal(national["turnover"].value) == Decimal("1580632300")
    assert national["turnover"].confidence == "published"
    assert national["listed_volume"].value == "4724526"
    assert Decimal(national["listed_turnover"].value) == Decimal("449910000")
    assert (national["close"].value, national["close"].unit) == ("99.48", "CNY/t")
    assert (national["close_max"].value, national["close_max_day"].value) == (
        "100.37",
        "2024-09-24",
    )
    assert (national["close_min"].value, national["close_min_day"].value) == ("86.86", "2024-07-17")
    pilots = {figure.measure: figure.value for figure in quarter.groups["pilots"]}
    assert (pilots["volume"], Decimal(pilots["turnover"])) == ("9413642", Decimal("292536500"))
    shanghai = {(each.period, each.measure): each for each in quarter.groups["shanghai"]}
    assert shanghai["2024-Q3", "volume"].value == "2757446"
    assert all(
        each.source_zh and each.source_en for group in quarter.groups.values() for each in group
    )


def test_what_is_computed_is_marked_and_right(published: WorldSession) -> None:
    """91.96 = 1,580.6323 M / 17,188,320 t; 99.48 is 9.73 % above June's 90.66."""
    national = {
        figure.measure: figure
        for figure in quarterly_bulletin(published, "2024-Q3").groups["national"]
    }
    computed = {"vwap": "91.96", "close_change": "9.73", "block_volume": "12463794"}
    computed["block_turnover"] = "1130722300"
    for measure, value in computed.items():
        assert (national[measure].value, national[measure].confidence) == (value, "derived")


def test_another_quarter_is_made_of_its_months(published: WorldSession) -> None:
    """13,245,757 + 60,837,241 + 75,365,531 t; turnover by the months' average prices."""
    quarter = quarterly_bulletin(published, "2024-Q4")
    national = {figure.measure: figure for figure in quarter.groups["national"]}
    assert national["volume"].value == "149448529"
    turnover = (
        Decimal("97.81") * 13_245_757 + Decimal("97.48") * 60_837_241 + Decimal(98) * 75_365_531
    )
    assert national["turnover"].value == str(round(turnover))
    assert national["turnover"].confidence == "derived"
    assert (national["close"].value, national["close"].confidence) == ("97.49", "high")
    assert "listed_volume" not in national


def test_a_quarter_with_missing_months_says_so(published: WorldSession) -> None:
    quarter = quarterly_bulletin(published, "2026-Q3")
    assert not quarter.complete
    assert [month.period for month in quarter.months] == ["2026-07"]


def test_a_month_without_a_close_gives_none(published: WorldSession) -> None:
    """The quarter after 2023-08, whose close was not retrieved, still has its own."""
    quarter = quarterly_bulletin(published, "2023-Q3")
    measures = {figure.measure for figure in quarter.groups["national"]}
    assert {"volume", "turnover", "close", "close_change"} <= measures


def test_quarters_are_listed_newest_first(published: WorldSession) -> None:
    found = quarters(published)
    assert found[0] == "2026-Q3"
    assert found[-1] == "2021-Q3"
    assert len(found) == len(set(found)) == 21


@trips(UnknownQuarter)
@pytest.mark.parametrize(
    "period",
    ["", "2024", "2024-Q0", "2024-Q5", "2019-Q1", "0000-Q1", "9999-Q4", "２０２４-Q3", "2024-q3",
     "2024-Q3\n", "x" * 10_000, "2024-Q3' OR 1=1"],
)  # fmt: skip
def test_a_quarter_nothing_is_known_of_is_refused(published: WorldSession, period: str) -> None:
    with pytest.raises(UnknownQuarter):
        quarterly_bulletin(published, period)


def test_the_venues_own_trades_are_apart(venue: Venue, ann: Trader, ben: Trader) -> None:
    venue.place(ann, Side.SELL, 9_800, 10)
    venue.place(ben, Side.BUY, 9_800, 10)
    with unit_of_work(venue.world) as session:
        load_published_history(session)
        assert session.clock.today() == date(2026, 11, 23)
    with reading(venue.world) as session:
        assert quarters(session)[0] == "2026-Q4"
        quarter = quarterly_bulletin(session, "2026-Q4")
        assert quarterly_bulletin(session, "2024-Q4").own == {}
    assert quarter.groups == {}
    assert quarter.own["cn_ets"].listed.turnover_fen == 98_000
