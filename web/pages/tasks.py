"""What needs the signed-in person, of all areas, in one list."""

from flask import Blueprint, render_template

from registry.worlds import reading
from web.access import signed_in
from web.acting import acting, public_world
from web.control.inbox import inbox

pages = Blueprint("tasks", __name__, url_prefix="/tasks")


@pages.get("")
@signed_in
def index() -> str:
    """List what needs the signed-in person."""
    with reading(public_world()) as session:
        actor = acting(session)
        rows = inbox(session, actor)
    return render_template("tasks/index.html", rows=rows, roles=sorted(actor.roles))
