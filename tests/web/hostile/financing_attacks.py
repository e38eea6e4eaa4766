"""Repo, pledge and lending: offers, answers, more security, settlement."""

from typing import Any

from tests.market.traders import CEA
from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import Facts

API = "POST /api/v1/market/contracts"
PAGE = "/market/contracts"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        repo(facts),
        offer(
            facts,
            "pledge",
            {"loan_cny": "5000.00", "rate_pct": "4.35"},
            Case("more than the units secure", {"loan_cny": "999999"}, 422, 15013),
        ),
        offer(facts, "lending", {"rate_pct": "4.35"}),
        step(facts, "accept", "ben", Case("one's own offer", {}, 403, 15003, "ann")),
        step(facts, "decline", "ben", Case("one's own offer", {}, 403, 15003, "ann")),
        step(facts, "withdraw", "ann", Case("another's offer", {}, 403, 15003, "ben")),
        step(facts, "settle", "ann", Case("not running", {}, 409, 15004, args=at(facts, "accept"))),
        top_up(facts),
    )


def at(facts: Facts, name: str) -> dict[str, object]:
    return {"number": facts.numbers[f"contract.{name}"]}


def offer(facts: Facts, kind: str, terms: dict[str, Any], *cases: Case, **more: Any) -> Attack:
    """Ann offers Ben 100 t for 30 days on some terms."""
    accounts = facts.accounts
    return Attack(
        who="ann",
        api=f"{API}/{kind}",
        page=f"{PAGE}/new/{kind}",
        body={
            "account": accounts["ann"],
            "counterparty": accounts["ben"],
            "instrument": CEA,
            "side": "giver",
            "quantity_t": 100,
            "term_days": 30,
            **terms,
        },
        typed=("counterparty", "quantity_t", "term_days", *terms),
        again={"quantity_t": 101},
        cases=(
            Case("a day too long", {"term_days": 366}, 422, 15009),
            Case("with oneself", {"counterparty": accounts["ann"]}, 422, 15008),
            Case("with nobody", {"counterparty": "nobody"}, 404, 2001),
            Case("an account of another", {"account": accounts["cem"]}, 403, 1002),
            Case("an unknown instrument", {"instrument": "CEA-1999"}, 404, 10001),
            *cases,
        ),
        **{"harmless": {"rate_pct": (0,)}, **more},
    )


def repo(facts: Facts) -> Attack:
    """A repo names a rate or the price at which it is bought back, not both."""
    return offer(
        facts,
        "repo",
        {"price_cny": "70.00", "rate_pct": "5.00"},
        Case("neither rate nor price", {"rate_pct": None}, 422, 15012),
        Case("rate and price", {"repurchase_price_cny": "71.00"}, 422, 15012),
        optional=("repurchase_price_cny",),
        harmless={"rate_pct": (0,), "repurchase_price_cny": (None,)},
    )


def step(facts: Facts, name: str, who: str, case: Case) -> Attack:
    """One of the two takes a step."""
    return Attack(
        who=who,
        api=f"{API}/<number>/{name}",
        page=f"{PAGE}/<number>/{name}",
        args=at(facts, name),
        body={},
        cases=(case,),
    )


def top_up(facts: Facts) -> Attack:
    """Ann adds units to her repo."""
    return Attack(
        who="ann",
        api=f"{API}/<number>/top-up",
        page=f"{PAGE}/<number>/top-up",
        args=at(facts, "top-up"),
        body={"amount": "5"},
        typed=("amount",),
        again={"amount": "6"},
        cases=(
            Case("half a unit", {"amount": "0.5"}, 422, 2010),
            Case("more than is held", {"amount": "99999999"}, 422, 2020),
            Case("not running", {}, 409, 15004, args=at(facts, "accept")),
        ),
    )
