"""A world's time: shown to everybody who administers, moved where it is driven."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.control import clock_is_driven
from registry.worlds import RegistryError, Role, reading
from web.access import for_roles
from web.acting import public_world
from web.control.clock_moves import move_clock
from web.control.inputs import ClockForm
from web.errors import UNPROCESSABLE, status_of
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("clock", __name__, url_prefix="/clock")


@pages.get("")
@for_roles(Role.ADMINISTRATOR)
def index() -> str:
    """Show the world's time."""
    return _page(blank_form(ClockForm, current_language()))


@pages.post("")
@for_roles(Role.ADMINISTRATOR)
def move() -> ResponseReturnValue:
    """Move the clock to a day and carry out what is due then."""
    blank = blank_form(ClockForm, current_language())
    submitted = read_form(blank, ClockForm, request.form, current_language())
    if submitted.value is None:
        return _page(submitted.form), UNPROCESSABLE
    try:
        done = move_clock(submitted.value.to, request.form.get("client_id", ""))
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _page(submitted.form), status_of(error)
    flash(_("The clock was moved; carried out by it: %(count)s.", count=len(done)), "success")
    return redirect(url_for(".index"), 303)


def _page(form: Form) -> str:
    with reading(public_world()) as session:
        now, driven = session.clock.now(), clock_is_driven(session)
    return render_template("clock/index.html", now=now, driven=driven, form=form)
