"""Auctions: list and notices, one's own sealed bids, results with their demand curve."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.auctions import (
    HOLDERS,
    STATE_NAMES,
    AuctionView,
    OwnPart,
    Phase,
    auction_view,
    curve_of,
    list_auctions,
    own_part,
    published_auctions,
)
from market.data import instruments
from market.rules import cny_text
from registry.parties import list_parties
from registry.rules import CONFIDENCE_NAMES
from registry.worlds import MARKET_ZONE, Actor, Outcome, RegistryError, Role, WorldSession, reading
from web.access import for_roles, public
from web.acting import public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of, validated
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.market.auction_inputs import (
    ELIGIBILITY,
    MARGINS,
    PRICINGS,
    BidsForm,
    CancelForm,
    NoticeForm,
    WithdrawRequest,
    announce,
    cancel,
    close,
    publish,
    submit,
    withdraw,
)
from web.market.curves import curve
from web.market.measures import counted, market_words, measure_words
from web.market.own_accounts import own_accounts
from web.market.trading_room import viewer
from web.refusals import Refusal, refusal
from web.tables.downloads import table_download

pages = Blueprint("auctions", __name__, url_prefix="/market/auctions")

BID_ROWS = 3
PUBLIC_BODY = "operator"
PHASES = {
    Phase.REQUESTED: lazy_gettext("asked for"),
    Phase.COMING: lazy_gettext("announced"),
    Phase.OPEN: lazy_gettext("takes bids"),
    Phase.CLEARING: lazy_gettext("bids are closed"),
    Phase.CLOSED: lazy_gettext("cleared"),
    Phase.FAILED: lazy_gettext("ended without a trade"),
    Phase.CANCELLED: lazy_gettext("cancelled"),
}
PRICE_KINDS = {
    "uniform": lazy_gettext("one price for all"),
    "average": lazy_gettext("average price"),
    "floor": lazy_gettext("reserve price; no result found"),
    "": "",
}
MARKETS = {
    "cn_ets": lazy_gettext("National market"),
    "BEA": lazy_gettext("Beijing"),
    "SHEA": lazy_gettext("Shanghai"),
}
DONE = {
    "publish": lazy_gettext("The auction is published."),
    "withdraw": lazy_gettext("Your bids are withdrawn, and what they set aside is free."),
    "cancel": lazy_gettext("The auction is cancelled."),
    "close": lazy_gettext("The auction is cleared and settled."),
}
CURVE_COLUMNS = ("price_cny", "quantity", "cumulative")


@pages.context_processor
def _texts() -> dict[str, object]:
    return {
        "confidence_names": CONFIDENCE_NAMES,
        "auction_states": STATE_NAMES,
        "phases": PHASES,
        "pricings": PRICINGS,
        "margins": MARGINS,
        "eligibilities": ELIGIBILITY,
        "price_kinds": PRICE_KINDS,
        "market_names": MARKETS,
        "measure_words": measure_words,
    }


@pages.get("")
@public
def index() -> str:
    """List the auctions, and those that real markets published."""
    with reading(public_world()) as session:
        actor = viewer(session)
        shown = list_auctions(session, actor)
    running = {Phase.REQUESTED, Phase.COMING, Phase.OPEN, Phase.CLEARING}
    return render_template(
        "auctions/index.html",
        running=[each for each in shown if each.phase in running],
        ended=[each for each in shown if each.phase not in running],
        published=published_auctions(),
        may_announce=_may_announce(actor),
    )


@pages.get("/new")
@for_roles(Role.OPERATOR, *HOLDERS)
def new() -> str:
    """Show the form of a notice."""
    with reading(public_world()) as session:
        form = _notice_form(session, viewer(session))
    return render_template("auctions/new.html", form=form)


@pages.post("")
@for_roles(Role.OPERATOR, *HOLDERS)
def make() -> ResponseReturnValue:
    """Give notice of an auction."""
    with reading(public_world()) as session:
        form = _notice_form(session, viewer(session))
    submitted = read_form(form, NoticeForm, request.form, current_language())
    if submitted.value is None:
        return render_template("auctions/new.html", form=submitted.form), UNPROCESSABLE
    try:
        done = announce(submitted.value, sent_client_id()).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return render_template("auctions/new.html", form=submitted.form), status_of(error)
    said = (
        _("Auction %(number)s is announced.", number=done["auction"])
        if done["state"] == "announced"
        else _(
            "Auction %(number)s is asked for; the operator publishes it.", number=done["auction"]
        )
    )
    flash(said, "success")
    return redirect(url_for(".show", number=done["auction"]), 303)


@pages.get("/<number>")
@public
def show(number: str) -> str:
    """Show a notice with one's own bids and, once cleared, its result."""
    return _show_page(number)


@pages.post("/<number>/bids")
@for_roles(*HOLDERS)
def bid(number: str) -> ResponseReturnValue:
    """Give sealed bids; they replace those given before."""
    with reading(public_world()) as session:
        form = _bids_form(_own(session, number, viewer(session)))
    submitted = read_form(form, BidsForm, request.form, current_language())
    if "add_row" in request.form:
        submitted.form.clear_refusals()
        submitted.form.add_row(request.form["add_row"])
        return _show_page(number, submitted.form)
    asked = submitted.value
    if asked is None:
        return _show_page(number, submitted.form), UNPROCESSABLE
    try:
        submit(number, asked, sent_client_id())
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _show_page(number, submitted.form), status_of(error)
    flash(_("Your bids are sealed until the close. They replace any you gave before."), "success")
    return redirect(url_for(".show", number=number), 303)


@pages.post("/<number>/withdraw")
@for_roles(*HOLDERS)
def take_back(number: str) -> ResponseReturnValue:
    """Take back all one's bids."""
    asked = validated(
        WithdrawRequest,
        {"account": request.form.get("account", ""), "client_id": sent_client_id()},
    )
    return _carried_out(number, "withdraw", lambda: withdraw(number, asked))


@pages.post("/<number>/<any(publish, close):step>")
@for_roles(Role.OPERATOR)
def operate(number: str, step: str) -> ResponseReturnValue:
    """Publish what was asked for, or clear what is over."""
    work = publish if step == "publish" else close
    return _carried_out(number, step, lambda: work(number, sent_client_id()))


@pages.post("/<number>/cancel")
@for_roles(Role.OPERATOR, *HOLDERS)
def call_off(number: str) -> ResponseReturnValue:
    """Cancel an auction before its window."""
    form = blank_form(CancelForm, current_language())
    submitted = read_form(form, CancelForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _show_page(number, cancelling=submitted.form), UNPROCESSABLE
    try:
        cancel(number, asked, sent_client_id())
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _show_page(number, cancelling=submitted.form), status_of(error)
    return _done(number, "cancel")


@pages.get("/<number>/curve.csv")
@public
def download_curve(number: str) -> Response:
    """Send what was bid for at each price, added up without names; empty before the close."""
    with reading(public_world()) as session:
        shown = auction_view(session, number, viewer(session))
        steps = curve_of(session, number)
    rows = [(cny_text(step.price_fen), step.quantity_t, step.cumulative_t) for step in steps]
    return table_download(f"{shown.number}-curve", "csv", CURVE_COLUMNS, rows)


@pages.after_request
def _never_stored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _carried_out(number: str, step: str, work: Callable[[], Outcome]) -> ResponseReturnValue:
    try:
        work()
    except RegistryError as error:
        return _show_page(number, refused=refusal(error, current_language())), status_of(error)
    return _done(number, step)


def _done(number: str, step: str) -> ResponseReturnValue:
    flash(str(DONE[step]), "success")
    return redirect(url_for(".show", number=number), 303)


def _show_page(
    number: str,
    form: Form | None = None,
    refused: Refusal | None = None,
    cancelling: Form | None = None,
) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        shown = auction_view(session, number, actor)
        own = _own(session, number, actor)
        steps = curve_of(session, number)
        now = session.clock.now()
    takes_bids = shown.phase == Phase.OPEN and own is not None and bool(own.bidders)
    if form is not None and not takes_bids:
        refused = form.refusal
    if form is None and takes_bids:
        form = _bids_form(own)
    may_cancel = _may_cancel(shown, own, actor)
    if cancelling is not None and not may_cancel:
        refused = cancelling.refusal
    if form is not None:
        counted(form, measure_words(shown.measure))
    return render_template(
        "auctions/show.html",
        auction=shown,
        own=own,
        in_force=[each for each in own.sheets if not each.superseded and not each.withdrawn]
        if own
        else [],
        form=form if takes_bids else None,
        steps=steps,
        curve=curve(steps, shown.quantity_t, shown.result.price_fen if shown.result else None),
        refused=refused,
        left_seconds=_left_seconds(shown, now),
        operator=actor is not None and Role.OPERATOR in actor.roles,
        may_cancel=may_cancel,
        cancelling=cancelling or blank_form(CancelForm, current_language()),
        signed_in=actor is not None,
    )


def _left_seconds(shown: AuctionView, now: Any) -> int:
    """Return the seconds until the window opens or closes, by the world's clock; else 0."""
    until = {Phase.COMING: shown.opens_at, Phase.OPEN: shown.closes_at}.get(shown.phase)
    return max(0, int((until - now).total_seconds())) if until else 0


def _may_announce(actor: Actor | None) -> bool:
    return actor is not None and not actor.roles.isdisjoint({Role.OPERATOR, *HOLDERS})


def _may_cancel(shown: AuctionView, own: OwnPart | None, actor: Actor | None) -> bool:
    early = shown.phase in {Phase.REQUESTED, Phase.COMING}
    if actor is None or own is None or not early:
        return False
    return Role.OPERATOR in actor.roles or own.announcer


def _own(session: WorldSession, number: str, actor: Actor | None) -> OwnPart | None:
    return own_part(session, number, actor) if actor else None


def _bids_form(own: OwnPart | None) -> Form:
    """Return a sheet with the bids in force, or a few empty rows."""
    sheets = own.sheets if own else ()
    given = next((each for each in sheets if not each.superseded and not each.withdrawn), None)
    rows: list[dict[str, str]] = [
        {"price_cny": cny_text(line.price_fen), "quantity_t": str(line.quantity_t)}
        for line in (given.bids if given else ())
    ]
    rows += [{} for _row in range(BID_ROWS - len(rows))]
    form = blank_form(BidsForm, current_language(), {"bids": rows})
    field = form.named["account"]
    field.choices = [
        Choice(each.account, f"{each.party[current_language()]} {each.account}")
        for each in (own.bidders if own else ())
    ]
    if given is not None:
        field.value = given.account
    elif len(field.choices) == 1:
        field.value = field.choices[0].value
    return form


def _notice_form(session: WorldSession, actor: Actor | None) -> Form:
    now = session.clock.now().astimezone(MARKET_ZONE).replace(second=0, microsecond=0)
    opens, closes = now + timedelta(minutes=10), now + timedelta(hours=1)
    initial = {"opens_at": f"{opens:%Y-%m-%d %H:%M}", "closes_at": f"{closes:%Y-%m-%d %H:%M}"}
    form = blank_form(NoticeForm, current_language(), initial)
    zh = current_language() == "zh"
    form.named["account"].choices = own_accounts(session, _announcing(session, actor))
    listed = instruments(session)
    form.named["instrument"].choices = [
        Choice(each.code, f"{each.code} {each.name_zh if zh else each.name_en}") for each in listed
    ]
    return counted(form, market_words(each.market for each in listed))


def _announcing(session: WorldSession, actor: Actor | None) -> set[int]:
    """Return the parties for which a reader may give notice."""
    if actor is None:
        return set()
    found = set(actor.party_ids)
    if Role.OPERATOR in actor.roles:
        found |= {party.id for party in list_parties(session, kind=PUBLIC_BODY)}
    return found
