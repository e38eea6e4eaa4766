"""The numbered checks: every rule the registry refuses by, with its article and the way out."""

from flask import Blueprint, abort, render_template

from market.checks import AREAS, check_numbered, checks
from web.access import public

pages = Blueprint("checks", __name__, url_prefix="/checks")


@pages.get("")
@public
def index() -> str:
    """List every check by area."""
    found = checks()
    areas = [(area, [each for each in found if each.area == area]) for area in AREAS]
    return render_template(
        "checks/index.html", areas=[pair for pair in areas if pair[1]], area_names=AREAS
    )


@pages.get("/<int:number>")
@public
def show(number: int) -> str:
    """Explain one check, and say which transaction types it belongs to."""
    check = check_numbered(number)
    if check is None:
        abort(404)
    return render_template("checks/show.html", check=check, area_names=AREAS)
