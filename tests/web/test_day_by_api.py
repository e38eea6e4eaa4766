"""A day on the market through JSON, by a client that sends every request twice: as if once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from registry.ledger import CASH_CODE
from registry.worlds import reading
from tests.market.traders import CEA, assert_sound
from tests.web.market_day import (
    AUCTION_BIDS,
    AUCTION_PRICE,
    AUCTION_T,
    AUCTION_WON_T,
    BLOCK_T,
    CHANGE,
    LISTED,
    LISTED_T,
    MONDAY,
    TOTAL_T,
    TRADER1_CASH,
    TRADER1_T,
    TUESDAY,
    Day,
    begin,
)
from tests.web.trading_floor import Floor, Reader
from web import create_app
from web.installation import Installation
from web.settings import Settings

MARKET = "/market"
ORDERS = f"{MARKET}/{CEA}/orders"
TAKES = f"{MARKET}/{CEA}/takes"
REASONS = {"reason_zh": "系统检修", "reason_en": "Maintenance"}
OUTSIDE_HOURS, SAME_DAY_RESALE, PAUSED = 10011, 11009, 18001


@dataclass
class Sender:
    """Sends each request a number of times with the same client id; the answers must agree."""

    day: Day
    readers: dict[str, Reader]
    times: int
    ids: Iterator[int] = field(default_factory=count)

    def send(self, name: str, path: str, **body: Any) -> Any:
        """Let a participant send a request; return its first answer."""
        given = {"client_id": f"{name}-{next(self.ids)}"} | body
        reader = self.readers[name]
        first = reader.call("POST", f"/api/v1{path}", given)
        for _again in range(self.times - 1):
            again = reader.call("POST", f"/api/v1{path}", given)
            assert again.status_code == first.status_code
            done = {"replayed": True} if first.status_code == 200 else {}
            assert again.json == first.json | done
        return first

    def done(self, name: str, path: str, **body: Any) -> Any:
        """Send what must be accepted."""
        answer = self.send(name, path, **body)
        assert answer.status_code == 200, answer.text
        return answer.json

    def refused(self, number: int, name: str, path: str, **body: Any) -> Any:
        """Send what must be refused by a check."""
        answer = self.send(name, path, **body)
        assert answer.json["error"]["number"] == number, answer.text
        return answer.json["error"]

    def order(self, side: str, price_cny: str, quantity_t: int) -> dict[str, Any]:
        return {"side": side, "price_cny": price_cny, "quantity_t": quantity_t}

    def own(self, name: str) -> dict[str, str]:
        return {"account": self.day.traders[name].account}

    def get(self, name: str, path: str) -> Any:
        answer = self.readers[name].client.get(f"/api/v1{path}")
        assert answer.status_code == 200
        return answer.json


@contextmanager
def senders(url: str, instance: Path, times: int) -> Iterator[Sender]:
    """A day that begins in an installation of its own."""
    postgresql = url if url.startswith("postgres") else ""
    app = create_app(Settings(testing=True, instance=instance, database_url=postgresql))
    installed: Installation = app.extensions["tanlab"]
    installed.worlds.upgrade()
    day = begin(installed.worlds.open())
    floor = Floor(app, day.venue)
    readers = {name: floor.reader(trader) for name, trader in day.traders.items()}
    office = day.venue.trader("office", cash_fen=0, units_t=0)
    readers["operator"] = floor.reader(office, role="operator")
    yield Sender(day, readers, times)
    installed.close()


def hold_auction(sender: Sender) -> dict[str, Any]:
    """Announce before the opening, bid, let the window end; return what everybody reads."""
    sender.day.go_to(MONDAY, "08:30")
    notice = {
        "account": sender.day.reserve,
        "instrument": CEA,
        "quantity_t": AUCTION_T,
        "limit_cny": "95.00",
        "opens_at": f"{MONDAY} 08:30",
        "closes_at": f"{MONDAY} 09:20",
    }
    number = sender.done("operator", f"{MARKET}/auctions", **notice)["auction"]
    for name, bids in AUCTION_BIDS.items():
        rows = [{"price_cny": price, "quantity_t": int(quantity)} for price, quantity in bids]
        path = f"{MARKET}/auctions/{number}/bids"
        sender.done(name, path, bids=rows, **sender.own(name))
    sender.day.go_to(MONDAY, "09:20")
    shown = sender.get("trader1", f"{MARKET}/auctions/{number}")
    return {**shown, "curve": sender.get("trader1", f"{MARKET}/auctions/{number}/curve")}


def trade_listed(sender: Sender) -> None:
    """List, take, pause, resume, match and cancel."""
    cat, ann, ben, dan = (
        sender.own(name) for name in ("emitter", "trader1", "trader2", "developer")
    )
    early = sender.order("sell", "98.00", 1_000)
    sender.refused(OUTSIDE_HOURS, "emitter", ORDERS, **cat, **early)
    sender.day.go_to(MONDAY, "09:30")
    first = sender.done("emitter", ORDERS, **cat, **sender.order("sell", "98.00", 1_000))
    sender.done("trader1", TAKES, **ann, order_id=first["order_id"], quantity_t=400)
    pause = f"{MARKET}/surveillance"
    sender.done("operator", f"{pause}/pause", instrument=CEA, **REASONS)
    wanted = sender.order("buy", "99.00", 700)
    error = sender.refused(PAUSED, "trader2", ORDERS, **ben, **wanted)
    assert "Maintenance" in error["sentence"]
    sender.done("operator", f"{pause}/resume", instrument=CEA, **REASONS)
    sender.done("emitter", ORDERS, **cat, **sender.order("sell", "99.00", 500))
    bought = sender.done("trader2", ORDERS, **ben, **wanted)
    assert [(trade["price_cny"], trade["quantity_t"]) for trade in bought["trades"]] == [
        ("98.00", 600),
        ("99.00", 100),
    ]
    low = sender.done("developer", ORDERS, **dan, **sender.order("sell", "96.50", 300))
    sender.done("trader1", TAKES, **ann, order_id=low["order_id"], quantity_t=200)
    sender.done("developer", f"{MARKET}/orders/{low['order_id']}/cancel")
    resale = sender.order("sell", "98.00", 100)
    sender.refused(SAME_DAY_RESALE, "trader1", ORDERS, **ann, **resale)


def deal_block(sender: Sender) -> dict[str, Any]:
    """Offer to one counterparty, who proposes other terms, which are accepted."""
    blocks = f"{MARKET}/blocks"
    cat, dan = sender.own("emitter"), sender.own("developer")
    terms = {"instrument": CEA, **sender.order("sell", "97.00", 150_000)}
    named = {"counterparty": dan["account"]}
    sender.refused(OUTSIDE_HOURS, "emitter", blocks, **cat, **terms, **named)
    sender.day.go_to(MONDAY, "13:30")
    number = sender.done("emitter", blocks, **cat, **terms, **named)["offer"]
    other = {"price_cny": "95.50", "quantity_t": BLOCK_T}
    countered = sender.done("developer", f"{blocks}/{number}/counters", **dan, **other)
    return dict(
        sender.done("emitter", f"{blocks}/{number}/accept", **cat, round=countered["round"])
    )


def live_through(sender: Sender) -> dict[str, Any]:
    """Let both days pass; return everything that can be read of them afterwards."""
    auction = hold_auction(sender)
    trade_listed(sender)
    block = deal_block(sender)
    sender.day.go_to(MONDAY, "15:05")
    closed = sender.order("buy", "97.85", 1)
    sender.refused(OUTSIDE_HOURS, "trader2", ORDERS, **sender.own("trader2"), **closed)
    monday = sender.get("trader1", f"{MARKET}/bulletins/cn_ets/{MONDAY}")
    sender.day.go_to(TUESDAY, "09:30")
    sale = sender.order("sell", "97.85", 100)
    sender.done("trader1", ORDERS, **sender.own("trader1"), **sale)
    purchase = sender.order("buy", "97.85", 100)
    sold = sender.done("trader2", ORDERS, **sender.own("trader2"), **purchase)
    statements = {
        name: [
            sender.get(name, f"/accounts/{trader.account}/statements/daily?date={each}")
            for each in (MONDAY, TUESDAY)
        ]
        for name, trader in sender.day.traders.items()
    }
    return {
        "auction": auction,
        "block": block,
        "monday": monday,
        "sold": sold["trades"],
        "statements": statements,
        "orders": {name: sender.get(name, f"{MARKET}/orders") for name in statements},
        "tape": sender.get("trader1", f"{MARKET}/{CEA}/tape"),
        "announcements": sender.get("trader1", f"{MARKET}/announcements"),
        "clearing": sender.get("operator", "/clearing"),
        "held": {name: sender.day.venue.held(each) for name, each in sender.day.traders.items()},
        "rows": rows_of(sender.day),
    }


def rows_of(day: Day) -> dict[str, int]:
    """How many rows the ledger and the market have written."""
    tables = ("posting", "ledger_transaction", "trade", "market_order", "market_event", "command")
    with reading(day.world) as session:
        connection = session.connection()
        return {
            name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
            for name in tables
        }


def without_random(value: Any) -> Any:
    """Leave out the numbers of transactions, which are drawn at random."""
    if isinstance(value, dict):
        return {
            name: without_random(part) for name, part in value.items() if name != "transaction_id"
        }
    return [without_random(part) for part in value] if isinstance(value, list) else value


def check_figures(found: dict[str, Any]) -> None:
    """Compare with the figures that were computed by hand."""
    result = found["auction"]["result"]
    assert (result["price_cny"], result["traded_t"], result["bid_t"]) == (
        AUCTION_PRICE,
        1_000,
        1_501,
    )
    curve = [step["cumulative_t"] for step in found["auction"]["curve"]["steps"]]
    assert curve == [600, 1_201, 1_501]
    for name, won_t in AUCTION_WON_T.items():
        trades = found["statements"][name][0]["trades"]
        assert [each["quantity_t"] for each in trades if each["mode"] == "auction"] == [won_t]
    monday = found["monday"]
    assert monday["published_at"]
    prices = monday["prices"]
    assert {name: prices[f"{name}_cny"] for name in LISTED} == LISTED
    assert prices["change_pct"] == CHANGE
    assert {
        mode: (part["volume"], part["turnover_cny"]) for mode, part in monday["traded"].items()
    } == {
        "listed": (LISTED_T, "127200.00"),
        "block": (BLOCK_T, "11460000.00"),
        "auction": (AUCTION_T, "97000.00"),
        "total": (TOTAL_T, "11684200.00"),
    }
    cash, units = found["statements"]["trader1"][0]["balances"]
    assert (cash["opening"], cash["closing"]) == (100_000_000, 87_667_781)
    assert f"{cash['closing'] / 100:,.2f}" == TRADER1_CASH
    assert (units["opening"], units["closing"]) == (0, TRADER1_T)
    # 97.85 × 100 = 9,785.00, less a fee of 9.78; 1,267 t less 100 t.
    assert found["held"]["trader1"] == {CASH_CODE: (87_667_781 + 978_500 - 978, 0), CEA: (1_167, 0)}


def test_a_day_of_requests_sent_twice_is_the_day_of_those_sent_once(
    new_catalogue_url: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> None:
    days = []
    for times in (1, 2):
        with new_catalogue_url() as url, senders(url, tmp_path / f"times{times}", times) as sender:
            found = live_through(sender)
            assert_sound(sender.day.venue)
        check_figures(found)
        days.append(without_random(found))
    assert days[0] == days[1]
