"""The public registry: totals, projects and certificates to search, and the life of any unit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from registry.ledger import UnitKind, UnitTotals
from registry.projects import ProjectState
from registry.reporting import (
    Found,
    SerialLives,
    Sought,
    certificate_directory,
    entity_directory,
    project_directory,
    serial_lives,
    unit_kinds,
    unit_type_directory,
)
from registry.worlds import RegistryError, WorldSession, reading
from web.access import public
from web.acting import public_world
from web.errors import status_of
from web.languages import current_language
from web.refusals import refusal
from web.registry.hub import registry_hub
from web.registry.life_chart import life_chart
from web.registry.viewing import viewer
from web.tables.listings import listing, serial_number

pages = Blueprint("registry", __name__)

EVERY = "every"


def _unit_types(session: WorldSession, sought: Sought) -> Found[UnitTotals]:
    """Search unit types; without a text or a filter, those that somebody holds."""
    only = "" if sought.only == EVERY else sought.only
    held_only = not sought.text and not sought.only
    return unit_type_directory(session, replace(sought, only=only), held_only=held_only)


DIRECTORIES: Mapping[str, Callable[[WorldSession, Sought], Found[Any]]] = {
    "units": _unit_types,
    "projects": project_directory,
    "certificates": certificate_directory,
}
FILTERS = {
    "units": [EVERY, *(kind.value for kind in UnitKind if kind is not UnitKind.CASH)],
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
        counts = {
            name: found if name == view else search(session, counted)
            for name, search in DIRECTORIES.items()
        }
        unit = _unit(session, shown.query.q)
        kinds = unit_kinds(session)
        entities = entity_directory(session, shown.query.q) if shown.query.q else []
    return render_template(
        "registry/index.html",
        listing=shown,
        view=view,
        found=found,
        counts=counts,
        filters=[each for each in FILTERS[view] if view != "units" or each in {EVERY, *kinds}],
        unit=unit,
        entities=entities,
        hub=registry_hub(),
    )


@pages.get("/serial")
@public
def serial() -> ResponseReturnValue:
    """Show where units came from, where they went and what they are now."""
    sought = request.args.get("q", "").strip()[:SERIAL_CHARACTERS_MAX]
    start = request.args.get("start", type=serial_number)
    shown: dict[str, Any] = {"sought": sought, "begins": start, "lives": None, "refused": None}
    if not sought:
        return render_template("registry/serial.html", **shown)
    try:
        with reading(public_world()) as session:
            lives = serial_lives(session, sought, viewer(session), start=start)
            shown |= {"lives": lives, "chart": life_chart(lives.pieces, session.clock.today())}
    except RegistryError as error:
        shown["refused"] = refusal(error, current_language())
        return render_template("registry/serial.html", **shown), status_of(error)
    return render_template("registry/serial.html", **shown)


def _unit(session: WorldSession, text: str) -> SerialLives | None:
    """Return the units that a search names by serial, if it does."""
    try:
        return serial_lives(session, text, pieces_max=1) if text else None
    except RegistryError:
        return None
