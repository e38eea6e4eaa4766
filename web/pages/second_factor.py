"""The second factor: set it up, and give a code before a step that takes one."""

from io import BytesIO

import segno
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import signed_in
from web.carrying_out import StepUpError
from web.control.inputs import CodeForm
from web.control.second_factors import (
    CodeRefused,
    ask_always,
    begin,
    confirm,
    give,
    second_factor_of,
)
from web.errors import UNPROCESSABLE, answer, status_of, wants_json
from web.forms import blank_form, read_form
from web.languages import current_language
from web.local_links import local_path
from web.refusals import refusal
from web.signin import require_user

pages = Blueprint("second_factor", __name__)


@pages.get("/second-factor")
@signed_in
def index() -> str:
    """Show the signed-in person's second factor, or begin one."""
    user = require_user()
    found = second_factor_of(user)
    address = begin(user) if found is None else ""
    return render_template(
        "second_factor/index.html",
        factor=found,
        secret=_secret(address),
        form=blank_form(CodeForm, current_language()),
    )


@pages.get("/second-factor/qr.svg")
@signed_in
def qr() -> Response:
    """Return the new secret as a QR code, until it is confirmed."""
    user = require_user()
    if second_factor_of(user) is not None:
        abort(404)
    image = BytesIO()
    segno.make(begin(user), error="m").save(image, kind="svg", scale=5, border=2)
    response = Response(image.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/second-factor")
@signed_in
def set_up() -> ResponseReturnValue:
    """Take the first code and show the recovery codes, this once."""
    user = require_user()
    language = current_language()
    submitted = read_form(blank_form(CodeForm, language), CodeForm, request.form, language)
    try:
        if submitted.value is not None:
            codes = confirm(user, submitted.value.code)
            return render_template("second_factor/recovery.html", codes=codes)
    except CodeRefused as refused:
        submitted.form.refuse(refusal(refused, language))
    found = second_factor_of(user)
    address = begin(user) if found is None else ""
    page = render_template(
        "second_factor/index.html", factor=found, secret=_secret(address), form=submitted.form
    )
    return page, UNPROCESSABLE


@pages.post("/second-factor/always")
@signed_in
def always() -> ResponseReturnValue:
    """Let the person be asked for a code wherever one can be asked for, or no longer."""
    ask_always(require_user(), request.form.get("always") == "true")
    flash(_("Saved."), "success")
    return redirect(url_for(".index"), 303)


@pages.get("/step-up")
@signed_in
def step_up() -> str:
    """Ask for a code."""
    form = blank_form(CodeForm, current_language())
    return _step_up_page(form)


@pages.post("/step-up")
@signed_in
def take() -> ResponseReturnValue:
    """Take a code and go back to where it was asked for."""
    language = current_language()
    submitted = read_form(blank_form(CodeForm, language), CodeForm, request.form, language)
    if submitted.value is None:
        return _step_up_page(submitted.form), UNPROCESSABLE
    try:
        give(require_user(), submitted.value.code)
    except CodeRefused as refused:
        submitted.form.refuse(refusal(refused, language))
        return _step_up_page(submitted.form), status_of(refused)
    return redirect(local_path(request.form.get("next", "")) or url_for("start.index"), 303)


@pages.app_errorhandler(StepUpError)
def _ask_for_a_code(error: StepUpError) -> ResponseReturnValue:
    """Lead people to the page that asks for a code, and tell programs."""
    if wants_json():
        return answer(refusal(error.why, current_language()), status_of(error.why))
    shown = refusal(error.why, current_language())
    flash(shown.sentence, "info")
    back = request.full_path.rstrip("?") if request.method == "GET" else request.referrer or ""
    return redirect(url_for("second_factor.step_up", next=local_path(back)), 303)


def _step_up_page(form: object) -> str:
    given = request.values.get("next", "")
    return render_template(
        "second_factor/step_up.html",
        form=form,
        next=local_path(given),
        factor=second_factor_of(require_user()),
    )


def _secret(address: str) -> str:
    """Return the secret of an authenticator's address, for those who type it."""
    return address.partition("secret=")[2].partition("&")[0]
