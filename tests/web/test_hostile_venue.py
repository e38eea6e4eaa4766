"""What hostile hands send to the venue: refused with number and rule, and nothing has moved."""

import re
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from registry.worlds import reading
from tests.market.traders import Trader, Venue
from tests.web.application import token
from tests.web.trading_floor import CODE, ORDERS, ROOM, Floor, Reader

RECORDS_OF_ASKING = {"command", "event", "self_trade_attempt"}
"""What a refusal itself may leave: surveillance notes an attempt to trade with oneself."""

MARKET = "/api/v1/market"
TAKES = f"{MARKET}/{CODE}/takes"
SCRIPT = "<script>alert(1)</script>"
OVERFLOWS = (10**30, -1, 0, "1e400", "NaN", 1.5, None, [], {}, True, SCRIPT, "\0")
TEXTS = ("", "x" * 5_000, None, [], {}, 7, "\0")
TOKENS: "WeakKeyDictionary[FlaskClient, str]" = WeakKeyDictionary()


def ledger(venue: Venue) -> dict[str, tuple[int, ...]]:
    """How many rows each table of the world has, and what accounts hold and set aside."""
    with reading(venue.world) as session:
        connection = session.connection()
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).scalars()
        found = {
            name: (int(connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()),)
            for name in tables.all()
            if name not in RECORDS_OF_ASKING
        }
        sums = "SELECT sum(quantity), sum(abs(quantity)), sum(reserved) FROM holding"
        found["totals"] = tuple(int(each) for each in connection.execute(text(sums)).one())
        left = "SELECT sum(remaining_t), sum(quantity_t) FROM market_order"
        found["orders"] = tuple(int(each or 0) for each in connection.execute(text(left)).one())
    return found


def call(reader: Reader, method: str, path: str, body: Any = None) -> Any:
    """Call the JSON interface; the token is asked for once, for there are many calls."""
    if reader.client not in TOKENS:
        TOKENS[reader.client] = token(reader.client, ROOM)
    headers = {"X-CSRFToken": TOKENS[reader.client], "Accept-Language": "en"}
    return reader.client.open(path, method=method, json=body, headers=headers)


def check_refused(answer: Any, status: int, number: int) -> None:
    assert answer.status_code == status, answer.text
    error = answer.json["error"]
    assert error["number"] == number
    assert error["rule"]
    assert error["fix"]
    assert error["source"]


@pytest.fixture
def traders(floor: Floor, seller: Reader) -> dict[str, int]:
    """Orders that rest: the seller's own, another's at the best price, and one behind it."""
    lin = floor.venue.trader("lin")
    return {
        "own": floor.offer(seller.trader, 9_801, 10),
        "best": floor.offer(lin, 9_800, 100),
        "behind": floor.offer(lin, 9_802, 100),
    }


ORDER_CASES: list[tuple[str, dict[str, Any], int, int]] = [
    ("one tick below the band", {"price_cny": "88.02"}, 422, 11005),
    ("one tick above the band", {"price_cny": "107.60"}, 422, 11005),
    ("half a tick", {"price_cny": "98.005"}, 422, 11004),
    ("as much as a block", {"quantity_t": 100_000}, 422, 11008),
    ("more than is held", {"quantity_t": 99_999, "price_cny": "98.50"}, 422, 2020),
    ("a limit without a price", {"price_cny": None}, 422, 11002),
    ("a price on a market order", {"order_kind": "market"}, 422, 11003),
    (
        "more cash than is there",
        {"side": "buy", "price_cny": "97.00", "quantity_t": 90_000},
        422,
        11001,
    ),
    ("a trade with oneself", {"side": "buy", "price_cny": "98.05", "quantity_t": 101}, 422, 11010),
    ("an account of another", {"account": "other"}, 403, 1002),
    ("an account nobody has", {"account": "200-0000099-99"}, 404, 2001),
]


def test_an_order_against_the_rules_is_refused_and_nothing_moves(
    floor: Floor, seller: Reader, traders: dict[str, int], subtests: pytest.Subtests
) -> None:
    assert traders
    other = floor.venue.trader("other", cash_fen=0, units_t=0)
    before = ledger(floor.venue)
    for name, changes, status, number in ORDER_CASES:
        body = seller.body(**changes)
        if changes.get("account") == "other":
            body["account"] = other.account
        with subtests.test(name):
            check_refused(call(seller, "POST", ORDERS, body), status, number)
            assert ledger(floor.venue) == before


TAKE_CASES: list[tuple[str, dict[str, Any], int, int]] = [
    ("an own order", {"order": "own"}, 422, 11010),
    ("behind a better price", {"order": "behind"}, 422, 11013),
    ("more than rests", {"order": "best", "quantity_t": 101}, 422, 11014),
    ("an order nobody placed", {"order_id": 2**62}, 404, 10002),
    ("an account of another", {"order": "best", "account": "other"}, 403, 1002),
    ("an account nobody has", {"order": "best", "account": SCRIPT[:24]}, 404, 2001),
]


def test_a_take_against_the_rules_is_refused_and_nothing_moves(
    floor: Floor, seller: Reader, traders: dict[str, int], subtests: pytest.Subtests
) -> None:
    other = floor.venue.trader("other", cash_fen=0, units_t=0)
    before = ledger(floor.venue)
    for name, changes, status, number in TAKE_CASES:
        body = taking(seller.trader, traders[changes.get("order", "best")])
        body |= {field: value for field, value in changes.items() if field != "order"}
        if body["account"] == "other":
            body["account"] = other.account
        with subtests.test(name):
            check_refused(call(seller, "POST", TAKES, body), status, number)
            assert ledger(floor.venue) == before


def taking(trader: Trader, order_id: int, **changes: Any) -> dict[str, Any]:
    """A valid take, with changes."""
    return {
        "client_id": f"take-{order_id}",
        "account": trader.account,
        "order_id": order_id,
        "quantity_t": 5,
    } | changes


def test_what_no_field_can_hold_is_refused_before_it_is_an_order(
    floor: Floor, seller: Reader, traders: dict[str, int], subtests: pytest.Subtests
) -> None:
    valid = {
        ORDERS: seller.body(price_cny="98.50"),
        TAKES: taking(seller.trader, traders["best"]),
    }
    before = ledger(floor.venue)
    for path, field, value in field_cases(valid):
        with subtests.test(f"{path} {field} {value!r:.30}"):
            answer = call(seller, "POST", path, valid[path] | {field: value})
            assert 400 <= answer.status_code < 500
            assert answer.json is not None
            assert answer.json["error"]["sentence"]
    assert ledger(floor.venue) == before


def field_cases(valid: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for path, body in valid.items():
        for field in (*body, "surplus"):
            numbers = field in {"quantity_t", "order_id", "price_cny"}
            for value in OVERFLOWS if numbers else TEXTS:
                if field != "price_cny" or value is not None:
                    yield path, field, value


def test_an_instrument_nobody_lists_is_not_found(
    floor: Floor, seller: Reader, traders: dict[str, int], subtests: pytest.Subtests
) -> None:
    before = ledger(floor.venue)
    body = taking(seller.trader, traders["best"])
    for code in ("CEA-1999", SCRIPT.replace("/", ""), "x" * 300, "碳"):
        with subtests.test(code[:20]):
            order = call(seller, "POST", f"{MARKET}/{code}/orders", seller.body())
            check_refused(order, 404, 10001)
            assert order.mimetype == "application/json"
            check_refused(call(seller, "POST", f"{MARKET}/{code}/takes", body), 404, 10002)
            for path in ("depth", "tape", "candles", "snapshot", "orders"):
                check_refused(call(seller, "GET", f"{MARKET}/{code}/{path}"), 404, 10001)
    assert ledger(floor.venue) == before


def test_a_take_in_the_wrong_book_finds_no_order(
    floor: Floor, seller: Reader, traders: dict[str, int]
) -> None:
    floor.venue.list_instrument("CEA-2025")
    before = ledger(floor.venue)
    answer = call(
        seller, "POST", f"{MARKET}/CEA-2025/takes", taking(seller.trader, traders["best"])
    )
    check_refused(answer, 404, 10002)
    assert ledger(floor.venue) == before


def test_orders_of_others_are_not_cancelled_and_cancelled_ones_not_twice(
    floor: Floor, seller: Reader, traders: dict[str, int]
) -> None:
    before = ledger(floor.venue)
    for method, path in (("POST", "/cancel"), ("DELETE", "")):
        body = {"client_id": f"c{method}"} if method == "POST" else None
        foreign = f"{MARKET}/orders/{traders['best']}{path}"
        check_refused(call(seller, method, foreign, body), 403, 10003)
        for number in (0, 10**6, 10**18, 10**30):
            answer = call(seller, method, f"{MARKET}/orders/{number}{path}", body)
            check_refused(answer, 404, 10002)
    check_refused(call(seller, "GET", f"{MARKET}/orders/{traders['best']}"), 403, 10003)
    assert ledger(floor.venue) == before
    own = f"{MARKET}/orders/{traders['own']}"
    assert call(seller, "DELETE", own).status_code == 200
    before = ledger(floor.venue)
    check_refused(call(seller, "DELETE", own), 409, 10007)
    check_refused(call(seller, "POST", f"{own}/cancel", {"client_id": "again"}), 409, 10007)
    assert ledger(floor.venue) == before


def test_every_request_sent_twice_happens_once_and_a_changed_one_is_refused(
    floor: Floor, seller: Reader, traders: dict[str, int]
) -> None:
    order = seller.body(price_cny="98.50")
    own = f"{MARKET}/orders/{traders['own']}/cancel"
    requests = [
        (ORDERS, order, {"quantity_t": 501}),
        (TAKES, taking(seller.trader, traders["best"]), {"quantity_t": 6}),
        (own, {"client_id": "cancel"}, {}),
    ]
    for path, body, change in requests:
        first = call(seller, "POST", path, body)
        assert first.status_code == 200
        before = ledger(floor.venue)
        again = call(seller, "POST", path, body)
        assert again.json == first.json | {"replayed": True}
        if change:
            check_refused(call(seller, "POST", path, body | change), 409, 1010)
        assert ledger(floor.venue) == before
    crossed = {"client_id": order["client_id"]}
    check_refused(call(seller, "POST", own, crossed), 409, 1010)


def test_roles_that_do_not_trade_are_refused(floor: Floor, traders: dict[str, int]) -> None:
    before = None
    for role in ("verifier", "regulator"):
        reader = floor.reader(floor.venue.trader(role), role=role)
        before = ledger(floor.venue)
        for path, body in (
            (ORDERS, reader.body()),
            (TAKES, taking(reader.trader, traders["best"])),
            (f"{MARKET}/orders/{traders['best']}/cancel", {"client_id": "c"}),
        ):
            answer = call(reader, "POST", path, body)
            assert answer.status_code == 403
            assert answer.json is not None
            assert answer.json["error"]["number"] in {1001, 1002, 10003}
            assert answer.json["error"]["rule"]
        assert ledger(floor.venue) == before


def test_an_order_taken_meanwhile_is_gone(floor: Floor, seller: Reader, buyer: Reader) -> None:
    number = floor.offer(seller.trader, 9_800, 10)
    late = taking(buyer.trader, number, quantity_t=10, client_id="late")
    floor.venue.take(floor.venue.trader("quick"), number, 10)
    before = ledger(floor.venue)
    check_refused(call(buyer, "POST", TAKES, late), 409, 11011)
    check_refused(call(seller, "DELETE", f"{MARKET}/orders/{number}"), 409, 10007)
    assert ledger(floor.venue) == before


def test_no_route_of_the_venue_moves_anything_for_nonsense(
    app: Flask, floor: Floor, seller: Reader, subtests: pytest.Subtests
) -> None:
    """Each route that changes something, given each body below: refused, and no row is written."""
    floor.offer(seller.trader, 9_801, 10)
    before = ledger(floor.venue)
    bodies = (
        {},
        [],
        "text",
        {"client_id": "x", "surplus": SCRIPT},
        dict.fromkeys(("client_id", "account", "quantity_t", "price_cny"), 10**30),
        dict.fromkeys(("client_id", "account", "quantity_t", "price_cny", "reason"), SCRIPT),
    )
    paths = list(changing_routes(app))
    assert len(paths) > 10
    for method, path in paths:
        for body in bodies:
            with subtests.test(f"{method} {path} {str(body)[:40]}"):
                answer = call(seller, method, path, body)
                assert 400 <= answer.status_code < 500, answer.text
                error = (answer.json or {}).get("error", {})
                assert error.get("sentence")
                assert not error.get("number") or error["rule"]
    assert ledger(floor.venue) == before


def changing_routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Each route of the venue's JSON that changes something, with arguments that name nothing."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(MARKET):
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
            path = re.sub(r"<int:\w+>", "999999", path)
            path = re.sub(r"<\w+>", "CEA-1999", path)
            for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}):
                yield method, path
