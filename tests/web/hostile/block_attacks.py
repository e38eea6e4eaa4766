"""Block offers and the steps of their negotiation."""

from typing import Any

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import UNITS_T, Facts

API = "POST /api/v1/market/blocks"
PAGE = "/market/blocks"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        offer(facts),
        counter(facts),
        answer(facts, "accept"),
        answer(facts, "decline"),
        withdraw(facts),
    )


def terms() -> tuple[Case, ...]:
    """What breaks the rules of blocks: 97.81 ± 30 % is 68.47 to 127.15, from 100,000 t on."""
    return (
        Case("one tick below the band", {"price_cny": "68.46"}, 422, 11005),
        Case("one tick above the band", {"price_cny": "127.16"}, 422, 11005),
        Case("half a tick", {"price_cny": "97.815"}, 422, 11004),
        Case("less than a block", {"quantity_t": 99_999}, 422, 11007),
    )


def offer(facts: Facts) -> Attack:
    """Ann offers Ben the least that a block may be."""
    accounts = facts.accounts
    return Attack(
        who="ann",
        api=API,
        page=PAGE,
        body={
            "account": accounts["ann"],
            "instrument": CEA,
            "side": "sell",
            "price_cny": "97.81",
            "quantity_t": 100_000,
            "counterparty": accounts["ben"],
        },
        optional=("counterparty",),
        typed=("price_cny", "quantity_t", "counterparty"),
        again={"price_cny": "97.82"},
        cases=(
            *terms(),
            Case("more than is held", {"quantity_t": UNITS_T + 1}, 422, 2020),
            Case("with oneself", {"counterparty": accounts["ann"]}, 422, 12007),
            Case("with nobody", {"counterparty": "nobody"}, 404, 2001),
            Case("an account of another", {"account": accounts["ben"]}, 403, 1002),
            Case("an unknown instrument", {"instrument": "CEA-1999"}, 404, 10001),
        ),
    )


def counter(facts: Facts) -> Attack:
    """Ben proposes other terms."""
    return Attack(
        who="ben",
        api=f"{API}/<number>/counters",
        page=f"{PAGE}/<number>/counter",
        args={"number": facts.numbers["block.counter"]},
        body={
            "account": facts.accounts["ben"],
            "price_cny": "95.00",
            "quantity_t": 100_000,
        },
        typed=("price_cny", "quantity_t"),
        again={"price_cny": "95.01"},
        cases=(
            *terms(),
            Case("an account of another", {"account": facts.accounts["ann"]}, 403, 1002),
            ended(facts),
        ),
    )


def ended(facts: Facts) -> Case:
    number = facts.numbers["block.ended"]
    return Case("an offer taken back", {}, 409, 12003, args={"number": number})


def answer(facts: Facts, step: str) -> Attack:
    """Ben answers what Ann proposed."""
    ann: dict[str, Any] = {"account": facts.accounts["ann"]}
    return Attack(
        who="ben",
        api=f"{API}/<number>/{step}",
        page=f"{PAGE}/<number>/{step}",
        args={"number": facts.numbers[f"block.{step}"]},
        body={"account": facts.accounts["ben"], "round": 1},
        again={"round": 2},
        cases=(
            Case("a round that never was", {"round": 7}, 409, 12004),
            ended(facts),
            Case("one's own terms", ann, 422, 12008, "ann"),
            Case("an account of another", ann, 403, 1002),
        ),
    )


def withdraw(facts: Facts) -> Attack:
    """Ann takes her offer back."""
    ben = {"account": facts.accounts["ben"]}
    return Attack(
        who="ann",
        api=f"{API}/<number>/withdraw",
        page=f"{PAGE}/<number>/withdraw",
        args={"number": facts.numbers["block.withdraw"]},
        body={"account": facts.accounts["ann"]},
        again=ben,
        cases=(
            Case("nothing proposed", ben, 409, 12006, "ben"),
            ended(facts),
            Case("an account of another", ben, 403, 1002),
        ),
    )
