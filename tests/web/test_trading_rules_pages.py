"""The rules of trading as pages and JSON, and the phase in the trading room."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from market.rules import MARKETS
from registry.worlds import MARKET_ZONE, DrivenClock, set_clock, unit_of_work
from tests.market.clearing.houses import amend
from tests.web.trading_floor import ROOM, Floor

PAGE = "/market/rules"
API = "/api/v1/market/rules"
MONDAY_AT_TEN = datetime(2026, 11, 23, 10, tzinfo=MARKET_ZONE)


@pytest.fixture
def anybody(floor: Floor) -> FlaskClient:
    """A visitor of a world in which it is Monday, 10:00."""
    with unit_of_work(floor.venue.world) as session:
        set_clock(session, DrivenClock(MONDAY_AT_TEN))
    return floor.app.test_client()


def test_the_rules_of_a_market_are_shown_by_mode_with_source_and_confidence(
    anybody: FlaskClient,
) -> None:
    page = anybody.get(f"{PAGE}/cn_ets", headers={"Accept-Language": "en"}).text
    for wanted in (
        "Listed agreement",
        "Block agreement",
        "One-way auction",
        "100,000 t",
        "09:30-11:30 13:00-15:00",
        "上海环境能源交易所《关于全国碳排放权交易相关事项的公告》(2021-06-22)",
        "from a report",
        "until further notice",
        "Always open",
    ):
        assert wanted in page
    chinese = anybody.get(f"{PAGE}/cn_ets", headers={"Accept-Language": "zh"}).text
    for wanted in ("挂牌协议", "大宗协议", "涨跌幅", "周一、周二、周三、周四、周五"):
        assert wanted in chinese


@pytest.mark.parametrize("market", MARKETS)
def test_every_market_has_a_page(anybody: FlaskClient, market: str) -> None:
    assert anybody.get(f"{PAGE}/{market}").status_code == 200
    assert f"{PAGE}/{market}" in anybody.get(PAGE).text


@pytest.mark.parametrize("market", ["nyse", "control", "CEA", "x" * 300])
def test_what_is_no_market_is_not_found(anybody: FlaskClient, market: str) -> None:
    assert anybody.get(f"{PAGE}/{market}").status_code == 404
    assert anybody.get(f"{API}/{market}").json["error"]["code"] == "registry.unknown_scheme"


def test_rules_are_shown_as_of_a_day(anybody: FlaskClient) -> None:
    before = anybody.get(f"{API}/BEA?as_of=2013-12-31").json
    after = anybody.get(f"{API}/BEA?as_of=2014-01-01").json
    limits = [
        [row["value"] for row in answer["all"] if row["key"] == "trading_position_limit_t"]
        for answer in (before, after)
    ]
    assert limits == [[], ["1000000"]]
    assert "该市场当日没有有效的交易规则" in anybody.get(f"{PAGE}/BEA?as_of=2001-01-01").text
    assert anybody.get(f"{PAGE}/BEA?as_of=soon").status_code == 422


def test_programs_read_the_phase_and_whether_hours_bind(floor: Floor, anybody: FlaskClient) -> None:
    shown = anybody.get(f"{API}/cn_ets").json
    assert (shown["phase"], shown["next_phase"], shown["hours_enforced"]) == (
        "open",
        "break",
        False,
    )
    assert shown["next_phase_at"] == "2026-11-23T11:30:00+08:00"
    amend(floor.venue, "control", "trading_hours_enforced", "1", "count")
    assert anybody.get(f"{API}/cn_ets").json["hours_enforced"] is True
    page = anybody.get(f"{PAGE}/cn_ets", headers={"Accept-Language": "en"}).text
    assert "Orders are taken only during the sessions." in page


def test_markets_are_listed_for_programs(anybody: FlaskClient) -> None:
    names = anybody.get(API).json["markets"]
    assert [each["market"] for each in names] == list(MARKETS)
    assert all(each["name"]["zh"] and each["name"]["en"] for each in names)


def test_the_trading_room_tells_the_phase_and_links_to_the_rules(anybody: FlaskClient) -> None:
    room = anybody.get(ROOM, headers={"Accept-Language": "en"}).text
    assert 'data-phase="open"' in room
    assert 'data-next-at="2026-11-23T11:30:00+08:00"' in room
    assert "Midday break" in room
    assert f'href="{PAGE}/cn_ets"' in room
    assert "always open here" in room


def test_shares_are_read_as_per_cent(anybody: FlaskClient) -> None:
    beijing = anybody.get(f"{PAGE}/BEA").text
    assert "0.75 %" in beijing
    assert ">0.0075" not in beijing
