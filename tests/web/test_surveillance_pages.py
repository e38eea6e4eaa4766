"""The pages and the JSON of surveillance, and what everybody sees of a pause."""

from uuid import uuid4

from registry.worlds import reading
from tests.market.clearing.houses import owe
from tests.web.application import token
from tests.web.trading_floor import CODE, ORDERS, Floor

PAGE = "/market/surveillance"
API = "/api/v1/market/surveillance"
REASONS = {"reason_zh": "系统检修", "reason_en": "Maintenance"}


def test_a_pause_is_announced_to_everybody_and_refuses_orders(floor: Floor) -> None:
    operator = floor.reader(floor.venue.trader("office", 0, 0), role="operator")
    ann = floor.reader(floor.venue.trader("ann"), language="zh")
    visitor = floor.app.test_client()
    data = {"csrf_token": token(operator.client, PAGE), "client_id": uuid4().hex}
    missing = operator.client.post(f"{PAGE}/pause", data=data | {"instrument": CODE})
    assert missing.status_code == 422
    paused = operator.client.post(f"{PAGE}/pause", data=data | {"instrument": CODE} | REASONS)
    assert paused.status_code == 303
    for path in ("/market", f"/market/{CODE}", "/market/announcements"):
        assert "Maintenance" in visitor.get(path, headers={"Accept-Language": "en"}).text
        assert "系统检修" in ann.client.get(path).text
    state = visitor.get(f"/market/{CODE}/snapshot").json["market"]
    assert state["pause"]["reason"]["zh"] == "系统检修"
    refused = ann.call("POST", ORDERS, ann.body())
    assert refused.status_code == 409
    assert refused.json["error"]["number"] == 18001
    body = {"client_id": uuid4().hex, "instrument": CODE} | REASONS
    assert operator.call("POST", f"{API}/resume", body).json["instruments"] == [CODE]
    assert visitor.get(f"/market/{CODE}/snapshot").json["market"]["pause"] is None
    assert ann.call("POST", ORDERS, ann.body()).status_code == 200
    found = visitor.get("/api/v1/market/announcements").json["announcements"]
    assert [each["kind"] for each in found] == ["resumed", "paused"]


def test_alerts_are_found_read_and_reviewed_by_those_who_watch(floor: Floor) -> None:
    operator = floor.reader(floor.venue.trader("office", 0, 0), role="operator", language="zh")
    regulator = floor.reader(floor.venue.trader("watch", 0, 0), role="regulator")
    ann = floor.reader(floor.venue.trader("ann"))
    resting = floor.offer(ann.trader, 9_800, 100)
    own = ann.call("POST", ORDERS, ann.body(side="buy", price_cny="98.00"))
    assert own.json["error"]["code"] == "market.self_trade"
    body = {"client_id": "own", "account": ann.trader.account}
    body |= {"order_id": resting, "quantity_t": 5}
    own = ann.call("POST", f"/api/v1/market/{CODE}/takes", body)
    assert own.json["error"]["code"] == "market.self_trade"
    assert ann.client.get(PAGE).status_code == 403
    assert ann.client.get(f"{API}/alerts").status_code == 403
    body = {"client_id": "look", "day": today(floor)}
    done = operator.call("POST", f"{API}/inspections", body).json
    assert len(done["alerts"]) == 2
    found = operator.client.get(f"{API}/alerts?rule=self_trade&reviewed=false").json["alerts"]
    assert found[0]["figures"] == {"attempts": 2}
    number = found[0]["alert"]
    assert number in regulator.client.get(f"{PAGE}?rule=self_trade").text
    assert "自买自卖企图" in operator.client.get(f"{PAGE}/{number}").text
    fields = {"csrf_token": token(operator.client, PAGE), "client_id": "r", "note": "误操作"}
    assert operator.client.post(f"{PAGE}/{number}/review", data=fields).status_code == 303
    assert "误操作" in regulator.client.get(f"{PAGE}/{number}").text
    assert operator.client.get(f"{API}/alerts?rule=self_trade&reviewed=false").json == {
        "alerts": []
    }
    assert operator.client.get(f"{PAGE}/SA-2026-999999").status_code == 404
    for query in ("rule=x", "limit=0", "reviewed=maybe"):
        assert operator.client.get(f"{API}/alerts?{query}").status_code == 422


def test_a_default_is_shown_with_its_claim_and_no_instrument(floor: Floor) -> None:
    operator = floor.reader(floor.venue.trader("office", 0, 0), role="operator", language="zh")
    ann, ben = floor.venue.trader("ann", cash_fen=100), floor.venue.trader("ben")
    claim = owe(floor.venue, ann, ben, 1_000).claim
    operator.call("POST", f"{API}/inspections", {"client_id": "look", "day": today(floor)})
    (found,) = operator.client.get(f"{API}/alerts?rule=default").json["alerts"]
    assert (found["instrument"], found["figures"]["claim"]) == (None, claim)
    listed = operator.client.get(f"{PAGE}?rule=default").text
    assert "未能支付 9.00 元" in listed
    shown = operator.client.get(f"{PAGE}/{found['alert']}")
    assert shown.status_code == 200
    assert str(claim) in shown.text
    assert "None" not in listed + shown.text


def today(floor: Floor) -> str:
    with reading(floor.venue.world) as session:
        return session.clock.today().isoformat()
