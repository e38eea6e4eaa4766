"""The end of financing contracts: settled as agreed, or closed out after a default."""

from collections.abc import Mapping
from datetime import date

from market.clearing.defaulting import end_orders
from market.financing.closing_out import close_out
from market.financing.commands import (
    EnforceFinancing,
    MatureFinancing,
    SettleFinancing,
)
from market.financing.finding import (
    Moved,
    account_of,
    answer,
    check_acts,
    find_contract,
    instrument_of,
    is_time,
    party_of,
    record_step,
    step_to,
)
from market.financing.marks import owed_on
from market.financing.models import FinancingContract
from market.financing.posting import cash_leg, post_legs, units_leg
from market.financing.states import (
    FinancingKind,
    FinancingState,
    FinancingStep,
    Side,
    debtor_side,
    next_state,
)
from market.rules.financing_names import STATE_NAMES, STEP_NAMES
from market.rules.refused_financing import ContractInOtherState, ContractNotDue
from market.venue.resale import available_t
from registry.ledger import CASH_UNIT_TYPE_ID, void
from registry.worlds import Actor, Role, WorldSession


def settle(session: WorldSession, command: SettleFinancing, actor: Actor) -> Mapping[str, object]:
    """Bring the agreed end about: a repo on its last day, a pledge or a loan of units on any day.

    Raises:
        UnknownContract, RoleMissing, NotYourContract, StepOfOtherParty, OrderNeedsFullMandate,
        ContractInOtherState, ContractNotDue: it is not the actor's to settle, or not now.
        ContractCashShort, InsufficientUnits, AccountNotOpen: a side cannot deliver.
    """
    contract = find_contract(session, command.contract, lock=True)
    kind = FinancingKind(contract.kind)
    check_acts(session, contract, command, actor, debtor_side(kind), FinancingStep.SETTLE)
    next_state(contract.number, FinancingState(contract.state), FinancingStep.SETTLE)
    today = session.clock.today()
    assert contract.matures_on is not None
    if kind is FinancingKind.REPO and today < contract.matures_on:
        raise _not_due(contract, FinancingStep.SETTLE, contract.matures_on)
    day = min(today, contract.matures_on)
    return _settle(session, contract, day, actor, command.client_id)


def mature(session: WorldSession, command: MatureFinancing, actor: Actor) -> Mapping[str, object]:
    """Settle a contract on its last day; one that cannot be settled is closed out at the close.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownContract, ContractInOtherState, ContractNotDue: nothing is due.
        AccountNotOpen: an account is frozen; the contract waits.
    """
    actor.check_role(Role.OPERATOR)
    contract = find_contract(session, command.contract, lock=True)
    next_state(contract.number, FinancingState(contract.state), FinancingStep.SETTLE)
    assert contract.matures_on is not None
    day = contract.matures_on
    if not is_time(session, contract.market, day):
        raise _not_due(contract, FinancingStep.SETTLE, day)
    failed = _failing(session, contract, day)
    if failed is None:
        return _settle(session, contract, day, actor, command.client_id)
    return close_out(session, contract, day, failed, actor, command.client_id)


def enforce(session: WorldSession, command: EnforceFinancing, actor: Actor) -> Mapping[str, object]:
    """Close a contract out whose call was not answered by its last day.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownContract, ContractInOtherState, ContractNotDue: no call has run out.
        AccountNotOpen: an account is frozen; the contract waits.
    """
    actor.check_role(Role.OPERATOR)
    contract = find_contract(session, command.contract, lock=True)
    if contract.state != FinancingState.CALLED:
        raise ContractInOtherState(
            contract=contract.number,
            state=STATE_NAMES[contract.state],
            step=STEP_NAMES[FinancingStep.DEFAULT],
            field="contract",
        )
    day = contract.call_due_on
    assert day is not None
    if not is_time(session, contract.market, day):
        raise _not_due(contract, FinancingStep.DEFAULT, day)
    failed = debtor_side(FinancingKind(contract.kind))
    return close_out(session, contract, day, failed, actor, command.client_id)


def _settle(
    session: WorldSession, contract: FinancingContract, day: date, actor: Actor, client_id: str
) -> Mapping[str, object]:
    moved = _END[FinancingKind(contract.kind)](session, contract, day, client_id)
    step_to(contract, FinancingStep.SETTLE)
    contract.secured_t = contract.collateral_fen = 0
    contract.reservation_id = contract.call_due_on = None
    contract.closed_at = session.clock.now()
    record_step(session, contract, FinancingStep.SETTLE, actor, moved)
    return answer(contract)


def _end_repo(
    session: WorldSession, contract: FinancingContract, _day: date, client_id: str
) -> Moved:
    """Buy the units back: all that were delivered, for the agreed amount."""
    legs = (
        units_leg(session, contract, Side.TAKER, contract.secured_t),
        cash_leg(contract, Side.GIVER, contract.return_fen),
    )
    return Moved(
        transaction_id=post_legs(session, contract, legs, client_id),
        units_to_taker_t=-contract.secured_t,
        cash_to_taker_fen=contract.return_fen,
    )


def _end_pledge(
    session: WorldSession, contract: FinancingContract, day: date, client_id: str
) -> Moved:
    """Repay the loan with the interest of the days it ran, and free the units."""
    owed = owed_on(contract, day)
    id_ = post_legs(session, contract, (cash_leg(contract, Side.GIVER, owed),), client_id)
    assert contract.reservation_id is not None
    void(session, contract.reservation_id)
    return Moved(transaction_id=id_, cash_to_taker_fen=owed)


def _end_lending(
    session: WorldSession, contract: FinancingContract, day: date, client_id: str
) -> Moved:
    """Return the units, pay the fee out of the collateral, and free the rest of it."""
    fee = min(owed_on(contract, day), contract.collateral_fen)
    reserved = contract.reservation_id
    assert reserved is not None
    legs = [units_leg(session, contract, Side.TAKER, contract.quantity_t)]
    if fee:
        legs.append(cash_leg(contract, Side.TAKER, fee, reserved))
    id_ = post_legs(session, contract, tuple(legs), client_id)
    if fee < contract.collateral_fen:
        void(session, reserved)
    return Moved(transaction_id=id_, units_to_taker_t=-contract.quantity_t, cash_to_taker_fen=-fee)


_END = {
    FinancingKind.REPO: _end_repo,
    FinancingKind.PLEDGE: _end_pledge,
    FinancingKind.LENDING: _end_lending,
}


def _failing(session: WorldSession, contract: FinancingContract, day: date) -> Side | None:
    """Return the side that lacks what is due; one that lacks it first loses its open orders."""
    unit_type_id = instrument_of(session, contract).unit_type_id
    needs = {
        FinancingKind.REPO: (
            (Side.GIVER, CASH_UNIT_TYPE_ID, contract.return_fen),
            (Side.TAKER, unit_type_id, contract.secured_t),
        ),
        FinancingKind.PLEDGE: ((Side.GIVER, CASH_UNIT_TYPE_ID, owed_on(contract, day)),),
        FinancingKind.LENDING: ((Side.TAKER, unit_type_id, contract.quantity_t),),
    }
    for side, unit_type, quantity in needs[FinancingKind(contract.kind)]:
        account_id = account_of(contract, side)
        if available_t(session, account_id, unit_type) >= quantity:
            continue
        end_orders(session, party_of(contract, side))
        if available_t(session, account_id, unit_type) < quantity:
            return side
    return None


def _not_due(contract: FinancingContract, step: FinancingStep, day: date) -> ContractNotDue:
    return ContractNotDue(
        contract=contract.number, step=STEP_NAMES[step], due=day.isoformat(), field="contract"
    )
