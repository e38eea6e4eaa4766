"""People: who can sign in, with which roles, and whose mandates hold."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import col, select

from registry.parties import GrantMandate, RevokeMandate, list_mandates, list_parties
from registry.worlds import RegistryError, Role, reading
from web.access import for_roles
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.catalogue import User
from web.control.inputs import RIGHT_TEXTS, MandateForm
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, blank_form, read_form
from web.installation import installation
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("")
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def index() -> str:
    """List users with their roles, and every mandate."""
    return _page(_form())


@pages.post("/mandates")
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def grant() -> ResponseReturnValue:
    """Grant a mandate, or show what must be corrected."""
    submitted = read_form(_form(), MandateForm, request.form, current_language())
    if submitted.value is None:
        return _page(submitted.form), UNPROCESSABLE
    asked = GrantMandate(
        client_id=request.form.get("client_id", ""), **submitted.value.model_dump()
    )
    try:
        carry_out_command(asked)
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _page(submitted.form), status_of(error)
    flash(_("Granted: %(email)s.", email=asked.user_email), "success")
    return redirect(url_for(".index"), 303)


@pages.post("/mandates/<int:party_id>/revoke")
@for_roles(Role.OPERATOR, Role.ADMINISTRATOR)
def revoke(party_id: int) -> ResponseReturnValue:
    """Revoke a mandate."""
    email = request.form.get("user_email", "")
    client_id = request.form.get("client_id", "")
    carry_out_command(RevokeMandate(client_id=client_id, user_email=email, party_id=party_id))
    flash(_("Revoked: %(email)s.", email=email), "success")
    return redirect(url_for(".index"), 303)


def _form() -> Form:
    form = blank_form(MandateForm, current_language())
    with reading(public_world()) as session:
        parties = list_parties(session)
    chinese = current_language() == "zh"
    form.named["party_id"].choices = [
        Choice(str(party.id), party.name_zh if chinese else party.name_en) for party in parties
    ]
    return form


def _page(form: Form) -> str:
    with reading(public_world()) as session:
        held = list_mandates(session)
        today = session.clock.today()
    with installation().catalogue.reading() as catalogue:
        users = [
            (user.email, user.name, sorted(role.name for role in user.roles))
            for user in catalogue.exec(select(User).order_by(col(User.email)))
        ]
    return render_template(
        "people/index.html", users=users, mandates=held, rights=RIGHT_TEXTS, form=form, today=today
    )
