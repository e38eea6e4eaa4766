"""Block offers: a list with a form for a new one, and for each its thread with what can be said."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.blocks import STATE_NAMES, BlockDay, OfferView, block_days, list_offers, show_offer
from market.rules import cny_text
from registry.rules import CONFIDENCE_NAMES
from registry.worlds import DISPOSING, Actor, Outcome, RegistryError, WorldSession, reading
from web.access import for_roles, public
from web.acting import public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of, validated
from web.forms import Choice, Form, blank_form, read_form
from web.languages import current_language
from web.market.block_inputs import (
    AnswerRequest,
    OfferForm,
    TermsForm,
    WithdrawRequest,
    accept,
    counter,
    decline,
    offer,
    withdraw,
)
from web.market.measures import counted, market_words, measure_words
from web.market.own_accounts import has_account, own_accounts
from web.market.trading_room import viewer
from web.refusals import Refusal, refusal

pages = Blueprint("blocks", __name__, url_prefix="/market/blocks")

OFFERS_SHOWN = 50
SAID = {
    "offered": lazy_gettext("offered"),
    "countered": lazy_gettext("proposed"),
    "accepted": lazy_gettext("accepted"),
    "declined": lazy_gettext("declined"),
    "withdrawn": lazy_gettext("withdrew"),
    "expired": lazy_gettext("The day ended: the offer expired"),
}
DONE = {
    "counter": lazy_gettext("Your terms are proposed."),
    "accept": lazy_gettext("The block is agreed and settled."),
    "decline": lazy_gettext("The terms are declined."),
    "withdraw": lazy_gettext("Your proposal is withdrawn."),
}


@pages.context_processor
def _texts() -> dict[str, object]:
    return {
        "cny_text": cny_text,
        "confidence_names": CONFIDENCE_NAMES,
        "market_words": market_words,
        "measure_words": measure_words,
        "offer_states": STATE_NAMES,
        "said": SAID,
    }


@pages.get("")
@public
def index() -> str:
    """List the offers the reader may see, with a form for a new one."""
    return _index_page()


@pages.post("")
@for_roles(*DISPOSING)
def make() -> ResponseReturnValue:
    """Offer a block."""
    with reading(public_world()) as session:
        form = _offer_form(session, viewer(session), block_days(session))
    submitted = read_form(form, OfferForm, request.form, current_language())
    if submitted.value is None:
        return _index_page(submitted.form), UNPROCESSABLE
    try:
        done = offer(submitted.value, sent_client_id()).data
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _index_page(submitted.form), status_of(error)
    flash(_("Block offer %(number)s is made.", number=done["offer"]), "success")
    return redirect(url_for(".show", number=done["offer"]), 303)


@pages.get("/<number>")
@public
def show(number: str) -> str:
    """Show an offer with its thread."""
    return _show_page(number)


@pages.post("/<number>/counter")
@for_roles(*DISPOSING)
def propose(number: str) -> ResponseReturnValue:
    """Propose other terms."""
    with reading(public_world()) as session:
        actor = viewer(session)
        form = _terms_form(session, show_offer(session, number, actor), actor)
    submitted = read_form(form, TermsForm, request.form, current_language())
    asked = submitted.value
    if asked is None:
        return _show_page(number, submitted.form), UNPROCESSABLE
    try:
        counter(number, asked, sent_client_id())
    except RegistryError as error:
        submitted.form.refuse(refusal(error, current_language()))
        return _show_page(number, submitted.form), status_of(error)
    return _done(number, "counter")


@pages.post("/<number>/<any(accept, decline):step>")
@for_roles(*DISPOSING)
def answer(number: str, step: str) -> ResponseReturnValue:
    """Accept or decline the proposal of a round."""
    asked = validated(AnswerRequest, _sent("account", "round"))
    work = accept if step == "accept" else decline
    return _carried_out(number, step, lambda: work(number, asked))


@pages.post("/<number>/withdraw")
@for_roles(*DISPOSING)
def take_back(number: str) -> ResponseReturnValue:
    """Take back one's own proposal."""
    asked = validated(WithdrawRequest, _sent("account"))
    return _carried_out(number, "withdraw", lambda: withdraw(number, asked))


def _sent(*names: str) -> dict[str, str]:
    """Return what a button's form sent."""
    return {name: request.form.get(name, "") for name in names} | {"client_id": sent_client_id()}


def _carried_out(number: str, step: str, work: Callable[[], Outcome]) -> ResponseReturnValue:
    try:
        work()
    except RegistryError as error:
        return _show_page(number, refused=refusal(error, current_language())), status_of(error)
    return _done(number, step)


def _done(number: str, step: str) -> ResponseReturnValue:
    flash(str(DONE[step]), "success")
    return redirect(url_for(".show", number=number), 303)


def _index_page(form: Form | None = None) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        open_offers = list_offers(session, actor, open_only=True, limit=OFFERS_SHOWN)
        own = list_offers(session, actor, own_only=True, limit=OFFERS_SHOWN) if actor else []
        days = block_days(session)
        if form is None and has_account(session, actor):
            form = _offer_form(session, actor, days)
    return render_template(
        "blocks/index.html",
        open_offers=open_offers,
        ended=[shown for shown in own if shown.state != "open"],
        form=form,
        days=days,
        signed_in=actor is not None,
    )


def _show_page(number: str, form: Form | None = None, refused: Refusal | None = None) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        shown = show_offer(session, number, actor)
        own = _own_accounts(session, shown, actor)
        if form is None and own and shown.state == "open":
            form = _terms_form(session, shown, actor)
        elif form is not None and not (own and shown.state == "open"):
            refused = form.refusal
        day = next((each for each in block_days(session) if each.code == shown.instrument), None)
    return render_template(
        "blocks/show.html",
        offer=shown,
        form=form if own else None,
        accounts=own,
        day=day,
        refused=refused,
        own_stands=any(
            each.stands and each.speaker is not None and each.speaker.own for each in shown.rounds
        ),
        signed_in=actor is not None,
    )


def _own_accounts(session: WorldSession, shown: OfferView, actor: Actor | None) -> list[Choice]:
    """Return the accounts from which a reader may speak of an offer."""
    if actor is None or actor.roles.isdisjoint(DISPOSING):
        return []
    own = own_accounts(session, actor.party_ids)
    named = shown.maker if shown.own else shown.counterparty
    if named is None:
        return own
    return [each for each in own if each.value == named.account]


def _offer_form(session: WorldSession, actor: Actor | None, days: list[BlockDay]) -> Form:
    wanted = request.args.get("instrument", "")
    known = next((each for each in days if each.code == wanted), None)
    initial = (
        {"instrument": known.code, "price_cny": cny_text(known.previous_close_fen)} if known else {}
    )
    form = blank_form(OfferForm, current_language(), initial)
    _choose(form, "account", own_accounts(session, actor.party_ids) if actor else [])
    form.named["instrument"].choices = [
        Choice(each.code, f"{each.code} {each.name[current_language()]}") for each in days
    ]
    return counted(form, market_words([known.market] if known else [each.market for each in days]))


def _terms_form(session: WorldSession, shown: OfferView, actor: Actor | None) -> Form:
    initial = {"price_cny": cny_text(shown.price_fen), "quantity_t": shown.quantity_t}
    form = blank_form(TermsForm, current_language(), initial)
    _choose(form, "account", _own_accounts(session, shown, actor))
    return counted(form, measure_words(shown.measure))


def _choose(form: Form, name: str, choices: list[Choice]) -> None:
    """Let a field offer choices; the only one is chosen."""
    form.named[name].choices = choices
    if len(choices) == 1:
        form.named[name].value = choices[0].value
