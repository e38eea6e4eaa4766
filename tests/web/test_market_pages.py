import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.data import load_published_figures
from market.rules import Side
from registry.worlds import unit_of_work
from tests.web.trading_floor import CODE, ROOM, Floor, Reader
from web.market.trading_room import HUBS

TEN_MEGABYTES = 10 * 1024 * 1024


BAD_INPUTS: list[tuple[dict[str, Any], str, str]] = [
    ({"price_cny": "107.60"}, "price_cny", "88.03 to 107.59"),
    ({"price_cny": "88.02"}, "price_cny", "88.03 to 107.59"),
    ({"price_cny": "98.005"}, "price_cny", "0.01"),
    ({"price_cny": None}, "price_cny", "needs a price"),
    ({"price_cny": "-98"}, "price_cny", ""),
    ({"price_cny": "NaN"}, "price_cny", ""),
    ({"price_cny": "1e400"}, "price_cny", ""),
    ({"price_cny": "1e-999999999"}, "price_cny", ""),
    ({"price_cny": "9,8"}, "price_cny", ""),
    ({"price_cny": "98 <script>alert(1)</script>"}, "price_cny", ""),
    ({"order_kind": "market"}, "price_cny", "names none"),
    ({"order_kind": "stop"}, "order_kind", ""),
    ({"quantity_t": None}, "quantity_t", ""),
    ({"quantity_t": "0"}, "quantity_t", ""),
    ({"quantity_t": "-5"}, "quantity_t", ""),
    ({"quantity_t": "1.5"}, "quantity_t", ""),
    ({"quantity_t": "NaN"}, "quantity_t", ""),
    ({"quantity_t": "1e400"}, "quantity_t", ""),
    ({"quantity_t": "100000"}, "quantity_t", "99,999"),
    ({"quantity_t": "9" * 400}, "quantity_t", ""),
    ({"side": "hold"}, "side", ""),
    ({"side": None}, "side", ""),
    ({"client_id": ""}, "client_id", ""),
    ({"client_id": "x" * 65}, "client_id", ""),
    ({"client_id": "a b"}, "client_id", ""),
    ({"account": ""}, "account", ""),
]
"""What is changed in a valid order, the field to blame, and what the answer must say."""


def number_of(text: str) -> int:
    found = re.search(r"(?:Order|委托) (\d+)", text)
    assert found is not None, text
    return int(found[1])


def orders(floor: Floor) -> int:
    with floor.app.test_client() as visitor:
        market = visitor.get(f"{ROOM}/snapshot").json["market"]  # type: ignore[index]
    return sum(level["orders"] for level in market["asks"] + market["bids"])


def test_a_visitor_sees_the_list_by_kind(floor: Floor, visitor: FlaskClient) -> None:
    floor.venue.list_instrument("SZEA-2024")
    text = visitor.get("/market").text
    assert text.index("CEA-2024") < text.index("Pilot allowances") < text.index("SZEA-2024")
    assert "88.03" in text
    assert "107.59" in text


def test_published_figures_are_shown_with_source_and_confidence(
    floor: Floor, visitor: FlaskClient
) -> None:
    assert "Published figures" not in visitor.get("/market").text
    with unit_of_work(floor.venue.world) as session:
        load_published_figures(session)
    text = visitor.get("/data").text
    for shown in ("17,188,320", "1,580,632,300", "4,724,526", "99.48", "9,413,642", "292,536,500"):
        assert shown in text
    assert "Quarterly carbon market report, third quarter of 2024" in text
    assert "2024 Q3" in text
    assert "computed from published figures" in text


def test_the_market_shows_the_main_published_figures_in_the_same_words(
    floor: Floor, visitor: FlaskClient
) -> None:
    with unit_of_work(floor.venue.world) as session:
        load_published_figures(session)
    short, whole = visitor.get("/market").text, visitor.get("/data").text
    for shown in ("17,188,320", "99.48", "2024 Q3", "Close at the end", "National market"):
        assert shown in short
        assert shown in whole
    assert "9,413,642" not in short
    assert 'href="/data"' in short


def test_an_empty_market_says_who_must_act(client: FlaskClient) -> None:
    answer = client.get("/market", headers={"Accept-Language": "en"})
    assert "registry operator" in answer.text


def test_a_visitor_sees_everything_but_the_ticket(floor: Floor, visitor: FlaskClient) -> None:
    floor.offer(floor.venue.trader("lin"), 9_800, 1_200)
    text = visitor.get(ROOM).text
    assert "98.00" in text
    assert "1,200" in text
    assert "Sign in to trade" in text
    assert 'id="ticket"' not in text


@pytest.mark.usefixtures("floor")
def test_one_who_represents_nobody_is_told_so(sign_in: Any) -> None:
    reader = sign_in("lonely@example.org", "representative")
    text = reader.get(ROOM, headers={"Accept-Language": "en"}).text
    assert "represents no trading account" in text


def test_rules_are_shown_with_source_and_confidence(visitor: FlaskClient) -> None:
    text = visitor.get(ROOM).text
    assert "±10%" in text
    assert "上海环境能源交易所" in text
    assert "from a report" in text


def test_an_order_is_acknowledged_and_the_next_gets_a_new_id(seller: Reader) -> None:
    answer = seller.submit(quantity_t="1,500")
    assert answer.status_code == 200
    assert "1,500 t wait in the book" in answer.text
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Client-Id"])


def test_two_orders_trade(seller: Reader, buyer: Reader) -> None:
    seller.submit(quantity_t="500", price_cny="98.00")
    answer = buyer.submit(side="buy", quantity_t="８００", price_cny="98.50")
    assert "成交 500 t，均价 98.00 元/t；300 t 留在盘口" in answer.text
    own = seller.client.get(f"{ROOM}/snapshot").json["own"]  # type: ignore[index]
    assert own["orders"][0]["state"] == "filled"
    assert own["accounts"][0]["cash_available_cny"] == "1049000.00"
    assert own["accounts"][0]["units_available_t"] == 99_500


def test_a_market_order_takes_what_there_is(seller: Reader, buyer: Reader) -> None:
    seller.submit(quantity_t="500")
    answer = buyer.submit(side="buy", order_kind="market", price_cny=None, quantity_t="800")
    assert "300 t 无对手方，已撤销" in answer.text
    again = buyer.submit(side="buy", order_kind="market", price_cny=None, quantity_t="800")
    assert "没有对手方，未成交" in again.text


def test_the_same_form_twice_is_one_order(floor: Floor, seller: Reader) -> None:
    first = seller.submit(client_id="once")
    second = seller.submit(client_id="once")
    assert number_of(first.text) == number_of(second.text)
    assert "nothing was done twice" in second.text
    assert orders(floor) == 1


def test_the_same_id_for_another_order_is_a_conflict(floor: Floor, seller: Reader) -> None:
    seller.submit(client_id="once")
    assert seller.submit(client_id="once", quantity_t="501").status_code == 409
    assert orders(floor) == 1


def test_without_script_the_answer_comes_by_redirect(seller: Reader) -> None:
    answer = seller.client.post(f"{ROOM}/orders", data=seller.fields())
    assert (answer.status_code, answer.headers["Location"]) == (303, ROOM)
    assert "500 t wait in the book" in seller.client.get(ROOM).text


def test_without_script_a_refused_order_keeps_its_input(buyer: Reader) -> None:
    answer = buyer.client.post(f"{ROOM}/orders", data=buyer.fields(price_cny="120.5"))
    assert answer.status_code == 422
    assert 'value="120.5"' in answer.text
    assert "超出当日涨跌幅限制 88.03～107.59 元" in answer.text
    assert "请将价格调整到" in answer.text


def test_bad_input_is_refused_and_leaves_no_order(
    floor: Floor, seller: Reader, subtests: pytest.Subtests
) -> None:
    for changes, field, said in BAD_INPUTS:
        with subtests.test(str(changes)[:60]):
            answer = seller.submit(**changes)
            assert answer.status_code == 422
            assert said in answer.text
            assert "<script>" not in answer.text
            named = re.search(r'data-fields="([^"]*)"', answer.text)
            assert named is not None
            assert field in named[1].split()
            assert "X-Client-Id" not in answer.headers
    assert orders(floor) == 0


def test_more_than_is_held_is_refused(floor: Floor, seller: Reader) -> None:
    assert seller.submit(quantity_t="99,999").status_code == 200
    refused = seller.submit(quantity_t="2")
    assert refused.status_code == 422
    assert orders(floor) == 1


def test_a_full_width_order_is_read(seller: Reader) -> None:
    answer = seller.submit(price_cny="９８．００", quantity_t="１，５００")
    assert answer.status_code == 200
    assert "1,500 t" in answer.text


def test_own_orders_do_not_trade_with_each_other(seller: Reader) -> None:
    seller.submit(price_cny="98.00")
    answer = seller.submit(side="buy", price_cny="98.00")
    assert answer.status_code == 422
    assert "trade with your own order" in answer.text


def test_a_wrong_role_may_not_trade(floor: Floor) -> None:
    verifier = floor.reader(floor.venue.trader("verifier"), role="verifier")
    assert verifier.submit().status_code == 403
    assert orders(floor) == 0


def test_another_party_s_account_may_not_be_used(seller: Reader, buyer: Reader) -> None:
    assert seller.submit(account=buyer.trader.account).status_code == 403


def test_an_unknown_account_is_not_found(seller: Reader) -> None:
    assert seller.submit(account="200-9999999-99").status_code == 404


@pytest.mark.parametrize("code", ["XX-2024", "CEA-1", "全国", "a" * 300, "CEA-2024'--"])
def test_an_unknown_instrument_is_not_found(seller: Reader, code: str) -> None:
    for path in ("", "/snapshot", "/stream"):
        assert seller.client.get(f"/market/{code}{path}").status_code == 404
    answer = seller.client.post(f"/market/{code}/orders", data=seller.fields())
    assert answer.status_code == 404


def test_a_visitor_cannot_place_or_cancel(visitor: FlaskClient) -> None:
    text = visitor.get("/login").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    data = {"csrf_token": found[1]}
    assert visitor.post(f"{ROOM}/orders", data=data).status_code == 401
    assert visitor.post(f"{ROOM}/orders/1/cancel", data=data).status_code == 401


def test_a_request_without_the_token_is_refused(floor: Floor, seller: Reader) -> None:
    data = seller.fields(csrf_token=None)
    assert seller.client.post(f"{ROOM}/orders", data=data).status_code == 400
    assert seller.client.post(f"{ROOM}/orders/1/cancel").status_code == 400
    assert orders(floor) == 0


def test_ten_megabytes_are_refused(seller: Reader) -> None:
    assert seller.submit(account="x" * TEN_MEGABYTES).status_code == 413


def test_cancelling_takes_the_rest_out_of_the_book(floor: Floor, seller: Reader) -> None:
    number = number_of(seller.submit().text)
    first = seller.cancel(number, "stop")
    assert "500 t taken out of the book" in first.text
    assert seller.cancel(number, "stop").status_code == 200
    assert seller.cancel(number).status_code == 409
    assert orders(floor) == 0


def test_an_open_order_stays_listed_however_old(
    seller: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("market.data.own_book.RECENT_ORDERS", 1)
    numbers = [number_of(seller.submit(quantity_t=str(n)).text) for n in (1, 2, 3)]
    for number in numbers[1:]:
        seller.cancel(number)
    own = seller.client.get(f"{ROOM}/snapshot").json["own"]  # type: ignore[index]
    assert [order["order_id"] for order in own["orders"]] == [numbers[2], numbers[0]]


def test_another_party_s_order_cannot_be_cancelled(seller: Reader, buyer: Reader) -> None:
    number = number_of(seller.submit().text)
    answer = buyer.cancel(number)
    assert answer.status_code == 403
    assert "不属于您" in answer.text
    assert buyer.cancel(10**30).status_code == 404


def test_the_room_marks_own_orders(seller: Reader, buyer: Reader) -> None:
    seller.submit(price_cny="98.00", quantity_t="700")
    assert "Mine 700" in seller.client.get(ROOM).text
    assert "我的 700" not in buyer.client.get(ROOM).text


def test_a_reload_shows_the_complete_state(floor: Floor, seller: Reader, buyer: Reader) -> None:
    floor.offer(floor.venue.trader("lin"), 9_900, 300)
    seller.submit(price_cny="98.00", quantity_t="700")
    buyer.submit(side="buy", price_cny="98.00", quantity_t="200")
    text = seller.client.get(ROOM).text
    for shown in ("500 / 700", "Partly traded", "99.00", "98.00 ▲", "+0.19"):
        assert shown in text


def test_what_others_own_is_nowhere_in_the_page(
    floor: Floor, seller: Reader, buyer: Reader
) -> None:
    seller.submit()
    for path in (ROOM, f"{ROOM}/snapshot"):
        assert seller.trader.account not in buyer.client.get(path).text
        assert seller.trader.account not in floor.app.test_client().get(path).text


def test_a_name_with_a_script_is_shown_as_text(floor: Floor) -> None:
    trader = floor.venue.trader('<script>alert("x")</script>')
    reader = floor.reader(trader, email="quiet@example.org")
    assert '<script>alert("x")' not in reader.client.get(ROOM).text


def test_the_snapshot_is_complete_and_not_stored(floor: Floor, seller: Reader) -> None:
    seller.submit()
    answer = seller.client.get(f"{ROOM}/snapshot")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json is not None
    assert answer.json["market"]["asks"] == [
        {"price_cny": "98.00", "quantity_t": 500, "orders": 1, "own_t": 0}
    ]
    assert answer.json["own"]["orders"][0]["remaining_t"] == 500
    assert floor.app.test_client().get(f"{ROOM}/snapshot").json["own"] is None  # type: ignore[index]


def test_the_stream_begins_with_the_full_state(floor: Floor, seller: Reader) -> None:
    seller.submit()
    answer = seller.client.get(f"{ROOM}/stream")
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    chunks = (chunk.decode() for chunk in answer.iter_encoded())
    market = next(chunk for chunk in chunks if "event: market" in chunk)
    assert json.loads(market.split("data: ")[1])["asks"][0]["quantity_t"] == 500
    own = next(chunks)
    assert "event: own" in own
    assert json.loads(own.split("data: ")[1])["orders"][0]["remaining_t"] == 500
    floor.venue.place(floor.venue.trader("lin"), Side.BUY, 9_800, 500)
    market = next(chunk for chunk in chunks if "event: market" in chunk)
    assert json.loads(market.split("data: ")[1])["tape"][0]["quantity_t"] == 500
    own = next(chunks)
    assert json.loads(own.split("data: ")[1])["orders"][0]["state"] == "filled"
    answer.close()


def test_a_visitor_s_stream_has_nothing_personal(visitor: FlaskClient) -> None:
    answer = visitor.get(f"{ROOM}/stream")
    chunks = (chunk.decode() for chunk in answer.iter_encoded())
    assert next(chunks).startswith("retry:")
    assert "event: market" in next(chunks)
    answer.close()


def test_when_all_places_are_taken_the_page_must_poll(
    app: Flask, floor: Floor, visitor: FlaskClient
) -> None:
    with visitor.get(f"{ROOM}/stream"):
        hub = app.extensions[HUBS][floor.venue.world.slug]
        hub._listeners_max = hub.listeners
        refused = visitor.get(f"{ROOM}/stream")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "3")
        assert visitor.get(f"{ROOM}/snapshot").status_code == 200
    assert hub.listeners == 0
    assert f'data-code="{CODE}"' in visitor.get(ROOM).text
