"""What the operator enters: entities, balance values, undone surrenders."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel

from registry.compliance import last_day_to_undo
from registry.ledger import certificate
from registry.worlds import Command, RegistryError, Role, reading
from web.access import for_roles
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.compliance.register import (
    BalanceForm,
    EnrolForm,
    UndoForm,
    balance_command,
    enrol_command,
    undo_command,
)
from web.errors import UNPROCESSABLE, status_of
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal

pages = Blueprint("compliance_register", __name__, url_prefix="/registry/compliance")

ENTRIES: dict[str, type[BaseModel]] = {"enrol": EnrolForm, "balance": BalanceForm}
ENTRY = "any('enrol', 'balance')"


@pages.get(f"/<{ENTRY}:entry>")
@for_roles(Role.OPERATOR)
def form(entry: str) -> str:
    """Ask for an entity to enrol, or the sector whose balance value to find."""
    return _page(entry, blank_form(ENTRIES[entry], current_language()))


@pages.post(f"/<{ENTRY}:entry>")
@for_roles(Role.OPERATOR)
def enter(entry: str) -> ResponseReturnValue:
    """Enrol the entity or find the balance value, or show what must be corrected."""
    model: type[Any] = ENTRIES[entry]
    submitted = read_form(
        blank_form(model, current_language()), model, request.form, current_language()
    )
    if submitted.value is None:
        return _page(entry, submitted.form), UNPROCESSABLE
    try:
        answer = carry_out_command(_command(entry, submitted.value)).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _page(entry, submitted.form), status_of(error)
    flash(_("Done."), "success")
    if entry == "enrol":
        return redirect(url_for("compliance.entity", number=answer["entity"]), 303)
    return redirect(url_for("compliance.index"), 303)


@pages.get("/undo/<number>")
@for_roles(Role.OPERATOR)
def undo_form(number: str) -> str:
    """Ask why a surrender is undone, and say until when it can be."""
    return _undo_page(number, blank_form(UndoForm, current_language()))


@pages.post("/undo/<number>")
@for_roles(Role.OPERATOR)
def undo(number: str) -> ResponseReturnValue:
    """Undo a surrender and show its certificate, which says so."""
    language = current_language()
    submitted = read_form(blank_form(UndoForm, language), UndoForm, request.form, language)
    if submitted.value is None:
        return _undo_page(number, submitted.form), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    try:
        carry_out_command(undo_command(number, submitted.value, client_id))
    except RegistryError as error:
        submitted.form.refuse(refusal(error, language))
        return _undo_page(number, submitted.form), status_of(error)
    return redirect(url_for("certificates.show", number=number), 303)


def _command(entry: str, asked: Any) -> Command:
    client_id = request.form.get("client_id", "")
    if entry == "balance":
        return balance_command(asked, client_id)
    with reading(public_world()) as session:
        return enrol_command(session, asked, client_id)


def _page(entry: str, shown: Form) -> str:
    return render_template("compliance/register.html", entry=entry, form=shown)


def _undo_page(number: str, shown: Form) -> str:
    with reading(public_world()) as session:
        found = certificate(session, number)
        last_day = last_day_to_undo(session, found.business_date)
    return render_template("compliance/undo.html", certificate=found, last_day=last_day, form=shown)
