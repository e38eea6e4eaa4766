"""Series of futures: listing, offers, answers, margin."""

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import Facts

API = "POST /api/v1/market/contracts"
PAGE = "/market/contracts/series"
LOW_CNY, HIGH_CNY = "90.21", "109.79"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        margin(facts),  # first: what is traded later changes what is owed
        listing(facts),
        offer(facts),
        answer(facts, "accept", Case("one's own offer", {}, 403, 16004, "ann")),
        answer(facts, "end", Case("another's offer", {}, 403, 16004, "cem")),
    )


def listing(facts: Facts) -> Attack:
    """The operator lists a future."""
    return Attack(
        who="operator",
        api=f"{API}/series",
        page=PAGE,
        body={
            "series": "CEA-F2612",
            "contract_kind": "future",
            "instrument": CEA,
            "last_trading_day": "2026-12-10",
            "expires_on": "2026-12-11",
            "settlement": "cash",
        },
        optional=("settlement", "option_type", "strike_cny"),
        harmless={"option_type": (None,), "strike_cny": (None,)},
        typed=("series", "last_trading_day", "expires_on"),
        again={"series": "CEA-F2613"},
        cases=(
            Case("a code that is taken", {"series": facts.numbers["series"]}, 409, 16005),
            Case("a code in small letters", {"series": "cea-f2612"}, 422, 16013),
            Case("days out of order", {"expires_on": "2026-12-09"}, 422, 16015),
            Case("a strike of a future", {"strike_cny": "95.00"}, 422, 16014),
            Case("an unknown instrument", {"instrument": "CEA-1999"}, 404, 10001),
        ),
    )


def offer(facts: Facts) -> Attack:
    """Ann offers to buy of Ben; the band is Tuesday's 100.00 less and plus 10 % of 97.81."""
    accounts = facts.accounts
    return Attack(
        who="ann",
        api=f"{API}/series/<code>/offers",
        page=f"{PAGE}/<code>/offers",
        args={"code": facts.numbers["series"]},
        body={
            "account": accounts["ann"],
            "side": "buy",
            "price_cny": "98.00",
            "contracts": 1,
            "to_account": accounts["ben"],
        },
        typed=("price_cny", "contracts", "to_account"),
        again={"contracts": 2},
        cases=(
            Case("one tick below the band", {"price_cny": LOW_CNY}, 422, 16017),
            Case("one tick above the band", {"price_cny": HIGH_CNY}, 422, 16017),
            Case("half a tick", {"price_cny": "98.005"}, 422, 11004),
            Case("too many", {"contracts": 1_000_000}, 422, 16018),
            Case("with oneself", {"to_account": accounts["ann"]}, 422, 16019),
            Case("with nobody", {"to_account": "nobody"}, 404, 2001),
            Case("an account of another", {"account": accounts["cem"]}, 403, 1002),
        ),
    )


def answer(facts: Facts, step: str, case: Case) -> Attack:
    """Ben answers Ann's offer."""
    return Attack(
        who="ben",
        api=f"{API}/series-offers/<number>/{step}",
        page=f"{PAGE}/<code>/offers/<number>/{step}",
        args={"code": facts.numbers["series"], "number": facts.numbers[f"series.{step}"]},
        body={},
        cases=(case,),
    )


def margin(facts: Facts) -> Attack:
    """Ben posts what his margin call asks for."""
    return Attack(
        who="ben",
        api=f"{API}/margin-calls/<number>",
        page=f"{PAGE}/<code>/margin-calls/<number>",
        args={"code": facts.numbers["series"], "number": facts.numbers["series.call"]},
        body={},
        cases=(Case("the call of another", {}, 403, 1002, "ann"),),
    )
