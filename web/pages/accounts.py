"""Accounts of the signed-in person's parties: holdings, statement, transfers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.ledger import HoldingView, accounts, holdings, statement
from registry.worlds import DISPOSING, Actor, RegistryError, reading
from web.access import for_roles, signed_in
from web.acting import acting, oversees, public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of
from web.formats import number as shown_number
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.refusals import refusal
from web.registry.held_groups import HeldGroup, held_groups
from web.registry.own_accounts import OwnAccount, own_account
from web.registry.unit_inputs import MEASURE_SYMBOLS, TransferForm, serial_lines, transfer

pages = Blueprint("accounts", __name__, url_prefix="/accounts")

LINES = 50
POSTING_ID_MAX = 2**63 - 1


def unit_choices(account: OwnAccount, kinds: frozenset[str] | None = None) -> list[Choice]:
    """Return what of an account can be chosen in a form, with the quantity available."""
    return [
        Choice(
            held.unit_type,
            _(
                "%(code)s, %(available)s %(measure)s available",
                code=held.unit_type,
                available=shown_number(held.available),
                measure=MEASURE_SYMBOLS[held.measure],
            ),
        )
        for held in account.units
        if kinds is None or held.kind in kinds
    ]


def ask_quantity(form: Form, account: OwnAccount, kinds: frozenset[str] | None = None) -> None:
    """Offer what the account holds; name the measure of the quantity where all of it has one."""
    form.named["unit_type"].choices = unit_choices(account, kinds)
    form.named["quantity"].maximum = ""
    held = [each for each in account.units if kinds is None or each.kind in kinds]
    measures = dict.fromkeys(MEASURE_SYMBOLS[each.measure] for each in held)
    form.named["quantity"].unit = next(iter(measures)) if len(measures) == 1 else _("units")


@pages.get("")
@signed_in
def index() -> str:
    """List the accounts of the person's parties with what they hold."""
    with reading(public_world()) as session:
        actor = acting(session)
        seen = None if oversees(actor) else sorted(actor.seen_ids)
        found = accounts(session, seen)
        held = holdings(session, party_ids=seen, with_serials=False)
    return render_template("accounts/index.html", accounts=found, holdings=_by_account(held))


@pages.get("/<number>")
@signed_in
def show(number: str) -> str:
    """Show an account: holdings with serials, what is reserved, and its statement."""
    before = request.args.get("before", type=_posting_id)
    with reading(public_world()) as session:
        account = own_account(session, number, to_look=True)
        actor = acting(session)
        lines = statement(session, account.facts.id, limit=LINES + 1, before_id=before)
    return render_template(
        "accounts/show.html",
        account=account,
        groups=held_groups(account.units),
        kinds={held.unit_type: held.kind for held in account.holdings},
        disposes=_disposes(actor, account),
        lines=lines[:LINES],
        more=lines[LINES - 1].posting_id if len(lines) > LINES else None,
    )


@pages.get("/<number>/transfer")
@for_roles(*DISPOSING)
def transfer_form(number: str) -> str:
    """Show the form of a transfer."""
    account = _account(number)
    return _transfer_page(account, _form(account, {"unit_type": request.args.get("unit_type")}))


@pages.post("/<number>/transfer")
@for_roles(*DISPOSING)
def send(number: str) -> ResponseReturnValue:
    """Transfer units, or show what must be corrected."""
    account = _account(number)
    submitted = read_form(_form(account), TransferForm, request.form, current_language())
    if submitted.value is None:
        return _transfer_page(account, submitted.form), UNPROCESSABLE
    asked = submitted.value
    try:
        carry_out_command(
            transfer(
                account.facts.number,
                asked,
                serial_lines(asked.serials),
                request.form.get("client_id", ""),
            )
        )
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _transfer_page(account, submitted.form), status_of(error)
    flash(
        _(
            "Transferred: %(quantity)s %(unit_type)s to %(account)s.",
            quantity=shown_number(asked.quantity),
            unit_type=asked.unit_type,
            account=asked.to_account,
        ),
        "success",
    )
    return redirect(url_for(".show", number=account.facts.number), 303)


def _posting_id(text: str) -> int:
    """Return a number that a posting can have; anything else counts as not given."""
    number = int(text)
    if not 0 < number <= POSTING_ID_MAX:
        raise ValueError(text)
    return number


def _account(number: str) -> OwnAccount:
    with reading(public_world()) as session:
        return own_account(session, number)


def _form(account: OwnAccount, initial: dict[str, str | None] | None = None) -> Form:
    form = blank_form(TransferForm, current_language(), initial)
    ask_quantity(form, account)
    return form


def _transfer_page(account: OwnAccount, form: Form) -> str:
    return render_template("accounts/transfer.html", account=account, form=form)


def _disposes(actor: Actor, account: OwnAccount) -> bool:
    return account.facts.party_id in actor.party_ids


def _by_account(held: list[HoldingView]) -> dict[str, list[HeldGroup]]:
    found: dict[str, list[HoldingView]] = {}
    for holding in held:
        found.setdefault(holding.account, []).append(holding)
    return {account: held_groups(units) for account, units in found.items()}
