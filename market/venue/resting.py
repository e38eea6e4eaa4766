"""Which orders of a book can trade now, as a condition of plain SQL: live pages ask it all day."""

from collections.abc import Sequence
from typing import Any

from market.rules.orders import Side
from market.venue.models import Instrument
from registry.worlds import WorldSession, date_value

OF_OPEN_ACCOUNT = "account_id IN (SELECT id FROM account WHERE status = 'open')"
"""The condition that an order's account is neither frozen nor closed."""


def query_of_resting(columns: str, then: str) -> str:
    """Return a query for orders that are open, of a side, of this day or later, not frozen.

    Args:
        columns: what is read, as SQL.
        then: what follows the condition, as SQL; its parameters come after `may_trade`'s.
    """
    return (
        f"SELECT {columns} FROM market_order WHERE instrument_id = ? AND state = 'open'"  # noqa: S608  constants of this package
        f" AND side = ? AND business_date >= ? AND {OF_OPEN_ACCOUNT} {then}"
    )


def may_trade(session: WorldSession, instrument: Instrument, side: Side) -> Sequence[Any]:
    """Return the parameters of such a query.

    Args:
        session: the unit of work, or a reading.
        instrument: whose book.
        side: which side of it.
    """
    session.flush()
    return instrument.id, side.value, date_value(session, session.clock.today())
