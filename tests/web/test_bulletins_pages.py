"""Bulletins as pages, JSON and files: days, quarters, history, candles and trades."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from market.data import load_published_figures, load_published_history
from market.rules import Side
from market.venue import OpenInstrument
from registry.ledger import Measure, UnitKind, add_unit_type
from registry.worlds import reading, unit_of_work
from tests.market.traders import OPERATOR
from tests.web.demo_site import text_of
from tests.web.trading_floor import CODE, Floor

API = "/api/v1/market/bulletins"
CHINESE = {"Accept-Language": "zh"}


@pytest.fixture
def published(floor: Floor) -> Floor:
    """A venue with a trade of today, and the published figures."""
    with unit_of_work(floor.venue.world) as session:
        load_published_figures(session)
        load_published_history(session)
    lin, mei = floor.venue.trader("lin"), floor.venue.trader("mei")
    floor.offer(lin, 9_800, 400)
    floor.venue.place(mei, Side.BUY, 9_800, 300)
    return floor


@pytest.fixture
def today(published: Floor) -> date:
    with reading(published.venue.world) as session:
        return session.clock.today()


@pytest.mark.usefixtures("published")
def test_the_third_quarter_of_2024_is_shown_as_published(visitor: FlaskClient) -> None:
    english = text_of(visitor.get("/market/bulletins/quarterly/2024-Q3"))
    for figure in (
        "17,188,320",
        "1,580.6323 million CNY",
        "4,724,526",
        "449.91 million CNY",
        "99.48",
        "100.37",
        "2024-09-24",
        "86.86",
        "2024-07-17",
        "9,413,642",
        "292.5365 million CNY",
        "2,757,446",
        "3,490,622",
        "5,862,111",
        "7,835,587",
        "Sum of the months shown",
        "The sum of the months is the same.",
        "Quarterly carbon market report, third quarter of 2024",
        "no redistribution of its daily data",
    ):
        assert figure in english, figure
    chinese = visitor.get("/market/bulletins/quarterly/2024-Q3", headers=CHINESE)
    assert chinese.status_code == 200
    assert "2024 年第三季度碳市场运行报告" in text_of(chinese)


@pytest.mark.usefixtures("published")
def test_a_quarter_and_the_history_are_json_and_files_too(visitor: FlaskClient) -> None:
    quarter: Any = visitor.get(f"{API}/quarterly/2024-Q3").json
    national = {
        each["measure"]: each for each in quarter["figures"] if each["market"] == "national"
    }
    assert (national["volume"]["value"], national["volume"]["confidence"]) == (
        "17188320",
        "derived",
    )
    assert quarter["own"] == {}
    assert "redistribution" in quarter["licence"]
    file = visitor.get("/market/bulletins/quarterly/2024-Q3.csv").text.splitlines()
    assert file[0] == "market,period,measure,value,unit,source_zh,source_en,confidence"
    history: Any = visitor.get(f"{API}/history").json
    assert (len(history["years"]), len(history["months"])) == (5, 61)
    months = visitor.get("/market/bulletins/history/months.csv").text.splitlines()
    assert len(months) == 62
    assert visitor.get("/market/bulletins/history").status_code == 200


def test_a_day_is_a_page_json_and_a_file(visitor: FlaskClient, today: date) -> None:
    path = f"/market/bulletins/cn_ets/{today}"
    shown = text_of(visitor.get(path))
    assert "preliminary" in shown
    assert "Listed agreements today: volume 300 t, value 29,400.00 CNY." in shown
    assert "No block agreements today." in shown
    answer: Any = visitor.get(f"{API}/cn_ets/{today}").json
    assert answer["published_at"] is None
    assert answer["prices"]["close_cny"] == "98.00"
    assert answer["traded"]["total"] == {"volume": 300, "turnover_cny": "29400.00"}
    rows = visitor.get(f"{path}.csv").text.splitlines()
    assert [row.split(",")[2] for row in rows] == ["line", "total", CODE]
    listed: Any = visitor.get(f"{API}/cn_ets").json
    assert [head["date"] for head in listed["days"]] == [today.isoformat()]
    for page in ("", "/cn_ets", "/quarterly"):
        assert visitor.get(f"/market/bulletins{page}").status_code == 200


def test_certificates_are_counted_in_megawatt_hours(floor: Floor, visitor: FlaskClient) -> None:
    code = "GEC-2026-10"
    venue = floor.venue
    with unit_of_work(venue.world) as session:
        kind, measure = UnitKind.CERTIFICATE, Measure.MWH
        add_unit_type(session, code, kind, measure, "绿证 2026-10", "Certificate of 2026-10")
        day = session.clock.today()
    listing = OpenInstrument(
        client_id=venue.next_id(), instrument=code, reference_price_fen=480, market="gec"
    )
    venue.execute(listing, OPERATOR)
    path = f"/market/bulletins/gec/{day}"
    assert "volume 0 MWh" in text_of(visitor.get(path))
    assert "0 MWh" in text_of(visitor.get(path, headers=CHINESE))
    trades = text_of(visitor.get(f"/market/{code}/trades"))
    assert "Price, CNY per certificate" in trades
    assert "Volume, MWh" in trades
    for listed in (visitor.get("/market/blocks"), visitor.get("/market")):
        row = text_of(listed).partition(code)[2][:200]
        assert "none" in row
        assert "1,000,000.00" not in row
    assert "1 MWh" in text_of(visitor.get("/market/blocks"))


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/market/bulletins/nope", 404),
        ("/market/bulletins/cn_ets/2020-01-01", 404),
        ("/market/bulletins/cn_ets/20261123", 404),
        ("/market/bulletins/cn_ets/9999-12-31", 404),
        ("/market/bulletins/cn_ets/2026-11-23.xlsx", 404),
        ("/market/bulletins/quarterly/2024-Q9", 404),
        ("/market/bulletins/quarterly/2024-Q3.pdf", 404),
        (f"{API}/nope", 404),
        (f"{API}/cn_ets/yesterday", 404),
        (f"{API}/cn_ets?limit=100000", 422),
        (f"{API}/cn_ets?before=soon", 422),
        (f"{API}/quarterly/1066-Q4", 404),
        (f"/market/{CODE}/trades?before=0", 422),
        (f"/market/{CODE}/trades?before=99999999999999999999", 422),
        (f"/market/{CODE}/candles.csv?period=year", 422),
        ("/market/XX-1/candles.csv", 404),
        ("/market/XX-1/trades.csv", 404),
        (f"/api/v1/market/{CODE}/candles?until=2026-13-01", 422),
        (f"/api/v1/market/{CODE}/candles?limit=1441", 422),
        (f"/api/v1/market/{CODE}/tape?before=-1", 422),
    ],
)
def test_nonsense_is_refused(visitor: FlaskClient, path: str, status: int) -> None:
    assert visitor.get(path).status_code == status


@pytest.mark.usefixtures("published")
def test_candles_and_trades_by_every_period(visitor: FlaskClient) -> None:
    for period, fields in (("minute", "time"), ("month", "date")):
        answer: Any = visitor.get(f"/api/v1/market/{CODE}/candles?period={period}").json
        (candle,) = answer["candles"]
        assert candle[fields]
        assert (candle["close_cny"], candle["volume_t"]) == ("98.00", 300)
        rows = visitor.get(f"/market/{CODE}/candles.csv?period={period}").text.splitlines()
        assert len(rows) == 2
    trades: Any = visitor.get(f"/api/v1/market/{CODE}/tape").json["trades"]  # type: ignore[index]
    first = trades[0]["trade_id"]
    assert visitor.get(f"/api/v1/market/{CODE}/tape?before={first}").json == {
        "instrument": CODE,
        "trades": [],
    }
    assert "98.00" in text_of(visitor.get(f"/market/{CODE}/trades"))
    assert len(visitor.get(f"/market/{CODE}/trades.csv").text.splitlines()) == 2
