"""Amending a rule or the calendar: an administrator proposes, a second person approves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.rules import (
    RuleKeyUnknown,
    RuleParameter,
    applies_to_name,
    rule_book,
    unit_name,
)
from registry.worlds import Command, RegistryError, Role, reading
from web.access import for_roles
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, FormField, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal
from web.rules.inputs import AmendmentForm, CalendarForm, amendment, calendar_change
from web.rules.tables import FLAGS
from web.rules.words import VALUE_HELP

pages = Blueprint("rule_amendments", __name__)


@pages.get("/rules/<scheme>/<key>/amend")
@for_roles(Role.ADMINISTRATOR)
def amend_form(scheme: str, key: str) -> str:
    """Ask for a new value of a rule."""
    history = _history(scheme, key)
    return _amend_page(scheme, key, history, _blank(history))


@pages.post("/rules/<scheme>/<key>/amend")
@for_roles(Role.ADMINISTRATOR)
def amend(scheme: str, key: str) -> ResponseReturnValue:
    """Propose the new value, or show what must be corrected."""
    history = _history(scheme, key)
    submitted = read_form(_blank(history), AmendmentForm, request.form, current_language())
    if submitted.value is None:
        return _amend_page(scheme, key, history, submitted.form), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    command = amendment(scheme, key, history[0].unit, submitted.value, client_id)
    refused = _carry_out(command, submitted.form)
    if refused is not None:
        return _amend_page(scheme, key, history, submitted.form), refused
    return redirect(url_for("rules.show", scheme=scheme, key=key), 303)


@pages.get("/rules/calendar/amend")
@for_roles(Role.ADMINISTRATOR)
def amend_calendar_form() -> str:
    """Ask which day is treated otherwise."""
    return render_template(
        "rules/amend_calendar.html", form=blank_form(CalendarForm, current_language())
    )


@pages.post("/rules/calendar/amend")
@for_roles(Role.ADMINISTRATOR)
def amend_calendar() -> ResponseReturnValue:
    """Propose the change of a day, or show what must be corrected."""
    blank = blank_form(CalendarForm, current_language())
    submitted = read_form(blank, CalendarForm, request.form, current_language())
    status: int | None = UNPROCESSABLE
    if submitted.value is not None:
        command = calendar_change(submitted.value, request.form.get("client_id", ""))
        status = _carry_out(command, submitted.form)
    if status is not None:
        return render_template("rules/amend_calendar.html", form=submitted.form), status
    return redirect(url_for("rules.calendar"), 303)


def _carry_out(command: Command, form: Form) -> int | None:
    """Carry a command out; attach a refusal to the form and return its status."""
    try:
        carry_out_command(command)
    except RegistryError as error:
        form.refuse(refusal(error, current_language()))
        return status_of(error)
    flash(_("The change is in force."), "success")
    return None


def _history(scheme: str, key: str) -> list[RuleParameter]:
    with reading(public_world()) as session:
        history = rule_book(session).history(scheme, key)
    if not history:
        raise RuleKeyUnknown(scheme=scheme[:60], key=key[:60], field="key", value=key[:60])
    return history


def _blank(history: list[RuleParameter]) -> Form:
    spoken = current_language()
    with reading(public_world()) as session:
        today = session.clock.today()
    initial = {"applies_to": history[0].applies_to, "valid_from": today.isoformat()}
    form = blank_form(AmendmentForm, spoken, initial)
    whom = dict.fromkeys([*(each.applies_to for each in history), "all"])
    form.named["applies_to"].choices = [
        Choice(each, applies_to_name(each)[spoken]) for each in whom
    ]
    _explain_value(form.named["value"], history[0].unit)
    return form


def _explain_value(value: FormField, unit: str) -> None:
    """Say how a value of this unit is written; offer what a yes-or-no can be."""
    spoken = current_language()
    if unit == "flag":
        value.kind = "choice"
        value.choices = [Choice(each, names[spoken]) for each, names in FLAGS.items()]
    value.unit = unit_name(unit)[spoken]
    value.help = str(VALUE_HELP.get(unit, ""))


def _amend_page(scheme: str, key: str, history: list[RuleParameter], form: Form) -> str:
    return render_template(
        "rules/amend.html", scheme=scheme, key=key, unit=history[0].unit, form=form
    )
