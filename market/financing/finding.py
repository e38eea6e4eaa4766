"""Contracts by number, who may act on them, prices and calendars around them, what is recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from market.clearing.defaulting import check_may_trade
from market.financing.models import FinancingContract, FinancingEvent
from market.financing.rules import settlement_time
from market.financing.states import FinancingState, FinancingStep, Side, next_state
from market.rules.errors import OrderNeedsFullMandate
from market.rules.financing_names import SIDE_NAMES, STEP_NAMES
from market.rules.refused_financing import NotYourContract, StepOfOtherParty, UnknownContract
from market.venue.models import Instrument, TradingDay
from registry.control import acts_alone
from registry.parties import AccountFacts, find_own_account
from registry.rules import rule_book
from registry.worlds import (
    DISPOSING,
    MARKET_ZONE,
    WORLD_METADATA,
    Actor,
    Command,
    Role,
    WorldSession,
)

NUMBER_CHARACTERS_MAX = 20
OVERSEEING = frozenset({Role.OPERATOR, Role.REGULATOR})


@dataclass(slots=True, kw_only=True)
class Moved:
    """What a step moved, from giver to taker, and what it left owed.

    Args:
        transaction_id: of the ledger; None where nothing moved in a transaction of its own.
        units_to_taker_t: t.
        cash_to_taker_fen: fen.
        price_fen: the price it was valued at, fen per t.
        claim_fen: what is still owed, fen.
        failed: which side did not deliver.
    """

    transaction_id: str | None = None
    units_to_taker_t: int = 0
    cash_to_taker_fen: int = 0
    price_fen: int | None = None
    claim_fen: int = 0
    failed: Side | None = None


def find_contract(session: WorldSession, number: str, *, lock: bool = False) -> FinancingContract:
    """Return a contract; locked, it is this unit of work's alone.

    Raises:
        UnknownContract: none has the number.
    """
    known = number.isascii() and number.isprintable() and len(number) <= NUMBER_CHARACTERS_MAX
    statement = select(FinancingContract).where(FinancingContract.number == number)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    contract = session.exec(statement).first() if known else None
    if contract is None:
        raise UnknownContract(contract=number[:NUMBER_CHARACTERS_MAX], field="contract")
    return contract


def check_sees(contract: FinancingContract, actor: Actor) -> None:
    """Refuse one who neither belongs to the contract nor oversees the market.

    Raises:
        NotYourContract: the actor is such a one.
    """
    parties = {contract.giver_party_id, contract.taker_party_id}
    if not parties & actor.seen_ids and not OVERSEEING & actor.roles:
        raise NotYourContract(contract=contract.number, field="contract")


def check_acts(
    session: WorldSession,
    contract: FinancingContract,
    command: Command,
    actor: Actor,
    side: Side,
    step: FinancingStep,
) -> None:
    """Refuse one who does not act alone for one side of a contract.

    Raises:
        RoleMissing: the actor trades for nobody.
        NotYourContract: it acts for neither side.
        StepOfOtherParty: it acts for the other side.
        OrderNeedsFullMandate: its mandate only initiates.
    """
    actor.check_role(*DISPOSING)
    if not {contract.giver_party_id, contract.taker_party_id} & actor.party_ids:
        raise NotYourContract(contract=contract.number, field="contract")
    party_id = party_of(contract, side)
    if party_id not in actor.party_ids:
        raise StepOfOtherParty(
            contract=contract.number,
            step=STEP_NAMES[step],
            party=SIDE_NAMES[contract.kind, side],
            field="contract",
        )
    if not acts_alone(session, command.kind, party_id, actor):
        number = account_number(session, account_of(contract, side))
        raise OrderNeedsFullMandate(actor=actor.name, account=number, field="contract")


def own_trading_account(
    session: WorldSession, number: str, actor: Actor, command: Command
) -> AccountFacts:
    """Return the account with which an actor may enter a contract.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative, OrderNeedsFullMandate: it may not.
        TradingBlocked: its party owes a claim.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, number, actor)
    if not acts_alone(session, command.kind, account.party_id, actor):
        raise OrderNeedsFullMandate(actor=actor.name, account=account.number, field="account")
    assert account.party_id is not None
    check_may_trade(session, account.party_id)
    return account


def account_of(contract: FinancingContract, side: Side) -> int:
    """Return the id of a side's account."""
    return contract.giver_account_id if side is Side.GIVER else contract.taker_account_id


def party_of(contract: FinancingContract, side: Side) -> int:
    """Return the id of a side's party."""
    return contract.giver_party_id if side is Side.GIVER else contract.taker_party_id


def account_number(session: WorldSession, account_id: int) -> str:
    """Return the number of an account."""
    account = WORLD_METADATA.tables["account"]
    query = select(account.c.number).where(account.c.id == account_id)
    return str(session.connection().execute(query).scalar_one())


def instrument_of(session: WorldSession, contract: FinancingContract) -> Instrument:
    """Return the instrument of a contract's units."""
    instrument = session.get(Instrument, contract.instrument_id)
    assert instrument is not None
    return instrument


def previous_close_fen(session: WorldSession, instrument_id: int | None, day: date) -> int:
    """Return the close before a day, fen per t."""
    row = _day(session, instrument_id, day)
    return row.previous_close_fen if row.business_date == day else row.close_fen


def close_fen(session: WorldSession, instrument_id: int | None, day: date) -> int:
    """Return the close of a day, or of the last one before it, fen per t."""
    return _day(session, instrument_id, day).close_fen


def is_time(session: WorldSession, market: str, day: date) -> bool:
    """Tell whether the hour of settlement of a day has come."""
    hour = settlement_time(rule_book(session), market, day)
    return session.clock.now() >= datetime.combine(day, hour, MARKET_ZONE)


def step_to(contract: FinancingContract, step: FinancingStep) -> None:
    """Take a contract to the state that a step leads to.

    Raises:
        ContractInOtherState: its state does not allow the step.
    """
    state = next_state(contract.number, FinancingState(contract.state), step)
    contract.state = state.value


def record_step(
    session: WorldSession,
    contract: FinancingContract,
    step: FinancingStep,
    actor: Actor,
    moved: Moved | None = None,
) -> None:
    """Record a step of a contract, as the contract is after it."""
    moved = moved or Moved()
    session.add(contract)
    session.flush()
    assert contract.id is not None
    event = FinancingEvent(
        contract_id=contract.id,
        step=step.value,
        state=contract.state,
        actor=actor.name,
        units_to_taker_t=moved.units_to_taker_t,
        cash_to_taker_fen=moved.cash_to_taker_fen,
        secured_t=contract.secured_t,
        collateral_fen=contract.collateral_fen,
        price_fen=moved.price_fen,
        claim_fen=moved.claim_fen,
        failed=moved.failed.value if moved.failed else None,
        transaction_id=moved.transaction_id,
        business_date=session.clock.today(),
        recorded_at=session.clock.now(),
    )
    session.add(event)
    session.flush()


def answer(contract: FinancingContract) -> dict[str, object]:
    """Return what every command on a contract answers."""
    return {
        "contract": contract.number,
        "kind": contract.kind,
        "state": contract.state,
        "legal_status": contract.legal_status,
        "quantity_t": contract.quantity_t,
        "principal_fen": contract.principal_fen,
        "return_fen": contract.return_fen,
        "secured_t": contract.secured_t,
        "collateral_fen": contract.collateral_fen,
        "matures_on": contract.matures_on.isoformat() if contract.matures_on else None,
    }


def _day(session: WorldSession, instrument_id: int | None, day: date) -> TradingDay:
    statement = (
        select(TradingDay)
        .where(TradingDay.instrument_id == instrument_id, col(TradingDay.business_date) <= day)
        .order_by(col(TradingDay.business_date).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.exec(statement).one()
