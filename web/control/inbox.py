"""The inbox: what every area wants of a person, in one order, with the page where it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for

from market.auctions import auction_tasks
from market.blocks import block_tasks
from market.derivatives import series_tasks
from market.financing import financing_tasks
from registry.carbon_inclusion import inclusion_tasks
from registry.compliance import compliance_tasks
from registry.control import control_tasks
from registry.projects import STEP_NAMES, ReportStep, last_steps, project_tasks
from registry.worlds import Actor, Task, Tasks, WorldSession, words
from web.control.words import KIND_TITLES


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the page shows it; `late` if its last day is over."""

    task: Task
    href: str
    late: bool


PROJECT_VERBS = {
    step: words(name["en"][:1].upper() + name["en"][1:], name["zh"])
    for step, name in STEP_NAMES.items()
}
"""Steps of projects as buttons say them; inside a sentence they are not capitals."""


def _of_projects(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield the steps of projects that can be taken today."""
    found = project_tasks(session, actor)
    steps = last_steps(session, {task.project.id for task in found})
    today = session.clock.today()
    for task in found:
        if task.possible_from is not None and task.possible_from > today:
            continue
        project = task.project
        files = task.step == ReportStep.FILE
        arguments: dict[str, object] = {"number": project.number}
        yield Task(
            verb=PROJECT_VERBS[task.step],
            what=words(project.name, project.name),
            number=task.report or project.number,
            endpoint="projects.report_form" if files else "projects.show",
            arguments=arguments | ({"_anchor": task.report} if task.report else {}),
            due=task.due,
            since=steps.get((project.id, task.report), project.created_at),
        )


def _of_control(session: WorldSession, actor: Actor) -> Iterable[Task]:
    return control_tasks(session, actor, KIND_TITLES)


SOURCES: tuple[Tasks, ...] = (
    _of_projects,
    compliance_tasks,
    inclusion_tasks,
    block_tasks,
    financing_tasks,
    auction_tasks,
    series_tasks,
    _of_control,
)
"""What each area wants; an area adds its own `tasks` here."""


def inbox(session: WorldSession, actor: Actor) -> list[Row]:
    """Return what needs an actor now: what is due first, then what waits longest."""
    today = session.clock.today()
    found = [
        task
        for area in SOURCES
        for task in area(session, actor)
        if task.endpoint in current_app.view_functions
    ]
    found.sort(key=lambda task: (task.due or date.max, str(task.since or ""), task.number))
    return [
        Row(
            task,
            url_for(task.endpoint, **dict(task.arguments)),  # type: ignore[arg-type]
            task.due is not None and task.due < today,
        )
        for task in found
    ]
