"""Closing a contract out after a default: valued at the close, the difference paid or claimed."""

from collections.abc import Mapping
from datetime import date

from market.clearing.defaulting import pay_due
from market.financing import lending, pledge, repo
from market.financing.finding import (
    Moved,
    account_of,
    answer,
    close_fen,
    record_step,
    step_to,
)
from market.financing.marks import owed_on
from market.financing.models import FinancingContract
from market.financing.posting import cash_leg, post_legs, units_leg
from market.financing.states import FinancingKind, FinancingStep, Side
from market.rules.financing_names import KIND_NAMES
from registry.ledger import void
from registry.worlds import Actor, WorldSession


def close_out(
    session: WorldSession,
    contract: FinancingContract,
    day: date,
    failed: Side,
    actor: Actor,
    client_id: str,
) -> Mapping[str, object]:
    """Close a contract out at the close of a day.

    What a side lacks the settlement reserve advances as far as it can; all of it is claimed.

    Args:
        session: the unit of work.
        contract: locked.
        day: whose close counts, and until which interest runs.
        failed: who did not deliver.
        actor: who carries it out.
        client_id: of the command.
    """
    price_fen = close_fen(session, contract.instrument_id, day)
    owed = owed_on(contract, day)
    steps = _CLOSE[FinancingKind(contract.kind)](session, contract, price_fen, owed, client_id)
    step_to(contract, FinancingStep.DEFAULT)
    contract.secured_t = contract.collateral_fen = 0
    contract.reservation_id = contract.call_due_on = None
    contract.closed_at = session.clock.now()
    for moved in steps:
        moved.failed, moved.price_fen = failed, price_fen
        record_step(session, contract, FinancingStep.DEFAULT, actor, moved)
    return {**answer(contract), "failed": failed.value, "price_fen": price_fen}


def _close_repo(
    session: WorldSession, contract: FinancingContract, price_fen: int, owed: int, client_id: str
) -> list[Moved]:
    """Leave the units with the buyer; the difference goes to whom it belongs."""
    netted = repo.close_out(owed, contract.secured_t, price_fen)
    if netted.from_seller_fen:
        return [_collect(session, contract, Side.GIVER, netted.from_seller_fen, client_id)]
    if netted.from_buyer_fen:
        return [_collect(session, contract, Side.TAKER, netted.from_buyer_fen, client_id)]
    return [Moved()]


def _close_pledge(
    session: WorldSession, contract: FinancingContract, price_fen: int, owed: int, client_id: str
) -> list[Moved]:
    """Hand the creditor units up to the debt, free the others, collect what is left."""
    realised = pledge.realise(owed, contract.secured_t, price_fen)
    reserved = contract.reservation_id
    assert reserved is not None
    steps = []
    if realised.taken_t:
        legs = (units_leg(session, contract, Side.GIVER, realised.taken_t, reserved),)
        id_ = post_legs(session, contract, legs, client_id)
        steps.append(Moved(transaction_id=id_, units_to_taker_t=realised.taken_t))
    if realised.released_t:
        void(session, reserved)
    if realised.residual_fen:
        steps.append(_collect(session, contract, Side.GIVER, realised.residual_fen, client_id))
    return steps


def _close_lending(
    session: WorldSession, contract: FinancingContract, price_fen: int, owed: int, client_id: str
) -> list[Moved]:
    """Pay the lender the units' value and the fee out of the collateral, collect what is left."""
    cashed = lending.cash_out(contract.quantity_t, price_fen, owed, contract.collateral_fen)
    reserved = contract.reservation_id
    assert reserved is not None
    legs = (cash_leg(contract, Side.TAKER, cashed.from_collateral_fen, reserved),)
    id_ = post_legs(session, contract, legs, client_id)
    steps = [Moved(transaction_id=id_, cash_to_taker_fen=-cashed.from_collateral_fen)]
    if cashed.released_fen:
        void(session, reserved)
    if cashed.residual_fen:
        steps.append(_collect(session, contract, Side.TAKER, cashed.residual_fen, client_id))
    return steps


_CLOSE = {
    FinancingKind.REPO: _close_repo,
    FinancingKind.PLEDGE: _close_pledge,
    FinancingKind.LENDING: _close_lending,
}


def _collect(
    session: WorldSession, contract: FinancingContract, payer: Side, amount_fen: int, client_id: str
) -> Moved:
    """Let a side pay what it can; the reserve advances the rest, and it is claimed."""
    paid = pay_due(
        session,
        account_of(contract, payer),
        account_of(contract, payer.other),
        amount_fen,
        f"{KIND_NAMES[contract.kind]['zh']}违约平仓 {KIND_NAMES[contract.kind]['en']} closed out",
        contract.number,
        client_id=client_id,
    )
    sign = 1 if payer is Side.GIVER else -1
    return Moved(
        transaction_id=paid.transaction_id,
        cash_to_taker_fen=sign * paid.paid_fen,
        claim_fen=amount_fen - paid.own_fen,
    )
