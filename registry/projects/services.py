"""The steps of a project, from an estimate to a verified report."""

from datetime import date

from sqlmodel import select

from registry.ledger.units import Measure, parse_unit_type_code
from registry.parties.models import Party
from registry.parties.parties import find_party, find_verifier
from registry.projects.commands import (
    FileReport,
    RegisterProject,
    RejectReport,
    ReturnProject,
    SaveEstimate,
    StartProject,
    SubmitProject,
    ValidateProject,
    VerifyReport,
)
from registry.projects.crediting import check_period, check_stated_period
from registry.projects.models import Project, Report
from registry.projects.projects import (
    ProjectState,
    ProjectStep,
    ReportState,
    ReportStep,
    check_may_report,
    check_validator,
    check_verifier,
)
from registry.projects.records import (
    NOTE_CHARACTERS_MAX,
    locked_project,
    locked_report,
    record_step,
    set_project_state,
    set_report_state,
)
from registry.projects.refused_reports import EstimateOfOtherProject, EstimateReported
from registry.projects.reports import ReportedQuantity
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import RecordExists, UnknownReport, words
from registry.worlds.numbering import next_yearly
from registry.worlds.texts import check_text

PROJECT_OF_ESTIMATE = words("A project of estimate", "基于该估算的项目")


def save_estimate(session: WorldSession, command: SaveEstimate, actor: Actor) -> dict[str, object]:
    """Keep an estimate under a party's name.

    Raises:
        RoleMissing: the actor is no developer.
        NotRepresentative: the actor does not act for the party.
        ReportedQuantityInvalid, TextInvalid: a value cannot be used.
    """
    actor.check_role(Role.DEVELOPER)
    party = find_party(session, command.party_id)
    actor.check_represents(party.id, party.name_zh)
    reported = ReportedQuantity(
        quantity=command.quantity,
        measure=Measure(command.measure).value,
        methodology_id=command.methodology_id,
        methodology_version=command.methodology_version,
        methodology_status=command.methodology_status,
        inputs_json=command.inputs_json,
        result_json=command.result_json,
    )
    assert party.id is not None
    report = _report(session, reported, party.id, check_text(command.title, "title"))
    return {"report": report.number, "digest": report.digest}


def start_project(session: WorldSession, command: StartProject, actor: Actor) -> dict[str, object]:
    """Begin a project from a saved estimate.

    Raises:
        RoleMissing: the actor is no developer.
        UnknownReport: there is no such estimate.
        NotRepresentative: it belongs to another party.
        RecordExists: a project was begun from it before.
    """
    actor.check_role(Role.DEVELOPER)
    estimate = _own_estimate(session, command.estimate, actor)
    if estimate.project_id is not None:
        raise RecordExists(what=PROJECT_OF_ESTIMATE, value=estimate.number, field="estimate")
    scheme, _ = parse_unit_type_code(command.scheme, "scheme")
    project = Project(
        number=next_yearly(session, "PR"),
        name=check_text(command.name, "name"),
        scheme=scheme,
        developer_party_id=estimate.party_id,
        methodology_id=estimate.methodology_id,
        methodology_version=estimate.methodology_version,
        methodology_status=estimate.methodology_status,
        location=check_text(command.location, "location") if command.location else "",
        description=_optional(command.description, "description", 4000),
        state=ProjectState.DRAFT.value,
        created_at=session.clock.now(),
    )
    session.add(project)
    session.flush()
    estimate.project_id = project.id
    _note(session, project, ProjectStep.START, actor, project.developer_party_id)
    return {"project": project.number, "state": project.state}


def submit_project(
    session: WorldSession, command: SubmitProject, actor: Actor
) -> dict[str, object]:
    """Hand a draft in for validation.

    Raises:
        RoleMissing: the actor is no developer.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: it is no draft.
    """
    actor.check_role(Role.DEVELOPER)
    project = _own_project(session, command.project, actor)
    set_project_state(project, ProjectStep.SUBMIT)
    _note(session, project, ProjectStep.SUBMIT, actor, project.developer_party_id)
    return {"project": project.number, "state": project.state}


def return_project(
    session: WorldSession, command: ReturnProject, actor: Actor
) -> dict[str, object]:
    """Send a submitted project back to its developer, with the reason.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        ProjectInOtherState: it is not submitted.
    """
    body = find_verifier(session, command.party_id, actor)
    project = locked_project(session, command.project)
    note = check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    set_project_state(project, ProjectStep.RETURN)
    _note(session, project, ProjectStep.RETURN, actor, body.id, note)
    return {"project": project.number, "state": project.state}


def validate_project(
    session: WorldSession, command: ValidateProject, actor: Actor
) -> dict[str, object]:
    """Find a submitted project sound.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        VerifierIsParty: the body owns the project.
        ProjectInOtherState: it is not submitted.
    """
    body = find_verifier(session, command.party_id, actor)
    project = locked_project(session, command.project)
    assert body.id is not None
    check_validator(body.id, body.name_zh, project.developer_party_id, project.number)
    set_project_state(project, ProjectStep.VALIDATE)
    project.validator_party_id = body.id
    _note(session, project, ProjectStep.VALIDATE, actor, body.id, command.note)
    return {"project": project.number, "state": project.state}


def register_project(
    session: WorldSession, command: RegisterProject, actor: Actor
) -> dict[str, object]:
    """Register a validated project.

    Raises:
        RoleMissing: the actor is no operator.
        ProjectInOtherState: it is not validated.
    """
    actor.check_role(Role.OPERATOR)
    project = locked_project(session, command.project)
    set_project_state(project, ProjectStep.REGISTER)
    _note(session, project, ProjectStep.REGISTER, actor, None, command.note)
    return {"project": project.number, "state": project.state}


def file_report(session: WorldSession, command: FileReport, actor: Actor) -> dict[str, object]:
    """File a monitoring report with the figures of an estimate.

    Raises:
        RoleMissing: the actor is no developer.
        NotRepresentative: the actor does not act for the developer.
        ProjectInOtherState: the project is not registered.
        UnknownReport: there is no such estimate by this methodology.
        EstimateOfOtherProject, EstimateReported: the estimate cannot back this report.
        PeriodInvalid: the programme does not register reductions of this period, the estimate
            was made for another, or the project reported it already.
    """
    actor.check_role(Role.DEVELOPER)
    project = _own_project(session, command.project, actor)
    check_may_report(project.state, project.number)
    estimate = _own_estimate(session, command.estimate, actor)
    start, end = command.period_from, command.period_to
    check_period(start, end, session.clock.today(), _periods(session, project))
    _check_backs(session, estimate, project)
    check_stated_period(estimate.inputs_json, estimate.number, start, end)
    reported = ReportedQuantity(
        **{name: getattr(estimate, name) for name in ReportedQuantity.__slots__}
    )
    report = _report(session, reported, estimate.party_id, estimate.title, ReportState.FILED)
    report.kind = "monitoring"
    report.project_id = project.id
    report.based_on_id = estimate.id
    report.period_from, report.period_to = start, end
    session.flush()
    _note(session, project, ReportStep.FILE, actor, project.developer_party_id, report=report)
    return {"report": report.number, "state": report.state, "quantity": report.quantity}


def verify_report(session: WorldSession, command: VerifyReport, actor: Actor) -> dict[str, object]:
    """Confirm a filed report.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        VerifierIsValidator, VerifierIsParty: the body validated or owns the project.
        ReportInOtherState: it is not filed.
    """
    return _judge_report(session, command, actor, ReportStep.VERIFY)


def reject_report(session: WorldSession, command: RejectReport, actor: Actor) -> dict[str, object]:
    """Refuse a filed report for good, with the reason.

    Raises:
        RoleMissing, NotRepresentative: the actor acts for no verification body.
        VerifierIsValidator, VerifierIsParty: the body validated or owns the project.
        ReportInOtherState: it is not filed.
    """
    check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    return _judge_report(session, command, actor, ReportStep.REJECT)


def _judge_report(
    session: WorldSession, command: VerifyReport | RejectReport, actor: Actor, step: ReportStep
) -> dict[str, object]:
    body = find_verifier(session, command.party_id, actor)
    report = locked_report(session, command.report)
    project = session.get(Project, report.project_id) if report.project_id else None
    if project is None or body.id is None:
        raise UnknownReport(report=command.report, field="report")
    check_verifier(
        body.id,
        body.name_zh,
        project.validator_party_id,
        project.developer_party_id,
        project.number,
    )
    set_report_state(report, step)
    report.verifier_party_id = body.id
    _note(session, project, step, actor, body.id, command.note, report)
    return {"report": report.number, "state": report.state}


def _report(
    session: WorldSession,
    reported: ReportedQuantity,
    party_id: int,
    title: str,
    state: ReportState = ReportState.SAVED,
) -> Report:
    report = Report(
        number=next_yearly(session, "ES" if state is ReportState.SAVED else "MR"),
        kind="estimate" if state is ReportState.SAVED else "monitoring",
        title=title,
        party_id=party_id,
        digest=reported.fingerprint(),
        state=state.value,
        created_at=session.clock.now(),
        **{name: getattr(reported, name) for name in ReportedQuantity.__slots__},
    )
    session.add(report)
    session.flush()
    return report


def _own_project(session: WorldSession, number: str, actor: Actor) -> Project:
    project = locked_project(session, number)
    developer = session.get_one(Party, project.developer_party_id)
    actor.check_represents(developer.id, developer.name_zh)
    return project


def _own_estimate(session: WorldSession, number: str, actor: Actor) -> Report:
    estimate = locked_report(session, number)
    party = session.get_one(Party, estimate.party_id)
    actor.check_represents(party.id, party.name_zh)
    if estimate.kind != "estimate":
        raise UnknownReport(report=number, field="estimate")
    return estimate


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
            Report.based_on_id == estimate.id, Report.state != ReportState.REJECTED.value
        )
    ).first()
    if reported is not None:
        raise EstimateReported(estimate=estimate.number, report=reported, field="estimate")


def _periods(session: WorldSession, project: Project) -> list[tuple[date, date]]:
    reports = session.exec(
        select(Report).where(
            Report.project_id == project.id,
            Report.kind == "monitoring",
            Report.state != ReportState.REJECTED.value,
        )
    )
    return [
        (report.period_from, report.period_to)
        for report in reports
        if report.period_from is not None and report.period_to is not None
    ]


def _optional(text: str, field: str, maximum: int) -> str:
    return check_text(text, field, maximum) if text.strip() else ""


def _note(  # noqa: PLR0913, PLR0917  one argument per column
    session: WorldSession,
    project: Project,
    step: ProjectStep | ReportStep,
    actor: Actor,
    party_id: int | None,
    note: str = "",
    report: Report | None = None,
) -> None:
    session.flush()
    assert project.id is not None
    record_step(
        session,
        project.id,
        step,
        actor,
        party_id=party_id,
        report_id=report.id if report else None,
        note=note,
    )
