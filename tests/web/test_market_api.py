from typing import Any

import pytest
from flask.testing import FlaskClient

from market.data import load_published_figures
from market.rules import Side
from registry.worlds import unit_of_work
from tests.web.application import addresses
from tests.web.trading_floor import CODE, ORDERS, Floor, Reader

MARKET = "/api/v1/market"
TEN_MEGABYTES = 10 * 1024 * 1024
BAD_BODIES: list[tuple[dict[str, Any], str, str]] = [
    ({"price_cny": "107.60"}, "market.price_outside_band", "price_cny"),
    ({"price_cny": "98.001"}, "market.price_off_tick", "price_cny"),
    ({"price_cny": None}, "market.price_missing", "price_cny"),
    ({"order_kind": "market"}, "market.price_not_wanted", "price_cny"),
    ({"quantity_t": 100_000}, "market.quantity_too_large", "quantity_t"),
    ({"price_cny": "NaN"}, "input.invalid", "price_cny"),
    ({"price_cny": "Infinity"}, "input.invalid", "price_cny"),
    ({"price_cny": "1e400"}, "input.invalid", "price_cny"),
    ({"price_cny": "1e-99999"}, "input.invalid", "price_cny"),
    ({"price_cny": "-1"}, "input.invalid", "price_cny"),
    ({"price_cny": [98]}, "input.invalid", "price_cny"),
    ({"quantity_t": 0}, "input.invalid", "quantity_t"),
    ({"quantity_t": -1}, "input.invalid", "quantity_t"),
    ({"quantity_t": 1.5}, "input.invalid", "quantity_t"),
    ({"quantity_t": "1e400"}, "input.invalid", "quantity_t"),
    ({"quantity_t": 10**30}, "input.invalid", "quantity_t"),
    ({"quantity_t": None}, "input.invalid", "quantity_t"),
    ({"side": "hold"}, "input.invalid", "side"),
    ({"client_id": ""}, "input.invalid", "client_id"),
    ({"client_id": "x" * 65}, "input.invalid", "client_id"),
    ({"surplus": 1}, "input.invalid", "surplus"),
]
"""What is changed in a valid order, the code of the refusal, and the field to blame."""


def refused(answer: Any) -> dict[str, Any]:
    error = answer.json["error"]
    assert set(error) == {
        *("number", "code", "sentence", "rule", "source", "fix", "field", "value", "fields")
    }
    return dict(error)


def test_instruments_are_listed_with_their_day(floor: Floor, visitor: FlaskClient) -> None:
    floor.offer(floor.venue.trader("lin"), 9_800, 100)
    found = visitor.get(f"{MARKET}/instruments").json
    assert found is not None
    assert found["instruments"][0]["code"] == CODE
    day = found["instruments"][0]["day"]
    assert (day["band_low_cny"], day["band_high_cny"]) == ("88.03", "107.59")
    assert day["last_cny"] is None


def test_depth_tape_and_candles_agree(floor: Floor, visitor: FlaskClient, seller: Reader) -> None:
    lin = floor.venue.trader("lin")
    floor.offer(lin, 9_800, 1_000)
    floor.venue.place(seller.trader, Side.BUY, 9_810, 400)
    depth = visitor.get(f"{MARKET}/{CODE}/depth?levels=1").json
    assert depth == {
        "instrument": CODE,
        "bids": [],
        "asks": [{"price_cny": "98.00", "quantity_t": 600, "orders": 1, "own_t": 0}],
    }
    trades = visitor.get(f"{MARKET}/{CODE}/tape?limit=5").json["trades"]  # type: ignore[index]
    assert [(row["price_cny"], row["quantity_t"], row["own_side"]) for row in trades] == [
        ("98.00", 400, None)
    ]
    own = seller.call("GET", f"{MARKET}/{CODE}/tape").json["trades"]  # type: ignore[index]
    assert own[0]["own_side"] == "buy"
    candles = visitor.get(f"{MARKET}/{CODE}/candles").json["candles"]  # type: ignore[index]
    assert (candles[-1]["close_cny"], candles[-1]["volume_t"]) == ("98.00", 400)
    market = visitor.get(f"{MARKET}/{CODE}/snapshot").json
    assert market is not None
    assert market["own"] is None
    assert market["market"]["asks"][0]["quantity_t"] == 600


def test_an_order_lives_through_the_interface_on_each_database(floor_anywhere: Floor) -> None:
    seller = floor_anywhere.reader(floor_anywhere.venue.trader("seller"))
    buyer = floor_anywhere.reader(floor_anywhere.venue.trader("buyer"))
    placed = seller.call("POST", ORDERS, seller.body(quantity_t=500)).json
    assert placed is not None
    assert (placed["state"], placed["remaining_t"], placed["replayed"]) == ("open", 500, False)
    bought = buyer.call("POST", ORDERS, buyer.body(side="buy", quantity_t=200)).json
    assert bought is not None
    assert bought["trades"][0]["price_cny"] == "98.00"
    path = f"{MARKET}/orders/{placed['order_id']}"
    assert seller.call("GET", path).json["filled_t"] == 200  # type: ignore[index]
    assert buyer.call("GET", path).status_code == 403
    assert buyer.call("DELETE", path).status_code == 403
    taken = seller.call("POST", f"{path}/cancel", {"client_id": "stop"}).json
    again = seller.call("POST", f"{path}/cancel", {"client_id": "stop"}).json
    assert taken is not None
    assert taken["cancelled_t"] == 300
    assert again == {**taken, "replayed": True}
    assert seller.call("DELETE", path).status_code == 409
    listed = seller.call("GET", f"{MARKET}/orders?instrument={CODE}").json
    assert [order["state"] for order in listed["orders"]] == ["cancelled"]  # type: ignore[index]
    still_open = seller.call("GET", f"{MARKET}/orders?open_only=true").json
    assert still_open == {"orders": []}


def test_deleting_an_order_cancels_it(seller: Reader) -> None:
    number = seller.call("POST", ORDERS, seller.body()).json["order_id"]  # type: ignore[index]
    assert seller.call("DELETE", f"{MARKET}/orders/{number}").json["cancelled_t"] == 500  # type: ignore[index]


def test_a_repeated_request_gives_the_same_answer(seller: Reader) -> None:
    body = seller.body()
    first, second = (seller.call("POST", ORDERS, body).json for _ in range(2))
    assert second == {**first, "replayed": True}  # type: ignore[dict-item]
    other = seller.call("POST", ORDERS, {**body, "quantity_t": 501})
    assert other.status_code == 409
    assert "client_id" in refused(other)["field"]


def test_prices_may_be_numbers_or_strings(seller: Reader) -> None:
    assert seller.call("POST", ORDERS, seller.body(price_cny=98.5)).status_code == 200
    assert seller.call("POST", ORDERS, seller.body(price_cny="98.50")).status_code == 200


def test_bad_bodies_are_refused_with_code_and_field(
    seller: Reader, subtests: pytest.Subtests
) -> None:
    for changes, code, field in BAD_BODIES:
        with subtests.test(str(changes)[:60]):
            answer = seller.call("POST", ORDERS, seller.body(**changes))
            assert answer.status_code == 422
            error = refused(answer)
            assert error["code"] == code
            assert field in [part["field"] for part in error["fields"]]
    assert seller.call("GET", f"{MARKET}/orders").json == {"orders": []}


def test_the_band_is_named_in_the_reader_s_language(buyer: Reader) -> None:
    error = refused(buyer.call("POST", ORDERS, buyer.body(price_cny="120")))
    assert "88.03～107.59" in error["sentence"]
    assert error["rule"]
    assert "88.03～107.59" in error["fix"]


def test_a_body_that_is_no_json_is_refused(seller: Reader) -> None:
    headers = {"X-CSRFToken": seller.fields()["csrf_token"]}
    for data, kind, status in (
        (b"{", "application/json", 400),
        (b"side=buy", "application/x-www-form-urlencoded", 415),
        (b"x" * TEN_MEGABYTES, "application/json", 413),
    ):
        answer = seller.client.post(ORDERS, data=data, content_type=kind, headers=headers)
        assert answer.status_code == status
        refused(answer)


def test_orders_need_a_sign_in_and_a_token(visitor: FlaskClient, seller: Reader) -> None:
    assert visitor.post(ORDERS, json=seller.body()).status_code == 401
    assert visitor.get(f"{MARKET}/orders").status_code == 401
    assert visitor.delete(f"{MARKET}/orders/1").status_code == 401
    assert seller.client.post(ORDERS, json=seller.body()).status_code == 400
    assert seller.client.delete(f"{MARKET}/orders/1").status_code == 400


def test_roles_and_accounts_are_checked(floor: Floor, seller: Reader, buyer: Reader) -> None:
    verifier = floor.reader(floor.venue.trader("verifier"), role="verifier")
    assert verifier.call("POST", ORDERS, verifier.body()).status_code == 403
    stolen = seller.body(account=buyer.trader.account)
    assert seller.call("POST", ORDERS, stolen).status_code == 403
    assert seller.call("POST", ORDERS, seller.body(account="nobody")).status_code == 404


def test_unknown_things_are_not_found(seller: Reader) -> None:
    for path in ("depth", "tape", "candles", "snapshot"):
        assert seller.call("GET", f"{MARKET}/XX-1/{path}").status_code == 404
    assert seller.call("POST", f"{MARKET}/XX-1/orders", seller.body()).status_code == 404
    for number in (999, 10**30):
        assert seller.call("GET", f"{MARKET}/orders/{number}").status_code == 404
        assert seller.call("DELETE", f"{MARKET}/orders/{number}").status_code == 404


def test_limits_are_bounded(visitor: FlaskClient) -> None:
    for query in ("tape?limit=0", "tape?limit=501", "tape?limit=x", "depth?levels=51"):
        assert visitor.get(f"{MARKET}/{CODE}/{query}").status_code == 422


def test_published_figures_carry_their_source(floor: Floor, visitor: FlaskClient) -> None:
    with unit_of_work(floor.venue.world) as session:
        load_published_figures(session)
    figures = visitor.get(f"{MARKET}/figures").json["figures"]  # type: ignore[index]
    volume = figures[0]
    assert (volume["market"], volume["period"], volume["value"]) == (
        "national",
        "2024-Q3",
        "17188320",
    )
    assert volume["source_en"]
    assert volume["confidence"] == "published"


def test_answers_are_never_stored(floor: Floor, visitor: FlaskClient) -> None:
    paths = [path for path in addresses(floor.app, "GET") if path.startswith("/api/v1/")]
    answers = [path for path in paths if not path.startswith("/api/v1/docs")]
    assert answers
    for path in answers:
        assert visitor.get(path).headers["Cache-Control"] == "no-store", path
