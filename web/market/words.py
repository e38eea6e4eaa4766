"""The market's words in the reader's language: groups, answers to orders, what scripts say."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from market.data import InstrumentView
from market.rules import OrderState, cny_text
from registry.worlds import Outcome
from web.formats import number
from web.market.measures import MeasureWords

NATIONAL: Final = "CEA-"

GROUPS: Final = {
    "national": lazy_gettext("National allowances, by vintage"),
    "pilot": lazy_gettext("Pilot allowances"),
    "credit": lazy_gettext("Voluntary credits (CCER)"),
    "certificate": lazy_gettext("Green electricity certificates"),
}
"""Headings of the list of instruments, in order."""

RESALE_RULES: Final = {
    False: lazy_gettext("From the next trading day (T+1); proceeds at once"),
    True: lazy_gettext("On the same day"),
}
"""When units that were bought may be sold, by whether the same day is allowed."""

CLOSE_RULES: Final = {
    True: lazy_gettext(
        "Volume-weighted average of the day's listed trades; without trades, the previous close"
    ),
    False: lazy_gettext("Trades of this mode do not enter the close"),
}
"""How the closing price is made, by whether the mode makes it."""


def group_of(instrument: InstrumentView) -> str:
    """Return under which heading an instrument is listed."""
    if instrument.unit_kind != "allowance":
        return instrument.unit_kind
    return "national" if instrument.code.startswith(NATIONAL) else "pilot"


def order_answer(outcome: Outcome, measure: MeasureWords) -> str:
    """Say what became of an order that was accepted, taken or cancelled."""
    done = outcome.data
    if "cancelled_t" in done:
        sentence = _cancelled(done, measure)
    elif "taken_order_id" in done:
        sentence = _taken(done, measure)
    else:
        sentence = _placed(done, measure)
    if outcome.replayed:
        return str(
            _("%(answer)s It had been received before; nothing was done twice.", answer=sentence)
        )
    return sentence


def _cancelled(done: Any, measure: MeasureWords) -> str:
    return str(
        _(
            "Order %(number)s cancelled: %(quantity)s %(unit)s taken out of the book.",
            number=done["order_id"],
            quantity=number(done["cancelled_t"]),
            unit=measure.quantity,
        )
    )


def _taken(done: Any, measure: MeasureWords) -> str:
    return str(
        _(
            "Order %(taken)s taken: %(filled)s %(unit)s at %(price)s %(per)s.",
            taken=done["taken_order_id"],
            filled=number(done["filled_t"]),
            unit=measure.quantity,
            price=_average(done),
            per=measure.price,
        )
    )


def _placed(done: Any, measure: MeasureWords) -> str:
    facts = {
        "unit": measure.quantity,
        "per": measure.price,
        "number": done["order_id"],
        "filled": number(done["filled_t"]),
        "rest": number(done["remaining_t"]),
        "price": _average(done),
    }
    if done["state"] == OrderState.FILLED:
        return str(
            _(
                "Order %(number)s traded in full: %(filled)s %(unit)s at %(price)s %(per)s.",
                **facts,
            )
        )
    if done["state"] == OrderState.CANCELLED and not done["filled_t"]:
        return str(_("Order %(number)s found no counterparty; nothing was traded.", **facts))
    if done["state"] == OrderState.CANCELLED:
        return str(
            _(
                "Order %(number)s traded %(filled)s %(unit)s at %(price)s %(per)s; %(rest)s "
                "%(unit)s found no counterparty and were cancelled.",
                **facts,
            )
        )
    if done["filled_t"]:
        return str(
            _(
                "Order %(number)s traded %(filled)s %(unit)s at %(price)s %(per)s; %(rest)s "
                "%(unit)s wait in the book.",
                **facts,
            )
        )
    return str(_("Order %(number)s accepted: %(rest)s %(unit)s wait in the book.", **facts))


def _average(done: Any) -> str:
    """Return the average price of the trades, CNY/t, two decimals, half up."""
    quantity_t = sum(trade["quantity_t"] for trade in done["trades"])
    if not quantity_t:
        return ""
    turnover_fen = sum(trade["price_fen"] * trade["quantity_t"] for trade in done["trades"])
    return cny_text((2 * turnover_fen + quantity_t) // (2 * quantity_t))


def room_words(measure: MeasureWords) -> dict[str, Any]:
    """Return what the trading room's script says; braces stand for figures."""
    return {
        "unit": measure.quantity,
        "side": {"buy": _("Buy"), "sell": _("Sell")},
        "state": {
            "open": _("In the book"),
            "part": _("Partly traded"),
            "filled": _("Traded"),
            "cancelled": _("Withdrawn"),
            "expired": _("Expired"),
        },
        "market_price": _("At market"),
        "mine": _("Mine"),
        "connection": {
            "connecting": _("Connecting …"),
            "live": _("Live"),
            "lost": _("Reconnecting …"),
            "polling": _("Every 3 seconds"),
        },
        "lost": _("The connection was lost; reconnecting. The figures shown may be old."),
        "back": _("Connected again; the page is complete."),
        "reload": _("Reload the page"),
        "fill": _("Order {number}: {quantity} {unit} traded, {rest} {unit} left.").replace(
            "{unit}", measure.quantity
        ),
        "unsent": _("No answer from the server. Send again: the order will not be doubled."),
        "submit": {"buy": _("Submit buy order"), "sell": _("Submit sell order")},
        "left": {"buy": _("cash left"), "sell": _("units left")},
    }
