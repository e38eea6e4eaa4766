"""Accepting an offer: the contract begins, and its first legs are settled in the same moment."""

from collections.abc import Mapping
from datetime import timedelta

from market.clearing.defaulting import check_may_trade
from market.financing import lending, pledge, repo
from market.financing.amounts import check_lendable, collateral_fen
from market.financing.commands import AcceptFinancing
from market.financing.finding import (
    Moved,
    answer,
    check_acts,
    find_contract,
    instrument_of,
    previous_close_fen,
    record_step,
    step_to,
)
from market.financing.models import FinancingContract
from market.financing.offers import lent_value_fen, open_instrument
from market.financing.posting import cash_leg, post_legs, set_aside, units_leg
from market.financing.states import (
    FinancingKind,
    FinancingState,
    FinancingStep,
    Side,
    next_state,
)
from market.rules.refused_financing import OfferExpired
from market.venue.days import latest_day
from market.venue.finding import rules_of
from market.venue.resale import check_resale_today
from registry.ledger import CASH_UNIT_TYPE_ID
from registry.rules import working_calendar
from registry.worlds import Actor, WorldSession


def accept(session: WorldSession, command: AcceptFinancing, actor: Actor) -> Mapping[str, object]:
    """Accept an offer and settle the start of the contract.

    Raises:
        UnknownContract, RoleMissing, NotYourContract, StepOfOtherParty, OrderNeedsFullMandate: it
        is not the actor's to accept.
        ContractInOtherState, OfferExpired: it is no longer open.
        TradingBlocked: one of the two owes a claim.
        TradingPaused, InstrumentClosed: its units are not traded now.
        SameDayResale: units of a repo were bought today.
        LoanAboveHaircut, ContractAmountOutOfRange: the price has moved too far since the offer.
        ContractCashShort, InsufficientUnits, AccountNotOpen: a side cannot deliver.
    """
    contract = find_contract(session, command.contract, lock=True)
    side = Side(contract.offered_by).other
    check_acts(session, contract, command, actor, side, FinancingStep.ACCEPT)
    next_state(contract.number, FinancingState(contract.state), FinancingStep.ACCEPT)
    if session.clock.today() > contract.offer_until:
        until = contract.offer_until.isoformat()
        raise OfferExpired(contract=contract.number, until=until, field="contract")
    for party_id in (contract.giver_party_id, contract.taker_party_id):
        check_may_trade(session, party_id)
    open_instrument(session, instrument_of(session, contract).code)
    _set_days(session, contract)
    step_to(contract, FinancingStep.ACCEPT)
    price_fen = previous_close_fen(session, contract.instrument_id, session.clock.today())
    moved = _START[FinancingKind(contract.kind)](session, contract, price_fen, command.client_id)
    moved.price_fen = price_fen
    record_step(session, contract, FinancingStep.ACCEPT, actor, moved)
    return answer(contract)


def _set_days(session: WorldSession, contract: FinancingContract) -> None:
    """Let the contract begin today; an end on a day off moves to the next working day."""
    starts_on = session.clock.today()
    calendar = working_calendar(session)
    last = starts_on + timedelta(days=contract.term_days)
    while not calendar.is_working_day(last):
        last += timedelta(days=1)
    contract.starts_on, contract.matures_on = starts_on, last
    contract.term_days = (last - starts_on).days


def _start_repo(
    session: WorldSession, contract: FinancingContract, price_fen: int, client_id: str
) -> Moved:
    """Sell the units: title passes against the price; units bought today are not sold (T+1)."""
    _check_security(contract, price_fen)
    _check_resale(session, contract)
    if contract.rate_ppm is not None:
        contract.return_fen = repo.repurchase_fen(
            contract.principal_fen, contract.rate_ppm, contract.term_days, contract.day_count
        )
    quantity_t = contract.quantity_t
    legs = (
        units_leg(session, contract, Side.GIVER, quantity_t),
        cash_leg(contract, Side.TAKER, contract.principal_fen),
    )
    id_ = post_legs(session, contract, legs, client_id)
    contract.secured_t = quantity_t
    return Moved(
        transaction_id=id_,
        units_to_taker_t=quantity_t,
        cash_to_taker_fen=-contract.principal_fen,
    )


def _start_pledge(
    session: WorldSession, contract: FinancingContract, price_fen: int, client_id: str
) -> Moved:
    """Set the units aside and pay the loan out."""
    _check_security(contract, price_fen)
    assert contract.rate_ppm is not None
    contract.return_fen = pledge.owed_fen(
        contract.principal_fen, contract.rate_ppm, contract.term_days, contract.day_count
    )
    unit_type_id = instrument_of(session, contract).unit_type_id
    set_aside(session, contract, Side.GIVER, unit_type_id, contract.quantity_t)
    contract.secured_t = contract.quantity_t
    legs = (cash_leg(contract, Side.TAKER, contract.principal_fen),)
    id_ = post_legs(session, contract, legs, client_id)
    return Moved(transaction_id=id_, cash_to_taker_fen=-contract.principal_fen)


def _start_lending(
    session: WorldSession, contract: FinancingContract, price_fen: int, client_id: str
) -> Moved:
    """Set the cash collateral aside and hand the units over."""
    assert contract.rate_ppm is not None
    value_fen = lent_value_fen(contract.quantity_t, price_fen, contract.margin_ppm)
    contract.principal_fen = value_fen
    contract.return_fen = value_fen + lending.fee_fen(
        value_fen, contract.rate_ppm, contract.term_days, contract.day_count
    )
    wanted_fen = collateral_fen(contract.quantity_t, price_fen, contract.margin_ppm)
    set_aside(session, contract, Side.TAKER, CASH_UNIT_TYPE_ID, wanted_fen)
    contract.collateral_fen = wanted_fen
    legs = (units_leg(session, contract, Side.GIVER, contract.quantity_t),)
    id_ = post_legs(session, contract, legs, client_id)
    return Moved(transaction_id=id_, units_to_taker_t=contract.quantity_t)


def _check_resale(session: WorldSession, contract: FinancingContract) -> None:
    instrument = instrument_of(session, contract)
    if not rules_of(session, instrument).same_day_resale:
        day = latest_day(session, instrument)
        check_resale_today(session, instrument, day, contract.giver_account_id, contract.quantity_t)


def _check_security(contract: FinancingContract, price_fen: int) -> None:
    check_lendable(
        contract.principal_fen, contract.quantity_t, price_fen, contract.haircut_ppm, "contract"
    )


_START = {
    FinancingKind.REPO: _start_repo,
    FinancingKind.PLEDGE: _start_pledge,
    FinancingKind.LENDING: _start_lending,
}
