"""Issuance of credits from a verified report."""

from datetime import date

from registry.claims import CCER, REDUCTION, claim
from registry.ledger.issuing import issuance_answer, issue_units
from registry.ledger.refused_moves import NothingToIssue
from registry.ledger.unit_types import UnitTypeFacts, add_unit_type, find_unit_type
from registry.ledger.units import Measure, UnitKind, unit_type_code
from registry.parties.parties import find_receiving_account
from registry.projects.commands import IssueCredits
from registry.projects.models import Project, Report
from registry.projects.overrides import checked_override, keep_override
from registry.projects.projects import ReportStep, advance_report, check_same_developer
from registry.projects.records import meters_of, note_step, reported_project, set_report_state
from registry.projects.reports import issuable_units
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch

_EXISTS = "SELECT id FROM unit_type WHERE code = ?"


def issue_credits(session: WorldSession, command: IssueCredits, actor: Actor) -> dict[str, object]:
    """Create the credits of a verified report: its verified reductions rounded down, once.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownReport: there is no monitoring report with this number.
        ReportInOtherState: the report is not under review, or was issued before.
        UnknownAccount, AccountClosedToUnits, AccountNotOpen: the account takes no units.
        NotDevelopersAccount: the account is not the developer's.
        NothingToIssue: it holds less than one unit.
        WrongUnitKind: the scheme's unit type is of another kind.
        SourceClaimed: another mechanism stands on one of the project's meters in the period.
        OverrideMissing, OverrideNotNeeded, TextInvalid: a result of a reconstructed methodology
            comes without a reason to issue from it, or another result with one.
    """
    actor.check_role(Role.OPERATOR)
    report, project = reported_project(session, command.report)
    advance_report(report.state, ReportStep.ISSUE, report.number)
    account = find_receiving_account(session, command.account, "account")
    check_same_developer(account.party_id, project.developer_party_id, project.number)
    quantity = issuable_units(report.verified_quantity or report.quantity)
    if not quantity:
        raise NothingToIssue(report=report.number, quantity=report.verified_quantity)
    override = checked_override(report, command.override_reason)
    set_report_state(report, ReportStep.ISSUE)
    assert report.period_to is not None
    unit_type = _credit_type(session, project.scheme, report.period_to, report.measure)
    issued = issue_units(
        session, unit_type, account.id, quantity, project_id=project.id, report_id=report.id
    )
    _claim_reductions(session, project, report, actor)
    note_step(session, project, ReportStep.ISSUE, actor, report=report, note=override)
    answer = {"report": report.number, **issuance_answer(issued, unit_type, quantity)}
    if override:
        keep_override(session, issued.issuance_id, report, override, actor)
        answer["override_reason"] = override
    return answer


def _claim_reductions(
    session: WorldSession, project: Project, report: Report, actor: Actor
) -> None:
    """Claim the project's meters for the period of the reductions."""
    assert report.period_from is not None
    assert report.period_to is not None
    for meter in meters_of(session, project):
        claim(
            session,
            mechanism=CCER,
            kind=REDUCTION,
            source=meter,
            period_from=report.period_from,
            period_to=report.period_to,
            reference=report.number,
            actor=actor.name,
        )


def _credit_type(
    session: WorldSession, scheme: str, period_to: date, measure: str
) -> UnitTypeFacts:
    code = unit_type_code(scheme, period_to.year)
    if not fetch(session, _EXISTS, (code,)):
        return add_unit_type(session, code, UnitKind.CREDIT, Measure(measure))
    return find_unit_type(session, code, UnitKind.CREDIT)
