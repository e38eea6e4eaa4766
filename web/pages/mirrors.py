"""Units of other registries mirrored here, and quotas of issuance: to read, and for operators."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel

from registry.ledger import QUOTA_PURPOSE_NAMES, SerialRange, format_range, list_quotas
from registry.mirrors import STATE_NAMES, STEP_NAMES, find_mirror, list_mirrors
from registry.reporting import Found
from registry.worlds import Command, RegistryError, Role, reading
from web.access import current_roles, for_roles, public
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal
from web.registry.mirror_inputs import (
    EvidenceForm,
    ImmobiliseForm,
    QuotaForm,
    immobilisation,
    mirroring,
    quota,
    releasing,
)
from web.registry.viewing import shown_number
from web.tables.listings import ROWS, listing

pages = Blueprint("mirrors", __name__, url_prefix="/registry")

Asks = Callable[[Any, str], Command]


@pages.app_context_processor
def _words() -> dict[str, object]:
    return {
        "mirror_states": STATE_NAMES,
        "mirror_steps": STEP_NAMES,
        "quota_purposes": QUOTA_PURPOSE_NAMES,
        "is_operator": Role.OPERATOR in current_roles(),
    }


@pages.get("/mirrors")
@public
def index() -> str:
    """List the foreign units mirrored here, the newest first."""
    shown = listing(request.args)
    page = shown.query.page
    with reading(public_world()) as session:
        rows, total = list_mirrors(session, (page - 1) * ROWS, ROWS)
    pages_ = max(1, -(-total // ROWS))
    found = Found(rows=tuple(rows), total=total, page=page, pages=pages_)
    return render_template("mirrors/index.html", found=found, listing=shown)


@pages.get("/mirrors/new")
@for_roles(Role.OPERATOR)
def new() -> str:
    """Ask for foreign units that are immobilised."""
    return _new_page(blank_form(ImmobiliseForm, current_language()))


@pages.post("/mirrors/new")
@for_roles(Role.OPERATOR)
def immobilise() -> ResponseReturnValue:
    """Propose the first confirmation, or show what must be corrected."""
    form, status = _ask(ImmobiliseForm, immobilisation)
    if status:
        return _new_page(form), status
    return redirect(url_for(".index"), 303)


@pages.get("/mirrors/<number>")
@public
def show(number: str) -> str:
    """Show a run of foreign units, who confirmed it, and what mirrors it."""
    return _mirror_page(number, blank_form(EvidenceForm, current_language()))


@pages.post("/mirrors/<number>/<any(mirror, release):step>")
@for_roles(Role.OPERATOR)
def take_step(number: str, step: str) -> ResponseReturnValue:
    """Propose the second confirmation, or the release."""
    command = {"mirror": mirroring, "release": releasing}[step]
    form, status = _ask(EvidenceForm, lambda asked, client_id: command(number, asked, client_id))
    if status:
        return _mirror_page(number, form), status
    return redirect(url_for(".show", number=number), 303)


@pages.get("/quotas")
@public
def quotas() -> str:
    """List the quotas of issuance with what is used of each."""
    return _quota_page(blank_form(QuotaForm, current_language()))


@pages.post("/quotas")
@for_roles(Role.OPERATOR)
def set_quota() -> ResponseReturnValue:
    """Set, change or lift a quota."""
    form, status = _ask(QuotaForm, quota)
    if status:
        return _quota_page(form), status
    return redirect(url_for(".quotas"), 303)


def _ask(model: type[BaseModel], asks: Asks) -> tuple[Form, int | None]:
    """Carry out what a form asks; return the form, and a status if it was refused."""
    blank = blank_form(model, current_language())
    submitted = read_form(blank, model, request.form, current_language())
    if submitted.value is None:
        return submitted.form, UNPROCESSABLE
    try:
        carry_out_command(asks(submitted.value, request.form.get("client_id", "")))
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return submitted.form, status_of(error)
    flash(_("Done."), "success")
    return submitted.form, None


def _new_page(form: Form) -> str:
    for name in ("first", "last"):
        form.named[name].minimum = form.named[name].maximum = ""
    return render_template("mirrors/new.html", form=form)


def _mirror_page(number: str, form: Form) -> str:
    with reading(public_world()) as session:
        mirror = find_mirror(session, number)
        account = shown_number(session, mirror.account, mirror.party_id)
    run = SerialRange(*mirror.serials) if mirror.serials else None
    serials = format_range(mirror.unit_type, run) if run else ""
    return render_template(
        "mirrors/show.html", mirror=mirror, account=account, form=form, serials=serials
    )


def _quota_page(form: Form) -> str:
    form.named["limit"].maximum = ""
    with reading(public_world()) as session:
        levels = list_quotas(session)
    return render_template("mirrors/quotas.html", quotas=levels, form=form)
