"""Issuance of credits from a verified report."""

from datetime import date

from registry.ledger.issuing import issuance_answer, issue_units
from registry.ledger.refused_moves import NothingToIssue
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind, unit_type_code
from registry.parties.parties import find_receiving_account
from registry.projects.commands import IssueCredits
from registry.projects.models import Project
from registry.projects.projects import ReportStep, check_same_developer
from registry.projects.records import locked_report, record_step, set_report_state
from registry.projects.reports import issuable_units
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch
from registry.worlds.errors import UnknownReport

_EXISTS = "SELECT id FROM unit_type WHERE code = ?"


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
    return {"report": report.number, **issuance_answer(issued, unit_type, quantity)}


def _credit_type(
    session: WorldSession, scheme: str, period_to: date, measure: str
) -> UnitTypeFacts:
    code = unit_type_code(scheme, period_to.year)
    if not fetch(session, _EXISTS, (code,)):
        return add_unit_type(session, code, UnitKind.CREDIT, Measure(measure))
    return find_unit_type(session, code, UnitKind.CREDIT)
