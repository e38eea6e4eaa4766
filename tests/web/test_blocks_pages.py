"""The pages and the JSON of block agreements."""

from typing import Any
from uuid import uuid4

import pytest

from market.rules import Side
from tests.market.blocks.dealers import LEAST_T, UNITS_T, Dealers
from tests.web.application import token
from tests.web.trading_floor import CODE, Floor, Reader

PAGE = "/market/blocks"
API = "/api/v1/market/blocks"


@pytest.fixture
def dealers(floor: Floor) -> Dealers:
    return Dealers(floor.venue)


@pytest.fixture
def ann(floor: Floor, dealers: Dealers) -> Reader:
    """Reads English."""
    return floor.reader(dealers.trader("ann"))


@pytest.fixture
def ben(floor: Floor, dealers: Dealers) -> Reader:
    """Reads Chinese."""
    return floor.reader(dealers.trader("ben"), language="zh")


def body(reader: Reader, **changes: Any) -> dict[str, Any]:
    """An offer to all as a program sends it."""
    return {
        "client_id": uuid4().hex,
        "account": reader.trader.account,
        "instrument": CODE,
        "side": "sell",
        "price_cny": "97.81",
        "quantity_t": 150_000,
    } | changes


def post(reader: Reader, path: str, **fields: Any) -> Any:
    data = {"csrf_token": token(reader.client, PAGE), "client_id": uuid4().hex} | fields
    return reader.client.post(f"{PAGE}{path}", data=data)


def test_a_block_is_dealt_on_pages_without_script(ann: Reader, ben: Reader) -> None:
    fields = {name: str(value) for name, value in body(ann).items() if name != "client_id"}
    made = post(ann, "", **fields, counterparty=ben.trader.account)
    assert made.status_code == 303
    number = made.location.rpartition("/")[2]
    page = ben.client.get(f"{PAGE}/{number}").text
    assert "接受" in page
    assert "150,000" in page
    account = ben.trader.account
    answer = post(ben, f"/{number}/counter", account=account, price_cny="95", quantity_t="100,000")
    assert answer.status_code == 303
    assert "Accept round 2" in ann.client.get(f"{PAGE}/{number}").text
    agreed = post(ann, f"/{number}/accept", account=ann.trader.account, round="2")
    assert agreed.status_code == 303
    for reader, word in ((ann, "agreed"), (ben, "已成交")):
        shown = reader.client.get(f"{PAGE}/{number}").text
        assert word in shown
        assert "9,500,000.00" in shown
        assert number in reader.client.get(PAGE).text


def test_a_refused_step_says_number_rule_and_fix(ann: Reader, ben: Reader) -> None:
    fields = {name: str(value) for name, value in body(ann).items() if name != "client_id"}
    refused = post(ann, "", **fields | {"price_cny": "200"})
    assert refused.status_code == 422
    assert "68.47" in refused.text
    assert "127.15" in refused.text
    number = ann.call("POST", API, body(ann)).json["offer"]
    stale = post(ben, f"/{number}/accept", account=ben.trader.account, round="7")
    assert stale.status_code == 409
    assert "12004" in stale.text
    assert "第 7 轮" in stale.text


def test_others_see_neither_directed_offers_nor_one_another(
    floor: Floor, dealers: Dealers, ann: Reader, ben: Reader
) -> None:
    cem = floor.reader(dealers.trader("cem"))
    directed = ann.call("POST", API, body(ann, counterparty=ben.trader.account)).json["offer"]
    to_all = ann.call("POST", API, body(ann)).json["offer"]
    terms = {"client_id": "c", "account": ben.trader.account}
    countered = ben.call(
        "POST", f"{API}/{to_all}/counters", {**terms, "price_cny": "95.01", "quantity_t": LEAST_T}
    )
    assert countered.json["round"] == 2
    visitor = floor.app.test_client()
    for client in (cem.client, visitor):
        assert client.get(f"{PAGE}/{directed}").status_code == 404
        assert client.get(f"{API}/{directed}").status_code == 404
        assert directed not in client.get(PAGE).text
        assert "95.01" not in client.get(f"{PAGE}/{to_all}").text
        assert len(client.get(f"{API}/{to_all}").json["rounds"]) == 1
    assert visitor.get(f"{API}/{to_all}").json["maker"] == {
        "name": None,
        "account": None,
        "own": False,
    }
    assert cem.client.get(f"{API}/{to_all}").json["maker"]["account"] is None
    assert len(ann.client.get(f"{API}/{to_all}").json["rounds"]) == 2
    operator = floor.reader(dealers.trader("office", 0, 0), role="operator")
    assert len(operator.client.get(f"{API}/{to_all}").json["rounds"]) == 2
    assert operator.client.get(f"{PAGE}/{directed}").status_code == 200


def test_an_offer_lives_through_the_interface_on_each_database(floor_anywhere: Floor) -> None:
    dealers = Dealers(floor_anywhere.venue)
    ann = floor_anywhere.reader(dealers.trader("ann"))
    ben = floor_anywhere.reader(dealers.trader("ben"))
    offered = body(ann, counterparty=ben.trader.account)
    first, again = (ann.call("POST", API, offered).json for _ in range(2))
    assert again == first | {"replayed": True}
    answer = {"client_id": "yes", "account": ben.trader.account, "round": 1}
    done = ben.call("POST", f"{API}/{first['offer']}/accept", answer).json
    assert (done["state"], done["price_cny"], done["quantity_t"]) == ("agreed", "97.81", 150_000)
    assert dealers.venue.units(ben.trader) == (UNITS_T + 150_000, 0)
    late = ann.call(
        "POST",
        f"{API}/{first['offer']}/withdraw",
        {"client_id": "w", "account": ann.trader.account},
    )
    assert late.status_code == 409
    assert late.json["error"]["number"] == 12003


def test_bad_bodies_are_refused(ann: Reader, subtests: pytest.Subtests) -> None:
    for changes, status in (
        ({"price_cny": "68.46"}, 422),
        ({"price_cny": "127.16"}, 422),
        ({"price_cny": "97.811"}, 422),
        ({"price_cny": "NaN"}, 422),
        ({"price_cny": "1e400"}, 422),
        ({"quantity_t": LEAST_T - 1}, 422),
        ({"quantity_t": 10**30}, 422),
        ({"quantity_t": 1.5}, 422),
        ({"side": "hold"}, 422),
        ({"client_id": "due:1"}, 422),
        ({"surplus": 1}, 422),
        ({"account": "nobody"}, 404),
        ({"counterparty": "nobody"}, 404),
        ({"counterparty": ann.trader.account}, 422),
        ({"instrument": "XX-1"}, 404),
    ):
        with subtests.test(str(changes)[:60]):
            assert ann.call("POST", API, body(ann, **changes)).status_code == status
    assert ann.call("GET", API).json == {"offers": []}


def test_answers_must_fit(ann: Reader, ben: Reader) -> None:
    number = ann.call("POST", API, body(ann)).json["offer"]
    account = {"client_id": "a", "account": ben.trader.account}
    for wrong in (0, -1, 10**30, "x", None, 1.5):
        answer = ben.call("POST", f"{API}/{number}/accept", account | {"round": wrong})
        assert answer.status_code == 422
    stolen = {"client_id": "a", "account": ann.trader.account, "round": 1}
    assert ben.call("POST", f"{API}/{number}/accept", stolen).status_code == 403
    assert post(ben, f"/{number}/accept", account="", round="x").status_code == 422
    assert (
        ben.call("POST", f"{API}/BO-2026-999999/accept", account | {"round": 1}).status_code == 404
    )


def test_steps_need_a_sign_in(floor: Floor, ann: Reader) -> None:
    number = ann.call("POST", API, body(ann)).json["offer"]
    visitor = floor.app.test_client()
    for path in ("", f"/{number}/accept", f"/{number}/counters", f"/{number}/withdraw"):
        assert visitor.post(f"{API}{path}", json={}).status_code == 401
    assert visitor.get(f"{API}?limit=0").status_code == 422
    assert visitor.get(f"{API}?limit=201").status_code == 422


def test_the_inbox_asks_for_an_answer(dealers: Dealers, ann: Reader, ben: Reader) -> None:
    number = dealers.offer(ann.trader, Side.SELL, ben.trader)
    assert number not in ann.client.get("/tasks").text
    waiting = ben.client.get("/tasks").text
    assert number in waiting
    assert "答复大宗报价" in waiting
    dealers.counter(ben.trader, number, 9_500, LEAST_T)
    assert number not in ben.client.get("/tasks").text
    assert "Answer a block offer" in ann.client.get("/tasks").text
    dealers.decline(ann.trader, number, 2)
    assert number not in ann.client.get("/tasks").text


def test_pages_say_what_is_accepted_today_and_lead_here(ann: Reader, ben: Reader) -> None:
    page = ann.client.get(f"{PAGE}?instrument={CODE}").text
    assert "68.47 – 127.15" in page
    assert 'value="97.81"' in page
    assert "今日可接受的条件" in ben.client.get(PAGE).text
    assert f'href="{PAGE}"' in ann.client.get("/market").text
    assert f"{PAGE}?instrument={CODE}" in ann.client.get(f"/market/{CODE}").text
