"""The steps of a monitoring report, from its filing to the application for its reductions."""

from datetime import date

from sqlmodel import col, select

from registry.parties.models import Party
from registry.parties.parties import find_verifier
from registry.projects.commands import (
    ApplyForIssuance,
    FileReport,
    RejectReport,
    ReturnReport,
    VerifyReport,
    WithdrawReport,
)
from registry.projects.crediting import (
    check_period,
    check_programme,
    check_stated_period,
    check_within_crediting,
)
from registry.projects.document_types import DocumentKind
from registry.projects.filed_documents import bind_document, check_filed, unused_document
from registry.projects.models import Project, Report
from registry.projects.projects import (
    REPORT_ENDED,
    ReportState,
    ReportStep,
    advance_report,
    check_may_report,
    check_verifier,
)
from registry.projects.records import (
    NOTE_CHARACTERS_MAX,
    note_step,
    own_project,
    reported_project,
    rules_today,
    set_report_state,
)
from registry.projects.refused_reports import EstimateOfOtherProject, EstimateReported
from registry.projects.reports import ReportedQuantity, verified_decimal
from registry.projects.services import optional_note
from registry.projects.starting import add_report, own_estimate
from registry.projects.windows import check_over, public_until, review_until
from registry.rules import working_calendar
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import UnknownReport
from registry.worlds.texts import check_text


def file_report(session: WorldSession, command: FileReport, actor: Actor) -> dict[str, object]:
    """File a monitoring report with the figures of an estimate; its publicity begins.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownProject: there is none with this number.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: the project is not registered.
        UnknownReport: there is no such estimate by this methodology.
        PeriodInvalid: it is disordered, not over, or reported already.
        ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears, OutsideCrediting,
        PeriodOfEstimateDiffers: the programme does not register reductions of this period, or the
            estimate was made for another.
        EstimateOfOtherProject, EstimateReported: the estimate cannot back this report.
        DocumentMissing, UnknownDocument, DocumentUsed: the report has no document of its own.
        RuleNotInForce: a rule has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    project = own_project(session, command.project, actor)
    check_may_report(project.state, project.number)
    estimate = own_estimate(session, command.estimate, actor)
    start, end, today = command.period_from, command.period_to, session.clock.today()
    rules = rules_today(session, project)
    check_period(start, end, today, _periods(session, project), rules)
    check_within_crediting(start, end, project.crediting_from, project.crediting_to)
    _check_backs(session, estimate, project)
    check_stated_period(estimate.inputs_json, estimate.number, start, end)
    document = unused_document(session, project, command.document)
    reported = ReportedQuantity(
        **{name: getattr(estimate, name) for name in ReportedQuantity.__slots__}
    )
    report = add_report(session, reported, estimate.party_id, estimate.title, ReportState.FILED)
    report.project_id, report.based_on_id = project.id, estimate.id
    report.period_from, report.period_to = start, end
    report.public_until = public_until(
        today, rules.report_publicity_days, working_calendar(session)
    )
    session.flush()
    bind_document(session, document, report)
    _note(session, project, report, ReportStep.FILE, actor, project.developer_party_id)
    return {
        **_answer(report),
        "quantity": report.quantity,
        "public_until": report.public_until.isoformat(),
    }


def verify_report(session: WorldSession, command: VerifyReport, actor: Actor) -> dict[str, object]:
    """Confirm a filed report, in full or in part, when its publicity is over.

    Raises:
        RoleMissing, UnknownParty, NotRepresentative: the actor acts for no verification body.
        UnknownReport: there is no monitoring report with this number.
        VerifierIsValidator, VerifierIsParty: the body validated or owns the project.
        ReportInOtherState: it is not filed.
        WindowOpen: its publicity is not over.
        ReportedQuantityInvalid, VerifiedAboveReported: the verified quantity cannot be used.
        DocumentMissing: the body filed no verification report.
    """
    body = find_verifier(session, command.party_id, actor)
    report, project = reported_project(session, command.report)
    body_id = _independent(body, project)
    _check_judged(session, report, ReportStep.VERIFY)
    given = command.verified_quantity.strip() or report.quantity
    verified = verified_decimal(given, report.quantity, report.number)
    check_filed(session, project, DocumentKind.VERIFICATION, ReportStep.VERIFY, body_id, report)
    set_report_state(report, ReportStep.VERIFY)
    report.verifier_party_id = body_id
    report.verified_quantity = format(verified, "f")
    _note(session, project, report, ReportStep.VERIFY, actor, body_id, command.note)
    return {**_answer(report), "verified_quantity": report.verified_quantity}


def apply_for_issuance(
    session: WorldSession, command: ApplyForIssuance, actor: Actor
) -> dict[str, object]:
    """Ask for the registration of verified reductions; the registry's days begin.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownReport: there is no monitoring report with this number.
        NotRepresentative: the actor does not act for the developer.
        ReportInOtherState: it is not verified.
        ReductionsTooEarly, ReductionsTooOld, PeriodSpansYears: a rule of the programme.
        RuleNotInForce: a rule has no value today.
    """
    actor.check_role(Role.DEVELOPER)
    report, project = reported_project(session, command.report)
    own_project(session, project.number, actor)
    after = advance_report(report.state, ReportStep.CLAIM, report.number)
    assert report.period_from is not None
    assert report.period_to is not None
    today, rules = session.clock.today(), rules_today(session, project)
    check_programme(report.period_from, report.period_to, today, rules)
    report.state = after.value
    report.review_until = review_until(
        today, rules.reduction_review_days, working_calendar(session)
    )
    _note(session, project, report, ReportStep.CLAIM, actor, project.developer_party_id)
    return {**_answer(report), "review_until": report.review_until.isoformat()}


def return_report(session: WorldSession, command: ReturnReport, actor: Actor) -> dict[str, object]:
    """Send a report under review back to its developer, with the reason.

    Raises:
        RoleMissing: the actor is no operator.
        UnknownReport: there is no monitoring report with this number.
        TextInvalid: no reason is given.
        ReportInOtherState: it is not under review.
    """
    actor.check_role(Role.OPERATOR)
    report, project = reported_project(session, command.report)
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    set_report_state(report, ReportStep.REVISE)
    report.review_until = None
    _note(session, project, report, ReportStep.REVISE, actor, None, note)
    return _answer(report)


def reject_report(session: WorldSession, command: RejectReport, actor: Actor) -> dict[str, object]:
    """Refuse a report for good, with the reason.

    Raises:
        UnknownReport: there is no monitoring report with this number.
        RoleMissing, UnknownParty, NotRepresentative: the actor judges no report in this state.
        VerifierIsValidator, VerifierIsParty: the body validated or owns the project.
        TextInvalid: no reason is given.
        ReportInOtherState: it is neither filed nor under review.
        WindowOpen: its publicity is not over.
    """
    actor.check_role(Role.VERIFIER, Role.OPERATOR)
    report, project = reported_project(session, command.report)
    under_review = report.state == ReportState.APPLIED
    if under_review:
        actor.check_role(Role.OPERATOR)
    body = None if under_review else find_verifier(session, command.party_id, actor)
    body_id = _independent(body, project) if body else None
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    _check_judged(session, report, ReportStep.REJECT)
    set_report_state(report, ReportStep.REJECT)
    report.verifier_party_id = body_id or report.verifier_party_id
    _note(session, project, report, ReportStep.REJECT, actor, body_id, note)
    return _answer(report)


def withdraw_report(
    session: WorldSession, command: WithdrawReport, actor: Actor
) -> dict[str, object]:
    """Give a report up before its reductions are registered; its period is free again.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownReport: there is no monitoring report with this number.
        NotRepresentative: the actor does not act for the developer.
        TextInvalid: the note cannot be kept.
        ReportInOtherState: it was issued, or ended before.
    """
    actor.check_role(Role.DEVELOPER)
    report, project = reported_project(session, command.report)
    own_project(session, project.number, actor)
    note = optional_note(command.note)
    set_report_state(report, ReportStep.WITHDRAW)
    _note(session, project, report, ReportStep.WITHDRAW, actor, project.developer_party_id, note)
    return _answer(report)


def _independent(body: Party, project: Project) -> int:
    """Return the id of a body that may judge reports of a project."""
    assert body.id is not None
    check_verifier(
        body.id,
        body.name_zh,
        project.validator_party_id,
        project.developer_party_id,
        project.number,
    )
    return body.id


def _check_judged(session: WorldSession, report: Report, step: ReportStep) -> None:
    """Refuse a judgement from another state or before publicity is over."""
    advance_report(report.state, step, report.number)
    check_over(report.public_until, session.clock.today(), step, report.number)


def _check_backs(session: WorldSession, estimate: Report, project: Project) -> None:
    """Refuse an estimate that is not this project's own, or that was reported before."""
    if (estimate.methodology_id, estimate.party_id) != (
        project.methodology_id,
        project.developer_party_id,
    ):
        raise UnknownReport(report=estimate.number, field="estimate")
    if estimate.project_id not in {None, project.id}:
        raise EstimateOfOtherProject(
            estimate=estimate.number, project=project.number, field="estimate"
        )
    reported = session.exec(
        select(Report.number).where(
            Report.based_on_id == estimate.id, col(Report.state).not_in(REPORT_ENDED)
        )
    ).first()
    if reported is not None:
        raise EstimateReported(estimate=estimate.number, report=reported, field="estimate")


def _periods(session: WorldSession, project: Project) -> list[tuple[date, date]]:
    reports = session.exec(
        select(Report).where(
            Report.project_id == project.id,
            Report.kind == "monitoring",
            col(Report.state).not_in(REPORT_ENDED),
        )
    )
    return [
        (report.period_from, report.period_to)
        for report in reports
        if report.period_from is not None and report.period_to is not None
    ]


def _note(  # noqa: PLR0913, PLR0917  one argument per column
    session: WorldSession,
    project: Project,
    report: Report,
    step: ReportStep,
    actor: Actor,
    party_id: int | None,
    note: str = "",
) -> None:
    note_step(session, project, step, actor, party_id=party_id, report=report, note=note)


def _answer(report: Report) -> dict[str, object]:
    return {"report": report.number, "state": report.state}
