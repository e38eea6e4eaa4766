"""Orders, takes and cancels of listed trading."""

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import PAUSED, Facts

API = "/api/v1/market"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (order(facts), take(facts), cancel(facts), delete(facts))


def order(facts: Facts) -> Attack:
    """A sale of Ann; the band of the day is 88.03 to 107.59."""
    accounts = facts.accounts
    poor = {"account": accounts["gil"]}
    return Attack(
        who="ann",
        api=f"POST {API}/<code>/orders",
        page="/market/<code>/orders",
        args={"code": CEA},
        body={
            "account": accounts["ann"],
            "side": "sell",
            "order_kind": "limit",
            "price_cny": "98.50",
            "quantity_t": 500,
        },
        optional=("order_kind",),
        typed=("price_cny", "quantity_t"),
        again={"quantity_t": 501},
        cases=(
            Case("one tick below the band", {"price_cny": "88.02"}, 422, 11005),
            Case("one tick above the band", {"price_cny": "107.60"}, 422, 11005),
            Case("price and quantity crossed", {"price_cny": "500", "quantity_t": 98}, 422, 11005),
            Case("half a tick", {"price_cny": "98.005"}, 422, 11004),
            Case("as much as a block", {"quantity_t": 100_000}, 422, 11008),
            Case("a limit without a price", {"price_cny": None}, 422, 11002),
            Case("a price on a market order", {"order_kind": "market"}, 422, 11003),
            Case("more than is held", poor | {"quantity_t": 101}, 422, 2020, "gil"),
            Case(
                "more cash than is there",
                poor | {"side": "buy", "price_cny": "97.00", "quantity_t": 2},
                422,
                11001,
                "gil",
            ),
            Case(
                "a trade with oneself",
                {"side": "buy", "price_cny": "98.05", "quantity_t": 101},
                422,
                11010,
                noted=True,
            ),
            Case("an account of another", {"account": accounts["ben"]}, 403, 1002),
            Case("an account nobody has", {"account": "200-0000099-99"}, 404, 2001),
            Case("a defaulter", {"account": accounts["eve"]}, 403, 14002, "eve"),
            Case("a paused instrument", {}, 409, 18001, args={"code": PAUSED}),
            Case("a name of the house's own", {"client_id": "self-trade:1"}, 422, 1016),
        ),
    )


def take(facts: Facts) -> Attack:
    """Ben takes a part of Dan's order at the best price."""
    accounts, numbers = facts.accounts, facts.numbers
    return Attack(
        who="ben",
        api=f"POST {API}/<code>/takes",
        page="/market/<code>/takes",
        args={"code": CEA},
        body={"account": accounts["ben"], "order_id": numbers["order.best"], "quantity_t": 5},
        typed=("quantity_t",),
        again={"quantity_t": 6},
        cases=(
            Case("an own order", {"account": accounts["dan"]}, 422, 11010, "dan", noted=True),
            Case("behind a better price", {"order_id": numbers["order.behind"]}, 422, 11013),
            Case("more than rests", {"quantity_t": 101}, 422, 11014),
            Case("an order nobody placed", {"order_id": 2**62}, 404, 10002),
            Case("an account of another", {"account": accounts["ann"]}, 403, 1002),
            Case("an account nobody has", {"account": "nobody"}, 404, 2001),
            Case("the wrong book", {}, 404, 10002, args={"code": PAUSED}),
        ),
    )


def cancel(facts: Facts) -> Attack:
    """Ann cancels an order."""
    best = {"order_id": facts.numbers["order.best"]}
    return Attack(
        who="ann",
        api=f"POST {API}/orders/<order_id>/cancel",
        page="/market/<code>/orders/<order_id>/cancel",
        args={"code": CEA, "order_id": facts.numbers["order.cancel"]},
        body={},
        optional=("client_id",),
        cases=(Case("an order of another", {}, 403, 10003, args=best),),
    )


def delete(facts: Facts) -> Attack:
    """The same without a client id."""
    best = {"order_id": facts.numbers["order.best"]}
    return Attack(
        who="ann",
        api=f"DELETE {API}/orders/<order_id>",
        args={"order_id": facts.numbers["order.delete"]},
        body={},
        once=True,
        cases=(Case("an order of another", {}, 403, 10003, args=best),),
    )
