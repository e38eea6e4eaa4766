"""Auctions in the browser and in JSON: notice, sealed bids, close, result; who sees what."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from market.auctions import CloseAuction
from market.rules import Side
from registry.parties import add_party
from registry.worlds import DrivenClock, set_clock, unit_of_work
from tests.market.auctions.auction_room import announce, bid, now_of, open_reserve
from tests.market.traders import OPERATOR
from tests.web.application import token

HOUR = timedelta(hours=1)
PRICE = "123.47"
"""A price that appears nowhere by chance."""
ROUTES = "/market/auctions"
JSON = "/api/v1/market/auctions"


@pytest.fixture(autouse=True)
def still_clock(floor):
    """The world's clock stands still until a test moves it."""
    with unit_of_work(floor.venue.world) as session:
        set_clock(session, DrivenClock(session.clock.now()))


@pytest.fixture
def auction(floor):
    """A public body's auction of 1,000 t that takes bids for an hour."""
    return announce(floor.venue, open_reserve(floor.venue), 1_000, limit_fen=9_000)


def send(reader, path, **fields):
    filled = {"csrf_token": token(reader.client), "client_id": uuid4().hex} | fields
    return reader.client.post(path, data=filled, headers={"Accept-Language": "en"})


def see(reader, path, language="en"):
    return reader.client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)


def rows(*bids):
    return {
        f"bids.{number}.{name}": value
        for number, pair in enumerate(bids)
        for name, value in zip(("price_cny", "quantity_t"), pair, strict=True)
    }


def later(floor, duration=HOUR):
    """Let the world's clock stand a while later."""
    with unit_of_work(floor.venue.world) as session:
        set_clock(session, DrivenClock(session.clock.now() + duration))


def close(floor, auction):
    later(floor)
    command = CloseAuction(client_id=uuid4().hex, auction=auction)
    floor.venue.execute(command, OPERATOR)


def test_a_reader_bids_replaces_and_withdraws_without_script(floor, buyer, auction):
    page = f"{ROUTES}/{auction}"
    account = buyer.trader.account
    assert "统一价成交" in see(buyer, page, "zh")
    sent = send(
        buyer, f"{page}/bids", account=account, **rows((PRICE, "100"), ("95.00", "50"), ("", ""))
    )
    assert sent.status_code == 303
    text = see(buyer, page)
    assert PRICE in text
    assert "更改申报" in text
    assert floor.venue.cash(buyer.trader)[1] == 100 * 12_347 + 50 * 9_500
    assert send(buyer, f"{page}/bids", account=account, **rows(("91", "10"))).status_code == 303
    assert floor.venue.cash(buyer.trader)[1] == 10 * 9_100
    assert send(buyer, f"{page}/withdraw", account=account).status_code == 303
    assert floor.venue.cash(buyer.trader)[1] == 0
    assert "没有有效申报" in see(buyer, page)


def test_a_refused_sheet_keeps_what_was_typed_and_names_the_check(floor, buyer, auction):
    page = f"{ROUTES}/{auction}/bids"
    account = buyer.trader.account
    for bids, sign in (
        ((("89.99", "10"),), "13014"),
        ((("95", "1001"),), "13013"),
        ((("95.001", "10"),), "11004"),
    ):
        answer = send(buyer, page, account=account, **rows(*bids))
        assert answer.status_code == 422
        assert sign in answer.text
        assert bids[0][0] in answer.text
    for bids in (
        (("", ""),),
        (("95", "-1"),),
        (("1e400", "5"),),
        (("95", "9" * 30),),
        (("x", "y"),),
    ):
        assert send(buyer, page, account=account, **rows(*bids)).status_code == 422
    added = send(buyer, page, account=account, add_row="bids", **rows(("95", "10")))
    assert added.status_code == 200
    assert 'name="bids.1.price_cny"' in added.text
    assert floor.venue.cash(buyer.trader)[1] == 0


def test_a_result_shows_price_counts_cover_and_the_curve(floor, buyer, seller, visitor, auction):
    bid(floor.venue, auction, buyer.trader, (12_347, 600), (9_500, 400))
    bid(floor.venue, auction, seller.trader, (9_500, 600))
    close(floor, auction)
    page = visitor.get(f"{ROUTES}/{auction}").text
    for said in ("95.00", "1.60", "<svg", "polyline", 'role="img"', "3 · 2 · 2"):
        assert said in page
    assert "中标统一价" in see(buyer, f"{ROUTES}/{auction}")
    csv = visitor.get(f"{ROUTES}/{auction}/curve.csv")
    assert csv.text.splitlines() == [
        "price_cny,quantity,cumulative",
        "123.47,600,600",
        "95.00,1000,1600",
    ]
    answer = visitor.get(f"{JSON}/{auction}/curve").get_json()
    assert [step["cumulative_t"] for step in answer["steps"]] == [600, 1_600]
    shown = visitor.get(f"{JSON}/{auction}").get_json()
    assert shown["result"]["price_cny"] == "95.00"
    assert (shown["result"]["cover"], shown["result"]["bidders"]) == ("1.60", 2)
    own = buyer.client.get(f"{JSON}/{auction}/bids").get_json()["sheets"][0]["bids"]
    assert [line["won_t"] for line in own] == [600, 160]


def test_no_route_shows_a_sealed_bid_to_anybody_else(floor, buyer, seller, visitor, auction):
    sent = send(
        buyer, f"{ROUTES}/{auction}/bids", account=buyer.trader.account, **rows((PRICE, "777"))
    )
    assert sent.status_code == 303
    readers = [visitor, seller.client]
    for role in ("operator", "regulator", "administrator"):
        with unit_of_work(floor.venue.world) as session:
            party = add_party(session, f"{role}（虚构）", role, "institution", fictitious=True)
            trader = type(buyer.trader)(buyer.trader.actor, "", party.id)
        readers.append(floor.reader(trader, role=role, email=f"{role}@example.org").client)
    for client in readers:
        for address in _addresses(floor.app, auction):
            answer = client.get(address)
            text = answer.get_data(as_text=True)
            assert PRICE not in text, address
            assert "12347" not in text, address
            assert not re.search(r"(?<![\w.,-])777(?![\w-])", text), address


def _addresses(app, auction):
    """Every page and JSON route that is read, with this auction's number, the trader's room."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint.endswith((".live", "static")):
                continue
            filled = {
                name: {"number": auction, "code": "CEA-2024"}.get(name, 1)
                for name in rule.arguments
            }
            try:
                found.append(app.url_for(rule.endpoint, **filled))
            except (ValueError, TypeError, LookupError):
                continue
    assert f"{ROUTES}/{auction}" in found
    return found


def test_the_operator_gives_notice_and_clears_in_the_browser(floor, buyer):
    reserve = open_reserve(floor.venue)
    operator = floor.reader(reserve, role="operator", email="op@example.org")
    form = see(operator, f"{ROUTES}/new")
    opens = re.search(r'name="opens_at"[^>]*', form)
    assert opens is not None
    now = now_of(floor.venue)
    fields = {
        "account": reserve.account,
        "instrument": "CEA-2024",
        "side": "sell",
        "quantity_t": "1,000",
        "minimum_t": "0",
        "pricing": "uniform",
        "at_margin": "time",
        "limit_cny": "90",
        "limit_public": "true",
        "opens_at": now.isoformat(),
        "closes_at": (now + HOUR).isoformat(),
        "eligibility": "all",
        "bid_min_t": "1",
        "bid_max_t": "0",
        "deposit_pct": "100",
    }
    refused = send(operator, ROUTES, **(fields | {"closes_at": "soon"}))
    assert refused.status_code == 422
    assert "Check 13004" in refused.text
    made = send(operator, ROUTES, **fields)
    assert made.status_code == 303, made.text
    page = made.headers["Location"]
    assert (
        send(buyer, f"{page}/bids", account=buyer.trader.account, **rows(("95", "10"))).status_code
        == 303
    )
    early = send(operator, f"{page}/close")
    assert early.status_code == 409
    assert "Check 13016" in early.text
    later(floor)
    assert "Open the bids and clear" in see(operator, page)
    assert send(operator, f"{page}/close").status_code == 303
    assert floor.venue.units(buyer.trader)[0] == 100_010


def test_a_program_asks_for_an_auction_bids_and_repeats_itself(floor, seller, buyer):
    now = now_of(floor.venue)
    notice = {
        "client_id": uuid4().hex,
        "account": seller.trader.account,
        "instrument": "CEA-2024",
        "quantity_t": 100,
        "opens_at": now.isoformat(),
        "closes_at": (now + HOUR).isoformat(),
    }
    first = seller.call("POST", JSON, notice).get_json()
    again = seller.call("POST", JSON, notice).get_json()
    assert (first["state"], first["replayed"], again["replayed"]) == ("requested", False, True)
    path = f"{JSON}/{first['auction']}"
    assert buyer.client.get(path).status_code == 404
    reserve = open_reserve(floor.venue, 0)
    operator = floor.reader(reserve, role="operator", email="op@example.org")
    step = {"client_id": uuid4().hex}
    assert operator.call("POST", f"{path}/publish", step).get_json()["state"] == "announced"
    sheet = {
        "client_id": uuid4().hex,
        "account": buyer.trader.account,
        "bids": [{"price_cny": "95.00", "quantity_t": 60}],
    }
    for _time in range(2):
        assert buyer.call("POST", f"{path}/bids", sheet).get_json()["bids"] == 1
    for broken in (
        {**sheet, "bids": []},
        {**sheet, "bids": [{"price_cny": 1.5, "quantity_t": True}]},
        {**sheet, "extra": 1},
        {**sheet, "client_id": "a:b"},
    ):
        assert buyer.call("POST", f"{path}/bids", broken).status_code == 422
    other = {**sheet, "bids": [{"price_cny": "96.00", "quantity_t": 60}]}
    assert buyer.call("POST", f"{path}/bids", other).status_code == 409
    own = {**sheet, "client_id": uuid4().hex, "account": seller.trader.account}
    assert seller.call("POST", f"{path}/bids", own).status_code == 403
    assert buyer.call("POST", f"{path}/bids", own).status_code == 403
    assert buyer.call("POST", f"{path}/close", step).status_code == 403
    later(floor)
    closing = {"client_id": uuid4().hex}
    cleared = operator.call("POST", f"{path}/close", closing).get_json()
    assert (cleared["price_cny"], cleared["traded_t"]) == ("95.00", 60)
    assert operator.call("POST", f"{path}/close", closing).get_json()["replayed"] is True


def test_the_list_shows_published_auctions_apart_with_their_sources(visitor, auction):
    page = visitor.get(ROUTES).text
    for said in (auction, "348,304", "104.89", "75.17", "published, with source"):
        assert said in page
    published = visitor.get(f"{JSON}/published").get_json()["auctions"]
    assert [each["market"] for each in published] == ["SHEA", "BEA", "SHEA", "cn_ets"]
    listed = visitor.get(JSON).get_json()["auctions"]
    assert [each["auction"] for each in listed] == [auction]
    assert json.dumps(listed).count("104.89") == 0
    assert visitor.get(f"{JSON}?instrument=BEA-2024").get_json()["auctions"] == []


def test_the_inbox_names_an_auction_once_to_those_who_trade_there(floor, buyer, auction):
    assert auction not in see(buyer, "/tasks")
    floor.venue.place(buyer.trader, Side.BUY, 9_100, 10)
    assert auction in see(buyer, "/tasks")
    bid(floor.venue, auction, buyer.trader, (9_500, 1))
    assert auction not in see(buyer, "/tasks")


def test_the_inbox_names_an_auction_to_those_whom_its_notice_names(floor, buyer):
    reserve = open_reserve(floor.venue)
    named = [
        announce(floor.venue, reserve, 100, eligibility="list", invited=(account,))
        for account in (floor.venue.trader("other").account, buyer.trader.account)
    ]
    tasks = see(buyer, "/tasks")
    assert [number in tasks for number in named] == [False, True]


def test_an_auction_is_cancelled_with_a_reason_before_its_window(floor, visitor):
    reserve = open_reserve(floor.venue)
    operator = floor.reader(reserve, role="operator", email="op@example.org")
    now = now_of(floor.venue)
    window = {"opens_at": (now + HOUR).isoformat(), "closes_at": (now + 2 * HOUR).isoformat()}
    auction = announce(floor.venue, reserve, 10, **window)
    page = f"{ROUTES}/{auction}"
    assert "opens in" in visitor.get(page).text
    assert send(operator, f"{page}/cancel", reason="停电").status_code == 303
    assert "停电" in visitor.get(page).text
    assert send(operator, f"{page}/cancel", reason="停电").status_code == 409
