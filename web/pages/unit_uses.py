"""Surrender and retirement: a form, a page that says what is final, then the certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

from registry.compliance import last_day_to_undo
from registry.ledger import Purpose, UnitKind
from registry.worlds import DISPOSING, Command, RegistryError, RuleNotInForce, reading
from web.access import for_roles
from web.acting import public_world
from web.carrying_out import carry_out_command, rehearse
from web.errors import UNPROCESSABLE, status_of
from web.forms import Form, Submission, blank_form, read_form
from web.languages import current_language
from web.pages.accounts import ask_quantity
from web.refusals import refusal
from web.registry.own_accounts import OwnAccount, own_account
from web.registry.unit_inputs import RetireForm, SurrenderForm, retirement, serial_lines, surrender

pages = Blueprint("unit_uses", __name__, url_prefix="/accounts")


@dataclass(frozen=True, slots=True)
class Use:
    """One final use of units, and how its form becomes a command."""

    name: str
    form: type[BaseModel]
    command: Callable[..., Command]
    kinds: frozenset[str]


USES = {
    "surrender": Use(
        "surrender", SurrenderForm, surrender, frozenset({UnitKind.ALLOWANCE, UnitKind.CREDIT})
    ),
    "retire": Use(
        "retire",
        RetireForm,
        retirement,
        frozenset({UnitKind.ALLOWANCE, UnitKind.CREDIT, UnitKind.CERTIFICATE}),
    ),
}


@pages.get("/<number>/<any(surrender, retire):use>")
@for_roles(*DISPOSING)
def form(number: str, use: str) -> str:
    """Ask how many units are to be used, and for what."""
    account, year = _account(number)
    initial = {"unit_type": request.args.get("unit_type"), "compliance_year": year - 1}
    return _form_page(USES[use], account, _blank(USES[use], account, initial))


@pages.get("/<number>/<any(surrender, retire):use>/confirm")
@for_roles(*DISPOSING)
def confirm(number: str, use: str) -> ResponseReturnValue:
    """Rehearse the use and say what will happen, before anything happens."""
    account, _ = _account(number)
    return _confirm_page(USES[use], account, request.args)


@pages.post("/<number>/<any(surrender, retire):use>")
@for_roles(*DISPOSING)
def carry_out(number: str, use: str) -> ResponseReturnValue:
    """Use the units and show the certificate; without the confirmation, ask for it again."""
    account, _ = _account(number)
    if "confirmed" not in request.form:
        return _confirm_page(USES[use], account, request.form, asked_before=True)
    submitted = _read(USES[use], account, request.form)
    if submitted.value is None:
        return _form_page(USES[use], account, submitted.form), UNPROCESSABLE
    client_id = request.form.get("client_id", "")
    try:
        outcome = carry_out_command(_command(USES[use], account, submitted.value, client_id))
    except RegistryError as error:
        return _refused(USES[use], account, submitted.form, error)
    return redirect(url_for("certificates.show", number=outcome.data["certificate"]), 303)


def _account(number: str) -> tuple[OwnAccount, int]:
    """Return the account and the world's year."""
    with reading(public_world()) as session:
        return own_account(session, number), session.clock.today().year


def _blank(use: Use, account: OwnAccount, initial: dict[str, Any] | None = None) -> Form:
    known = {
        name: given for name, given in (initial or {}).items() if name in use.form.model_fields
    }
    blank = blank_form(use.form, current_language(), known)
    ask_quantity(blank, account, use.kinds)
    if "purpose" in blank.named and not _holds_certificates(account):
        purposes = blank.named["purpose"].choices
        blank.named["purpose"].choices = [
            each for each in purposes if each.value != Purpose.GREEN_POWER_USE
        ]
    return blank


def _holds_certificates(account: OwnAccount) -> bool:
    return any(held.kind == UnitKind.CERTIFICATE for held in account.units)


def _read(use: Use, account: OwnAccount, given: MultiDict[str, str]) -> Submission[BaseModel]:
    return read_form(_blank(use, account), use.form, given, current_language())


def _command(use: Use, account: OwnAccount, asked: Any, client_id: str) -> Command:
    return use.command(account.facts.number, asked, serial_lines(asked.serials), client_id)


def _confirm_page(
    use: Use, account: OwnAccount, given: MultiDict[str, str], asked_before: bool = False
) -> ResponseReturnValue:
    submitted = _read(use, account, given)
    if submitted.value is None:
        return _form_page(use, account, submitted.form), UNPROCESSABLE
    try:
        preview = rehearse(_command(use, account, submitted.value, uuid4().hex))
    except RegistryError as error:
        return _refused(use, account, submitted.form, error)
    page = render_template(
        f"accounts/confirm_{use.name}.html",
        account=account,
        form=submitted.form,
        asked=submitted.value,
        preview=preview,
        measure=_measure(account, preview["unit_type"]),
        asked_before=asked_before,
        undoable_until=_undoable_until(use),
    )
    return page, UNPROCESSABLE if asked_before else 200


def _undoable_until(use: Use) -> date | None:
    """Return until when a surrender of today could be undone; None: never."""
    if use.name != "surrender":
        return None
    with reading(public_world()) as session:
        try:
            return last_day_to_undo(session, session.clock.today())
        except RuleNotInForce:
            return None


def _refused(
    use: Use, account: OwnAccount, form: Form, error: RegistryError
) -> ResponseReturnValue:
    form.refuse(refusal(error, current_language()))
    return _form_page(use, account, form), status_of(error)


def _form_page(use: Use, account: OwnAccount, form: Form) -> str:
    return render_template(f"accounts/{use.name}.html", account=account, form=form)


def _measure(account: OwnAccount, code: str) -> str:
    return next((held.measure for held in account.units if held.unit_type == code), "t_co2e")
