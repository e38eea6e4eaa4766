"""Auctions: notices, sealed bids and the steps to their end."""

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import SCRIPT, Facts

API = "POST /api/v1/market/auctions"
PAGE = "/market/auctions"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        notice(facts),
        bids(facts),
        withdraw(facts),
        step(facts, "publish", Case("announced", {}, 409, 13008, args=at(facts, "cancel"))),
        step(facts, "close", Case("still open", {}, 409, 13016, args=at(facts, "bids"))),
        cancel(facts),
    )


def at(facts: Facts, name: str) -> dict[str, object]:
    return {"number": facts.numbers[f"auction.{name}"]}


NOTICE_OPTIONAL = (
    "side",
    "minimum_t",
    "pricing",
    "at_margin",
    "limit_cny",
    "limit_public",
    "eligibility",
    "invited",
    "bid_min_t",
    "bid_max_t",
    "deposit_pct",
    "note",
)
NOTICE_TYPED = (
    "quantity_t",
    "minimum_t",
    "limit_cny",
    "opens_at",
    "closes_at",
    "invited",
    "bid_min_t",
    "bid_max_t",
    "deposit_pct",
    "note",
)


def notice(facts: Facts) -> Attack:
    """The operator announces a sale of the reserve for an hour later."""
    return Attack(
        who="operator",
        api=API,
        page=PAGE,
        body={
            "account": facts.accounts["reserve"],
            "instrument": CEA,
            "side": "sell",
            "quantity_t": 100,
            "minimum_t": 0,
            "pricing": "uniform",
            "at_margin": "pro_rata",
            "limit_cny": "90.00",
            "limit_public": True,
            "opens_at": "2026-11-25 11:00",
            "closes_at": "2026-11-25 12:00",
            "eligibility": "all",
            "invited": "",
            "bid_min_t": 1,
            "bid_max_t": 0,
            "deposit_pct": 100,
            "note": SCRIPT,
        },
        optional=NOTICE_OPTIONAL,
        harmless={"minimum_t": (0,), "limit_cny": (0,), "bid_max_t": (0,)},
        typed=NOTICE_TYPED,
        again={"quantity_t": 101},
        cases=(
            Case("a window that is past", {"opens_at": "2026-11-24 09:00"}, 422, 13004),
            Case("a window without end", {"closes_at": "2026-11-25 11:00"}, 422, 13004),
            Case("a least above the whole", {"minimum_t": 101}, 422, 2010),
            Case("a least above the most", {"bid_min_t": 51, "bid_max_t": 50}, 422, 2010),
            Case("a purchase at any price", {"side": "buy", "limit_cny": "0"}, 422, 13006),
            Case("half a tick", {"limit_cny": "90.005"}, 422, 11004),
            Case("more than is held", {"quantity_t": 10_001}, 422, 2020),
            Case("a guest nobody knows", {"eligibility": "list", "invited": "x"}, 404, 2001),
            Case("an account of another", {"account": facts.accounts["ann"]}, 403, 13007),
            Case("an unknown instrument", {"instrument": "CEA-1999"}, 404, 10001),
        ),
    )


def bids(facts: Facts) -> Attack:
    """Ben bids for 100 t that are not sold below 90.00."""
    return Attack(
        who="ben",
        api=f"{API}/<number>/bids",
        page=f"{PAGE}/<number>/bids",
        args=at(facts, "bids"),
        body={
            "account": facts.accounts["ben"],
            "bids": [{"price_cny": "95.00", "quantity_t": 10}],
        },
        typed=("bids",),
        again={"bids": [{"price_cny": "95.00", "quantity_t": 11}]},
        cases=(
            sheet("one tick below the reserve", "89.99", 10, 13014),
            sheet("half a tick", "95.005", 10, 11004),
            sheet("a tonne more than is sold", "95.00", 101, 13013),
            Case("an account of another", {"account": facts.accounts["cem"]}, 403, 1002),
            Case("too early", {}, 409, 13009, args=at(facts, "cancel")),
            Case("too late", {}, 409, 13009, args=at(facts, "close")),
        ),
    )


def sheet(name: str, price_cny: str, quantity_t: int, number: int) -> Case:
    rows = [{"price_cny": price_cny, "quantity_t": quantity_t}]
    return Case(name, {"bids": rows}, 422, number)


def withdraw(facts: Facts) -> Attack:
    """Ben takes his bids back."""
    return Attack(
        who="ben",
        api=f"{API}/<number>/withdraw",
        page=f"{PAGE}/<number>/withdraw",
        args=at(facts, "withdraw"),
        body={"account": facts.accounts["ben"]},
        again={"account": facts.accounts["cem"]},
        cases=(
            Case("no bids", {}, 409, 13015, args=at(facts, "bids")),
            Case("an account of another", {"account": facts.accounts["ann"]}, 403, 1002),
        ),
    )


def step(facts: Facts, name: str, case: Case) -> Attack:
    """The operator leads an auction on."""
    return Attack(
        who="operator",
        api=f"{API}/<number>/{name}",
        page=f"{PAGE}/<number>/{name}",
        args=at(facts, name),
        body={},
        cases=(case,),
    )


def cancel(facts: Facts) -> Attack:
    """The operator calls an auction off before its window."""
    return Attack(
        who="operator",
        api=f"{API}/<number>/cancel",
        page=f"{PAGE}/<number>/cancel",
        args=at(facts, "cancel"),
        body={"reason": SCRIPT},
        typed=("reason",),
        again={"reason": "another"},
        cases=(Case("the window is open", {}, 409, 13017, args=at(facts, "bids")),),
    )
