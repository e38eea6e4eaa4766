"""Contracts around spot: what each market offers, one's own, and each with its ledger."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.data import instruments
from market.financing import (
    KIND_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    STATUS_NAMES,
    STATUS_NOTES,
    STEP_NAMES,
    FinancingKind,
    FinancingPage,
    financing_contract,
    financing_contracts,
    financing_offered,
    percent_text,
)
from registry.rules import CONFIDENCE_NAMES, key_name, scheme_profiles, unit_name
from registry.worlds import DISPOSING, Outcome, RegistryError, reading
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.market.financing_desk import carry_out, top_up
from web.market.financing_inputs import OFFER_FORMS, STEPS, TopUpForm, offering
from web.market.own_accounts import has_account, own_accounts
from web.market.trading_room import viewer
from web.refusals import Refusal, refusal

pages = Blueprint("financing", __name__, url_prefix="/market/contracts")

SIDE_FIRST = ("side", "account", "counterparty", "instrument", "quantity_t")
DONE = {
    "accept": lazy_gettext("The contract runs; its first legs are settled."),
    "decline": lazy_gettext("The offer is declined."),
    "withdraw": lazy_gettext("Your offer is withdrawn."),
    "settle": lazy_gettext("The contract is settled."),
    "top-up": lazy_gettext("The security is added."),
}


@pages.context_processor
def _texts() -> dict[str, object]:
    return {
        "kind_names": KIND_NAMES,
        "side_names": SIDE_NAMES,
        "state_names": STATE_NAMES,
        "step_names": STEP_NAMES,
        "status_names": STATUS_NAMES,
        "status_notes": STATUS_NOTES,
        "confidence_names": CONFIDENCE_NAMES,
        "percent_text": percent_text,
        "key_name": key_name,
        "unit_name": unit_name,
        "market_names": {name: profile.name for name, profile in scheme_profiles().items()},
    }


@pages.get("")
@public
def index() -> str:
    """List what is offered where, and the reader's own contracts."""
    with reading(public_world()) as session:
        actor = viewer(session)
        own = financing_contracts(session, actor) if actor else []
        offered = financing_offered(session)
        trades = has_account(session, actor)
    markets = {
        each.market: [one for one in offered if one.market == each.market] for each in offered
    }
    return render_template(
        "financing/index.html",
        markets=markets,
        standing=[each for each in own if each.next_due],
        ended=[each for each in own if not each.next_due],
        signed_in=actor is not None,
        trades=trades,
    )


@pages.get("/new/<any(repo, pledge, lending):kind>")
@for_roles(*DISPOSING)
def new(kind: str) -> str:
    """Ask for the terms of an offer."""
    return _offer_page(kind)


@pages.post("/new/<any(repo, pledge, lending):kind>")
@for_roles(*DISPOSING)
def offer(kind: str) -> ResponseReturnValue:
    """Make an offer."""
    submitted = read_form(_offer_form(kind), OFFER_FORMS[kind], request.form, current_language())
    if submitted.value is None:
        return _offer_page(kind, submitted.form), UNPROCESSABLE
    try:
        done = carry_out(offering(submitted.value, sent_client_id())).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _offer_page(kind, submitted.form), status_of(error)
    flash(_("The offer %(number)s is made.", number=done["contract"]), "success")
    return redirect(url_for(".show", number=done["contract"]), 303)


@pages.get("/<number>")
@signed_in
def show(number: str) -> str:
    """Show a contract: terms, schedule, ledger, marks and what is next."""
    return _show_page(number)


@pages.post("/<number>/<any(accept, decline, withdraw, settle):step>")
@for_roles(*DISPOSING)
def take_step(number: str, step: str) -> ResponseReturnValue:
    """Accept, decline or withdraw an offer, or settle a contract."""
    command = STEPS[step](client_id=sent_client_id(), contract=number)  # type: ignore[call-arg]
    return _carried_out(number, step, lambda: carry_out(command))


@pages.post("/<number>/top-up")
@for_roles(*DISPOSING)
def add_security(number: str) -> ResponseReturnValue:
    """Add security to a contract."""
    blank = blank_form(TopUpForm, current_language())
    submitted = read_form(blank, TopUpForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _show_page(number, submitted.form), UNPROCESSABLE
    try:
        top_up(number, asked, sent_client_id())
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _show_page(number, submitted.form), status_of(error)
    return _done(number, "top-up")


def _carried_out(number: str, step: str, work: Callable[[], Outcome]) -> ResponseReturnValue:
    try:
        work()
    except RegistryError as error:
        return _show_page(number, refused=refusal(error, current_language())), status_of(error)
    return _done(number, step)


def _done(number: str, step: str) -> ResponseReturnValue:
    flash(str(DONE[step]), "success")
    return redirect(url_for(".show", number=number), 303)


def _offer_page(kind: str, form: Form | None = None) -> str:
    with reading(public_world()) as session:
        offered = [each for each in financing_offered(session) if each.kind == kind]
    return render_template(
        "financing/new.html",
        kind=FinancingKind(kind),
        form=form or _offer_form(kind),
        offered=offered,
    )


def _offer_form(kind: str) -> Form:
    with reading(public_world()) as session:
        own = own_accounts(session, acting(session).party_ids)
        markets = {each.market for each in financing_offered(session) if each.kind == kind}
        listed = [each for each in instruments(session) if each.market in markets]
    model = OFFER_FORMS[kind]
    others = [name for name in model.model_fields if name not in SIDE_FIRST]
    form = blank_form(model, current_language(), order=(*SIDE_FIRST, *others))
    for name in ("quantity_t", "price_cny", "repurchase_price_cny", "loan_cny", "term_days"):
        if name in form.named:
            form.named[name].minimum = form.named[name].maximum = ""
    form.named["account"].choices = own
    if len(own) == 1:
        form.named["account"].value = own[0].value
    zh = current_language() == "zh"
    form.named["instrument"].choices = [
        Choice(each.code, f"{each.code} {each.name_zh if zh else each.name_en}") for each in listed
    ]
    return form


def _show_page(number: str, form: Form | None = None, refused: Refusal | None = None) -> str:
    with reading(public_world()) as session:
        page = financing_contract(session, number, acting(session))
    if page.contract.owes() and form is None:
        form = _top_up_form(page)
    elif form is not None and not page.contract.owes():
        refused = form.refusal
    in_cash = page.contract.kind is FinancingKind.LENDING
    if form is not None:
        form.named["amount"].unit = "CNY" if in_cash else "t"
        form.named["amount"].minimum = form.named["amount"].maximum = ""
    return render_template(
        "financing/show.html", page=page, contract=page.contract, form=form, refused=refused
    )


def _top_up_form(page: FinancingPage) -> Form:
    missing = page.now.missing if page.now else 0
    in_cash = page.contract.kind is FinancingKind.LENDING
    wanted = f"{missing // 100}.{missing % 100:02d}" if in_cash else str(missing)
    return blank_form(TopUpForm, current_language(), {"amount": wanted} if missing else {})
