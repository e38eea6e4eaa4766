"""Which orders of a book can trade now, as a condition of plain SQL: live pages ask it all day."""

from collections.abc import Sequence
from typing import Any

from market.rules.orders import Side
from market.venue.models import Instrument
from registry.worlds import WorldSession, date_value

OF_OPEN_ACCOUNT = "account_id IN (SELECT id FROM account WHERE status = 'open')"
"""The condition that an order's account is neither frozen nor closed."""

MAY_TRADE = (
    "instrument_id = ? AND state = 'open' AND side = ? AND business_date >= ?"
    f" AND {OF_OPEN_ACCOUNT}"
)
"""The condition: open, on a side of a book, of this day or later, of an open account."""


def may_trade(session: WorldSession, instrument: Instrument, side: Side) -> Sequence[Any]:
    """Return the parameters of `MAY_TRADE`.

    Args:
        session: the unit of work, or a reading.
        instrument: whose book.
        side: which side of it.
    """
    session.flush()
    return instrument.id, side.value, date_value(session, session.clock.today())
