"""Cash that leaves: what of it may, and paying it out."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from market.clearing.commands import WithdrawCash
from market.clearing.journal import net_traded_fen
from market.clearing.refused_clearing import CashNotWithdrawable, NeedsFullMandate
from market.rules.clearing import withdrawable_fen
from market.rules.orders import cny_text
from market.venue.resale import available_t
from registry.control import acts_alone
from registry.ledger import (
    CASH_UNIT_TYPE_ID,
    Leg,
    SystemAccount,
    Transaction,
    check_quantity,
    post,
)
from registry.parties import AccountFacts, find_own_account
from registry.rules import rule_book
from registry.worlds import DISPOSING, Actor, WorldSession, check_text

CASH_FEN_MAX = 10**15


class Security(NamedTuple):
    """Cash that secures an account's contracts, fen: set aside for them, and called for beyond."""

    margin_fen: int = 0
    called_fen: int = 0


SECURITIES: dict[str, Callable[[WorldSession, int], Security]] = {}
"""What secures an account's contracts, by the area that has them; `market.services` enters them."""


def withdraw_cash(
    session: WorldSession, command: WithdrawCash, actor: Actor
) -> Mapping[str, object]:
    """Pay cash of an account out.

    Raises:
        RoleMissing, UnknownAccount, NotRepresentative, NeedsFullMandate: the actor may not.
        QuantityOutOfRange, TextInvalid: amount or memo cannot be used.
        CashNotWithdrawable: it is set aside, called for, today's proceeds, or not there.
        AccountNotOpen: the account is frozen or closed.
    """
    actor.check_role(*DISPOSING)
    account = find_own_account(session, command.account, actor)
    check_alone(session, command.kind, account, actor)
    amount_fen = check_quantity(command.amount_fen, "amount_fen", CASH_FEN_MAX)
    memo = check_text(command.memo, "memo") if command.memo else ""
    available_fen = available_t(session, account.id, CASH_UNIT_TYPE_ID)
    free_fen = withdrawable(session, account.id, available_fen)
    if amount_fen > free_fen:
        raise CashNotWithdrawable(
            account=account.number,
            asked_cny=cny_text(amount_fen),
            withdrawable_cny=cny_text(free_fen),
            field="amount_fen",
        )
    leg = Leg(account.id, SystemAccount.CASH_SOURCE, CASH_UNIT_TYPE_ID, amount_fen)
    id_ = post(
        session,
        Transaction(kind=command.kind, legs=(leg,), memo=memo, client_id=command.client_id),
    )
    return {"transaction_id": id_, "amount_fen": amount_fen}


def withdrawable(session: WorldSession, account_id: int, available_fen: int) -> int:
    """Return what of an account's available cash may leave today, fen.

    Cash that a margin call asks for stays until the call is answered or has ended; else the
    settlement reserve would pay what its owner took out.

    Args:
        session: the unit of work, or a reading.
        account_id: whose.
        available_fen: what of its cash is not set aside, fen.
    """
    available_fen = max(0, available_fen - security(session, account_id).called_fen)
    today = session.clock.today()
    rules = rule_book(session)
    if not rules.parameter("control", "cash_proceeds_days", today).whole:
        return available_fen
    return withdrawable_fen(available_fen, net_traded_fen(session, account_id, today))


def security(session: WorldSession, account_id: int) -> Security:
    """Return the cash that secures an account's contracts now."""
    parts = [secured(session, account_id) for secured in SECURITIES.values()]
    return Security(
        margin_fen=sum(each.margin_fen for each in parts),
        called_fen=sum(each.called_fen for each in parts),
    )


def check_alone(session: WorldSession, kind: str, account: AccountFacts, actor: Actor) -> None:
    """Refuse one whose mandate only initiates.

    Raises:
        NeedsFullMandate: it does.
    """
    if not acts_alone(session, kind, account.party_id, actor):
        raise NeedsFullMandate(actor=actor.name, account=account.number, field="account")
