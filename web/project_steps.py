"""The legal steps of a project: which are done, which is next and who must take it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.parties import PartyView
from registry.projects import (
    EventView,
    ProjectPage,
    ProjectState,
    ProjectStep,
    ReportState,
    ReportStep,
    ReportView,
)
from registry.worlds import Actor, Role


class Who(StrEnum):
    """Who takes a step."""

    DEVELOPER = "developer"
    VALIDATOR = "validator"
    VERIFIER = "verifier"
    OPERATOR = "operator"


PATH = (
    (ProjectStep.START, Who.DEVELOPER),
    (ProjectStep.SUBMIT, Who.DEVELOPER),
    (ProjectStep.VALIDATE, Who.VALIDATOR),
    (ProjectStep.REGISTER, Who.OPERATOR),
    (ReportStep.FILE, Who.DEVELOPER),
    (ReportStep.VERIFY, Who.VERIFIER),
    (ReportStep.ISSUE, Who.OPERATOR),
)
_PROJECT_DONE = {
    ProjectState.DRAFT: 1,
    ProjectState.SUBMITTED: 2,
    ProjectState.VALIDATED: 3,
    ProjectState.REGISTERED: 4,
}
_REPORT_DONE = {
    ReportState.FILED: 5,
    ReportState.VERIFIED: 6,
    ReportState.ISSUED: 7,
    ReportState.REJECTED: 4,
}


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of the status line; `mark` is done, next or later."""

    step: str
    who: Who
    mark: str
    day: date | None
    party: PartyView | None


def status_line(page: ProjectPage) -> list[StatusStep]:
    """Return the steps of a project, with its newest monitoring report as the last three."""
    done = _PROJECT_DONE[ProjectState(page.project.state)]
    newest = page.reports[0] if page.reports else None
    if newest is not None:
        done = _REPORT_DONE[ReportState(newest.state)]
    return [_status(page, number, done, newest) for number in range(len(PATH))]


def project_actions(page: ProjectPage, actor: Actor, bodies: list[PartyView]) -> list[str]:
    """Return the steps of the project that the actor may take now.

    Args:
        page: the project.
        actor: who looks.
        bodies: verification bodies that the actor represents.
    """
    return list(_project_actions(page, actor, bodies))


def report_actions(
    page: ProjectPage, report: ReportView, actor: Actor, bodies: list[PartyView]
) -> list[str]:
    """Return the steps of a monitoring report that the actor may take now."""
    if report.state == ReportState.FILED and verifying_body(page, actor, bodies):
        return [ReportStep.VERIFY.value, ReportStep.REJECT.value]
    if report.state == ReportState.VERIFIED and Role.OPERATOR in actor.roles:
        return [ReportStep.ISSUE.value]
    return []


def validating_body(page: ProjectPage, actor: Actor, bodies: list[PartyView]) -> PartyView | None:
    """Return the body by which the actor may validate the project, if any."""
    if Role.VERIFIER not in actor.roles:
        return None
    return next((body for body in bodies if body.id != page.project.developer.id), None)


def verifying_body(page: ProjectPage, actor: Actor, bodies: list[PartyView]) -> PartyView | None:
    """Return the body by which the actor may verify the project's reports, if any."""
    if Role.VERIFIER not in actor.roles:
        return None
    project = page.project
    excluded = {project.developer.id, project.validator.id if project.validator else 0}
    return next((body for body in bodies if body.id not in excluded), None)


def _project_actions(page: ProjectPage, actor: Actor, bodies: list[PartyView]) -> Iterator[str]:
    project = page.project
    owns = project.developer.id in actor.party_ids
    if project.state == ProjectState.DRAFT and owns:
        yield ProjectStep.SUBMIT.value
    if project.state == ProjectState.SUBMITTED and validating_body(page, actor, bodies):
        yield ProjectStep.VALIDATE.value
        yield ProjectStep.RETURN.value
    if project.state == ProjectState.VALIDATED and Role.OPERATOR in actor.roles:
        yield ProjectStep.REGISTER.value
    if project.state == ProjectState.REGISTERED and owns:
        yield ReportStep.FILE.value


def _status(page: ProjectPage, number: int, done: int, newest: ReportView | None) -> StatusStep:
    step, who = PATH[number]
    mark = "done" if number < done else "next" if number == done else "later"
    report = newest.number if newest is not None and isinstance(step, ReportStep) else ""
    event = _last(page.events, step, report) if mark == "done" else None
    return StatusStep(
        step.value,
        who,
        mark,
        event.business_date if event else None,
        event.party if event else None,
    )


def _last(events: tuple[EventView, ...], step: str, report: str) -> EventView | None:
    found = (event for event in reversed(events) if event.step == step and event.report == report)
    return next(found, None)
