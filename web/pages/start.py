"""Where a person begins after signing in: at what needs them."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from registry.worlds import Actor, Role, WorldSession, reading
from web.access import signed_in
from web.acting import acting, public_world
from web.control.inbox import inbox

pages = Blueprint("start", __name__)


@pages.get("/start")
@signed_in
def index() -> Response:
    """Lead the signed-in person to tasks, accounts, the lab or the home page."""
    with reading(public_world()) as session:
        endpoint = beginning(session, acting(session))
    return redirect(url_for(endpoint), 303)


def beginning(session: WorldSession, actor: Actor) -> str:
    """Return the endpoint of the page that an actor needs first.

    Tasks come first; then the accounts of those who represent a party; who has no role in the
    registry simulates.
    """
    if inbox(session, actor):
        return "tasks.index"
    if Role.REPRESENTATIVE in actor.roles and actor.party_ids:
        return "accounts.index"
    return "home.index" if actor.roles else "lab.index"
