"""Instruments and orders by their names, and the rules that an instrument trades by."""

from sqlmodel import select

from market.rules.errors import UnknownInstrument, UnknownOrder
from market.rules.market_rules import MarketRules
from market.rules.rule_sets import RULE_SETS
from market.venue.models import Instrument, MarketOrder
from registry.worlds import WorldSession

_CODE_CHARACTERS_MAX = 24
ORDER_ID_MAX = 2**63 - 1


def rules_of(instrument: Instrument) -> MarketRules:
    """Return the rule set of an instrument."""
    return RULE_SETS[instrument.rules]


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
    statement = select(Instrument).where(Instrument.code == code)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    instrument = session.exec(statement).first() if known else None
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
