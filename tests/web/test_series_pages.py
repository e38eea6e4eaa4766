"""The pages and the JSON of series and of the option calculator."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from market.due import carry_out_due
from registry.worlds import MARKET_ZONE, DrivenClock, carry_out
from tests.market.derivatives.series_floor import SERIES, SeriesFloor
from tests.web.application import token
from tests.web.trading_floor import Floor, Reader

PAGE = "/market/contracts/series"
API = "/api/v1/market/contracts"
CALCULATOR = "/market/contracts/options/calculator"
MON, TUE, THU, FRI = (date(2026, 11, day) for day in (23, 24, 26, 27))


@pytest.fixture
def clock(floor: Floor) -> DrivenClock:
    """The clock of the public world, on Monday at ten."""
    clock = DrivenClock(datetime.combine(MON, time(10), MARKET_ZONE))
    floor.venue.world.clock = clock
    return clock


@pytest.fixture
def series(floor: Floor, clock: DrivenClock) -> SeriesFloor:
    floor_ = SeriesFloor(floor.venue, clock)
    floor_.open_series()
    return floor_


@pytest.fixture
def ann(floor: Floor, series: SeriesFloor) -> Reader:
    """Reads English."""
    return floor.reader(series.venue.trader("ann"))


@pytest.fixture
def ben(floor: Floor, series: SeriesFloor) -> Reader:
    """Reads Chinese."""
    return floor.reader(series.venue.trader("ben"), language="zh")


def post(reader: Reader, path: str, **fields: Any) -> Any:
    data = {"csrf_token": token(reader.client, PAGE), "client_id": uuid4().hex} | fields
    return reader.client.post(f"{PAGE}{path}", data=data)


def offered(ann: Reader, ben: Reader, **changes: Any) -> Any:
    fields = {
        "account": ann.trader.account,
        "side": "buy",
        "price_cny": "98.00",
        "contracts": "10",
        "to_account": ben.trader.account,
    } | changes
    return post(ann, f"/{SERIES}/offers", **fields)


def test_a_trade_is_offered_accepted_marked_and_margined_on_pages(
    floor: Floor, series: SeriesFloor, ann: Reader, ben: Reader
) -> None:
    assert offered(ann, ben).status_code == 303
    assert "Withdraw offer 1" in ann.client.get(f"{PAGE}/{SERIES}").text
    waiting = ben.client.get(f"{PAGE}/{SERIES}").text
    assert "待答复" in waiting
    assert "答复合约报价" in ben.client.get("/tasks").text
    assert post(ben, f"/{SERIES}/offers/1/accept").status_code == 303
    series.at(MON, 15)
    carry_out(floor.venue.world, carry_out_due)
    cem, dan = floor.venue.trader("cem"), floor.venue.trader("dan")
    series.at(TUE)
    series.trade(cem, dan, 10_000, 1)
    series.at(TUE, 15)
    carry_out(floor.venue.world, carry_out_due)
    page = ben.client.get(f"{PAGE}/{SERIES}").text
    assert "2,000.00" in page  # 2.00 x 1,000 t
    assert "7,781.00" in page  # the margin that is left
    assert "追加保证金" in ben.client.get("/tasks").text
    statement = ben.client.get(f"/accounts/{ben.trader.account}/statements/daily").text
    for told in ("已冻结保证金", "7,781.00", "待追加保证金", "2,000.00"):
        assert told in statement
    assert post(ben, f"/{SERIES}/margin-calls/1").status_code == 303
    assert "9,781.00" in ben.client.get(f"{PAGE}/{SERIES}").text
    again = post(ben, f"/{SERIES}/margin-calls/1")
    assert again.status_code == 409
    assert "16010" in again.text


def test_a_visitor_sees_terms_with_sources_and_no_positions(
    ann: Reader, ben: Reader, visitor: FlaskClient
) -> None:
    assert offered(ann, ben).status_code == 303
    assert post(ben, f"/{SERIES}/offers/1/accept").status_code == 303
    page = visitor.get(f"{PAGE}/{SERIES}").text
    assert ann.trader.account not in page
    for text in ("planned", "no listing was found", "from a report", "assumed", "Sign in to trade"):
        assert text in page
    listed = visitor.get(PAGE).text
    assert SERIES in listed
    assert "spot only" in listed
    shown = visitor.get(f"{API}/series/{SERIES}").json
    assert shown["positions"] == shown["marks"] == shown["offers"] == []
    assert shown["series"]["open_contracts"] == 10
    assert visitor.get(f"{PAGE}/NONE").status_code == 404


def test_refused_steps_say_number_rule_and_fix(ann: Reader, ben: Reader) -> None:
    far = offered(ann, ben, price_cny="300")
    assert far.status_code == 422
    for text in ("16017", "88.05", "107.61", 'value="300"'):
        assert text in far.text
    for changed in ({"contracts": "0"}, {"contracts": "1e400"}, {"price_cny": "NaN"}):
        assert offered(ann, ben, **changed).status_code == 422
    assert offered(ann, ben, to_account="200-9999999-99").status_code == 404
    assert offered(ann, ben, account=ben.trader.account).status_code == 403
    assert post(ann, f"/{SERIES}/offers/7/accept").status_code == 404
    assert post(ann, f"/{SERIES}/offers/{2**70}/accept").status_code == 404
    assert offered(ann, ben).status_code == 303
    own = post(ann, f"/{SERIES}/offers/1/accept")
    assert own.status_code == 403
    assert "16004" in own.text
    assert post(ann, f"/{SERIES}/offers/1/end").status_code == 303


def test_the_same_by_json_repeats_to_the_same_answer(ann: Reader, ben: Reader) -> None:
    body = {
        "client_id": "one",
        "account": ann.trader.account,
        "side": "buy",
        "price_cny": "98.00",
        "contracts": 10,
        "to_account": ben.trader.account,
    }
    first = ann.call("POST", f"{API}/series/{SERIES}/offers", body).json
    again = ann.call("POST", f"{API}/series/{SERIES}/offers", body).json
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["offer"] == again["offer"] == 1
    accept = ben.call("POST", f"{API}/series-offers/1/accept", {"client_id": "two"})
    assert accept.json["trade"] == 1
    mine = ben.call("GET", f"{API}/series/{SERIES}").json["positions"]
    assert [(each["contracts"], each["margin_cny"]) for each in mine] == [(-10, "9781.00")]
    refused = ben.call("POST", f"{API}/series-offers/1/end", {"client_id": "three"})
    assert refused.status_code == 409
    assert refused.json["error"]["number"] == 16008


def test_an_operator_lists_a_series_and_sees_all_positions(
    floor: Floor, series: SeriesFloor, ann: Reader, ben: Reader
) -> None:
    operator = floor.reader(
        floor.venue.trader("operator", 0, 0), role="operator", email="o@example.org"
    )
    fields = {
        "series": "CEA-C2611",
        "contract_kind": "option",
        "instrument": "CEA-2024",
        "last_trading_day": THU.isoformat(),
        "expires_on": FRI.isoformat(),
        "settlement": "cash",
        "option_type": "call",
        "strike_cny": "100",
    }
    assert post(operator, "", **fields).status_code == 303
    refused = post(operator, "", **fields)
    assert refused.status_code == 409
    assert "16005" in refused.text
    assert post(ann, "", **fields).status_code == 403
    series.trade(ann.trader, ben.trader, 9_800, 10)
    page = operator.client.get(f"{PAGE}/{SERIES}").text
    assert ann.trader.account in page
    assert ben.trader.account in page
    assert "educational" in ann.client.get(f"{PAGE}/CEA-C2611").text


def test_the_calculator_answers_its_address(visitor: FlaskClient) -> None:
    assert "Values of an example" in visitor.get(CALCULATOR).text
    asked = {
        "forward_cny": "60",
        "strike_cny": "60",
        "days": "120",
        "volatility_pct": "25",
        "rate_pct": "9",
        "premium_cny": "3.31",
    }
    page = visitor.get(CALCULATOR, query_string=asked)
    assert page.status_code == 200
    assert "<polyline" in page.text
    found = visitor.get(f"{API}/options", query_string=asked).json["options"]
    assert [each["option_type"] for each in found] == ["call", "put"]
    assert found[0]["price"] == pytest.approx(found[1]["price"])  # parity at the money
    assert f"{found[0]['delta']:.6f}" in page.text
    assert found[0]["implied_volatility_pct"] == pytest.approx(24.8, abs=0.5)
    for changed in ({"forward_cny": "0"}, {"days": "-1"}, {"volatility_pct": "1e400"}):
        assert visitor.get(CALCULATOR, query_string=asked | changed).status_code == 422
        assert visitor.get(f"{API}/options", query_string=asked | changed).status_code == 422
