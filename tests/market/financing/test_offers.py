"""Offers and their answers: who may do what, when, and on which terms."""

from dataclasses import replace
from typing import Any

import pytest

from market.clearing.refused_clearing import TradingBlocked
from market.financing import ExpireFinancing, MarkFinancing, Side, financing_contract
from market.financing.offers import PREFIXES
from market.rules import Side as OrderSide
from market.rules.errors import InstrumentClosed, OrderNeedsFullMandate, UnknownInstrument
from market.rules.refused_financing import (
    ContractAmountOutOfRange,
    ContractCashShort,
    ContractInOtherState,
    ContractNotDue,
    ContractNotOffered,
    LoanAboveHaircut,
    NotYourContract,
    OfferExpired,
    OwnCounterparty,
    RateOutOfRange,
    RepurchaseUnclear,
    StepOfOtherParty,
    TermOutOfRange,
    UnknownContract,
)
from market.rules.refused_orders import SameDayResale
from registry.ledger import AccountNotOpen, InsufficientUnits
from registry.parties import AccountClosedToUnits
from registry.worlds import (
    Actor,
    IdempotencyConflict,
    NotRepresentative,
    QuantityOutOfRange,
    RegistryError,
    Role,
    RoleMissing,
    UnknownAccount,
    reading,
)
from tests.checked import passes, trips
from tests.market.financing.desks import Desk
from tests.market.traders import OPERATOR, STRANGER, Trader, set_status

BIG = 10**18


@passes(
    ContractNotOffered,
    OwnCounterparty,
    TermOutOfRange,
    RateOutOfRange,
    ContractAmountOutOfRange,
    RepurchaseUnclear,
    LoanAboveHaircut,
    UnknownContract,
    NotYourContract,
    StepOfOtherParty,
    ContractInOtherState,
    OfferExpired,
    ContractCashShort,
)
@pytest.mark.parametrize("kind", PREFIXES)
@pytest.mark.parametrize("side", [Side.GIVER, Side.TAKER])
def test_either_side_may_offer_and_the_other_accepts(desk: Desk, kind: str, side: Side) -> None:
    number = desk.offer(kind, side=side, quantity_t=100, **SMALL[kind])
    assert number == f"{PREFIXES[kind]}-2026-000001"  # type: ignore[index]
    answering = desk.ben if side is Side.GIVER else desk.ann
    assert desk.step("accept", answering, number)["state"] == "running"
    view = desk.page(number).contract
    assert (view.legal_status, view.market, view.offered_by) == ("educational", "cn_ets", side)
    assert (view.giver.account, view.taker.account) == (desk.ann.account, desk.ben.account)


SMALL: dict[str, dict[str, Any]] = {"repo": {}, "pledge": {"loan_fen": 600_000}, "lending": {}}


@trips(
    ContractNotOffered,
    OwnCounterparty,
    TermOutOfRange,
    RateOutOfRange,
    ContractAmountOutOfRange,
    RepurchaseUnclear,
    LoanAboveHaircut,
)
@pytest.mark.parametrize(
    ("kind", "changes", "refusal"),
    [
        ("repo", {"rate_ppm": 1, "repurchase_price_fen": 7_100}, RepurchaseUnclear),
        ("repo", {"rate_ppm": None}, RepurchaseUnclear),
        ("repo", {"price_fen": 7_825}, LoanAboveHaircut),
        ("repo", {"price_fen": 0}, ContractAmountOutOfRange),
        ("repo", {"price_fen": -1}, ContractAmountOutOfRange),
        ("repo", {"price_fen": BIG}, ContractAmountOutOfRange),
        ("repo", {"rate_ppm": None, "repurchase_price_fen": BIG}, ContractAmountOutOfRange),
        ("repo", {"rate_ppm": None, "repurchase_price_fen": 0}, ContractAmountOutOfRange),
        ("repo", {"rate_ppm": -1}, RateOutOfRange),
        ("repo", {"rate_ppm": 1_000_001}, RateOutOfRange),
        ("repo", {"rate_ppm": BIG}, RateOutOfRange),
        ("repo", {"term_days": 0}, TermOutOfRange),
        ("repo", {"term_days": 366}, TermOutOfRange),
        ("repo", {"term_days": BIG}, TermOutOfRange),
        ("repo", {"quantity_t": 0}, QuantityOutOfRange),
        ("repo", {"quantity_t": BIG}, QuantityOutOfRange),
        ("repo", {"counterparty": "nowhere"}, UnknownAccount),
        ("repo", {"instrument": "SHEA-2024"}, UnknownInstrument),
        ("pledge", {"loan_fen": 68_467_001}, LoanAboveHaircut),
        ("pledge", {"loan_fen": 0}, ContractAmountOutOfRange),
        ("pledge", {"loan_fen": BIG}, ContractAmountOutOfRange),
        ("pledge", {"rate_ppm": -5}, RateOutOfRange),
        ("lending", {"quantity_t": 10**12}, ContractAmountOutOfRange),
        ("lending", {"rate_ppm": BIG}, RateOutOfRange),
    ],
)
def test_impossible_terms_are_refused(
    desk: Desk, kind: str, changes: dict[str, Any], refusal: type[RegistryError]
) -> None:
    with pytest.raises(refusal):
        desk.offer(kind, **changes)
    with pytest.raises(UnknownContract):
        desk.page("RP-2026-000001")


def test_terms_at_their_bounds_are_accepted(desk: Desk) -> None:
    # 80 % of 97.81 is 78.248, 70 % of 978,100.00 is 684,670.00
    desk.offer("repo", price_fen=7_824, term_days=365, rate_ppm=1_000_000)
    desk.offer("pledge", loan_fen=68_467_000, term_days=1, rate_ppm=0)


@trips(OwnCounterparty)
def test_nobody_contracts_with_oneself(desk: Desk) -> None:
    with pytest.raises(OwnCounterparty):
        desk.offer("repo", counterparty=desk.ann.account)
    number = _system_account(desk)
    with pytest.raises(AccountClosedToUnits):
        desk.offer("repo", counterparty=number)


def _system_account(desk: Desk) -> str:
    with reading(desk.venue.world) as session:
        rows = session.connection().exec_driver_sql("SELECT number FROM account WHERE id = 1")
        return str(rows.scalar_one())


@trips(ContractNotOffered)
def test_a_market_offers_only_what_its_rules_name(desk: Desk) -> None:
    set_status(desk.venue, "instrument", "market", "HBEA", "")
    number = desk.offer("repo")
    assert desk.page(number).contract.legal_status == "pilot"
    with pytest.raises(ContractNotOffered, match="offers repo"):
        desk.offer("lending")
    set_status(desk.venue, "instrument", "market", "gec", "")
    with pytest.raises(ContractNotOffered, match="none of these"):
        desk.offer("repo")


def test_only_representatives_of_the_account_offer(desk: Desk) -> None:
    with pytest.raises(NotRepresentative):
        desk.venue.execute(desk.command("repo"), STRANGER)
    with pytest.raises(RoleMissing):
        desk.venue.execute(desk.command("repo"), OPERATOR)
    initiating = replace(
        desk.ann.actor, proposing_ids=frozenset({desk.ann.party_id}), name="half@example.org"
    )
    with pytest.raises(OrderNeedsFullMandate):
        desk.venue.execute(desk.command("repo"), initiating)


def test_a_closed_instrument_is_not_financed(desk: Desk) -> None:
    number = desk.offer("repo")
    set_status(desk.venue, "instrument", "state", "closed", "")
    with pytest.raises(InstrumentClosed):
        desk.offer("repo")
    with pytest.raises(InstrumentClosed):
        desk.step("accept", desk.ben, number)


@trips(UnknownContract, NotYourContract, StepOfOtherParty)
def test_a_contract_is_its_parties_own(desk: Desk, cem: Trader) -> None:
    number = desk.offer("repo")
    for step in ("accept", "decline", "withdraw", "settle"):
        with pytest.raises(NotYourContract):
            desk.step(step, cem, number)
        with pytest.raises(UnknownContract):
            desk.step(step, desk.ann, "RP-2026-000009")
    for step, trader in (("accept", desk.ann), ("decline", desk.ann), ("withdraw", desk.ben)):
        with pytest.raises(StepOfOtherParty):
            desk.step(step, trader, number)
    desk.step("accept", desk.ben, number)
    with pytest.raises(StepOfOtherParty):
        desk.step("settle", desk.ben, number)
    with pytest.raises(StepOfOtherParty):
        desk.top_up(desk.ben, number, 1)
    with reading(desk.venue.world) as session:
        with pytest.raises(NotYourContract):
            financing_contract(session, number, cem.actor)
        regulator = Actor("r@example.org", frozenset({Role.REGULATOR}))
        assert financing_contract(session, number, regulator).contract.own_side is None
        for odd in ("", "RP-2026-000001'--", "合约", "x" * 10_000, "RP\n"):
            with pytest.raises(UnknownContract):
                financing_contract(session, odd, regulator)


@trips(ContractInOtherState)
def test_an_offer_is_answered_once(desk: Desk) -> None:
    for first in ("accept", "decline", "withdraw"):
        number = desk.offer("repo", quantity_t=10)
        answering = desk.ann if first == "withdraw" else desk.ben
        desk.step(first, answering, number)
        before = desk.venue.held(desk.ann), desk.venue.held(desk.ben)
        for step, trader in (
            ("accept", desk.ben),
            ("decline", desk.ben),
            ("withdraw", desk.ann),
        ):
            with pytest.raises(ContractInOtherState):
                desk.step(step, trader, number)
        assert (desk.venue.held(desk.ann), desk.venue.held(desk.ben)) == before


def test_a_repeated_command_moves_nothing_twice(desk: Desk) -> None:
    command = desk.command("repo")
    first = desk.venue.execute(command, desk.ann.actor)
    again = desk.venue.execute(command, desk.ann.actor)
    assert (again.replayed, again.data) == (True, first.data)
    with pytest.raises(IdempotencyConflict):
        desk.venue.execute(replace(command, quantity_t=9_999), desk.ann.actor)
    with pytest.raises(IdempotencyConflict):
        desk.venue.execute(command, desk.ben.actor)


@trips(OfferExpired, ContractNotDue)
def test_an_offer_lapses_after_its_last_day(desk: Desk) -> None:
    number = desk.offer("repo")
    expire = ExpireFinancing(client_id=desk.venue.next_id(), contract=number)
    with pytest.raises(ContractNotDue, match="2026-11-29"):
        desk.venue.execute(expire, OPERATOR)
    desk.clock.set(desk.clock.now().replace(day=29))
    with pytest.raises(OfferExpired, match="2026-11-28"):
        desk.step("accept", desk.ben, number)
    desk.due()
    assert desk.state(number) == "expired"
    with pytest.raises(ContractInOtherState):
        desk.step("accept", desk.ben, number)


@trips(ContractCashShort)
def test_acceptance_needs_units_and_cash_on_both_sides(desk: Desk) -> None:
    poor = desk.venue.trader("Poor", cash_fen=1_000, units_t=5)
    rich, desk.ben = desk.ben, poor
    number = desk.offer("repo")
    with pytest.raises(ContractCashShort, match=r"10\.00 CNY available"):
        desk.step("accept", poor, number)
    assert desk.state(number) == "offered"
    lent = desk.offer("lending")
    with pytest.raises(ContractCashShort):
        desk.step("accept", poor, lent)
    desk.ann, desk.ben = poor, rich
    for kind in ("repo", "pledge", "lending"):
        number = desk.offer(kind)
        with pytest.raises((InsufficientUnits, ContractCashShort)):
            desk.step("accept", rich, number)
    assert desk.venue.held(poor)["CEA-2024"] == (5, 0)


def test_a_price_that_fell_since_the_offer_stops_the_acceptance(desk: Desk) -> None:
    number = desk.offer("repo", price_fen=7_800)
    desk.fall(8_803)
    desk.go(11, 24)
    with pytest.raises(LoanAboveHaircut, match=r"88\.03"):
        desk.step("accept", desk.ben, number)


def test_a_frozen_account_accepts_nothing(desk: Desk) -> None:
    number = desk.offer("pledge")
    set_status(desk.venue, "account", "status", "frozen", f"WHERE number = '{desk.ben.account}'")
    with pytest.raises(AccountNotOpen):
        desk.step("accept", desk.ben, number)
    assert desk.venue.units(desk.ann) == (100_000, 0)


def test_pledged_units_are_not_sold_pledged_or_given_twice(desk: Desk) -> None:
    number = desk.offer("pledge", quantity_t=60_000)
    desk.step("accept", desk.ben, number)
    for kind in ("pledge", "repo", "lending"):
        second = desk.offer(kind, quantity_t=60_000, **LARGE[kind])
        with pytest.raises((InsufficientUnits, ContractCashShort)):
            desk.step("accept", desk.ben, second)
    assert desk.venue.units(desk.ann) == (100_000, 60_000)


LARGE: dict[str, dict[str, Any]] = {
    "pledge": {"loan_fen": 1},
    "repo": {"price_fen": 1},
    "lending": {},
}


@trips(ContractNotDue)
def test_a_contract_is_marked_once_a_day_by_the_operator_only(desk: Desk) -> None:
    number = desk.run("pledge")
    desk.go(11, 24)
    today = desk.clock.today()
    mark = MarkFinancing(client_id=desk.venue.next_id(), contract=number, day=today)
    with pytest.raises(ContractNotDue):
        desk.venue.execute(mark, OPERATOR)
    with pytest.raises(RoleMissing):
        desk.venue.execute(replace(mark, client_id=desk.venue.next_id()), desk.ann.actor)
    assert len(desk.page(number).marks) == 1


def test_top_ups_have_bounds(desk: Desk) -> None:
    number = desk.run("pledge")
    for quantity in (0, -1, BIG):
        with pytest.raises(QuantityOutOfRange):
            desk.top_up(desk.ann, number, quantity)
    with pytest.raises(InsufficientUnits):
        desk.top_up(desk.ann, number, 90_001)
    assert desk.venue.units(desk.ann) == (100_000, 10_000)


def test_one_that_owes_a_claim_enters_no_contract(desk: Desk) -> None:
    desk.ben = desk.venue.trader("Berta", cash_fen=127_153_000, units_t=0)
    desk.run("lending")
    desk.fall(10_759, 11_835, 13_019)
    desk.go(11, 26)
    desk.go(11, 27, 15)
    with pytest.raises(TradingBlocked):
        desk.offer("repo", side=Side.TAKER)
    number = desk.offer("repo")
    with pytest.raises(TradingBlocked):
        desk.step("accept", desk.ben, number)


@trips(SameDayResale)
def test_units_bought_today_are_not_sold_in_a_repo(desk: Desk) -> None:
    desk.ann = desk.venue.trader("Anna", units_t=10)
    desk.venue.place(desk.ben, OrderSide.SELL, 9_781, 50)
    desk.venue.place(desk.ann, OrderSide.BUY, 9_781, 50)
    number = desk.offer("repo", quantity_t=11)
    with pytest.raises(SameDayResale):
        desk.step("accept", desk.ben, number)
    desk.go(11, 24)
    assert desk.step("accept", desk.ben, number)["state"] == "running"
