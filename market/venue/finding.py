"""Instruments and orders by their names, and the rules that an instrument trades by."""

from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, select

from market.rules.errors import UnknownInstrument, UnknownOrder, UnknownRules
from market.rules.market_rules import MarketRules
from market.rules.profiles import LISTED, UNBOUND, MarketProfile, market_profile
from market.rules.refused_venue import ModeNotOpen
from market.venue.models import Instrument, MarketOrder
from registry.rules import RuleBook, rule_book
from registry.worlds import WorldSession

_CODE_CHARACTERS_MAX = 24
_OF_CODE = select(Instrument).where(col(Instrument.code) == bindparam("code"))
_LOCKED = _OF_CODE.with_for_update().execution_options(populate_existing=True)
ORDER_ID_MAX = 2**63 - 1


def profile_of(
    session: WorldSession, instrument: Instrument, day: date | None = None
) -> MarketProfile:
    """Return the rules of the market on which an instrument trades.

    Args:
        session: any session of the world, whose amendments count.
        instrument: what is traded.
        day: on which the rules hold; None: today.

    Raises:
        UnknownRules: its market has no rules of trading on the day.
    """
    return market_profile(rule_book(session), instrument.market, day or session.clock.today())


def instrument_profile(session: WorldSession, code: str) -> MarketProfile:
    """Return today's rules of the market on which an instrument trades.

    Raises:
        UnknownInstrument: none has the code.
        UnknownRules: its market has no rules of trading today.
    """
    return profile_of(session, find_instrument(session, code))


def listed_rules(book: RuleBook, instrument: Instrument, day: date) -> MarketRules:
    """Return the rules of listed trading on a day; those nobody has set bind nothing."""
    try:
        rules = market_profile(book, instrument.market, day).listed
    except UnknownRules:
        rules = None
    return rules or UNBOUND


def rules_of(session: WorldSession, instrument: Instrument, mode: str = LISTED) -> MarketRules:
    """Return today's rules of an instrument in one mode.

    Raises:
        UnknownRules: its market has no rules of trading today.
        ModeNotOpen: the mode is not open on its market.
    """
    rules = profile_of(session, instrument).mode(mode)
    if rules is None:
        raise ModeNotOpen(instrument=instrument.code, mode=mode, field="instrument")
    return rules


def find_instrument(session: WorldSession, code: str, *, lock: bool = False) -> Instrument:
    """Return an instrument; locked, it and its book are this unit of work's alone.

    Args:
        session: the unit of work, or a reading.
        code: code of the instrument.
        lock: whether to lock it until the end of the unit of work.

    Raises:
        UnknownInstrument: none has the code.
    """
    known = code.isascii() and code.isprintable() and len(code) <= _CODE_CHARACTERS_MAX
    statement = _LOCKED if lock else _OF_CODE
    instrument = session.exec(statement, params={"code": code}).first() if known else None
    if instrument is None:
        raise UnknownInstrument(instrument=code[:_CODE_CHARACTERS_MAX], field="instrument")
    return instrument


def find_order(session: WorldSession, order_id: int) -> MarketOrder:
    """Return an order.

    Raises:
        UnknownOrder: none has the number.
    """
    order = session.get(MarketOrder, order_id) if 1 <= order_id <= ORDER_ID_MAX else None
    if order is None:
        raise UnknownOrder(order_id=str(order_id)[:20], field="order_id")
    return order
