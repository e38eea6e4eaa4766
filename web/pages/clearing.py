"""Clearing: cleared days, claims on defaulters, objections, and what the operator does there."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel

from registry.worlds import DISPOSING, Command, RegistryError, Role, reading
from web.access import current_roles, for_roles, signed_in
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.market.clearing_desk import desk
from web.market.clearing_inputs import (
    AnswerForm,
    ClaimPaymentForm,
    DepositForm,
    FundForm,
    WriteOffForm,
    cash_deposit,
    claim_payment,
    dispute_answer,
    funding,
    write_off,
)
from web.refusals import Refusal, refusal

pages = Blueprint("clearing", __name__, url_prefix="/market/clearing")

Asks = Callable[[Any, str], Command]
FORMS: dict[str, type[BaseModel]] = {
    "answer": AnswerForm,
    "payment": ClaimPaymentForm,
    "deposit": DepositForm,
    "fund": FundForm,
    "write_off": WriteOffForm,
}


@pages.get("")
@signed_in
def index() -> str:
    """Show cleared days, claims and objections; the operator also the exchange's own cash."""
    return _page()


@pages.post("/deposits")
@for_roles(Role.OPERATOR)
def deposit() -> ResponseReturnValue:
    """Credit cash that came in to an account."""
    return _done("deposit", cash_deposit)


@pages.post("/reserve")
@for_roles(Role.OPERATOR)
def fund() -> ResponseReturnValue:
    """Put cash into the settlement reserve."""
    return _done("fund", funding)


@pages.post("/claims/<number>/payments")
@for_roles(*DISPOSING, Role.OPERATOR)
def pay(number: str) -> ResponseReturnValue:
    """Pay towards a claim."""
    return _done("payment", lambda asked, id_: claim_payment(number, asked, id_), number)


@pages.post("/claims/<number>/write-off")
@for_roles(Role.OPERATOR)
def give_up(number: str) -> ResponseReturnValue:
    """Give a claim up."""
    return _done("write_off", lambda asked, id_: write_off(number, asked, id_), number)


@pages.post("/disputes/<number>/answer")
@for_roles(Role.OPERATOR)
def answer(number: str) -> ResponseReturnValue:
    """Answer an objection."""
    return _done("answer", lambda asked, id_: dispute_answer(number, asked, id_), number)


def _done(name: str, asks: Asks, number: str = "") -> ResponseReturnValue:
    """Carry out what a form asks, or show the page with what must be corrected."""
    model = FORMS[name]
    blank = blank_form(model, current_language())
    submitted = read_form(blank, model, request.form, current_language())
    if submitted.value is None:
        return _page({f"{name}{number}": submitted.form}), UNPROCESSABLE
    try:
        carry_out_command(asks(submitted.value, request.form.get("client_id", "")))
    except RegistryError as error:
        said, status = refusal(error, current_language()), status_of(error)
        if number and status != UNPROCESSABLE:  # the record may show no form any more
            return _page({f"{name}{number}": submitted.form}, said), status
        submitted.form.refuse(said)
        return _page({f"{name}{number}": submitted.form}), status
    flash(_("Done."), "success")
    return redirect(url_for(".index"), 303)


def _page(refused: dict[str, Form] | None = None, said: Refusal | None = None) -> str:
    language = current_language()
    given = refused or {}

    def form(name: str, number: str = "") -> Form:
        return given.get(f"{name}{number}") or blank_form(FORMS[name], language)

    with reading(public_world()) as session:
        shown = desk(session)
    return render_template(
        "clearing/index.html",
        desk=shown,
        form=form,
        is_operator=Role.OPERATOR in current_roles(),
        refused=next(iter(given.values()), None),
        said=said,
    )
