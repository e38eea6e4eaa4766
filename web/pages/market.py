"""The market: list of instruments, and for each a trading room with live updates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from market.data import day_candles, instruments, published_figures, tape
from market.listed import Way, ways_of
from market.rules import LISTED, PRICE_FEN_MAX, cny_text, hours_text
from market.venue import instrument_profile
from registry.rules import CONFIDENCE_NAMES, scheme_profile
from registry.worlds import MARKET_ZONE, Outcome, RegistryError, World, WorldSession, reading
from web.access import public, signed_in
from web.acting import public_world
from web.carrying_out import sent_client_id
from web.errors import UNPROCESSABLE, status_of
from web.figure_words import headlines
from web.forms import Form, blank_form, read_form
from web.languages import current_language
from web.market.live import Own, stream
from web.market.measures import MeasureWords, measure_words
from web.market.taking import TakeRequest, take
from web.market.trading_room import (
    OrderRequest,
    cancel,
    find,
    live_hub,
    market_news,
    market_state,
    own_state,
    place,
    viewer,
)
from web.market.trading_rules import PHASE_TEXTS
from web.market.words import (
    CLOSE_RULES,
    GROUPS,
    RESALE_RULES,
    group_of,
    order_answer,
    room_words,
)
from web.refusals import refusal
from web.signin import require_user

pages = Blueprint("market", __name__, url_prefix="/market")

CANDLES_SHOWN = 120
TRADES_CHARTED = 300
POLL_AFTER_SECONDS = 3
T = TypeVar("T")
FORM_ORDER = ("account", "side", "order_kind", "price_cny", "quantity_t", "client_id")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order: a sentence, or a form or rule that refuses it."""

    sentence: str = ""
    form: Form | None = None
    status: int = 200


@pages.context_processor
def _texts() -> dict[str, object]:
    return {"cny_text": cny_text}


@pages.get("")
@public
def index() -> str:
    """List the instruments with their day."""
    with reading(public_world()) as session:
        listed = instruments(session)
        figures = published_figures(session)
    groups = [
        (title, [shown for shown in listed if group_of(shown) == key])
        for key, title in GROUPS.items()
    ]
    return render_template(
        "market/index.html",
        groups=[group for group in groups if group[1]],
        measure_words=measure_words,
        no_band_fen=PRICE_FEN_MAX,
        figures=headlines(figures),
    )


@pages.get("/<code>")
@public
def room(code: str) -> str:
    """Show an instrument's trading room."""
    return _room(code)


@pages.post("/<code>/orders")
@signed_in
def place_order(code: str) -> ResponseReturnValue:
    """Place an order; the answer is a fragment for the script, or the page again."""
    require_user()
    form = _ticket()
    submitted = read_form(form, OrderRequest, request.form, current_language())
    order = submitted.value
    if order is None:
        return _answered(code, Answer(form=submitted.form, status=UNPROCESSABLE))
    return _carried_out(code, submitted.form, lambda: place(code, order))


@pages.post("/<code>/takes")
@signed_in
def take_order(code: str) -> ResponseReturnValue:
    """Take a resting order; the answer is a fragment for the script, or the page again."""
    require_user()
    form = blank_form(TakeRequest, current_language())
    submitted = read_form(form, TakeRequest, request.form, current_language())
    wanted = submitted.value
    if wanted is None:
        return _answered(code, Answer(form=submitted.form, status=UNPROCESSABLE))
    return _carried_out(code, submitted.form, lambda: take(code, wanted))


@pages.post("/<code>/orders/<int:order_id>/cancel")
@signed_in
def cancel_order(code: str, order_id: int) -> ResponseReturnValue:
    """Cancel the rest of an order."""
    require_user()
    with reading(public_world()) as session:
        find(session, code)
    client_id = sent_client_id()
    return _carried_out(code, _ticket(), lambda: cancel(order_id, client_id))


@pages.get("/<code>/snapshot")
@public
def snapshot(code: str) -> Response:
    """Return the complete state as JSON, for pages that cannot have a stream."""
    with reading(public_world()) as session:
        actor = viewer(session)
        state = {
            "market": market_state(session, code),
            "own": own_state(session, code, actor) if actor else None,
        }
    response = jsonify(state)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/<code>/stream")
@public
def live(code: str) -> Response:
    """Stream the state and its changes; 503 when too many do already."""
    world = public_world()
    with reading(world) as session:
        actor = viewer(session)
        find(session, code)
    own = None
    if actor:
        own = Own(actor.party_ids, lambda: _read(world, own_state, code, actor))
    market = partial(_read, world, market_news, code)
    streamed = stream(live_hub(world), code, market, own)
    if streamed is None:
        return Response(status=503, headers={"Retry-After": str(POLL_AFTER_SECONDS)})
    return streamed


def _read(world: World, query: Callable[..., T], *arguments: Any) -> T:
    """Read in a short session, for streams outlive their request."""
    with reading(world) as session:
        return query(session, *arguments)


def _carried_out(code: str, form: Form, work: Callable[[], Outcome]) -> ResponseReturnValue:
    try:
        outcome = work()
    except RegistryError as error:
        form.refuse(refusal(error, current_language()))
        return _answered(code, Answer(form=form, status=status_of(error)))
    return _answered(code, Answer(order_answer(outcome, _measure(code))))


def _measure(code: str) -> MeasureWords:
    with reading(public_world()) as session:
        return measure_words(find(session, code).measure)


def _answered(code: str, answer: Answer) -> ResponseReturnValue:
    """Answer the script with a fragment, a form without script with a redirect or the page."""
    if request.headers.get("HX-Request"):
        fragment = render_template("market/_answer.html", answer=answer)
        headers = {} if answer.form else {"X-Client-Id": uuid4().hex}
        return Response(fragment, answer.status, headers)
    if answer.form is None:
        flash(answer.sentence, "success")
        return redirect(url_for(".room", code=code), 303)
    return _room(code, answer), answer.status


def _room(code: str, answer: Answer | None = None) -> str:
    with reading(public_world()) as session:
        actor = viewer(session)
        instrument = find(session, code)
        market = market_state(session, code)
        own = own_state(session, code, actor) if actor else None
        chart = _chart(session, code)
        profile = instrument_profile(session, code)
        now = session.clock.now().astimezone(MARKET_ZONE)
        taking = Way.TAKE in ways_of(session, code).ways
    rules = profile.listed
    assert rules is not None
    measure = measure_words(instrument.measure)
    return render_template(
        "market/room.html",
        instrument=instrument,
        market=market,
        own=own,
        chart=chart,
        rules=rules,
        sessions=hours_text(profile.sessions[LISTED]),
        now=now,
        phase_names={phase.value: str(text) for phase, text in PHASE_TEXTS.items()},
        rules_name=scheme_profile(instrument.market).name[current_language()],
        close_rule=CLOSE_RULES[rules.makes_close],
        resale_rule=RESALE_RULES[rules.same_day_resale],
        confidences={key.value: name[current_language()] for key, name in CONFIDENCE_NAMES.items()},
        form=_ticket_of(answer) or _ticket(market),
        answer=answer,
        words=room_words(measure),
        measure=measure,
        taking=taking,
        page_id=uuid4().hex,
        poll_seconds=POLL_AFTER_SECONDS,
    )


def _chart(session: WorldSession, code: str) -> dict[str, list[dict[str, Any]]]:
    days = [
        {
            "date": day.business_date.isoformat(),
            **{
                f"{name}_cny": None if fen is None else fen / 100
                for name, fen in (
                    ("open", day.open_fen),
                    ("high", day.high_fen),
                    ("low", day.low_fen),
                    ("close", day.last_fen or day.close_fen),
                )
            },
            "volume_t": day.volume_t,
        }
        for day in day_candles(session, code, CANDLES_SHOWN)
    ]
    today = session.clock.today()
    trades = [
        {
            "trade_id": row.trade_id,
            "time": row.traded_at.astimezone(MARKET_ZONE).strftime("%H:%M:%S"),
            "price_cny": row.price_fen / 100,
            "quantity_t": row.quantity_t,
        }
        for row in reversed(tape(session, code, TRADES_CHARTED))
        if row.traded_at.astimezone(MARKET_ZONE).date() == today
    ]
    return {"days": days, "today": trades}


def _ticket_of(answer: Answer | None) -> Form | None:
    """The ticket that was refused, if it was the ticket and not a take."""
    refused = answer.form if answer else None
    return refused if refused and "side" in refused.named else None


def _ticket(market: dict[str, Any] | None = None) -> Form:
    initial: dict[str, str] = {"client_id": uuid4().hex, "side": "buy", "order_kind": "limit"}
    if market is not None:
        initial["price_cny"] = market["last_cny"] or market["close_cny"]
    return blank_form(OrderRequest, current_language(), initial, order=FORM_ORDER)
