"""Series of forwards, futures and options: a list, and for each its terms, prices and positions."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.data import instruments
from market.derivatives import (
    BASES,
    CALL_STATES,
    OFFER_STATES,
    OPTION_TYPES,
    SERIES_KINDS,
    SERIES_STATUSES,
    SETTLEMENTS,
    list_series_views,
    series_page,
)
from market.rules import cny_text
from registry.worlds import (
    DISPOSING,
    Actor,
    Outcome,
    RegistryError,
    Role,
    WorldSession,
    reading,
)
from web.access import for_roles, public
from web.acting import public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.market.own_accounts import own_accounts
from web.market.series_inputs import (
    SeriesForm,
    SeriesOfferForm,
    accept_offer,
    answer_call,
    end_offer,
    list_series,
    offer_trade,
)
from web.market.trading_room import viewer
from web.refusals import Refusal, refusal

pages = Blueprint("series", __name__, url_prefix="/market/contracts/series")

DONE = {
    "accept": lazy_gettext("The central counterparty has taken the trade over."),
    "end": lazy_gettext("The offer is ended."),
    "margin": lazy_gettext("The margin is posted."),
}


@pages.context_processor
def _texts() -> dict[str, object]:
    return {
        "cny_text": cny_text,
        "series_kinds": SERIES_KINDS,
        "series_statuses": SERIES_STATUSES,
        "option_types": OPTION_TYPES,
        "settlements": SETTLEMENTS,
        "bases": BASES,
        "call_states": CALL_STATES,
        "offer_states": OFFER_STATES,
    }


@pages.get("")
@public
def index() -> str:
    """List the series; an operator may add one."""
    return _index_page()


@pages.post("")
@for_roles(Role.OPERATOR)
def add() -> ResponseReturnValue:
    """List a new series."""
    with reading(public_world()) as session:
        form = _series_form(session)
    submitted = read_form(form, SeriesForm, request.form, current_language())
    if submitted.value is None:
        return _index_page(submitted.form), UNPROCESSABLE
    try:
        done = list_series(submitted.value, sent_client_id()).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _index_page(submitted.form), status_of(error)
    flash(_("Series %(code)s is listed.", code=done["series"]), "success")
    return redirect(url_for(".show", code=done["series"]), 303)


@pages.get("/<code>")
@public
def show(code: str) -> str:
    """Show a series: terms with sources, prices, own positions, marks and offers."""
    return _show_page(code)


@pages.post("/<code>/offers")
@for_roles(*DISPOSING)
def offer(code: str) -> ResponseReturnValue:
    """Offer a trade."""
    with reading(public_world()) as session:
        form = _offer_form(session, viewer(session), code)
    submitted = read_form(form, SeriesOfferForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _show_page(code, submitted.form), UNPROCESSABLE
    try:
        done = offer_trade(code, asked, sent_client_id()).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _show_page(code, submitted.form), status_of(error)
    flash(_("Contract offer %(number)s is made.", number=done["offer"]), "success")
    return redirect(url_for(".show", code=code), 303)


@pages.post("/<code>/offers/<int:number>/<any(accept, end):step>")
@for_roles(*DISPOSING)
def answer(code: str, number: int, step: str) -> ResponseReturnValue:
    """Accept, decline or withdraw an offer."""
    work = accept_offer if step == "accept" else end_offer
    return _carried_out(code, step, lambda: work(number, sent_client_id()))


@pages.post("/<code>/margin-calls/<int:number>")
@for_roles(*DISPOSING)
def post_margin(code: str, number: int) -> ResponseReturnValue:
    """Post the margin that a call asks for."""
    return _carried_out(code, "margin", lambda: answer_call(number, sent_client_id()))


def _carried_out(code: str, step: str, work: Callable[[], Outcome]) -> ResponseReturnValue:
    with reading(public_world()) as session:
        series_page(session, code, None)  # the page to return to
    try:
        work()
    except RegistryError as error:
        return _show_page(code, refused=refusal(error, current_language())), status_of(error)
    flash(str(DONE[step]), "success")
    return redirect(url_for(".show", code=code), 303)


def _index_page(form: Form | None = None) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        found = list_series_views(session)
        if form is None and actor is not None and Role.OPERATOR in actor.roles:
            form = _series_form(session)
    return render_template("series/index.html", series=found, form=form)


def _show_page(code: str, form: Form | None = None, refused: Refusal | None = None) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        page = series_page(session, code, actor)
        trades = actor is not None and not actor.roles.isdisjoint(DISPOSING)
        open_now = session.clock.today() <= page.series.last_trading_day
        if form is None and trades and page.series.state == "open" and open_now:
            form = _offer_form(session, actor, code)
    if form is not None and not form.named["account"].choices:
        refused, form = form.refusal or refused, None
    return render_template(
        "series/show.html",
        page=page,
        series=page.series,
        form=form,
        refused=refused,
        signed_in=actor is not None,
    )


def _offer_form(session: WorldSession, actor: Actor | None, code: str) -> Form:
    page = series_page(session, code, None)
    initial = {"price_cny": cny_text(max(page.series.price_fen, page.series.tick_fen))}
    form = blank_form(SeriesOfferForm, current_language(), initial)
    form.named["account"].choices = own_accounts(session, actor.party_ids) if actor else []
    return form


def _series_form(session: WorldSession) -> Form:
    form = blank_form(SeriesForm, current_language())
    form.named["instrument"].choices = [
        Choice(each.code, each.code) for each in instruments(session)
    ]
    return form
