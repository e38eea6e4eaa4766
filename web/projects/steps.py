"""The legal steps of a project: which are done, which is next, who must take it and from when."""

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
    Window,
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
    (ProjectStep.PUBLISH, Who.DEVELOPER),
    (ProjectStep.VALIDATE, Who.VALIDATOR),
    (ProjectStep.APPLY, Who.DEVELOPER),
    (ProjectStep.REGISTER, Who.OPERATOR),
    (ReportStep.FILE, Who.DEVELOPER),
    (ReportStep.VERIFY, Who.VERIFIER),
    (ReportStep.CLAIM, Who.DEVELOPER),
    (ReportStep.ISSUE, Who.OPERATOR),
)
_PROJECT_DONE = {
    ProjectState.DRAFT: 1,
    ProjectState.PUBLISHED: 2,
    ProjectState.VALIDATED: 3,
    ProjectState.APPLIED: 4,
    ProjectState.REGISTERED: 5,
}
_REPORT_DONE = {
    ReportState.FILED: 6,
    ReportState.VERIFIED: 7,
    ReportState.APPLIED: 8,
    ReportState.ISSUED: 9,
}
PUBLISHING = frozenset({ProjectStep.PUBLISH, ReportStep.FILE})
REVIEWING = frozenset({ProjectStep.APPLY, ReportStep.CLAIM})


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of the status line; `mark` is done, next or later.

    `publicity` is the window that the step opened; `review` the registry's, until it decides.
    """

    step: str
    who: Who
    mark: str
    day: date | None
    party: PartyView | None
    publicity: Window | None = None
    review: Window | None = None


def status_line(page: ProjectPage) -> list[StatusStep]:
    """Return the steps of a project, with its newest monitoring report as the last four."""
    newest = next((each for each in page.reports if each.state in _REPORT_DONE), None)
    if newest is not None:
        done = _REPORT_DONE[ReportState(newest.state)]
    else:
        done = _PROJECT_DONE.get(ProjectState(page.project.state), 0) or _reached(page)
    ended = page.project.state not in _PROJECT_DONE
    return [_status(page, number, done, newest, ended=ended) for number in range(len(PATH))]


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
    return list(_report_actions(page, report, actor, bodies))


def owns(page: ProjectPage, actor: Actor) -> bool:
    """Tell whether the actor acts for the project's developer."""
    return page.project.developer.id in actor.party_ids and Role.DEVELOPER in actor.roles


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
    state, own = page.project.state, owns(page, actor)
    if state == ProjectState.DRAFT and own:
        yield from (ProjectStep.DESCRIBE, ProjectStep.PUBLISH, ProjectStep.WITHDRAW)
    if state == ProjectState.PUBLISHED and validating_body(page, actor, bodies):
        if page.publicity is None or page.publicity.over:
            yield from (ProjectStep.VALIDATE, ProjectStep.REJECT)
        yield ProjectStep.RETURN
    if state == ProjectState.VALIDATED and own:
        yield ProjectStep.APPLY
    if state == ProjectState.APPLIED and Role.OPERATOR in actor.roles:
        yield from (ProjectStep.REGISTER, ProjectStep.RETURN, ProjectStep.REJECT)
    if state in {ProjectState.PUBLISHED, ProjectState.VALIDATED, ProjectState.APPLIED} and own:
        yield ProjectStep.WITHDRAW
    if state == ProjectState.REGISTERED and own:
        yield ReportStep.FILE


def _report_actions(
    page: ProjectPage, report: ReportView, actor: Actor, bodies: list[PartyView]
) -> Iterator[str]:
    state, own = report.state, owns(page, actor)
    publicity, _review = page.report_windows[report.number]
    over = publicity is None or publicity.over
    if state == ReportState.FILED and over and verifying_body(page, actor, bodies):
        yield from (ReportStep.VERIFY, ReportStep.REJECT)
    if state == ReportState.VERIFIED and own:
        yield ReportStep.CLAIM
    if state == ReportState.APPLIED and Role.OPERATOR in actor.roles:
        yield from (ReportStep.ISSUE, ReportStep.REVISE, ReportStep.REJECT)
    if state in {ReportState.FILED, ReportState.VERIFIED, ReportState.APPLIED} and own:
        yield ReportStep.WITHDRAW


def _reached(page: ProjectPage) -> int:
    """Return how many steps of the path an ended project had taken."""
    taken = {event.step for event in page.events}
    return sum(step in taken for step, _who in PATH)


def _status(
    page: ProjectPage, number: int, done: int, newest: ReportView | None, *, ended: bool
) -> StatusStep:
    step, who = PATH[number]
    mark = "done" if number < done else "next" if number == done and not ended else "later"
    of_report = newest.number if newest is not None and isinstance(step, ReportStep) else ""
    event = _last(page.events, step, of_report) if mark == "done" else None
    windows = page.report_windows[of_report] if of_report else (page.publicity, page.review)
    return StatusStep(
        step.value,
        who,
        mark,
        event.business_date if event else None,
        event.party if event else None,
        windows[0] if mark == "done" and step in PUBLISHING else None,
        windows[1] if number == done - 1 and step in REVIEWING else None,
    )


def _last(events: tuple[EventView, ...], step: str, report: str) -> EventView | None:
    """Return the last event of a step; projects of before publicity have `submit` instead."""
    names = {step, "submit"} if step == ProjectStep.PUBLISH else {step}
    found = (event for event in reversed(events) if event.step in names and event.report == report)
    return next(found, None)
