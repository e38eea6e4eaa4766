"""Marks of running contracts, calls for more security, and how they are answered."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from market.clearing.cash import Security
from market.financing import lending, pledge, repo
from market.financing.amounts import AMOUNT_FEN_MAX, Mark
from market.financing.commands import MarkFinancing, TopUpFinancing
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
from market.financing.models import FinancingContract, FinancingMark
from market.financing.posting import post_legs, set_aside, units_leg
from market.financing.states import (
    STANDING,
    FinancingKind,
    FinancingState,
    FinancingStep,
    debtor_side,
    next_state,
)
from market.rules.financing_names import STEP_NAMES
from market.rules.refused_financing import ContractNotDue
from registry.ledger import CASH_UNIT_TYPE_ID, QUANTITY_MAX, check_quantity
from registry.rules import working_calendar
from registry.worlds import Actor, Role, WorldSession


def mark(session: WorldSession, command: MarkFinancing, actor: Actor) -> Mapping[str, object]:
    """Mark a contract at the previous close; call for security, or end a call.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownContract, ContractInOtherState: there is nothing to mark.
        ContractNotDue: the day is not today, or it is marked.
    """
    actor.check_role(Role.OPERATOR)
    contract = find_contract(session, command.contract, lock=True)
    next_state(contract.number, FinancingState(contract.state), FinancingStep.MARK)
    today = session.clock.today()
    if command.day != today or _marked(session, contract, command.day):
        raise ContractNotDue(
            contract=contract.number,
            step=STEP_NAMES[FinancingStep.MARK],
            due=today.isoformat(),
            field="day",
        )
    found = mark_on(session, contract, command.day)
    assert contract.id is not None
    session.add(
        FinancingMark(
            contract_id=contract.id,
            business_date=command.day,
            price_fen=found.price_fen,
            value_fen=found.value_fen,
            exposure_fen=found.exposure_fen,
            level_ppm=found.level_ppm,
            missing=found.missing,
        )
    )
    if found.missing and contract.state == FinancingState.RUNNING:
        calendar = working_calendar(session)
        step_to(contract, FinancingStep.CALL)
        contract.call_due_on = calendar.add_working_days(command.day, contract.call_working_days)
        record_step(session, contract, FinancingStep.CALL, actor, Moved(price_fen=found.price_fen))
    else:
        _lift(session, contract, found, actor)
    return {**answer(contract), "missing": found.missing, "level_ppm": found.level_ppm}


def top_up(session: WorldSession, command: TopUpFinancing, actor: Actor) -> Mapping[str, object]:
    """Add security to a contract; enough of it ends a call.

    Raises:
        UnknownContract, RoleMissing, NotYourContract, StepOfOtherParty, OrderNeedsFullMandate,
        ContractInOtherState: it is not the actor's to top up.
        QuantityOutOfRange: the quantity is not possible.
        ContractCashShort, InsufficientUnits, AccountNotOpen: the account cannot deliver it.
    """
    contract = find_contract(session, command.contract, lock=True)
    kind = FinancingKind(contract.kind)
    side = debtor_side(kind)
    check_acts(session, contract, command, actor, side, FinancingStep.TOP_UP)
    step_to(contract, FinancingStep.TOP_UP)
    in_cash = kind is FinancingKind.LENDING
    room = (
        AMOUNT_FEN_MAX - contract.collateral_fen if in_cash else QUANTITY_MAX - contract.secured_t
    )
    quantity = check_quantity(command.quantity, "quantity", room)
    moved = Moved()
    if kind is FinancingKind.REPO:
        legs = (units_leg(session, contract, side, quantity),)
        moved.transaction_id = post_legs(session, contract, legs, command.client_id)
        moved.units_to_taker_t = quantity
        contract.secured_t += quantity
    elif in_cash:
        set_aside(session, contract, side, CASH_UNIT_TYPE_ID, quantity)
        contract.collateral_fen += quantity
    else:
        unit_type_id = instrument_of(session, contract).unit_type_id
        set_aside(session, contract, side, unit_type_id, quantity)
        contract.secured_t += quantity
    record_step(session, contract, FinancingStep.TOP_UP, actor, moved)
    found = mark_on(session, contract, session.clock.today())
    _lift(session, contract, found, actor)
    return {**answer(contract), "missing": found.missing, "level_ppm": found.level_ppm}


def mark_on(session: WorldSession, contract: FinancingContract, day: date) -> Mark:
    """Return a contract at the close before a day."""
    price_fen = previous_close_fen(session, contract.instrument_id, day)
    level_ppm = contract.call_level_ppm
    match FinancingKind(contract.kind):
        case FinancingKind.REPO:
            return repo.mark(owed_on(contract, day), contract.secured_t, price_fen, level_ppm)
        case FinancingKind.PLEDGE:
            return pledge.mark(contract.principal_fen, contract.secured_t, price_fen, level_ppm)
        case FinancingKind.LENDING:
            return lending.mark(
                contract.collateral_fen,
                contract.quantity_t,
                price_fen,
                contract.margin_ppm,
                level_ppm,
            )


def collateral_of(session: WorldSession, account_id: int) -> Security:
    """Return the cash collateral of units that an account has borrowed, and what calls ask."""
    borrowed = select(FinancingContract).where(
        FinancingContract.kind == FinancingKind.LENDING.value,
        col(FinancingContract.state).in_([state.value for state in STANDING]),
        FinancingContract.taker_account_id == account_id,
    )
    contracts, today = session.exec(borrowed).all(), session.clock.today()
    called = [each for each in contracts if each.state == FinancingState.CALLED]
    return Security(
        margin_fen=sum(each.collateral_fen for each in contracts),
        called_fen=sum(mark_on(session, each, today).missing for each in called),
    )


def owed_on(contract: FinancingContract, day: date) -> int:
    """Return what is owed in cash on a day: price or loan with what has run up, or the fee, fen."""
    assert contract.starts_on is not None
    days = max(0, (day - contract.starts_on).days)
    if contract.kind == FinancingKind.REPO:
        return repo.owed_fen(contract.principal_fen, contract.return_fen, days, contract.term_days)
    assert contract.rate_ppm is not None
    terms = (contract.principal_fen, contract.rate_ppm, days, contract.day_count)
    if contract.kind == FinancingKind.PLEDGE:
        return pledge.owed_fen(*terms)
    return lending.fee_fen(*terms)


def _lift(session: WorldSession, contract: FinancingContract, found: Mark, actor: Actor) -> None:
    """End a call that is answered, by security or by the price."""
    if found.missing or contract.state != FinancingState.CALLED:
        return
    step_to(contract, FinancingStep.LIFT)
    contract.call_due_on = None
    record_step(session, contract, FinancingStep.LIFT, actor, Moved(price_fen=found.price_fen))


def _marked(session: WorldSession, contract: FinancingContract, day: date) -> bool:
    statement = select(FinancingMark.id).where(
        FinancingMark.contract_id == contract.id, FinancingMark.business_date == day
    )
    return session.exec(statement).first() is not None
