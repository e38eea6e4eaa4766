"""The public registry: totals, projects and certificates to search, and the life of any unit."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registry.ledger import UnitKind, UnitLife
from registry.projects import ProjectState
from registry.reporting import (
    Found,
    Sought,
    certificate_directory,
    project_directory,
    unit_kinds,
    unit_life,
    unit_type_directory,
)
from registry.worlds import RegistryError, WorldSession, reading
from web.access import public
from web.acting import public_world
from web.errors import status_of
from web.languages import current_language
from web.listings import listing
from web.refusals import refusal

pages = Blueprint("registry", __name__)

DIRECTORIES: Mapping[str, Callable[[WorldSession, Sought], Found[Any]]] = {
    "units": unit_type_directory,
    "projects": project_directory,
    "certificates": certificate_directory,
}
FILTERS = {
    "units": [kind.value for kind in UnitKind if kind is not UnitKind.CASH],
    "projects": [state.value for state in ProjectState],
    "certificates": ["surrender", "retirement"],
}
SERIAL_CHARACTERS_MAX = 80


@pages.get("/registry")
@public
def index() -> str:
    """Search the public registry; without a text, show everything of one kind."""
    shown = listing(request.args)
    view = shown.query.view if shown.query.view in DIRECTORIES else "units"
    counted = Sought(text=shown.query.q, rows=1)
    with reading(public_world()) as session:
        found = DIRECTORIES[view](session, shown.sought)
        counts = {name: search(session, counted).total for name, search in DIRECTORIES.items()}
        unit = _unit(session, shown.query.q)
        kinds = unit_kinds(session)
    return render_template(
        "registry/index.html",
        listing=shown,
        view=view,
        found=found,
        counts=counts,
        filters=[each for each in FILTERS[view] if view != "units" or each in kinds],
        unit=unit,
    )


@pages.get("/serial")
@public
def serial() -> ResponseReturnValue:
    """Show where a unit came from, where it went and what it is now."""
    sought = request.args.get("q", "").strip()[:SERIAL_CHARACTERS_MAX]
    if not sought:
        return render_template("registry/serial.html", sought="", life=None, refused=None)
    try:
        with reading(public_world()) as session:
            life = unit_life(session, sought)
    except RegistryError as error:
        refused = refusal(error, current_language())
        page = render_template("registry/serial.html", sought=sought, life=None, refused=refused)
        return page, status_of(error)
    return render_template("registry/serial.html", sought=sought, life=life, refused=None)


def _unit(session: WorldSession, text: str) -> UnitLife | None:
    """Return the unit that a search names by its serial, if it does."""
    try:
        return unit_life(session, text) if text else None
    except RegistryError:
        return None
