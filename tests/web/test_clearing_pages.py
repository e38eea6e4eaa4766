"""Daily statements, objections, withdrawals and clearing: pages and JSON, honest and hostile."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from market.rules import Side
from registry.worlds import reading
from tests.market.clearing.houses import fund, owe
from tests.web.application import token
from tests.web.trading_floor import Floor, Reader

DESK = "/market/clearing"
API = "/api/v1/clearing"


@pytest.fixture
def ann(floor: Floor) -> Reader:
    """Reads English."""
    return floor.reader(floor.venue.trader("ann"))


@pytest.fixture
def ben(floor: Floor) -> Reader:
    """Reads Chinese."""
    return floor.reader(floor.venue.trader("ben"), language="zh")


@pytest.fixture
def operator(floor: Floor, ann: Reader) -> Reader:
    return floor.reader(ann.trader, role="operator", email="house@example.org")


def today(floor: Floor) -> date:
    with reading(floor.venue.world) as session:
        return session.clock.today()


def daily(reader: Reader, suffix: str = "") -> str:
    return f"/accounts/{reader.trader.account}/statements/daily{suffix}"


def post(reader: Reader, path: str, **fields: Any) -> Any:
    data = {"csrf_token": token(reader.client, DESK), "client_id": uuid4().hex} | fields
    return reader.client.post(path, data=data)


def send(reader: Reader, path: str, **body: Any) -> Any:
    return reader.call("POST", f"/api/v1{path}", {"client_id": uuid4().hex} | body)


def test_a_statement_is_shown_in_both_languages_and_as_files(
    floor: Floor, ann: Reader, ben: Reader
) -> None:
    floor.venue.place(ann.trader, Side.SELL, 9_781, 100)
    floor.venue.place(ben.trader, Side.BUY, 9_781, 100)
    page = ann.client.get(daily(ann)).text
    assert "Preliminary" in page
    assert "1,009,781.00" in page
    assert "978,100" not in page
    shown = ben.client.get(daily(ben)).text
    assert "990,219.00" in shown
    for form in ("csv", "xlsx"):
        answer = ann.client.get(daily(ann, f".{form}"))
        assert answer.status_code == 200
        assert (
            f"statement-{ann.trader.account}-{today(floor)}.{form}"
            in (answer.headers["Content-Disposition"])
        )
    lines = ann.client.get(daily(ann, ".csv")).text.splitlines()
    assert lines[0].startswith("Date,Time,What happened,Unit type")
    assert sum("Closing balance" in line for line in lines) == 2
    assert ",97.81,0.00,9781.00,," in next(line for line in lines if "Sell" in line)
    told = ann.call("GET", f"/api/v1{daily(ann)}").json
    assert [trade["amount_fen"] for trade in told["trades"]] == [978_100]
    assert told["balances"][0]["closing"] == 100_978_100
    assert ann.client.get(daily(ann, ".pdf")).status_code == 404


def test_nobody_reads_the_statement_of_another(floor: Floor, ann: Reader, ben: Reader) -> None:
    stranger = floor.app.test_client()
    for path in (daily(ann), daily(ann, ".csv"), f"/api/v1{daily(ann)}"):
        assert ben.client.get(path).status_code == 403
        assert stranger.get(path).status_code in {303, 401}
    for path in ("/disputes", "/withdrawals"):
        answer = send(ben, f"/accounts/{ann.trader.account}{path}", **_BODIES[path])
        assert answer.status_code == 403
    assert post(ben, daily(ann, "/disputes"), reason="mine").status_code == 403
    withdrawals = f"/accounts/{ann.trader.account}/withdrawals/new"
    assert ben.client.get(withdrawals).status_code == 403
    assert post(ben, withdrawals, amount_cny="1").status_code == 403
    assert floor.venue.cash(ann.trader) == (100_000_000, 0)


_BODIES = {
    "/disputes": {"business_date": "2026-11-21", "reason": "mine"},
    "/withdrawals": {"amount_cny": "1.00"},
}


@pytest.mark.parametrize(
    "day", ["2026-13-01", "x", "9999-12-31", "0001-01-01", "2026-11-21T10:00:00Z' OR 1"]
)
def test_days_that_are_none_are_refused(ann: Reader, day: str) -> None:
    for path in (daily(ann), daily(ann, ".csv"), f"/api/v1{daily(ann)}"):
        answer = ann.client.get(path, query_string={"date": day})
        assert answer.status_code in {404, 422}


def test_an_objection_is_made_and_answered_on_pages(
    floor: Floor, ann: Reader, operator: Reader
) -> None:
    path = daily(ann, "/disputes")
    empty = post(ann, path, reason=" ")
    assert empty.status_code == 422
    assert post(ann, path, reason="Trade 7 is missing <b>!").status_code == 303
    again = post(ann, path, reason="And another.")
    assert again.status_code == 409
    assert "14008" in again.text
    assert "Trade 7 is missing &lt;b&gt;!" in ann.client.get(daily(ann)).text
    desk = operator.client.get(DESK).text
    number = f"DS-{today(floor).year}-000001"
    assert number in desk
    for told in (
        "Share of fees for the settlement reserve",
        "20 %",
        "assumed",
        "futures exchanges",
    ):
        assert told in desk
    answer = f"{DESK}/disputes/{number}/answer"
    assert post(operator, answer, upheld="maybe", note="x").status_code == 422
    assert post(ann, answer, upheld="no", note="x").status_code == 403
    assert post(operator, answer, upheld="no", note="It is on page 2.").status_code == 303
    assert post(operator, answer, upheld="no", note="Twice.").status_code == 409
    assert "It is on page 2." in ann.client.get(daily(ann)).text


def test_objections_come_until_the_next_opening(floor: Floor, ann: Reader) -> None:
    old = (today(floor) - timedelta(days=30)).isoformat()
    late = send(ann, f"/accounts/{ann.trader.account}/disputes", business_date=old, reason="x")
    assert (late.status_code, late.json["error"]["number"]) == (409, 14007)
    ahead = (today(floor) + timedelta(days=1)).isoformat()
    early = send(ann, f"/accounts/{ann.trader.account}/disputes", business_date=ahead, reason="x")
    assert (early.status_code, early.json["error"]["number"]) == (404, 14006)


def test_cash_is_withdrawn_once_and_not_beyond_what_is_free(floor: Floor, ann: Reader) -> None:
    path = f"/accounts/{ann.trader.account}/withdrawals"
    assert "1,000,000.00" in ann.client.get(f"{path}/new").text
    body = {"client_id": "mine-1", "amount_cny": "250000.01"}
    first, again = (ann.call("POST", f"/api/v1{path}", body) for _ in range(2))
    assert (first.json["amount_fen"], first.json["replayed"]) == (25_000_001, False)
    assert again.json["replayed"] is True
    assert again.json["transaction_id"] == first.json["transaction_id"]
    more = ann.call("POST", f"/api/v1{path}", body | {"amount_cny": "1"})
    assert more.status_code == 409
    much = post(ann, f"{path}/new", amount_cny="750000.00")
    assert much.status_code == 422
    assert "14003" in much.text
    assert post(ann, f"{path}/new", amount_cny="749999.99").status_code == 303
    assert floor.venue.cash(ann.trader) == (0, 0)


@pytest.mark.parametrize("amount", ["0", "-1", "1e400", "NaN", "0.001", "99999999999999999", ""])
def test_amounts_that_are_none_are_refused(floor: Floor, ann: Reader, amount: str) -> None:
    path = f"/accounts/{ann.trader.account}/withdrawals"
    assert send(ann, path, amount_cny=amount).status_code == 422
    assert post(ann, f"{path}/new", amount_cny=amount).status_code == 422
    assert floor.venue.cash(ann.trader) == (100_000_000, 0)


def test_a_default_is_seen_by_those_concerned_and_cured_on_the_page(
    floor: Floor, ann: Reader, ben: Reader, operator: Reader
) -> None:
    venue = floor.venue
    fund(venue, 30_000)
    claim = owe(venue, ben.trader, ann.trader, 100_020_000).claim
    assert claim in ben.client.get(DESK).text
    assert claim not in ann.client.get(DESK).text
    blocked = ben.submit(side="sell", price_cny="97.81", quantity_t="10")
    assert "market.trading_blocked" in blocked.text
    seen = operator.call("GET", API).json
    assert seen["house"] == {"fees_fen": 0, "reserve_fen": 10_000, "owed_fen": 20_000}
    assert ben.call("GET", API).json["house"] is None
    deposits = f"{DESK}/deposits"
    assert post(ben, deposits, account=ben.trader.account, amount_cny="1").status_code == 403
    unknown = post(operator, deposits, account="200-9999999-99", amount_cny="1")
    assert unknown.status_code == 404
    assert post(operator, deposits, account=ben.trader.account, amount_cny="200").status_code == 303
    pay = f"{DESK}/claims/{claim}/payments"
    assert post(ann, pay, amount_cny="200").status_code == 403
    assert post(ben, pay, amount_cny="200.01").status_code == 422
    assert post(ben, pay, amount_cny="200").status_code == 303
    again = ben.submit(side="sell", price_cny="97.81", quantity_t="10")
    assert "trading_blocked" not in again.text
    told = send(ben, f"/clearing/claims/{claim}/payments", amount_cny="1")
    assert (told.status_code, told.json["error"]["number"]) == (409, 14004)


def test_the_operator_funds_and_writes_off_and_others_do_not(
    floor: Floor, ann: Reader, ben: Reader, operator: Reader
) -> None:
    body = {"amount_cny": "5.00", "reserve_source": "capital", "reason": "start"}
    assert send(ben, "/clearing/reserve", **body).status_code == 403
    assert send(operator, "/clearing/reserve", **body).json["amount_fen"] == 500
    assert send(operator, "/clearing/reserve", **body | {"reserve_source": "x"}).status_code == 422
    fees = post(operator, f"{DESK}/reserve", **body | {"reserve_source": "fees"})
    assert fees.status_code == 422
    claim = owe(floor.venue, ben.trader, ann.trader, 100_000_900).claim
    write_off = f"/clearing/claims/{claim}/write-off"
    assert send(ben, write_off, reason="please").status_code == 403
    assert send(operator, write_off, reason="bankrupt").json["written_off_fen"] == 900
    assert send(operator, "/clearing/claims/DF-1/write-off", reason="x").status_code == 404


def test_a_visitor_signs_in_first(visitor: Any) -> None:
    assert visitor.get(DESK).status_code == 303
    assert visitor.get(API).status_code == 401
