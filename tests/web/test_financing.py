"""Repo, pledge and lending on pages and in JSON: the same services, refusals and words."""

from typing import Any
from uuid import uuid4

import pytest

from tests.web.application import token
from tests.web.trading_floor import CODE, Floor, Reader

API = "/api/v1/market/contracts"
PAGES = "/market/contracts"
PAGES_OF_ALL = ("/market", PAGES)


def pledge(giver: Reader, taker: Reader, **changes: Any) -> dict[str, Any]:
    """An offer of a pledge as a program sends it; None leaves a field out."""
    body = {
        "client_id": uuid4().hex,
        "account": giver.trader.account,
        "counterparty": taker.trader.account,
        "side": "giver",
        "instrument": CODE,
        "quantity_t": 100,
        "term_days": 30,
        "loan_cny": "5000.00",
        "rate_pct": "4.35",
    } | changes
    return {name: value for name, value in body.items() if value is not None}


def repo(giver: Reader, taker: Reader, **changes: Any) -> dict[str, Any]:
    return pledge(giver, taker, loan_cny=None, price_cny="70.00", **changes)


def answered(reader: Reader, path: str, body: Any = None, method: str = "POST") -> Any:
    answer = reader.call(method, f"{API}{path}", body)
    assert answer.status_code == 200, answer.json
    return answer.json


def refused(reader: Reader, path: str, body: Any = None, method: str = "POST") -> tuple[int, Any]:
    answer = reader.call(method, f"{API}{path}", body)
    assert answer.json is not None
    return answer.status_code, answer.json["error"]


def step() -> dict[str, str]:
    return {"client_id": uuid4().hex}


def test_a_contract_lives_through_json_on_each_database(floor_anywhere: Floor) -> None:
    seller = floor_anywhere.reader(floor_anywhere.venue.trader("seller"))
    buyer = floor_anywhere.reader(floor_anywhere.venue.trader("buyer"))
    body = repo(seller, buyer)
    made = answered(seller, "/repo", body)
    assert (made["kind"], made["state"], made["legal_status"]) == ("repo", "offered", "educational")
    assert answered(seller, "/repo", body) == {**made, "replayed": True}
    path = f"/{made['contract']}"
    begun = answered(buyer, f"{path}/accept", step())
    # 100 t x 70.00 for 4.35 % over 30 days of 365: 7,000.00 + 25.03
    assert (begun["state"], begun["principal_cny"], begun["return_cny"]) == (
        "running",
        "7000.00",
        "7025.03",
    )
    shown = answered(seller, path, method="GET")
    assert [each["step"] for each in shown["steps"]] == ["offer", "accept"]
    assert shown["steps"][1]["cash_to_taker_cny"] == "-7000.00"
    assert (shown["own_side"], shown["rate_pct"], shown["haircut_pct"]) == ("giver", "4.35", "20")
    assert shown["giver"]["account"] == seller.trader.account
    more = answered(seller, f"{path}/top-up", {**step(), "amount": 5})
    assert more["secured_t"] == 105
    assert refused(seller, f"{path}/settle", step())[1]["number"] == 15006
    mine = answered(buyer, "?standing=true", method="GET")
    assert [each["contract"] for each in mine["contracts"]] == [made["contract"]]


def test_what_is_offered_says_status_source_and_confidence(seller: Reader) -> None:
    offered = answered(seller, "", method="GET")["offered"]
    assert [(each["market"], each["kind"], each["status"]) for each in offered] == [
        ("cn_ets", kind, "educational") for kind in ("repo", "pledge", "lending")
    ]
    terms = {each["key"]: each for each in offered[1]["terms"]}
    assert "775" in terms["contract_status"]["source"]
    assert terms["contract_haircut"]["confidence"] == "assumed"


INPUT_INVALID = 1017
BAD: list[tuple[dict[str, Any], int]] = [
    ({"quantity_t": 0}, INPUT_INVALID),
    ({"quantity_t": -1}, INPUT_INVALID),
    ({"quantity_t": 1.5}, INPUT_INVALID),
    ({"quantity_t": 10**30}, INPUT_INVALID),
    ({"quantity_t": None}, INPUT_INVALID),
    ({"loan_cny": "1e400"}, INPUT_INVALID),
    ({"loan_cny": "0.001"}, INPUT_INVALID),
    ({"loan_cny": "NaN"}, INPUT_INVALID),
    ({"loan_cny": "-5"}, INPUT_INVALID),
    ({"loan_cny": "999999"}, 15013),
    ({"rate_pct": "100.1"}, INPUT_INVALID),
    ({"rate_pct": "-1"}, INPUT_INVALID),
    ({"term_days": 366}, 15009),
    ({"term_days": 10**9}, INPUT_INVALID),
    ({"side": "both"}, INPUT_INVALID),
    ({"colour": "red"}, INPUT_INVALID),
    ({"client_id": "a b"}, INPUT_INVALID),
]


@pytest.mark.parametrize(("changes", "number"), BAD, ids=[str(bad)[:50] for bad, _ in BAD])
def test_impossible_offers_are_refused_with_number_and_field(
    seller: Reader, buyer: Reader, changes: dict[str, Any], number: int
) -> None:
    status, error = refused(seller, "/pledge", pledge(seller, buyer, **changes))
    assert status == 422
    assert error["number"] == number
    assert error["fields"] or error["field"]
    assert answered(seller, "", method="GET")["contracts"] == []


def test_unknown_codes_and_accounts_are_not_found(seller: Reader, buyer: Reader) -> None:
    assert refused(seller, "/pledge", pledge(seller, buyer, instrument="SHEA-1"))[0] == 404
    assert refused(seller, "/pledge", pledge(seller, buyer, counterparty="nobody"))[0] == 404
    own = pledge(seller, buyer, counterparty=seller.trader.account)
    assert refused(seller, "/pledge", own)[1]["number"] == 15008
    other = pledge(seller, buyer, account=buyer.trader.account)
    assert refused(seller, "/pledge", other)[0] == 403


def test_strangers_neither_see_nor_touch_a_contract(
    floor: Floor, seller: Reader, buyer: Reader
) -> None:
    number = answered(seller, "/pledge", pledge(seller, buyer))["contract"]
    stranger = floor.reader(floor.venue.trader("stranger"))
    for path in (f"/{number}/accept", f"/{number}/decline", f"/{number}/withdraw"):
        assert refused(stranger, path, step())[0] == 403
    assert refused(stranger, f"/{number}", method="GET")[0] == 403
    assert stranger.client.get(f"{PAGES}/{number}").status_code == 403
    assert refused(stranger, f"/{number}/top-up", {**step(), "amount": 1})[0] == 403
    assert answered(stranger, "", method="GET")["contracts"] == []
    visitor = floor.app.test_client()
    assert visitor.get(f"{API}/{number}").status_code == 401
    assert visitor.get(API).json["contracts"] == []  # type: ignore[index]
    assert refused(seller, f"/{number}/accept", step())[1]["number"] == 15003
    assert refused(buyer, "/PL-2026-999999/accept", step())[0] == 404
    assert answered(buyer, f"/{number}/accept", step())["state"] == "running"
    assert refused(buyer, f"/{number}/accept", step())[1]["number"] == 15004


def test_the_pages_lead_from_offer_to_repayment(seller: Reader, buyer: Reader) -> None:
    page = f"{PAGES}/new/pledge"
    fields = pledge(seller, buyer) | {"csrf_token": token(seller.client, page)}
    wrong = seller.client.post(page, data=fields | {"loan_cny": "999999"})
    assert wrong.status_code == 422
    assert "less 30 %" in wrong.text
    assert 'value="999999"' in wrong.text
    made = seller.client.post(page, data=fields)
    assert made.status_code == 303
    address = made.headers["Location"]
    assert "答复要约" in buyer.client.get("/tasks").text
    waiting = buyer.client.get(address).text
    assert "教学用" in waiting
    assert "接受" in waiting
    sent = {"csrf_token": token(buyer.client, address)}
    assert buyer.client.post(f"{address}/accept", data=sent).status_code == 303
    assert "Repay" in seller.client.get("/tasks").text
    sent = {"csrf_token": token(seller.client, address)}
    half = seller.client.post(f"{address}/top-up", data=sent | {"amount": "0.5"})
    assert half.status_code == 422
    more = seller.client.post(f"{address}/top-up", data=sent | {"amount": "7"})
    assert more.status_code == 303
    assert ">107</span>" in seller.client.get(address).text
    again = seller.client.post(f"{address}/withdraw", data=sent)
    assert again.status_code == 409
    assert "15004" in again.text
    assert seller.client.post(f"{address}/settle", data=sent).status_code == 303
    assert "settled" in seller.client.get(address).text
    assert "Ended" in seller.client.get(PAGES).text


def test_lending_is_topped_up_in_yuan(seller: Reader, buyer: Reader) -> None:
    body = pledge(seller, buyer, loan_cny=None, quantity_t=10)
    number = answered(seller, "/lending", body)["contract"]
    begun = answered(buyer, f"/{number}/accept", step())
    assert begun["collateral_cny"] == "1271.53"  # 1.3 x 10 x 97.81
    more = answered(buyer, f"/{number}/top-up", {**step(), "amount": "0.47"})
    assert more["collateral_cny"] == "1272.00"
    assert answered(buyer, f"/{number}/settle", step())["state"] == "settled"


def test_visitors_see_what_is_offered_and_no_contract(floor: Floor) -> None:
    visitor = floor.app.test_client()
    for path in PAGES_OF_ALL:
        assert visitor.get(path).status_code == 200
    assert "775" in visitor.get(PAGES).text
    assert visitor.get(f"{PAGES}/new/repo").status_code in {302, 303}
