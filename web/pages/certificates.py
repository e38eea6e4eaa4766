"""The public page of a certificate: what was used, by whom, for what, with its serials."""

from flask import Blueprint, render_template

from registry.ledger import certificate
from registry.worlds import reading
from web.access import public
from web.acting import public_world

pages = Blueprint("certificates", __name__)


@pages.get("/c/<number>")
@public
def show(number: str) -> str:
    """Show the record of a surrender or retirement."""
    with reading(public_world()) as session:
        found = certificate(session, number)
    return render_template("certificates/show.html", certificate=found)
