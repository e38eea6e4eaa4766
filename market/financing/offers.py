"""Offers of financing contracts, inside the caller's unit of work: made, answered, ended."""

from collections.abc import Mapping
from datetime import timedelta

from market.financing import lending, repo
from market.financing.amounts import (
    check_amount,
    check_lendable,
    check_rate,
    check_term,
    collateral_fen,
)
from market.financing.commands import (
    DeclineFinancing,
    ExpireFinancing,
    OfferLending,
    OfferPledge,
    OfferRepo,
    WithdrawFinancing,
)
from market.financing.finding import (
    answer,
    check_acts,
    find_contract,
    own_trading_account,
    previous_close_fen,
    record_step,
    step_to,
)
from market.financing.models import FinancingContract
from market.financing.pledge import owed_fen
from market.financing.rules import OfferedTerms, offered_terms
from market.financing.states import FinancingKind, FinancingState, FinancingStep, Side
from market.rules.financing_names import STEP_NAMES
from market.rules.refused_financing import ContractNotDue, OwnCounterparty
from market.venue.announcements import check_open
from market.venue.finding import find_instrument
from market.venue.models import Instrument
from registry.ledger import UnitKind, check_quantity, find_unit_type
from registry.parties import AccountClosedToUnits, AccountFacts, find_account
from registry.rules import rule_book
from registry.worlds import Actor, Role, WorldSession, next_yearly

PREFIXES = {
    FinancingKind.REPO: "RP",
    FinancingKind.PLEDGE: "PL",
    FinancingKind.LENDING: "LN",
}
UNIT_KINDS = (UnitKind.ALLOWANCE, UnitKind.CREDIT)
Offer = OfferRepo | OfferPledge | OfferLending
_KINDS: Mapping[type[Offer], FinancingKind] = {
    OfferRepo: FinancingKind.REPO,
    OfferPledge: FinancingKind.PLEDGE,
    OfferLending: FinancingKind.LENDING,
}


def offer(session: WorldSession, command: Offer, actor: Actor) -> Mapping[str, object]:
    """Offer a contract to another party; nothing is set aside until it is accepted.

    Raises:
        UnknownInstrument, TradingPaused, InstrumentClosed, WrongUnitKind, ContractNotOffered: no
        such contract, or not now.
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate, TradingBlocked: the
        actor may not offer it.
        AccountClosedToUnits, OwnCounterparty: the other account cannot enter it.
        QuantityOutOfRange, TermOutOfRange, RateOutOfRange, ContractAmountOutOfRange,
        RepurchaseUnclear, LoanAboveHaircut: its terms are not possible.
    """
    kind = _KINDS[type(command)]
    own = own_trading_account(session, command.account, actor, command)
    instrument = open_instrument(session, command.instrument)
    today = session.clock.today()
    terms = offered_terms(rule_book(session), instrument.market, kind, today, instrument.code)
    other = _counterparty(session, command.counterparty, own)
    side = Side(command.side)
    quantity_t = check_quantity(command.quantity_t, "quantity_t")
    check_term(command.term_days, terms.term_days_max)
    price_fen = previous_close_fen(session, instrument.id, today)
    principal_fen, return_fen, rate_ppm = _amounts(command, terms, price_fen)
    giver, taker = (own, other) if side is Side.GIVER else (other, own)
    assert instrument.id is not None
    assert giver.party_id is not None
    assert taker.party_id is not None
    contract = FinancingContract(
        number=next_yearly(session, PREFIXES[kind]),
        kind=kind.value,
        market=instrument.market,
        legal_status=terms.status,
        instrument_id=instrument.id,
        giver_account_id=giver.id,
        taker_account_id=taker.id,
        giver_party_id=giver.party_id,
        taker_party_id=taker.party_id,
        offered_by=side.value,
        quantity_t=quantity_t,
        principal_fen=principal_fen,
        return_fen=return_fen,
        rate_ppm=rate_ppm,
        term_days=command.term_days,
        day_count=terms.day_count,
        haircut_ppm=terms.haircut_ppm,
        margin_ppm=terms.margin_ppm,
        call_level_ppm=terms.call_level_ppm,
        call_working_days=terms.call_working_days,
        state=FinancingState.OFFERED.value,
        offer_until=today + timedelta(days=terms.offer_days),
        offered_at=session.clock.now(),
    )
    record_step(session, contract, FinancingStep.OFFER, actor)
    return answer(contract)


def decline(session: WorldSession, command: DeclineFinancing, actor: Actor) -> Mapping[str, object]:
    """Decline an offer that somebody else made.

    Raises:
        UnknownContract, RoleMissing, NotYourContract, StepOfOtherParty, OrderNeedsFullMandate,
        ContractInOtherState: it is not the actor's to decline, or no longer open.
    """
    contract = find_contract(session, command.contract, lock=True)
    side = Side(contract.offered_by).other
    check_acts(session, contract, command, actor, side, FinancingStep.DECLINE)
    return _end(session, contract, FinancingStep.DECLINE, actor)


def withdraw(
    session: WorldSession, command: WithdrawFinancing, actor: Actor
) -> Mapping[str, object]:
    """Withdraw one's own offer.

    Raises:
        UnknownContract, RoleMissing, NotYourContract, StepOfOtherParty, OrderNeedsFullMandate,
        ContractInOtherState: it is not the actor's to withdraw, or no longer open.
    """
    contract = find_contract(session, command.contract, lock=True)
    side = Side(contract.offered_by)
    check_acts(session, contract, command, actor, side, FinancingStep.WITHDRAW)
    return _end(session, contract, FinancingStep.WITHDRAW, actor)


def expire(session: WorldSession, command: ExpireFinancing, actor: Actor) -> Mapping[str, object]:
    """Let an offer lapse after its last day.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownContract, ContractInOtherState, ContractNotDue: it does not lapse now.
    """
    actor.check_role(Role.OPERATOR)
    contract = find_contract(session, command.contract, lock=True)
    if contract.state == FinancingState.OFFERED and session.clock.today() <= contract.offer_until:
        raise ContractNotDue(
            contract=contract.number,
            step=STEP_NAMES[FinancingStep.EXPIRE],
            due=(contract.offer_until + timedelta(days=1)).isoformat(),
            field="contract",
        )
    return _end(session, contract, FinancingStep.EXPIRE, actor)


def open_instrument(session: WorldSession, code: str) -> Instrument:
    """Return an instrument whose units can be financed.

    Raises:
        UnknownInstrument, WrongUnitKind: there is no such one.
        TradingPaused, InstrumentClosed: it is not traded now.
    """
    instrument = find_instrument(session, code)
    check_open(session, instrument)
    find_unit_type(session, instrument.code, *UNIT_KINDS)
    return instrument


def lent_value_fen(quantity_t: int, price_fen: int, margin_ppm: int) -> int:
    """Return the value of units lent, if value and collateral are amounts a contract can have.

    Raises:
        ContractAmountOutOfRange: one of them is not.
    """
    value_fen = check_amount(quantity_t * price_fen, "quantity_t")
    check_amount(collateral_fen(quantity_t, price_fen, margin_ppm), "quantity_t")
    return value_fen


def _counterparty(session: WorldSession, number: str, own: AccountFacts) -> AccountFacts:
    other = find_account(session, number, "counterparty")
    if other.party_id is None:
        raise AccountClosedToUnits(account=other.number, field="counterparty")
    if other.party_id == own.party_id:
        raise OwnCounterparty(account=other.number, field="counterparty")
    return other


def _amounts(command: Offer, terms: OfferedTerms, price_fen: int) -> tuple[int, int, int | None]:
    """Return the cash of the start, that of the end by the term as offered, and the rate."""
    days, day_count = command.term_days, terms.day_count
    if isinstance(command, OfferLending):
        rate_ppm = check_rate(command.rate_ppm)
        value_fen = lent_value_fen(command.quantity_t, price_fen, terms.margin_ppm)
        return (
            value_fen,
            value_fen + lending.fee_fen(value_fen, rate_ppm, days, day_count),
            rate_ppm,
        )
    if isinstance(command, OfferPledge):
        rate_ppm = check_rate(command.rate_ppm)
        loan_fen = check_amount(command.loan_fen, "loan_fen")
        check_lendable(loan_fen, command.quantity_t, price_fen, terms.haircut_ppm, "loan_fen")
        return loan_fen, owed_fen(loan_fen, rate_ppm, days, day_count), rate_ppm
    return _repo_amounts(command, terms, price_fen)


def _repo_amounts(
    command: OfferRepo, terms: OfferedTerms, price_fen: int
) -> tuple[int, int, int | None]:
    repo.check_repurchase(command.rate_ppm, command.repurchase_price_fen)
    check_amount(command.price_fen, "price_fen")
    sold_fen = check_amount(command.price_fen * command.quantity_t, "price_fen")
    check_lendable(sold_fen, command.quantity_t, price_fen, terms.haircut_ppm, "price_fen")
    if command.rate_ppm is None:
        assert command.repurchase_price_fen is not None
        check_amount(command.repurchase_price_fen, "repurchase_price_fen")
        bought_fen = command.repurchase_price_fen * command.quantity_t
        return sold_fen, check_amount(bought_fen, "repurchase_price_fen"), None
    rate_ppm = check_rate(command.rate_ppm)
    paid_fen = repo.repurchase_fen(sold_fen, rate_ppm, command.term_days, terms.day_count)
    return sold_fen, paid_fen, rate_ppm


def _end(
    session: WorldSession, contract: FinancingContract, step: FinancingStep, actor: Actor
) -> Mapping[str, object]:
    step_to(contract, step)
    contract.closed_at = session.clock.now()
    record_step(session, contract, step, actor)
    return answer(contract)
