"""Issuance: allowances by the operator, credits from a verified report; and cash."""

from typing import NamedTuple

from registry.ledger.balances import Leg, SystemAccount, Transaction
from registry.ledger.commands import DepositCash, IssueAllowances
from registry.ledger.models import Issuance
from registry.ledger.posting import post
from registry.ledger.quotas import QuotaPurpose, consume_quota
from registry.ledger.serials import SerialRange, format_range
from registry.ledger.unit_types import UnitTypeFacts, find_unit_type
from registry.ledger.units import CASH_UNIT_TYPE_ID, UnitKind, check_quantity
from registry.parties.parties import find_receiving_account
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

CASH_FEN_MAX = 10**14
_TAKE_SERIALS = (
    "UPDATE unit_type SET serial_next = serial_next + ? WHERE id = ? RETURNING serial_next"
)


class Issued(NamedTuple):
    """What an issuance created."""

    issuance_id: int
    transaction_id: str
    serials: SerialRange


def issue_allowances(
    session: WorldSession, command: IssueAllowances, actor: Actor
) -> dict[str, object]:
    """Create allowances in an account.

    Raises:
        RoleMissing: the actor is no operator.
        WrongUnitKind: credits come from verified reports, certificates from metered generation.
        QuotaExceeded: the quota of the scheme and vintage is smaller.
        UnknownAccount, UnknownUnitType, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    quantity = check_quantity(command.quantity)
    account = find_receiving_account(session, command.account, "account")
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE)
    issued = issue_units(session, unit_type, account.id, quantity, memo=command.memo)
    return issuance_answer(issued, unit_type, quantity)


def deposit_cash(session: WorldSession, command: DepositCash, actor: Actor) -> dict[str, object]:
    """Credit cash to an account.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownAccount, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    amount = check_quantity(command.amount_fen, "amount_fen", CASH_FEN_MAX)
    account = find_receiving_account(session, command.account, "account")
    leg = Leg(SystemAccount.CASH_SOURCE, account.id, CASH_UNIT_TYPE_ID, amount)
    id_ = post(
        session,
        Transaction(kind=command.kind, legs=(leg,), memo=command.memo, client_id=command.client_id),
    )
    return {"transaction_id": id_, "amount_fen": amount}


def issue_units(  # noqa: PLR0913  the record has this many columns
    session: WorldSession,
    unit_type: UnitTypeFacts,
    account_id: int,
    quantity: int,
    *,
    project_id: int | None = None,
    report_id: int | None = None,
    memo: str = "",
    purpose: QuotaPurpose = QuotaPurpose.ALL,
) -> Issued:
    """Create units with the next serials of their type; checks neither actor nor reason.

    Raises:
        QuotaExceeded: the quota of the scheme and vintage is smaller.
    """
    session.flush()
    after = int(fetch(session, _TAKE_SERIALS, (quantity, unit_type.id))[0][0])
    serials = SerialRange(after - quantity, after - 1)
    issuance = Issuance(
        unit_type_id=unit_type.id,
        account_id=account_id,
        project_id=project_id,
        report_id=report_id,
        quantity=quantity,
        serial_first=serials.first,
        serial_last=serials.last,
        memo=memo,
        recorded_at=session.clock.now(),
        business_date=session.clock.today(),
    )
    session.add(issuance)
    session.flush()
    assert issuance.id is not None
    consume_quota(session, unit_type.scheme, unit_type.vintage, quantity, issuance.id, purpose)
    leg = Leg(SystemAccount.ISSUANCE, account_id, unit_type.id, quantity, None, (serials,))
    id_ = post(
        session, Transaction(kind="issuance", legs=(leg,), memo=memo, issuance_id=issuance.id)
    )
    return Issued(issuance.id, id_, serials)


def issuance_answer(issued: Issued, unit_type: UnitTypeFacts, quantity: int) -> dict[str, object]:
    """Return the answer of a command that created units."""
    return {
        "transaction_id": issued.transaction_id,
        "unit_type": unit_type.code,
        "quantity": quantity,
        "serials": [format_range(unit_type.code, issued.serials)],
    }
