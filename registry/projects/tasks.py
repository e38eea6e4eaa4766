"""Who must take which step of a project or report, from when and by when."""

from collections.abc import Collection, Iterator

from registry.parties.queries import list_parties
from registry.projects.projects import (
    ProjectState,
    ProjectStep,
    ReportState,
    ReportStep,
)
from registry.projects.queries import list_projects, list_reports
from registry.projects.views import ProjectTask, ProjectView, ReportView
from registry.projects.windows import ONE_DAY
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession

ROWS_MAX = 200
KIND = "monitoring"
_PENDING = frozenset({ReportState.FILED, ReportState.VERIFIED, ReportState.APPLIED})


def project_tasks(session: WorldSession, actor: Actor) -> list[ProjectTask]:
    """Return the steps of projects and reports that wait for the actor.

    A step that publicity still holds up is listed too, with the day from which it is possible.

    Args:
        session: any session.
        actor: whose tasks are wanted.
    """
    bodies = (
        {body.id for body in list_parties(session, ids=sorted(actor.party_ids), kind="verifier")}
        if Role.VERIFIER in actor.roles
        else set()
    )
    own = sorted(actor.party_ids)
    found = list(_of_developer(session, actor, own))
    if bodies:
        found += _of_bodies(session, bodies)
    if Role.OPERATOR in actor.roles:
        found += _of_registry(session)
    return found


def _of_developer(
    session: WorldSession, actor: Actor, own: Collection[int]
) -> Iterator[ProjectTask]:
    if not own:
        return
    reports: dict[str, list[ReportView]] = {}
    for report in list_reports(session, kind=KIND, party_ids=own, limit=10 * ROWS_MAX):
        reports.setdefault(report.project, []).append(report)
    for project in list_projects(session, party_ids=own, viewer=actor, limit=ROWS_MAX):
        if project.state == ProjectState.DRAFT:
            yield ProjectTask(step=ProjectStep.PUBLISH, project=project)
        if project.state == ProjectState.VALIDATED:
            yield ProjectTask(step=ProjectStep.APPLY, project=project)
        if project.state != ProjectState.REGISTERED:
            continue
        filed = reports.get(project.number, [])
        if not any(report.state in _PENDING for report in filed):
            yield ProjectTask(step=ReportStep.FILE, project=project)
        for report in filed:
            if report.state == ReportState.VERIFIED:
                yield _of(report, ReportStep.CLAIM, project)


def _of_bodies(session: WorldSession, bodies: Collection[int]) -> Iterator[ProjectTask]:
    for project in list_projects(session, state=ProjectState.PUBLISHED, limit=ROWS_MAX):
        if any(body != project.developer.id for body in bodies):
            yield ProjectTask(
                step=ProjectStep.VALIDATE,
                project=project,
                possible_from=project.public_until and project.public_until + ONE_DAY,
            )
    for report, project in _reports(session, ReportState.FILED):
        excluded = {project.developer.id, project.validator.id if project.validator else 0}
        if any(body not in excluded for body in bodies):
            yield _of(report, ReportStep.VERIFY, project)


def _of_registry(session: WorldSession) -> Iterator[ProjectTask]:
    for project in list_projects(session, state=ProjectState.APPLIED, limit=ROWS_MAX):
        yield ProjectTask(step=ProjectStep.REGISTER, project=project, due=project.review_until)
    for report, project in _reports(session, ReportState.APPLIED):
        yield _of(report, ReportStep.ISSUE, project)


def _reports(session: WorldSession, state: ReportState) -> Iterator[tuple[ReportView, ProjectView]]:
    waiting = list_reports(session, kind=KIND, state=state, limit=ROWS_MAX)
    if not waiting:
        return
    known = {
        project.number: project
        for project in list_projects(session, state=ProjectState.REGISTERED, limit=10 * ROWS_MAX)
    }
    for report in waiting:
        if report.project in known:
            yield report, known[report.project]


def _of(report: ReportView, step: ReportStep, project: ProjectView) -> ProjectTask:
    held_up = step is ReportStep.VERIFY and report.public_until is not None
    return ProjectTask(
        step=step,
        project=project,
        report=report.number,
        quantity=report.verified_quantity or report.quantity,
        measure=report.measure,
        possible_from=report.public_until + ONE_DAY if held_up and report.public_until else None,
        due=report.review_until if step is ReportStep.ISSUE else None,
    )
