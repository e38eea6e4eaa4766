"""What needs the signed-in person: steps of projects and reports that only that person can take."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, render_template

from registry.projects import ProjectTask, last_steps, project_tasks
from registry.worlds import reading
from web.access import signed_in
from web.acting import acting, public_world

pages = Blueprint("tasks", __name__, url_prefix="/tasks")


@pages.get("")
@signed_in
def index() -> str:
    """List what needs the signed-in person."""
    with reading(public_world()) as session:
        actor = acting(session)
        found = project_tasks(session, actor)
        steps = last_steps(session, {task.project.id for task in found})
        today = session.clock.today()
    return render_template(
        "tasks/index.html",
        tasks=found,
        since=_since(found, steps),
        today=today,
        roles=sorted(actor.roles),
    )


def _since(found: list[ProjectTask], steps: Mapping[tuple[int, str], datetime]) -> list[datetime]:
    """Return when the step before each task was taken."""
    return [steps.get((task.project.id, task.report), task.project.created_at) for task in found]
