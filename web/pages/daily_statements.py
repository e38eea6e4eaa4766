"""The daily statement of an account: as a page, as files, with objections; and withdrawals."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import BaseModel

from market.clearing import DailyStatement, daily_statement, days_of_account
from registry.worlds import DISPOSING, Command, RegistryError, WorldSession, reading
from web.access import for_roles, signed_in
from web.acting import acting, public_world
from web.carrying_out import carry_out_command
from web.errors import UNPROCESSABLE, status_of, validated
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.market.clearing_inputs import (
    DisputeForm,
    StatementDay,
    WithdrawalForm,
    dispute,
    withdrawal,
)
from web.market.statement_files import MODE_NAMES, SIDE_NAMES, headings, rows
from web.refusals import refusal
from web.registry.own_accounts import own_account
from web.registry.seen_accounts import seen_account
from web.tables.downloads import FORMS, table_download

pages = Blueprint("daily_statements", __name__, url_prefix="/accounts/<number>")

DAYS_SHOWN = 10


@pages.context_processor
def _words() -> dict[str, object]:
    return {"side_names": SIDE_NAMES, "mode_names": MODE_NAMES}


@pages.get("/statements/daily")
@signed_in
def show(number: str) -> str:
    """Show an account's statement of a day."""
    return _statement_page(number, blank_form(DisputeForm, current_language()))


@pages.get("/statements/daily.<form>")
@signed_in
def file(number: str, form: str) -> Response:
    """Send an account's statement of a day as CSV or XLSX."""
    if form not in FORMS:
        abort(404)
    with reading(public_world()) as session:
        account = seen_account(session, number)
        stated = daily_statement(session, account.id, account.number, wanted_day(session))
    name = f"statement-{stated.account}-{stated.day}"
    mark = bool(request.args.get("bom"))
    return table_download(name, form, headings(), rows(stated), mark=mark)


@pages.post("/statements/daily/disputes")
@for_roles(*DISPOSING)
def object_to(number: str) -> ResponseReturnValue:
    """Object to the statement of the day that the address names."""
    with reading(public_world()) as session:
        own_account(session, number)
        day = wanted_day(session)
    form, status = _ask(DisputeForm, lambda asked, id_: dispute(number, day, asked, id_))
    if status:
        return _statement_page(number, form), status
    return redirect(url_for(".show", number=number, date=day), 303)


@pages.get("/withdrawals/new")
@for_roles(*DISPOSING)
def ask_withdrawal(number: str) -> str:
    """Ask how much is to be withdrawn."""
    return _withdrawal_page(number, blank_form(WithdrawalForm, current_language()))


@pages.post("/withdrawals/new")
@for_roles(*DISPOSING)
def withdraw(number: str) -> ResponseReturnValue:
    """Pay cash out, or show what must be corrected."""
    form, status = _ask(WithdrawalForm, lambda asked, id_: withdrawal(number, asked, id_))
    if status:
        return _withdrawal_page(number, form), status
    return redirect(url_for(".show", number=number), 303)


def wanted_day(session: WorldSession) -> date:
    """Return the day that the address names as `date`; today if it names none.

    Raises:
        InvalidInputError: it is no date.
    """
    asked = validated(StatementDay, dict(request.args.items()))
    return asked.day or session.clock.today()


def _ask(model: type[BaseModel], asks: Callable[[Any, str], Command]) -> tuple[Form, int | None]:
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


def _statement_page(number: str, form: Form) -> str:
    with reading(public_world()) as session:
        account = seen_account(session, number)
        stated: DailyStatement = daily_statement(
            session, account.id, account.number, wanted_day(session)
        )
        days = days_of_account(session, account.id, DAYS_SHOWN)
        now, own = session.clock.now(), account.party.id in acting(session).party_ids
    return render_template(
        "daily_statements/show.html",
        account=account,
        stated=stated,
        days=days,
        form=form,
        may_dispute=own and now < stated.disputed_until,
        own=own,
    )


def _withdrawal_page(number: str, form: Form) -> str:
    with reading(public_world()) as session:
        account = own_account(session, number)
        today = session.clock.today()
        stated = daily_statement(session, account.facts.id, account.facts.number, today)
    return render_template(
        "daily_statements/withdraw.html", account=account, stated=stated, form=form
    )
