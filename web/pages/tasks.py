"""What needs the signed-in person: steps of projects and reports that only that person can take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template

from registry.parties import PartyView, list_parties
from registry.projects import (
    ProjectState,
    ProjectStep,
    ProjectView,
    ReportState,
    ReportStep,
    last_steps,
    list_projects,
    list_reports,
)
from registry.worlds import Actor, Role, WorldSession, reading
from web.access import signed_in
from web.acting import acting, public_world

pages = Blueprint("tasks", __name__, url_prefix="/tasks")

ROWS_MAX = 200
KIND = "monitoring"


@dataclass(frozen=True, slots=True)
class Task:
    """One step to take: of a project, or of a report of it."""

    step: str
    project: ProjectView
    report: str = ""
    quantity: str = ""


@pages.get("")
@signed_in
def index() -> str:
    """List what needs the signed-in person."""
    with reading(public_world()) as session:
        actor = acting(session)
        bodies = list_parties(session, ids=sorted(actor.party_ids), kind="verifier")
        found = list(tasks(session, actor, bodies))
        steps = last_steps(session, {task.project.id for task in found})
    return render_template(
        "tasks/index.html", tasks=found, since=_since(found, steps), roles=sorted(actor.roles)
    )


def tasks(session: WorldSession, actor: Actor, bodies: list[PartyView]) -> Iterator[Task]:
    """Yield the steps that the actor can take now."""
    own = sorted(actor.party_ids)
    for draft in list_projects(session, state=ProjectState.DRAFT, party_ids=own, limit=ROWS_MAX):
        yield Task(ProjectStep.SUBMIT, draft)
    if Role.VERIFIER in actor.roles and bodies:
        for submitted in list_projects(session, state=ProjectState.SUBMITTED, limit=ROWS_MAX):
            if any(body.id != submitted.developer.id for body in bodies):
                yield Task(ProjectStep.VALIDATE, submitted)
        yield from _reports(session, ReportState.FILED, ReportStep.VERIFY, bodies)
    if Role.OPERATOR in actor.roles:
        for validated in list_projects(session, state=ProjectState.VALIDATED, limit=ROWS_MAX):
            yield Task(ProjectStep.REGISTER, validated)
        yield from _reports(session, ReportState.VERIFIED, ReportStep.ISSUE, None)
    yield from _to_report(session, own)


def _since(found: list[Task], steps: Mapping[tuple[int, str], datetime]) -> list[datetime]:
    """Return when the step before each task was taken."""
    return [steps.get((task.project.id, task.report), task.project.created_at) for task in found]


def _reports(
    session: WorldSession, state: ReportState, step: ReportStep, bodies: list[PartyView] | None
) -> Iterator[Task]:
    """Yield the reports in a state; with bodies, only those that one of them may judge."""
    waiting = list_reports(session, kind=KIND, state=state, limit=ROWS_MAX)
    known = {
        project.number: project
        for project in list_projects(session, state=ProjectState.REGISTERED, limit=10 * ROWS_MAX)
    }
    for report in waiting:
        project = known.get(report.project)
        if project is None:
            continue
        excluded = {project.developer.id, project.validator.id if project.validator else 0}
        if bodies is None or any(body.id not in excluded for body in bodies):
            yield Task(step, project, report.number, report.quantity)


def _to_report(session: WorldSession, own: list[int]) -> Iterator[Task]:
    """Yield registered projects of the actor that wait for no report."""
    filed = {
        report.project
        for report in list_reports(session, kind=KIND, party_ids=own, limit=10 * ROWS_MAX)
        if report.state in {ReportState.FILED, ReportState.VERIFIED}
    }
    for project in list_projects(
        session, state=ProjectState.REGISTERED, party_ids=own, limit=ROWS_MAX
    ):
        if project.number not in filed:
            yield Task(ReportStep.FILE, project)
