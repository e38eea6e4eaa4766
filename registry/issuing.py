"""Issuance: allowances by the operator, credits from a verified report; and cash."""

from datetime import date
from typing import NamedTuple

from registry.actors import Actor, Role
from registry.commands import DepositCash, IssueAllowances, IssueCredits
from registry.database import WorldSession
from registry.driver import fetch
from registry.errors import UnknownReport
from registry.ledger import Leg, SystemAccount, Transaction
from registry.models import Issuance, Project
from registry.parties import find_receiving_account
from registry.posting import post
from registry.project_records import locked_report, record_step, set_report_state
from registry.projects import ReportStep, check_same_developer
from registry.refused_moves import NothingToIssue
from registry.reports import issuable_units
from registry.serials import SerialRange, format_range
from registry.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.units import (
    CASH_UNIT_TYPE_ID,
    Measure,
    UnitKind,
    check_quantity,
    unit_type_code,
)

CASH_FEN_MAX = 10**14
_TAKE_SERIALS = (
    "UPDATE unit_type SET serial_next = serial_next + ? WHERE id = ? RETURNING serial_next"
)
_EXISTS = "SELECT id FROM unit_type WHERE code = ?"


class Issued(NamedTuple):
    """What an issuance created."""

    issuance_id: int
    transaction_id: str
    serials: SerialRange


def issue_allowances(
    session: WorldSession, command: IssueAllowances, actor: Actor
) -> dict[str, object]:
    """Create allowances, or green certificates of metered generation, in an account.

    Raises:
        RoleMissing: the actor is no operator.
        WrongUnitKind: credits come from verified reports only.
        UnknownAccount, UnknownUnitType, QuantityOutOfRange: a value cannot be used.
    """
    actor.check_role(Role.OPERATOR)
    quantity = check_quantity(command.quantity)
    account = find_receiving_account(session, command.account, "account")
    unit_type = find_unit_type(session, command.unit_type, UnitKind.ALLOWANCE, UnitKind.CERTIFICATE)
    issued = issue_units(session, unit_type, account.id, quantity, memo=command.memo)
    return _answer(issued, unit_type, quantity)


def issue_credits(session: WorldSession, command: IssueCredits, actor: Actor) -> dict[str, object]:
    """Create the credits of a verified report: its reductions rounded down, once.

    Raises:
        RoleMissing: the actor is no operator.
        ReportInOtherState: the report is not verified, or was issued before.
        NothingToIssue: it holds less than one unit.
        NotPermitted: the account is not the developer's.
    """
    actor.check_role(Role.OPERATOR)
    report = locked_report(session, command.report)
    project = session.get(Project, report.project_id)
    if project is None or report.id is None or project.id is None or report.period_to is None:
        raise UnknownReport(report=command.report)
    account = find_receiving_account(session, command.account, "account")
    check_same_developer(account.party_id, project.developer_party_id, project.number)
    quantity = issuable_units(report.quantity)
    if not quantity:
        raise NothingToIssue(report=report.number, quantity=report.quantity)
    set_report_state(report, ReportStep.ISSUE)
    unit_type = _credit_type(session, project.scheme, report.period_to, report.measure)
    issued = issue_units(
        session, unit_type, account.id, quantity, project_id=project.id, report_id=report.id
    )
    record_step(session, project.id, ReportStep.ISSUE, actor, report_id=report.id)
    return {"report": report.number, **_answer(issued, unit_type, quantity)}


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
) -> Issued:
    """Create units with the next serials of their type; checks neither actor nor reason."""
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
    leg = Leg(SystemAccount.ISSUANCE, account_id, unit_type.id, quantity, None, (serials,))
    id_ = post(
        session, Transaction(kind="issuance", legs=(leg,), memo=memo, issuance_id=issuance.id)
    )
    return Issued(issuance.id, id_, serials)


def _credit_type(
    session: WorldSession, scheme: str, period_to: date, measure: str
) -> UnitTypeFacts:
    code = unit_type_code(scheme, period_to.year)
    if not fetch(session, _EXISTS, (code,)):
        return add_unit_type(session, code, UnitKind.CREDIT, Measure(measure))
    return find_unit_type(session, code, UnitKind.CREDIT)


def _answer(issued: Issued, unit_type: UnitTypeFacts, quantity: int) -> dict[str, object]:
    return {
        "transaction_id": issued.transaction_id,
        "unit_type": unit_type.code,
        "quantity": quantity,
        "serials": [format_range(unit_type.code, issued.serials)],
    }
